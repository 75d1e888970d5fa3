"""Toy sets: points in the plane, of two classes, drawn from the generator that is given.

Every other point is of class 1, so that the first points of a set are as balanced as the whole.
``moons``, ``circles``, ``spiral`` and ``xor`` need a hidden layer, and have one point a *column*.
The two sets of blobs are lesson 01's, and have one point a *row*.
"""

import numpy as np
from numpy.typing import NDArray

Columns = tuple[NDArray[np.float64], NDArray[np.int_]]
Rows = tuple[NDArray[np.float64], NDArray[np.int_]]

# The blobs lie along this direction, so that both features matter alike.
DIAGONAL = np.array([1.0, 1.0]) / np.sqrt(2.0)


def moons(m: int, rng: np.random.Generator, noise: float = 0.1) -> Columns:
    """Draw two half circles that reach into each other.

    Parameters
    ----------
    m : int
        The number of points.
    rng : numpy.random.Generator
    noise : float
        The standard deviation of what is added to every coordinate.

    Returns
    -------
    X : ndarray of float, shape (2, m)
        One point per column.
    Y : ndarray of int, shape (1, m)
        0 for the upper moon, 1 for the lower.

    Examples
    --------
    >>> X, Y = moons(100, np.random.default_rng(0))
    >>> X.shape, Y.shape
    ((2, 100), (1, 100))
    """
    y = _alternating(m)
    angle = rng.uniform(0.0, np.pi, m)
    upper = np.array([np.cos(angle), np.sin(angle)])
    lower = np.array([1.0 - np.cos(angle), 0.5 - np.sin(angle)])
    return np.where(y == 1, lower, upper) + rng.normal(0.0, noise, (2, m)), y[np.newaxis]


def circles(m: int, rng: np.random.Generator, noise: float = 0.1) -> Columns:
    """Draw a circle of radius 1/2 inside a circle of radius 1.

    Parameters
    ----------
    m : int
        The number of points.
    rng : numpy.random.Generator
    noise : float
        The standard deviation of what is added to every coordinate.

    Returns
    -------
    X : ndarray of float, shape (2, m)
        One point per column.
    Y : ndarray of int, shape (1, m)
        0 for the outer circle, 1 for the inner.

    Examples
    --------
    >>> X, Y = circles(100, np.random.default_rng(0), noise=0.0)
    >>> np.hypot(*X)[:4].round(6), Y[0, :4]
    (array([1. , 0.5, 1. , 0.5]), array([0, 1, 0, 1]))
    """
    y = _alternating(m)
    angle = rng.uniform(0.0, 2.0 * np.pi, m)
    X = np.where(y == 1, 0.5, 1.0) * np.array([np.cos(angle), np.sin(angle)])
    return X + rng.normal(0.0, noise, (2, m)), y[np.newaxis]


def spiral(m: int, rng: np.random.Generator, noise: float = 0.02, turns: float = 1.5) -> Columns:
    """Draw two spiral arms wound into each other.

    Parameters
    ----------
    m : int
        The number of points.
    rng : numpy.random.Generator
    noise : float
        The standard deviation of what is added to every coordinate.
    turns : float
        How often each arm goes round on its way from the center to radius 1.

    Returns
    -------
    X : ndarray of float, shape (2, m)
        One point per column.
    Y : ndarray of int, shape (1, m)
        The arm.

    Examples
    --------
    >>> X, Y = spiral(100, np.random.default_rng(0))
    >>> X.shape, Y.shape
    ((2, 100), (1, 100))
    """
    y = _alternating(m)
    radius = rng.uniform(0.05, 1.0, m)
    angle = 2.0 * np.pi * turns * radius + np.pi * y
    X = radius * np.array([np.cos(angle), np.sin(angle)])
    return X + rng.normal(0.0, noise, (2, m)), y[np.newaxis]


def xor(m: int, rng: np.random.Generator, noise: float = 0.05) -> Columns:
    """Draw four squares, one in each quadrant, of which those on a diagonal are of one class.

    Parameters
    ----------
    m : int
        The number of points.
    rng : numpy.random.Generator
    noise : float
        The standard deviation of what is added to every coordinate. The squares keep a distance of
        0.1 from the axes.

    Returns
    -------
    X : ndarray of float, shape (2, m)
        One point per column.
    Y : ndarray of int, shape (1, m)
        1 where the two coordinates (before the noise) differ in sign.

    Examples
    --------
    >>> X, Y = xor(100, np.random.default_rng(0), noise=0.0)
    >>> np.array_equal(Y[0] == 1, X[0] * X[1] < 0)
    True
    """
    y = _alternating(m)
    first_sign = rng.choice([-1.0, 1.0], m)
    signs = np.array([first_sign, np.where(y == 1, -first_sign, first_sign)])
    X = signs * rng.uniform(0.1, 1.0, (2, m))
    return X + rng.normal(0.0, noise, (2, m)), y[np.newaxis]


def overlapping_blobs(n: int, rng: np.random.Generator, distance: float = 2.0) -> Rows:
    """Draw two round normal clouds of deviation 1 that overlap.

    Logistic regression is exactly right for them: the log-odds of class 1 at x are beta^T x, with
    beta = distance * (1, 1) / sqrt(2) and beta_0 = 0.

    Parameters
    ----------
    n : int
        The number of points.
    rng : numpy.random.Generator
    distance : float
        How far the centers are apart, on both sides of the origin.

    Returns
    -------
    X : ndarray of float, shape (n, 2)
        One point per row.
    y : ndarray of int, shape (n,)

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equations 4.65 to 4.67.

    Examples
    --------
    >>> X, y = overlapping_blobs(100, np.random.default_rng(0))
    >>> X.shape, y.shape
    ((100, 2), (100,))
    """
    y = _alternating(n)
    center = np.outer((y - 0.5) * distance, DIAGONAL)
    return center + rng.normal(0.0, 1.0, (n, 2)), y


def separable_blobs(n: int, rng: np.random.Generator, margin: float = 0.5) -> Rows:
    """Draw two half clouds with an empty strip between them, so that a line separates them.

    Parameters
    ----------
    n : int
        The number of points.
    rng : numpy.random.Generator
    margin : float
        No point is nearer than this to the line x_1 + x_2 = 0.

    Returns
    -------
    X : ndarray of float, shape (n, 2)
        One point per row.
    y : ndarray of int, shape (n,)
        1 above the line.

    Examples
    --------
    >>> X, y = separable_blobs(100, np.random.default_rng(0))
    >>> np.array_equal(y == 1, X.sum(axis=1) > 0)
    True
    """
    y = _alternating(n)
    across = (2 * y - 1) * (margin + np.abs(rng.normal(0.0, 1.0, n)))
    along = rng.normal(0.0, 1.0, n)
    return np.outer(across, DIAGONAL) + np.outer(along, DIAGONAL * [-1.0, 1.0]), y


def _alternating(m: int) -> NDArray[np.int_]:
    """Label m points 0, 1, 0, 1, ..."""
    return np.arange(m) % 2
