"""A line that stands before a loop instead of in it, or in it instead of before it, is found."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.places import find_place


def row_sums(X: np.ndarray) -> np.ndarray:
    return np.asarray(X.sum(axis=1))


SHAPES = [lambda rng, n=n: (rng.normal(size=(n, 4)),) for n in (3, 6)]
EXERCISE = Exercise(row_sums, (Group("rows", SHAPES),))


def any_negative(x: np.ndarray) -> bool:
    return bool((x < 0).any())


ANY_NEGATIVE = Exercise(
    any_negative, (Group("numbers", lambda rng: (rng.uniform(-1, 4, size=5),), count=8),)
)
NEVER_RESET = """\
def row_sums(X):
    sums = []
    total = 0.0
    for row in X:
        for x in row:
            total = total + x
        sums.append(total)
    return np.array(sums)
"""
ALWAYS_RESET = """\
def row_sums(X):
    for row in X:
        sums = []
        sums.append(row.sum())
    return np.array(sums)
"""


@pytest.mark.parametrize(("source", "line"), [(NEVER_RESET, 3), (ALWAYS_RESET, 3)])
def test_the_line_is_found(source: str, line: int) -> None:
    place = find_place(EXERCISE, source, {"np": np}, seconds=20.0)
    assert place is not None
    assert place.lines == (line,)
    assert "where this line stands" in place.kind


def test_names_that_are_taken_in_the_wrong_order_are_found() -> None:
    source = """\
def row_sums(X):
    m, n = X.shape
    sums = np.zeros(n)
    for i in range(n):
        sums[i] = X[i].sum()
    return sums
"""
    place = find_place(EXERCISE, source, {"np": np}, seconds=20.0)
    assert place is not None
    assert (place.lines, place.kind) == ((2,), "the order of `m, n`")


def test_a_return_in_the_else_of_a_loop_is_found() -> None:
    source = """\
def any_negative(x):
    for v in x:
        if v < 0:
            return True
        else:
            return False
"""
    place = find_place(ANY_NEGATIVE, source, {"np": np}, seconds=20.0)
    assert place is not None
    assert (place.lines, place.kind) == ((6,), "the indentation of `return`")
