"""Lesson 03: a batch through one layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.forward_propagation.inputs import LAYERS, Array, layer
from course_utils.reference import forward_propagation as key
from course_utils.reference.logistic_regression import sigmoid
from course_utils.reference.neuron import activation_functions

Case = tuple[Array, Array, Array, str]
Result = tuple[Array, Array]


def _with(*names: str) -> Callable[[Generator], Case]:
    """Return a draw of a layer whose activation is one of `names`."""

    def draw(rng: Generator) -> Case:
        sizes = LAYERS[rng.integers(len(LAYERS))]
        return *layer(rng, *sizes), names[rng.integers(len(names))]

    return draw


def _one_neuron_one_example(rng: Generator) -> Case:
    return *layer(rng, (3, 4)[rng.integers(2)], 1, 1), "tanh"


def _one_input(rng: Generator) -> Case:
    return *layer(rng, 1, 1, (4, 6)[rng.integers(2)]), "sigmoid"


def _as_many_as_neurons(rng: Generator) -> Case:
    k, n = ((3, 5), (5, 4))[rng.integers(2)]
    return *layer(rng, k, n, n), "tanh"


def _unknown(rng: Generator) -> Case:
    return *layer(rng, *LAYERS[0]), ("softplus", "swish", "linear", "ReLU")[rng.integers(4)]


def _g(name: str) -> Callable[[Any], Any]:
    return activation_functions(name)[0]


def _through(linear: Callable[[Array, Array, Array], Array]) -> Callable[..., Result]:
    """Return a layer whose logits are ``linear(A_prev, W, b)``."""

    def layer_forward(A_prev: Array, W: Array, b: Array, activation: str) -> Result:
        g = _g(activation)
        Z = linear(A_prev, W, b)
        return g(Z), Z

    return layer_forward


def _activated(g_of: Callable[[str], Callable[[Array], Array]]) -> Callable[..., Result]:
    """Return a layer that takes for its activation function what ``g_of(name)`` gives."""

    def layer_forward(A_prev: Array, W: Array, b: Array, activation: str) -> Result:
        Z = W @ A_prev + b
        return g_of(activation)(Z), Z

    return layer_forward


_KNOWN: dict[str, Callable[[Any], Any]] = {
    "identity": lambda Z: Z,
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": _g("relu"),
}


LAYER_FORWARD = Exercise(
    reference=key.layer_forward,
    groups=(
        Group("a batch through a layer of sigmoid neurons", _with("sigmoid"), weight=3, count=3),
        Group("a layer of ReLU neurons", _with("relu")),
        Group("a layer of tanh or identity neurons", _with("tanh", "identity"), count=4),
        Group("one neuron, one example", _one_neuron_one_example, weight=0.5),
        Group("one neuron with a single input", _one_input, weight=0.5),
        Group(
            "as many examples as neurons",
            _as_many_as_neurons,
            weight=0.5,
            hint="With n neurons and n examples, a wrong axis raises no error. b has one number a "
            "neuron, and neurons are rows.",
        ),
        Group(
            "an activation that does not exist is refused with a ValueError",
            _unknown,
            refused=True,
            hint="Where the name is none of the four, `raise ValueError(...)`, with the known names "
            "in its message.",
        ),
    ),
    mistakes=(
        Mistake(
            "W is transposed",
            TODO(_through(lambda A, W, b: W.T @ A + b)),  # TODO factory
            "W is (n_l, n_(l-1)) and A_prev is (n_(l-1), m): the inner sizes already agree, without "
            "a transpose.",
        ),
        Mistake(
            "`*` instead of a matrix product, or the bias added to the inputs",
            TODO(_through(lambda A, W, b: W * A + b)),  # TODO factory
            "Two arrays of different shapes meet entry by entry. Either `W * A_prev` stands for the "
            "matrix product `W @ A_prev`, or b is added to A_prev: it is added after the product.",
        ),
        Mistake(
            "the product is in the wrong order",
            TODO(_through(lambda A, W, b: A @ W + b)),  # TODO factory
            "`A_prev @ W` is the order for examples in rows. With examples in columns the weights "
            "stand on the left.",
        ),
        Mistake(
            "the bias runs along the wrong axis",
            TODO(_through(lambda A, W, b: W @ A + b.ravel())),  # TODO factory
            "A flat b, or `b.T`, is lined up with the *columns* of Z by NumPy, and those are the "
            "examples. Leave b as it comes, shape (n, 1): then every row gets its own number.",
        ),
        Mistake(
            "the bias is left out",
            TODO(_through(lambda A, W, b: W @ A)),  # TODO factory
            "Your Z is `W @ A_prev` alone; every neuron adds its own bias to it.",
        ),
        Mistake(
            "the bias is subtracted",
            TODO(_through(lambda A, W, b: W @ A - b)),  # TODO factory
            "A neuron's bias is added: Z = W A_prev + b.",
        ),
        Mistake(
            "every neuron gets the first neuron's bias",
            TODO(_through(lambda A, W, b: W @ A + b[0])),  # TODO factory
            "`b[0]` is one number. `+ b` gives every row its own.",
        ),
        Mistake(
            "the function itself is returned, not its values",
            "(_g(activation), W @ A_prev + b)",  # TODO _g
            "`ACTIVATIONS[activation]` is a function. Call it on Z: `ACTIVATIONS[activation](Z)`.",
        ),
        Mistake(
            "a name is called as if it were a function",
            """
            Z = W @ A_prev + b
            return (activation(Z), Z)
            """,
            "`activation` is text. The function of that name is `ACTIVATIONS[activation]`.",
        ),
        Mistake(
            "the activation is applied twice",
            """
            A, Z = _right(A_prev, W, b, activation)
            return (_g(activation)(A), Z)
            """,  # TODO _g
            "You return g(g(Z)). Once is enough.",
        ),
        Mistake(
            "the bias is missing in A",
            "(_g(activation)(W @ A_prev), W @ A_prev + b)",  # TODO _g
            "Z has the bias in it, but A is made without: A = g(Z), of the same Z.",
        ),
        Mistake(
            "the bias is missing in Z",
            "(_right(A_prev, W, b, activation)[0], W @ A_prev)",
            "A is right, but the Z that you return lacks the bias: return the Z that went into g.",
        ),
        Mistake(
            "the biases are added up",
            TODO(_through(lambda A, W, b: W @ A + b.sum())),  # TODO factory
            "Every neuron gets its own bias, not the sum of all: `+ b` does that by broadcasting.",
        ),
        Mistake(
            "Z is divided by the number of examples",
            TODO(_through(lambda A, W, b: W @ A / A.shape[1] + b)),  # TODO factory
            "Nothing is averaged in a forward pass: every column goes its own way.",
        ),
        Mistake(
            "A is returned twice",
            "(_right(*case)[0],) * 2",  # TODO SIGNATURE *case, case
            "Both of your results are A. The second should be Z, as it was before the activation "
            "function.",
        ),
        Mistake(
            "(Z, A) instead of (A, Z)",
            "_right(*case)[::-1]",  # TODO SIGNATURE *case, case
            "Both are right, in the other order: A first, then Z.",
        ),
        Mistake(
            "only A is returned",
            "_right(*case)[0]",  # TODO SIGNATURE *case, case
            "Backpropagation will need Z too: `return A, Z`.",
        ),
        Mistake(
            "the activation function is left out",
            "(_right(*case)[1],) * 2",  # TODO SIGNATURE *case, case
            "Your A is Z once more. Pass Z through the function that `activation` names.",
        ),
        Mistake(
            "always the sigmoid, whatever name is given",
            TODO(_activated(lambda name: sigmoid)),  # TODO factory
            "Your answer does not depend on `activation`.",
        ),
        Mistake(
            "the bias is added after the activation",
            """
            Z = W @ A_prev
            return (_g(activation)(Z) + b, Z)
            """,  # TODO _g
            "The bias belongs to Z, so the activation function sees it: g(W A_prev + b).",
        ),
        Mistake(
            "the activation is applied to the inputs",
            """
            Z = W @ _g(activation)(A_prev) + b
            return (Z, Z)
            """,  # TODO _g
            "A_prev has been through the activation of the layer before. This layer's g comes after "
            "its linear part, on Z.",
        ),
        Mistake(
            "ReLU overwrites Z",
            """
            Z = W @ A_prev + b
            if activation == 'relu':
                A = Z
                A[A < 0] = 0
                return (A, Z)
            return (_g(activation)(Z), Z)
            """,  # TODO _g
            "`A = Z` gives the same array a second name, so cutting the negative entries of A cuts "
            "those of Z too. Make a new array: `np.maximum` or `np.where` do.",
        ),
        Mistake(
            "the examples are in rows",
            """
            A, Z = _right(A_prev, W, b, activation)
            return (A.T, Z.T)
            """,
            "This is the transpose of what is asked. From this lesson on an example is a column: A "
            "and Z are (n_l, m).",
        ),
        Mistake(
            "an unknown activation passes silently",
            TODO(_activated(lambda name: _KNOWN.get(name, _KNOWN["identity"]))),  # TODO factory
            "A misspelled name must not turn into some other function unnoticed. End the chain of "
            "`if`s with a `raise ValueError(...)`.",
        ),
        Mistake(
            "a KeyError instead of a ValueError",
            TODO(_activated(lambda name: _KNOWN[name])),  # TODO factory
            "The dictionary refuses the name with a KeyError. Look first: if the name is not in it, "
            "raise a ValueError that lists the known ones.",
        ),
    ),
    alternatives=(
        Alternative(
            "three loops and `math`",
            """
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
            """,  # TODO _KNOWN
        ),
        Alternative(
            "a column at a time, and a list",
            """
            g = _g(activation)
            Z = np.column_stack([W @ x + b.ravel() for x in A_prev.T])
            return [g(Z), Z]
            """,  # TODO _g
        ),
        Alternative(
            "np.dot, masks and other formulas",
            """
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
            """,
        ),
        Alternative(
            "einsum",
            TODO(_through(lambda A, W, b: np.einsum("nk,km->nm", W, A) + b)),  # TODO factory
        ),
        Alternative(
            "the bias as one more weight",
            TODO(
                _through(
                    lambda A, W, b: np.hstack([W, b]) @ np.vstack([A, np.ones((1, A.shape[1]))])
                )
            ),  # TODO factory
        ),
        Alternative(
            "through rows and back",
            TODO(_through(lambda A, W, b: (A.T @ W.T + b.T).T)),  # TODO factory
        ),
    ),
)
