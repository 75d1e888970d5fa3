"""Lesson 03: layers without activation functions collapse into one."""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.forward_propagation.inputs import Array, Parameters, parameters_of
from course_utils.reference import forward_propagation as key


def _linear_network(rng: Generator) -> tuple[Parameters]:
    return (parameters_of(rng, ((4, 6, 3, 5, 2), (2, 5, 4, 6, 3, 7))[rng.integers(2)]),)


def _equal_widths(rng: Generator) -> tuple[Parameters]:
    return (parameters_of(rng, (3,) * int(rng.integers(5, 7))),)


def _single(rng: Generator) -> tuple[Parameters]:
    return (parameters_of(rng, ((4, 2), (3, 5))[rng.integers(2)]),)


def _weights(parameters: Parameters) -> Array:
    return key.collapse_linear(parameters)[0]


def _wrong_order(parameters: Parameters) -> tuple[Array, Array]:
    W, b = parameters[0]
    for W_next, b_next in parameters[1:]:
        W, b = W @ W_next, W_next @ b + b_next
    return W, b


def _replaced_too_early(parameters: Parameters) -> tuple[Array, Array]:
    W, b = parameters[0]
    for W_next, b_next in parameters[1:]:
        W = W_next @ W
        b = W @ b + b_next
    return W, b


def _biases_added(parameters: Parameters) -> tuple[Array, Array]:
    return _weights(parameters), sum((b for _, b in parameters[1:]), parameters[0][1])


def _biases_multiplied(parameters: Parameters) -> tuple[Array, Array]:
    W, b = parameters[0]
    for W_next, _ in parameters[1:]:
        W, b = W_next @ W, W_next @ b
    return W, b


def _last_carried_only(parameters: Parameters) -> tuple[Array, Array]:
    """Carry a bias through the next layer's weights, but not through those after it."""
    b = parameters[-1][1]
    if len(parameters) > 1:
        b = parameters[-1][0] @ parameters[-2][1] + b
    return _weights(parameters), b


def _with_relu(parameters: Parameters) -> tuple[Array, Array]:
    W_all, b_all = parameters[0]
    for W, b in parameters[1:]:
        W_all, b_all = W @ np.maximum(W_all, 0), W @ np.maximum(b_all, 0) + b
    return W_all, b_all


def _two_only(parameters: Parameters) -> tuple[Array, Array]:
    return key.collapse_linear(parameters[:2])


def _popped(parameters: Parameters) -> tuple[Array, Array]:
    W, b = parameters.pop(0)
    while parameters:
        W_next, b_next = parameters.pop(0)
        W, b = W_next @ W, W_next @ b + b_next
    return W, b


def _probed(parameters: Parameters) -> tuple[Array, Array]:
    def run(X: Array) -> Array:
        return key.forward(X, parameters, ["identity"] * len(parameters))[0]

    n_0 = parameters[0][0].shape[1]
    b = run(np.zeros((n_0, 1)))
    return run(np.eye(n_0)) - b, b


def _from_the_end(parameters: Parameters) -> list[Array]:
    W, b = parameters[-1]
    for W_before, b_before in parameters[-2::-1]:
        b = W @ b_before + b
        W = W @ W_before
    return [W, b]


def _homogeneous(parameters: Parameters) -> tuple[Array, Array]:
    """Write each layer as one matrix that acts on (x, 1)."""
    squares = [
        np.vstack([np.hstack([W, b]), np.eye(1, W.shape[1] + 1, W.shape[1])]) for W, b in parameters
    ]
    whole: Array = reduce(lambda done, T: T @ done, squares)
    return whole[:-1, :-1], whole[:-1, -1:]


COLLAPSE_LINEAR = Exercise(
    reference=key.collapse_linear,
    groups=(
        Group("layers of different widths", _linear_network, weight=3, count=3),
        Group(
            "layers of equal width",
            _equal_widths,
            hint="Square matrices fit in any order, but only one order is right.",
        ),
        Group("a single layer, already collapsed", _single),
    ),
    mistakes=(
        Mistake(
            "the weights are multiplied in the wrong order",
            "x meets W_1 first, so W_1 stands on the right, next to x: W_2 (W_1 x). The old b is "
            "multiplied by the new layer's own W, from the left too.",
            _wrong_order,
        ),
        Mistake(
            "W is replaced before b is computed",
            "The old b is to be multiplied by the new layer's own W. Your line before has just stored "
            "the product of all layers under that name. Compute b first, or both in one line.",
            _replaced_too_early,
        ),
        Mistake(
            "the earlier biases are left out",
            "W is right, but b is the last layer's alone. What an earlier layer adds goes through all "
            "later weights too.",
            lambda P: (_weights(P), P[-1][1]),
        ),
        Mistake(
            "the biases are simply added",
            "An earlier layer's bias passes through the later weights on its way to the output, so it "
            "is multiplied by them before it is added.",
            _biases_added,
        ),
        Mistake(
            "the later biases are left out",
            "You carry the first layer's bias along, but every layer adds its own on the way.",
            _biases_multiplied,
        ),
        Mistake(
            "a bias is carried through one layer only",
            "For two layers this is right. With more, an early bias passes through *all* the later "
            "weights.",
            _last_carried_only,
        ),
        Mistake(
            "there is no bias at all",
            "W is right. Put x = 0 into the layers: what comes out is b, and it is not 0.",
            lambda P: (_weights(P), np.zeros_like(P[-1][1])),
        ),
        Mistake(
            "only the first two layers",
            "Collapse two layers into one, then that one and the next, until none is left.",
            _two_only,
        ),
        Mistake(
            "the last layer is skipped",
            "Check where your loop over the layers stops.",
            lambda P: key.collapse_linear(P[:-1]) if len(P) > 1 else P[0],
        ),
        Mistake(
            "W is transposed",
            "The collapsed layer is used as any other, `W @ x + b`: one row an output, one column an "
            "input.",
            lambda P: (_weights(P).T, key.collapse_linear(P)[1]),
        ),
        Mistake(
            "b is flat, shape (n_L,)",
            "W is right, and so are the numbers in b. A layer's bias is a column, shape (n_L, 1).",
            lambda P: (_weights(P), key.collapse_linear(P)[1].ravel()),
        ),
        Mistake(
            "only the weights are returned",
            "A layer is a pair: return W and b.",
            _weights,
        ),
        Mistake(
            "ReLU is applied between the layers",
            "These layers have no activation function (the identity). It is just because nothing "
            "stands between the matrices that they can be multiplied together.",
            _with_relu,
        ),
        Mistake(
            "the argument is emptied",
            "The answer is right, but the caller's network has lost its layers. Walk the list with "
            "`for`, without `pop`.",
            _popped,
        ),
    ),
    alternatives=(
        Alternative("what it does to 0 and to the unit vectors", _probed),
        Alternative("from the last layer to the first, and a list", _from_the_end),
        Alternative("one matrix that acts on (x, 1)", _homogeneous),
    ),
)
