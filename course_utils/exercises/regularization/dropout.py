"""Lesson 06: inverted dropout. Its answers are random, so laws judge them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Draw, Exercise, Group, Law, Trial
from course_utils.checking.randomness import laws, repeatable, uses_generator
from course_utils.exercises.regularization.inputs import Array
from course_utils.reference import regularization as key

SHAPE = (40, 60)
# Of 2400 draws the share that is kept differs from the right one by more than this less than once
# in 10^20 times (Hoeffding's inequality: 2 exp(-2 n t^2)).
FARTHEST = 0.1


def _case(keep_probability: float) -> Draw:
    def draw(rng: Generator) -> tuple[Array, float, Generator]:
        # No activation is 0, so that a dropped one shows.
        A = rng.choice([-1.0, 1.0], SHAPE) * rng.uniform(0.5, 2.0, SHAPE)
        return A, keep_probability, np.random.default_rng(int(rng.integers(2**63)))

    return draw


def _parts(trial: Trial) -> tuple[Array, Array] | None:
    """Return A_dropped and the mask as numbers, or None if the answer is nothing of that kind."""
    value: Any = trial.value
    if trial.outcome.failure or not isinstance(value, (tuple, list)) or len(value) != 2:
        return None
    if not all(isinstance(part, np.ndarray) and part.dtype.kind in "biuf" for part in value):
        return None
    return value[0].astype(float), value[1].astype(float)


def _form(trial: Trial) -> str | None:
    if trial.outcome.failure:
        return f"It stops with {trial.outcome.failure.error_type}: {trial.outcome.failure.message}"
    parts = _parts(trial)
    if parts is None:
        return "It should return a pair of arrays, (A_dropped, mask)."
    shapes = [part.shape for part in parts]
    if shapes != [SHAPE, SHAPE]:
        return (
            f"Your arrays have the shapes {shapes[0]} and {shapes[1]}; expected {SHAPE} for both."
        )
    if not np.isin(parts[1], (0.0, 1.0)).all():
        return "The mask should hold True and False, or 1 and 0, and nothing else."
    return None


def _share(trial: Trial) -> str | None:
    parts, keep = _parts(trial), trial.arguments[1]
    share = float(np.mean(parts[1])) if parts else 0.0
    if keep == 1 and share < 1:
        return "With `keep_probability` 1 every activation is kept."
    if abs(share - keep) > FARTHEST:
        return f"Your mask keeps {share:.0%} of the activations where {keep:.0%} should be kept."
    return None


def _each_alone(trial: Trial) -> str | None:
    parts = _parts(trial)
    if parts is None or trial.arguments[1] == 1:
        return None
    for mask, what in ((parts[1], "rows"), (parts[1].T, "columns")):
        if len(np.unique(mask, axis=0)) < len(mask) // 2:
            return f"Many {what} of your mask are alike: draw a number for each entry."
    return None


def _values(trial: Trial) -> str | None:
    parts, (A, keep, _) = _parts(trial), trial.arguments
    if parts is None or np.allclose(parts[0], A * parts[1] / keep, rtol=1e-9, atol=0):
        return None
    return "A_dropped is not what it should be, given your mask."


LAWS = (
    Law("a pair of arrays in the shape of A", _form),
    Law("the right share is kept", _share),
    Law("each entry is drawn on its own", _each_alone),
    Law("what is kept is divided by keep_probability", _values),
    *laws(lambda trial: trial.arguments[1] < 1),
)


def _when(holds: Callable[[Array, Array, Array, float], bool]) -> Callable[..., bool]:
    """Return a detector of what holds of A_dropped, the mask, A and keep_probability below 1."""

    def detect(trials: Sequence[Trial]) -> bool:
        found = [(_parts(trial), trial) for trial in trials if trial.arguments[1] < 1]
        return bool(found) and all(
            parts is not None and holds(*parts, *trial.arguments[:2]) for parts, trial in found
        )

    return detect


def _close(a: Array, b: Array) -> bool:
    return bool(np.allclose(a, b, rtol=1e-9, atol=0))


def _below_one(trials: Sequence[Trial]) -> list[Trial]:
    return [trial for trial in trials if trial.arguments[1] < 1 and _parts(trial)]


DROPOUT = Exercise(
    reference=key.dropout,
    groups=(
        Group("a part is kept", [_case(0.3), _case(0.5), _case(0.8)], weight=3, count=1),
        Group("keep_probability 1 changes nothing", _case(1.0), weight=0.5, count=1),
    ),
    unique=False,
    free_form=True,
    laws=LAWS,
    mistakes=wrong_answers(
        """
