"""Lesson 05's interactive picture."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import numpy as np
import pytest

from course_utils import reference
from course_utils.widgets.initialization import FAN_OUT, SCHEMES, initialization_explorer


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "identity"])
def test_every_extreme_has_a_finite_reading(activation: str) -> None:
    explorer = initialization_explorer()
    corners = [(2, 10, 160, 4.0), (30, 160, 10, 4.0), (30, 10, 160, 0.25), (30, 10, 10, 0.25)]
    for scheme, (depth, first, last, scale) in product(SCHEMES, corners):
        values = {"depth": depth, "first": first, "last": last, "scale": scale, "seed": 20}
        picture, reading = explorer.draw(scheme=scheme, activation=activation, **values)
        assert len(reading.split()) > 15
        assert not re.search(r"nan|inf\b", reading + picture.alt)


@pytest.mark.parametrize(
    ("control", "value"),
    [
        ("scheme", "he"),
        ("scheme", FAN_OUT),
        ("activation", "tanh"),
        ("scale", 4.0),
        ("scale", 0.25),
        ("depth", 30),
        ("depth", 2),
        ("first", 10),
        ("last", 160),
        ("seed", 20),
    ],
)
def test_moving_a_control_changes_the_picture_and_the_reading(control: str, value: Any) -> None:
    explorer = initialization_explorer()
    image, reading = explorer.image.value, explorer.reading.value
    explorer.controls[control].value = value
    assert explorer.image.value != image
    assert explorer.reading.value != reading


def test_the_same_numbers_are_drawn_for_every_scheme() -> None:
    drawn = []

    def initialize(sizes: list[int], scheme: str, rng: np.random.Generator) -> Any:
        drawn.append(rng.bit_generator.state["state"]["state"])
        return reference.initialize(sizes, scheme, rng)

    explorer = initialization_explorer(initialize=initialize)
    drawn.clear()
    for scheme in SCHEMES:
        explorer.draw(**{**explorer.values, "scheme": scheme})
    assert len(drawn) == len(SCHEMES)
    assert len(set(drawn)) == 1


def test_with_equal_widths_fan_in_and_fan_out_agree() -> None:
    explorer = initialization_explorer()
    equal = {**explorer.values, "first": 50, "last": 50}
    readings = [explorer.draw(**{**equal, "scheme": scheme})[1] for scheme in ("he", FAN_OUT)]
    assert readings[0] == readings[1]


def test_own_functions_are_used_and_named() -> None:
    def initialize(sizes: list[int], _scheme: str, _rng: object) -> Any:
        return reference.initialize_constant(sizes, 0.0)

    explorer = initialization_explorer(initialize=initialize)
    notes = " ".join(str(child.value) for child in explorer.box.children if hasattr(child, "value"))
    assert "your own <code>initialize</code>" in notes
    assert "gone" in explorer.reading.value


def test_a_function_that_breaks_later_does_not_freeze_the_picture() -> None:
    def initialize(sizes: list[int], scheme: str, rng: np.random.Generator) -> Any:
        return reference.initialize(sizes, {"he": "he"}[scheme], rng)

    explorer = initialization_explorer(initialize=initialize)
    assert "KeyError" in explorer.draw(**{**explorer.values, "scheme": "glorot"})[1]
    assert "KeyError" not in explorer.draw(**{**explorer.values, "scheme": "he"})[1]
