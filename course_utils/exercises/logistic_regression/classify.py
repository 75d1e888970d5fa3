"""Lesson 01: from probabilities to classes."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.exercises.logistic_regression.inputs import sizes
from course_utils.reference import logistic_regression as key

JUST = 1e-12  # far more than rounding, and less than anybody allows for it


def _some_probabilities(rng: Rng) -> tuple:
    n, _ = sizes(rng)
    return (rng.permutation(np.r_[rng.uniform(0.05, 0.45, n), rng.uniform(0.55, 0.95, n - 2)]),)


@drawn
def _with_threshold(rng: Rng, *thresholds: float) -> tuple:
    threshold = float(rng.choice(thresholds))
    values = rng.uniform(0.02, 0.98, 3 * sizes(rng)[0])
    return np.r_[values, 0.25, 0.4, 0.6, 0.75, 0.95, threshold, threshold - JUST], threshold


CLASSIFY = Exercise(
    reference=key.classify,
    groups=(
        Group("the usual threshold", _some_probabilities),
        Group(
            "a probability of exactly 0.5, and one just below",
            lambda rng: (
                rng.permutation(np.r_[0.5, 0.5 - JUST, rng.uniform(0, 1, sizes(rng)[0])]),
            ),
        ),
        Group("another threshold", [_with_threshold(0.2, 0.3), _with_threshold(0.7, 0.8)]),
        Group(
            "an array with rows and columns",
            lambda rng: (rng.uniform(0.02, 0.98, size=(2, sizes(rng)[0])), 0.5),
            weight=0.5,
        ),
    ),
    preconditions=("0 <= y_hat.min() <= y_hat.max() <= 1", "0 <= threshold <= 1"),
    mistakes=wrong_answers("""
## `>` for `>=`
# A probability of exactly the threshold counts as class 1: use `>=`.
(y_hat > threshold).astype(int)
## `np.round` instead of a threshold
# `np.round(0.5)` is 0, and rounding knows no other threshold than 0.5. Compare: `y_hat >=
# threshold`.
np.round(y_hat).astype(int)
## True and False instead of 1 and 0
# A comparison gives booleans. `.astype(int)` makes whole numbers of them.
y_hat >= threshold
## 1.0 and 0.0 instead of 1 and 0
# Your classes are floats. The exercise wants whole numbers: `.astype(int)`.
np.where(y_hat >= threshold, 1.0, 0.0)
## the threshold is ignored
# Your answer does not change with `threshold`: 0.5 stands in your code somewhere.
(y_hat >= 0.5).astype(int)
## compared as if these were logits
# 0 is the boundary for logits. These are probabilities, all above 0: compare them with
# `threshold` as they are, without another sigmoid.
(y_hat >= 0).astype(int)
## the classes are swapped
# 1 stands for a probability at or above the threshold; yours is the other way round.
(y_hat < threshold).astype(int)
## the comparison is the wrong way round
# `<=` makes class 1 of the small probabilities. Class 1 is at or above the threshold: `>=`.
(y_hat <= threshold).astype(int)
## only a flat array is expected
# A loop over an array with rows and columns meets whole rows. `y_hat` may have any shape:
# compare the whole array at once.
np.array([int(p >= threshold) for p in y_hat])
## the shape is lost
# Your classes come in one flat row, whatever the shape of `y_hat`. Keep the shape.
np.array([int(p >= threshold) for p in np.ravel(y_hat)])
## the places, not the classes
# `np.where` with a condition alone says where it is true. With three arguments it chooses:
# `np.where(condition, 1, 0)`.
np.where(y_hat >= threshold)
## written into y_hat, which stays an array of floats
# You change the caller's probabilities, and the result has their dtype, float. A comparison
# makes a new array: `(y_hat >= threshold).astype(int)`. And which class is exactly at the
# threshold?
y_hat[y_hat > threshold] = 1
y_hat[y_hat < threshold] = 0
return y_hat
"""),
    alternatives=right_answers("""
## np.where
np.where(y_hat >= threshold, 1, 0)
## times one
(y_hat >= threshold) * 1
## a loop
np.array([int(p >= threshold) for p in y_hat.ravel()]).reshape(y_hat.shape)
"""),
)
