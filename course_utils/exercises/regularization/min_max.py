"""Lesson 06: the smallest training value at 0, the largest at 1."""

from __future__ import annotations

import numpy as np

from course_utils.checking.exercise import Alternative, Exercise, Mistake
from course_utils.exercises.regularization.inputs import Array
from course_utils.exercises.regularization.scaling import (
    GROUPS,
    along,
    common_mistakes,
    low_and_range,
    mean_over_range,
    not_centered,
)
from course_utils.reference import regularization as key


def _over_maximum(X_train: Array, X: Array) -> Array:
    low, size = low_and_range(X_train, axis=1, keepdims=True)
    return np.where(size == 0, 0.0, (X - low) / (low + size))


def _loop_min_max(X_train: Array, X: Array) -> Array:
    scaled = np.zeros(X.shape)
    for i, row in enumerate(X_train):
        low, high = min(row), max(row)
        if high > low:
            scaled[i] = [(x - low) / (high - low) for x in X[i]]
    return scaled


def _masked_min_max(X_train: Array, X: Array) -> Array:
    low, high = np.min(X_train, 1)[:, None], np.max(X_train, 1)[:, None]
    with np.errstate(all="ignore"):
        scaled = (X - low) / (high - low)
    scaled[~np.isfinite(scaled)] = 0
    return scaled


MIN_MAX_SCALE = Exercise(
    reference=key.min_max_scale,
    groups=GROUPS,
    mistakes=(
        *common_mistakes(low_and_range, key.min_max_scale, "a range of"),
        Mistake(
            "clipped to the interval from 0 to 1",
            "A new example may lie beyond what was seen in training, and then falls below 0 or above "
            "1. Clipping it throws that away.",
            lambda X_train, X: np.clip(key.min_max_scale(X_train, X), 0.0, 1.0),
        ),
        Mistake(
            "the minimum is not subtracted",
            "You divide by the range, but the smallest value has to go to 0 first: subtract it.",
            not_centered(low_and_range),
        ),
        Mistake(
            "divided by the maximum, not by the range",
            "The largest value has to go to 1. After the minimum is subtracted it is high - low, so "
            "that is what to divide by.",
            _over_maximum,
        ),
        Mistake(
            "the mean is subtracted instead of the minimum",
            "This brings the mean to 0. Here it is the smallest value that goes to 0.",
            mean_over_range,
        ),
        Mistake(
            "standardized instead",
            "Mean 0 and deviation 1 is `standardize`. Here the smallest training value goes to 0 and "
            "the largest to 1.",
            key.standardize,
        ),
    ),
    alternatives=(
        Alternative("a loop over the features", _loop_min_max),
        Alternative("what is not finite becomes 0", _masked_min_max),
        Alternative("divided by infinity", along(low_and_range, axis=1, keepdims=True)),
        Alternative(
            "through the transpose",
            lambda X_train, X: along(low_and_range, axis=0)(X_train.T, X.T).T,
        ),
    ),
)
