"""Inputs of lesson 02: one neuron's weights, inputs and bias, and arrays of weighted sums."""

from collections.abc import Sequence

import numpy as np

from course_utils.checking.exercise import Array, Rng, Trial, drawn

# Never square, and of two kinds, so that neither a mixed-up axis nor a hard-coded size can hide.
SHAPES = ((3, 5), (4, 2))


def signed(rng: Rng, low: float, high: float, size: int | tuple[int, ...]) -> Array:
    """Draw numbers of both signs whose size lies between `low` and `high`: none is near 0."""
    return rng.choice([-1.0, 1.0], size) * rng.uniform(low, high, size)


def sums(rng: Rng) -> tuple[Array]:
    """Draw a matrix of weighted sums z, of both signs; the smallest in size is just below 1."""
    shape = SHAPES[rng.integers(len(SHAPES))]
    z = signed(rng, 1.05, 2.5, shape)
    z[0, 0], z[1, 1] = rng.uniform(0.9, 0.99), -rng.uniform(0.9, 0.99)
    return (z,)


@drawn
def neuron_of(rng: Rng, z_sign: float, b_sign: float) -> tuple[Array, Array, float]:
    """Draw w, x and b with these signs of z and b, both well away from 0.

    Weights and inputs have both signs, and the sum of the products has the sign of z.
    """
    n = int(rng.integers(4, 8))
    w, x = rng.normal(size=n), rng.normal(size=n)
    x[:2] = 0.5 + abs(x[0]), -abs(x[1])
    b = b_sign * rng.uniform(0.5, 1.5)
    # x[0] is positive, so w[0] moves z as far as needed: beyond b, whatever its sign.
    w[0] += (z_sign * rng.uniform(2.0, 3.5) - (w @ x + b)) / x[0]
    return w, x, float(b)


def far_and_near(rng: Rng) -> tuple[Array]:
    """Draw a vector with entries far from 0, where a slope is all but gone, and near it."""
    return (rng.permutation(np.r_[signed(rng, 30, 100, 3), signed(rng, 0.3, 3, 4), 0.0]),)


def farthest(rng: Rng) -> tuple[Array]:
    """Draw a vector with entries so far out that exp overflows, and some near 0."""
    return (
        rng.permutation(np.r_[-1000.0, 1000.0, signed(rng, 800, 990, 2), signed(rng, 1, 3, 3)]),
    )


def small_and_zero(rng: Rng) -> tuple[Array]:
    """Draw a vector with zeros and with numbers of both signs, from tiny to ordinary."""
    small = rng.uniform(1.0, 9.0, 4) * [1e-9, 1e-4, 1e-2, 1e-1]
    return (rng.permutation(np.r_[0.0, 0.0, small, -small, signed(rng, 0.3, 6, 3)]),)


def cuts_small_numbers(trials: Sequence[Trial]) -> bool:
    """Whether what is wrong are zeros at positive numbers below some bound, and not at those above."""
    bounds, both = [], False
    for trial in trials:
        (z,), got, right = trial.arguments, np.asarray(trial.value), trial.expected.value
        cut = (z > 0) & (got == 0)
        if not np.array_equal(np.where(cut, 0, right), got):
            return False
        left = (z > 0) & ~cut
        if cut.any():
            bounds.append(z[cut].max() < z[left].min(initial=np.inf))
            both = both or left.any()
    return len(bounds) > 1 and all(bounds) and bool(both)
