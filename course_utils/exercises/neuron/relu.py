"""Lesson 02: ReLU."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Rng
from course_utils.exercises.neuron.inputs import cuts_small_numbers, small_and_zero, sums
from course_utils.reference import neuron as key


def _whole_numbers(rng: Rng) -> tuple[Array]:
    return (rng.permutation(np.r_[-2, -1, 0, 1, 2, 5000, rng.integers(-9, 10, 4)]),)


RELU = Exercise(
    reference=key.relu,
    groups=(
        Group("a matrix of numbers of both signs", sums, weight=2),
        Group("a vector with zeros and tiny numbers", small_and_zero, count=2),
        Group("an array of whole numbers", _whole_numbers, weight=0.5),
    ),
    mistakes=wrong_answers(
        """
## the absolute value
# `abs` makes negative numbers positive. ReLU replaces them by 0.
np.abs(z)
## `np.max` instead of `np.maximum`
# `np.max(0, z)` looks for the largest entry of its first argument and takes z for an axis. The
# larger of two, entry by entry, is `np.maximum`.
np.max(0, z)
## `np.max` along an axis instead of `np.maximum`
# `np.max(z, 0)` is the largest entry of each column: the 0 says along which axis. The larger of
# two, entry by entry, is `np.maximum(z, 0)`.
np.max(z, 0)
## z is returned as it came
# Your negative entries are still there. `z.any()` and `z.all()` are one True or False for the
# whole array; compare entry by entry: `np.maximum`, `np.where`.
z.copy()
## a smooth ReLU
# log(1 + exp(z)) is *softplus*, a relative without the corner. ReLU is exactly z, or exactly 0.
np.log1p(np.exp(z))
## the places, not the numbers
# `np.where` with a condition alone says where it is true. With three arguments it chooses:
# `np.where(condition, a, b)`.
np.where(z > 0)
## decimals are cut off
# Your result is an array of whole numbers (dtype int), so 2.7 becomes 2. Give it dtype float.
out = np.zeros(z.shape, dtype=int)
out[z > 0] = z[z > 0]
return out
## the negative numbers are kept instead
# `np.minimum(0, z)` keeps what is below 0. ReLU keeps the larger of the two.
np.minimum(0, z)
## the sign of z is flipped
# Your function answers where z is negative. ReLU lets through what is positive.
np.maximum(0, -z)
## 1 instead of z where z is positive
# This is a step: on or off. ReLU lets positive numbers through as they are.
np.where(z > 0, 1.0, 0.0)
## cut off at 1 as well
# Large numbers pass unchanged: ReLU has a floor at 0 but no ceiling.
np.clip(z, 0, 1)
## negative entries are dropped
# `z[z > 0]` picks out the positive entries, and the shape is lost. Every entry keeps its place;
# the negative ones become 0.
z[z > 0]
## a little of the negative numbers is let through
# This is the leaky ReLU, a relative. Plain ReLU is exactly 0 for every negative z.
np.where(z > 0, z, 0.01 * z)
## a threshold above 0
# Small positive numbers become 0 as well. ReLU lets every positive number through, however
# small.
np.where(z > 0.1, z, 0)
## the largest entry of the array
# `np.max(z)` is one number for the whole array. Compare each entry with 0 on its own.
np.maximum(0, np.max(z))
""",
        detectors={"a threshold above 0": cuts_small_numbers},
    ),
    alternatives=right_answers("""
## np.where
np.where(z > 0, z, 0)
## times a mask
z * (z > 0)
## np.clip
np.clip(z, 0, None)
## half of z and its absolute value
(z + np.abs(z)) / 2
## np.fmax
np.fmax(z, 0)
## a mask on a copy
out = z.copy()
out[out < 0] = 0
return out
## a loop
np.array([max(0.0, v) for v in z.ravel()]).reshape(z.shape)
"""),
)
