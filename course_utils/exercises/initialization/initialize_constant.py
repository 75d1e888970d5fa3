"""Lesson 05: constant weights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_utils.checking.compare import Layers
from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake, Trial
from course_utils.reference import initialization as key

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


def _is_a_dict(trials: Sequence[Trial]) -> bool:
    return all(isinstance(trial.value, dict) for trial in trials)


INITIALIZE_CONSTANT = Exercise(
    reference=key.initialize_constant,
    returns=Layers(("W", "b")),
    groups=(
        Group("networks of three and four layers of neurons", _constant_case, weight=3, count=3),
        Group("no hidden layer", lambda rng: ([int(rng.integers(3, 7)), 2], 0.7), count=2),
        Group("alpha is zero", lambda rng: ([int(rng.integers(3, 7)), 8, 2], 0.0), count=2),
    ),
    mistakes=(
        Mistake(
            "the biases are alpha too",
            "_constant( layer_sizes, lambda n, k: np.full((n, k), alpha), lambda n: np.full((n, 1), alpha), )",
            "Only the weights are alpha. The biases start at 0.",
        ),
        Mistake(
            "W is transposed",
            "_constant( layer_sizes, lambda n, k: np.full((k, n), alpha), _column )",
            "A layer multiplies from the left, Z = W A_prev: W has one row for each of its own units "
            "and one column for each unit of the layer before.",
        ),
        Mistake(
            "the bias is flat, shape (n,)",
            "_constant( layer_sizes, lambda n, k: np.full((n, k), alpha), np.zeros )",
            "A bias is a column, so that it is added to every column of W A_prev: shape (n, 1).",
        ),
        Mistake(
            "the bias has the length of the layer before",
            "[ (np.full((n, n_prev), alpha), np.zeros((n_prev, 1))) for n_prev, n in pairwise(layer_sizes) ]",
            "A layer of n units has n biases, one per unit, however many numbers come in.",
        ),
        Mistake(
            "alpha on the diagonal only",
            "_constant( layer_sizes, lambda n, k: alpha * np.eye(n, k), _column )",
            "`np.eye` has zeros beside its diagonal. Every weight is to be alpha.",
        ),
        Mistake(
            "alpha is not used",
            "_constant( layer_sizes, lambda n, k: np.ones((n, k)), _column )",
            "Your weights are all 1, whatever alpha is.",
        ),
        Mistake(
            "the output layer is left out",
            "_right(layer_sizes[:-1], alpha)",
            "`layer_sizes` has L + 1 numbers, n_0 to n_L, and L layers have weights: the output "
            "layer too.",
        ),
        Mistake(
            "the input is given weights",
            "_right([layer_sizes[0], *layer_sizes], alpha)",
            "The input layer computes nothing. The first weights lead from n_0 inputs to n_1 units.",
        ),
        Mistake(
            "random weights, scaled by alpha",
            "_constant( layer_sizes, lambda n, k: alpha * np.random.default_rng().normal(size=(n, k)), _column, )",
            "Here nothing is random: every weight is alpha itself. The random schemes come later.",
            detect=lambda trials: any(_has_many_weights(trial.value) for trial in trials),
        ),
        Mistake(
            "it returns inside the loop, after the first layer",
            "_right(layer_sizes[:2], alpha)",
            "Only the first layer comes back. The `return` is indented into the loop: move it out, "
            "under the `for`.",
        ),
        Mistake(
            "arrays in one long list, not in pairs",
            "[array for pair in _right(layer_sizes, alpha) for array in pair]",
            "The numbers are there, but W and b of a layer belong together: append the pair (W, b).",
        ),
        Mistake(
            "b before W",
            "[(b, W) for W, b in _right(layer_sizes, alpha)]",
            "All is there, but a pair is (W, b), in this order.",
        ),
        Mistake(
            "a dictionary instead of a list",
            '{f"W{l}": W for l, (W, b) in enumerate(_right(layer_sizes, alpha), 1)}',
            "In this course `parameters` is a list with a pair (W, b) per layer, layer l at place "
            "l - 1, and not a dictionary of names such as W1.",
            detect=_is_a_dict,
        ),
    ),
    alternatives=(
        Alternative(
            "a loop over layer numbers",
            """
            parameters = []
            for layer in range(1, len(layer_sizes)):
                W = np.empty((layer_sizes[layer], layer_sizes[layer - 1]))
                W[:] = alpha
                parameters.append([W, np.zeros_like(W[:, :1])])
            return tuple(parameters)
            """,
        ),
        Alternative(
            "alpha times ones",
            "_constant( layer_sizes, lambda n, k: alpha * np.ones((n, k)), _column )",
        ),
        Alternative(
            "from the shapes of lesson 03",
            "[ (np.zeros(W) + alpha, np.zeros(b)) for W, b in parameter_shapes(layer_sizes) ]",
        ),
    ),
)


def _has_many_weights(value: object) -> bool:
    """Whether a layer's first weights are a matrix of nothing but different numbers."""
    if not isinstance(value, (list, tuple)) or not value:
        return False
    W = value[0][0] if isinstance(value[0], (list, tuple)) and value[0] else None
    return isinstance(W, np.ndarray) and W.size > 1 and np.unique(W).size == W.size
