"""Lesson 02: how far points are from the line where the neuron is undecided."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.neuron.inputs import Array, signed
from course_utils.reference import neuron as key


def _points(*shapes: tuple[int, int]) -> Callable[[Generator], tuple[Array, float, Array]]:
    """Return a draw of w, b and X of one of `shapes`, one point per column, on both sides of the line."""

    def draw(rng: Generator) -> tuple[Array, float, Array]:
        n, m = shapes[rng.integers(len(shapes))]
        # No norm of 1, 0 or near: dividing by it must matter.
        w = signed(rng, 1.2, 2.5, n)
        b = float(signed(rng, 0.6, 2.0, 1)[0])
        X = rng.normal(0, 1.5, (n, m))
        X[:, 0] += 4 * w
        X[:, m - 1] -= 4 * w
        return w, b, X

    return draw


def _loop(w: Array, b: float, X: Array) -> Array:
    norm = sum(v * v for v in w) ** 0.5
    return np.array([(key.linear(w, x, b)) / norm for x in X.T])


def _row(w: Array, b: float, X: Array) -> Array:
    return (w.reshape(1, -1) @ X + b) / np.linalg.norm(w)


SIGNED_DISTANCE = Exercise(
    reference=key.signed_distance,
    groups=(
        Group("points in the plane", _points((2, 5), (2, 7)), weight=2, count=3),
        Group("points in more dimensions", _points((3, 5), (4, 6))),
        Group("a single point", _points((3, 1), (4, 1)), weight=0.5),
    ),
    mistakes=(
        Mistake(
            "not divided by the length of w",
            "This is z, which doubles when w and b double, though the line stays where it is. Divide "
            "by the length of w.",
            lambda w, b, X: w @ X + b,
        ),
        Mistake(
            "multiplied by the length of w",
            "z grows with the length of w already, and a distance must not. Divide by the length.",
            lambda w, b, X: (w @ X + b) * np.linalg.norm(w),
        ),
        Mistake(
            "divided by the squared length of w",
            "`w @ w` is the square of the length. Take its root, or `np.linalg.norm(w)`.",
            lambda w, b, X: (w @ X + b) / (w @ w),
        ),
        Mistake(
            "divided by the sum of the weights",
            "A length is the root of the sum of squares: `np.linalg.norm(w)`.",
            lambda w, b, X: (w @ X + b) / np.sum(w),
        ),
        Mistake(
            "divided by the number of weights",
            "It is the length of the vector w that z is too large by, the root of the sum of "
            "squares, and not `len(w)`, which counts its entries.",
            lambda w, b, X: (w @ X + b) / len(w),
        ),
        Mistake(
            "divided by the length of all of X",
            "It is the length of w that z is too large by. The points do not come into it.",
            lambda w, b, X: (w @ X + b) / np.linalg.norm(X),
        ),
        Mistake(
            "only the sign",
            "This says on which side each point lies. How far away it is, is asked too.",
            lambda w, b, X: np.sign(w @ X + b),
        ),
        Mistake(
            "the bias is added to each weight before the length is taken",
            "`np.linalg.norm(w + b)` is the length of another vector. b has no part in the "
            "length of w.",
            lambda w, b, X: (w @ X + b) / np.linalg.norm(w + b),
        ),
        Mistake(
            "one number for all points",
            "A norm of all the z is a single number. Divide each z by the length of w.",
            lambda w, b, X: np.linalg.norm(w @ X + b),
        ),
        Mistake(
            "the absolute value",
            "Points on both sides come out positive. The sign is asked for: it says which side.",
            lambda w, b, X: np.abs(w @ X + b) / np.linalg.norm(w),
        ),
        Mistake(
            "rows of X are taken for points",
            "X is (n, m), one point per column, and w is (n,): `w @ X` is (m,). `X @ w` would need "
            "points in rows.",
            lambda w, b, X: (X @ w + b) / np.linalg.norm(w),
        ),
        Mistake(
            "the bias is left out",
            "Your distances are those from the parallel line through the origin. Add b before you "
            "divide.",
            lambda w, b, X: w @ X / np.linalg.norm(w),
        ),
        Mistake(
            "only the bias is divided",
            "`w @ X + b / norm` divides b alone. Put the sum in parentheses.",
            lambda w, b, X: w @ X + b / np.linalg.norm(w),
        ),
        Mistake(
            "the bias is not divided",
            "b is added after the division. It belongs to z, and all of z is divided by the length.",
            lambda w, b, X: w @ X / np.linalg.norm(w) + b,
        ),
        Mistake(
            "the sign is turned",
            "The side that w points to is the positive one.",
            lambda w, b, X: -(w @ X + b) / np.linalg.norm(w),
        ),
        Mistake(
            "the bias is subtracted",
            "The line is w^T x + b = 0, with a plus.",
            lambda w, b, X: (w @ X - b) / np.linalg.norm(w),
        ),
        Mistake(
            "divided by the sum of the weights' sizes",
            "A length is the root of the sum of squares, not the sum of absolute values.",
            lambda w, b, X: (w @ X + b) / np.sum(np.abs(w)),
        ),
        Mistake(
            "divided by the length of each point",
            "It is the length of w that z is too large by, not that of x.",
            lambda w, b, X: (w @ X + b) / np.linalg.norm(X, axis=0),
        ),
        Mistake(
            "the bias is counted in the length",
            "b shifts the line and has no part in the length of w: the root of w_1^2 + ... + w_n^2.",
            lambda w, b, X: (w @ X + b) / np.sqrt(w @ w + b**2),
        ),
        Mistake(
            "a row of shape (1, m)",
            "One number a point is asked, shape (m,). With w of shape (n,) `w @ X` is that already.",
            _row,
        ),
        Mistake(
            "the products are not summed",
            "`*` keeps one number per input and point. Each point has one z: use `w @ X`.",
            lambda w, b, X: (w[:, None] * X + b) / np.linalg.norm(w),
        ),
    ),
    alternatives=(
        Alternative("a loop over the points", _loop),
        Alternative("X transposed", lambda w, b, X: (X.T @ w + b) / np.sqrt(np.sum(w**2))),
        Alternative(
            "a unit vector first", lambda w, b, X: w / (n := np.hypot.reduce(w)) @ X + b / n
        ),
        Alternative("einsum", lambda w, b, X: (np.einsum("i,ij->j", w, X) + b) / np.sqrt(w @ w)),
        Alternative("np.dot", lambda w, b, X: (np.dot(w, X) + b) / np.linalg.norm(w)),
    ),
)
