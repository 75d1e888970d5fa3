"""Detectors for mistakes that can be written in many ways: they test a property of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from course_utils.checking.exercise import Trial

Detector = Callable[[Sequence[Trial]], bool]


def every(holds: Callable[[Trial], bool]) -> Detector:
    """Return a detector for what holds in all trials; there must be at least one."""
    return lambda trials: bool(trials) and all(map(holds, trials))


def stops(holds: Callable[[Trial], bool]) -> Detector:
    """Return a detector for what holds in each trial that raises and should not; at least two must."""

    def detect(trials: Sequence[Trial]) -> bool:
        stopped = [t for t in trials if t.outcome.failure and not t.expected.failure]
        return len(stopped) > 1 and all(map(holds, stopped))

    return detect


def stops_with(*words: str) -> Detector:
    """Return a detector for answers that raise an error with one of these words in its message."""
    return stops(lambda trial: any(word in trial.error for word in words))


def computes(formula: Callable[..., object], settings: Sequence[tuple]) -> Detector:
    """Return a detector for answers that compute a wrong formula, with the same setting in all trials.

    ``formula(*arguments, *setting)`` is the value. An answer whose values are all right is none of these.
    """

    def detect(trials: Sequence[Trial]) -> bool:
        def fits(values: Iterable[object]) -> bool:
            pairs = zip(trials, values, strict=True)
            return all(np.allclose(_number(t.value), _number(v), rtol=1e-9) for t, v in pairs)

        with np.errstate(all="ignore"):
            return not fits(t.expected.value for t in trials) and any(
                fits(formula(*t.arguments, *setting) for t in trials) for setting in settings
            )

    return detect


def _number(value: object) -> Any:
    return np.asarray(value, dtype=float)
