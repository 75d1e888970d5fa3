"""Lesson 01: the predicted probabilities."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.exercises.logistic_regression.inputs import problem
from course_utils.reference import logistic_regression as key


def _several(rng: Rng, sign: float = 1.0) -> tuple:
    X, _, beta, beta_0 = problem(rng, sign)
    return X, beta, beta_0


def _far_out(rng: Rng) -> tuple:
    """Draw logits around 10 to 25, where a probability is nearly 0 or 1."""
    X, beta, beta_0 = _several(rng)
    sign = np.where(np.arange(len(X)) % 2, 1.0, -1.0)
    scale = sign * rng.uniform(12, 25, size=len(X)) / (X @ beta)
    return X * scale[:, np.newaxis], beta, beta_0


PREDICT_PROBA = Exercise(
    reference=key.predict_proba,
    groups=(
        Group("several examples", [_several, lambda rng: _several(rng, -1.0)], weight=2),
        Group(
            "a single example, X of shape (1, p)",
            lambda rng: (rng.normal(size=(1, 5)), rng.normal(size=5), float(rng.uniform(0.5, 1))),
        ),
        Group("probabilities near 0 and 1", _far_out, weight=0.5),
    ),
    mistakes=wrong_answers("""
## the intercept is left out
# Your probabilities are those of beta_0 = 0. Add `beta_0` before the sigmoid.
sigmoid(X @ beta)
## the sigmoid is left out
# These are the logits X beta + beta_0, which can be any number. A probability is the sigmoid of
# the logit.
X @ beta + beta_0
## the intercept is subtracted
# The logit is X beta + beta_0, with a plus.
sigmoid(X @ beta - beta_0)
## the intercept is added to every product
# Inside the sum over the features the intercept is added p times, once per feature. It is added
# once, to the sum: `X @ beta + beta_0`.
sigmoid(X @ beta + X.shape[1] * beta_0)
## the intercept is added to each coefficient
# In `X @ (beta + beta_0)` the intercept is multiplied with the features. It is added after the
# product: `X @ beta + beta_0`.
sigmoid(X @ (beta + beta_0))
## the sigmoid is applied twice
# Your probabilities have been through the sigmoid once more. Once is enough.
sigmoid(sigmoid(X @ beta + beta_0))
## the probability of class 0
# These are 1 minus the right ones: the exponent is -z, so the sign of the logit is flipped.
sigmoid(-(X @ beta + beta_0))
## summed over the examples too
# `np.sum(X * beta)` adds up everything, to one number. Each example has a sum of its own:
# `axis=1`, or `X @ beta`.
sigmoid(np.sum(X * beta) + beta_0)
## the intercept is added after the sigmoid
# The intercept belongs to the logit: sigmoid(X beta + beta_0), all inside.
sigmoid(X @ beta) + beta_0
## summed over the examples, not the features
# `axis=0` adds up each column and leaves a number per feature. Each example needs one, the sum
# over its features: `axis=1`, or `X @ beta`.
sigmoid(np.sum(X * beta, axis=0) + beta_0)
## only the last feature counts
# In a loop `z = ...` replaces the sum in each round: `z += ...` adds to it.
sigmoid(X[:, -1] * beta[-1] + beta_0)
## multiplied by the intercept
# beta_0 is added to the sum, not multiplied with it.
sigmoid(X @ beta * beta_0)
## the probabilities of both classes
# Scikit-learn gives a column for each class. Return that of class 1 alone, shape (n,).
p = sigmoid(X @ beta + beta_0)
return np.column_stack([1 - p, p])
## `*` instead of a matrix product
# `X * beta` multiplies entry by entry and keeps the shape (n, p). Each example needs one number,
# the sum over its features: that is `X @ beta`.
sigmoid(X * beta + beta_0)
## the sizes of the product do not meet
# X is (n, p) and beta is (p,): the two p have to stand side by side. `X @ beta` fits and is
# (n,); `X.T @ beta` and `beta @ X` do not fit. (If you put beta_0 into beta, X needs a column of
# ones.)
sigmoid(X.T @ beta + beta_0)
## classes are returned instead of probabilities
# These are 0 or 1 already. Return the sigmoid itself; thresholding comes in `classify`.
(sigmoid(X @ beta + beta_0) >= 0.5).astype(int)
"""),
    alternatives=right_answers("""
## a loop over examples
np.array([float(sigmoid(sum(x * beta) + beta_0)) for x in X])
## einsum
sigmoid(np.einsum('ij,j->i', X, beta) + beta_0)
## np.dot
sigmoid(np.dot(X, beta) + beta_0)
## sum of products
sigmoid((X * beta).sum(axis=1) + beta_0)
"""),
)
