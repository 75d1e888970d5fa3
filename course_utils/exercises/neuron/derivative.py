"""Lesson 02: the derivatives of the two smooth activation functions."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.neuron.inputs import Array, signed, sums
from course_utils.reference import neuron as key
from course_utils.reference.logistic_regression import sigmoid


def _far_and_near(rng: Generator) -> tuple[Array]:
    """Draw a vector with entries far from 0, where the slope is all but gone, and near it."""
    return (rng.permutation(np.r_[signed(rng, 30, 100, 3), signed(rng, 0.3, 3, 4), 0.0]),)


_SHAPE_OF_CASES = (
    Group("a matrix of ordinary numbers", sums, weight=2),
    Group("a vector, from 0 to far out", _far_and_near),
)


def _slope_of_sigmoid(z: Array) -> Array:
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def _looped_sigmoid(z: Array) -> Array:
    def one(v: float) -> float:
        s = 1 / (1 + math.exp(-v))
        return s * (1 - s)

    return np.array([one(v) for v in z.ravel()]).reshape(z.shape)


SIGMOID_DERIVATIVE = Exercise(
    reference=key.sigmoid_derivative,
    groups=_SHAPE_OF_CASES,
    mistakes=(
        Mistake(
            "z (1 - z): z is taken for sigmoid(z)",
            "In s (1 - s) the s stands for sigmoid(z). Your function is given z, so compute "
            "s = sigmoid(z) first.",
            lambda z: z * (1 - z),
        ),
        Mistake(
            "s (1 - z): z is taken for sigmoid(z) in one factor",
            "Both factors are in s = sigmoid(z): s (1 - s).",
            lambda z: sigmoid(z) * (1 - z),
        ),
        Mistake(
            "the sigmoid is applied twice",
            "You compute s = sigmoid(z) and then put s into the sigmoid once more. Once is enough.",
            lambda z: key.sigmoid_derivative(sigmoid(z)),
        ),
        Mistake(
            "sigmoid of 1 - z instead of 1 - sigmoid of z",
            "In s (1 - s) the second factor is 1 - sigmoid(z): first the sigmoid, then the "
            "subtraction.",
            lambda z: sigmoid(z) * sigmoid(1 - z),
        ),
        Mistake(
            "the sigmoid of z (1 - z)",
            "First s = sigmoid(z), then the product s (1 - s). You multiply first.",
            lambda z: sigmoid(z * (1 - z)),
        ),
        Mistake(
            "parentheses missing around 1 - s",
            "`s * 1 - s` is s - s, which is 0. It is `s * (1 - s)`.",
            lambda z: np.zeros(z.shape),
        ),
        Mistake(
            "a factor z too many",
            "s (1 - s) is the whole slope: the inner function is z itself, whose derivative is 1.",
            lambda z: z * sigmoid(z) * (1 - sigmoid(z)),
        ),
        Mistake(
            "the square covers exp(-z) only",
            "In the denominator all of 1 + exp(-z) is squared: `(1 + np.exp(-z)) ** 2`.",
            lambda z: np.exp(-z) / (1 + np.exp(-z) ** 2),
        ),
        Mistake(
            "the rule of tanh",
            "1 - a^2 is the derivative of tanh. For the sigmoid it is s (1 - s).",
            lambda z: 1 - sigmoid(z) ** 2,
        ),
        Mistake(
            "the factor s is missing",
            "You return 1 - s, which tends to 1 on the left, where the curve is flat. The derivative "
            "has two factors, s and 1 - s.",
            lambda z: 1 - sigmoid(z),
        ),
        Mistake(
            "the factor 1 - s is missing",
            "You return s itself, which tends to 1 on the right, where the curve is flat. The "
            "derivative has two factors, s and 1 - s.",
            lambda z: sigmoid(z),
        ),
        Mistake(
            "the sign is turned",
            "The sigmoid rises everywhere, so its derivative is positive: s (1 - s), not s (s - 1).",
            lambda z: -key.sigmoid_derivative(z),
        ),
        Mistake(
            "the inner derivative is missing",
            "The outer power gives -1 / (1 + exp(-z))^2; by the chain rule that is multiplied by the "
            "derivative of the denominator, -exp(-z).",
            lambda z: -(sigmoid(z) ** 2),
        ),
        Mistake(
            "the derivative of tanh itself",
            "These are the slopes of tanh, four times as steep at 0. Here the sigmoid is asked.",
            lambda z: 1 - np.tanh(z) ** 2,
        ),
        Mistake(
            "differences between neighbors in the array",
            "`np.gradient` compares entries that happen to stand side by side. Each z has a slope of "
            "its own, found by the formula.",
            lambda z: np.gradient(sigmoid(z)),
        ),
        Mistake(
            "a matrix product instead of `*`",
            "`@` sums over rows and columns. Each entry's s is multiplied by its own 1 - s: `*`.",
            lambda z: sigmoid(z) @ (1 - sigmoid(z)),
        ),
    ),
    alternatives=(
        Alternative("through s", lambda z: sigmoid(z) * (1 - sigmoid(z))),
        Alternative("the quotient rule", _slope_of_sigmoid),
        Alternative("s minus s squared", lambda z: sigmoid(z) - sigmoid(z) ** 2),
        Alternative("a loop", _looped_sigmoid),
        Alternative("through tanh", lambda z: (1 - np.tanh(z / 2) ** 2) / 4),
    ),
)


def _looped_tanh(z: Array) -> Array:
    return np.array([1 - math.tanh(v) ** 2 for v in z.ravel()]).reshape(z.shape)


TANH_DERIVATIVE = Exercise(
    reference=key.tanh_derivative,
    groups=_SHAPE_OF_CASES,
    mistakes=(
        Mistake(
            "the square is missing",
            "1 - tanh(z) reaches 2 on the left, where the curve is flat. It is 1 - tanh(z)^2.",
            lambda z: 1 - np.tanh(z),
        ),
        Mistake(
            "all of 1 - tanh(z) is squared",
            "The square belongs to tanh(z) alone: `1 - np.tanh(z) ** 2`.",
            lambda z: (1 - np.tanh(z)) ** 2,
        ),
        Mistake(
            "twice tanh(z) instead of its square",
            "`* 2` doubles. The square is `** 2`.",
            lambda z: 1 - 2 * np.tanh(z),
        ),
        Mistake(
            "tan instead of tanh",
            "`np.tan` is the tangent of an angle. The hyperbolic tangent is `np.tanh`.",
            lambda z: 1 - np.tan(z) ** 2,
        ),
        Mistake(
            "`^` is not a power in Python",
            "`^` works on bits. The square is `** 2`.",
            lambda z: 1 - (np.tanh(z) ^ 2),
        ),
        Mistake(
            "a matrix product instead of a square",
            "`a @ a` sums over rows and columns. Each entry is squared by itself: `a * a` or "
            "`a ** 2`.",
            lambda z: 1 - np.tanh(z) @ np.tanh(z),
        ),
        Mistake(
            "tanh of 1 - z^2",
            "First a = tanh(z), then 1 - a^2.",
            lambda z: np.tanh(1 - z**2),
        ),
        Mistake(
            "the rule of the sigmoid",
            "a (1 - a) is the sigmoid's derivative. With a = tanh(z) it is 1 - a^2.",
            lambda z: np.tanh(z) * (1 - np.tanh(z)),
        ),
        Mistake(
            "1 - z^2: z is taken for tanh(z)",
            "In 1 - a^2 the a stands for tanh(z). Your function is given z, so compute a first.",
            lambda z: 1 - z**2,
        ),
        Mistake(
            "tanh is applied twice",
            "You compute a = tanh(z) and then put a into tanh once more. Once is enough.",
            lambda z: 1 - np.tanh(np.tanh(z)) ** 2,
        ),
        Mistake(
            "z is squared instead of tanh(z)",
            "`np.tanh(z**2)` squares first. The square belongs outside: `np.tanh(z) ** 2`.",
            lambda z: 1 - np.tanh(z**2),
        ),
        Mistake(
            "plus instead of minus",
            "1 + a^2 grows towards 2 where tanh flattens out. It is 1 - a^2.",
            lambda z: 1 + np.tanh(z) ** 2,
        ),
        Mistake(
            "the sign is turned",
            "tanh rises everywhere, so its derivative is positive.",
            lambda z: np.tanh(z) ** 2 - 1,
        ),
        Mistake(
            "1 / cosh(z), not squared",
            "That way works too, but it is 1 / cosh(z)^2.",
            lambda z: 1 / np.cosh(z),
        ),
        Mistake(
            "the derivative of the sigmoid itself",
            "These are the slopes of the sigmoid, at most 1/4. The slope of tanh at 0 is 1.",
            lambda z: key.sigmoid_derivative(z),
        ),
        Mistake(
            "the 1 is missing",
            "a^2 is 0 at z = 0, where tanh is steepest. It is 1 - a^2.",
            lambda z: np.tanh(z) ** 2,
        ),
        Mistake(
            "differences between neighbors in the array",
            "`np.gradient` compares entries that happen to stand side by side. Each z has a slope of "
            "its own, found by the formula.",
            lambda z: np.gradient(np.tanh(z)),
        ),
    ),
    alternatives=(
        Alternative("1 / cosh^2", lambda z: 1 / np.cosh(z) ** 2),
        Alternative("two factors", lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z))),
        Alternative("a loop", _looped_tanh),
        Alternative("through the sigmoid", lambda z: 4 * key.sigmoid_derivative(2 * z)),
        Alternative("np.square", lambda z: 1 - np.square(np.tanh(z))),
    ),
)
