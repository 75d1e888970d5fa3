"""Lesson 02: the derivative of ReLU, which has a kink."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.neuron.inputs import Array, signed, sums
from course_utils.reference import neuron as key


def _masked_zero(z: Array) -> Array:
    out = np.zeros(z.shape)
    out[z > 0] = 1
    return out


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
            "z itself where it is between 0 and 1",
            "`np.minimum(1, relu(z))` still slopes between 0 and 1. The slope of ReLU jumps "
            "from 0 to 1: ask whether z is positive.",
            lambda z: np.clip(z, 0, 1),
        ),
        Mistake(
            "one number for the whole array",
            "`z.any()` and `max` give one answer for all. Each entry has a slope of its own: "
            "`np.where(z > 0, 1, 0)`.",
            lambda z: 1 if z.any() else 0,
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
