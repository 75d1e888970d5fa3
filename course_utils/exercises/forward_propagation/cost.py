"""Lesson 03: the cost of a batch."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import computes
from course_utils.checking.exercise import Array, Draw, Exercise, Group, Rng, drawn
from course_utils.exercises.logistic_regression import inputs
from course_utils.reference import forward_propagation as key

CLIP = 1e-12


@drawn
def _rows(rng: Rng, draw: Draw) -> tuple:
    """Draw what lesson 01 draws for its loss, here as rows and in the other order."""
    y, y_hat = draw(rng)
    return y_hat[np.newaxis], y[np.newaxis]


def _each(Y_hat: Array, Y: Array) -> Array:
    P = np.clip(Y_hat, CLIP, 1 - CLIP)
    return -(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def _one_by_one(Y_hat: Array, Y: Array) -> Array:
    P = np.clip(Y_hat, CLIP, 1 - CLIP)
    return -(Y @ np.log(P).T + (1 - Y) @ np.log(1 - P).T) / Y.shape[1]


def _not_clipped(Y_hat: Array, Y: Array) -> float:
    return float(-np.mean(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat)))


def _only(label: int, Y_hat: Array, Y: Array) -> float:
    return float(np.mean(np.where(label == Y, _each(Y_hat, Y), 0.0)))


def _limited(Y_hat: Array, Y: Array, limit: float, added: float) -> float:
    return inputs.limited(Y, Y_hat, limit, added) / Y.size


_CLIP_BOTH = "Clip on both sides first: `np.clip(Y_hat, 1e-12, 1 - 1e-12)`."
_INFINITE = f"log(0) is -inf. {_CLIP_BOTH}"

COST = Exercise(
    reference=key.cost,
    groups=(
        Group("probabilities between 0 and 1", _rows(inputs.probabilities), 2, count=3, rtol=1e-9),
        Group(
            "a single example",
            lambda rng: (rng.uniform(0.1, 0.45, size=(1, 1)), np.array([[int(rng.integers(2))]])),
            weight=0.5,
            rtol=1e-9,
        ),
        Group("probabilities near 0 and 1", _rows(inputs.nearly_certain), 0.5, hint=_CLIP_BOTH),
        Group("probabilities of exactly 0", _rows(inputs.certain(0.0)), 0.5, hint=_INFINITE),
        Group("probabilities of exactly 1", _rows(inputs.certain(1.0)), 0.5, hint=_INFINITE),
    ),
    preconditions=(
        "set(Y.flat) <= {0, 1}",
        "Y.shape == Y_hat.shape",
        "0 <= Y_hat.min() <= Y_hat.max() <= 1",
    ),
    mistakes=wrong_answers(
        """
