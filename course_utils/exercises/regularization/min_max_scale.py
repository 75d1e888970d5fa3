"""Lesson 06: the smallest training value at 0, the largest at 1."""

from __future__ import annotations

from course_utils.checking.exercise import Alternative, Exercise, Mistake
from course_utils.exercises.regularization.scaling import GROUPS, code, common_mistakes
from course_utils.reference import regularization as key

LOW = "X_train.min({})"
RANGE = "X_train.max({}) - X_train.min({})"

MIN_MAX_SCALE = Exercise(
    reference=key.min_max_scale,
    groups=GROUPS,
    mistakes=(
        *common_mistakes(LOW, RANGE, "a range of"),
        Mistake(
            "clipped to the interval from 0 to 1",
            "np.clip(_right(X_train, X), 0.0, 1.0)",
            "A new example may lie beyond what was seen in training, and then falls below 0 or above "
            "1. Clipping it throws that away.",
        ),
        Mistake(
            "the minimum is not subtracted",
            code("0", RANGE),
            "You divide by the range, but the smallest value has to go to 0 first: subtract it.",
        ),
        Mistake(
            "divided by the maximum, not by the range",
            """
            low = X_train.min(axis=1, keepdims=True)
            high = X_train.max(axis=1, keepdims=True)
            return np.where(high == low, 0.0, (X - low) / high)
            """,
            "The largest value has to go to 1. After the minimum is subtracted it is high - low, so "
            "that is what to divide by.",
        ),
        Mistake(
            "the mean is subtracted instead of the minimum",
            code("X_train.mean({})", RANGE),
            "This brings the mean to 0. Here it is the smallest value that goes to 0.",
        ),
        Mistake(
            "standardized instead",
            "standardize(X_train, X)",
            "Mean 0 and deviation 1 is `standardize`. Here the smallest training value goes to 0 and "
            "the largest to 1.",
        ),
    ),
    alternatives=(
        Alternative(
            "a loop over the features",
            """
            scaled = np.zeros(X.shape)
            for i, row in enumerate(X_train):
                low, high = (min(row), max(row))
                if high > low:
                    scaled[i] = [(x - low) / (high - low) for x in X[i]]
            return scaled
            """,
        ),
        Alternative(
            "what is not finite becomes 0",
            """
            low, high = (np.min(X_train, 1)[:, None], np.max(X_train, 1)[:, None])
            with np.errstate(all='ignore'):
                scaled = (X - low) / (high - low)
            scaled[~np.isfinite(scaled)] = 0
            return scaled
            """,
        ),
        Alternative(
            "divided by infinity",
            code(LOW, RANGE),
        ),
        Alternative(
            "through the transpose",
            """
            rows, low, high = X.T, X_train.T.min(axis=0), X_train.T.max(axis=0)
            return ((rows - low) / np.where(high == low, np.inf, high - low)).T
            """,
        ),
    ),
)
