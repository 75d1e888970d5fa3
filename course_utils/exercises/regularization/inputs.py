"""Inputs of lesson 06: features are rows, examples are columns."""

from collections.abc import Sequence

import numpy as np

from course_utils.checking.exercise import Array, Pairs, Rng, drawn

# (p, m_train, m): all different, so that statistics along the wrong axis do not fit by luck.
SIZES = ((3, 8, 5), (4, 11, 6))
NETWORKS = ([5, 3, 1], [3, 6, 4, 2], [4, 2])


def unseen(rng: Rng) -> tuple[Array, Array]:
    """Draw a training set and new examples, some of them beyond the training set's range.

    The first feature has two values only, of one size; the next two have numbers of one sign, so large
    that exp makes them all alike.
    """
    p, m_train, m = SIZES[rng.integers(len(SIZES))]
    center, spread = rng.uniform(-20, 20, size=(p, 1)), rng.uniform(2, 30, size=(p, 1))
    center[:3] = [[0.0], [1000.0], [-1000.0]]
    X_train = center + spread * rng.normal(size=(p, m_train))
    X_train[0] = spread[0] * rng.permutation(np.resize([1.0, -1.0], m_train))
    X = center + spread * rng.normal(0.5, 1.0, size=(p, m))
    X[:, :1] = X_train.max(axis=1, keepdims=True) + spread * rng.uniform(0.2, 1, size=(p, 1))
    X[:, 1:2] = X_train.min(axis=1, keepdims=True) - spread * rng.uniform(0.2, 1, size=(p, 1))
    return X_train, X


def small_numbers(rng: Rng) -> tuple[Array, Array]:
    """Draw data of which one feature has a unit that makes all its numbers tiny."""
    X_train, X = unseen(rng)
    unit = np.where(np.arange(len(X)) == rng.integers(len(X)), 3e-8, 1.0)[:, np.newaxis]
    return unit * X_train, unit * X


def training_set_itself(rng: Rng) -> tuple[Array, Array]:
    """Draw a training set, to be scaled by its own statistics."""
    X_train, _ = unseen(rng)
    return X_train, X_train.copy()


def single_example(rng: Rng) -> tuple[Array, Array]:
    """Draw a training set and one new example, a column."""
    X_train, X = unseen(rng)
    return X_train, X[:, 2:3]


@drawn
def constant_feature(rng: Rng, value: float, *, in_training_only: bool = False) -> tuple:
    """Draw data of which one feature has the same value everywhere, or all over the training set."""
    X_train, X = unseen(rng)
    row = rng.integers(len(X))
    X_train[row] = value
    if not in_training_only:
        X[row] = value
    return X_train, X


def constant_but_for_rounding(rng: Rng) -> tuple[Array, Array]:
    """Draw data of which one feature is constantly 0.1 over X_train.

    Its mean over 13 examples is not exactly 0.1, so its deviation is 1.4e-17.
    """
    X_train, X = unseen(rng)
    X_train = np.resize(X_train, (len(X_train), 13))
    X_train[0] = 0.1
    return X_train, X


def weights(rng: Rng) -> Array:
    """Draw one layer's weights, none of them near 0, of both signs."""
    shape = ((3, 5), (4, 2))[rng.integers(2)]
    signs = np.resize([1.0, -1.0], int(np.prod(shape)))
    return (rng.permutation(signs) * rng.uniform(0.2, 2.5, size=signs.size)).reshape(shape)


def strength(rng: Rng) -> tuple[float, int]:
    """Draw lam and m."""
    return float(rng.uniform(0.3, 2.8)), int(rng.integers(7, 40))


def network(rng: Rng) -> Pairs:
    """Draw the parameters of a network of one to three layers, biases not 0."""
    return network_of(rng, NETWORKS[rng.integers(len(NETWORKS))])


def deep_network(rng: Rng) -> Pairs:
    """Draw the parameters of a network of at least two layers."""
    return network_of(rng, NETWORKS[rng.integers(2)])


def network_of(rng: Rng, layer_sizes: Sequence[int]) -> Pairs:
    """Draw the parameters of a network with these layer sizes, biases not 0."""
    pairs = []
    for sign, n_prev, n in zip((1, -1, 1), layer_sizes, layer_sizes[1:], strict=False):
        W = rng.normal(size=(n, n_prev))
        # Sums of the layers' weights of both signs, so that no sum passes for a sum of sizes.
        W *= sign * np.sign(W.sum())
        pairs.append((W, rng.uniform(0.5, 2.0, size=(n, 1))))
    return pairs