## the sum instead of the mean
# Your value is m times too large. If you do divide, look by what: `len(Y)` and `Y.shape[0]` are
# 1 here, as Y is (1, m).
float(_each(Y_hat, Y).sum())
## the minus sign is missing
# Logarithms of probabilities are negative. The cost is minus their mean.
-_right(Y_hat, Y)
## every prediction is paired with every label
# A transpose turns (1, m) times (1, m) into a table (m, m) in which example i's prediction meets
# example j's label. Multiply entry by entry, shapes (1, m) and (1, m).
P = np.clip(Y_hat, CLIP, 1 - CLIP)
return -np.mean(np.log(P).T * Y + np.log(1 - P).T * (1 - Y))
## a matrix product of two rows
# (1, m) @ (1, m) does not fit. Multiply entry by entry with `*` and take the mean.
P = np.clip(Y_hat, CLIP, 1 - CLIP)
return -(Y @ np.log(P) + (1 - Y) @ np.log(1 - P)) / Y.shape[1]
## not averaged over the examples
# You return one loss per example. The cost is their mean, one number.
P = np.clip(Y_hat, CLIP, 1 - CLIP)
return -(Y * np.log(P) + (1 - Y) * np.log(1 - P))
## the minus sign reaches only the first of the two terms
# A minus in front of `Y * ...` ends there. It belongs to both terms: put them in parentheses.
_only(1, Y_hat, Y) - _only(0, Y_hat, Y)
## the two arguments are swapped
# The logarithm is of the prediction, not of the label. Here Y_hat comes first; in lesson 1's
# `cross_entropy(y, y_hat)` it came second.
_right(Y.astype(float), Y_hat)
## only the term of class 1
# Examples with y = 0 bring (1 - y) log(1 - y_hat), which you leave out.
_only(1, Y_hat, Y)
## only the term of class 0
# Examples with y = 1 bring y log(y_hat), which you leave out.
_only(0, Y_hat, Y)
## the two classes are swapped
# log(y_hat) belongs to y = 1 and log(1 - y_hat) to y = 0; yours are the other way round.
_right(1 - Y_hat, Y)
## log(Y_hat) in both terms
# The second term is of the other class, whose probability is 1 - Y_hat: (1 - Y) log(1 - Y_hat).
float(-np.mean(np.log(np.clip(Y_hat, CLIP, 1 - CLIP))))
## divided by m twice
# `np.mean` divides by m already.
float(np.mean(_each(Y_hat, Y))) / Y.shape[1]
## half of the mean
# The 2 in 1/(2m) belongs to the squared error. Here the mean is 1/m times the sum.
_right(Y_hat, Y) / 2
## the squared error
# The mean of (y_hat - y)^2 is another loss. Cross-entropy has logarithms.
float(np.mean((Y_hat - Y) ** 2))
## the share of wrong predictions
# Counting errors throws away how sure the network was. The cost takes the logarithm of the
# probabilities.
float(np.mean((Y_hat >= 0.5) != Y))
## the logarithm to base 10
# Your value is 0.4343 times the right one: use `np.log`, the natural logarithm.
_right(Y_hat, Y) / math.log(10)
## the logarithm to base 2
# Your value is 1.4427 times the right one: use `np.log`, the natural logarithm.
_right(Y_hat, Y) / math.log(2)
## not clipped, so log(0) is taken
# Where Y_hat is exactly 0 or 1, log(0) is -inf and 0 times -inf is nan. Clip on both sides
# first: `np.clip(Y_hat, 1e-12, 1 - 1e-12)`.
float(-np.mean(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat)))
## clipped away from 0 only
# At Y_hat = 1 it is log(1 - Y_hat) that becomes log(0). Clip on both sides first:
# `np.clip(Y_hat, 1e-12, 1 - 1e-12)`.
_not_clipped(np.maximum(Y_hat, CLIP), Y)
## clipped away from 1 only
# At Y_hat = 0 it is log(Y_hat) that becomes log(0). Clip on both sides first: `np.clip(Y_hat,
# 1e-12, 1 - 1e-12)`.
_not_clipped(np.minimum(Y_hat, 1 - CLIP), Y)
## infinities are turned into 0
# A certain and wrong prediction is the worst there is; `np.nan_to_num` or leaving it out makes
# it cost nothing. Clip on both sides first: `np.clip(Y_hat, 1e-12, 1 - 1e-12)`.
float(np.mean(np.where(np.abs(Y_hat - Y) == 1, 0.0, _each(Y_hat, Y))))
## -1/m reaches the first term only
# The factor -1/m ends with the first product. Put both terms in parentheses: -1/m (... + ...).
float(-np.mean(Y * np.log(np.clip(Y_hat, CLIP, 1 - CLIP))) + np.sum((1 - Y) * np.log(1 - np.clip(Y_hat, CLIP, 1 - CLIP))))
## nan is skipped, infinity stays
# `np.nansum` leaves out 0 log 0, which is nan, but log(0) alone is -inf. Clip first.
np.nansum(-np.log(Y_hat) * Y - np.log(1 - Y_hat) * (1 - Y)) / Y.shape[1]
## another limit than 1e-12
# You clip, or add a small number, but not as the exercise says: clip to 1e-12 and 1 - 1e-12.
A = np.clip(Y_hat, 1e-7, 1 - 1e-7)
return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
""",
        detectors={
            "another limit than 1e-12": computes(_limited, inputs.OTHER_LIMITS + inputs.ADDED)
        },
    ),
    alternatives=right_answers("""
## a loop
m = Y.shape[1]
total = 0.0
for i in range(m):
    p = min(max(Y_hat[0, i], CLIP), 1 - CLIP)
    total += -math.log(p) if Y[0, i] == 1 else -math.log(1 - p)
return total / m
## the probability of the class that came
-np.log(np.maximum(np.where(Y == 1, Y_hat, 1 - Y_hat), CLIP)).mean()
## dot products
_one_by_one(Y_hat, Y).item()
## np.squeeze of (1, 1)
np.squeeze(_one_by_one(Y_hat, Y))
## a sum divided by the size
_each(Y_hat, Y).sum() / Y.size
"""),
    # log(1 - (1 - 1e-12)) and log(1e-12) differ by 3e-6 of their size: both ways of clipping are right.
    rtol=2e-5,
)
