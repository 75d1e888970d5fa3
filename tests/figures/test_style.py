"""What all pictures share: a text alternative, place-holders, colors that can be told apart."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure


@draws
def curve(function: object) -> Picture:
    picture, ax = new_figure(alt="a curve that rises from left to right")
    ax.plot(function(np.linspace(0, 1, 5)))  # type: ignore[operator]
    return picture


def unwritten(x: np.ndarray) -> np.ndarray:
    raise NotImplementedError


def test_a_picture_shows_itself_with_its_text_alternative() -> None:
    data = curve(np.sin)._repr_mimebundle_()
    assert 'alt="a curve that rises from left to right"' in data["text/html"]
    assert data["text/plain"] == "<picture: a curve that rises from left to right>"


def test_an_unwritten_function_gives_a_place_holder_that_names_it() -> None:
    assert curve(unwritten).alt == "unwritten is not written yet: this picture waits for it."


@pytest.mark.parametrize("wrong", [lambda x: x[99], lambda x: np.zeros((2, 2, 2)), lambda x: None])
def test_a_function_that_fails_gives_a_place_holder_too(wrong: object) -> None:
    assert "could not be drawn" in curve(wrong).alt


def test_markup_in_a_text_alternative_stays_text() -> None:
    picture, _ = new_figure(alt='"><script>alert(1)</script>')
    assert "<script" not in picture.to_html()


def test_the_same_picture_is_the_same_bytes() -> None:
    assert curve(np.sin).png() == curve(np.sin).png()


def _seen_with(matrix: list[list[float]], color: str) -> np.ndarray:
    rgb = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.clip(np.array(matrix) @ rgb**2.2, 0, 1) ** (1 / 2.2)


# Linear-light simulations of the two commonest kinds (Vienot, Brettel and Mollon, 1999).
PROTANOPIA = [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]
DEUTERANOPIA = [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]


@pytest.mark.parametrize("eye", [PROTANOPIA, DEUTERANOPIA], ids=["protanopia", "deuteranopia"])
def test_the_two_classes_and_first_lines_are_told_apart(eye: list[list[float]]) -> None:
    for a, b in (style.CLASS_COLORS, style.CYCLE[:2]):
        assert np.linalg.norm(_seen_with(eye, a) - _seen_with(eye, b)) > 0.3


def test_the_two_classes_are_told_apart_in_greyscale() -> None:
    pixels = Image.new("RGB", (2, 1))
    for i, color in enumerate(style.CLASS_COLORS):
        pixels.putpixel((i, 0), tuple(int(color[k : k + 2], 16) for k in (1, 3, 5)))
    grey = np.asarray(pixels.convert("L")).astype(int).ravel()
    assert abs(grey[0] - grey[1]) > 50
    assert Image.open(io.BytesIO(curve(np.sin).png())).mode == "RGB"
