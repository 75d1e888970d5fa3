"""Lesson 05: constant weights."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Pairs, Rng, Trial, drawn
from course_utils.checking.part_names import Layers
from course_utils.reference import initialization as key

# Widths all different, so that a transposed W or a bias of another layer's length shows.
WIDTHS = ((4, 3, 5, 2), (6, 2, 7), (3, 8, 5, 1))


@drawn
def _constant_case(rng: Rng, sign: float) -> tuple:
    first, *others = WIDTHS[rng.integers(len(WIDTHS))]
    return [first + 6 + int(rng.integers(5)), *others], sign * float(rng.uniform(0.2, 1.5))


def _constant(sizes: list[int], W: Callable[[int, int], Array], b: Callable[[int], Array]) -> Pairs:
    return [(W(n, n_prev), b(n)) for n_prev, n in pairwise(sizes)]


def _column(n: int) -> Array:
    return np.zeros((n, 1))


def _has_many_weights(trial: Trial) -> bool:
    """Whether a layer's first weights are a matrix of nothing but different numbers."""
    W = trial.value[0][0]
    return W.size > 1 and np.unique(W).size == W.size


INITIALIZE_CONSTANT = Exercise(
    reference=key.initialize_constant,
    returns=Layers(("W", "b")),
    groups=(
        Group(
            "networks of three and four layers of neurons",
            [_constant_case(1.0), _constant_case(-1.0)],
            weight=3,
        ),
        Group("no hidden layer", lambda rng: ([int(rng.integers(3, 7)), 2], 0.7), count=2),
        Group("alpha is zero", lambda rng: ([int(rng.integers(3, 7)), 8, 2], 0.0), count=2),
    ),
    mistakes=wrong_answers(
        """
## the biases are alpha too
# Only the weights are alpha. The biases start at 0.
_constant( layer_sizes, lambda n, k: np.full((n, k), alpha), lambda n: np.full((n, 1), alpha), )
## W is transposed
# A layer multiplies from the left, Z = W A_prev: W has one row for each of its own units and one
# column for each unit of the layer before.
_constant( layer_sizes, lambda n, k: np.full((k, n), alpha), _column )
## the bias is flat, shape (n,)
# A bias is a column, so that it is added to every column of W A_prev: shape (n, 1).
_constant( layer_sizes, lambda n, k: np.full((n, k), alpha), np.zeros )
## the bias has the length of the layer before
# A layer of n units has n biases, one per unit, however many numbers come in.
[ (np.full((n, n_prev), alpha), np.zeros((n_prev, 1))) for n_prev, n in pairwise(layer_sizes) ]
## alpha on the diagonal only
# `np.eye` has zeros beside its diagonal. Every weight should be alpha.
_constant( layer_sizes, lambda n, k: alpha * np.eye(n, k), _column )
## alpha is not used
# Your weights are all 1, whatever alpha is.
_constant( layer_sizes, lambda n, k: np.ones((n, k)), _column )
## the output layer is left out
# `layer_sizes` has L + 1 numbers, n_0 to n_L, and L layers have weights: the output layer too.
_right(layer_sizes[:-1], alpha)
## the input is given weights
# The input layer computes nothing. The first weights lead from n_0 inputs to n_1 units.
_right([layer_sizes[0], *layer_sizes], alpha)
## random weights, scaled by alpha
# Here nothing is random: every weight is alpha itself. The random schemes come later.
_constant( layer_sizes, lambda n, k: alpha * np.random.default_rng().normal(size=(n, k)), _column, )
## it returns inside the loop, after the first layer
# Only the first layer comes back. The `return` is indented into the loop: move it out, under the
# `for`.
_right(layer_sizes[:2], alpha)
## arrays in one long list, not in pairs
# The numbers are there, but W and b of a layer belong together: append the pair (W, b).
[array for pair in _right(layer_sizes, alpha) for array in pair]
## b before W
# All is there, but a pair is (W, b), in this order.
[(b, W) for W, b in _right(layer_sizes, alpha)]
""",
        detectors={"random weights, scaled by alpha": lambda t: any(map(_has_many_weights, t))},
    ),
    alternatives=right_answers("""
## a loop over layer numbers
parameters = []
for layer in range(1, len(layer_sizes)):
    W = np.empty((layer_sizes[layer], layer_sizes[layer - 1]))
    W[:] = alpha
    parameters.append([W, np.zeros_like(W[:, :1])])
return tuple(parameters)
## alpha times ones
_constant( layer_sizes, lambda n, k: alpha * np.ones((n, k)), _column )
## from the shapes of lesson 03
[ (np.zeros(W) + alpha, np.zeros(b)) for W, b in parameter_shapes(layer_sizes) ]
"""),
)
