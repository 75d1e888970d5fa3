"""Lesson 02: how two measurements go together."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group

from ._drawing import pairs


def covariance(x, y):
    """Return the mean product of the deviations of `x` and `y`, arrays of shape (n,)."""
    return np.mean((x - np.mean(x)) * (y - np.mean(y)))


def correlation(x, y):
    """Return Pearson's correlation of `x` and `y`, arrays of shape (n,)."""
    return covariance(x, y) / (np.std(x) * np.std(y))


def regression_line(x, y):
    """Return slope and intercept of the line of least squares."""
    slope = covariance(x, y) / np.var(x)
    return slope, np.mean(y) - slope * np.mean(x)


def frequencies(words):
    """Return how often each word of a list occurs, as a dict."""
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def _words(rng):
    return ([str(word) for word in rng.choice(["red", "green", "blue"], size=9)],)


COVARIANCE = Exercise(
    reference=covariance,
    groups=(Group("pairs of numbers", pairs, count=3),),
    mistakes=wrong_answers("""
## only one mean is subtracted
# Both deviations are from a mean.
np.mean((x - np.mean(x)) * (y + 0 * np.mean(y))) + np.mean(x)
## the means are not subtracted
# Subtract the mean from both before you multiply.
np.mean(x * y)
## divided by n - 1
# The mean divides by n; yours divides by n - 1.
np.cov(x, y)[0, 1]
"""),
    alternatives=right_answers("""
## mean of products
np.mean(x * y) - np.mean(x) * np.mean(y)
"""),
)

CORRELATION = Exercise(
    reference=correlation,
    groups=(Group("pairs of numbers", pairs, count=3),),
    mistakes=wrong_answers("""
## divided by the variances
# Divide by the standard deviations.
covariance(x, y) / (np.var(x) * np.var(y))
"""),
    alternatives=right_answers("""
## NumPy's own
np.corrcoef(x, y)[0, 1]
"""),
)

REGRESSION_LINE = Exercise(
    reference=regression_line,
    returns=("slope", "intercept"),
    groups=(Group("pairs of numbers", pairs, count=3),),
    mistakes=wrong_answers("""
## x and y are exchanged
# You fit x from y. The line gives y for an x.
_right(y, x)
## intercept before slope
# The slope comes first.
_right(x, y)[::-1]
"""),
    alternatives=right_answers("""
## polyfit
tuple(np.polyfit(x, y, 1))
"""),
)

FREQUENCIES = Exercise(
    reference=frequencies,
    groups=(
        Group("nine words", _words, weight=2, count=3),
        Group("no word", lambda rng: ([],), count=1),
    ),
    mistakes=wrong_answers("""
## every word counts once
# Each word has the count 1, however often it occurs.
dict.fromkeys(words, 1)
"""),
    alternatives=right_answers("""
## count
{word: words.count(word) for word in words}
"""),
)
