"""Lesson 01: from logits to probabilities to classes."""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.logistic_regression.inputs import Array, problem, sizes
from course_utils.reference import logistic_regression as key


def _naive_sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _one_if_for_all(z: Array) -> Array:
    return _naive_sigmoid(z) if z >= 0 else 1 - _naive_sigmoid(-z)


def _masked_sigmoid(z: Array) -> Array:
    out = np.empty(z.shape)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


def _looped_sigmoid(z: Array) -> Array:
    def one(v: float) -> float:
        return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))

    return np.array([one(v) for v in z.ravel()]).reshape(z.shape)


SIGMOID = Exercise(
    reference=key.sigmoid,
    groups=(
        Group("ordinary numbers", lambda rng: (rng.normal(0, 2, size=sizes(rng)),), weight=2),
        Group(
            "logits as large as 1000, without a warning",
            lambda rng: (
                rng.permutation(np.r_[rng.uniform(800, 1000, 4), -rng.uniform(800, 1000, 5)]),
            ),
            silent=True,
            hint="`np.exp` of a large positive number overflows. Arrange it so that it never gets one.",
        ),
        Group("a vector, not a matrix", lambda rng: (rng.normal(size=sizes(rng)[0]),)),
    ),
    mistakes=(
        Mistake(
            "parentheses missing under the fraction bar",
            "`1 / 1 + np.exp(-z)` is read as `(1 / 1) + np.exp(-z)`, so it can exceed 1. "
            "Put the whole denominator in parentheses.",
            lambda z: 1 / 1 + np.exp(-z),
        ),
        Mistake(
            "the sign of the exponent is turned",
            "This is 1 - sigmoid(z): large z should give nearly 1. Either the exponent is z instead "
            "of -z, or the two cases for positive and negative z are exchanged.",
            lambda z: 1 / (1 + np.exp(z)),
        ),
        Mistake(
            "`np.exp(-z)` overflows for very negative z",
            "The value is right, but for z = -1000 `np.exp(1000)` is more than a float holds, hence "
            "the warning. Where z is negative, exp(z) / (1 + exp(z)) is the same number. (`np.where` "
            "alone does not save you: it computes both of its cases for every entry.)",
            _naive_sigmoid,
        ),
        Mistake(
            "the sign of z is lost",
            "Right for positive z, but -2 gives the same as 2. With the absolute value in the "
            "exponent, negative z needs another numerator.",
            lambda z: 1 / (1 + np.exp(-np.abs(z))),
        ),
        Mistake(
            "Python's `if` on a whole array",
            "`if z >= 0` wants one True or False, but z has many entries, each with its own. "
            "`np.where` chooses entry by entry.",
            _one_if_for_all,
        ),
        Mistake(
            "`exp(z) / (1 + exp(z))` overflows for large z",
            "For z = 1000 this is inf / inf, which is nan. This form is good where z is negative; "
            "where z is positive use 1 / (1 + exp(-z)).",
            lambda z: np.exp(z) / (1 + np.exp(z)),
        ),
        Mistake(
            "`math.exp` takes one number, not an array",
            "The functions of the module `math` work on single numbers. Use `np.exp`, which works on "
            "every entry of an array at once.",
            lambda z: 1 / (1 + math.exp(-z)),
        ),
        Mistake(
            "the 1 in the denominator is missing",
            "`1 / np.exp(-z)` is just exp(z), which grows without bound. The denominator is 1 + exp(-z).",
            lambda z: 1 / np.exp(-z),
        ),
        Mistake(
            "the minus of the exponent stands outside",
            "`1 / (1 - np.exp(-z))` has a pole at z = 0. The denominator is a sum: 1 + exp(-z).",
            lambda z: 1 / (1 - np.exp(-z)),
        ),
        Mistake(
            "z is clipped so tightly that values change",
            "Clipping keeps `np.exp` from overflowing, but a bound like 1 changes ordinary values "
            "too. If you clip, do it beyond |z| = 500.",
            lambda z: _naive_sigmoid(np.clip(z, -1, 1)),
        ),
    ),
    alternatives=(
        Alternative("boolean masks", _masked_sigmoid),
        Alternative("a loop", _looped_sigmoid),
        Alternative("the hyperbolic tangent", lambda z: 0.5 * (1 + np.tanh(z / 2))),
        Alternative("clipped far out", lambda z: _naive_sigmoid(np.clip(z, -500, 500))),
        Alternative("logaddexp", lambda z: np.exp(-np.logaddexp(0, -z))),
    ),
)


def _loop_predict(X: Array, beta: Array, beta_0: float) -> Array:
    return np.array([float(key.sigmoid(sum(x * beta) + beta_0)) for x in X])


def _several(rng: Generator) -> tuple[Array, Array, float]:
    X, _, beta, beta_0 = problem(rng)
    return X, beta, beta_0


