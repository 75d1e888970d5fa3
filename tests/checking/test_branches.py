"""Which branch of an answer is wrong is said by the names of the cases."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Draw, Exercise, Group
from course_utils.checking.judge import judge


def part(x: np.ndarray, which: str) -> float:
    """Return the smallest, the largest or the mean."""
    return {"min": float(x.min()), "max": float(x.max()), "mean": float(x.mean())}[which]


def _part(which: str) -> Draw:
    return lambda rng: (rng.normal(size=5), which)


EXERCISE = Exercise(part, (Group("numbers", [_part("min"), _part("max"), _part("mean")]),))


def exchanged(x: np.ndarray, which: str) -> float:
    return part(x, {"min": "max", "max": "min"}.get(which, which))


def median(x: np.ndarray, which: str) -> float:
    return float(np.median(x)) if which == "mean" else part(x, which)


def wrong_once(x: np.ndarray, which: str) -> float:
    return part(x, which) + (which == "mean" and x[0] > x[1])


@pytest.mark.parametrize(
    ("answer", "name", "hint"),
    [
        (
            lambda x, which: float(x.max()),
            "for 'mean' and 'min' the answer of 'max'",
            "used at all",
        ),
        (exchanged, "for 'max' and 'min' the answer of 'max' and 'min'", "each branch"),
        (median, "only 'mean' is wrong", "Your answer is right for 'max' and 'min'."),
        (wrong_once, "", ""),
        (lambda x, which: 7.5, "", ""),
    ],
)
def test_the_branch_is_named(answer: Callable[..., float], name: str, hint: str) -> None:
    verdict = judge(EXERCISE, caller_of(answer), np.random.default_rng(3))
    assert verdict.status == "wrong"
    assert verdict.mistake == name
    assert hint in verdict.hint
