"""Lesson 06: mean 0 and standard deviation 1, over the training set."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group
from course_utils.exercises.regularization.inputs import constant_but_for_rounding
from course_utils.exercises.regularization.scaling import GROUPS, common_mistakes
from course_utils.reference import regularization as key

_BASE = """
center = X_train.mean(axis=1, keepdims=True)
spread = X_train.std(axis=1, keepdims=True)
return (X - center) / np.where(spread == 0, np.inf, spread)
"""

STANDARDIZE = Exercise(
    reference=key.standardize,
    groups=(
        *GROUPS,
        Group(
            "a feature that is constantly 0.1",
            constant_but_for_rounding,
            weight=0,
            hint="For a feature that is constantly 0.1 your answer is very far from 0: rounding leaves "
            "it a deviation of 1e-17, which is not 0. That costs no points; `np.ptp(...) == 0` says "
            "exactly that all values are equal.",
        ),
    ),
    mistakes=(
        *common_mistakes(_BASE, "a standard deviation of"),
        *wrong_answers(
            """
## what it is divided by comes from X
# You subtract a statistic of X_train and divide by one of X. Both come from X_train.
X_train.std(axis=1, keepdims=True) -> X.std(axis=1, keepdims=True)
## one divisor for all features together
# What you subtract is each feature's own, but you divide all by one number: `axis=1` is missing
# there.
X_train.std(axis=1, keepdims=True) -> X_train.std()
np.where(spread == 0, np.inf, spread) -> spread
## divided by the variance
# The variance is in squared units. Divide by its root, the standard deviation: `std`.
X_train.std(axis=1, keepdims=True) -> X_train.var(axis=1, keepdims=True)
## `ddof=1`: divided by m - 1 inside the standard deviation
# Here the variance is the mean squared deviation, divided by m_train: NumPy's `std` as it
# stands, without `ddof=1`.
X_train.std(axis=1, keepdims=True) -> X_train.std(axis=1, keepdims=True, ddof=1)
## divided by the length of the row, not by the standard deviation
# The root of the *sum* of squares grows with the number of examples. The standard deviation is
# the root of their mean.
X_train.std(axis=1, keepdims=True) -> np.sqrt(np.sum((X_train - center) ** 2, axis=1, keepdims=True))
## the mean is not subtracted
# You divide by the standard deviation, but the mean has to go to 0 first: subtract it.
X_train.mean(axis=1, keepdims=True) -> 0
## not divided by the standard deviation
# The mean is 0 now, but a feature in thousands is still in thousands. Divide by its standard
# deviation.
(X - center) / np.where(spread == 0, np.inf, spread) -> np.where(spread == 0, 0.0, X - center)
## divided by the range
# The range is what `min_max_scale` divides by. Here it is the standard deviation.
X_train.std(axis=1, keepdims=True) -> np.ptp(X_train, axis=1, keepdims=True)
## min-max scaled instead
# The smallest value at 0 and the largest at 1 is `min_max_scale`. Here the mean goes to 0 and
# the deviation to 1.
min_max_scale(X_train, X)
## divided by the length of X_train's rows, the mean not taken out
# `np.linalg.norm` is the root of a sum of squares, not of their mean, and it measures from 0,
# not from the mean. Divide by `X_train.std(axis=1, keepdims=True)`.
X_train.std(axis=1, keepdims=True) -> np.linalg.norm(X_train, axis=1, keepdims=True)
""",
            base=_BASE,
        ),
    ),
    alternatives=right_answers("""
## a loop over the features
scaled = np.zeros(X.shape)
for i, row in enumerate(X_train):
    mean = sum(row) / len(row)
    variance = sum(((x - mean) ** 2 for x in row)) / len(row)
    if variance > 0:
        scaled[i] = (X[i] - mean) / variance ** 0.5
return scaled
## `np.divide` where the deviation is not 0
mean, std = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
divisor = np.broadcast_to(std, X.shape)
return np.divide(X - mean, divisor, out=np.zeros(X.shape), where=divisor > 0)
## divided by infinity
center = X_train.mean(axis=1, keepdims=True)
spread = X_train.std(axis=1, keepdims=True)
return (X - center) / np.where(spread == 0, np.inf, spread)
## through the transpose
rows, mean, std = X.T, X_train.T.mean(axis=0), X_train.T.std(axis=0)
return ((rows - mean) / np.where(std == 0, np.inf, std)).T
"""),
)
