"""Lesson 01: how far numbers lie apart.

A reference function is the right answer. An exercise says on which inputs answers are judged, and how
they go wrong. `course verify` proves that right answers pass and that each mistake is named.
"""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group


def mean_absolute_deviation(x):
    """Return the mean distance of numbers from their mean.

    Parameters
    ----------
    x : ndarray, shape (n,)
    """
    return np.mean(np.abs(x - np.mean(x)))


def outliers(x, limit):
    """Return the numbers that lie more than `limit` standard deviations from the mean.

    Parameters
    ----------
    x : ndarray, shape (n,)
    limit : float
    """
    return x[np.abs(x - np.mean(x)) > limit * np.std(x)]


def _numbers(rng):
    # The mean is not 0, so that forgetting it shows.
    return (rng.normal(loc=-3.0, size=int(rng.integers(5, 12))),)


def _with_far_ones(rng):
    x = rng.normal(loc=3.0, size=20)
    x[[4, 11]] = [-9.0, 12.0]
    return x, 2.0


def _near_the_limit(rng):
    # Half of the numbers lie beyond: what counts as far matters here.
    return rng.normal(loc=-1.0, scale=2.0, size=30), 0.7


MEAN_ABSOLUTE_DEVIATION = Exercise(
    reference=mean_absolute_deviation,
    groups=(
        Group("some numbers", _numbers, weight=3, count=3),
        Group("equal numbers", lambda rng: (np.full(4, rng.normal()),), count=2),
    ),
    mistakes=wrong_answers("""
## no absolute value
# Distances below the mean cancel those above it. What makes a distance positive?
np.mean(x - np.mean(x))
## the mean is not subtracted
# You average the numbers' own sizes. The exercise wants the distance from the mean.
np.mean(np.abs(x))
## the median distance
# You take the median of the distances; the exercise wants their mean.
np.median(np.abs(x - np.mean(x)))
"""),
    alternatives=right_answers("""
## a loop
sum(abs(value - x.mean()) for value in x) / len(x)
## through the sum
np.abs(x - x.sum() / x.size).sum() / x.size
"""),
)

OUTLIERS = Exercise(
    reference=outliers,
    groups=(
        Group("two numbers far out", _with_far_ones, weight=2),
        Group("many numbers near the limit", _near_the_limit, count=3),
    ),
    mistakes=wrong_answers("""
## only those above the mean
# Numbers far below the mean are outliers too.
x[x - np.mean(x) > limit * np.std(x)]
## the variance for the standard deviation
# `limit` counts standard deviations, and you compare with the variance.
x[np.abs(x - np.mean(x)) > limit * np.var(x)]
## True and False instead of the numbers
# You return which numbers are far out. Return the numbers: `x[...]` picks them.
np.abs(x - np.mean(x)) > limit * np.std(x)
"""),
    alternatives=right_answers("""
## a loop
np.array([v for v in x if abs(v - x.mean()) > limit * x.std()])
"""),
)
