"""Which examples train, which choose between models, and which are kept for the last word."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Split(NamedTuple):
    """The numbers of the examples in each part; every example is in exactly one.

    Attributes
    ----------
    train, validation, test : ndarray of int
        Indices, for rows (``X[parts.train]``) as well as for columns (``X[:, parts.train]``).
    """

    train: NDArray[np.int_]
    validation: NDArray[np.int_]
    test: NDArray[np.int_]


def split(m: int, rng: np.random.Generator, validation: float = 0.2, test: float = 0.2) -> Split:
    """Divide m examples at random into a training, a validation and a test set.

    Parameters
    ----------
    m : int
        How many examples there are.
    rng : numpy.random.Generator
        The same state gives the same parts.
    validation, test : float
        The share of each of these parts, rounded to whole examples; the rest is for training.

    Returns
    -------
    Split

    Raises
    ------
    ValueError
        If a share is negative, or they leave nothing to train on.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 7.2.

    Examples
    --------
    >>> parts = split(10, np.random.default_rng(0))
    >>> [len(part) for part in parts]
    [6, 2, 2]
    """
    n_validation, n_test = round(validation * m), round(test * m)
    n_train = m - n_validation - n_test
    if min(n_validation, n_test) < 0 or n_train < 1:
        raise ValueError(
            f"shares {validation} and {test} of {m} examples leave {n_train} for training; "
            "they have to be 0 or more and add up to less than 1"
        )
    order = rng.permutation(m)
    n_seen = n_train + n_validation
    return Split(order[:n_train], order[n_train:n_seen], order[n_seen:])
