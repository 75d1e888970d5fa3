"""Lesson 03: a batch through one layer."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Rng, drawn
from course_utils.exercises.forward_propagation.inputs import layer
from course_utils.reference import forward_propagation as key
from course_utils.reference.logistic_regression import sigmoid
from course_utils.reference.neuron import activation_functions


@drawn
def _layer(rng: Rng, k: int, n: int, m: int, activation: str) -> tuple:
    return *layer(rng, k, n, m), activation


# Sizes k of the layer before, n of the layer, m of the batch: all different, so that no matrix is
# square and a missing transpose cannot hide; two sets, so that no size can be hard-coded.
FIRST, SECOND = (3, 5, 7), (4, 2, 6)


def _g(name: str) -> Callable[[Any], Any]:
    return activation_functions(name)[0]


def _activated(Z: Array, activation: str) -> tuple[Array, Array]:
    return _g(activation)(Z), Z


_KNOWN: dict[str, Callable[[Any], Any]] = {
    "identity": lambda Z: Z,
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": _g("relu"),
}


LAYER_FORWARD = Exercise(
    reference=key.layer_forward,
    returns=("A", "Z"),
    groups=(
        Group(
            "a batch through a layer of sigmoid neurons",
            [_layer(*FIRST, "sigmoid"), _layer(*SECOND, "sigmoid")],
            weight=3,
            count=2,
        ),
        Group("ReLU neurons", [_layer(*FIRST, "relu"), _layer(*SECOND, "relu")], count=1),
        Group(
            "a layer of tanh or identity neurons",
            [_layer(*sizes, name) for sizes in (FIRST, SECOND) for name in ("tanh", "identity")],
            count=1,
        ),
        Group("one neuron, one example", [_layer(n, 1, 1, "tanh") for n in (3, 4)], 0.5, count=1),
        Group("one neuron, one input", [_layer(1, 1, m, "sigmoid") for m in (4, 6)], 0.5, count=1),
        Group(
            "as many examples as neurons",
            [_layer(3, 5, 5, "tanh"), _layer(5, 4, 4, "tanh")],
            weight=0.5,
            count=1,
            hint="With n neurons and n examples, a wrong axis raises no error. b has one number per "
            "neuron, and neurons are rows.",
        ),
        Group(
            "an activation that does not exist is refused with a ValueError",
            [_layer(*FIRST, name) for name in ("softplus", "swish", "linear", "ReLU", "sig")],
            count=1,
            refused=True,
            hint="Where the name is none of the four, `raise ValueError(...)`, with the known names "
            "in its message.",
        ),
    ),
    mistakes=wrong_answers("""
## A_prev is transposed
# A_prev is (n_prev, m) and W is (n, n_prev): `W @ A_prev` fits as it is. A_prev has an example
# per column already.
_activated(W @ A_prev.T + b, activation)
## `np.max` instead of `np.maximum` for ReLU
# `np.max(0, Z)` takes Z for an axis. The larger of two, entry by entry, is `np.maximum(0, Z)`.
if activation == "relu":
    Z = W @ A_prev + b
    return np.max(0, Z), Z
