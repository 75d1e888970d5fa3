"""What lesson 05 says and does not show, or shows for one draw only."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from course_utils import datasets, reference
from course_utils.figures.initialization import signal_sizes

SIZES, NAMES = [2, 6, 1], ["tanh", "sigmoid"]


def gradients_from(parameters: list) -> list:
    X, Y = datasets.circles(120, np.random.default_rng(0))
    Y_hat, cache = reference.forward(X, parameters, NAMES)
    return reference.backward(Y_hat, Y, cache, parameters, NAMES)


def test_from_zeros_no_weight_moves() -> None:
    for dW, _ in gradients_from(reference.initialize_constant(SIZES, 0.0)):
        np.testing.assert_array_equal(dW, 0.0)


@pytest.mark.parametrize(("outgoing", "different"), [("equal", 1), ("unequal", 6)])
def test_copies_part_at_the_first_step_if_their_outgoing_weights_differ(
    outgoing: str, different: int
) -> None:
    parameters = reference.initialize_constant(SIZES, 0.5)
    if outgoing == "unequal":
        parameters[1] = (np.linspace(0.1, 0.6, 6).reshape(1, 6), np.zeros((1, 1)))
    dW, _ = gradients_from(parameters)[0]
    assert reference.distinct_units(parameters[0][0] - dW) == different


def mean_sizes(scheme: str, activation: str, sizes: list[int], draws: int = 30) -> tuple:
    """Average both directions' second moments over many starts."""
    both = []
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        X, delta = rng.normal(size=(sizes[0], 20)), rng.normal(size=(sizes[-1], 20))
        parameters = reference.initialize(sizes, scheme, rng)
        both.append(signal_sizes(X, parameters, [activation] * (len(sizes) - 1), delta))
    return tuple(np.mean(side, axis=0) for side in zip(*both, strict=True))


def test_a_relu_network_halves_under_xavier_and_holds_under_he() -> None:
    sizes = [300] * 6
    forth, _ = mean_sizes("xavier", "relu", sizes)
    np.testing.assert_allclose(forth, 0.5 ** np.arange(1, 6), rtol=0.15)
    forth, _ = mean_sizes("he", "relu", sizes)
    np.testing.assert_allclose(forth, 1.0, rtol=0.15)


def test_under_xavier_the_way_back_telescopes_to_last_over_first_width() -> None:
    forth, back = mean_sizes("xavier", "identity", [90, 160, 60, 240, 80, 40])
    np.testing.assert_allclose(forth, 1.0, rtol=0.1)
    np.testing.assert_allclose(back[0], 40 / 160, rtol=0.1)


def test_tanh_sinks_ever_more_slowly() -> None:
    forth, _ = mean_sizes("xavier", "tanh", [120] * 13, draws=10)
    ratios = forth[1:] / forth[:-1]
    assert np.all(ratios < 1)
    assert ratios[0] < 0.65 < 0.85 < ratios[-1]


def test_a_sigmoid_shrinks_gradients_sixteenfold_at_least() -> None:
    _, back = mean_sizes("xavier", "sigmoid", [120] * 6, draws=10)
    assert np.all(back[:-1] / back[1:] < 1.05 / 16)


def test_the_uniform_version_has_the_same_variance() -> None:
    std = reference.weight_std(40, 70, "glorot")
    uniform = stats.uniform(-(3**0.5) * std, 2 * 3**0.5 * std)
    assert uniform.var() == pytest.approx(2 / (40 + 70))
    # Glorot and Bengio's equation 16 gives the uniform version by its bound.
    assert 3**0.5 * std == pytest.approx((6 / (40 + 70)) ** 0.5)


def test_glorots_variance_is_one_over_the_mean_of_the_fans() -> None:
    assert reference.weight_std(40, 70, "glorot") ** 2 == pytest.approx(1 / 55)
