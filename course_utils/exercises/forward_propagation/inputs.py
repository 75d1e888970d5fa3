"""Inputs of lesson 03: examples are columns, X is (n_0, m)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from numpy.random import Generator
from numpy.typing import NDArray

Array = NDArray[Any]
Parameters = list[tuple[Array, Array]]

# Sizes k of the layer before, n of the layer, m of the batch: all different, so that no matrix is
# square and a missing transpose cannot hide; two sets, so that no size can be hard-coded.
LAYERS = ((3, 5, 7), (4, 2, 6))
# Widths n_0 ... n_L, and m after them; no width comes twice.
NETWORKS = (((4, 5, 3, 1), 7), ((3, 6, 2, 4), 5))


def layer(rng: Generator, k: int, n: int, m: int) -> tuple[Array, Array, Array]:
    """Draw A_prev (k, m), W (n, k) and b (n, 1), no bias near zero."""
    b = rng.choice((-1.0, 1.0), (n, 1)) * rng.uniform(0.4, 1.2, (n, 1))
    return rng.normal(size=(k, m)), rng.normal(size=(n, k)), b


def parameters_of(rng: Generator, widths: tuple[int, ...]) -> Parameters:
    """Draw the weights and biases of a network with these widths."""
    return [layer(rng, n_prev, n, 1)[1:] for n_prev, n in pairwise(widths)]
