"""Lesson 01: the gradient of the loss."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group
from course_utils.exercises.logistic_regression.inputs import problem
from course_utils.reference import logistic_regression as key


def _residual(X: Array, y: Array, beta: Array, beta_0: float) -> Array:
    return key.sigmoid(X @ beta + beta_0) - y


CROSS_ENTROPY_GRADIENT = Exercise(
    reference=key.cross_entropy_gradient,
    returns=("d_beta", "d_beta_0"),
    groups=(
        Group("several examples", [problem, lambda rng: problem(rng, -1.0)], weight=3),
        Group(
            "a single example, X of shape (1, p)",
            lambda rng: (rng.normal(size=(1, 5)), np.array([1]), rng.normal(size=5), 0.7),
        ),
    ),
    preconditions=("set(y.flat) <= {0, 1}",),
    mistakes=wrong_answers("""
## divided by n, though the sum is asked for
# Your gradient is n times too small. The loss of this lesson is a sum, so its gradient is too.
d_beta, d_beta_0 = _right(X, y, beta, beta_0)
return (d_beta / len(y), d_beta_0 / len(y))
## not summed over the examples
# `X * (y_hat - y)[:, None]` has one row per example, shape (n, p). Sum them over the examples:
# that is `X.T @ (y_hat - y)`, shape (p,).
r = _residual(X, y, beta, beta_0)
return (X * r[:, None], float(r.sum()))
## `*` where a matrix product is meant, or y subtracted too late
# n numbers meet p numbers here, which do not fit. `X * residual` pairs the residuals with the
# columns of X: it is `X.T @ residual`. And `X.T @ y_hat - y` subtracts y from the product: put
# `(y_hat - y)` in parentheses.
r = _residual(X, y, beta, beta_0)
return (X * r, float(r.sum()))
## X is not transposed
# `X @ residual` needs p residuals, and there are n. `X.T` is (p, n), so `X.T @ residual` is
# (p,).
r = _residual(X, y, beta, beta_0)
return (X @ r, float(r.sum()))
## d_beta_0 sums the wrong thing over the wrong axis
# d_beta is right. The intercept multiplies 1, not X: its derivative is the sum of the residuals
# alone, one number.
r = _residual(X, y, beta, beta_0)
return (X.T @ r, np.sum(X * r[:, None], axis=0))
## d_beta_0 is not summed
# d_beta_0 is one number, the sum of the n residuals.
r = _residual(X, y, beta, beta_0)
return (X.T @ r, r)
## d_beta_0 is a mean
# d_beta is a sum over the examples and d_beta_0 must be one too.
r = _residual(X, y, beta, beta_0)
return (X.T @ r, float(r.mean()))
## (n, 1) minus (n,) makes an (n, n) residual
# One of y_hat and y is a column and the other is flat, so NumPy broadcasts every one against
# every other. Print `(y_hat - y).shape`: it should be (n,).
r = sigmoid(X @ beta[:, None] + beta_0) - y
return (X.T @ r, float(r.sum()))
## the gradient of the squared error
# The factor y_hat (1 - y_hat) belongs to the squared error. With the cross-entropy it cancels.
p = predict_proba(X, beta, beta_0)
r = (p - y) * p * (1 - p)
return (X.T @ r, float(r.sum()))
## the sigmoid is left out
# The residual is y_hat - y with y_hat = sigmoid(X beta + beta_0); yours uses the logit itself.
r = X @ beta + beta_0 - y
return (X.T @ r, float(r.sum()))
## `X.T * residual` is not summed
# `X.T * residual` keeps one product per feature and example, shape (p, n). Summed over the
# examples that is `X.T @ residual`, shape (p,).
X.T * _residual(X, y, beta, beta_0), float(_residual(X, y, beta, beta_0).sum()),
## summed over the features, not the examples
# d_beta has one number per feature, shape (p,); yours has one per example. The sum runs over the
# n examples: `X.T @ residual`.
np.sum(X.T * _residual(X, y, beta, beta_0), axis=0), float(_residual(X, y, beta, beta_0).sum()),
## classes instead of probabilities in the residual
# The residual is y_hat - y with the probability y_hat itself, not rounded to 0 or 1.
r = (sigmoid(X @ beta + beta_0) >= 0.5).astype(int) - y
return (X.T @ r, float(r.sum()))
## the intercept is left out of the prediction
# y_hat is the sigmoid of X beta + beta_0. `predict_proba` wants the intercept as its third
# argument.
_right(X, y, beta, 0.0)
"""),
    alternatives=right_answers("""
## a loop, and a list
d_beta, d_beta_0 = (np.zeros(len(beta)), 0.0)
for x, label in zip(X, y, strict=True):
    r = 1 / (1 + math.exp(-(float(x @ beta) + beta_0))) - label
    d_beta += r * x
    d_beta_0 += r
return [d_beta, d_beta_0]
## residual @ X
r = _residual(X, y, beta, beta_0)
return (r @ X, r.sum())
## einsum
(np.einsum('ij,i->j', X, _residual(X, y, beta, beta_0)), np.sum(_residual(X, y, beta, beta_0)))
"""),
)
