"""Lesson 01: the predicted probabilities."""

from __future__ import annotations

from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.logistic_regression.inputs import Array, problem
from course_utils.reference import logistic_regression as key


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
            "sigmoid(X @ beta)",
            "Your probabilities are those of beta_0 = 0. Add `beta_0` before the sigmoid.",
        ),
        Mistake(
            "the sigmoid is left out",
            "X @ beta + beta_0",
            "These are the logits X beta + beta_0, which can be any number. A probability is the "
            "sigmoid of the logit.",
        ),
        Mistake(
            "the intercept is subtracted",
            "sigmoid(X @ beta - beta_0)",
            "The logit is X beta + beta_0, with a plus.",
        ),
        Mistake(
            "the intercept is added to every product",
            "sigmoid(X @ beta + X.shape[1] * beta_0)",
            "Inside the sum over the features the intercept is added p times, once per feature. It is "
            "added once, to the sum: `X @ beta + beta_0`.",
        ),
        Mistake(
            "the intercept is added to each coefficient",
            "sigmoid(X @ (beta + beta_0))",
            "In `X @ (beta + beta_0)` the intercept is multiplied with the features. It is added "
            "after the product: `X @ beta + beta_0`.",
        ),
        Mistake(
            "the sigmoid is applied twice",
            "sigmoid(sigmoid(X @ beta + beta_0))",
            "Your probabilities have been through the sigmoid once more. Once is enough.",
        ),
        Mistake(
            "the probability of class 0",
            "sigmoid(-(X @ beta + beta_0))",
            "These are 1 minus the right ones: the exponent is -z, so the sign of the logit is flipped.",
        ),
        Mistake(
            "summed over the examples too",
            "sigmoid(np.sum(X * beta) + beta_0)",
            "`np.sum(X * beta)` adds up everything, to one number. Each example has a sum of its own: "
            "`axis=1`, or `X @ beta`.",
        ),
        Mistake(
            "the intercept is added after the sigmoid",
            "sigmoid(X @ beta) + beta_0",
            "The intercept belongs to the logit: sigmoid(X beta + beta_0), all inside.",
        ),
        Mistake(
            "`*` instead of a matrix product",
            "sigmoid(X * beta + beta_0)",
            "`X * beta` multiplies entry by entry and keeps the shape (n, p). Each example needs one "
            "number, the sum over its features: that is `X @ beta`.",
        ),
        Mistake(
            "the sizes of the product do not meet",
            "sigmoid(X.T @ beta + beta_0)",
            "X is (n, p) and beta is (p,): the two p have to stand side by side. `X @ beta` fits and "
            "is (n,); `X.T @ beta` and `beta @ X` do not fit. (If you put beta_0 into beta, X needs a "
            "column of ones.)",
        ),
        Mistake(
            "the result is a column, shape (n, 1)",
            "sigmoid(X @ beta[:, None] + beta_0)",
            "The answer is one probability per example, shape (n,). `reshape(-1, 1)` or "
            "`beta[:, None]` makes a column of it.",
        ),
        Mistake(
            "classes are returned instead of probabilities",
            "(sigmoid(X @ beta + beta_0) >= 0.5).astype(int)",
            "These are 0 or 1 already. Return the sigmoid itself; thresholding comes in `classify`.",
        ),
    ),
    alternatives=(
        Alternative(
            "a loop over examples",
            "np.array([float(sigmoid(sum(x * beta) + beta_0)) for x in X])",
        ),
        Alternative(
            "einsum",
            "sigmoid(np.einsum('ij,j->i', X, beta) + beta_0)",
        ),
        Alternative(
            "np.dot",
            "sigmoid(np.dot(X, beta) + beta_0)",
        ),
        Alternative(
            "sum of products",
            "sigmoid((X * beta).sum(axis=1) + beta_0)",
        ),
    ),
)
