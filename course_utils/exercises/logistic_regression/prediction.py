"""Lesson 01: from logits to probabilities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake, Trial
from course_utils.exercises.logistic_regression.inputs import Array, problem, sizes
from course_utils.reference import logistic_regression as key


def _naive_sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _is_stretched(trials: Sequence[Trial]) -> bool:
    """Whether the logit of each value is z times one number other than 1."""
    factors = []
    for trial in trials:
        z, value = trial.arguments[0], np.asarray(trial.value, dtype=float)
        inside = (np.abs(z) > 0.1) & (value > 1e-6) & (value < 1 - 1e-6)
        factors.append(np.log(value[inside] / (1 - value[inside])) / z[inside])
    found = np.concatenate(factors)
    return bool(found.size > 2 and np.allclose(found, found[0]) and not np.isclose(found[0], 1))


SIGMOID = Exercise(
    reference=key.sigmoid,
    groups=(
        Group("ordinary numbers", lambda rng: (rng.normal(0, 2, size=sizes(rng)),), weight=2),
        Group(
            "logits as large as 1000, without a warning",
            lambda rng: (
                rng.permutation(
                    np.r_[rng.uniform(800, 1000, 4), -rng.uniform(800, 1000, 6)]
                ).reshape(5, 2),
            ),
            silent=True,
            hint="`np.exp` of a large positive number overflows. Arrange it so that it never gets one. "
            "(If you clip z, do it far out, beyond |z| = 500: nearer in, it changes values.)",
        ),
        Group(
            "a vector, not a matrix",
            lambda rng: (rng.normal(size=sizes(rng)[0]),),
            hint="z can have any shape. NumPy's functions work on every entry, whatever the shape: "
            "no loop is needed.",
        ),
    ),
    mistakes=(
        Mistake(
            "parentheses missing under the fraction bar",
            "1 / 1 + np.exp(-z)",
            "`1 / 1 + np.exp(-z)` is read as `(1 / 1) + np.exp(-z)`, so it can exceed 1. "
            "Put the whole denominator in parentheses.",
        ),
        Mistake(
            "parentheses missing around 1 + e",
            "np.where(z >= 0, 1, np.exp(-np.abs(z))) / 1 + np.exp(-np.abs(z))",
            "`... / 1 + e` divides by 1 and then adds e. Put the denominator in parentheses: "
            "`/ (1 + e)`.",
        ),
        Mistake(
            "the hyperbolic tangent of z, not of z / 2",
            "(1 + np.tanh(z)) / 2",
            "sigmoid(z) is (1 + tanh(z / 2)) / 2. Without the half inside, it climbs twice as fast.",
        ),
        Mistake(
            "`^` is not a power in Python",
            "1 / (1 + (np.asarray(np.e) ^ (-z)))",
            "`^` works on bits. A power is `**`; for powers of e there is `np.exp`.",
        ),
        Mistake(
            "a loop over the rows, as if z were a vector",
            """
            out = np.zeros(len(z))
            for i in range(len(z)):
                out[i] = _naive_sigmoid(z[i])
            return out
            """,
            "In a matrix `z[i]` is a whole row, which does not fit into one entry. No loop is needed: "
            "`np.exp(-z)` works on every entry, whatever the shape.",
        ),
        Mistake(
            "the sign of the exponent is flipped",
            "1 / (1 + np.exp(z))",
            "This is 1 - sigmoid(z): large z should give nearly 1. Either the exponent is z instead "
            "of -z, or the two cases for positive and negative z are exchanged.",
        ),
        Mistake(
            "`np.exp(-z)` overflows for very negative z",
            "1 / (1 + np.exp(-z))",
            "The value is right, but for z = -1000 `np.exp(1000)` is more than a float holds, hence "
            "the warning. Where z is negative, exp(z) / (1 + exp(z)) is the same number. (`np.where` "
            "alone does not save you: it computes both of its cases for every entry.)",
        ),
        Mistake(
            "the sign of z is lost",
            "1 / (1 + np.exp(-np.abs(z)))",
            "Right for positive z, but -2 gives the same as 2. With the absolute value in the "
            "exponent, negative z needs another numerator.",
        ),
        Mistake(
            "Python's `if` on a whole array",
            "_naive_sigmoid(z) if z >= 0 else 1 - _naive_sigmoid(-z)",
            "`if z >= 0` wants one True or False, but z has many entries, each with its own. "
            "`np.where` chooses entry by entry.",
        ),
        Mistake(
            "`exp(z) / (1 + exp(z))` overflows for large z",
            "np.exp(z) / (1 + np.exp(z))",
            "For z = 1000 this is inf / inf, which is nan. This form is good where z is negative; "
            "where z is positive use 1 / (1 + exp(-z)).",
        ),
        Mistake(
            "`math.exp` takes one number, not an array",
            "1 / (1 + math.exp(-z))",
            "The functions of the module `math` work on single numbers. Use `np.exp`, which works on "
            "every entry of an array at once.",
        ),
        Mistake(
            "the 1 in the denominator is missing",
            "1 / np.exp(-z)",
            "`1 / np.exp(-z)` is just exp(z), which grows without bound. The denominator is 1 + exp(-z).",
        ),
        Mistake(
            "the minus of the exponent stands outside",
            "1 / (1 - np.exp(-z))",
            "`1 / (1 - np.exp(-z))` has a pole at z = 0. The denominator is a sum: 1 + exp(-z).",
        ),
        Mistake(
            "z is clipped so tightly that values change",
            "_naive_sigmoid(np.clip(z, -1, 1))",
            "Clipping keeps `np.exp` from overflowing, but a bound like 1 changes ordinary values "
            "too. If you clip, do it beyond |z| = 500.",
        ),
        Mistake(
            "a factor in the exponent",
            "1 / (1 + np.exp(-0.5 * z))",
            "Your curve is flatter or steeper than the sigmoid: z is multiplied by a number in "
            "the exponent. It is exp(-z), without a factor.",
            detect=_is_stretched,
        ),
        Mistake(
            "the derivative of the sigmoid",
            "np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2",
            "You return s (1 - s), the slope, which is at most 1/4. The sigmoid itself is asked "
            "for: s.",
        ),
    ),
    alternatives=(
        Alternative(
            "boolean masks",
            """
            out = np.empty(z.shape)
            positive = z >= 0
            out[positive] = 1 / (1 + np.exp(-z[positive]))
            e = np.exp(z[~positive])
            out[~positive] = e / (1 + e)
            return out
            """,
        ),
        Alternative(
            "a loop",
            """
            def one(v):
                return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))
            return np.array([one(v) for v in z.ravel()]).reshape(z.shape)
            """,
        ),
        Alternative(
            "the hyperbolic tangent",
            "0.5 * (1 + np.tanh(z / 2))",
        ),
        Alternative(
            "clipped far out",
            "_naive_sigmoid(np.clip(z, -500, 500))",
        ),
        Alternative(
            "logaddexp",
            "np.exp(-np.logaddexp(0, -z))",
        ),
    ),
)


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
