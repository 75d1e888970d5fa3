"""Lesson 05's interactive picture."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import numpy as np
import pytest

from course_utils import reference
from course_utils.widgets.initialization import (
    FAN_OUT,
    SCHEMES,
    initialization_explorer,
    units_film,
)


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
        ("scheme", "xavier"),
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


def test_every_scheme_is_a_line_and_the_chosen_one_is_bold() -> None:
    explorer = initialization_explorer()
    for scheme in SCHEMES:
        picture, _ = explorer.draw(**{**explorer.values, "scheme": scheme})
        for ax in picture.axes:
            widths = {
                str(line.get_label()): line.get_linewidth()
                for line in ax.get_lines()
                if line.get_label() in SCHEMES
            }
            assert set(widths) == set(SCHEMES)
            assert max(widths, key=lambda name: widths[name]) == scheme


def test_the_same_numbers_are_drawn_for_every_scheme() -> None:
    drawn = []

    def initialize(sizes: list[int], scheme: str, rng: np.random.Generator) -> Any:
        drawn.append(rng.bit_generator.state["state"]["state"])
        return reference.initialize(sizes, scheme, rng)

    explorer = initialization_explorer(initialize=initialize)
    drawn.clear()
    explorer.redraw()
    assert len(drawn) == len(SCHEMES)
    assert len(set(drawn)) == 1


def test_with_equal_widths_fan_in_and_fan_out_agree() -> None:
    explorer = initialization_explorer()
    equal = {**explorer.values, "first": 50, "last": 50}
    readings = [explorer.draw(**{**equal, "scheme": scheme})[1] for scheme in ("he", FAN_OUT)]
    assert readings[0].split(": ", 1)[1] == readings[1].split(": ", 1)[1]


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
    assert "KeyError" in explorer.reading.value
    assert "he:" in explorer.reading.value


STARTS = {
    "equal": lambda: reference.initialize_constant([2, 4, 1], 0.5),
    "random": lambda: reference.initialize([2, 4, 1], "he", np.random.default_rng(0)),
}


def test_a_film_of_a_start_that_is_not_written_says_so() -> None:
    def unwritten() -> Any:
        raise NotImplementedError

    X, Y = np.zeros((2, 4)), np.zeros((1, 4))
    film = units_film({"a": unwritten}, X, Y, ["tanh", "sigmoid"], 0.5, 3)
    assert "unwritten is not written yet" in film.reading.value


def test_the_film_shows_copies_as_one_point_and_others_as_many() -> None:
    rng = np.random.default_rng(1)
    X, Y = rng.normal(size=(2, 20)), np.arange(20).reshape(1, 20) % 2
    film = units_film(STARTS, X, Y, ["tanh", "sigmoid"], 0.5, 30)
    for start, different in (("equal", "1 different hidden unit of 4"), ("random", "4 different")):
        film.controls["start"].value = start
        for step in (0, 16, 30):
            film.slider.value = step
            assert f"{start}, step {step}: {different}" in film.reading.value
    # What is drawn is the run: plain steps from the start.
    parameters = STARTS["random"]()
    for _ in range(30):
        Y_hat, seen = reference.forward(X, parameters, ["tanh", "sigmoid"])
        gradients = reference.backward(Y_hat, Y, seen, parameters, ["tanh", "sigmoid"])
        parameters = reference.gradient_descent_step(parameters, gradients, 0.5)
    picture, _ = film.draw(start="random", step=30)
    ends = [line.get_xydata() for line in picture.axes[0].get_lines()][1::2]
    np.testing.assert_allclose(np.vstack(ends), parameters[0][0], rtol=1e-9)
