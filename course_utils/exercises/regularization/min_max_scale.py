"""Lesson 06: the smallest training value at 0, the largest at 1."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise
from course_utils.exercises.regularization.scaling import GROUPS, common_mistakes
from course_utils.reference import regularization as key

_BASE = """
center = X_train.min(axis=1, keepdims=True)
spread = np.ptp(X_train, axis=1, keepdims=True)
return (X - center) / np.where(spread == 0, np.inf, spread)
"""

MIN_MAX_SCALE = Exercise(
    reference=key.min_max_scale,
    groups=GROUPS,
    mistakes=(
        *common_mistakes(_BASE, "a range of"),
        *wrong_answers(
            """
## what it is divided by comes from X
# You subtract a statistic of X_train and divide by one of X. Both come from X_train.
np.ptp(X_train, axis=1, keepdims=True) -> np.ptp(X, axis=1, keepdims=True)
## one divisor for all features together
# What you subtract is each feature's own, but you divide all by one number: `axis=1` is missing
# there.
np.ptp(X_train, axis=1, keepdims=True) -> np.ptp(X_train)
np.where(spread == 0, np.inf, spread) -> spread
## clipped to the interval from 0 to 1
# A new example may lie beyond what was seen in training, and then falls below 0 or above 1.
# Clipping it throws that away.
np.clip(_right(X_train, X), 0.0, 1.0)
## the minimum is not subtracted
# You divide by the range, but the smallest value has to go to 0 first: subtract it.
X_train.min(axis=1, keepdims=True) -> 0
## divided by the maximum alone
# `X / high` sends the largest value to 1, but the smallest not to 0: subtract the minimum, and
# divide by the range.
X / X_train.max(axis=1, keepdims=True)
## divided by the maximum, not by the range
# The largest value has to go to 1. After the minimum is subtracted it is high - low, so that is
# what to divide by.
low = X_train.min(axis=1, keepdims=True)
high = X_train.max(axis=1, keepdims=True)
return np.where(high == low, 0.0, (X - low) / high)
## one constant feature makes everything 0
# Your `if` asks about all features at once. `np.where` chooses feature by feature.
np.zeros(X.shape) if np.any(np.ptp(X_train, axis=1) == 0) else _right(X_train, X)
## the mean is subtracted instead of the minimum
# This brings the mean to 0. Here it is the smallest value that goes to 0.
X_train.min(axis=1, keepdims=True) -> X_train.mean(axis=1, keepdims=True)
## standardized instead
# Mean 0 and deviation 1 is `standardize`. Here the smallest training value goes to 0 and the
# largest to 1.
standardize(X_train, X)
""",
            base=_BASE,
        ),
    ),
    alternatives=right_answers("""
## a loop over the features
scaled = np.zeros(X.shape)
for i, row in enumerate(X_train):
    low, high = (min(row), max(row))
    if high > low:
        scaled[i] = [(x - low) / (high - low) for x in X[i]]
return scaled
## what is not finite becomes 0
low, high = (np.min(X_train, 1)[:, None], np.max(X_train, 1)[:, None])
with np.errstate(all='ignore'):
    scaled = (X - low) / (high - low)
scaled[~np.isfinite(scaled)] = 0
return scaled
## divided by infinity
center = X_train.min(axis=1, keepdims=True)
spread = X_train.max(axis=1, keepdims=True) - X_train.min(axis=1, keepdims=True)
return (X - center) / np.where(spread == 0, np.inf, spread)
## through the transpose
rows, low, high = X.T, X_train.T.min(axis=0), X_train.T.max(axis=0)
return ((rows - low) / np.where(high == low, np.inf, high - low)).T
"""),
)
