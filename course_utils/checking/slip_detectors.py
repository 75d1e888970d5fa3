"""What tells the slips of `slips` that no single wrong formula shows: they are seen in an answer's values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from course_utils.checking.compare import Tolerance, same
from course_utils.checking.exercise import Trial


def _judged(trials: Sequence[Trial]) -> list[Trial]:
    """Leave out the cases in which an error is right."""
    return [trial for trial in trials if trial.expected.failure is None]


def _wrong(trials: Sequence[Trial], tolerance: Tolerance) -> list[Trial]:
    """Return the cases in which a value is expected and another one was given."""
    return [t for t in _judged(trials) if not same(t.value, t.expected.value, tolerance)]


def has_more(trials: Sequence[Trial], tolerance: Tolerance) -> bool:
    """Whether the right answer is one of several things that are returned."""

    def holds_more(trial: Trial) -> bool:
        got, expected = trial.value, trial.expected.value
        if not isinstance(got, (tuple, list)) or len(got) < 2 or trial.outcome.failure:
            return False
        if isinstance(expected, (tuple, list)) and len(got) <= len(expected):
            return False
        head = got[: len(expected)] if isinstance(expected, (tuple, list)) else None
        return any(same(part, expected, tolerance) for part in (head, *got) if part is not None)

    judged = _judged(trials)
    return len(judged) > 1 and all(holds_more(trial) for trial in judged)


def takes_rows(trials: Sequence[Trial], tolerance: Tolerance) -> bool:
    """Whether the answer is right once all matrices, going in and coming out, are transposed."""

    def fits_rows(trial: Trial) -> bool:
        expected = _over(trial.expected.value, _turned)
        if same(trial.expected.value, expected, tolerance):
            return False
        outcome = trial.call(tuple(_over(argument, _turned) for argument in trial.arguments))
        return outcome.failure is None and same(outcome.value, expected, tolerance)

    wrong = _wrong(trials, tolerance)
    matrices = [
        t
        for t in wrong
        # A single row or column is its own transpose to many a formula.
        if any(isinstance(a, np.ndarray) and a.ndim == 2 for a in _flat(t.arguments))
        and all(
            min(a.shape) > 1
            for a in _flat(t.arguments)
            if isinstance(a, np.ndarray) and a.ndim == 2
        )
    ]
    return len(matrices) > 1 and all(fits_rows(trial) for trial in matrices[:3])


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, (tuple, list)):
        for entry in value:
            yield from _flat(entry)
    else:
        yield value


def is_permuted(trials: Sequence[Trial], tolerance: Tolerance) -> bool:
    """Whether an array of three or more entries holds the right numbers in another order."""

    def permuted(trial: Trial) -> bool:
        got, expected = trial.value, trial.expected.value
        if not isinstance(got, np.ndarray) or not isinstance(expected, np.ndarray):
            return False
        if got.shape != expected.shape or got.size < 3 or got.dtype.kind not in "biuf":
            return False
        return same(np.sort(got, axis=None), np.sort(expected, axis=None), tolerance)

    wrong = _wrong(trials, tolerance)
    return len(wrong) > 1 and all(permuted(trial) for trial in wrong)


def is_under_wrong_keys(trials: Sequence[Trial], tolerance: Tolerance) -> bool:
    """Whether a dict holds the right values in another order of its keys."""

    def exchanged(trial: Trial) -> bool:
        got, expected = trial.value, trial.expected.value
        if not isinstance(got, dict) or not isinstance(expected, dict) or set(got) != set(expected):
            return False
        left = list(expected.values())
        for value in got.values():
            place = next((i for i, right in enumerate(left) if same(value, right, tolerance)), None)
            if place is None:
                return False
            del left[place]
        return True

    wrong = _wrong(trials, tolerance)
    return len(wrong) > 1 and all(exchanged(trial) for trial in wrong)


def is_cut(trials: Sequence[Trial], tolerance: Tolerance) -> bool:
    """Whether all that stands after the point is cut off. Mere zeros tell it only in an array of whole numbers."""

    def fits(trial: Trial, change: Callable[[Any], Any]) -> bool:
        expected = _over(trial.expected.value, change)
        return same(trial.value, expected, tolerance, whole_as_float=True)

    judged = _judged(trials)
    wrong = [trial for trial in judged if not fits(trial, lambda part: part)]
    parts = [np.asarray(part) for trial in wrong for part in _flat(trial.value)]
    shows = any(part.any() or (part.ndim and part.dtype.kind in "iu") for part in parts)
    return shows and any(all(fits(t, cut) for t in judged) for cut in (np.trunc, np.floor))


def _over(value: Any, change: Callable[[Any], Any]) -> Any:
    """Change each array or number in a value."""
    if isinstance(value, (tuple, list)):
        return type(value)(_over(entry, change) for entry in value)
    return change(value)


def _turned(value: object) -> object:
    return value.T.copy() if isinstance(value, np.ndarray) else value
