"""Why an edit that passes is no mistake: it gives the same, or differs where nothing is asked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.checking.answers import Function
from course_utils.checking.calling import call_here
from course_utils.checking.exercise import Exercise
from course_utils.checking.here import TimeLimits, TooLate
from course_utils.checking.outcome import Failure, Outcome
from course_utils.checking.wide_inputs import WideInput

# Of the largest number that the reference gives: what differs by less was only rounded otherwise.
ROUNDING = 1e-12
SAME, ROUNDED, NOT_ASKED, LISTED, OPEN = "same", "rounded", "not asked", "listed", "open"


@dataclass(frozen=True)
class Equivalence:
    """How an edit that passes compares with the reference on wide inputs.

    Attributes
    ----------
    kind : str
        `SAME`: the same numbers to the last bit. `ROUNDED`: but for rounding. `NOT_ASKED`: another
        result only where a precondition of the exercise does not hold. `LISTED`: the exercise gives
        a reason. `OPEN`: none of these.
    why : str
        The preconditions, or the reason.
    largest : float
        The largest difference, as a share of the largest number.
    """

    kind: str
    why: str = ""
    largest: float = 0.0


def equivalence(
    exercise: Exercise,
    function: Function,
    line: str,
    inputs: Sequence[WideInput],
    seconds: float,
) -> Equivalence:
    """Compare an edited reference with the reference on wide inputs; a call may take so many seconds."""
    largest = 0.0
    excused: list[tuple[str, ...]] = []
    listed = _reason(exercise, line)
    with TimeLimits() as limits:
        for one in inputs:
            try:
                with limits.limit(seconds):
                    got = call_here(function, one.arguments, says_where=False)
            except TooLate:
                got = Outcome(failure=Failure("timeout"))
            far = difference(got, one.expected)
            if far <= ROUNDING:
                largest = max(largest, far)
            elif one.broken:
                excused.append(one.broken)
            else:
                return Equivalence(LISTED if listed else OPEN, listed, far)
    if excused:
        return Equivalence(NOT_ASKED, f"the text says {' and '.join(_fewest(excused))}")
    return Equivalence(ROUNDED if largest else SAME, largest=largest)


def _reason(exercise: Exercise, edited_line: str) -> str:
    """Return the reason that the exercise gives for an edited line, or nothing."""
    reasons = exercise.equivalent.items()
    return next((why for why, pieces in reasons if any(p in edited_line for p in pieces)), "")


def _fewest(excused: Sequence[tuple[str, ...]]) -> list[str]:
    """Return preconditions of which each input breaks one, the most common ones first."""
    left, chosen = list(excused), []
    while left:
        [(most, _)] = Counter(one for broken in left for one in broken).most_common(1)
        chosen.append(most)
        left = [broken for broken in left if most not in broken]
    return chosen


def difference(got: Outcome, expected: Outcome) -> float:
    """Return how far two outcomes lie apart, as a share of the largest number; inf if in kind.

    A number of any type, and a list for a tuple, are no difference, as for the judge.
    """
    if got.failure:
        return math.inf
    changed = [
        _apart(*pair)
        for pair in zip(got.arguments, expected.arguments, strict=False)
        if not callable(pair[1]) and not isinstance(pair[1], np.random.Generator)
    ]
    return max([_apart(got.value, expected.value), *changed])


def _apart(got: Any, expected: Any) -> float:
    if isinstance(expected, (tuple, list, dict)):
        return _parts_apart(got, expected)
    if isinstance(expected, (str, type(None))):
        return 0.0 if type(got) is type(expected) and got == expected else math.inf
    if not isinstance(got, (np.ndarray, np.generic, bool, int, float)):
        return math.inf
    g, e = np.asarray(got), np.asarray(expected)
    whole = e.dtype.kind in "biu" and g.dtype.kind != e.dtype.kind
    if g.shape != e.shape or whole or g.dtype.kind not in "iuf" or e.dtype.kind not in "iuf":
        return 0.0 if g.dtype == e.dtype and np.array_equal(g, e) else math.inf
    if np.array_equal(g, e):
        return 0.0
    with np.errstate(all="ignore"):
        far = float(np.max(np.abs(g - e)) / np.max(np.abs(e)))
    return far if math.isfinite(far) else math.inf


def _parts_apart(got: Any, expected: Any) -> float:
    if isinstance(expected, dict):
        if not isinstance(got, dict) or set(got) != set(expected):
            return math.inf
        return max((_apart(got[key], one) for key, one in expected.items()), default=0.0)
    if not isinstance(got, (tuple, list)) or len(got) != len(expected):
        return math.inf
    return max((_apart(*pair) for pair in zip(got, expected, strict=True)), default=0.0)
