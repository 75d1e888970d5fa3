"""Lesson 02: ReLU."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.neuron.inputs import Array, signed, sums
from course_utils.reference import neuron as key


def _vector_with_zeros(rng: Generator) -> tuple[Array]:
    return (rng.permutation(np.r_[0.0, 0.0, 3.5, -3.5, signed(rng, 0.3, 6, 4)]),)


def _whole_numbers(rng: Generator) -> tuple[Array]:
    return (rng.permutation(np.r_[-2, -1, 0, 1, 2, rng.integers(-9, 10, 4)]),)


def _in_place(z: Array) -> Array:
    z[z < 0] = 0
    return z


def _cut_to_whole_numbers(z: Array) -> Array:
    out = np.zeros(z.shape, dtype=int)
    out[z > 0] = z[z > 0]
    return out


def _copied(z: Array) -> Array:
    out = z.copy()
    out[out < 0] = 0
    return out


def _looped(z: Array) -> Array:
    return np.array([max(0.0, float(v)) for v in z.ravel()]).reshape(z.shape)


RELU = Exercise(
    reference=key.relu,
    groups=(
        Group("a matrix of numbers of both signs", sums, weight=2),
        Group("a vector, with zeros", _vector_with_zeros),
        Group("an array of whole numbers", _whole_numbers, weight=0.5),
    ),
    mistakes=(
        Mistake(
            "the absolute value",
            "`abs` turns negative numbers over. ReLU replaces them by 0.",
            lambda z: np.abs(z),
        ),
        Mistake(
            "`np.max` instead of `np.maximum`",
            "`np.max(0, z)` looks for the largest entry of its first argument and takes z for an "
            "axis. The larger of two, entry by entry, is `np.maximum`.",
            lambda z: np.max(0, z),
        ),
        Mistake(
            "`np.max` along an axis instead of `np.maximum`",
            "`np.max(z, 0)` is the largest entry of each column: the 0 says along which axis."
            " The larger of two, entry by entry, is `np.maximum(z, 0)`.",
            lambda z: np.max(z, 0),
        ),
        Mistake(
            "z is returned as it came",
            "Your negative entries are still there. `z.any()` and `z.all()` are one True or "
            "False for the whole array; each entry has to be asked by itself: `np.maximum`, "
            "`np.where`.",
            lambda z: z.copy(),
        ),
        Mistake(
            "a smooth ReLU",
            "log(1 + exp(z)) is *softplus*, a cousin without the corner. ReLU is exactly z, "
            "or exactly 0.",
            lambda z: np.log1p(np.exp(z)),
        ),
        Mistake(
            "the places, not the numbers",
            "`np.where` with a condition alone says where it is true. With three arguments it"
            " chooses: `np.where(z > 0, z, 0)`.",
            lambda z: np.where(z > 0),
        ),
        Mistake(
            "Python's `max` or `if` on a whole array",
            "`max(0, z)` and `if z > 0` want one True or False, but z has many entries, each with "
            "its own. NumPy compares entry by entry: `np.maximum`, `np.where`.",
            lambda z: max(0, z),
        ),
        Mistake(
            "the argument z is changed",
            "`z[z < 0] = 0` writes into the caller's array, and z is still needed for the "
            "derivative. Work on a copy, or make a new array.",
            _in_place,
        ),
        Mistake(
            "decimals are cut off",
            "Your result is an array of whole numbers (dtype int), so 2.7 becomes 2. Make it with "
            "dtype float, or of z itself.",
            _cut_to_whole_numbers,
        ),
        Mistake(
            "the negative numbers are kept instead",
            "`np.minimum(0, z)` keeps what is below 0. The larger of the two is asked.",
            lambda z: np.minimum(0.0, z),
        ),
        Mistake(
            "the sign of z is turned",
            "Your function answers where z is negative. ReLU lets through what is positive.",
            lambda z: np.maximum(0.0, -z),
        ),
        Mistake(
            "1 instead of z where z is positive",
            "This is a step: on or off. ReLU lets positive numbers through as they are.",
            lambda z: np.where(z > 0, 1.0, 0.0),
        ),
        Mistake(
            "cut off at 1 as well",
            "Large numbers pass unchanged: ReLU has a floor at 0 but no ceiling.",
            lambda z: np.clip(z, 0, 1),
        ),
        Mistake(
            "negative entries are dropped",
            "`z[z > 0]` picks out the positive entries, and the shape is lost. Every entry keeps its "
            "place; the negative ones become 0.",
            lambda z: z[z > 0],
        ),
        Mistake(
            "a little of the negative numbers is let through",
            "This is the leaky ReLU, a cousin. Plain ReLU is exactly 0 for every negative z.",
            lambda z: np.where(z > 0, z, 0.01 * z),
        ),
        Mistake(
            "the largest entry of the array",
            "`np.max(z)` is one number for the whole array. Each entry is compared with 0 by itself.",
            lambda z: np.maximum(0.0, np.max(z)),
        ),
    ),
    alternatives=(
        Alternative("np.where", lambda z: np.where(z > 0, z, 0)),
        Alternative("times a mask", lambda z: z * (z > 0)),
        Alternative("np.clip", lambda z: np.clip(z, 0, None)),
        Alternative("a mask on a copy", _copied),
        Alternative("a loop", _looped),
        Alternative("half of z and its absolute value", lambda z: (z + np.abs(z)) / 2),
        Alternative("np.fmax", lambda z: np.fmax(z, 0)),
    ),
)
