"""Lesson 01: the loss, from probabilities."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import computes
from course_utils.checking.exercise import Array, Exercise, Group
from course_utils.exercises.logistic_regression import inputs
from course_utils.reference import logistic_regression as key


def _only_class_1(y: Array, y_hat: Array) -> float:
    return float(-np.sum(y * np.log(np.clip(y_hat, key.CLIP, 1 - key.CLIP))))


def _only_class_0(y: Array, y_hat: Array) -> float:
    return float(-np.sum((1 - y) * np.log(1 - np.clip(y_hat, key.CLIP, 1 - key.CLIP))))


def _not_clipped(y: Array, y_hat: Array) -> float:
    return float(-np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))


_CLIP = "Clip on both sides first: `np.clip(y_hat, 1e-12, 1 - 1e-12)`."
_OTHER_LIMIT = f"log(0) is -inf, and another limit than 1e-12 gives another number. {_CLIP}"

CROSS_ENTROPY = Exercise(
    reference=key.cross_entropy,
    groups=(
        Group("probabilities between 0 and 1", inputs.probabilities, weight=2, rtol=1e-9),
        Group("probabilities of almost 0 and 1", inputs.nearly_certain, 0.5, hint=_CLIP),
        Group("probabilities of exactly 0", inputs.certain(0.0), 0.5, hint=_OTHER_LIMIT),
        Group("probabilities of exactly 1", inputs.certain(1.0), 0.5, hint=_OTHER_LIMIT),
    ),
    preconditions=("set(y.flat) <= {0, 1}", "0 <= y_hat.min() <= y_hat.max() <= 1"),
    mistakes=wrong_answers(
        """
## the minus sign is missing
# This is the log-likelihood, which is negative and to be maximized. The loss is minus it.
-_right(y, y_hat)
## the minus sign reaches only the first of the two terms
# A minus in front of `y * ...` ends there. It belongs to both terms: put them in parentheses.
_only_class_1(y, y_hat) - _only_class_0(y, y_hat)
## y and y_hat change places
# The logarithm is of the prediction, not of the label: log(y_hat), weighted by y.
_right(y_hat, y.astype(float))
## not summed over the examples
# You return one number per example. The loss is their sum: `np.sum`.
p = np.clip(y_hat, CLIP, 1 - CLIP)
return -(y * np.log(p) + (1 - y) * np.log(1 - p))
## only the term of class 1
# Examples with y = 0 do not count in your sum. They bring (1 - y) log(1 - y_hat).
float(-np.sum(y * np.log(np.clip(y_hat, CLIP, 1 - CLIP))))
## only the term of class 0
# Examples with y = 1 do not count in your sum. They bring y log(y_hat).
float(-np.sum((1 - y) * np.log(1 - np.clip(y_hat, CLIP, 1 - CLIP))))
## log(y_hat) in both terms
# The second term is of the other class, whose probability is 1 - y_hat: (1 - y) log(1 - y_hat).
float(-np.sum(np.log(np.clip(y_hat, CLIP, 1 - CLIP))))
## only the last example counts
# Your total is overwritten in each turn of the loop: `+=` adds to it.
p = np.clip(y_hat, CLIP, 1 - CLIP)
return -(y * np.log(p) + (1 - y) * np.log(1 - p))[-1]
## the squared error
# This is the sum of (y - y_hat)^2, another loss. The cross-entropy is made of logarithms.
float(np.sum((y - y_hat) ** 2))
## the sum ends after the first term
# A parenthesis closes too early: the first term is summed, the second is still one number per
# example. Put both into one `np.sum(...)`.
_only_class_1(y, y_hat) + (1 - y) * np.log(1 - np.clip(y_hat, CLIP, 1 - CLIP))
## not clipped, so log(0) is taken
# Where y_hat is exactly 0 or 1, log(0) is -inf and 0 times -inf is nan. Clip on both sides
# first, and use the result: `np.clip` returns a new array, and leaves y_hat as it is.
float(-np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))
## clipped away from 0 only
# At y_hat = 1 it is log(1 - y_hat) that becomes log(0). Clip on both sides, and use what is
# clipped in both logarithms.
_not_clipped(y, np.maximum(y_hat, CLIP))
## clipped away from 1 only
# At y_hat = 0 it is log(y_hat) that becomes log(0). Clip on both sides, and use what is clipped
# in both logarithms.
_not_clipped(y, np.minimum(y_hat, 1 - CLIP))
## the two classes are swapped
# log(y_hat) belongs to y = 1 and log(1 - y_hat) to y = 0; yours are the other way round.
_right(1 - y, y_hat)
## a small number is added instead of clipping
# Adding a small number inside the logarithm changes every value a little, and gives another
# number at 0 and 1 than clipping does. Clip on both sides: `np.clip(y_hat, 1e-12, 1 - 1e-12)`.
e = 1e-8
return -np.sum(y * np.log(y_hat + e) + (1 - y) * np.log(1 - y_hat + e))
## nan is skipped, infinity stays
# 0 log 0 is nan, which `np.nansum` leaves out, but log(0) alone is -inf, and stays infinite or
# becomes a huge number. Clip first.
np.nansum(-np.log(y_hat) * y - np.log(1 - y_hat) * (1 - y))
## another limit than 1e-12
# You clip, but at another number than the exercise says: 1e-12 on both sides.
-np.sum(y * np.log(np.clip(y_hat, 1e-7, 1 - 1e-7)) + (1 - y) * np.log(1 - np.clip(y_hat, 1e-7, 1 - 1e-7)))
""",
        detectors={
            "a small number is added instead of clipping": computes(inputs.limited, inputs.ADDED),
            "another limit than 1e-12": computes(inputs.limited, inputs.OTHER_LIMITS),
        },
    ),
    alternatives=right_answers("""
## a loop
total = 0.0
for label, p in zip(y, y_hat, strict=True):
    p = min(max(p, 1e-12), 1 - 1e-12)
    total -= math.log(p) if label else math.log(1 - p)
return total
## the probability of the class that came
right = np.where(y == 1, y_hat, 1 - y_hat)
return -np.log(np.maximum(right, 1e-12)).sum()
## dot products
-(y @ np.log(y_hat.clip(1e-12, 1)) + (1 - y) @ np.log((1 - y_hat).clip(1e-12, 1)))
"""),
    # log(1 - (1 - 1e-12)) and log(1e-12) differ by 3e-6 of their size: both ways of clipping are right.
    rtol=2e-5,
)
