import re
from itertools import product

import numpy as np
import pytest

from course_utils import reference
from course_utils.widgets.backpropagation import LAST, NAMES, VIEWS, backpropagation_explorer


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("layer", range(1, LAST + 1))
def test_every_extreme_is_drawn_and_nudging_agrees(layer: int, activation: str) -> None:
    explorer = backpropagation_explorer()
    slider = explorer.controls["scale"]
    for view, y, scale in product(VIEWS, (0, 1), (slider.min, 1.0, slider.max)):
        picture, reading = explorer.draw(layer, view, activation, y, scale)
        assert len(reading.split()) > 10
        assert not re.search(r"nan|inf\b", reading + picture.alt)
        assert "the two agree" in reading
    assert picture.png().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("control", "value"),
    [("layer", 1), ("layer", LAST), ("view", VIEWS[1]), ("activation", "relu"), ("y", 1), ("scale", 3)],
)  # fmt: skip
def test_moving_a_control_changes_the_picture_and_the_reading(
    control: str, value: float | str
) -> None:
    explorer = backpropagation_explorer()
    image, reading = explorer.image.value, explorer.reading.value
    explorer.controls[control].value = value
    assert explorer.image.value != image
    assert explorer.reading.value != reading


def test_both_views_tell_the_same_numbers() -> None:
    explorer = backpropagation_explorer()
    readings = [explorer.draw(1, view, "tanh", 0, 1.0)[1] for view in VIEWS]
    deltas = [re.search(r"delta = \(.*?\)", reading) for reading in readings]
    assert deltas[0] is not None
    assert deltas[1] is not None
    assert deltas[0][0] == deltas[1][0]


def test_some_relus_are_off_and_some_are_on() -> None:
    _, reading = backpropagation_explorer().draw(1, VIEWS[0], "relu", 0, 1.0)
    found = re.search(r"delta = \((.*?)\)", reading)
    assert found is not None
    numbers = found[1].split(", ")
    assert 0 < numbers.count("0") < len(numbers)


def test_a_wrong_delta_is_seen_by_nudging() -> None:
    def hidden_delta(W: np.ndarray, delta: np.ndarray, Z: np.ndarray, name: str) -> np.ndarray:
        return W.T @ delta

    explorer = backpropagation_explorer(hidden_delta=hidden_delta)
    assert "do not agree" in explorer.draw(1, VIEWS[0], "tanh", 0, 1.0)[1]
    assert "the two agree" in explorer.draw(1, VIEWS[0], "identity", 0, 1.0)[1]


def test_a_wrong_shape_is_said_and_the_courses_value_drawn() -> None:
    def activation_jacobian(z: np.ndarray, name: str) -> np.ndarray:
        return np.ones(len(z))

    explorer = backpropagation_explorer(activation_jacobian=activation_jacobian)
    _, reading = explorer.draw(1, VIEWS[1], "tanh", 0, 1.0)
    assert "Your <code>activation_jacobian</code> gives shape (4,)" in reading
    assert "where (4, 4) is expected" in reading


def test_own_functions_are_named() -> None:
    def hidden_delta(*_: object) -> np.ndarray:
        raise NotImplementedError

    explorer = backpropagation_explorer(
        output_delta=reference.output_delta, hidden_delta=hidden_delta
    )
    note = explorer.box.children[-1].value
    assert "your own <code>output_delta</code>" in note
    assert "course's <code>hidden_delta</code>, <code>activation_jacobian</code> stand in" in note
