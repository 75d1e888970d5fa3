"""Lesson 06: inverted dropout. Its answers are random, so laws judge them."""

from collections.abc import Callable

import numpy as np

from course_utils.checking import randomness
from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import Detector, every
from course_utils.checking.exercise import Array, Exercise, Group, Law, Rng, Trial, drawn
from course_utils.reference import regularization as key

SHAPE = (40, 60)
# Of 2400 draws the share that is kept differs from the right one by more than this less than once
# in 10^20 times (Hoeffding's inequality: 2 exp(-2 n t^2)).
FARTHEST = 0.1


@drawn
def _case(rng: Rng, keep_probability: float) -> tuple:
    # No activation is 0, so that a dropped one shows.
    A = rng.choice([-1.0, 1.0], SHAPE) * rng.uniform(0.5, 2.0, SHAPE)
    return A, keep_probability, randomness.fresh(rng)


@drawn
def _after_relu(rng: Rng, keep_probability: float) -> tuple:
    A, *rest = _case(keep_probability)(rng)
    return np.maximum(0, A), *rest


def _parts(trial: Trial) -> list[Array]:
    """Return A_dropped and the mask as numbers, or nothing if the answer is nothing of that kind."""
    return _parts_of(trial.value)


def _parts_of(value: object) -> list[Array]:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return []
    if not all(isinstance(part, np.ndarray) and part.dtype.kind in "biuf" for part in value):
        return []
    return [part.astype(float) for part in value]


def _form(trial: Trial) -> str | None:
    if trial.error:
        return f"It stops with {trial.error}"
    shapes = [part.shape for part in _parts(trial)]
    if not shapes:
        return "It should return a pair of arrays, (A_dropped, mask)."
    if shapes != [SHAPE, SHAPE]:
        return (
            f"Your arrays have the shapes {shapes[0]} and {shapes[1]}; expected {SHAPE} for both."
        )
    if not np.isin(_parts(trial)[1], (0.0, 1.0)).all():
        return "The mask should hold True and False, or 1 and 0, and nothing else."
    return None


def _share(trial: Trial) -> str | None:
    share, keep = float(np.mean(_parts(trial)[1])), trial.arguments[1]
    if keep == 1 and share < 1:
        return "With `keep_probability` 1 every activation is kept."
    if abs(share - keep) > FARTHEST:
        return f"Your mask keeps {share:.0%} of the activations where {keep:.0%} should be kept."
    return None


def _each_alone(trial: Trial) -> str | None:
    mask = _parts(trial)[1]
    for lines, what in ((mask, "rows"), (mask.T, "columns")):
        if trial.arguments[1] < 1 and len(np.unique(lines, axis=0)) < len(lines) // 2:
            return f"Many {what} of your mask are alike: draw a number for each entry."
    return None


def _same_number(trial: Trial) -> str | None:
    """Look for masks that always keep equally many: of five, chance does that once in 10^7 times."""
    values = [trial.value, *(randomness.with_another_generator(trial) for _ in range(4))]
    kept = [float(parts[1].sum()) for parts in map(_parts_of, values) if parts]
    if trial.arguments[1] == 1 or len(kept) < len(values) or len(set(kept)) > 1:
        return None
    return "Your mask keeps the same number of activations each time: draw each entry on its own."


def _close(a: Array, b: Array) -> bool:
    return bool(np.allclose(a, b, rtol=1e-9, atol=0))


def _values(trial: Trial) -> str | None:
    (dropped, mask), (A, keep, _) = _parts(trial), trial.arguments
    if _close(dropped, A * mask / keep):
        return None
    return "A_dropped is not what it should be, given your mask."


def _below_1(holds: Callable[[Trial], bool]) -> Detector:
    """Return a detector of what holds of the values in all cases with a keep_probability below 1."""

    def gives(trial: Trial) -> bool:
        return trial.outcome.failure is None and holds(trial)

    return lambda trials: every(gives)([trial for trial in trials if trial.arguments[1] < 1])


def _when(holds: Callable[..., bool]) -> Detector:
    """Return a detector of what holds there of A_dropped, the mask, A and keep_probability."""
    return _below_1(lambda trial: holds(*_parts(trial), *trial.arguments[:2]))


DROPOUT = Exercise(
    reference=key.dropout,
    groups=(
        Group("a part is kept", [_case(0.3), _case(0.5), _case(0.8)], weight=3, count=1),
        Group("activations of which some are 0", _after_relu(0.8), weight=0.5, count=2),
        Group("keep_probability 1 changes nothing", _case(1.0), weight=0.5, count=1),
    ),
    unique=False,
    free_form=True,
    laws=(
        Law("a pair of arrays in the shape of A", _form),
        Law("the right share is kept", _share),
        Law("each entry is drawn on its own", _each_alone),
        Law("what is kept is divided by keep_probability", _values),
        *randomness.laws(lambda trial: trial.arguments[1] < 1),
        Law("how many are kept is left to chance", _same_number),
    ),
    preconditions=("0 < keep_probability <= 1",),
    equivalent={
        "other draws are as good": ("rng.random(A.shape)[::-1]", "1 - rng.random"),
        "1 may stand for True": ("np.sqrt(mask)", "np.square(mask)"),
    },
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
# A_dropped is right, but your mask is True where an activation is dropped: `~mask` is the
# opposite.
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
## the mask is where A_dropped is not 0
# An activation that is 0 can be kept, too: its place in the mask is True. Return the mask that
# you have drawn.
dropped = _right(A, keep_probability, rng)[0]
return dropped, dropped != 0
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
# All examples share one random number per row. Draw one for each entry: `rng.random(A.shape)`.
mask = (rng.random((len(A), 1)) < keep_probability) & np.ones(A.shape, dtype=bool)
return A * mask / keep_probability, mask
## whole examples are dropped
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
## exactly the right share is kept
# Your mask keeps the same number of activations each time, as if they were dealt out. Each entry is
# drawn on its own, kept with probability keep_probability: `rng.random(A.shape)`.
mask = (rng.permutation(A.size) < keep_probability * A.size).reshape(A.shape)
return A * mask / keep_probability, mask
""",
        detectors={
            "exactly the right share is kept": _below_1(lambda trial: bool(_same_number(trial))),
            "the mask is not returned": every(lambda trial: isinstance(trial.value, np.ndarray)),
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
                lambda dropped, mask, A, keep: _close(dropped, A * mask / (1 - keep))
            ),
            "the mask is where A_dropped is not 0": _when(
                lambda dropped, mask, A, keep: (
                    bool(np.all(mask == (dropped != 0))) and _close(dropped, A * mask / keep)
                )
            ),
            "the mask is not applied": _when(lambda dropped, mask, A, keep: _close(dropped, A)),
            "dropped with keep_probability, not kept": _when(
                lambda dropped, mask, A, keep: bool(abs(mask.mean() - (1 - keep)) < FARTHEST)
            ),
            "random numbers as the mask": _when(
                lambda dropped, mask, A, keep: not np.isin(mask, (0.0, 1.0)).all()
            ),
            "whole units are dropped": _when(
                lambda dropped, mask, A, keep: bool(np.all(mask == mask[:, :1]))
            ),
            "whole examples are dropped": _when(
                lambda dropped, mask, A, keep: bool(np.all(mask == mask[:1]))
            ),
            "another source of randomness than rng": _below_1(
                lambda trial: bool(_parts(trial)) and not randomness.repeatable(trial)
            ),
            "a generator of its own, with a fixed seed": _below_1(
                lambda trial: bool(_parts(trial)) and not randomness.uses_generator(trial)
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
