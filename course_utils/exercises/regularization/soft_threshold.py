"""Lesson 06: the soft threshold, by which L1 reaches exact zeros."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.regularization.inputs import Array
from course_utils.reference import regularization as key


def _both_sides(rng: Generator) -> tuple[Array, float]:
    """Draw weights of both signs, on both sides of the threshold."""
    rows, columns = ((3, 5), (2, 6))[rng.integers(2)]
    t, size = float(rng.uniform(0.3, 0.8)), rows * columns
    sizes = np.r_[t * rng.uniform(0.1, 0.9, size // 2), t + rng.uniform(0.1, 2, size - size // 2)]
    signs = np.resize([1.0, -1.0], size)
    return rng.permutation(sizes * signs).reshape(rows, columns), t


def _borders(rng: Generator) -> tuple[Array, float]:
    """Draw weights some of which are 0 or at the threshold exactly."""
    t = float(rng.integers(1, 5)) / 4
    return rng.permutation([0.0, t, -t, 3 * t, -2 * t, 0.0, t / 2, -t]).reshape(2, 4), t


def _no_threshold(rng: Generator) -> tuple[Array, float]:
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
    mistakes=(
        Mistake(
            "the hard threshold",
            "np.where(np.abs(W) > t, W, 0.0)",
            "Small weights become 0, as they should, but the large ones stay as they were. They move "
            "towards 0 by t as well.",
        ),
        Mistake(
            "the sign is lost",
            "np.maximum(np.abs(W) - t, 0.0)",
            "All your results are positive. |W| - t is the new size; give it the old sign back.",
        ),
        Mistake(
            "shifted the wrong way",
            "np.where(np.abs(W) > t, W + t * np.sign(W), 0.0)",
            "Your large weights have grown by t. Every weight moves towards 0.",
        ),
        Mistake(
            "weights overshoot 0",
            "W - t * np.sign(W)",
            "Weights smaller than t end up on the other side of 0. They have to stop there: no size "
            "below 0.",
        ),
        Mistake(
            "negative weights are all cut to 0",
            "np.maximum(W - t, 0.0)",
            "`max(W - t, 0)` is right for positive weights only. Work on the size |W| and put the "
            "sign back.",
        ),
        Mistake(
            "`np.max` for `np.maximum`",
            "np.sign(W) * np.max(np.abs(W) - t, 0)",
            "`np.max(array, 0)` looks for the largest of each column: the 0 is taken for an axis. "
            "`np.maximum(array, 0)` compares each entry with 0.",
        ),
        Mistake(
            "W / |W|: nan at W = 0",
            "W / np.abs(W) * np.maximum(np.abs(W) - t, 0.0)",
            "W / |W| is 0/0 where a weight is 0. `np.sign` gives the same signs, and 0 at 0.",
        ),
        Mistake(
            "t is subtracted from negative weights too",
            "np.where(np.abs(W) > t, W - t, 0.0)",
            "Negative weights below -t have moved away from 0. For them, towards 0 is upwards.",
        ),
        Mistake(
            "W - t everywhere",
            "W - t",
            "Every weight has moved down by t. Each is to move towards 0, and to stop there.",
        ),
        Mistake(
            "only what is clipped off is kept",
            "np.clip(W, -t, t)",
            "`np.clip(W, -t, t)` is what has to be taken away: it is the part of each weight that "
            "the threshold eats.",
        ),
        Mistake(
            "tested against t after moving",
            """
            moved = W - t * np.sign(W)
            return np.where(np.abs(moved) > t, moved, 0.0)
            """,
            "You move every weight first and compare with t then, so weights of size up to 2 t become "
            "0. Compare the original size.",
        ),
        Mistake(
            "multiplied, as L2 does",
            "(1 - t) * W",
            "Multiplying makes every weight smaller and none of them 0: that is what the L2 penalty "
            "does. L1 takes off the same t from each.",
        ),
        Mistake(
            "divided by 1 + t, as L2 does",
            "W / (1 + t)",
            "Dividing makes every weight smaller and none of them 0: that is what the L2 penalty "
            "does. L1 takes off the same t from each.",
        ),
        Mistake(
            "W is changed in place",
            """
            W[np.abs(W) <= t] = 0
            W[W > 0] -= t
            W[W < 0] += t
            return W
            """,
            "The caller's W has changed after the call. Start from a copy, or compute a new array.",
        ),
    ),
    alternatives=(
        Alternative(
            "minus what is clipped",
            "W - np.clip(W, -t, t)",
        ),
        Alternative(
            "two one-sided parts",
            "np.maximum(W - t, 0) - np.maximum(-W - t, 0)",
        ),
        Alternative(
            "nested `np.where`",
            "np.where(W - t > 0, W - t, np.minimum(W + t, 0))",
        ),
        Alternative(
            "boolean masks on a copy",
            """
            S = W.copy()
            S[np.abs(W) <= t] = 0
            S[W - t > 0] -= t
            S[W + t < 0] += t
            return S
            """,
        ),
        Alternative(
            "a loop",
            """
            result = np.zeros(W.shape)
            for place, w in np.ndenumerate(W):
                if w > t:
                    result[place] = w - t
                elif w < -t:
                    result[place] = w + t
            return result
            """,
        ),
    ),
)
