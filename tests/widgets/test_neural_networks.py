import re
from itertools import product

import numpy as np
import pytest

from course_utils import reference
from course_utils.figures.neural_networks.training import MOMENTS, data
from course_utils.widgets.neural_networks import IMAGES, digit_explorer, network_explorer


def test_every_extreme_of_the_digits_is_drawn_with_a_finite_reading() -> None:
    explorer = digit_explorer()
    for image, noise, shift, steps in product((0, IMAGES - 1), (0, 1), (-3, 3), (0, MOMENTS[-1])):
        picture, reading = explorer.draw(image, noise, shift, steps)
        assert picture.png().startswith(b"\x89PNG")
        assert re.search(r"the network says \d and is (more than )?\d+ % sure", reading)


@pytest.mark.parametrize(
    ("control", "value"), [("image", 3), ("noise", 0.6), ("shift", -2), ("steps", 0)]
)
def test_moving_a_control_of_the_digits_changes_the_picture(control: str, value: float) -> None:
    explorer = digit_explorer()
    image = explorer.image.value
    explorer.controls[control].value = value
    assert explorer.image.value != image


def test_the_reading_is_right_about_being_right() -> None:
    explorer = digit_explorer()
    for image in range(0, IMAGES, 5):
        _, reading = explorer.draw(image, 0.0, 0, MOMENTS[-1])
        said = int(re.findall(r"says (\d)", reading)[0])
        assert ("That is right" in reading) == (said == data().labels_unseen[image])


def test_a_shift_moves_the_pixels_and_lets_white_in() -> None:
    explorer = digit_explorer()
    pixels = {
        shift: np.asarray(explorer.draw(7, 0.0, shift, 0)[0].axes[0].images[0].get_array())
        for shift in (-2, 0, 2)
    }
    np.testing.assert_array_equal(pixels[2][:, 2:], pixels[0][:, :-2])
    np.testing.assert_array_equal(pixels[-2][:, :-2], pixels[0][:, 2:])
    assert not pixels[2][:, :2].any()
    assert not pixels[-2][:, -2:].any()


def test_training_noise_and_shift_matter_as_the_lesson_says() -> None:
    explorer = digit_explorer()

    def right(noise: float = 0, shift: int = 0, steps: int = MOMENTS[-1]) -> float:
        readings = [explorer.draw(image, noise, shift, steps)[1] for image in range(0, IMAGES, 3)]
        return sum("That is right" in reading for reading in readings) / len(readings)

    assert right() > 0.9
    assert right(noise=0.6) < 0.5
    assert right(shift=2) < 0.3
    assert right(steps=0) < 0.3


def test_every_extreme_of_the_sizes_is_drawn_and_counted() -> None:
    explorer = network_explorer()
    sliders = explorer.controls.values()
    for values in product(*[(slider.min, slider.max) for slider in sliders]):
        inputs, hidden, width, outputs = values
        _, reading = explorer.draw(*values)
        sizes = [inputs, *[width] * hidden, outputs]
        assert f"is {reference.count_parameters(sizes)}." in reading


def test_its_first_picture_is_not_the_one_that_the_lesson_has_shown_before() -> None:
    assert "[4, 5, 3]" not in network_explorer().first.alt


def test_own_function_counts_and_is_named() -> None:
    explorer = network_explorer(count_parameters=lambda layer_sizes: -7)
    assert "is -7." in explorer.reading.value
    assert "your own <code>count_parameters</code>" in explorer.box.children[-1].value
    image = explorer.image.value
    explorer.controls["hidden"].value = 3
    assert explorer.image.value != image
