"""Lesson 03's interactive picture at every setting, with right, missing and faulty answers."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from course_utils import widgets
from course_utils.reference import forward_propagation as key
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.forward_propagation import FITS, FLAT, NO_LAYER, ROWS, SLIPS, TRANSPOSED


@pytest.fixture(scope="module")
def explorer() -> Explorer:
    return widgets.layer_explorer()


def reading(explorer: Explorer, layer: int, m: int, slip: str) -> str:
    return explorer.draw(layer=layer, m=m, slip=slip)[1]


def test_every_setting_gives_a_picture_and_words(explorer: Explorer) -> None:
    for layer, m, slip in product((1, 2, 3), (1, 2, 3, 4, 5, 6, 7), SLIPS):
        picture, words = explorer.draw(layer=layer, m=m, slip=slip)
        assert len(picture.alt) > 60
        assert words
        assert "nan" not in words


def test_moving_a_control_changes_picture_and_words() -> None:
    explorer = widgets.layer_explorer()
    seen = {explorer.image.value}
    said = {explorer.reading.value}
    for name, value in (("layer", 3), ("m", 7), ("m", 1), ("slip", ROWS), ("slip", FLAT)):
        explorer.controls[name].value = value
        seen.add(explorer.image.value)
        said.add(explorer.reading.value)
    assert len(seen) == 6
    assert len(said) == 6


def test_slips_stop_where_the_sizes_differ(explorer: Explorer) -> None:
    for slip in (ROWS, TRANSPOSED, FLAT, NO_LAYER):
        assert "NumPy says" in reading(explorer, 2, 7, slip)


@pytest.mark.parametrize(("slip", "quiet"), [(ROWS, (2, 5)), (FLAT, (2, 4))])
def test_slips_pass_in_silence_where_two_sizes_agree(
    explorer: Explorer, slip: str, quiet: tuple[int, int]
) -> None:
    """Layer 2 has 4 neurons and 5 inputs."""
    assert "No error, and a wrong answer" in reading(explorer, *quiet, slip)


def test_one_example_and_a_flat_bias_make_a_wrong_shape(explorer: Explorer) -> None:
    assert "Z should be 4 × 1 and is 4 × 4" in reading(explorer, 2, 1, FLAT)


def test_what_is_right_is_not_called_wrong(explorer: Explorer) -> None:
    assert "(4 × 5) @ (5 × 3) + (4 × 1) gives 4 × 3" in reading(explorer, 2, 3, FITS)
    assert "makes no difference" in reading(explorer, 1, 4, NO_LAYER)


def test_says_whose_function_draws() -> None:
    def unwritten(*_: object) -> Any:
        raise NotImplementedError

    texts = [
        widgets.layer_explorer(function).box.children[-1].value
        for function in (key.layer_forward, unwritten, None)
    ]
    assert "your own" in texts[0]
    assert all("stands in" in text for text in texts[1:])


@pytest.mark.parametrize(
    "faulty",
    [
        lambda A_prev, W, b, activation: (3, 4),
        lambda A_prev, W, b, activation: W @ A_prev,
        lambda A_prev, W, b, activation: "A",
        lambda A_prev, W, b, activation: (W @ A_prev * np.nan, W @ A_prev + b),
        lambda A_prev, W, b, activation: (W @ A_prev + b, (W @ A_prev + b).T),
        lambda A_prev, W, b, activation: key.layer_forward(
            A_prev, W, b, {"tanh": "tanh"}[activation]
        ),
    ],
)
def test_a_faulty_answer_freezes_nothing(faulty: Any) -> None:
    explorer = widgets.layer_explorer(faulty)
    for layer, slip in product((1, 2, 3), SLIPS):
        assert explorer.draw(layer=layer, m=3, slip=slip)[1]
