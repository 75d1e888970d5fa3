"""Lesson 06: the L1 penalty."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise
from course_utils.exercises.regularization.penalties import COMMON, GROUPS, entries, flat
from course_utils.reference import regularization as key

L1_PENALTY = Exercise(
    reference=key.l1_penalty,
    groups=GROUPS,
    preconditions=("lam >= 0",),
    mistakes=(
        *COMMON,
        *wrong_answers("""
## no absolute values
# Positive and negative weights cancel in your sum. It is their absolute values that are added:
# `np.abs`.
lam / m * float(flat(parameters).sum())
## the absolute value of the sum
# You add up first and take the absolute value of the total, so weights of opposite sign cancel.
# Take the absolute value of each entry.
lam / m * sum(abs(float(W.sum())) for W, _ in parameters)
## halved
# Your value is half the right one. The 2 in the denominator belongs to the L2 penalty, where it
# cancels against the derivative of the square.
_right(parameters, lam, m) / 2
## the norm of each matrix, `np.linalg.norm(W)`
# That is the root of a sum of squares. The L1 penalty adds absolute values.
lam / m * sum(np.linalg.norm(W) for W, _ in parameters)
## the L2 penalty
# You add squares. The L1 penalty adds absolute values.
l2_penalty(parameters, lam, m)
## the matrix norm `np.linalg.norm(W, 1)`
# For a matrix, `np.linalg.norm(W, 1)` is the largest column sum. Here the absolute values of all
# entries are added.
lam / m * sum(float(np.linalg.norm(W, 1)) for W, _ in parameters)
"""),
    ),
    alternatives=right_answers("""
## a loop over the entries
lam * sum((abs(w) for w in entries(parameters))) / m
## the norm of all weights in one row
np.linalg.norm(flat(parameters), 1) * lam / m
## sign times weight
sum(np.einsum("ij,ij->", W, np.sign(W)) for W, b in parameters) * (lam / m)
"""),
)