return _right(A_prev, W, b, activation)
## W is transposed
# W is (n_l, n_(l-1)) and A_prev is (n_(l-1), m): the inner sizes already agree, without a
# transpose.
_activated(W.T @ A_prev + b, activation)
## `*` instead of a matrix product, or the bias added to the inputs
# Two arrays of different shapes meet entry by entry. Either `W * A_prev` stands for the matrix
# product `W @ A_prev`, or b is added to A_prev: it is added after the product.
_activated(W * A_prev + b, activation)
## the product is in the wrong order
# `A_prev @ W` is the order for examples in rows. With examples in columns the weights stand on
# the left.
_activated(A_prev @ W + b, activation)
## the bias runs along the wrong axis
# A flat b, or `b.T`, is lined up with the *columns* of Z by NumPy, and those are the examples.
# Leave b as it comes, shape (n, 1): then every row gets its own number.
_activated(W @ A_prev + b.ravel(), activation)
## the bias is left out
# Your Z is `W @ A_prev` alone; every neuron adds its own bias to it.
_activated(W @ A_prev, activation)
## the bias is subtracted
# A neuron's bias is added: Z = W A_prev + b.
_activated(W @ A_prev - b, activation)
## every neuron gets the first neuron's bias
# `b[0]` is one number. `+ b` gives every row its own.
_activated(W @ A_prev + b[0], activation)
## a name is called as if it were a function
# `activation` is a string. The function of that name is `ACTIVATIONS[activation]`.
Z = W @ A_prev + b
return (activation(Z), Z)
## the activation is applied twice
# You return g(g(Z)). Once is enough.
A, Z = _right(A_prev, W, b, activation)
return (_g(activation)(A), Z)
## the bias is missing in A
# Z has the bias in it, but A is made without: A = g(Z), of the same Z.
(_g(activation)(W @ A_prev), W @ A_prev + b)
## the bias is missing in Z
# A is right, but the Z that you return lacks the bias: return the Z that went into g.
(_right(A_prev, W, b, activation)[0], W @ A_prev)
## the biases are added up
# Every neuron gets its own bias, not the sum of all: `+ b` does that by broadcasting.
_activated(W @ A_prev + b.sum(), activation)
## Z is divided by the number of examples
# Nothing is averaged in a forward pass: every column goes its own way.
_activated(W @ A_prev / A_prev.shape[1] + b, activation)
## A is returned twice
# Both of your results are A. The second should be Z, as it was before the activation function.
(_right(A_prev, W, b, activation)[0],) * 2
## the activation function is left out
# Your A is Z once more. Pass Z through the function that `activation` names.
(_right(A_prev, W, b, activation)[1],) * 2
## always the sigmoid, whatever name is given
# Your answer does not depend on `activation`.
Z = W @ A_prev + b
return sigmoid(Z), Z
## W and b are kept beside Z
# Some courses keep ((A_prev, W, b), Z) here. In this one a layer returns A and Z alone.
A, Z = _right(A_prev, W, b, activation)
return A, ((A_prev, W, b), Z)
## the bias is added after the activation
# The bias belongs to Z, so the activation function sees it: g(W A_prev + b).
Z = W @ A_prev
return (_g(activation)(Z) + b, Z)
## the activation is applied to the inputs
# A_prev has been through the activation of the layer before. This layer's g comes after its
# linear part, on Z.
Z = W @ _g(activation)(A_prev) + b
return (Z, Z)
## ReLU overwrites Z
# `A = Z` gives the same array a second name, so cutting the negative entries of A cuts those of
# Z too. Make a new array: `np.maximum` or `np.where` do.
Z = W @ A_prev + b
if activation == 'relu':
    A = Z
    A[A < 0] = 0
    return (A, Z)
return (_g(activation)(Z), Z)
"""),
    alternatives=right_answers("""
## three loops and `math`
(n, k), m = (W.shape, A_prev.shape[1])
if activation not in _KNOWN:
    raise ValueError(f'unknown activation {activation!r}: use one of {sorted(_KNOWN)}')
Z, A = (np.zeros((n, m)), np.zeros((n, m)))
for i in range(n):
    for j in range(m):
        Z[i, j] = sum((W[i, s] * A_prev[s, j] for s in range(k))) + b[i, 0]
        z = Z[i, j]
        A[i, j] = {'identity': z, 'sigmoid': 1 / (1 + math.exp(-z)), 'tanh': math.tanh(z), 'relu': max(0, z)}[activation]
return (A, Z)
## a column at a time, and a list
g = _g(activation)
Z = np.column_stack([W @ x + b.ravel() for x in A_prev.T])
return [g(Z), Z]
## np.dot, masks and other formulas
Z = np.dot(W, A_prev) + b
match activation:
    case 'relu':
        return (Z * (Z > 0), Z)
    case 'sigmoid':
        return (0.5 * (1 + np.tanh(Z / 2)), Z)
    case 'tanh':
        return (2 / (1 + np.exp(-2 * Z)) - 1, Z)
    case 'identity':
        return (Z.copy(), Z)
raise ValueError(f'unknown activation {activation}')
## einsum
_activated(np.einsum('nk,km->nm', W, A_prev) + b, activation)
## the bias as one more weight
_activated(np.hstack([W, b]) @ np.vstack([A_prev, np.ones((1, A_prev.shape[1]))]), activation)
## through rows and back
_activated((A_prev.T @ W.T + b.T).T, activation)
"""),
)
