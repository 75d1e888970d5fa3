"""Lesson 01: the same loss, from logits."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.exercises.logistic_regression.inputs import problem
from course_utils.reference import logistic_regression as key


def _logits(rng: Rng) -> tuple:
    _, y, _, _ = problem(rng)
    return y, rng.normal(0, 2, size=y.shape)


def _far_out(rng: Rng) -> tuple:
    """Draw logits of one sign, where log(1 + exp(z)) is nearly z or nearly 0, and not yet equal to it."""
    y, z = _logits(rng)
    return y, (1 - 2 * y) * rng.choice([-1.0, 1.0]) * rng.uniform(9, 14, size=z.shape)


def _large_logits(rng: Rng) -> tuple:
    _, y, _, _ = problem(rng)
    sign = np.where(np.arange(len(y)) % 2, 1.0, -1.0)
    return y, rng.permutation(sign * rng.uniform(800, 1000, size=y.shape))


def _moderate_logits(rng: Rng) -> tuple:
    """Draw logits where exp(z) still fits in a float, but 1 - sigmoid(z) is 0 already."""
    y, z = _large_logits(rng)
    return y, z / 4


CROSS_ENTROPY_FROM_LOGITS = Exercise(
    reference=key.cross_entropy_from_logits,
    groups=(
        Group("ordinary logits", (_logits, _far_out), weight=1, rtol=1e-9),
        Group(
            "logits of a few hundred, exactly and without a warning",
            _moderate_logits,
            weight=1,
            silent=True,
            hint="From |z| = 37 on the sigmoid is 0 or 1 to the last digit. Work on the logits: "
            "`np.logaddexp`.",
        ),
        Group(
            "logits as large as 1000, exactly and without a warning",
            _large_logits,
            weight=1,
            silent=True,
            hint="log(1 + exp(z)) for large z is almost exactly z. `np.logaddexp(0, z)` knows that.",
        ),
    ),
    preconditions=("set(y.flat) <= {0, 1}",),
    mistakes=wrong_answers("""
## through the sigmoid and its logarithm
# At |z| = 1000 the sigmoid is exactly 0 or 1 and its logarithm is lost. Work on the logits:
# -log(sigmoid(z)) = log(1 + exp(-z)).
p = sigmoid(z)
return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))
## through a clipped sigmoid
# Clipping caps each example's loss at 27.6, but a logit of -1000 for class 1 costs 1000. Work on
# the logits instead.
cross_entropy(y, sigmoid(z))
## `np.exp(z)` overflows before the logarithm
# log(1 + exp(z)) is about z for large z, but exp(1000) does not fit in a float. `np.logaddexp(0,
# z)` computes it safely.
float(np.sum(np.log1p(np.exp(z)) - y * z))
## log(1 + exp(...)) as it stands overflows
# The formula is right, but exp(1000) does not fit in a float. `np.logaddexp(0, z)` is log(1 +
# exp(z)), computed safely.
float(np.sum(y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z))))
## `np.logaddexp(1, ...)` instead of `np.logaddexp(0, ...)`
# `np.logaddexp(a, b)` is log(exp(a) + exp(b)): it takes both exponentials itself. For 1 + exp(z)
# the first is exp(0), so a is 0.
np.sum(y * np.logaddexp(1, -z) + (1 - y) * np.logaddexp(1, z))
## `exp` is taken twice
# `np.logaddexp(a, b)` is log(exp(a) + exp(b)): hand it z, not `np.exp(z)`.
np.sum( y * np.logaddexp(0, np.exp(-z)) + (1 - y) * np.logaddexp(0, np.exp(z)) )
## only the examples of class 1
# Examples with y = 0 do not count in your sum. They cost log(1 + exp(z)).
np.sum(y * np.logaddexp(0, -z))
## the sign of y z is flipped
# log(1 + exp(-z)) is log(1 + exp(z)) - z: for class 1 a z is subtracted, not added.
np.sum(np.logaddexp(0, z) + y * z)
## the sign of the logits is flipped
# -log(sigmoid(z)) is log(1 + exp(-z)): class 1 goes with -z, class 0 with +z.
_right(y, -z)
## both classes get the same sign of z
# Class 1 costs log(1 + exp(-z)) and class 0 log(1 + exp(z)). In yours y makes no difference.
np.sum(np.logaddexp(0, z))
## both classes are charged as class 1
# Class 1 costs log(1 + exp(-z)) and class 0 log(1 + exp(z)), without the minus. In yours y makes
# no difference.
np.sum(np.logaddexp(0, -z))
## there is a minus sign too many
# A cross-entropy is never negative. log(1 + exp(-z)) has taken in the minus of -log(sigmoid(z))
# already.
-_right(y, z)
## not summed over the examples
# You return one number per example. The loss is their sum.
np.logaddexp(0, z) - y * z
## the logits are taken for probabilities
# z can be any number, and log(z) is not defined for negative ones. The loss of a logit has a
# formula of its own, with log(1 + exp(...)): `np.logaddexp`.
cross_entropy(y, z)
## labels 0 and 1 are taken for -1 and 1
# log(1 + exp(-y z)) is right for labels -1 and 1. Here the labels are 0 and 1: for class 0 the
# term is log(1 + exp(z)), and yours is log 2 whatever z is.
np.sum(np.logaddexp(0, -y * z))
"""),
    alternatives=right_answers("""
## softplus minus y z
float(np.sum(np.logaddexp(0, z) - y * z))
## the larger of z and 0 taken out
total = 0.0
for label, v in zip(y, z, strict=True):
    total += max(v, 0) - v * label + math.log1p(math.exp(-abs(v)))
return total
## one logit for both classes
np.logaddexp(0, np.where(y == 1, -z, z)).sum()
"""),
)
