"""Lesson 05: constant weights, and how many different units they leave."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.reference import initialization as key
from course_utils.reference.forward_propagation import parameter_shapes

Array = NDArray[Any]
Pairs = list[Any]

# Widths all different, so that a transposed W or a bias of another layer's length shows.
WIDTHS = ((4, 3, 5, 2), (6, 2, 7), (3, 8, 5, 1))


def _constant_case(rng: Generator) -> tuple[list[int], float]:
    sizes = list(WIDTHS[rng.integers(len(WIDTHS))])
    sizes[0] += 6 + int(rng.integers(5))
    return sizes, float(rng.uniform(0.2, 1.5))


def _constant(sizes: Sequence[int], W: Any, b: Any) -> Pairs:
    return [(W(n, n_prev), b(n)) for n_prev, n in pairwise(sizes)]


def _column(n: int) -> Array:
    return np.zeros((n, 1))


def _constant_by_loop(layer_sizes: Sequence[int], alpha: float) -> Any:
    parameters = []
    for layer in range(1, len(layer_sizes)):
        W = np.empty((layer_sizes[layer], layer_sizes[layer - 1]))
        W[:] = alpha
        parameters.append([W, np.zeros_like(W[:, :1])])
    return tuple(parameters)


CONSTANT = Exercise(
    reference=key.initialize_constant,
    groups=(
        Group("networks of three and four layers of neurons", _constant_case, weight=3, count=3),
        Group("no hidden layer", lambda rng: ([int(rng.integers(3, 7)), 2], 0.7), count=2),
        Group("alpha is zero", lambda rng: ([int(rng.integers(3, 7)), 8, 2], 0.0), count=2),
    ),
    mistakes=(
        Mistake(
            "the biases are alpha too",
            "Only the weights are alpha. The biases start at 0.",
            lambda layer_sizes, alpha: _constant(
                layer_sizes,
                lambda n, k: np.full((n, k), alpha),
                lambda n: np.full((n, 1), alpha),
            ),
        ),
        Mistake(
            "W is transposed",
            "A layer multiplies from the left, Z = W A_prev: W has one row for each of its own units "
            "and one column for each unit of the layer before.",
            lambda layer_sizes, alpha: _constant(
                layer_sizes, lambda n, k: np.full((k, n), alpha), _column
            ),
        ),
        Mistake(
            "the bias is flat, shape (n,)",
            "A bias is a column, so that it is added to every column of W A_prev: shape (n, 1).",
            lambda layer_sizes, alpha: _constant(
                layer_sizes, lambda n, k: np.full((n, k), alpha), np.zeros
            ),
        ),
        Mistake(
            "the bias has the length of the layer before",
            "A layer of n units has n biases, one a unit, however many numbers come in.",
            lambda layer_sizes, alpha: [
                (np.full((n, n_prev), alpha), np.zeros((n_prev, 1)))
                for n_prev, n in pairwise(layer_sizes)
            ],
        ),
        Mistake(
            "alpha on the diagonal only",
            "`np.eye` has zeros beside its diagonal. Every weight is to be alpha.",
            lambda layer_sizes, alpha: _constant(
                layer_sizes, lambda n, k: alpha * np.eye(n, k), _column
            ),
        ),
        Mistake(
            "alpha is not used",
            "Your weights are all 1, whatever alpha is.",
            lambda layer_sizes, alpha: _constant(
                layer_sizes, lambda n, k: np.ones((n, k)), _column
            ),
        ),
        Mistake(
            "the output layer is left out",
            "`layer_sizes` has L + 1 numbers, n_0 to n_L, and L layers have weights: the output "
            "layer too.",
            lambda layer_sizes, alpha: key.initialize_constant(layer_sizes[:-1], alpha),
        ),
        Mistake(
            "the input is given weights",
            "The input layer computes nothing. The first weights lead from n_0 inputs to n_1 units.",
            lambda layer_sizes, alpha: key.initialize_constant(
                [layer_sizes[0], *layer_sizes], alpha
            ),
        ),
        Mistake(
            "random weights, scaled by alpha",
            "Here nothing is random: every weight is alpha itself. The random schemes come later.",
            lambda layer_sizes, alpha: _constant(
                layer_sizes,
                lambda n, k: alpha * np.random.default_rng().normal(size=(n, k)),
                _column,
            ),
            sign=lambda trials: any(_has_many_weights(trial.value) for trial in trials),
        ),
    ),
    alternatives=(
        Alternative("a loop over layer numbers", _constant_by_loop),
        Alternative(
            "alpha times ones",
            lambda layer_sizes, alpha: _constant(
                layer_sizes, lambda n, k: alpha * np.ones((n, k)), _column
            ),
        ),
        Alternative(
            "from the shapes of lesson 03",
            lambda layer_sizes, alpha: [
                (np.zeros(W) + alpha, np.zeros(b)) for W, b in parameter_shapes(layer_sizes)
            ],
        ),
    ),
)


def _has_many_weights(value: object) -> bool:
    """Whether a layer's first weights are a matrix of nothing but different numbers."""
    if not isinstance(value, (list, tuple)) or not value:
        return False
    W = value[0][0] if isinstance(value[0], (list, tuple)) and value[0] else None
    return isinstance(W, np.ndarray) and W.size > 1 and np.unique(W).size == W.size


