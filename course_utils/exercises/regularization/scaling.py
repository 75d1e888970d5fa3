"""Lesson 06: what the two ways of bringing features to one scale share: cases, and how they go wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.checking.exercise import Group, Mistake, Trial
from course_utils.exercises.regularization.inputs import (
    Array,
    constant_feature,
    constant_in_training,
    single_example,
    training_set_itself,
    unseen,
)

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


def low_and_range(X_train: Array, **how: Any) -> tuple[Array, Array]:
    """Return the minimum and the range."""
    low, high = X_train.min(**how), X_train.max(**how)
    return low, high - low


def mean_and_std(X_train: Array, **how: Any) -> tuple[Array, Array]:
    """Return the mean and the standard deviation."""
    return X_train.mean(**how), X_train.std(**how)


def _guarded(X: Array, center: Array, spread: Array) -> Array:
    """Scale; where the spread is 0 the result is 0."""
    return (X - center) / np.where(spread == 0, np.inf, spread)


def _plain(statistics: Statistics) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        center, spread = statistics(X_train, axis=1, keepdims=True)
        return (X - center) / spread

    return scale


def along(statistics: Statistics, **how: Any) -> Scale:
    """Scale by statistics of X_train taken in this way, with the result 0 where there is no spread."""

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


def not_centered(statistics: Statistics) -> Scale:
    """Divide, without subtracting anything first."""

    def scale(X_train: Array, X: Array) -> Array:
        _, spread = statistics(X_train, axis=1, keepdims=True)
        return _guarded(X, np.zeros_like(spread), spread)

    return scale


def _spread_of_all(statistics: Statistics) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        center, _ = statistics(X_train, axis=1, keepdims=True)
        return (X - center) / statistics(X_train)[1]

    return scale


def _one_from_X(statistics: Statistics, which: int) -> Scale:
    """Take one of the two statistics from X."""

    def scale(X_train: Array, X: Array) -> Array:
        chosen = list(statistics(X_train, axis=1, keepdims=True))
        chosen[which] = statistics(X, axis=1, keepdims=True)[which]
        return _guarded(X, *chosen)

    return scale


def _without_parentheses(statistics: Statistics) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        center, spread = statistics(X_train, axis=1, keepdims=True)
        return X - center / np.where(spread == 0, np.inf, spread)

    return scale


def _only_nan_replaced(statistics: Statistics) -> Scale:
    def scale(X_train: Array, X: Array) -> Array:
        scaled = _plain(statistics)(X_train, X)
        return np.where(np.isnan(scaled), 0.0, scaled)

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


def common_mistakes(statistics: Statistics, right: Scale, spread: str) -> tuple[Mistake, ...]:
    """List what goes wrong with either way of scaling; `spread` names what is divided by."""
    return (
        Mistake(
            "statistics of X, not of X_train",
            "right(X, X)",
            "Your statistics come from X itself. New examples have to be scaled as the training set "
            "was, or the same tumor gets other numbers in other company.",
        ),
        Mistake(
            "statistics of X_train and X together",
            "right(np.hstack([X_train, X]), X)",
            "Your statistics have seen X as well. What is used in training must not know the "
            "examples that come later: X_train alone.",
        ),
        Mistake(
            "what is subtracted comes from X",
            TODO(_one_from_X(statistics, 0)),  # TODO factory
            "You subtract a statistic of X and divide by one of X_train. Both come from X_train.",
        ),
        Mistake(
            "what it is divided by comes from X",
            TODO(_one_from_X(statistics, 1)),  # TODO factory
            "You subtract a statistic of X_train and divide by one of X. Both come from X_train.",
        ),
        Mistake(
            "X_train is scaled instead of X",
            "right(X_train, X_train)",
            "You return the scaled training set. It only lends its statistics; scale X.",
        ),
        Mistake(
            "statistics along the wrong axis",
            TODO(along(statistics, axis=0, keepdims=True)),  # TODO factory
            "A feature is a row here, so its statistics run along `axis=1`. With `axis=0` you get one "
            "number per example.",
            detect=_stops_beside(lambda p, m: (f"(1,{m})", f"({m},)")),
        ),
        Mistake(
            "`keepdims=True` is missing",
            TODO(along(statistics, axis=1)),  # TODO factory
            "The statistics have shape (p,), which NumPy lines up with the columns of X. With "
            "`keepdims=True` they are a column, shape (p, 1).",
            detect=_stops_beside(lambda p, m: (f"({p},)",)),
        ),
        Mistake(
            "one statistic for all features together",
            TODO(along(statistics)),  # TODO factory
            "Without `axis` the statistics mix all features. Each feature needs its own.",
        ),
        Mistake(
            "one divisor for all features together",
            TODO(_spread_of_all(statistics)),  # TODO factory
            "What you subtract is each feature's own, but you divide all by one number: `axis=1` is "
            "missing there.",
        ),
        Mistake(
            "`X - a / b` without parentheses",
            TODO(_without_parentheses(statistics)),  # TODO factory
            "Python divides first: `X - a / b` is X - (a / b). Put the difference in parentheses: "
            "`(X - a) / b`.",
        ),
        Mistake(
            "nan on a constant feature",
            TODO(_plain(statistics)),  # TODO factory
            f"A constant feature has {spread} 0, and 0/0 is nan. Its result is to be 0: "
            "`np.where` can replace the divisor.",
        ),
        Mistake(
            "a constant feature is shifted, but not 0",
            TODO(_unguarded_shift(statistics)),  # TODO factory
            "A divisor of 1 leaves the difference from X_train's constant standing where X differs. "
            "The result is to be 0 there too.",
        ),
        Mistake(
            "a tiny number added to the divisor",
            TODO(_epsilon(statistics)),  # TODO factory
            "With 1e-8 added, a feature that is constant over X_train is blown up a hundred million "
            "times where X differs from it. Treat that feature as a case of its own.",
        ),
        Mistake(
            "0 where it is nan, but infinity stays",
            TODO(_only_nan_replaced(statistics)),  # TODO factory
            "0/0 is nan, and you have replaced that. Where X differs from X_train's constant it is a "
            "number over 0, which is infinity. Replace the divisor before dividing.",
        ),
        Mistake(
            "nan is replaced, infinity becomes a huge number",
            "np.nan_to_num(_plain(statistics)(X_train, X))",
            "0/0 is nan, but a number over 0 is infinity, which `np.nan_to_num` turns into a huge "
            "number. Replace the divisor before dividing.",
        ),
        Mistake(
            "X is changed in place",
            TODO(_in_place(statistics)),  # TODO factory
            "The caller's X has changed after the call. Write `X - ...`, which makes a new array, "
            "instead of `X -= ...`.",
        ),
    )


def mean_over_range(X_train: Array, X: Array) -> Array:
    """Subtract the mean, and divide by the range."""
    mean, _ = mean_and_std(X_train, axis=1, keepdims=True)
    _, size = low_and_range(X_train, axis=1, keepdims=True)
    return _guarded(X, mean, size)
