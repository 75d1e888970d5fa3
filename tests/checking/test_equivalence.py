"""Why an edit passes: the same, but for rounding, where nothing is asked, or for no known reason."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from course_utils.checking.answers import function_of
from course_utils.checking.equivalence import (
    LISTED,
    NOT_ASKED,
    OPEN,
    ROUNDED,
    SAME,
    difference,
    equivalence,
)
from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.mutants import Trials
from course_utils.checking.outcome import Failure, Outcome
from course_utils.checking.wide_inputs import wide_inputs


def weighted(x: np.ndarray, lam: float) -> np.ndarray:
    """Multiply x by lam / 3."""
    return x * lam / 3


WEIGHTED = Exercise(
    weighted,
    (Group("positive", lambda rng: (rng.uniform(1, 2, 3), float(rng.uniform(1, 2)))),),
    preconditions=("lam >= 0",),
    equivalent={"only positive numbers are asked for": ("np.abs(x) *",)},
)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("lam * x / 3", SAME),
        ("x * (lam / 3)", ROUNDED),
        ("x * np.abs(lam) / 3", NOT_ASKED),
        ("np.abs(x) * lam / 3", LISTED),
        ("np.maximum(x, 0) * lam / 3", OPEN),
        ("x[:3] * lam / 3 if len(x) > 2 else None", OPEN),
        ("1 / 0 if x[0] == 0 else x * lam / 3", OPEN),
    ],
)
def test_an_edit_that_passes_has_a_class(code: str, kind: str) -> None:
    inputs = wide_inputs(WEIGHTED, Trials(WEIGHTED, range(3)).cases[0])
    found = equivalence(WEIGHTED, function_of(code, weighted), code, inputs, seconds=1.0)
    assert found.kind == kind
    assert bool(found.why) == (kind in (NOT_ASKED, LISTED))
    assert (0 < found.largest < 1e-12) == (kind == ROUNDED)


@pytest.mark.parametrize(
    ("got", "expected", "far"),
    [
        (2.0, np.float64(2), 0),
        (2, 2.0, 0),
        (2.0, 2, math.inf),
        (np.array([1.0, 3.0]), np.array([1.0, 4.0]), 0.25),
        ([1.0, 4.0], np.array([1.0, 4.0]), math.inf),
        (np.ones((2, 1)), np.ones(2), math.inf),
        (np.nan, 1.0, math.inf),
        (1.0, 0.0, math.inf),
        ([("a", None)], [["a", None]], 0),
        ("a", "b", math.inf),
        (True, False, math.inf),
        ({"a": 1}, {"b": 1}, math.inf),
        ((1.0, 2.0), (1.0,), math.inf),
    ],
)
def test_how_far_two_values_lie_apart(got: Any, expected: Any, far: float) -> None:
    assert difference(Outcome(got), Outcome(expected)) == far


def test_an_error_and_a_changed_argument_are_differences() -> None:
    failed = Outcome(failure=Failure("exception", "", "ValueError"))
    assert difference(failed, Outcome(1.0)) == math.inf
    before, after = (np.ones(2),), (np.array([1.0, 3.0]),)
    assert difference(Outcome(1.0, arguments=after), Outcome(1.0, arguments=before)) == 2


def test_a_precondition_that_cannot_be_computed_does_not_hold() -> None:
    assert WEIGHTED.broken_preconditions((np.ones(3), 2.0)) == ()
    assert WEIGHTED.broken_preconditions((np.ones(3), None)) == ("lam >= 0",)
