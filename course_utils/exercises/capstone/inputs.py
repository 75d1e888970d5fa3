"""Inputs of lesson 08: one example per column, one class per row."""

import numpy as np

from course_utils.checking.exercise import Array, Rng

# Classes and examples: never equal, so that a wrong axis cannot hide; two sets.
SIZES = ((4, 7), (5, 3))


def sizes(rng: Rng) -> tuple[int, int]:
    """Draw the numbers of classes and of examples."""
    return SIZES[rng.integers(len(SIZES))]


def labels(rng: Rng, classes: int, m: int) -> Array:
    """Draw m labels, the highest class and a class twice among them, not in order."""
    drawn = np.concatenate([[classes - 1, 0, 0], rng.integers(classes, size=m)])[:m]
    return rng.permutation(drawn)


def probabilities(rng: Rng, classes: int, m: int) -> Array:
    """Draw m columns of probabilities, none near 0, no two of a column nearly equal."""
    steps = np.arange(1.0, classes + 1)[:, None] + rng.uniform(-0.3, 0.3, (classes, m))
    shares = rng.permuted(steps, axis=0)
    return shares / shares.sum(axis=0)
