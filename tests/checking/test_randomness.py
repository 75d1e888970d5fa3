"""Answers that draw from a generator are held to two laws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.judge import judge
from course_utils.checking.randomness import laws


def noise(n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw n numbers."""
    return rng.normal(size=n)


def _draw(rng: np.random.Generator) -> tuple[int, np.random.Generator]:
    return 5, np.random.default_rng(int(rng.integers(2**63)))


EXERCISE = Exercise(noise, (Group("five", _draw, count=2),), laws=laws(), unique=False)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda n, rng: rng.uniform(size=n), ""),
        (lambda n, rng: np.random.normal(size=n), "two different answers"),
        (lambda n, rng: np.random.default_rng(0).normal(size=n), "do not come from `rng`"),
    ],
)
def test_the_laws_of_a_generator(answer: Callable[..., np.ndarray], said: str) -> None:
    verdict = judge(EXERCISE, caller_of(answer), np.random.default_rng(1))
    assert verdict.passed == (said == "")
    assert said in verdict.message
