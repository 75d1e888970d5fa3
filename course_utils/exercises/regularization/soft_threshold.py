"""Lesson 06: the soft threshold, by which L1 reaches exact zeros."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.reference import regularization as key


def _both_sides(rng: Rng) -> tuple:
    """Draw weights of both signs, on both sides of the threshold, the nearest ones of both signs too."""
    rows, columns = ((3, 5), (2, 6))[rng.integers(2)]
    t, size = float(rng.uniform(0.3, 0.8)), rows * columns
    sizes = np.r_[t * rng.uniform(0.1, 0.9, size // 2), t + rng.uniform(0.1, 2, size - size // 2)]
    sizes[[0, 1, -2, -1]] = t * np.array([0.95, 0.95, 1.05, 1.05])
    signs = np.resize([1.0, -1.0], size)
    return rng.permutation(sizes * signs).reshape(rows, columns), t


def _borders(rng: Rng) -> tuple:
    """Draw weights some of which are 0 or at the threshold exactly."""
    t = float(rng.integers(1, 5)) / 4
    return rng.permutation([0.0, t, -t, 3 * t, -2 * t, 0.0, t / 2, -t]).reshape(2, 4), t


def _no_threshold(rng: Rng) -> tuple:
    W, _ = _both_sides(rng)
    W[0, 0] = 0.0
    return W, 0.0


SOFT_THRESHOLD = Exercise(
    reference=key.soft_threshold,
    groups=(
        Group("weights on both sides of the threshold", _both_sides, weight=3, count=3),
        Group("weights of 0 and exactly at the threshold", _borders),
        Group("t = 0, which changes nothing", _no_threshold, weight=0.5),
    ),
    preconditions=("t >= 0",),
    mistakes=wrong_answers("""
## the hard threshold
# Small weights become 0, as they should, but the large ones stay as they were. They move towards
# 0 by t as well.
np.where(np.abs(W) > t, W, 0.0)
## the sign is lost
# All your results are positive. |W| - t is the new size; give it the old sign back.
np.maximum(np.abs(W) - t, 0.0)
## W in place of its sign
# You multiply what is left of |W| by W, so large weights grow. Only the sign is put back.
W * np.maximum(np.abs(W) - t, 0)
## shifted the wrong way
# Your large weights have grown by t. Every weight moves towards 0.
np.where(np.abs(W) > t, W + t * np.sign(W), 0.0)
## weights overshoot 0
# Weights smaller than t end up on the other side of 0. They have to stop there: no size below 0.
W - t * np.sign(W)
## negative weights are all cut to 0
# `max(W - t, 0)` is right for positive weights only. Work on the size |W| and put the sign back.
np.maximum(W - t, 0.0)
## `np.max` for `np.maximum`
# `np.max(array, 0)` looks for the largest of each column: the 0 is taken for an axis.
# `np.maximum(array, 0)` compares each entry with 0.
np.sign(W) * np.max(np.abs(W) - t, 0)
## W / |W|: nan at W = 0
# W / |W| is 0/0 where a weight is 0. `np.sign` gives the same signs, and 0 at 0.
W / np.abs(W) * np.maximum(np.abs(W) - t, 0.0)
## W / |W|: nan at W = 0 where t is 0
# Where t is 0 a weight of 0 takes the first branch, and W / |W| is 0/0. `np.sign` gives the same
# signs, and 0 at 0.
np.where(np.abs(W) >= t, W / np.abs(W) * (np.abs(W) - t), 0.0)
## t is subtracted from negative weights too
# Negative weights below -t have moved away from 0. For them, towards 0 is upwards.
np.where(np.abs(W) > t, W - t, 0.0)
## W - t everywhere
# Every weight has moved down by t. Each should move towards 0, and stop there.
W - t
## only what is clipped off is kept
# `np.clip(W, -t, t)` is what has to be taken away: it is the part of each weight that the
# threshold eats.
np.clip(W, -t, t)
## tested against t after moving
# You move every weight first and compare with t then, so weights of size up to 2 t become 0.
# Compare the original size.
moved = W - t * np.sign(W)
return np.where(np.abs(moved) > t, moved, 0.0)
## multiplied, as L2 does
# Multiplying makes every weight smaller and none of them 0: that is what the L2 penalty does. L1
# takes off the same t from each.
(1 - t) * W
## divided by 1 + t, as L2 does
# Dividing makes every weight smaller and none of them 0: that is what the L2 penalty does. L1
# takes off the same t from each.
W / (1 + t)
"""),
    alternatives=right_answers("""
## minus what is clipped
W - np.clip(W, -t, t)
## two one-sided parts
np.maximum(W - t, 0) - np.maximum(-W - t, 0)
## nested `np.where`
np.where(W - t > 0, W - t, np.minimum(W + t, 0))
## boolean masks on a copy
S = W.copy()
S[np.abs(W) <= t] = 0
S[W - t > 0] -= t
S[W + t < 0] += t
return S
## a loop
result = np.zeros(W.shape)
for place, w in np.ndenumerate(W):
    if w > t:
        result[place] = w - t
    elif w < -t:
        result[place] = w + t
return result
"""),
)
