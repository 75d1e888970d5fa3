"""Lesson 01: the gradient of the loss."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.logistic_regression.inputs import Array, problem
from course_utils.reference import logistic_regression as key


def _residual(X: Array, y: Array, beta: Array, beta_0: float) -> Array:
    return key.sigmoid(X @ beta + beta_0) - y


def _gradient_sign(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    d_beta, d_beta_0 = key.cross_entropy_gradient(X, y, beta, beta_0)
    return -d_beta, -d_beta_0


def _gradient_mean(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    d_beta, d_beta_0 = key.cross_entropy_gradient(X, y, beta, beta_0)
    return d_beta / len(y), d_beta_0 / len(y)


def _gradient_unsummed(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    r = _residual(X, y, beta, beta_0)
    return X * r[:, None], float(r.sum())


def _gradient_star(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    r = _residual(X, y, beta, beta_0)
    return X * r, float(r.sum())


def _gradient_untransposed(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    r = _residual(X, y, beta, beta_0)
    return X @ r, float(r.sum())


def _intercept_axis(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, Array]:
    r = _residual(X, y, beta, beta_0)
    return X.T @ r, np.sum(X * r[:, None], axis=0)


def _intercept_array(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, Array]:
    r = _residual(X, y, beta, beta_0)
    return X.T @ r, np.sum(r, keepdims=True)


def _intercept_unsummed(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, Array]:
    r = _residual(X, y, beta, beta_0)
    return X.T @ r, r


def _intercept_mean(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    r = _residual(X, y, beta, beta_0)
    return X.T @ r, float(r.mean())


def _broadcast_residual(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    r = key.sigmoid(X @ beta[:, None] + beta_0) - y
    return X.T @ r, float(r.sum())


def _column_gradient(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    r = _residual(X, y, beta, beta_0)[:, None]
    return X.T @ r, float(r.sum())


def _squared_error(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    p = key.predict_proba(X, beta, beta_0)
    r = (p - y) * p * (1 - p)
    return X.T @ r, float(r.sum())


def _linear_residual(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    r = X @ beta + beta_0 - y
    return X.T @ r, float(r.sum())


def _residual_of_classes(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, float]:
    r = (key.sigmoid(X @ beta + beta_0) >= 0.5).astype(int) - y
    return X.T @ r, float(r.sum())


def _swapped_gradient(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[float, Array]:
    d_beta, d_beta_0 = key.cross_entropy_gradient(X, y, beta, beta_0)
    return d_beta_0, d_beta


def _loop_gradient(X: Array, y: Array, beta: Array, beta_0: float) -> list[Any]:
    d_beta, d_beta_0 = np.zeros(len(beta)), 0.0
    for x, label in zip(X, y, strict=True):
        r = 1 / (1 + math.exp(-(float(x @ beta) + beta_0))) - label
        d_beta += r * x
        d_beta_0 += r
    return [d_beta, d_beta_0]


def _row_gradient(X: Array, y: Array, beta: Array, beta_0: float) -> tuple[Array, Any]:
    r = _residual(X, y, beta, beta_0)
    return r @ X, r.sum()


GRADIENT = Exercise(
    reference=key.cross_entropy_gradient,
    groups=(
        Group("several examples", problem, weight=3, count=3),
        Group(
            "a single example, X of shape (1, p)",
            lambda rng: (rng.normal(size=(1, 5)), np.array([1]), rng.normal(size=5), 0.7),
        ),
    ),
    mistakes=(
        Mistake(
            "the sign is turned",
            "Your gradient points downhill: it is exactly -1 times the right one. The residual is "
            "y_hat - y, not y - y_hat.",
            _gradient_sign,
        ),
        Mistake(
            "divided by n, though the sum is asked",
            "Your gradient is n times too small. The loss of this lesson is a sum, so its gradient is too.",
            _gradient_mean,
        ),
        Mistake(
            "not summed over the examples",
            "`X * (y_hat - y)[:, None]` has one row per example, shape (n, p). Sum them over the "
            "examples: that is `X.T @ (y_hat - y)`, shape (p,).",
            _gradient_unsummed,
        ),
        Mistake(
            "`*` where a matrix product is meant, or y subtracted too late",
            "n numbers meet p numbers here, which do not fit. `X * residual` pairs the residuals with "
            "the columns of X: it is `X.T @ residual`. And `X.T @ y_hat - y` subtracts y from the "
            "product: put `(y_hat - y)` in parentheses.",
            _gradient_star,
        ),
        Mistake(
            "X is not transposed",
            "`X @ residual` needs p residuals, and there are n. `X.T` is (p, n), so "
            "`X.T @ residual` is (p,).",
            _gradient_untransposed,
        ),
        Mistake(
            "d_beta_0 sums the wrong thing over the wrong axis",
            "d_beta is right. The intercept multiplies 1, not X: its derivative is the sum of the "
            "residuals alone, one number.",
            _intercept_axis,
        ),
        Mistake(
            "d_beta_0 is kept as an array of shape (1,)",
            "d_beta_0 is a number. `np.sum(residual)` without `keepdims` gives one.",
            _intercept_array,
        ),
        Mistake(
            "d_beta_0 is not summed",
            "d_beta_0 is one number, the sum of the n residuals.",
            _intercept_unsummed,
        ),
        Mistake(
            "d_beta_0 is a mean",
            "d_beta is a sum over the examples and d_beta_0 must be one too.",
            _intercept_mean,
        ),
        Mistake(
            "(n, 1) minus (n,) makes an (n, n) residual",
            "One of y_hat and y is a column and the other is flat, so NumPy broadcasts every one "
            "against every other. Print `(y_hat - y).shape`: it should be (n,).",
            _broadcast_residual,
        ),
        Mistake(
            "d_beta is a column, shape (p, 1)",
            "beta has shape (p,), and so has its gradient: keep the residual flat, shape (n,).",
            _column_gradient,
        ),
        Mistake(
            "the gradient of the squared error",
            "The factor y_hat (1 - y_hat) belongs to the squared error. With the cross-entropy it cancels.",
            _squared_error,
        ),
        Mistake(
            "the sigmoid is left out",
            "The residual is y_hat - y with y_hat = sigmoid(X beta + beta_0); yours uses the logit itself.",
            _linear_residual,
        ),
        Mistake(
            "`X.T * residual` is not summed",
            "`X.T * residual` keeps one product per feature and example, shape (p, n). Summed over the "
            "examples that is `X.T @ residual`, shape (p,).",
            lambda X, y, beta, beta_0: (
                X.T * _residual(X, y, beta, beta_0),
                float(_residual(X, y, beta, beta_0).sum()),
            ),
        ),
        Mistake(
            "summed over the features, not the examples",
            "d_beta has one number per feature, shape (p,); yours has one per example. The sum runs over "
            "the n examples: `X.T @ residual`.",
            lambda X, y, beta, beta_0: (
                np.sum(X.T * _residual(X, y, beta, beta_0), axis=0),
                float(_residual(X, y, beta, beta_0).sum()),
            ),
        ),
        Mistake(
            "only d_beta is returned",
            "The intercept has a derivative too: `return d_beta, d_beta_0`.",
            lambda X, y, beta, beta_0: key.cross_entropy_gradient(X, y, beta, beta_0)[0],
        ),
        Mistake(
            "classes instead of probabilities in the residual",
            "The residual is y_hat - y with the probability y_hat itself, not rounded to 0 or 1.",
            _residual_of_classes,
        ),
        Mistake(
            "the intercept is left out of the prediction",
            "y_hat is the sigmoid of X beta + beta_0. `predict_proba` wants the intercept as its third "
            "argument.",
            lambda X, y, beta, beta_0: key.cross_entropy_gradient(X, y, beta, 0.0),
        ),
        Mistake(
            "the two results are in the wrong order",
            "Return `d_beta, d_beta_0`, in this order.",
            _swapped_gradient,
        ),
    ),
    alternatives=(
        Alternative("a loop, and a list", _loop_gradient),
        Alternative("residual @ X", _row_gradient),
        Alternative(
            "einsum",
            lambda X, y, beta, b: (
                np.einsum("ij,i->j", X, _residual(X, y, beta, b)),
                np.sum(_residual(X, y, beta, b)),
            ),
        ),
    ),
)
