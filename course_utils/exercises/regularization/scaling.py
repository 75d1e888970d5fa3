"""Lesson 06: features brought to one scale, by the training set's statistics alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake, Trial
from course_utils.exercises.regularization.inputs import (
    Array,
    constant_feature,
    constant_in_training,
    single_example,
    training_set_itself,
    unseen,
)
from course_utils.reference import regularization as key

Scale = Callable[[Array, Array], Array]
Statistics = Callable[..., tuple[Array, Array]]

GROUPS = (
    Group("examples that were not seen in training", unseen, weight=3, count=3),
    Group("the training set itself", training_set_itself, weight=0.5),
    Group("a single new example, X of shape (p, 1)", single_example, weight=0.5),
    Group(
        "a feature that never changes",
        constant_feature,
        hint="A constant feature has no spread to divide by. Its result is to be 0.",
    ),
    Group(
        "a feature that is constant over X_train but not in X",
        constant_in_training,
        weight=0.5,
        hint="What X_train says of such a feature is that it carries no information: 0, whatever X holds.",
    ),
)


def _low_and_range(X_train: Array, **how: Any) -> tuple[Array, Array]:
    low, high = X_train.min(**how), X_train.max(**how)
    return low, high - low


def _mean_and_std(X_train: Array, **how: Any) -> tuple[Array, Array]:
    return X_train.mean(**how), X_train.std(**how)


def _guarded(X: Array, center: Array, spread: Array) -> Array:
    """Scale; where the spread is 0 the result is 0."""
    return (X - center) / np.where(spread == 0, np.inf, spread)


def _plain(statistics: Statistics) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        center, spread = statistics(X_train, axis=1, keepdims=True)
        return (X - center) / spread

    return scale


def _along(statistics: Statistics, **how: Any) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        return _guarded(X, *statistics(X_train, **how))

    return scale


def _unguarded_shift(statistics: Statistics) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        center, spread = statistics(X_train, axis=1, keepdims=True)
        return (X - center) / np.where(spread == 0, 1.0, spread)

    return scale


def _epsilon(statistics: Statistics) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        center, spread = statistics(X_train, axis=1, keepdims=True)
        return (X - center) / (spread + 1e-8)

    return scale


def _not_centered(statistics: Statistics) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        _, spread = statistics(X_train, axis=1, keepdims=True)
        return _guarded(X, np.zeros_like(spread), spread)

    return scale


def _in_place(statistics: Statistics) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        center, spread = statistics(X_train, axis=1, keepdims=True)
        X -= center
        X /= np.where(spread == 0, np.inf, spread)
        return X

    return scale


def _stops_beside(shapes: Callable[[int, int], tuple[str, ...]]) -> Callable[..., bool]:
    """Make a sign: X meets statistics of one of these shapes, made of X_train's, and cannot broadcast."""

    def sign(trials: Sequence[Trial]) -> bool:
        stopped = [
            (trial.outcome.failure.message, shapes(*trial.arguments[0].shape))
            for trial in trials
            if trial.outcome.failure
        ]
        return len(stopped) > 1 and all(
            "broadcast" in message and any(shape in message for shape in wrong)
            for message, wrong in stopped
        )

    return sign


def _common_mistakes(statistics: Statistics, right: Scale, spread: str) -> tuple[Mistake, ...]:
    """List what goes wrong with either way of scaling; `spread` names what is divided by."""
    return (
        Mistake(
            "statistics of X, not of X_train",
            "Your statistics come from X itself. New examples have to be scaled as the training set "
            "was, or the same tumor gets other numbers in other company.",
            lambda X_train, X: right(X, X),
        ),
        Mistake(
            "statistics of X_train and X together",
            "Your statistics have seen X as well. What is used in training must not know the "
            "examples that come later: X_train alone.",
            lambda X_train, X: right(np.hstack([X_train, X]), X),
        ),
        Mistake(
            "X_train is scaled instead of X",
            "You return the scaled training set. It only lends its statistics; scale X.",
            lambda X_train, X: right(X_train, X_train),
        ),
        Mistake(
            "statistics along the wrong axis",
            "A feature is a row here, so its statistics run along `axis=1`. With `axis=0` you get one "
            "number an example.",
            _along(statistics, axis=0, keepdims=True),
            sign=_stops_beside(lambda p, m: (f"(1,{m})", f"({m},)")),
        ),
        Mistake(
            "`keepdims=True` is missing",
            "The statistics have shape (p,), which NumPy lines up with the columns of X. With "
            "`keepdims=True` they are a column, shape (p, 1).",
            _along(statistics, axis=1),
            sign=_stops_beside(lambda p, m: (f"({p},)",)),
        ),
        Mistake(
            "one statistic for all features together",
            "Without `axis` the statistics mix all features. Each feature needs its own.",
            _along(statistics),
        ),
        Mistake(
            "nan on a constant feature",
            f"A constant feature has {spread} 0, and 0/0 is nan. Its result is to be 0: "
            "`np.where` can replace the divisor.",
            _plain(statistics),
        ),
        Mistake(
            "a constant feature is shifted, but not 0",
            "A divisor of 1 leaves the difference from X_train's constant standing where X differs. "
            "The result is to be 0 there too.",
            _unguarded_shift(statistics),
        ),
        Mistake(
            "a tiny number added to the divisor",
            "With 1e-8 added, a feature that is constant over X_train is blown up a hundred million "
            "times where X differs from it. Treat that feature as a case of its own.",
            _epsilon(statistics),
        ),
        Mistake(
            "nan is replaced, infinity is not",
            "0/0 is nan, but a number over 0 is infinity, which `np.nan_to_num` turns into a huge "
            "number. Replace the divisor before dividing.",
            lambda X_train, X: np.nan_to_num(_plain(statistics)(X_train, X)),
        ),
        Mistake(
            "X is changed in place",
            "The caller's X has changed after the call. Write `X - ...`, which makes a new array, "
            "instead of `X -= ...`.",
            _in_place(statistics),
        ),
    )


