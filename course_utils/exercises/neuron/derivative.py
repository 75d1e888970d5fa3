"""Lesson 02: the derivatives of the three activation functions."""

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


def _masked_zero(z: Array) -> Array:
    out = np.zeros(z.shape)
    out[z > 0] = 1
    return out


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


def _with_zeros(rng: Generator) -> tuple[Array]:
    return (rng.permutation(np.r_[0.0, 0.0, 1.5, -1.5, signed(rng, 0.3, 6, 3)]),)


def _overwritten(z: Array) -> Array:
    z[z > 0] = 1
    z[z <= 0] = 0
    return z


def _negatives_kept(z: Array) -> Array:
    out = z.copy()
    out[out > 0] = 1
    return out


def _relu_over_z(z: Array) -> Array:
    return np.maximum(0, z) / z


def _looped_step(z: Array) -> Array:
    return np.array([1.0 if v > 0 else 0.0 for v in z.ravel()]).reshape(z.shape)


RELU_DERIVATIVE = Exercise(
    reference=key.relu_derivative,
    groups=(
        Group("a matrix of numbers of both signs", sums, weight=2),
        Group("a vector with zeros: the derivative there is taken as 0", _with_zeros),
    ),
    mistakes=(
        Mistake(
            "1 at z = 0",
            "At 0 ReLU has a kink and no derivative. The course takes 0 there: `>`, not `>=`.",
            lambda z: np.where(z >= 0, 1.0, 0.0),
        ),
        Mistake(
            "1/2 at z = 0",
            "At 0 ReLU has a kink and no derivative. The course takes 0 there, not the middle.",
            lambda z: np.heaviside(z, 0.5),
        ),
        Mistake(
            "nan at z = 0",
            "Dividing relu(z) by z gives 0 / 0 at the kink. Ask for the sign of z instead of "
            "dividing.",
            _relu_over_z,
        ),
        Mistake(
            "ReLU itself",
            "You return z where z is positive. The slope there is 1, however large z is.",
            lambda z: np.maximum(0.0, z),
        ),
        Mistake(
            "True and False instead of 1 and 0",
            "A comparison gives booleans. Turn them into numbers: `.astype(float)`.",
            lambda z: z > 0,
        ),
        Mistake(
            "-1 where z is negative",
            "`np.sign` is the derivative of the absolute value. ReLU is flat on the left: 0.",
            lambda z: np.sign(z),
        ),
        Mistake(
            "1 everywhere",
            "That is the identity's derivative. Where z is negative, ReLU is flat.",
            lambda z: np.ones_like(z),
        ),
        Mistake(
            "0 and 1 are swapped",
            "Your answer is 1 where ReLU is flat. The slope is 1 on the right and 0 on the left.",
            lambda z: np.where(z > 0, 0.0, 1.0),
        ),
        Mistake(
            "the argument z is changed",
            "You write the slopes into the caller's array, and z is lost. Make a new array.",
            _overwritten,
        ),
        Mistake(
            "negative entries are left as they are",
            "Positive entries become 1, but the others keep their values. They become 0.",
            _negatives_kept,
        ),
        Mistake(
            "Python's `if` on a whole array",
            "`if z > 0` wants one True or False, but z has many entries, each with its own. NumPy "
            "compares entry by entry: `np.where`.",
            lambda z: 1 if z > 0 else 0,
        ),
        Mistake(
            "a little slope on the left",
            "0.01 is the slope of the leaky ReLU, a cousin. Plain ReLU is flat on the left.",
            lambda z: np.where(z > 0, 1.0, 0.01),
        ),
    ),
    alternatives=(
        Alternative("a comparison as numbers", lambda z: (z > 0).astype(float)),
        Alternative("whole numbers", lambda z: (z > 0).astype(int)),
        Alternative("np.where", lambda z: np.where(z > 0, 1, 0)),
        Alternative("a mask", _masked_zero),
        Alternative("the sign, cut off below", lambda z: np.clip(np.sign(z), 0, 1)),
        Alternative("a loop", _looped_step),
    ),
)
