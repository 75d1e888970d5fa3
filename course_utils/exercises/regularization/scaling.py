"""Lesson 06: what the two ways of bringing features to one scale share: cases, and how they go wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from course_utils.checking.exercise import Group, Mistake, Trial
from course_utils.exercises.regularization.inputs import (
    constant_feature,
    constant_in_training,
    single_example,
    training_set_itself,
    unseen,
)

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


_GUARDED = "(X - center) / np.where(spread == 0, np.inf, spread)"
ALONG_ROWS = "axis=1, keepdims=True"


def code(center: str, spread: str, *, how: str = ALONG_ROWS, result: str = _GUARDED) -> str:
    """Return an answer from what is subtracted, what it is divided by, and the last line."""
    center, spread = center.replace("{}", how), spread.replace("{}", how)
    return f"center = {center}\nspread = {spread}\nreturn {result}"


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


def common_mistakes(center: str, spread: str, name: str) -> tuple[Mistake, ...]:
    """List what goes wrong with either way of scaling.

    `center` and `spread` are what is subtracted and what it is divided by, in code with ``{}`` for
    the arguments of the statistic; `name` names the spread.
    """
    of_X = (center.replace("X_train", "X"), spread.replace("X_train", "X"))
    return (
        Mistake(
            "statistics of X, not of X_train",
            "_right(X, X)",
            "Your statistics come from X itself. New examples have to be scaled as the training set "
            "was, or the same tumor gets other numbers in other company.",
        ),
        Mistake(
            "statistics of X_train and X together",
            "_right(np.hstack([X_train, X]), X)",
            "Your statistics have seen X as well. What is used in training must not know the "
            "examples that come later: X_train alone.",
        ),
        Mistake(
            "what is subtracted comes from X",
            code(of_X[0], spread),
            "You subtract a statistic of X and divide by one of X_train. Both come from X_train.",
        ),
        Mistake(
            "what it is divided by comes from X",
            code(center, of_X[1]),
            "You subtract a statistic of X_train and divide by one of X. Both come from X_train.",
        ),
        Mistake(
            "X_train is scaled instead of X",
            "_right(X_train, X_train)",
            "You return the scaled training set. It only lends its statistics; scale X.",
        ),
        Mistake(
            "statistics along the wrong axis",
            code(center, spread, how="axis=0, keepdims=True"),
            "A feature is a row here, so its statistics run along `axis=1`. With `axis=0` you get one "
            "number per example.",
            detect=_stops_beside(lambda p, m: (f"(1,{m})", f"({m},)")),
        ),
        Mistake(
            "`keepdims=True` is missing",
            code(center, spread, how="axis=1"),
            "The statistics have shape (p,), which NumPy lines up with the columns of X. With "
            "`keepdims=True` they are a column, shape (p, 1).",
            detect=_stops_beside(lambda p, m: (f"({p},)",)),
        ),
        Mistake(
            "one statistic for all features together",
            code(center, spread, how=""),
            "Without `axis` the statistics mix all features. Each feature needs its own.",
        ),
        Mistake(
            "one divisor for all features together",
            code(center, spread.replace("{}", ""), result="(X - center) / spread"),
            "What you subtract is each feature's own, but you divide all by one number: `axis=1` is "
            "missing there.",
        ),
        Mistake(
            "`X - a / b` without parentheses",
            code(center, spread, result="X - center / np.where(spread == 0, np.inf, spread)"),
            "Python divides first: `X - a / b` is X - (a / b). Put the difference in parentheses: "
            "`(X - a) / b`.",
        ),
        Mistake(
            "nan on a constant feature",
            code(center, spread, result="(X - center) / spread"),
            f"A constant feature has {name} 0, and 0/0 is nan. Its result is to be 0: "
            "`np.where` can replace the divisor.",
        ),
        Mistake(
            "a constant feature is shifted, but not 0",
            code(center, spread, result="(X - center) / np.where(spread == 0, 1, spread)"),
            "A divisor of 1 leaves the difference from X_train's constant standing where X differs. "
            "The result is to be 0 there too.",
        ),
        Mistake(
            "a tiny number added to the divisor",
            code(center, spread, result="(X - center) / (spread + 1e-8)"),
            "With 1e-8 added, a feature that is constant over X_train is blown up a hundred million "
            "times where X differs from it. Treat that feature as a case of its own.",
        ),
        Mistake(
            "0 where it is nan, but infinity stays",
            code(
                center,
                spread,
                result="np.where(np.isnan((X - center) / spread), 0.0, (X - center) / spread)",
            ),
            "0/0 is nan, and you have replaced that. Where X differs from X_train's constant it is a "
            "number over 0, which is infinity. Replace the divisor before dividing.",
        ),
        Mistake(
            "nan is replaced, infinity becomes a huge number",
            code(center, spread, result="np.nan_to_num((X - center) / spread)"),
            "0/0 is nan, but a number over 0 is infinity, which `np.nan_to_num` turns into a huge "
            "number. Replace the divisor before dividing.",
        ),
        Mistake(
            "X is changed in place",
            code(
                center,
                spread,
                result="np.divide(np.subtract(X, center, out=X), np.where(spread == 0, np.inf, spread), out=X)",
            ),
            "The caller's X has changed after the call. Write `X - ...`, which makes a new array, "
            "instead of `X -= ...`.",
        ),
    )