PREDICT_PROBA = Exercise(
    reference=key.predict_proba,
    groups=(
        Group(
            "several examples",
            _several,
            weight=2,
            count=3,
        ),
        Group(
            "a single example, X of shape (1, p)",
            lambda rng: (rng.normal(size=(1, 5)), rng.normal(size=5), float(rng.uniform(0.5, 1))),
        ),
    ),
    mistakes=(
        Mistake(
            "the intercept is left out",
            "Your probabilities are those of beta_0 = 0. Add `beta_0` before the sigmoid.",
            lambda X, beta, beta_0: key.sigmoid(X @ beta),
        ),
        Mistake(
            "the sigmoid is left out",
            "These are the logits X beta + beta_0, which can be any number. A probability is the "
            "sigmoid of the logit.",
            lambda X, beta, beta_0: X @ beta + beta_0,
        ),
        Mistake(
            "the intercept is added after the sigmoid",
            "The intercept belongs to the logit: sigmoid(X beta + beta_0), all inside.",
            lambda X, beta, beta_0: key.sigmoid(X @ beta) + beta_0,
        ),
        Mistake(
            "`*` instead of a matrix product",
            "`X * beta` multiplies entry by entry and keeps the shape (n, p). Each example needs one "
            "number, the sum over its features: that is `X @ beta`.",
            lambda X, beta, beta_0: key.sigmoid(X * beta + beta_0),
        ),
        Mistake(
            "the sizes of the product do not meet",
            "X is (n, p) and beta is (p,): the two p have to stand side by side. `X @ beta` fits and "
            "is (n,); `X.T @ beta` and `beta @ X` do not fit.",
            lambda X, beta, beta_0: key.sigmoid(X.T @ beta + beta_0),
        ),
        Mistake(
            "the result is a column, shape (n, 1)",
            "The answer is one probability an example, shape (n,). `reshape(-1, 1)` or "
            "`beta[:, None]` makes a column of it.",
            lambda X, beta, beta_0: key.sigmoid(X @ beta[:, None] + beta_0),
        ),
        Mistake(
            "classes are returned instead of probabilities",
            "These are 0 or 1 already. Return the sigmoid itself; thresholding comes in `classify`.",
            lambda X, beta, beta_0: (key.sigmoid(X @ beta + beta_0) >= 0.5).astype(int),
        ),
    ),
    alternatives=(
        Alternative("a loop over examples", _loop_predict),
        Alternative("einsum", lambda X, beta, b: key.sigmoid(np.einsum("ij,j->i", X, beta) + b)),
        Alternative("np.dot", lambda X, beta, b: key.sigmoid(np.dot(X, beta) + b)),
        Alternative("sum of products", lambda X, beta, b: key.sigmoid((X * beta).sum(axis=1) + b)),
    ),
)


def _some_probabilities(rng: Generator) -> tuple[Array]:
    n, _ = sizes(rng)
    return (rng.permutation(np.r_[rng.uniform(0.05, 0.45, n), rng.uniform(0.55, 0.95, n - 2)]),)


def _at_threshold(rng: Generator) -> tuple[Array]:
    return (rng.permutation(np.r_[0.5, 0.5, rng.uniform(0, 1, sizes(rng)[0])]),)


def _with_threshold(rng: Generator) -> tuple[Array, float]:
    threshold = (0.2, 0.3, 0.7, 0.8)[rng.integers(4)]
    values = rng.uniform(0.02, 0.98, 3 * sizes(rng)[0])
    return np.r_[values, 0.25, 0.4, 0.6, 0.75, threshold], threshold


CLASSIFY = Exercise(
    reference=key.classify,
    groups=(
        Group("the usual threshold", _some_probabilities),
        Group("a probability of exactly 0.5", _at_threshold),
        Group("another threshold", _with_threshold),
    ),
    mistakes=(
        Mistake(
            "`>` for `>=`",
            "A probability of exactly the threshold counts as class 1: use `>=`.",
            lambda y_hat, threshold=0.5: (y_hat > threshold).astype(int),
        ),
        Mistake(
            "`np.round` instead of a threshold",
            "`np.round(0.5)` is 0, and rounding knows no other threshold than 0.5. Compare: "
            "`y_hat >= threshold`.",
            lambda y_hat, threshold=0.5: np.round(y_hat).astype(int),
        ),
        Mistake(
            "True and False instead of 1 and 0",
            "A comparison gives booleans. `.astype(int)` makes whole numbers of them.",
            lambda y_hat, threshold=0.5: y_hat >= threshold,
        ),
        Mistake(
            "1.0 and 0.0 instead of 1 and 0",
            "Your classes are floats. Whole numbers are asked: `.astype(int)`.",
            lambda y_hat, threshold=0.5: np.where(y_hat >= threshold, 1.0, 0.0),
        ),
        Mistake(
            "the threshold is ignored",
            "Your answer does not change with `threshold`: 0.5 stands in your code somewhere.",
            lambda y_hat, threshold=0.5: (y_hat >= 0.5).astype(int),
        ),
        Mistake(
            "compared as if these were logits",
            "0 is the boundary for logits. These are probabilities, all above 0: compare with `threshold`.",
            lambda y_hat, threshold=0.5: (y_hat >= 0).astype(int),
        ),
        Mistake(
            "the classes are swapped",
            "1 stands for a probability at or above the threshold; yours is the other way round.",
            lambda y_hat, threshold=0.5: (y_hat < threshold).astype(int),
        ),
    ),
    alternatives=(
        Alternative("np.where", lambda y_hat, threshold=0.5: np.where(y_hat >= threshold, 1, 0)),
        Alternative("times one", lambda y_hat, threshold=0.5: (y_hat >= threshold) * 1),
        Alternative(
            "a loop", lambda y_hat, threshold=0.5: np.array([int(p >= threshold) for p in y_hat])
        ),
    ),
)
