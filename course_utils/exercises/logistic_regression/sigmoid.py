"""Lesson 01: the sigmoid, stable far out on both sides."""

from collections.abc import Sequence

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Rng, Trial, drawn
from course_utils.exercises.logistic_regression.inputs import sizes
from course_utils.reference import logistic_regression as key


def _naive_sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _ordinary(rng: Rng) -> tuple:
    """Draw logits near 0, and one on each side that shows where they are clipped."""
    z = rng.normal(0, 2, size=sizes(rng))
    z[0, 0], z[-1, -1] = rng.uniform(6, 9), -rng.uniform(6, 9)
    return (z,)


def _with_zeros(rng: Rng) -> tuple:
    return (rng.permutation(np.r_[0.0, 0.0, rng.normal(size=6)]).reshape(4, 2),)


def _far_out(rng: Rng) -> tuple:
    """Draw logits where the sigmoid is nearly 0 or 1, and not yet equal to them."""
    return (rng.permutation(rng.uniform(8, 30, 8) * np.resize([1.0, -1.0], 8)).reshape(4, 2),)


@drawn
def _huge(rng: Rng, *signs: float) -> tuple:
    return (rng.uniform(800, 1000, (5, 2)) * rng.permutation(np.resize(signs, 10)).reshape(5, 2),)


def _is_stretched(trials: Sequence[Trial]) -> bool:
    """Whether the logit of each value is z times one number other than 1."""
    factors = []
    for trial in trials:
        z, value = trial.arguments[0], np.asarray(trial.value, dtype=float)
        inside = (np.abs(z) > 0.1) & (value > 1e-6) & (value < 1 - 1e-6)
        factors.append(np.log(value[inside] / (1 - value[inside])) / z[inside])
    found = np.concatenate(factors)
    return bool(found.size > 2 and np.allclose(found, found[0]) and abs(abs(found[0]) - 1) > 1e-6)


def _is_clipped(trials: Sequence[Trial]) -> bool:
    """Whether each value is the sigmoid of z clipped to one range, and some z lie beyond it."""
    values = [np.asarray(trial.value, dtype=float) for trial in trials]
    with np.errstate(all="ignore"):
        logits = [np.log(value / (1 - value)) for value in values]
    bound = max(float(np.max(np.abs(one))) for one in logits)
    inside = [np.clip(trial.arguments[0], -bound, bound) for trial in trials]
    clipped = any(np.any(np.abs(trial.arguments[0]) > bound) for trial in trials)
    return clipped and all(map(np.allclose, logits, inside))


