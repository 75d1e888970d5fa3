"""Lesson 05: what depth does to a signal."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import stops_with
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.reference import initialization as key


@drawn
def _network(rng: Rng, scales: list[float], pairs: range, odd: int) -> tuple:
    """Draw an odd or an even number of layers: a sign in a power shows in one of them only."""
    n, m, n_last = ((5, 4, 3), (3, 7, 2))[rng.integers(2)]
    scale, L = float(rng.choice(scales)), 2 * int(rng.choice(pairs)) + odd
    return rng.normal(size=(n, m)), rng.normal(size=(n_last, n)), scale, L


DEEP_LINEAR_OUTPUT = Exercise(
    reference=key.deep_linear_output,
    groups=(
        Group(
            "a few layers",
            [_network([0.5, 0.8, 1.3, 1.5], range(2, 5), odd) for odd in (1, 0)],
            weight=3,
        ),
        Group("one layer only: W_last alone", _network([1.5], range(1), odd=1)),
        Group(
            "hundreds of layers",
            [_network([0.3, 3.0], range(170, 250), odd) for odd in (1, 0)],
            count=1,
        ),
    ),
    preconditions=("scale > 0", "L >= 1"),
    mistakes=wrong_answers(
        """
## scale^L: one factor too many
# Of the L layers only the first L - 1 multiply by scale; the last one is W_last.
W_last @ x * scale**L
## multiplied by L - 1, not raised to it
# Each layer multiplies what the layer before gave, so L - 1 layers give the power scale^(L-1),
# not the product scale (L - 1). In Python a power is `**`.
W_last @ x * scale * (L - 1)
## `scale ** L - 1` without parentheses
# Python reads `scale ** L - 1` as (scale ** L) - 1. Put the exponent in parentheses.
W_last @ x * (scale**L - 1)
## `W_last @ x * scale ** L - 1` without parentheses
# Python reads `... * scale ** L - 1` as (... * scale^L) - 1. Put the exponent in parentheses.
W_last @ x * scale**L - 1
## `scale ** L - 1 * W_last @ x` without parentheses
# Python reads `scale ** L - 1 * ...` as (scale^L) - (1 * ...). Put the exponent in parentheses.
scale**L - 1 * W_last @ x
## (L - 1)^scale: base and exponent are exchanged
# Here scale is what is multiplied with itself, L - 1 times: it stands before the `**`.
W_last @ x * float(L - 1) ** scale
## `**` on a matrix
# `**` takes the power of each entry, and 0 ** 0 is 1: with L = 1 the zeros beside the diagonal
# become ones. Take the power of the number scale, not of a matrix.
W_last @ (scale * np.eye(len(x))) ** (L - 1) @ x
## one factor too few
# Your power is scale^(L-2). W^[1] to W^[L-1] are L - 1 matrices.
W_last @ x * scale ** (L - 2)
## one layer of scale, whatever L is
# You multiply by scale once. There are L - 1 such layers.
W_last @ x * scale
## the last layer is left out
# Your answer still has n rows. The last layer, W_last of shape (n_L, n), has to be applied.
x * scale ** (L - 1)
## every layer is W_last
# W_last is the last layer alone, and it is not square: it cannot be raised to a power. The
# layers before it are scale times the identity.
np.linalg.matrix_power(scale * W_last, L - 1) @ x
## `*` where a matrix product is meant
# `W_last * x` multiplies entry by entry, and the shapes do not fit. `W_last @ x` is the layer.
W_last * x * scale ** (L - 1)
## a matrix product with W_last does not fit
# The shapes do not fit. W_last multiplies from the left, as it is, and once, at the end: `W_last @
# x`, not `x @ W_last` and not `W_last.T @ x`. The layers before it are `scale` alone.
x @ W_last * scale ** (L - 1)
## e^(scale (L-1))
# `np.exp` raises e to a power. Here scale itself is raised to L - 1.
W_last @ x * np.exp(scale * (L - 1))
""",
        detectors={
            "`*` where a matrix product is meant": stops_with("broadcast"),
            "a matrix product with W_last does not fit": stops_with("matmul"),
        },
    ),
    alternatives=right_answers("""
## layer by layer
a = x
for _ in range(L - 1):
    a = scale * a
return W_last @ a
## with the product formed
W = scale * np.eye(len(x))
return W_last @ np.linalg.matrix_power(W, L - 1) @ x
## the power first
np.power(scale, L - 1) * np.dot(W_last, x)
## by logarithm
W_last @ x * np.exp((L - 1) * np.log(scale))
"""),
)
