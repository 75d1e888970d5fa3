"""Lesson 02: the derivative of ReLU, which has a kink."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake, Trial
from course_utils.exercises.neuron.inputs import small_and_zero, sums
from course_utils.reference import neuron as key


def _cuts_small_numbers(trials: Sequence[Trial]) -> bool:
    """Whether what is wrong are slopes of 0 at positive numbers below some bound."""
    bounds = []
    for z, got in ((trial.arguments[0], trial.value) for trial in trials):
        cut = (z > 0) & (np.asarray(got) == 0)
        if not np.array_equal((z > 0) & ~cut, np.asarray(got)):
            return False
        if cut.any():
            bounds.append(z[cut].max() < z[(z > 0) & ~cut].min(initial=np.inf))
    return len(bounds) > 1 and all(bounds)


RELU_DERIVATIVE = Exercise(
    reference=key.relu_derivative,
    groups=(
        Group("a matrix of numbers of both signs", sums, weight=2),
        Group("a vector with zeros: the derivative there is taken as 0", small_and_zero, count=2),
    ),
    mistakes=(
        Mistake(
            "1 at z = 0",
            "np.where(z >= 0, 1.0, 0.0)",
            "At 0 ReLU has a kink and no derivative. The course takes 0 there: `>`, not `>=`.",
        ),
        Mistake(
            "a threshold above 0",
            "np.where(z > 0.1, 1.0, 0.0)",
            "Small positive z get the slope 0. The slope is 1 for every positive z, however small.",
            detect=_cuts_small_numbers,
        ),
        Mistake(
            "1/2 at z = 0",
            "np.heaviside(z, 0.5)",
            "At 0 ReLU has a kink and no derivative. The course takes 0 there, not the middle.",
        ),
        Mistake(
            "nan at z = 0",
            "np.maximum(0, z) / z",
            "Dividing relu(z) by z gives 0 / 0 at the kink. Ask for the sign of z instead of "
            "dividing.",
        ),
        Mistake(
            "`np.zeros(z)` instead of `np.zeros_like(z)`",
            """
            out = np.zeros(z)
            out[z > 0] = 1
            return out
            """,
            "`np.zeros` wants a shape: `np.zeros(z.shape)`. Zeros in the shape of z are "
            "`np.zeros_like(z)`.",
        ),
        Mistake(
            "ReLU itself",
            "np.maximum(0.0, z)",
            "You return z where z is positive. The slope there is 1, however large z is.",
        ),
        Mistake(
            "True and False instead of 1 and 0",
            "z > 0",
            "A comparison gives booleans. Turn them into numbers: `.astype(float)`.",
        ),
        Mistake(
            "-1 where z is negative",
            "np.sign(z)",
            "`np.sign` is the derivative of the absolute value. ReLU is flat on the left: 0.",
        ),
        Mistake(
            "z itself where it is between 0 and 1",
            "np.clip(z, 0, 1)",
            "`np.minimum(1, relu(z))` still slopes between 0 and 1. The slope of ReLU jumps "
            "from 0 to 1: ask whether z is positive.",
        ),
        Mistake(
            "one number for the whole array",
            "1 if z.any() else 0",
            "`z.any()` and `max` give one answer for all. Each entry has a slope of its own: "
            "`np.where(z > 0, 1, 0)`.",
        ),
        Mistake(
            "1 everywhere",
            "np.ones_like(z)",
            "That is the identity's derivative. Where z is negative, ReLU is flat.",
        ),
        Mistake(
            "0 and 1 are swapped",
            "np.where(z > 0, 0.0, 1.0)",
            "Your answer is 1 where ReLU is flat. The slope is 1 on the right and 0 on the left.",
        ),
        Mistake(
            "the argument z is changed",
            """
            z[z > 0] = 1
            z[z <= 0] = 0
            return z
            """,
            "You write the slopes into the caller's array, and z is lost. Make a new array.",
        ),
        Mistake(
            "negative entries are left as they are",
            """
            out = z.copy()
            out[out > 0] = 1
            return out
            """,
            "Positive entries become 1, but the others keep their values. They become 0.",
        ),
        Mistake(
            "Python's `if` on a whole array",
            "1 if z > 0 else 0",
            "`if z > 0` wants one True or False, but z has many entries, each with its own. NumPy "
            "compares entry by entry: `np.where`.",
        ),
        Mistake(
            "a little slope on the left",
            "np.where(z > 0, 1.0, 0.01)",
            "0.01 is the slope of the leaky ReLU, a cousin. Plain ReLU is flat on the left.",
        ),
    ),
    alternatives=(
        Alternative(
            "a comparison as numbers",
            "(z > 0).astype(float)",
        ),
        Alternative(
            "whole numbers",
            "(z > 0).astype(int)",
        ),
        Alternative(
            "np.where",
            "np.where(z > 0, 1, 0)",
        ),
        Alternative(
            "a mask",
            """
            out = np.zeros(z.shape)
            out[z > 0] = 1
            return out
            """,
        ),
        Alternative(
            "the sign, cut off below",
            "np.clip(np.sign(z), 0, 1)",
        ),
        Alternative(
            "a loop",
            "np.array([1.0 if v > 0 else 0.0 for v in z.ravel()]).reshape(z.shape)",
        ),
    ),
)
