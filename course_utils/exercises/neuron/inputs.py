"""Inputs of lesson 02: one neuron's weights, inputs and bias, and arrays of weighted sums."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Array = NDArray[Any]

# Never square, and of two kinds, so that neither a mixed-up axis nor a hard-coded size can hide.
SHAPES = ((3, 5), (4, 2))


def signed(rng: Generator, low: float, high: float, size: int | tuple[int, ...]) -> Array:
    """Draw numbers of both signs whose size lies between `low` and `high`: none is near 0."""
    return rng.choice([-1.0, 1.0], size) * rng.uniform(low, high, size)


def one_neuron(rng: Generator) -> tuple[Array, Array, float]:
    """Draw w, x and b of a neuron with 4 to 7 inputs; the bias matters."""
    n = int(rng.integers(4, 8))
    return rng.normal(size=n), rng.normal(size=n), float(signed(rng, 0.5, 1.5, 1)[0])


def sums(rng: Generator) -> tuple[Array]:
    """Draw a matrix of weighted sums z, of both signs."""
    shape = SHAPES[rng.integers(len(SHAPES))]
    z = signed(rng, 0.2, 2.5, shape)
    z[0, 0], z[1, 1] = abs(z[0, 0]), -abs(z[1, 1])
    return (z,)


def far_and_near(rng: Generator) -> tuple[Array]:
    """Draw a vector with entries far from 0, where a slope is all but gone, and near it."""
    return (rng.permutation(np.r_[signed(rng, 30, 100, 3), signed(rng, 0.3, 3, 4), 0.0]),)
