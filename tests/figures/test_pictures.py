"""The pictures that lessons list as `DRAWN` in their own tests: all are listed, drawn and described."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from course_utils import figures
from course_utils.figures.style import Picture
from tests.figures import (
    test_backpropagation,
    test_gradient_descent,
    test_neural_networks,
    test_neuron,
    test_regularization,
)

LISTED: dict[str, dict[str, Any]] = {
    module.__name__.rpartition(".test_")[2]: module.DRAWN
    for module in (
        test_backpropagation,
        test_gradient_descent,
        test_neural_networks,
        test_neuron,
        test_regularization,
    )
}
ALL = [(lesson, name) for lesson, drawn in LISTED.items() for name in drawn]


@pytest.mark.parametrize("lesson", LISTED)
def test_every_public_picture_is_listed(lesson: str) -> None:
    module = import_module(f"{figures.__name__}.{lesson}")
    assert set(LISTED[lesson]) == set(module.__all__)


@pytest.mark.parametrize(("lesson", "name"), ALL)
def test_a_picture_is_drawn_and_says_what_it_shows(lesson: str, name: str) -> None:
    picture = LISTED[lesson][name]()
    assert isinstance(picture, Picture)
    assert picture.png().startswith(b"\x89PNG")
    assert len(picture.alt.split()) > 10
    assert "nan" not in picture.alt
