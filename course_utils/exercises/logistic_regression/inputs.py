"""Inputs of lesson 01: examples are rows, X is (n, p)."""

import numpy as np

from course_utils.checking.exercise import Array, Rng, drawn

# Two sets of sizes (n, p): all different, never square, so that neither a missing transpose nor a
# hard-coded size can hide.
SIZES = ((7, 3), (11, 4))


def sizes(rng: Rng) -> tuple[int, int]:
    """Draw n examples and p features."""
    n, p = SIZES[rng.integers(len(SIZES))]
    return n + int(rng.integers(3)), p


def problem(rng: Rng, sign: float = 1.0) -> tuple[Array, Array, Array, float]:
    """Draw X, y, beta, and beta_0 of a sign, with both classes present."""
    n, p = sizes(rng)
    y = rng.permutation(np.arange(n) % 3 == 0).astype(int)
    return rng.normal(size=(n, p)), y, rng.normal(size=p), sign * float(rng.uniform(0.5, 1.5))


def probabilities(rng: Rng) -> tuple:
    """Draw labels, and predictions that are not near 0 or 1."""
    _, y, _, _ = problem(rng)
    return y, rng.uniform(0.03, 0.97, size=y.shape)


@drawn
def certain(rng: Rng, value: float) -> tuple:
    """Draw labels, and predictions some of which are exactly `value`, rightly and wrongly so."""
    y = np.array([0, 0, 1, 1, 1, 0, 1])
    y_hat = np.r_[[value] * 4, rng.uniform(0.1, 0.9, 3)]
    order = rng.permutation(len(y))
    return y[order], y_hat[order]


def nearly_certain(rng: Rng) -> tuple:
    """Draw predictions so near to 0 and 1 that a number of the limit's size makes a difference."""
    tiny = rng.uniform(2e-12, 5e-12, 4)
    return np.array([1, 0, 1, 0]), np.r_[tiny[:2], 1 - tiny[2:]]


def limited(y: Array, y_hat: Array, limit: float, added: float) -> float:
    """Compute the loss with another limit than 1e-12, or with a small number added."""
    p = np.clip(y_hat, limit, 1 - limit)
    return -np.sum(y * np.log(p + added) + (1 - y) * np.log(1 - p + added))


# Of `limited`: other limits than 1e-12, and numbers added instead.
OTHER_LIMITS = [(10.0**-k, 0.0) for k in range(2, 17) if k != 12]
ADDED = [(0.0, 10.0**-k) for k in range(2, 17)]
