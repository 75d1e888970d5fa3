"""The pictures in images/ are what the figures draw."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from course_utils.figures.images import IMAGES, svg

FOLDER = Path(__file__).parents[2] / "images"


@pytest.mark.parametrize("name", IMAGES)
def test_the_stored_svg_is_drawn_again_to_the_letter(name: str) -> None:
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == svg(IMAGES[name]())


@pytest.mark.parametrize("name", IMAGES)
def test_the_stored_png_is_drawn_again(name: str) -> None:
    """Edges may differ by the processor's rounding: no more than a hundredth of the pixels."""
    stored = np.asarray(Image.open(FOLDER / f"{name}.png")).astype(int)
    drawn = np.asarray(Image.open(io.BytesIO(IMAGES[name]().png()))).astype(int)
    assert stored.shape == drawn.shape
    assert np.mean(np.abs(stored - drawn).max(axis=2) > 8) < 0.01


@pytest.mark.parametrize("name", IMAGES)
def test_the_svg_has_a_text_alternative_and_loads_nothing(name: str) -> None:
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert len(IMAGES[name]().alt) > 40
    assert "<title>" in text or "<dc:title>" in text
    assert "<script" not in text
    assert 'href="http' not in text.replace('xlink:href="#', "")


def test_layer_sizes_can_be_changed() -> None:
    from course_utils import figures

    assert figures.network([3, 7, 2]).alt != figures.network([3, 4, 2]).alt
