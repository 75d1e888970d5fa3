"""Inputs of lesson 03: examples are columns, X is (n_0, m)."""

from itertools import pairwise

from course_utils.checking.exercise import Array, Pairs, Rng


def layer(rng: Rng, k: int, n: int, m: int) -> tuple[Array, Array, Array]:
    """Draw A_prev (k, m), W (n, k) and b (n, 1), no bias near zero."""
    b = rng.choice((-1.0, 1.0), (n, 1)) * rng.uniform(0.4, 1.2, (n, 1))
    return rng.normal(size=(k, m)), rng.normal(size=(n, k)), b


def parameters_of(rng: Rng, widths: tuple[int, ...]) -> Pairs:
    """Draw the weights and biases of a network with these widths."""
    return [layer(rng, n_prev, n, 1)[1:] for n_prev, n in pairwise(widths)]
