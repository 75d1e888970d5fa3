"""Lesson 01: the gradient of the loss."""

from __future__ import annotations

import numpy as np

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.logistic_regression.inputs import Array, problem
from course_utils.reference import logistic_regression as key


def _residual(X: Array, y: Array, beta: Array, beta_0: float) -> Array:
    return key.sigmoid(X @ beta + beta_0) - y


CROSS_ENTROPY_GRADIENT = Exercise(
    reference=key.cross_entropy_gradient,
    returns=("gradient_beta", "gradient_beta_0"),
    groups=(
        Group("several examples", problem, weight=3, count=3),
        Group(
            "a single example, X of shape (1, p)",
            lambda rng: (rng.normal(size=(1, 5)), np.array([1]), rng.normal(size=5), 0.7),
        ),
    ),
    mistakes=(
        Mistake(
            "the sign is flipped",
            """
            d_beta, d_beta_0 = _right(X, y, beta, beta_0)
            return (-d_beta, -d_beta_0)
            """,
            "Your gradient points downhill: it is exactly -1 times the right one. The residual is "
            "y_hat - y, not y - y_hat.",
        ),
        Mistake(
            "divided by n, though the sum is asked for",
            """
            d_beta, d_beta_0 = _right(X, y, beta, beta_0)
            return (d_beta / len(y), d_beta_0 / len(y))
            """,
            "Your gradient is n times too small. The loss of this lesson is a sum, so its gradient is too.",
        ),
        Mistake(
            "not summed over the examples",
            """
            r = _residual(X, y, beta, beta_0)
            return (X * r[:, None], float(r.sum()))
            """,
            "`X * (y_hat - y)[:, None]` has one row per example, shape (n, p). Sum them over the "
            "examples: that is `X.T @ (y_hat - y)`, shape (p,).",
        ),
        Mistake(
            "`*` where a matrix product is meant, or y subtracted too late",
            """
            r = _residual(X, y, beta, beta_0)
            return (X * r, float(r.sum()))
            """,
            "n numbers meet p numbers here, which do not fit. `X * residual` pairs the residuals with "
            "the columns of X: it is `X.T @ residual`. And `X.T @ y_hat - y` subtracts y from the "
            "product: put `(y_hat - y)` in parentheses.",
        ),
        Mistake(
            "X is not transposed",
            """
            r = _residual(X, y, beta, beta_0)
            return (X @ r, float(r.sum()))
            """,
            "`X @ residual` needs p residuals, and there are n. `X.T` is (p, n), so "
            "`X.T @ residual` is (p,).",
        ),
        Mistake(
            "d_beta_0 sums the wrong thing over the wrong axis",
            """
            r = _residual(X, y, beta, beta_0)
            return (X.T @ r, np.sum(X * r[:, None], axis=0))
            """,
            "d_beta is right. The intercept multiplies 1, not X: its derivative is the sum of the "
            "residuals alone, one number.",
        ),
        Mistake(
            "d_beta_0 is kept as an array of shape (1,)",
            """
            r = _residual(X, y, beta, beta_0)
            return (X.T @ r, np.sum(r, keepdims=True))
            """,
            "d_beta_0 is a number. `np.sum(residual)` without `keepdims` gives one.",
        ),
        Mistake(
            "d_beta_0 is not summed",
            """
            r = _residual(X, y, beta, beta_0)
            return (X.T @ r, r)
            """,
            "d_beta_0 is one number, the sum of the n residuals.",
        ),
        Mistake(
            "d_beta_0 is a mean",
            """
            r = _residual(X, y, beta, beta_0)
            return (X.T @ r, float(r.mean()))
            """,
            "d_beta is a sum over the examples and d_beta_0 must be one too.",
        ),
        Mistake(
            "(n, 1) minus (n,) makes an (n, n) residual",
            """
            r = sigmoid(X @ beta[:, None] + beta_0) - y
            return (X.T @ r, float(r.sum()))
            """,
            "One of y_hat and y is a column and the other is flat, so NumPy broadcasts every one "
            "against every other. Print `(y_hat - y).shape`: it should be (n,).",
        ),
        Mistake(
            "d_beta is a column, shape (p, 1)",
            """
            r = _residual(X, y, beta, beta_0)[:, None]
            return (X.T @ r, float(r.sum()))
            """,
            "beta has shape (p,), and so has its gradient: keep the residual flat, shape (n,).",
        ),
        Mistake(
            "the gradient of the squared error",
            """
            p = predict_proba(X, beta, beta_0)
            r = (p - y) * p * (1 - p)
            return (X.T @ r, float(r.sum()))
            """,
            "The factor y_hat (1 - y_hat) belongs to the squared error. With the cross-entropy it cancels.",
        ),
        Mistake(
            "the sigmoid is left out",
            """
            r = X @ beta + beta_0 - y
            return (X.T @ r, float(r.sum()))
            """,
            "The residual is y_hat - y with y_hat = sigmoid(X beta + beta_0); yours uses the logit itself.",
        ),
        Mistake(
            "`X.T * residual` is not summed",
            "X.T * _residual(X, y, beta, beta_0), float(_residual(X, y, beta, beta_0).sum()),",
            "`X.T * residual` keeps one product per feature and example, shape (p, n). Summed over the "
            "examples that is `X.T @ residual`, shape (p,).",
        ),
        Mistake(
            "summed over the features, not the examples",
            "np.sum(X.T * _residual(X, y, beta, beta_0), axis=0), float(_residual(X, y, beta, beta_0).sum()),",
            "d_beta has one number per feature, shape (p,); yours has one per example. The sum runs over "
            "the n examples: `X.T @ residual`.",
        ),
        Mistake(
            "only d_beta is returned",
            "_right(X, y, beta, beta_0)[0]",
            "The intercept has a derivative too: `return d_beta, d_beta_0`.",
        ),
        Mistake(
            "classes instead of probabilities in the residual",
            """
            r = (sigmoid(X @ beta + beta_0) >= 0.5).astype(int) - y
            return (X.T @ r, float(r.sum()))
            """,
            "The residual is y_hat - y with the probability y_hat itself, not rounded to 0 or 1.",
        ),
        Mistake(
            "the intercept is left out of the prediction",
            "_right(X, y, beta, 0.0)",
            "y_hat is the sigmoid of X beta + beta_0. `predict_proba` wants the intercept as its third "
            "argument.",
        ),
        Mistake(
            "the two results are in the wrong order",
            """
            d_beta, d_beta_0 = _right(X, y, beta, beta_0)
            return (d_beta_0, d_beta)
            """,
            "Return `d_beta, d_beta_0`, in this order.",
        ),
    ),
    alternatives=(
        Alternative(
            "a loop, and a list",
            """
            d_beta, d_beta_0 = (np.zeros(len(beta)), 0.0)
            for x, label in zip(X, y, strict=True):
                r = 1 / (1 + math.exp(-(float(x @ beta) + beta_0))) - label
                d_beta += r * x
                d_beta_0 += r
            return [d_beta, d_beta_0]
            """,
        ),
        Alternative(
            "residual @ X",
            """
            r = _residual(X, y, beta, beta_0)
            return (r @ X, r.sum())
            """,
        ),
        Alternative(
            "einsum",
            "(np.einsum('ij,i->j', X, _residual(X, y, beta, beta_0)), np.sum(_residual(X, y, beta, beta_0)))",
        ),
    ),
)
