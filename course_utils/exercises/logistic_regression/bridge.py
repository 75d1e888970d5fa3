"""Lesson 01: the fitted model as a layer."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.logistic_regression.inputs import Array, sizes
from course_utils.reference import logistic_regression as key


def _reshaped_number(beta: Array, beta_0: Any) -> tuple[Array, Array]:
    return beta.reshape(1, -1), beta_0.reshape(1, 1)


AS_NETWORK = Exercise(
    reference=key.as_network,
    groups=(
        Group(
            "a model with several features",
            lambda rng: (rng.normal(size=sizes(rng)[1] + 1), float(rng.normal())),
            count=3,
        ),
    ),
    mistakes=(
        Mistake(
            "W is a column, shape (p, 1)",
            "A layer's weights have one row per neuron and one column per input: (1, p) here.",
            lambda beta, beta_0: (beta.reshape(-1, 1), np.array([[beta_0]])),
        ),
        Mistake(
            "W is flat, shape (p,)",
            "`W @ X.T` would be flat too. A layer's weights are a matrix: `beta.reshape(1, -1)`.",
            lambda beta, beta_0: (beta, np.array([[beta_0]])),
        ),
        Mistake(
            "`.T` does nothing to a flat array",
            "W and b are both flat. Transposing an array of shape (p,) leaves it (p,); "
            "`reshape(1, -1)` makes a row of it.",
            lambda beta, beta_0: (beta.T, np.array([beta_0]).T),
        ),
        Mistake(
            "b is a plain number",
            "W is right. A layer's bias is a matrix with one row per neuron: shape (1, 1) here, "
            "`np.array([[beta_0]])`.",
            lambda beta, beta_0: (beta.reshape(1, -1), beta_0),
        ),
        Mistake(
            "b has shape (1,)",
            "W is right. b needs two dimensions, (1, 1): two pairs of brackets.",
            lambda beta, beta_0: (beta.reshape(1, -1), np.array([beta_0])),
        ),
        Mistake(
            "W and b are both wrong: a column, and a plain number",
            "A layer's weights have one row per neuron and one column per input, (1, p) here: "
            "`beta.reshape(1, -1)`. Its bias is a matrix too, (1, 1): `np.array([[beta_0]])`.",
            lambda beta, beta_0: (beta.reshape(-1, 1), beta_0),
        ),
        Mistake(
            "(b, W) instead of (W, b)",
            "Both are right, in the other order: W first, then b.",
            lambda beta, beta_0: (np.array([[beta_0]]), beta.reshape(1, -1)),
        ),
        Mistake(
            "W has three dimensions, shape (1, 1, p)",
            "beta is an array already, so one pair of brackets makes a row of it: `np.array([beta])`.",
            lambda beta, beta_0: (np.array([[beta]]), np.array([[beta_0]])),
        ),
        Mistake(
            "lists instead of arrays",
            "A layer multiplies with `@`, which wants arrays: `np.array([...])`, or `reshape`.",
            lambda beta, beta_0: ([beta], [[beta_0]]),
        ),
        Mistake(
            "a number has no `reshape`",
            "beta_0 is a plain number. `np.array([[beta_0]])` makes a (1, 1) array of it.",
            _reshaped_number,
        ),
        Mistake(
            "the intercept is left out",
            "b is zero in your layer. It is beta_0, as an array of shape (1, 1).",
            lambda beta, beta_0: (beta.reshape(1, -1), np.zeros((1, 1))),
        ),
    ),
    alternatives=(
        Alternative(
            "np.newaxis, and a list", lambda b, b0: [b[np.newaxis, :], np.full((1, 1), b0)]
        ),
        Alternative("atleast_2d", lambda b, b0: (np.atleast_2d(b), np.atleast_2d(b0))),
    ),
)
