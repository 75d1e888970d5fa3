import re
from itertools import product

import numpy as np
import pytest

from course_utils import reference
from course_utils.widgets.neuron import PROBE, neuron_explorer


def number_after(text: str, what: str) -> float:
    found = re.search(re.escape(what) + r" = (-?\d+\.\d+)", text)
    assert found, text
    return float(found[1])


@pytest.mark.parametrize("activation", ["identity", "sigmoid", "tanh", "relu"])
def test_every_extreme_is_drawn_with_a_finite_reading(activation: str) -> None:
    explorer = neuron_explorer()
    sliders = [explorer.controls[name] for name in ("scale", "bias")]
    for scale, bias in product(*[(s.min, s.max) for s in sliders]):
        picture, reading = explorer.draw(-180.0, scale, bias, activation)
        assert picture.png().startswith(b"\x89PNG")
        assert len(reading.split()) > 15
        assert not re.search(r"nan|inf\b", reading + picture.alt)


@pytest.mark.parametrize(
    ("control", "value"),
    [("direction", -120), ("scale", 4.0), ("scale", 0.0), ("bias", 3.0), ("activation", "relu")],
)
def test_moving_a_control_changes_the_picture_and_the_reading(
    control: str, value: float | str
) -> None:
    explorer = neuron_explorer()
    image, reading = explorer.image.value, explorer.reading.value
    explorer.controls[control].value = value
    assert explorer.image.value != image
    assert explorer.reading.value != reading


def test_the_reading_is_what_the_neuron_gives() -> None:
    explorer = neuron_explorer()
    _, reading = explorer.draw(90.0, 2.0, -1.0, "tanh")
    z = 2.0 * PROBE[1] - 1.0
    assert number_after(reading, "z") == pytest.approx(z, abs=0.005)
    assert number_after(reading, "tanh(z)") == pytest.approx(np.tanh(z), abs=0.0005)
    assert number_after(reading, "length of w") == 0.5


def test_without_weights_there_is_no_line() -> None:
    explorer = neuron_explorer()
    picture, reading = explorer.draw(30.0, 0.0, 1.0, "sigmoid")
    assert "there is no line" in reading
    np.testing.assert_allclose(np.asarray(picture.axes[0].images[0].get_array()), 1.0)


def test_own_functions_are_used_and_named() -> None:
    def relu(z: np.ndarray) -> np.ndarray:
        return np.full_like(z, 0.25)

    def neuron(w: object, x: object, b: object, activation: object) -> float:
        raise NotImplementedError

    explorer = neuron_explorer(relu=relu, neuron=neuron, signed_distance=reference.signed_distance)
    picture, _ = explorer.draw(30.0, 1.0, 0.0, "relu")
    np.testing.assert_allclose(np.asarray(picture.axes[1].images[0].get_array()), 0.25)
    note = explorer.box.children[-1].value
    assert "your own <code>relu</code>, <code>signed_distance</code>" in note
    assert "course's <code>neuron</code> stands in" in note
