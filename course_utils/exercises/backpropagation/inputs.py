"""Inputs of lesson 04: examples are columns, and a cache comes from a real forward pass."""

from collections.abc import Sequence

import numpy as np

from course_utils.checking.exercise import Array, Group, Rng, drawn
from course_utils.reference import forward_propagation as forward_key
from course_utils.reference.neuron import activation_functions

# (n_next, n, n_prev, m): all different, so that no missing transpose fits by luck.
SIZES = ((2, 3, 6, 7), (4, 5, 3, 8))


def sizes(rng: Rng) -> tuple[int, int, int, int]:
    """Draw the units of a layer, of the layers after and before it, and the number of examples."""
    n_next, n, n_prev, m = SIZES[rng.integers(len(SIZES))]
    return n_next, n, n_prev, m + 2 * int(rng.integers(2))


def predictions(rng: Rng, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Draw predictions strictly between 0 and 1, and classes of both kinds."""
    y = rng.permutation(np.arange(int(np.prod(shape))) % 3 == 0).astype(int)
    return rng.uniform(0.05, 0.95, size=shape), y.reshape(shape)


# Predictions and labels in the shapes that the output layer meets.
OUTPUTS = (
    Group(
        "a row of predictions, shape (1, m)",
        lambda rng: predictions(rng, (1, 7 + 2 * int(rng.integers(3)))),
        weight=3,
        count=3,
    ),
    Group(
        "other shapes", [lambda rng: predictions(rng, (6,)), lambda rng: predictions(rng, (2, 5))]
    ),
)


@drawn
def network_pass(rng: Rng, layer_sizes: list[int], names: Sequence[str], m: int) -> tuple:
    """Draw a network and a batch of m or m + 2, run it forward, and return what `backward` takes."""
    m += 2 * int(rng.integers(2))
    parameters = [
        (rng.normal(size=shape) / np.sqrt(shape[1]) + 0.1, rng.normal(size=bias_shape) / 2)
        for shape, bias_shape in forward_key.parameter_shapes(layer_sizes)
    ]
    X = rng.normal(size=(layer_sizes[0], m))
    _, Y = predictions(rng, (layer_sizes[-1], m))
    Y_hat, cache = forward_key.forward(X, parameters, names)
    return Y_hat, Y, cache, parameters, list(names)


def g(Z: Array, activation: str) -> Array:
    """Return the activation of Z."""
    return activation_functions(activation)[0](Z)


def slope_of(Z: Array, activation: str) -> Array:
    """Return the derivative of the activation at Z."""
    return activation_functions(activation)[1](Z)


def slope_by_output(Z: Array, activation: str) -> Array:
    """Compute g' from g's value; an unknown name is refused."""
    A = g(Z, activation)
    known = {"sigmoid": A * (1 - A), "tanh": 1 - A**2, "relu": (A > 0) * 1.0}
    return known.get(activation, np.ones_like(A))
