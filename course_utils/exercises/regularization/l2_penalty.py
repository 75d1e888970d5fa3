"""Lesson 06: the L2 penalty."""

from __future__ import annotations

from course_utils.checking.exercise import Alternative, Exercise, Mistake
from course_utils.exercises.regularization.penalties import COMMON, GROUPS
from course_utils.exercises.regularization.penalties import entries as entries
from course_utils.exercises.regularization.penalties import flat as flat
from course_utils.reference import regularization as key

L2_PENALTY = Exercise(
    reference=key.l2_penalty,
    groups=GROUPS,
    mistakes=(
        *COMMON,
        Mistake(
            "lam / m instead of lam / (2 m)",
            "2 * _right(parameters, lam, m)",
            "Your value is twice the right one: the factor is lam / (2 m). Mind the parentheses: "
            "`lam / 2 * m` is something else again.",
        ),
        Mistake(
            "`lam / 2 * m`: multiplied by m",
            "lam / 2 * m * float(np.sum(flat(parameters) ** 2))",
            "Python reads `lam / 2 * m` as (lam / 2) times m. Put the denominator in parentheses: "
            "`lam / (2 * m)`.",
        ),
        Mistake(
            "the square of the sum",
            "lam / (2 * m) * sum(float(W.sum()) ** 2 for W, _ in parameters)",
            "You add first and square the total. Square each entry, then add.",
        ),
        Mistake(
            "`W @ W.T`: products of different rows too",
            "lam / (2 * m) * sum(float(np.sum(W @ W.T)) for W, _ in parameters)",
            "The sum of the entries of `W @ W.T` holds the products of all pairs of rows. What is "
            "asked is each entry times itself: `W ** 2` or `W * W`.",
        ),
        Mistake(
            "the square of the sum over all layers",
            "lam / (2 * m) * float(flat(parameters).sum()) ** 2",
            "You add up all weights first and square the total. Square each entry, then add.",
        ),
        Mistake(
            "the root of the sum of squares",
            "lam / (2 * m) * sum(float(np.linalg.norm(W)) for W, _ in parameters)",
            "The norm itself is not what is penalized but its square: no root.",
        ),
        Mistake(
            "the matrix norm `np.linalg.norm(W, 2)`",
            "lam / (2 * m) * sum(float(np.linalg.norm(W, 2)) ** 2 for W, _ in parameters)",
            "For a matrix, `np.linalg.norm(W, 2)` is the largest singular value, not the root of the "
            "sum of squares. Square the entries and add.",
        ),
        Mistake(
            "absolute values instead of squares",
            "l1_penalty(parameters, lam, m) / 2",
            "This adds absolute values, as the L1 penalty does. The L2 penalty adds squares.",
        ),
        Mistake(
            "the L1 penalty",
            "l1_penalty(parameters, lam, m)",
            "This is the L1 penalty: absolute values, and lam / m. The L2 penalty adds squares, with "
            "lam / (2 m).",
        ),
        Mistake(
            "a matrix product instead of squares",
            "lam / (2 * m) * sum(float(np.sum(W.T @ W)) for W, _ in parameters)",
            "`W.T @ W` multiplies columns by columns. The penalty adds up the squares of the "
            "entries: `np.sum(W**2)`.",
        ),
        Mistake(
            "the mean of the squares",
            "lam / (2 * m) * sum(float(np.mean(W**2)) for W, _ in parameters)",
            "Every weight adds its square: `np.sum`, not `np.mean`, over the entries of each "
            "layer.",
        ),
    ),
    alternatives=(
        Alternative(
            "a loop over the entries",
            "lam * math.fsum((w * w for w in entries(parameters))) / (2 * m)",
        ),
        Alternative(
            "the norm, squared",
            "sum( lam / (2 * m) * np.linalg.norm(W) ** 2 for W, b in parameters )",
        ),
        Alternative(
            "a dot product",
            "0.5 * lam * (flat(parameters) @ flat(parameters)) / m",
        ),
        Alternative(
            "all entries chained",
            "lam * sum(w**2 for W, _ in parameters for w in W.ravel()) / m / 2",
        ),
    ),
)
