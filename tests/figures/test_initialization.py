"""Lesson 05's pictures: what they draw is what was measured, and they wait for unwritten functions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_utils import reference
from course_utils.figures import initialization as pictures
from course_utils.figures.style import Picture

SIZES = [7, 11, 5, 3]
RINGS = np.random.default_rng(0).normal(size=(2, 20)), np.arange(20).reshape(1, 20) % 2


def start(scheme: str = "he") -> Any:
    return lambda: reference.initialize(SIZES, scheme, np.random.default_rng(1))


def unwritten(*_arguments: object) -> Any:
    raise NotImplementedError


def lines_of(picture: Picture, axis: int) -> dict[str, np.ndarray]:
    return {
        str(line.get_label()): np.asarray(line.get_ydata())
        for line in picture.axes[axis].get_lines()
    }


def test_signal_sizes_are_those_of_a_backward_pass() -> None:
    """With a sigmoid output and delta = Y_hat - Y, backward's bias gradients are delta's means."""
    rng = np.random.default_rng(2)
    X, parameters = rng.normal(size=(7, 1)), start()()
    Y = np.ones((3, 1))
    activations = ["tanh", "relu", "sigmoid"]
    Y_hat, cache = reference.forward(X, parameters, activations)
    forth, back = pictures.signal_sizes(X, parameters, activations, Y_hat - Y)
    gradients = reference.backward(Y_hat, Y, cache, parameters, activations)
    np.testing.assert_allclose(back, [np.mean(db**2) for _, db in gradients])
    moments = reference.activation_moments(X, parameters, activations)
    np.testing.assert_allclose(forth, moments[:, 1] + moments[:, 0] ** 2)


def test_the_gradient_in_the_source_texts_picture_is_that_of_the_network() -> None:
    scale, L = 1.5, 6
    picture = pictures.vanishing_exploding_gradient((2,) * L + (1,), scales=(scale,))
    delta, drawn = np.ones((1, 1)), lines_of(picture, 1)["every hidden layer x 1.5"]
    Z = np.zeros((2, 1))
    delta = reference.hidden_delta(np.array([[1.0, 1.0]]), delta, Z, "identity")
    for layer in range(L - 2, -1, -1):
        assert drawn[layer] == pytest.approx(np.max(np.abs(delta)))
        delta = reference.hidden_delta(scale * np.eye(2), delta, Z, "identity")


@pytest.mark.parametrize("layer_sizes", [(1, 1), (3, 9, 12, 4, 2), (2, 2, 1)])
def test_any_network_can_be_drawn(layer_sizes: tuple[int, ...]) -> None:
    picture = pictures.vanishing_exploding_gradient(layer_sizes)
    assert picture.png().startswith(b"\x89PNG")
    assert f"{len(layer_sizes) - 1} layers" in picture.alt


def test_constant_starts_are_drawn_as_one_unit() -> None:
    X, Y = RINGS
    picture = pictures.copies_while_training(
        {
            "constant": lambda: reference.initialize_constant([2, 4, 1], 0.5),
            "random": lambda: reference.initialize([2, 4, 1], "he", np.random.default_rng(0)),
        },
        reference.distinct_units, X, Y, ["tanh", "sigmoid"], learning_rate=0.5, steps=20,
    )  # fmt: skip
    drawn = lines_of(picture, 1)
    assert set(drawn["constant"]) == {1}
    assert set(drawn["random"]) == {4}
    assert "constant: cost" in picture.alt


def test_growth_is_drawn_with_the_function_that_is_handed_over() -> None:
    picture = pictures.deep_linear_growth(lambda x, W, s, L: np.full((1, 1), 7.0), scales=(2.0,))
    assert set(lines_of(picture, 0)["2"]) == {7.0}


def test_moments_are_mean_and_second_moment() -> None:
    def moments(*_arguments: object) -> np.ndarray:
        return np.array([[2.0, 1.0], [3.0, 0.5]])

    picture = pictures.moments_by_layer(moments, RINGS[0], {"a": (lambda _seed: [], [])})
    np.testing.assert_allclose(lines_of(picture, 0)["a"], [2.0, 3.0])
    np.testing.assert_allclose(lines_of(picture, 1)["a"], [5.0, 9.5])


def test_moments_are_averages_over_draws() -> None:
    """Each draw's mean is its seed: over the seeds 0 to 4 that is 2, and 6 for the squares."""

    def moments(_X: object, parameters: int, _activations: object) -> np.ndarray:
        return np.array([[float(parameters), 0.0]])

    networks: Any = {"a": (lambda seed: seed, [])}
    picture = pictures.moments_by_layer(moments, RINGS[0], networks, draws_of_weights=5)
    np.testing.assert_allclose(lines_of(picture, 0)["a"], [2.0])
    np.testing.assert_allclose(lines_of(picture, 1)["a"], [6.0])


def test_predictions_off_by_half_are_said_to_be() -> None:
    picture = pictures.predicted_and_measured([("a", np.array([1.0, 2.0]), np.array([1.5, 2.0]))])
    assert "50%" in picture.alt


def test_every_start_is_a_line_in_both_directions() -> None:
    X = np.random.default_rng(0).normal(size=(7, 30))
    picture = pictures.signals_by_layer({"he": start("he"), "glorot": start("glorot")}, "relu", X)
    for axis in (0, 1):
        assert {"he", "glorot"} <= set(lines_of(picture, axis))
        labels = [label.get_text() for label in picture.axes[axis].get_xticklabels()]
        assert labels == ["1\n11", "2\n5", "3\n3"]
    assert "glorot:" in picture.alt


@pytest.mark.parametrize(
    "draw",
    [
        lambda: pictures.deep_linear_growth(unwritten),
        lambda: pictures.moments_by_layer(unwritten, RINGS[0], {"a": (lambda _seed: [], [])}),
        lambda: pictures.signals_by_layer({"a": unwritten}, "relu", RINGS[0]),
        lambda: pictures.copies_while_training(
            {"a": unwritten}, reference.distinct_units, *RINGS, ["tanh", "sigmoid"], 1.0, 1
        ),
    ],
)
def test_unwritten_functions_give_a_place_holder(draw: Any) -> None:
    alt = draw().alt
    assert "unwritten" in alt
    assert "not written yet" in alt
