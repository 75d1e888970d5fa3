"""Lesson 06: the gradient of a penalty."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.exercises.regularization.inputs import strength, weights
from course_utils.reference import regularization as key


@drawn
def _case(rng: Rng, norm: str) -> tuple:
    return weights(rng), *strength(rng), norm


def _with_zeros(rng: Rng) -> tuple:
    W = weights(rng)
    W.ravel()[rng.permutation(W.size)[:3]] = 0.0
    return W, *strength(rng), "l1"


PENALTY_GRADIENT = Exercise(
    reference=key.penalty_gradient,
    groups=(
        Group("the L2 penalty", _case("l2"), weight=2, count=3),
        Group("the L1 penalty", _case("l1"), weight=2, count=3),
        Group(
            "the L1 penalty where some weights are 0",
            _with_zeros,
            hint="At 0 the absolute value has no slope; take 0, as `np.sign` does.",
        ),
        Group(
            "a norm that is neither",
            [_case("a norm that nobody knows"), _case("l")],
            0.5,
            refused=True,
        ),
    ),
    preconditions=("lam >= 0",),
    mistakes=wrong_answers("""
## lam / (2 m) for L2
# Your L2 gradient is half the right one. The derivative of the square brings a 2, which cancels
# the 2 of lam / (2 m).
lam / (2 * m) * W if norm == 'l2' else _right(W, lam, m, norm)
## lam / (2 m) for L1
# Your L1 gradient is half the right one. Only the L2 penalty has a 2 in the denominator, which
# cancels the 2 from the square; the slope of |w| has no 2.
lam / (2 * m) * np.sign(W) if norm == 'l1' else _right(W, lam, m, norm)
## lam / (2 m) for both
# Your gradient is half the right one for both norms. For L2 the derivative of the square cancels
# the 2; for L1 there was none.
0.5 * _right(W, lam, m, norm)
## 2 lam / m for L2
# Your L2 gradient is twice the right one. The square does bring a 2, but the penalty has lam /
# (2 m) in front.
2 * lam / m * W if norm == 'l2' else _right(W, lam, m, norm)
## W squared for L2
# Differentiated, w^2 becomes 2 w: the square is gone, and its 2 cancels the one in the
# denominator.
lam / m * W ** 2 if norm == 'l2' else _right(W, lam, m, norm)
## not divided by m
# Your gradient is m times too large: the penalty has m in its denominator.
m * _right(W, lam, m, norm)
## lam is left out
# lam, the strength of the penalty, does not enter your gradient.
_right(W, lam, m, norm) / lam
## L1 and L2 are exchanged
# W itself comes from the square, which is L2; sign(W) comes from the absolute value, L1.
_right(W, lam, m, {'l1': 'l2', 'l2': 'l1'}.get(norm, norm))
## L1 with W for sign(W)
# The slope of |w| does not depend on how large w is: it is 1 on the right and -1 on the left.
lam / m * W if norm == 'l1' else _right(W, lam, m, norm)
## L1 with |W| for sign(W)
# |W| is the penalty, not its slope. The slope of |w| is 1 for positive and -1 for negative w.
lam / m * np.abs(W) if norm == 'l1' else _right(W, lam, m, norm)
## L1 with 1 everywhere
# The slope of |w| is -1 where w is negative.
lam / m * np.ones_like(W) if norm == 'l1' else _right(W, lam, m, norm)
## 1 at W = 0
# Where a weight is 0 your slope is 1, which would push it away from 0. It should be 0 there.
lam / m * np.where(W >= 0, 1.0, -1.0) if norm == 'l1' else _right(W, lam, m, norm)
## -1 at W = 0
# Where a weight is 0 your slope is -1, which would push it away from 0. It should be 0 there.
lam / m * np.where(W > 0, 1.0, -1.0) if norm == 'l1' else _right(W, lam, m, norm)
## W / |W|: nan at W = 0
# W / |W| is 0/0 where a weight is 0. `np.sign` gives the same signs, and 0 at 0.
lam / m * W / np.abs(W) if norm == 'l1' else _right(W, lam, m, norm)
## summed to one number
# A gradient has one entry for each weight: the shape of W, no sum.
float(np.sum(_right(W, lam, m, norm)))
## the penalty instead of its gradient
# This is the penalty, entry by entry. Differentiate it: w^2 / 2 becomes w, and |w| becomes
# sign(w).
if norm not in ("l1", "l2"):
    raise ValueError(norm)
return lam / m * np.abs(W) if norm == "l1" else lam / (2 * m) * W**2
"""),
    alternatives=right_answers("""
## nested `np.where`
if norm == 'l2':
    return W * (lam / m)
if norm == 'l1':
    return lam * np.where(W > 0, 1.0, np.where(W < 0, -1.0, 0.0)) / m
raise ValueError(norm)
## boolean masks
if norm not in {'l1', 'l2'}:
    raise ValueError("norm must be 'l1' or 'l2'")
direction = np.array(W, dtype=float)
if norm == 'l1':
    direction[W > 0], direction[W < 0] = (1.0, -1.0)
return np.multiply(lam, direction) / m
## a loop and a table of rules
rules = {'l1': lambda w: (w > 0) * 1.0 - (w < 0) * 1.0, 'l2': lambda w: w}
if norm not in rules:
    raise ValueError(f'no such norm: {norm}')
return np.array([[lam / m * rules[norm](w) for w in row] for row in W])
"""),
)