def _rows(rng: Generator, n: int, k: int, copies: int) -> Array:
    """Draw n rows, of which `copies` repeat others; two are the same numbers in another order.

    The entries have three decimals, so that a tolerance and rounding to it say the same. There
    are more different rows than columns, so that the rank says something else.
    """
    own = rng.integers(-900, 900, size=(n - copies, k)) / 1000.0
    own[1] = own[0][::-1]
    chosen = np.concatenate([np.arange(n - copies), rng.integers(n - copies, size=copies)])
    return own[rng.permutation(chosen)]


def _many_rows(rng: Generator) -> tuple[Array]:
    n, k, copies = ((11, 4, 3), (9, 3, 2), (13, 5, 4))[rng.integers(3)]
    return (_rows(rng, n, k, copies),)


def _rounding(rng: Generator) -> tuple[Array]:
    (W,) = _many_rows(rng)
    return (W + rng.uniform(1e-13, 3e-13, size=W.shape) * rng.choice([-1.0, 1.0], size=W.shape),)


def _close(rng: Generator) -> tuple[Array]:
    """All rows a little different, by more than the tolerance allows."""
    row = rng.integers(1, 900, size=4) / 1000.0
    W = np.tile(row, (7, 1))
    W[:, 2] += 1e-9 * rng.permutation(7)
    return (W,)


def _different_everywhere(W: Array) -> int:
    kept: list[Array] = []
    for row in W:
        if all(np.min(np.abs(row - other)) > 1e-12 for other in kept):
            kept.append(row)
    return len(kept)


def _unique_rows(W: Array) -> int:
    return int(np.unique(W, axis=0).shape[0])


def _neighbors(W: Array) -> int:
    return 1 + int(np.sum(np.any(np.abs(np.diff(W, axis=0)) > 1e-12, axis=1)))


def _allclose_rows(W: Array) -> int:
    distinct: list[Array] = []
    for row in W:
        if not any(np.allclose(row, other) for other in distinct):
            distinct.append(row)
    return len(distinct)


def _pairwise_table(W: Array) -> int:
    gaps = np.abs(W[:, None, :] - W[None, :, :]).max(axis=2)
    return int(np.sum(~np.any(np.tril(gaps <= 1e-12, k=-1), axis=1)))


def _strip(W: Array) -> int:
    """Take the first row and all its copies away, as long as there is one: recursion."""
    return 0 if len(W) == 0 else 1 + _strip(W[np.any(np.abs(W - W[0]) > 1e-12, axis=1)])


DISTINCT_UNITS = Exercise(
    reference=key.distinct_units,
    groups=(
        Group("rows of which some repeat", _many_rows, weight=3, count=3),
        Group(
            "all rows the same",
            lambda rng: (np.full((int(rng.integers(5, 9)), 3), rng.uniform(0.1, 1.0)),),
            count=2,
        ),
        Group("rows that differ by rounding only are the same", _rounding, count=2),
        Group("rows that differ by 1e-9 are different", _close, count=2),
    ),
    mistakes=(
        Mistake(
            "columns are counted, not rows",
            "You count the different columns. Row i holds the weights into unit i, so units are rows.",
            lambda W: _unique_rows(np.round(W.T, 12)),
        ),
        Mistake(
            "the matrix rank",
            "The rank counts independent directions. Two rows of which one is twice the other are "
            "different units, and the rank can never pass the number of columns.",
            lambda W: int(np.linalg.matrix_rank(W)),
        ),
        Mistake(
            "different numbers are counted, not different rows",
            "`np.unique(W)` flattens the matrix first and counts numbers. A unit is a whole row.",
            lambda W: int(np.unique(np.round(W, 12)).size),
        ),
        Mistake(
            "all rows are counted",
            "You return the number of rows. Rows that are equal count once.",
            lambda W: len(W),
        ),
        Mistake(
            "the copies are counted",
            "You return how many rows are copies of an earlier one. Asked is how many are left "
            "without them.",
            lambda W: len(W) - key.distinct_units(W),
        ),
        Mistake(
            "only neighboring rows are compared",
            "Two equal rows need not stand next to each other: compare each row with all that came "
            "before it.",
            _neighbors,
        ),
        Mistake(
            "one equal entry makes two rows the same",
            "Your rows count as different only if they differ in every entry. One entry is enough.",
            _different_everywhere,
        ),
        Mistake(
            "rows are compared by their sums",
            "The same numbers in another order have the same sum, yet they are another unit. Compare "
            "entry by entry.",
            lambda W: int(np.unique(np.round(W.sum(axis=1), 10)).size),
        ),
        Mistake(
            "compared exactly",
            "Two rows that rounding drives apart by 1e-13 are the same unit. Allow 1e-12.",
            _unique_rows,
        ),
        Mistake(
            "the tolerance is too wide",
            "`np.allclose` and `np.isclose` allow a relative 1e-5 unless told otherwise, so units "
            "that begin to part look equal. Allow 1e-12.",
            _allclose_rows,
        ),
    ),
    alternatives=(
        Alternative("unique after rounding", lambda W: np.unique(np.round(W, 12), axis=0).shape[0]),
        Alternative("a set of tuples", lambda W: len({tuple(np.round(row, 12)) for row in W})),
        Alternative("every pair at once", _pairwise_table),
        Alternative("recursion", _strip),
    ),
)
