"""Lesson 01: the same loss, from logits."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.logistic_regression.inputs import Array, problem
from course_utils.reference import logistic_regression as key


def _logits(rng: Generator) -> tuple[Array, Array]:
    _, y, _, _ = problem(rng)
    return y, rng.normal(0, 2, size=y.shape)


def _large_logits(rng: Generator) -> tuple[Array, Array]:
    _, y, _, _ = problem(rng)
    sign = np.where(np.arange(len(y)) % 2, 1.0, -1.0)
    return y, rng.permutation(sign * rng.uniform(800, 1000, size=y.shape))


def _moderate_logits(rng: Generator) -> tuple[Array, Array]:
    """Draw logits where exp(z) still fits in a float, but 1 - sigmoid(z) is 0 already."""
    y, z = _large_logits(rng)
    return y, z / 4


def _both_logs(y: Array, z: Array) -> float:
    return float(np.sum(y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z))))


def _through_sigmoid(y: Array, z: Array) -> float:
    p = key.sigmoid(z)
    return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))


def _log1p_exp(y: Array, z: Array) -> float:
    return float(np.sum(np.log1p(np.exp(z)) - y * z))


def _loop_logits(y: Array, z: Array) -> float:
    total = 0.0
    for label, v in zip(y, z, strict=True):
        total += max(v, 0) - v * label + math.log1p(math.exp(-abs(v)))
    return total


FROM_LOGITS = Exercise(
    reference=key.cross_entropy_from_logits,
    groups=(
        Group("ordinary logits", _logits, weight=1),
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
    mistakes=(
        Mistake(
            "through the sigmoid and its logarithm",
            "At |z| = 1000 the sigmoid is exactly 0 or 1 and its logarithm is lost. Work on the "
            "logits: -log(sigmoid(z)) = log(1 + exp(-z)).",
            _through_sigmoid,
        ),
        Mistake(
            "through a clipped sigmoid",
            "Clipping caps each example's loss at 27.6, but a logit of -1000 for class 1 costs 1000. "
            "Work on the logits instead.",
            lambda y, z: key.cross_entropy(y, key.sigmoid(z)),
        ),
        Mistake(
            "`np.exp(z)` overflows before the logarithm",
            "log(1 + exp(z)) is about z for large z, but exp(1000) does not fit in a float. "
            "`np.logaddexp(0, z)` computes it safely.",
            _log1p_exp,
        ),
        Mistake(
            "log(1 + exp(...)) as it stands overflows",
            "The formula is right, but exp(1000) does not fit in a float. `np.logaddexp(0, z)` is "
            "log(1 + exp(z)), computed safely.",
            _both_logs,
        ),
        Mistake(
            "`np.logaddexp(1, ...)` instead of `np.logaddexp(0, ...)`",
            "`np.logaddexp(a, b)` is log(exp(a) + exp(b)): it takes both exponentials itself. For 1 + "
            "exp(z) the first is exp(0), so a is 0.",
            lambda y, z: np.sum(y * np.logaddexp(1, -z) + (1 - y) * np.logaddexp(1, z)),
        ),
        Mistake(
            "`exp` is taken twice",
            "`np.logaddexp(a, b)` is log(exp(a) + exp(b)): hand it z, not `np.exp(z)`.",
            lambda y, z: np.sum(
                y * np.logaddexp(0, np.exp(-z)) + (1 - y) * np.logaddexp(0, np.exp(z))
            ),
        ),
        Mistake(
            "only the examples of class 1",
            "Examples with y = 0 do not count in your sum. They cost log(1 + exp(z)).",
            lambda y, z: np.sum(y * np.logaddexp(0, -z)),
        ),
        Mistake(
            "the sign of y z is turned",
            "log(1 + exp(-z)) is log(1 + exp(z)) - z: for class 1 a z is subtracted, not added.",
            lambda y, z: np.sum(np.logaddexp(0, z) + y * z),
        ),
        Mistake(
            "the sign of the logits is turned",
            "-log(sigmoid(z)) is log(1 + exp(-z)): class 1 goes with -z, class 0 with +z.",
            lambda y, z: key.cross_entropy_from_logits(y, -z),
        ),
        Mistake(
            "both classes get the same sign of z",
            "Class 1 costs log(1 + exp(-z)) and class 0 log(1 + exp(z)). In yours y makes no "
            "difference.",
            lambda y, z: np.sum(np.logaddexp(0, z)),
        ),
        Mistake(
            "both classes are charged as class 1",
            "Class 1 costs log(1 + exp(-z)) and class 0 log(1 + exp(z)), without the minus. In yours "
            "y makes no difference.",
            lambda y, z: np.sum(np.logaddexp(0, -z)),
        ),
        Mistake(
            "there is a minus sign too many",
            "A cross-entropy is never negative. log(1 + exp(-z)) has taken in the minus of "
            "-log(sigmoid(z)) already.",
            lambda y, z: -key.cross_entropy_from_logits(y, z),
        ),
        Mistake(
            "the mean instead of the sum",
            "Your value is n times too small: in this lesson the cross-entropy is the sum.",
            lambda y, z: key.cross_entropy_from_logits(y, z) / len(y),
        ),
        Mistake(
            "not summed over the examples",
            "You return one number per example. The loss is their sum.",
            lambda y, z: np.logaddexp(0, z) - y * z,
        ),
        Mistake(
            "the logits are taken for probabilities",
            "z can be any number; log(z) is not defined for negative ones. Turn it into a formula in "
            "z first: y_hat = sigmoid(z).",
            lambda y, z: key.cross_entropy(y, z),
        ),
    ),
    alternatives=(
        Alternative("softplus minus y z", lambda y, z: float(np.sum(np.logaddexp(0, z) - y * z))),
        Alternative("the larger of z and 0 taken out", _loop_logits),
        Alternative(
            "one logit for both classes",
            lambda y, z: np.logaddexp(0, np.where(y == 1, -z, z)).sum(),
        ),
    ),
)
