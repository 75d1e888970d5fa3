"""Inputs of lesson 04: examples are columns, and a cache comes from a real forward pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_utils.reference import forward_propagation as forward_key

Array = NDArray[Any]
Pairs = list[tuple[Array, Array]]
Names = Sequence[str]
Pass = tuple[Array, Array, Pairs, Pairs, list[str]]  # the arguments of `backward`

# (n_next, n, n_prev, m): all different, so that no missing transpose fits by luck.
SIZES = ((2, 3, 6, 7), (4, 5, 3, 8))


def sizes(rng: Generator) -> tuple[int, int, int, int]:
    """Draw the units of a layer, of the layers after and before it, and the number of examples."""
    n_next, n, n_prev, m = SIZES[rng.integers(len(SIZES))]
    return n_next, n, n_prev, m + 2 * int(rng.integers(2))


def predictions(rng: Generator, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Draw predictions strictly between 0 and 1, and classes of both kinds."""
    y = rng.permutation(np.arange(int(np.prod(shape))) % 3 == 0).astype(int)
    return rng.uniform(0.05, 0.95, size=shape), y.reshape(shape)


def network_pass(rng: Generator, layer_sizes: Sequence[int], names: Names, m: int) -> Pass:
    """Draw a network and a batch, run it forward, and return what `backward` takes."""
    parameters = [
        (rng.normal(size=shape) / np.sqrt(shape[1]) + 0.1, rng.normal(size=bias_shape) / 2)
        for shape, bias_shape in forward_key.parameter_shapes(layer_sizes)
    ]
    X = rng.normal(size=(layer_sizes[0], m))
    _, Y = predictions(rng, (layer_sizes[-1], m))
    Y_hat, cache = forward_key.forward(X, parameters, names)
    return Y_hat, Y, cache, parameters, list(names)
