"""Lesson 08: from logits to probabilities."""

from collections.abc import Sequence

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Rng, Trial
from course_utils.exercises.capstone.inputs import sizes
from course_utils.reference import capstone as key


def _plain(rng: Rng) -> tuple[Array]:
    return (rng.normal(0.0, 2.0, sizes(rng)),)


def _spread(rng: Rng) -> tuple:
    """Draw logits so far apart that the smallest probabilities are tiny, but not 0."""
    return (rng.normal(0.0, 8.0, sizes(rng)),)


def _large(rng: Rng) -> tuple:
    """Draw columns that lie far apart, so that no single number can shift them all."""
    classes, m = sizes(rng)
    heights = rng.permuted(np.resize([990.0, -990.0, 0.0], m))
    return (heights + rng.normal(0.0, 2.0, (classes, m)),)


def _wide(rng: Rng) -> tuple:
    """Draw columns that hold a large and a small logit, so that only the maximum is a safe shift."""
    (Z,) = _plain(rng)
    Z[0], Z[-1] = Z[0] + 990.0, Z[-1] - 990.0
    return (rng.permuted(Z, axis=0),)


def _shifted(Z: Array, shift: Array) -> Array:
    e = np.exp(Z - shift)
    return e / e.sum(axis=0)


def _adds_below(trials: Sequence[Trial]) -> bool:
    """Whether every column is the right one times one factor a little below 1."""
    ratios = np.concatenate([np.ravel(t.value / t.expected.value) for t in trials])
    known = ratios[np.isfinite(ratios)]
    return bool(np.all((known > 0.99) & (known <= 1 + 1e-12)) and known.min() < 1 - 1e-12)


SOFTMAX = Exercise(
    reference=key.softmax,
    rtol=1e-9,
    groups=(
        Group("logits of ordinary size", (_plain, _spread), weight=2),
        Group(
            "logits as large as 1000, of either sign, without a warning",
            _large,
            count=3,
            silent=True,
            hint="Subtract each column's maximum before you take the exponential.",
        ),
        Group(
            "1000 and -1000 in one column, without a warning",
            _wide,
            weight=0.5,
            silent=True,
            hint="After the shift no logit of the column may be above 0: subtract its maximum.",
        ),
    ),
    preconditions=("np.abs(Z).max() <= 1000",),
    mistakes=wrong_answers(
        """
## large logits are clipped
# Clipping makes all large logits equal, and a column of very small ones is still 0 / 0. Subtract
# each column's maximum instead: nothing overflows, and the result is the same.
np.exp(np.clip(Z, None, 600)) / np.sum(np.exp(np.clip(Z, None, 600)), axis=0)
## a small number is added to the denominator
# With a small number added, the columns no longer sum to exactly 1. After the maximum is
# subtracted the sum is at least 1, so nothing can be 0: leave it out.
e = np.exp(Z - Z.max(axis=0))
return e / (e.sum(axis=0) + 1e-8)
## divided by the largest entry, not shifted by it
# Dividing changes the ratios of the exponentials. *Subtract* each column's maximum: exp(z - max)
# divides all by one number, which cancels.
e = np.exp(Z / Z.max(axis=0))
return e / e.sum(axis=0)
## no shift by the maximum
# e^1000 is too large to hold, and a column of e^-1000 sums to 0. Subtract from each column its
# own maximum first: that changes nothing in the quotient.
np.exp(Z) / np.exp(Z).sum(axis=0, keepdims=True)
## one shift for the whole matrix
# You subtract the maximum of all of Z. In a column far below it every exponential is 0. Each
# column needs its own: `axis=0`.
e = np.exp(Z - Z.max())
return e / e.sum(axis=0)
## a shift by another number than the maximum
# You shift each column, but not by its maximum. Where its logits lie far apart the largest is
# still large after that, and its exponential cannot be held.
_shifted(Z, Z.mean(axis=0))
## a shift by the minimum
# You subtract each column's minimum. Where its logits lie far apart the largest is even larger
# after that. Subtract the maximum.
_shifted(Z, Z.min(axis=0))
## the maximum of each row
# Your shift is the maximum over the examples, another one for each class: that changes the
# quotient. Each column needs its own maximum: `axis=0`.
_shifted(Z, Z.max(axis=1, keepdims=True))
## shifted in the numerator only
# The numerator has the shift and the sum has not. Shift first, take the exponential, and use
# that in both places.
np.exp(Z - Z.max(axis=0)) / np.exp(Z).sum(axis=0)
## the logits are clipped
# Clipping avoids the overflow, but it changes the answer: two large logits become equal.
# Subtract each column's maximum instead.
e = np.exp(np.clip(Z, -30, 30))
return e / e.sum(axis=0)
## rows sum to 1 instead of columns
# One example is a column, so it is each column that should sum to 1: `axis=0`.
_right(Z.T).T
## divided by the sum of everything
# All entries together sum to 1 now. Each column should: sum along `axis=0`.
np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum()
## divided by the sum of everything, each column shifted
# Your shift is right, but all entries together sum to 1 now. Each column should: sum along
# `axis=0`.
np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum()
## keepdims is missing along the wrong axis
# Sums along axis 1 have shape (classes,), by which (classes, m) cannot be divided. The columns
# should sum to 1, so sum along axis 0.
np.exp(Z) / np.exp(Z).sum(axis=1)
## not divided at all
# These are the exponentials. Divide each by the sum of its column.
np.exp(Z - Z.max(axis=0))
## no exponential
# You divide the logits themselves by their sum; they may be negative, and so may the result.
# Take `np.exp` first.
Z / Z.sum(axis=0, keepdims=True)
## a sigmoid for each entry
# Sigmoids treat every class on its own, and their sum is not 1. Softmax divides by the sum over
# the classes.
1 / (1 + np.exp(-Z))
## the sign of the exponent is flipped
# The largest logit gets the smallest probability: it is e^z, not e^-z.
_right(-Z)
## the logarithm of it
# This is the logarithm of softmax. Take `np.exp` of it.
Z - np.logaddexp.reduce(Z, axis=0)
## only the first column
# Every column needs its probabilities, and only the first sums to 1.
np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0))[:, 0].sum()
""",
        detectors={"a small number is added to the denominator": _adds_below},
    ),
    alternatives=right_answers("""
## a loop over the examples
result = np.zeros(Z.shape)
for i in range(Z.shape[1]):
    e = [np.exp(z - max(Z[:, i])) for z in Z[:, i]]
    result[:, i] = [each / sum(e) for each in e]
return result
## through the logarithm
np.exp(Z - np.logaddexp.reduce(Z, axis=0))
## examples as rows, and back
T = Z.T - Z.T.max(axis=1)[:, np.newaxis]
return (np.exp(T).T / np.exp(T).sum(axis=1)).copy()
## shifted twice
_right(Z - Z.mean(axis=0))
"""),
)
