"""Detectors of mistakes that no single wrong code stands for."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils.checking.calling import call_here, caller_of
from course_utils.checking.detectors import Detector, computes, every, stops, stops_with
from course_utils.checking.exercise import Trial


def root(x: float) -> float:
    """Take a square root; refuse negative numbers."""
    if x < 0:
        raise ValueError("negative")
    return float(np.sqrt(x))


def trials(answer: Callable[[Any], object], *numbers: float) -> list[Trial]:
    rng = np.random.default_rng(0)
    return [
        Trial((x,), call_here(root, (x,)), call_here(answer, (x,)), caller_of(answer), rng)
        for x in numbers
    ]


def text(x: float) -> str:
    return f"{x}"


def broken(x: float) -> object:
    return operator.add([x], x)


def stops_at_4(x: float) -> float:
    return root(x) / (x - 4.0)


@pytest.mark.parametrize(
    ("detector", "answer", "numbers", "found"),
    [
        (every(lambda trial: isinstance(trial.value, str)), text, (1.0, 4.0), True),
        (every(lambda trial: isinstance(trial.value, str)), text, (), False),
        (every(lambda trial: trial.value > 1), root, (4.0, 1.0), False),
        (stops_with("concatenate"), broken, (1.0, 4.0), True),
        (stops_with("concatenate"), broken, (1.0,), False),
        (stops_with("ZeroDivisionError", "no such word"), stops_at_4, (4.0, 1.0, 4.0), True),
        (stops_with("concatenate"), stops_at_4, (4.0, 4.0), False),
        # Where the reference stops too, nothing is wrong.
        (stops_with("negative"), root, (-1.0, -2.0), False),
        (stops(lambda trial: trial.arguments == (4.0,)), stops_at_4, (4.0, 9.0, 4.0), True),
    ],
)
def test_what_is_found_of_trials(
    detector: Detector, answer: Callable[[Any], object], numbers: tuple[float, ...], found: bool
) -> None:
    assert detector(trials(answer, *numbers)) == found


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (lambda x: x**0.25, True),
        (lambda x: x**0.125, False),
        # One setting for all trials, not one for each.
        (lambda x: x ** (0.25 if x > 5 else 0.75), False),
        (root, False),
    ],
)
def test_a_family_of_formulas_has_one_setting_in_all_trials(
    answer: Callable[[Any], object], found: bool
) -> None:
    detector = computes(lambda x, power: x**power, [(0.25,), (0.5,), (0.75,)])
    assert detector(trials(answer, 4.0, 9.0)) == found


def test_an_error_is_said_as_python_says_it() -> None:
    (trial,) = trials(stops_at_4, 4.0)
    assert trial.error == "ZeroDivisionError: float division by zero"
    assert trials(root, 4.0)[0].error == ""
