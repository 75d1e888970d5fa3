"""Detectors of mistakes that no single wrong code stands for: a property that an answer has in all cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from course_utils.checking.exercise import Trial

Detector = Callable[[Sequence[Trial]], bool]


def every(holds: Callable[[Trial], bool]) -> Detector:
    """Return a detector of what holds in all trials, of which there must be one."""
    return lambda trials: bool(trials) and all(map(holds, trials))


def stops(holds: Callable[[Trial], bool]) -> Detector:
    """Return a detector of what holds of each trial that stops and should not, of which there must be two."""

    def detect(trials: Sequence[Trial]) -> bool:
        stopped = [t for t in trials if t.outcome.failure and not t.expected.failure]
        return len(stopped) > 1 and all(map(holds, stopped))

    return detect


def stops_with(*words: str) -> Detector:
    """Return a detector of answers that stop with an error in which one of these words stands."""
    return stops(lambda trial: any(word in trial.error for word in words))


def computes(formula: Callable[..., object], settings: Sequence[tuple]) -> Detector:
    """Return a detector of answers that give a wrong formula's values, with one setting in all trials.

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
