"""Lesson 05: how large the signals are, layer by layer."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import stops_with
from course_utils.checking.exercise import Array, Exercise, Group, Pairs, Rng, drawn
from course_utils.reference import initialization as key
from course_utils.reference.forward_propagation import forward
from course_utils.reference.neuron import activation_functions


@drawn
def _network(
    rng: Rng, sizes: tuple[int, ...], names: tuple[str, ...], m: int, sign: int = 0
) -> tuple:
    """Draw a network, a single layer of tanh such that its mean activation has a sign."""
    parameters = [
        (rng.normal(size=(n, n_prev)) / n_prev**0.5, rng.normal(size=(n, 1)) / 2)
        for n_prev, n in pairwise(sizes)
    ]
    X = rng.normal(size=(sizes[0], m)) + 0.4
    if sign:
        turn = sign * np.sign(_outputs(X, parameters, names)[0].mean())
        parameters = [(turn * W, turn * b) for W, b in parameters]
    return X, parameters, list(names)


def _outputs(X: Array, parameters: Pairs, activations: Sequence[str]) -> list[Array]:
    Y_hat, cache = forward(X, parameters, activations)
    return [A_prev for A_prev, _ in cache[1:]] + [Y_hat]


ACTIVATION_MOMENTS = Exercise(
    reference=key.activation_moments,
    groups=(
        Group(
            "networks of several layers",
            [
                _network((5, 7, 3, 4), ("tanh", "relu", "sigmoid"), 9),
                _network((3, 6, 4, 5, 2), ("relu", "tanh", "identity", "sigmoid"), 8),
            ],
            weight=3,
        ),
        Group("a network of one layer", [_network((3, 4), ("tanh",), 7, s) for s in (1, -1)]),
    ),
    mistakes=wrong_answers(
        """
## moments of Z, not of A
# These are the moments of the pre-activations Z. What the next layer receives is A = g(Z).
_, cache = forward(X, parameters, activations)
return np.array([[Z.mean(), Z.var()] for _, Z in cache])
## the standard deviation for the variance
# Your second column is the standard deviation. The variance is its square: `A.var()`.
np.array([[A.mean(), A.std()] for A in _outputs(X, parameters, activations)])
## the second moment for the variance
# Your second column is the mean of A^2. The variance is measured from the mean: it is that minus
# the squared mean.
np.array([[A.mean(), np.mean(A ** 2)] for A in _outputs(X, parameters, activations)])
## variance of each unit, then their mean
# You take each unit's variance over the examples and average those. Then what the units differ
# by is lost. Take all numbers of the layer together: `A.var()` without an axis.
np.array([[A.mean(), A.var(axis=1).mean()] for A in _outputs(X, parameters, activations)])
## variance within each example, then their mean
# You take the variance over the units for each example and average those. Take all numbers of
# the layer together: `A.var()` without an axis.
np.array([[A.mean(), A.var(axis=0).mean()] for A in _outputs(X, parameters, activations)])
## one number per unit, not per layer
# With an axis there is one number for each unit, and layers of different widths do not make one
# array. Each layer should give one mean and one variance.
layers = _outputs(X, parameters, activations)
return np.array([[A.mean(axis=1), A.var(axis=1)] for A in layers])
## divided by the number of values minus one
# `ddof=1` estimates a population's variance. The exercise wants the variance of the values that
# are there.
np.array([[A.mean(), A.var(ddof=1)] for A in _outputs(X, parameters, activations)])
## one layer behind: what goes in, not what comes out
# `cache[l]` holds what came *into* a layer, so your first row is the input X and the last layer
# is missing.
_, cache = forward(X, parameters, activations)
return np.array([[A.mean(), A.var()] for A, _ in cache])
## the input is counted as a layer
# Your first row is the input X. Return rows only for the L layers with weights.
np.array([[A.mean(), A.var()] for A in [X, *_outputs(X, parameters, activations)]])
## the output layer is left out
# The cache has no output: what the last layer gives is Y_hat. L layers make L rows.
_right(X, parameters, activations)[:-1]
## the columns are swapped
# The mean is the first column, the variance the second.
np.array([[A.var(), A.mean()] for A in _outputs(X, parameters, activations)])
## the last layer only
# You return the moments of the output. Return a row for every layer: collect one in each round
# of the loop.
_right(X, parameters, activations)[-1]
## the biases are left out
# Z is W A_prev + b. Initialization starts biases at 0, but they need not stay there.
bare = [(W, np.zeros_like(b)) for W, b in parameters]
return _right(X, bare, activations)
""",
        detectors={"one number per unit, not per layer": stops_with("inhomogeneous")},
    ),
    alternatives=right_answers("""
## a forward pass of its own
moments = np.zeros((len(parameters), 2))
A = X
for layer, ((W, b), name) in enumerate(zip(parameters, activations, strict=True)):
    A = activation_functions(name)[0](np.dot(W, A) + b)
    mean = A.sum() / A.size
    moments[layer] = (mean, ((A - mean) ** 2).sum() / A.size)
return moments
## recursion, and E[A^2] - E[A]^2
if not parameters:
    return np.zeros((0, 2))
W, b = parameters[0]
A = activation_functions(activations[0])[0](W @ X + b)
rest = activation_moments(A, parameters[1:], activations[1:])
return np.vstack([[np.mean(A), np.mean(A ** 2) - np.mean(A) ** 2], rest])
## columns stacked
np.stack( [ np.array([np.mean(A) for A in _outputs(X, parameters, activations)]), np.array([np.std(A) ** 2 for A in _outputs(X, parameters, activations)]), ], axis=1, )
"""),
)