## the mask is not returned
# The way back needs the mask: return both, (A_dropped, mask).
_right(A, keep_probability, rng)[0]
## the mask before A_dropped
# Both are right, in the wrong order: return (A_dropped, mask).
_right(A, keep_probability, rng)[::-1]
## the kept activations are not enlarged
# Fewer activations are passed on, so their sum is smaller. Inverted dropout divides what is kept
# by keep_probability, and then nothing has to be changed when the network is used.
mask = rng.random(A.shape) < keep_probability
return A * mask, mask
## the mask is divided too
# A_dropped is right. The mask itself holds True and False, or 1 and 0: divide A times the mask.
mask = (rng.random(A.shape) < keep_probability) / keep_probability
return A * mask, mask
## the mask says what is dropped
# A_dropped is right, but your mask is True where an activation is dropped: `~mask` turns it round.
dropped = rng.random(A.shape) >= keep_probability
return A * ~dropped / keep_probability, dropped
## multiplied by keep_probability instead of divided
# What is kept has to become larger, since there is less of it: divide by keep_probability.
mask = rng.random(A.shape) < keep_probability
return A * mask * keep_probability, mask
## divided by 1 - keep_probability
# The share that is kept is keep_probability: divide by that.
mask = rng.random(A.shape) < keep_probability
return A * mask / (1 - keep_probability + (keep_probability == 1)), mask
## the mask is not applied
# You return A as it was. Multiply it by the mask: what is not kept becomes 0.
A.copy(), rng.random(A.shape) < keep_probability
## dropped with keep_probability, not kept
# Your comparison is the wrong way round: an entry is kept where the random number is *below*
# keep_probability.
mask = rng.random(A.shape) >= keep_probability
return A * mask / keep_probability, mask
## random numbers as the mask
# Compare the random numbers with keep_probability: the mask says yes or no for each entry.
mask = rng.random(A.shape)
return A * mask / keep_probability, mask
## whole units are dropped
# One random number per row serves for all examples. Draw one for each entry:
# `rng.random(A.shape)`.
mask = (rng.random((len(A), 1)) < keep_probability) & np.ones(A.shape, dtype=bool)
return A * mask / keep_probability, mask
## the same units for every row
# One random number per column drops whole examples. Draw one for each entry:
# `rng.random(A.shape)`.
mask = (rng.random((1, A.shape[1])) < keep_probability) & np.ones(A.shape, dtype=bool)
return A * mask / keep_probability, mask
## another source of randomness than rng
# Your numbers come from `np.random`, so nobody can repeat your run. Draw from the generator that
# is handed in: `rng.random(A.shape)`.
mask = np.random.rand(*A.shape) < keep_probability
return A * mask / keep_probability, mask
## a generator of its own, with a fixed seed
# Whatever `rng` is handed in, your mask is the same. Do not make a generator inside.
_right(A, keep_probability, np.random.default_rng(0))
""",
        detectors={
            "the mask is not returned": lambda trials: all(
                isinstance(trial.value, np.ndarray) for trial in trials
            ),
            "the mask before A_dropped": _when(
                lambda first, second, A, keep: _close(second, A * first / keep)
            ),
            "the kept activations are not enlarged": _when(
                lambda dropped, mask, A, keep: _close(dropped, A * (mask != 0)) and mask.max() == 1
            ),
            "the mask is divided too": _when(
                lambda dropped, mask, A, keep: (
                    _close(dropped, A * mask) and _close(mask, (mask != 0) / keep)
                )
            ),
            "the mask says what is dropped": _when(
                lambda dropped, mask, A, keep: _close(dropped, A * (1 - mask) / keep)
            ),
            "multiplied by keep_probability instead of divided": _when(
                lambda dropped, mask, A, keep: _close(dropped, A * mask * keep)
            ),
            "divided by 1 - keep_probability": _when(
                lambda dropped, mask, A, keep: (
                    (keep != 0.5 and _close(dropped, A * mask / (1 - keep)))
                    or (keep == 0.5 and _close(dropped, A * mask / keep))
                )
            ),
            "the mask is not applied": _when(lambda dropped, mask, A, keep: _close(dropped, A)),
            "dropped with keep_probability, not kept": lambda trials: (
                all(
                    abs(float(np.mean(_parts(trial)[1])) - 1 + trial.arguments[1]) < FARTHEST  # type: ignore[index]
                    for trial in _below_one(trials)
                )
                and any(trial.arguments[1] != 0.5 for trial in _below_one(trials))
            ),
            "random numbers as the mask": _when(
                lambda dropped, mask, A, keep: not np.isin(mask, (0.0, 1.0)).all()
            ),
            "whole units are dropped": _when(
                lambda dropped, mask, A, keep: bool(np.all(mask == mask[:, :1]))
            ),
            "the same units for every row": _when(
                lambda dropped, mask, A, keep: bool(np.all(mask == mask[:1]))
            ),
            "another source of randomness than rng": lambda trials: (
                bool(_below_one(trials)) and not any(repeatable(t) for t in _below_one(trials))
            ),
            "a generator of its own, with a fixed seed": lambda trials: (
                bool(_below_one(trials))
                and not any(uses_generator(trial) for trial in _below_one(trials))
            ),
        },
    ),
    alternatives=right_answers("""
## a mask of numbers
mask = (rng.random(A.shape) < keep_probability).astype(float)
return np.where(mask == 1, A / keep_probability, 0.0), mask
## rng.binomial
mask = rng.binomial(1, keep_probability, size=A.shape)
return A * mask / keep_probability, mask
## rng.choice
mask = rng.choice([True, False], A.shape, p=[keep_probability, 1 - keep_probability])
return mask * A / keep_probability, mask
"""),
)
