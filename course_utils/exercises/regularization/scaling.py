"""Lesson 06: what the two ways of bringing features to one scale share: cases, and how they go wrong."""

from course_utils.checking.answer_tables import wrong_answers
from course_utils.checking.detectors import stops
from course_utils.checking.exercise import Group, Mistake, Trial
from course_utils.exercises.regularization.inputs import (
    constant_feature,
    single_example,
    small_numbers,
    training_set_itself,
    unseen,
)

# Whole numbers: sums of them are exact, so that the standard deviation is exactly 0.
CONSTANTS = (7.0, -3.0, 0.0)
GROUPS = (
    Group("examples that were not seen in training", unseen, weight=3, count=3),
    Group("a feature of tiny numbers", small_numbers, weight=0.5),
    Group("the training set itself", training_set_itself, weight=0.5),
    Group("a single new example, X of shape (p, 1)", single_example, weight=0.5),
    Group(
        "a feature that never changes",
        [constant_feature(value) for value in CONSTANTS],
        count=1,
        hint="A constant feature has no spread to divide by. Its result is to be 0.",
    ),
    Group(
        "a feature that is constant over X_train but not in X",
        [constant_feature(value, in_training_only=True) for value in CONSTANTS],
        weight=0.5,
        count=1,
        hint="What X_train says of such a feature is that it carries no information: 0, whatever X holds.",
    ),
)


def _axis_0(trial: Trial) -> bool:
    """Whether X meets statistics that have one number per example of X_train."""
    m = trial.arguments[0].shape[1]
    return "broadcast" in trial.error and (f"(1,{m})" in trial.error or f"({m},)" in trial.error)


def common_mistakes(base: str, spread: str) -> tuple[Mistake, ...]:
    """List what goes wrong with either way of scaling.

    `base` is a right answer in three lines, of center, spread and result; `spread` is what its
    spread is called.
    """
    return wrong_answers(
        """
## statistics of X, not of X_train
# Your statistics come from X itself. New examples have to be scaled as the training set was, or
# the same tumor gets other numbers in other company.
_right(X, X)
## statistics of X_train and X together
# Your statistics have seen X as well. What is used in training must not know the examples that
# come later: X_train alone.
_right(np.hstack([X_train, X]), X)
## what is subtracted comes from X
# You subtract a statistic of X and divide by one of X_train. Both come from X_train.
center = X_train -> center = X
## X_train is scaled instead of X
# You return the scaled training set. It only lends its statistics; scale X.
_right(X_train, X_train)
## statistics along the wrong axis
# A feature is a row here, so its statistics run along `axis=1`. With `axis=0` you get one number
# per example.
axis=1 -> axis=0
## one statistic for all features together
# Without `axis` the statistics mix all features. Each feature needs its own.
axis=1, keepdims=True ->
## `X - a / b` without parentheses
# Python divides first: `X - a / b` is X - (a / b). Put the difference in parentheses: `(X - a) /
# b`.
(X - center) -> X - center
## nan on a constant feature
# A constant feature has NAME 0, and 0/0 is nan. Its result should be 0: `np.where` can replace
# the divisor.
np.where(spread == 0, np.inf, spread) -> spread
## a constant feature is shifted, but not 0
# A divisor of 1 leaves the difference from X_train's constant standing where X differs. The
# result should be 0 there too.
np.where(spread == 0, np.inf, spread) -> np.where(spread == 0, 1, spread)
## a tiny number added to the divisor
# With 1e-8 added, a feature that is constant over X_train is blown up a hundred million times
# where X differs from it. Treat that feature as a case of its own.
np.where(spread == 0, np.inf, spread) -> (spread + 1e-8)
## 0 where it is nan, but infinity stays
# 0/0 is nan, and you have replaced that. Where X differs from X_train's constant it is a number
# over 0, which is infinity. Replace the divisor before dividing.
(X - center) / np.where(spread == 0, np.inf, spread) -> np.where(X == center, 0.0, (X - center) / spread)
## nan is replaced, infinity becomes a huge number
# 0/0 is nan, but a number over 0 is infinity, which `np.nan_to_num` turns into a huge number.
# Replace the divisor before dividing.
(X - center) / np.where(spread == 0, np.inf, spread) -> np.nan_to_num((X - center) / spread)
""".replace("NAME", spread),
        base=base,
        detectors={"statistics along the wrong axis": stops(_axis_0)},
    )