SIGMOID = Exercise(
    reference=key.sigmoid,
    groups=(
        Group("ordinary numbers", _ordinary, weight=2),
        Group("a logit of exactly 0", _with_zeros, weight=0.5),
        Group(
            "logits as large as 1000, without a warning",
            (_huge(-1.0), _huge(1.0), _huge(-1.0, 1.0), _far_out),
            silent=True,
            hint="`np.exp` of a large positive number overflows. Arrange it so that it never gets one. "
            "(If you clip z, do it far out, beyond |z| = 500: nearer in, it changes values.)",
        ),
        Group(
            "a vector, and an array with three axes",
            [
                lambda rng: (rng.normal(size=sizes(rng)[0]),),
                lambda rng: (rng.normal(size=(2, 3, 4)),),
            ],
            hint="z can have any shape. NumPy's functions work on every entry, whatever the shape: "
            "no loop is needed.",
        ),
        Group(
            "whole numbers",
            lambda rng: (rng.integers(-4, 5, size=(3, 4)),),
            weight=0,
            hint="For z in whole numbers your answer is cut to whole numbers: `zeros_like(z)` and "
            "`empty_like(z)` are of z's kind. That costs no points; `np.zeros(z.shape)` holds floats.",
        ),
    ),
    mistakes=wrong_answers(
        """
## parentheses missing under the fraction bar
# `1 / 1 + np.exp(-z)` is read as `(1 / 1) + np.exp(-z)`, so it can exceed 1. Put the whole
# denominator in parentheses.
1 / 1 + np.exp(-z)
## parentheses missing around 1 + e
# `... / 1 + e` divides by 1 and then adds e. Put the denominator in parentheses: `/ (1 + e)`.
np.where(z >= 0, 1, np.exp(-np.abs(z))) / 1 + np.exp(-np.abs(z))
## the hyperbolic tangent of z, not of z / 2
# sigmoid(z) is (1 + tanh(z / 2)) / 2. Without the half inside, it climbs twice as fast.
(1 + np.tanh(z)) / 2
## a loop over the rows, as if z were a vector
# In a matrix `z[i]` is a whole row, which does not fit into one entry. No loop is needed:
# `np.exp(-z)` works on every entry, whatever the shape.
out = np.zeros(len(z))
for i in range(len(z)):
    out[i] = _naive_sigmoid(z[i])
return out
## the sign of the exponent is flipped
# This is 1 - sigmoid(z): large z should give nearly 1. Either the exponent is z instead of -z,
# or the two cases for positive and negative z are exchanged.
1 / (1 + np.exp(z))
## `np.exp(-z)` overflows for very negative z
# The value is right, but for z = -1000 `np.exp(1000)` is more than a float holds, hence the
# warning. Where z is negative, exp(z) / (1 + exp(z)) is the same number.
1 / (1 + np.exp(-z))
## `np.exp` overflows: `np.where` computes both of its cases for every entry
# The values are right, but `np.where` only chooses: both formulas are computed everywhere, and one
# of them overflows. With `-np.abs(z)` in the exponent neither can.
np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
## `np.exp(z)` overflows for large z, and is put right afterwards
# The value is right, but for z = 1000 `np.exp(z)` is more than a float holds, hence the warning:
# what is computed and then replaced is computed all the same. Take an exponent that is never
# positive.
out = np.exp(z)
out = out / (out + 1)
out[z > 700] = 1
return out
## the sign of z is lost
# Right for positive z, but -2 gives the same as 2. With the absolute value in the exponent,
# negative z needs another numerator.
1 / (1 + np.exp(-np.abs(z)))
## `exp(z) / (1 + exp(z))` overflows for large z
# For z = 1000 this is inf / inf, which is nan. This form is good where z is negative; where z is
# positive use 1 / (1 + exp(-z)).
np.exp(z) / (1 + np.exp(z))
## the 1 in the denominator is missing
# `1 / np.exp(-z)` is just exp(z), which grows without bound. The denominator is 1 + exp(-z).
1 / np.exp(-z)
## the minus of the exponent stands outside
# `1 / (1 - np.exp(-z))` has a pole at z = 0. The denominator is a sum: 1 + exp(-z).
1 / (1 - np.exp(-z))
## z is clipped so tightly that values change
# Clipping keeps `np.exp` from overflowing, but a bound like 1 changes ordinary values too. If
# you clip, do it beyond |z| = 500.
_naive_sigmoid(np.clip(z, -1, 1))
## a factor in the exponent
# Your curve is flatter or steeper than the sigmoid: z is multiplied by a number in the exponent.
# It is exp(-z), without a factor.
1 / (1 + np.exp(-0.5 * z))
## the derivative of the sigmoid
# You return s (1 - s), the slope, which is at most 1/4. Return the sigmoid itself: s.
np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2
""",
        detectors={
            "a factor in the exponent": _is_stretched,
            "z is clipped so tightly that values change": _is_clipped,
        },
    ),
    alternatives=right_answers("""
## boolean masks
out = np.empty(z.shape)
positive = z >= 0
out[positive] = 1 / (1 + np.exp(-z[positive]))
e = np.exp(z[~positive])
out[~positive] = e / (1 + e)
return out
## a loop
def one(v):
    return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))
return np.array([one(v) for v in z.ravel()]).reshape(z.shape)
## the hyperbolic tangent
0.5 * (1 + np.tanh(z / 2))
## clipped far out
_naive_sigmoid(np.clip(z, -500, 500))
## logaddexp
np.exp(-np.logaddexp(0, -z))
"""),
)
