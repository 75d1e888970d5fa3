"""Inputs of lesson 01: examples are rows, X is (n, p)."""

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Array

# Two sets of sizes (n, p): all different, never square, so that neither a missing transpose nor a
# hard-coded size can hide.
SIZES = ((7, 3), (11, 4))


def sizes(rng: Generator) -> tuple[int, int]:
    """Draw n examples and p features."""
    n, p = SIZES[rng.integers(len(SIZES))]
    return n + int(rng.integers(3)), p


def problem(rng: Generator) -> tuple[Array, Array, Array, float]:
    """Draw X, y, beta, beta_0 with both classes present."""
    n, p = sizes(rng)
    y = rng.permutation(np.arange(n) % 3 == 0).astype(int)
    return rng.normal(size=(n, p)), y, rng.normal(size=p), float(rng.uniform(0.5, 1.5))
