"""Answers as source become functions and cells that do the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_utils.checking.answers import Code, cell_of, function_of
from course_utils.checking.closure import AnswerError

FACTOR = 2.0


def twice(x: np.ndarray, shift: float = 0.0) -> np.ndarray:
    """Double, and shift."""
    doubled = FACTOR * x
    return doubled + shift


def four_times(x: np.ndarray) -> np.ndarray:
    """Double twice."""
    return twice(twice(x))


ANSWERS: list[tuple[Code, float]] = [
    ("3 * x", 30.0),
    ("y = 3 * x\nreturn y", 30.0),
    ("def half(x):\n    return x / 2\n\ndef four_times(x):\n    return half(x)", 5.0),
    ("four_times(x - 9) + 1 if x > 1 else x", 2.0),  # the answer's own name is the answer
    ("_right(x) + 1", 41.0),
    ("twice(x, shift=1)", 21.0),
    ("FACTOR * x", 20.0),
    ("math.floor(x) + pairwise([1, 2]).__class__.__name__.count('p')", 11.0),
    ({"twice(twice(x))": "twice(x)"}, 20.0),
    ({}, 40.0),
]


@pytest.mark.parametrize(("code", "value"), ANSWERS)
def test_a_function_and_its_cell_do_the_same(code: Code, value: float) -> None:
    assert function_of(code, four_times)(10.0) == value
    space: dict[str, Any] = {}
    exec(cell_of(code, four_times), space)
    assert space["four_times"](10.0) == value
    assert sorted(n for n in space if not n.startswith("__")) in (
        ["four_times"],
        ["four_times", "math", "pairwise"],
    )


def test_defaults_are_kept_and_docstrings_are_not() -> None:
    assert function_of("x + shift", twice)(1.0) == 1.0
    assert "Double" not in cell_of({}, four_times)


def test_what_is_not_python_is_refused_with_its_place() -> None:
    with pytest.raises(AnswerError, match=r"four\.py, line 4: this answer is not Python"):
        function_of("x +", twice, ("four.py", 4, ""))


def test_a_piece_that_is_not_there_is_refused() -> None:
    with pytest.raises(AnswerError, match="no piece 'tripled' to replace"):
        function_of({"tripled": "x"}, twice)


def test_a_name_that_is_nowhere_is_refused_in_a_cell() -> None:
    with pytest.raises(AnswerError, match="no 'unheard_of' of its own"):
        cell_of("unheard_of(x)", twice)
