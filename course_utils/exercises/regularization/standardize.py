"""Lesson 06: mean 0 and standard deviation 1, over the training set."""

from __future__ import annotations

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.regularization.inputs import constant_but_for_rounding
from course_utils.exercises.regularization.scaling import GROUPS, code, common_mistakes
from course_utils.reference import regularization as key

MEAN, DEVIATION = "X_train.mean({})", "X_train.std({})"

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
        *common_mistakes(MEAN, DEVIATION, "a standard deviation of"),
        Mistake(
            "divided by the variance",
            code(MEAN, "X_train.var({})"),
            "The variance is in squared units. Divide by its root, the standard deviation: `std`.",
        ),
        Mistake(
            "`ddof=1`: divided by m - 1 inside the standard deviation",
            code(MEAN, "X_train.std({}, ddof=1)"),
            "Here the variance is the mean squared deviation, divided by m_train: NumPy's `std` as it "
            "stands, without `ddof=1`.",
        ),
        Mistake(
            "divided by the length of the row, not by the standard deviation",
            code(MEAN, "np.sqrt(np.sum((X_train - center) ** 2, {}))"),
            "The root of the *sum* of squares grows with the number of examples. The standard "
            "deviation is the root of their mean.",
        ),
        Mistake(
            "the mean is not subtracted",
            code("0", DEVIATION),
            "You divide by the standard deviation, but the mean has to go to 0 first: subtract it.",
        ),
        Mistake(
            "not divided by the standard deviation",
            code(MEAN, DEVIATION, result="np.where(spread == 0, 0.0, X - center)"),
            "The mean is 0 now, but a feature in thousands is still in thousands. Divide by its "
            "standard deviation.",
        ),
        Mistake(
            "divided by the range",
            code(MEAN, "X_train.max({}) - X_train.min({})"),
            "The range is what `min_max_scale` divides by. Here it is the standard deviation.",
        ),
        Mistake(
            "min-max scaled instead",
            "min_max_scale(X_train, X)",
            "The smallest value at 0 and the largest at 1 is `min_max_scale`. Here the mean goes to 0 "
            "and the deviation to 1.",
        ),
        Mistake(
            "divided by the length of X_train's rows, the mean not taken out",
            code(MEAN, "np.linalg.norm(X_train, {})"),
            "`np.linalg.norm` is the root of a sum of squares, not of their mean, and it measures "
            "from 0, not from the mean. Divide by `X_train.std(axis=1, keepdims=True)`.",
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
            mean, std = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
            divisor = np.broadcast_to(std, X.shape)
            return np.divide(X - mean, divisor, out=np.zeros(X.shape), where=divisor > 0)
            """,
        ),
        Alternative(
            "divided by infinity",
            code(MEAN, DEVIATION),
        ),
        Alternative(
            "through the transpose",
            """
            rows, mean, std = X.T, X_train.T.mean(axis=0), X_train.T.std(axis=0)
            return ((rows - mean) / np.where(std == 0, np.inf, std)).T
            """,
        ),
    ),
)