def _mean_over_range(X_train: Array, X: Array) -> Array:
    mean, _ = _mean_and_std(X_train, axis=1, keepdims=True)
    _, size = _low_and_range(X_train, axis=1, keepdims=True)
    return _guarded(X, mean, size)


def _over_maximum(X_train: Array, X: Array) -> Array:
    low, size = _low_and_range(X_train, axis=1, keepdims=True)
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
        *_common_mistakes(_low_and_range, key.min_max_scale, "a range of"),
        Mistake(
            "clipped to the interval from 0 to 1",
            "A new example may lie beyond what was seen in training, and then falls below 0 or above "
            "1. Clipping it throws that away.",
            lambda X_train, X: np.clip(key.min_max_scale(X_train, X), 0.0, 1.0),
        ),
        Mistake(
            "the minimum is not subtracted",
            "You divide by the range, but the smallest value has to go to 0 first: subtract it.",
            _not_centered(_low_and_range),
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
            _mean_over_range,
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
        Alternative("divided by infinity", _along(_low_and_range, axis=1, keepdims=True)),
        Alternative(
            "through the transpose",
            lambda X_train, X: _along(_low_and_range, axis=0)(X_train.T, X.T).T,
        ),
    ),
)


def _mean_and_variance(X_train: Array, **how: Any) -> tuple[Array, Array]:
    return X_train.mean(**how), X_train.var(**how)


def _mean_and_sample_std(X_train: Array, **how: Any) -> tuple[Array, Array]:
    return X_train.mean(**how), X_train.std(ddof=1, **how)


def _mean_and_one(X_train: Array, **how: Any) -> tuple[Array, Array]:
    mean, std = _mean_and_std(X_train, **how)
    return mean, np.where(std == 0, 0.0, 1.0)


def _mean_and_length(X_train: Array, **how: Any) -> tuple[Array, Array]:
    return X_train.mean(**how), np.sqrt(np.sum((X_train - X_train.mean(**how)) ** 2, **how))


def _loop_standardize(X_train: Array, X: Array) -> Array:
    scaled = np.zeros(X.shape)
    for i, row in enumerate(X_train):
        mean = sum(row) / len(row)
        variance = sum((x - mean) ** 2 for x in row) / len(row)
        if variance > 0:
            scaled[i] = (X[i] - mean) / variance**0.5
    return scaled


def _divide_where(X_train: Array, X: Array) -> Array:
    mean, std = _mean_and_std(X_train, axis=1, keepdims=True)
    divisor = np.broadcast_to(std, X.shape)
    return np.divide(X - mean, divisor, out=np.zeros(X.shape), where=divisor > 0)


STANDARDIZE = Exercise(
    reference=key.standardize,
    groups=GROUPS,
    mistakes=(
        *_common_mistakes(_mean_and_std, key.standardize, "a standard deviation of"),
        Mistake(
            "divided by the variance",
            "The variance is in squared units. Divide by its root, the standard deviation: `std`.",
            _along(_mean_and_variance, axis=1, keepdims=True),
        ),
        Mistake(
            "`ddof=1`: divided by m - 1 inside the standard deviation",
            "Here the variance is the mean squared deviation, divided by m_train: NumPy's `std` as it "
            "stands, without `ddof=1`.",
            _along(_mean_and_sample_std, axis=1, keepdims=True),
        ),
        Mistake(
            "divided by the length of the row, not by the standard deviation",
            "The root of the *sum* of squares grows with the number of examples. The standard "
            "deviation is the root of their mean.",
            _along(_mean_and_length, axis=1, keepdims=True),
        ),
        Mistake(
            "the mean is not subtracted",
            "You divide by the standard deviation, but the mean has to go to 0 first: subtract it.",
            _not_centered(_mean_and_std),
        ),
        Mistake(
            "not divided by the standard deviation",
            "The mean is 0 now, but a feature in thousands is still in thousands. Divide by its "
            "standard deviation.",
            _along(_mean_and_one, axis=1, keepdims=True),
        ),
        Mistake(
            "divided by the range",
            "The range is what `min_max_scale` divides by. Here it is the standard deviation.",
            _mean_over_range,
        ),
        Mistake(
            "min-max scaled instead",
            "The smallest value at 0 and the largest at 1 is `min_max_scale`. Here the mean goes to 0 "
            "and the deviation to 1.",
            key.min_max_scale,
        ),
    ),
    alternatives=(
        Alternative("a loop over the features", _loop_standardize),
        Alternative("`np.divide` where the deviation is not 0", _divide_where),
        Alternative("divided by infinity", _along(_mean_and_std, axis=1, keepdims=True)),
        Alternative(
            "through the transpose",
            lambda X_train, X: _along(_mean_and_std, axis=0)(X_train.T, X.T).T,
        ),
    ),
)
