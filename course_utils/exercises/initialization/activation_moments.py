"""Lesson 05: how large the signals are, layer by layer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_utils.checking.exercise import Alternative, Draw, Exercise, Group, Mistake, Trial
from course_utils.reference import initialization as key
from course_utils.reference.forward_propagation import forward
from course_utils.reference.neuron import activation_functions

Array = NDArray[Any]
Pairs = list[tuple[Array, Array]]

NETWORKS = (
    ((5, 7, 3, 4), ("tanh", "relu", "sigmoid"), 9),
    ((3, 6, 4, 5, 2), ("relu", "tanh", "identity", "sigmoid"), 8),
)


def _network(sizes: tuple[int, ...], names: tuple[str, ...], m: int) -> Draw:
    def draw(rng: Generator) -> tuple[Array, Pairs, list[str]]:
        parameters = [
            (rng.normal(size=(n, n_prev)) / n_prev**0.5, rng.normal(size=(n, 1)) / 2)
            for n_prev, n in pairwise(sizes)
        ]
        return rng.normal(size=(sizes[0], m)) + 0.4, parameters, list(names)

    return draw


def _single_layer(rng: Generator) -> tuple[Array, Pairs, list[str]]:
    parameters = [(rng.normal(size=(4, 3)), rng.normal(size=(4, 1)))]
    return rng.normal(size=(3, 7)), parameters, ["tanh"]


def _outputs(X: Array, parameters: Pairs, activations: Sequence[str]) -> list[Array]:
    Y_hat, cache = forward(X, parameters, activations)
    return [A_prev for A_prev, _ in cache[1:]] + [Y_hat]


def _is_ragged(trials: Sequence[Trial]) -> bool:
    failures = [t.outcome.failure for t in trials if t.outcome.failure]
    return bool(failures) and all("inhomogeneous" in failure.message for failure in failures)


def _recursive(X: Array, parameters: Pairs, activations: Sequence[str]) -> Array:
    if not parameters:
        return np.zeros((0, 2))
    W, b = parameters[0]
    A = activation_functions(activations[0])[0](W @ X + b)
    rest = _recursive(A, parameters[1:], activations[1:])
    return np.vstack([[np.mean(A), np.mean(A**2) - np.mean(A) ** 2], rest])


ACTIVATION_MOMENTS = Exercise(
    reference=key.activation_moments,
    groups=(
        Group("networks of several layers", [_network(*n) for n in NETWORKS], weight=3, count=2),
        Group("a network of one layer", _single_layer, count=2),
    ),
    mistakes=(
        Mistake(
            "moments of Z, not of A",
            """
            _, cache = forward(X, parameters, activations)
            return np.array([[Z.mean(), Z.var()] for _, Z in cache])
            """,
            "These are the moments of the pre-activations Z. What the next layer receives is A = g(Z).",
        ),
        Mistake(
            "the standard deviation for the variance",
            "np.array([[A.mean(), A.std()] for A in _outputs(X, parameters, activations)])",
            "Your second column is the standard deviation. The variance is its square: `A.var()`.",
        ),
        Mistake(
            "the second moment for the variance",
            "np.array([[A.mean(), np.mean(A ** 2)] for A in _outputs(X, parameters, activations)])",
            "Your second column is the mean of A^2. The variance is measured from the mean: it is "
            "that minus the squared mean.",
        ),
        Mistake(
            "variance of each unit, then their mean",
            "np.array([[A.mean(), A.var(axis=1).mean()] for A in _outputs(X, parameters, activations)])",
            "You take each unit's variance over the examples and average those. Then what the units "
            "differ by is lost. Take all numbers of the layer together: `A.var()` without an axis.",
        ),
        Mistake(
            "variance within each example, then their mean",
            "np.array([[A.mean(), A.var(axis=0).mean()] for A in _outputs(X, parameters, activations)])",
            "You take the variance over the units for each example and average those. Take all "
            "numbers of the layer together: `A.var()` without an axis.",
        ),
        Mistake(
            "one number per unit, not per layer",
            """
            layers = _outputs(X, parameters, activations)
            return np.array([[A.mean(axis=1), A.var(axis=1)] for A in layers])
            """,
            "With an axis there is one number for each unit, and layers of different widths do not "
            "make one array. Each layer is to give one mean and one variance.",
            detect=_is_ragged,
        ),
        Mistake(
            "divided by the number of values less one",
            "np.array([[A.mean(), A.var(ddof=1)] for A in _outputs(X, parameters, activations)])",
            "`ddof=1` estimates a population's variance. Asked is the variance of the values that "
            "are there.",
        ),
        Mistake(
            "one layer behind: what goes in, not what comes out",
            """
            _, cache = forward(X, parameters, activations)
            return np.array([[A.mean(), A.var()] for A, _ in cache])
            """,
            "`cache[l]` holds what came *into* a layer, so your first row is the input X and the "
            "last layer is missing.",
        ),
        Mistake(
            "the input is counted as a layer",
            "np.array([[A.mean(), A.var()] for A in [X, *_outputs(X, parameters, activations)]])",
            "Your first row is the input X. Only the L layers with weights are asked for.",
        ),
        Mistake(
            "the output layer is left out",
            "_right(X, parameters, activations)[:-1]",
            "The cache has no output: what the last layer gives is Y_hat. L layers make L rows.",
        ),
        Mistake(
            "the columns are swapped",
            "np.array([[A.var(), A.mean()] for A in _outputs(X, parameters, activations)])",
            "The mean is the first column, the variance the second.",
        ),
        Mistake(
            "a row per moment, not a row per layer",
            "_right(X, parameters, activations).T.copy()",
            "Your array is (2, L). One layer is one row: (L, 2).",
        ),
        Mistake(
            "the last layer only",
            "_right(X, parameters, activations)[-1]",
            "You return the moments of the output. Every layer is asked for, so collect a row in each "
            "turn of the loop.",
        ),
        Mistake(
            "a list, not an array",
            "[ (A.mean(), A.var()) for A in _outputs(X, parameters, activations) ]",
            "The numbers are in a list. Make an array of shape (L, 2) of it: `np.array(...)`.",
        ),
        Mistake(
            "the biases are left out",
            """
            bare = [(W, np.zeros_like(b)) for W, b in parameters]
            return _right(X, bare, activations)
            """,
            "Z is W A_prev + b. Initialization starts biases at 0, but they need not stay there.",
        ),
    ),
    alternatives=(
        Alternative(
            "a forward pass of its own",
            """
            moments = np.zeros((len(parameters), 2))
            A = X
            for layer, ((W, b), name) in enumerate(zip(parameters, activations, strict=True)):
                A = activation_functions(name)[0](np.dot(W, A) + b)
                mean = A.sum() / A.size
                moments[layer] = (mean, ((A - mean) ** 2).sum() / A.size)
            return moments
            """,
        ),
        Alternative(
            "recursion, and E[A^2] - E[A]^2",
            """
            if not parameters:
                return np.zeros((0, 2))
            W, b = parameters[0]
            A = activation_functions(activations[0])[0](W @ X + b)
            rest = _recursive(A, parameters[1:], activations[1:])
            return np.vstack([[np.mean(A), np.mean(A ** 2) - np.mean(A) ** 2], rest])
            """,
        ),
        Alternative(
            "columns stacked",
            "np.stack( [ np.array([np.mean(A) for A in _outputs(X, parameters, activations)]), np.array([np.std(A) ** 2 for A in _outputs(X, parameters, activations)]), ], axis=1, )",
        ),
    ),
)
