"""Digits for a network to learn, and digits kept back to judge it by.

An answer could bring along what it learned elsewhere: the data are shipped with the course. So in
every case the images are turned or mirrored, all alike, and the ten classes get each other's names.
Neighboring pixels stay neighbors, and nothing is harder to learn; but what was learned from the
digits as they are shipped reads these no better than guessing.
"""

from functools import cache

import numpy as np

from course_utils.checking.exercise import Array, Rng
from course_utils.checking.randomness import fresh
from course_utils.datasets import Digits, load_digits

ORIENTATIONS = 8  # four quarter turns, each also mirrored; number 0 leaves an image as it is


@cache
def shipped() -> Digits:
    """Return the digits as they are shipped."""
    return load_digits()


def oriented(X: Array, number: int) -> Array:
    """Turn and mirror all images, columns of `X` (64, m)."""
    images = np.rot90(X.T.reshape(-1, 8, 8), number % 4, axes=(1, 2))
    if number >= 4:
        images = images.transpose(0, 2, 1)
    return np.ascontiguousarray(images.reshape(-1, 64).T)


def to_learn(rng: Rng, m: int) -> tuple[Array, Array, Rng]:
    """Draw m digits in an orientation and under names of their own, and a generator."""
    digits = shipped()
    chosen = rng.permutation(digits.labels.size)[:m]
    # A shift of a random circle: no class keeps its name.
    circle = rng.permutation(10)
    names = np.empty(10, dtype=int)
    names[circle] = np.roll(circle, 1)
    X = oriented(digits.X[:, chosen], int(rng.integers(1, ORIENTATIONS)))
    labels = names[digits.labels[chosen]]
    return X, labels, fresh(rng)


def kept_back(X: Array, labels: Array) -> tuple[Array, Array]:
    """Return all other digits, oriented and named as these are.

    No answer is ever sent them. They are found again from what was drawn, so that a case needs no
    memory; no two images are the same.
    """
    digits = shipped()
    given = [column.tobytes() for column in X.T]
    for number in range(ORIENTATIONS):
        everything = oriented(digits.X, number)
        place = {column.tobytes(): i for i, column in enumerate(everything.T)}
        if all(column in place for column in given):
            seen = np.array([place[column] for column in given])
            names = np.empty(10, dtype=int)
            names[digits.labels[seen]] = labels
            rest = np.setdiff1d(np.arange(digits.labels.size), seen)
            return everything[:, rest], names[digits.labels[rest]]
    raise ValueError("these are not the course's digits")
