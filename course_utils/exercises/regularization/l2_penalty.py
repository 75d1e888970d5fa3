"""Lesson 06: the L2 penalty."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise
from course_utils.exercises.regularization.penalties import COMMON, GROUPS, entries, flat
from course_utils.reference import regularization as key

L2_PENALTY = Exercise(
    reference=key.l2_penalty,
    groups=GROUPS,
    preconditions=("lam >= 0",),
    mistakes=(
        *COMMON,
        *wrong_answers("""
## lam / m instead of lam / (2 m)
# Your value is twice the right one: the factor is lam / (2 m). Mind the parentheses: `lam / 2 *
# m` is something else again.
2 * _right(parameters, lam, m)
## `lam / 2 * m`: multiplied by m
# Python reads `lam / 2 * m` as (lam / 2) times m. Put the denominator in parentheses: `lam / (2
# * m)`.
lam / 2 * m * float(np.sum(flat(parameters) ** 2))
## the square of the sum
# You add first and square the total. Square each entry, then add.
lam / (2 * m) * sum(float(W.sum()) ** 2 for W, _ in parameters)
## `W @ W.T`: products of different rows too
# The sum of the entries of `W @ W.T` holds the products of all pairs of rows. You need each
# entry times itself: `W ** 2` or `W * W`.
lam / (2 * m) * sum(float(np.sum(W @ W.T)) for W, _ in parameters)
## the square of the sum over all layers
# You add up all weights first and square the total. Square each entry, then add.
lam / (2 * m) * float(flat(parameters).sum()) ** 2
## the root of the sum of squares
# The norm itself is not what is penalized but its square: no root.
lam / (2 * m) * sum(float(np.linalg.norm(W)) for W, _ in parameters)
## the matrix norm `np.linalg.norm(W, 2)`
# For a matrix, `np.linalg.norm(W, 2)` is the largest singular value, not the root of the sum of
# squares. Square the entries and add.
lam / (2 * m) * sum(float(np.linalg.norm(W, 2)) ** 2 for W, _ in parameters)
## absolute values instead of squares
# This adds absolute values, as the L1 penalty does. The L2 penalty adds squares.
l1_penalty(parameters, lam, m) / 2
## the L1 penalty
# This is the L1 penalty: absolute values, and lam / m. The L2 penalty adds squares, with lam /
# (2 m).
l1_penalty(parameters, lam, m)
## a matrix product instead of squares
# `W.T @ W` multiplies columns by columns. The penalty adds up the squares of the entries:
# `np.sum(W**2)`.
lam / (2 * m) * sum(float(np.sum(W.T @ W)) for W, _ in parameters)
"""),
    ),
    alternatives=right_answers("""
## a loop over the entries
lam * math.fsum((w * w for w in entries(parameters))) / (2 * m)
## the norm, squared
sum( lam / (2 * m) * np.linalg.norm(W) ** 2 for W, b in parameters )
## a dot product
0.5 * lam * (flat(parameters) @ flat(parameters)) / m
## all entries chained
lam * sum(w**2 for W, _ in parameters for w in W.ravel()) / m / 2
"""),
)
