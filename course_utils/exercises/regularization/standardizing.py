"""Lesson 06: mean 0 and standard deviation 1, over the training set."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.exercise import Alternative, Exercise, Mistake
from course_utils.exercises.regularization.inputs import Array
from course_utils.exercises.regularization.scaling import (
    GROUPS,
    along,
    common_mistakes,
    mean_and_std,
    mean_over_range,
    not_centered,
)
from course_utils.reference import regularization as key


def _mean_and_variance(X_train: Array, **how: Any) -> tuple[Array, Array]:
    return X_train.mean(**how), X_train.var(**how)


def _mean_and_sample_std(X_train: Array, **how: Any) -> tuple[Array, Array]:
    return X_train.mean(**how), X_train.std(ddof=1, **how)


def _mean_and_one(X_train: Array, **how: Any) -> tuple[Array, Array]:
    mean, std = mean_and_std(X_train, **how)
    return mean, np.where(std == 0, 0.0, 1.0)


def _mean_and_length(X_train: Array, **how: Any) -> tuple[Array, Array]:
    return X_train.mean(**how), np.sqrt(np.sum((X_train - X_train.mean(**how)) ** 2, **how))


STANDARDIZE = Exercise(
    reference=key.standardize,
    groups=GROUPS,
    mistakes=(
        *common_mistakes(mean_and_std, key.standardize, "a standard deviation of"),
        Mistake(
            "divided by the variance",
            TODO(along(_mean_and_variance, axis=1, keepdims=True)),  # TODO factory
            "The variance is in squared units. Divide by its root, the standard deviation: `std`.",
        ),
        Mistake(
            "`ddof=1`: divided by m - 1 inside the standard deviation",
            TODO(along(_mean_and_sample_std, axis=1, keepdims=True)),  # TODO factory
            "Here the variance is the mean squared deviation, divided by m_train: NumPy's `std` as it "
            "stands, without `ddof=1`.",
        ),
        Mistake(
            "divided by the length of the row, not by the standard deviation",
            TODO(along(_mean_and_length, axis=1, keepdims=True)),  # TODO factory
            "The root of the *sum* of squares grows with the number of examples. The standard "
            "deviation is the root of their mean.",
        ),
        Mistake(
            "the mean is not subtracted",
            TODO(not_centered(mean_and_std)),  # TODO factory
            "You divide by the standard deviation, but the mean has to go to 0 first: subtract it.",
        ),
        Mistake(
            "not divided by the standard deviation",
            TODO(along(_mean_and_one, axis=1, keepdims=True)),  # TODO factory
            "The mean is 0 now, but a feature in thousands is still in thousands. Divide by its "
            "standard deviation.",
        ),
        Mistake(
            "divided by the range",
            TODO(mean_over_range),  # TODO factory
            "The range is what `min_max_scale` divides by. Here it is the standard deviation.",
        ),
        Mistake(
            "min-max scaled instead",
            TODO(key.min_max_scale),  # TODO factory
            "The smallest value at 0 and the largest at 1 is `min_max_scale`. Here the mean goes to 0 "
            "and the deviation to 1.",
        ),
    ),
    alternatives=(
        Alternative(
            "a loop over the features",
            """
            scaled = np.zeros(X.shape)
            for i, row in enumerate(X_train):
                mean = sum(row) / len(row)
                variance = sum(((x - mean) ** 2 for x in row)) / len(row)
                if variance > 0:
                    scaled[i] = (X[i] - mean) / variance ** 0.5
            return scaled
            """,
        ),
        Alternative(
            "`np.divide` where the deviation is not 0",
            """
            mean, std = mean_and_std(X_train, axis=1, keepdims=True)
            divisor = np.broadcast_to(std, X.shape)
            return np.divide(X - mean, divisor, out=np.zeros(X.shape), where=divisor > 0)
            """,
        ),
        Alternative(
            "divided by infinity",
            TODO(along(mean_and_std, axis=1, keepdims=True)),  # TODO factory
        ),
        Alternative(
            "through the transpose",
            "along(mean_and_std, axis=0)(X_train.T, X.T).T",
        ),
    ),
)
