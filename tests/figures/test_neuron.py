from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils import figures, reference
from course_utils.figures import neuron as module
from course_utils.figures.style import Picture

SIGMOID = reference.sigmoid
ONE_NEURON = reference.find("neuron")
POINTS = np.array([[2.0, -1.0, -2.0], [2.0, 1.0, -1.0]])

DRAWN: dict[str, Callable[[], Any]] = {
    "neuron_parts": lambda: figures.neuron_parts(4),
    "activation_curves": lambda: figures.activation_curves({"sigmoid": SIGMOID, "tanh": np.tanh}),
    "neuron_outputs": lambda: figures.neuron_outputs(
        {"one": ((1, 1), 1, SIGMOID), "two": ((2, 0), 0, SIGMOID)}
    ),
    "distances_to_line": lambda: figures.distances_to_line(
        reference.signed_distance, (3, 4), -5, POINTS
    ),
    "sum_of_neurons": lambda: figures.sum_of_neurons(ONE_NEURON, [(1, 1.5), (-2, 0.5)]),
}


def not_written(*_: object) -> object:
    raise NotImplementedError


def texts(picture: Picture) -> list[str]:
    return [text.get_text() for ax in picture.axes for text in ax.texts]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: figures.activation_curves({"ReLU": not_written}),
        lambda: figures.neuron_outputs({"one": ((1, 1), 1, not_written)}),
        lambda: figures.neuron_outputs({"one": ((1, 1), 1, SIGMOID)}, signed_distance=not_written),
        lambda: figures.distances_to_line(not_written, (3, 4), -5, POINTS),
        lambda: figures.sum_of_neurons(not_written, [(1, 1)]),
    ],
)
def test_an_answer_that_is_not_written_gives_a_placeholder(draw: Callable[[], Picture]) -> None:
    assert "not_written is not written yet" in draw().alt.replace("`", "")


@pytest.mark.parametrize(("n", "labels"), [(1, 1), (3, 3), (5, 5), (12, 4)])
def test_a_neuron_has_a_weight_an_input(n: int, labels: int) -> None:
    weights = [text for text in texts(figures.neuron_parts(n)) if text.startswith("$w_")]
    assert len(weights) == labels
    assert weights[-1] == f"$w_{{{n}}}$"


def test_a_neuron_without_inputs_is_refused() -> None:
    assert "at least one input" in figures.neuron_parts(0).alt


def test_a_jump_is_drawn_as_a_gap() -> None:
    picture = figures.activation_curves({"ReLU": reference.relu_derivative})
    values = np.asarray(picture.axes[0].lines[0].get_ydata(), dtype=float)
    assert np.isnan(values).sum() == 1
    assert {0.0, 1.0} == set(values[~np.isnan(values)])


def test_the_text_says_where_a_curve_leaves_the_picture_at_its_upper_edge() -> None:
    picture = figures.activation_curves({"ReLU": reference.relu, "tanh": np.tanh})
    assert picture.axes[0].get_ylim()[1] == 2
    assert "ReLU goes from 0.00 at z = -5 over 0.00 at 0 to 2.00 at z = 2.0, the upper edge" in (
        picture.alt
    )
    assert "to 1.00 at 5." in picture.alt


def test_the_line_is_where_the_neuron_is_undecided() -> None:
    w, b = np.array([1.5, -0.5]), 0.8
    picture = figures.neuron_outputs({"one": (w, b, SIGMOID)})
    ends = np.array(picture.axes[0].lines[0].get_data())
    np.testing.assert_allclose(w @ ends + b, 0, atol=1e-9)


@pytest.mark.parametrize("signed_distance", [None, reference.signed_distance])
def test_the_output_in_the_picture_is_the_neurons(signed_distance: Callable[..., Any]) -> None:
    w, b = np.array([1.5, -0.5]), 0.8
    picture = figures.neuron_outputs({"one": (w, b, SIGMOID)}, signed_distance=signed_distance)
    shown = np.asarray(picture.axes[0].images[0].get_array())
    corner = np.array([-module.SIDE, module.SIDE])  # the last row is at the top
    assert shown[-1, 0] == pytest.approx(ONE_NEURON(w, corner, b, "sigmoid"))


def test_a_sum_of_linear_neurons_is_a_line_and_one_of_relus_is_not() -> None:
    picture = figures.sum_of_neurons(ONE_NEURON, [(1, 1.5), (-2, 0.5), (0.5, -1)])
    bends = [
        np.abs(np.diff(np.asarray(ax.lines[-1].get_ydata(), dtype=float), 2)).max()
        for ax in picture.axes
    ]
    assert bends[0] < 1e-12
    assert bends[1] > 0.01


def test_a_neuron_that_is_dead_everywhere_is_drawn_too() -> None:
    picture = figures.neuron_outputs({"dead": ((0.1, 0.1), -5, reference.relu)})
    assert picture.png().startswith(b"\x89PNG")
    assert picture.axes[0].images[0].get_clim() == (0, 1)
