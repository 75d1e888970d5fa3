"""Lesson 04: how to compare two gradients, whatever their scale."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.backpropagation.inputs import Array
from course_utils.reference import backpropagation as key


def _two_gradients(
    rng: Generator, shape: tuple[int, ...], scale: float = 1.0
) -> tuple[Array, Array]:
    gradient = rng.normal(size=shape)
    numeric = gradient * rng.uniform(1.5, 1.9) + 0.2 * rng.normal(size=shape)
    return scale * gradient, scale * numeric


def _vectors(rng: Generator) -> tuple[Array, Array]:
    return _two_gradients(rng, ((6,), (9,))[rng.integers(2)], 10.0 ** rng.integers(-1, 3))


def _matrices(rng: Generator) -> tuple[Array, Array]:
    # Here the first has the larger norm, elsewhere the second: no norm can stand for the larger one.
    numeric, gradient = _two_gradients(rng, ((3, 5), (4, 2))[rng.integers(2)])
    return 1.3 * gradient, numeric


def _tiny(rng: Generator) -> tuple[Array, Array]:
    return _two_gradients(rng, (7,), 1e-9)


def _zeros(rng: Generator) -> tuple[Array, Array]:
    k = int(rng.integers(3, 8))
    return np.zeros(k), np.zeros(k)


def _norm(x: Array) -> float:
    return float(np.linalg.norm(x))


def _safe(above: float, below: float) -> float:
    return above / below if below else 0.0


def _plain(g: Array, n: Array) -> float:
    return _norm(g - n) / np.float64(_norm(g) + _norm(n))


def _entries(g: Array, n: Array) -> float:
    below = np.abs(g) + np.abs(n)
    return float(np.mean(np.abs(g - n) / np.where(below == 0, 1.0, below)))


def _spectral(g: Array, n: Array) -> float:
    return _safe(
        float(np.linalg.norm(g - n, 2)), float(np.linalg.norm(g, 2) + np.linalg.norm(n, 2))
    )


def _early_return(g: Array, n: Array) -> float:
    if not g.any() and not n.any():
        return 0
    return float(np.sqrt(((g - n) ** 2).sum()) / (np.sqrt((g**2).sum()) + np.sqrt((n**2).sum())))


RELATIVE_ERROR = Exercise(
    reference=key.relative_error,
    groups=(
        Group("vectors", _vectors, weight=3, count=3),
        Group("matrices", _matrices),
        Group("tiny gradients", _tiny),
        Group(
            "both gradients zero",
            _zeros,
            silent=True,
            hint="Two zero gradients agree perfectly: the error is 0, with no division and no warning.",
        ),
    ),
    mistakes=(
        Mistake(
            "the absolute error",
            "An error of 0.01 is small beside a gradient of 100 and large beside one of 0.01. "
            "Divide by the sizes of both.",
            lambda g, n: _norm(g - n),
        ),
        Mistake(
            "nan where both are zero",
            "0 divided by 0 is nan. Two zero gradients agree perfectly: ask for this case first.",
            _plain,
        ),
        Mistake(
            "divided by one norm: the gradient's",
            "Divide by the sum of both norms. With one of them the result depends on which gradient "
            "is called right, and is infinite where that one is zero.",
            lambda g, n: _safe(_norm(g - n), _norm(g)),
        ),
        Mistake(
            "divided by one norm: the numeric one's",
            "Divide by the sum of both norms. With one of them the result depends on which gradient "
            "is called right, and is infinite where that one is zero.",
            lambda g, n: _safe(_norm(g - n), _norm(n)),
        ),
        Mistake(
            "divided by the larger norm",
            "Others divide by the larger of the norms; here it is by their sum, so that 1 is the "
            "largest possible error.",
            lambda g, n: _safe(_norm(g - n), max(_norm(g), _norm(n))),
        ),
        Mistake(
            "divided by the norm of the sum",
            "||g + n|| is not ||g|| + ||n||: two opposite gradients add up to nothing.",
            lambda g, n: _safe(_norm(g - n), _norm(g + n)),
        ),
        Mistake(
            "squared norms",
            "The root is missing: a norm is the square root of the sum of squares.",
            lambda g, n: _safe(_norm(g - n) ** 2, _norm(g) ** 2 + _norm(n) ** 2),
        ),
        Mistake(
            "the difference of the norms, not the norm of the difference",
            "Two gradients of one length may point in different ways. Subtract first, then measure.",
            lambda g, n: _safe(abs(_norm(g) - _norm(n)), _norm(g) + _norm(n)),
        ),
        Mistake(
            "a mean over the entries",
            "This compares entry by entry, and averages. Here the vectors are compared as wholes, by "
            "their norms.",
            _entries,
        ),
        Mistake(
            "brackets around the denominator are missing",
            "`x / a + b` divides by a only. Put the sum of the norms in brackets.",
            lambda g, n: _safe(_norm(g - n), _norm(g)) + _norm(n),
        ),
        Mistake(
            "a constant in the denominator hides tiny gradients",
            "A constant added below keeps 0/0 away, but beside a gradient of 1e-9 it is what decides, "
            "and a wrong gradient passes for right. Treat zero and zero as a case of its own.",
            lambda g, n: _norm(g - n) / (_norm(g) + _norm(n) + 1e-8),
        ),
        Mistake(
            "the largest singular value of a matrix, not its norm",
            "`np.linalg.norm(M, 2)` of a matrix is something else than the root of the sum of "
            "squares. Leave the 2 out.",
            _spectral,
        ),
    ),
    alternatives=(
        Alternative("square roots of sums", _early_return),
        Alternative(
            "on raveled arrays",
            lambda g, n: (
                np.linalg.norm(np.ravel(g) - np.ravel(n), 2)
                / (np.linalg.norm(np.ravel(g), 2) + np.linalg.norm(np.ravel(n), 2))
                if np.any(g) or np.any(n)
                else np.float64(0.0)
            ),
        ),
    ),
)
