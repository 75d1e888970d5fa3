"""Lesson 01: gradient descent."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import every
from course_utils.checking.exercise import Array, Exercise, Group, Rng, drawn
from course_utils.checking.randomness import repeatable
from course_utils.exercises.logistic_regression.inputs import sizes
from course_utils.reference import logistic_regression as key


@drawn
def _fit_problem(rng: Rng, /, rarer: int) -> tuple:
    """Draw examples of which a third are of one class, so that the intercept begins to one side."""
    n, p = sizes(rng)
    y = np.where(rng.permutation(np.arange(n) % 3 == 0), rarer, 1 - rarer)
    return rng.normal(size=(n, p)) + 0.3, y, float(rng.uniform(0.3, 0.9)), int(rng.integers(5, 12))


def _small_gradients(rng: Rng) -> tuple:
    """Draw features so small, and classes so even, that every gradient is tiny; of many steps."""
    return 1e-3 * rng.normal(size=(8, 3)), np.resize([0, 1], 8), float(rng.uniform(0.3, 0.9)), 109


def _unequal(
    X: Array,
    y: Array,
    rate: float,
    steps: int,
    for_beta: float,
    for_beta_0: float,
    start: float = 0.0,
) -> tuple[Array, float]:
    """Descend with a step that is too long by one factor for beta and by another for beta_0."""
    n, p = X.shape
    beta, beta_0 = np.full(p, start), start
    for _ in range(steps):
        d_beta, d_beta_0 = key.cross_entropy_gradient(X, y, beta, beta_0)
        beta = beta - rate * for_beta * d_beta / n
        beta_0 = beta_0 - rate * for_beta_0 * d_beta_0 / n
    return beta, beta_0


def _descend(
    X: Array, y: Array, rate: float, steps: int, start: float = 0.0, scale: float | None = None
) -> tuple[Array, float]:
    factor = 1.0 if scale is None else scale * len(y)
    return _unequal(X, y, rate, steps, factor, factor, start)


FIT_LOGISTIC_REGRESSION = Exercise(
    reference=key.fit_logistic_regression,
    returns=("beta", "beta_0"),
    groups=(
        Group("a few steps", (_fit_problem(1), _fit_problem(0)), weight=3),
        Group(
            "tiny gradients: every step is taken all the same",
            _small_gradients,
            weight=0.5,
            hint="Is there a condition in your loop that ends it early? Take all of `steps` steps.",
        ),
        Group(
            "no step at all: still zeros",
            lambda rng: (rng.normal(size=(6, 4)), np.array([0, 1, 0, 1, 1, 0]), 0.5, 0),
        ),
    ),
    preconditions=("set(y.flat) <= {0, 1}", "learning_rate >= 0"),
    mistakes=wrong_answers(
        """
## uphill instead of downhill
# Your steps go along the gradient, so the loss grows. Subtract it.
_descend(X, y, -learning_rate, steps)
## the gradient is not divided by n
# Your steps are n times too long. The gradient of lesson 1 is a sum; a step uses gradient / n.
_descend(X, y, learning_rate, steps, scale=1.0)
## it starts from random numbers
# Called twice, your function gives two answers. Start from `np.zeros(p)` and 0.0: for a convex
# loss that is as good a start as any.
beta = np.asarray(np.random.default_rng().normal(size=X.shape[1]))
beta_0 = 0.0
for _ in range(steps):
    d_beta, d_beta_0 = cross_entropy_gradient(X, y, beta, beta_0)
    beta = beta - learning_rate * d_beta / len(y)
    beta_0 = beta_0 - learning_rate * d_beta_0 / len(y)
return (beta, beta_0)
## it starts from ones
# With 0 steps your function returns ones. Start from zeros.
_descend(X, y, learning_rate, steps, start=1.0)
## beta_0 is updated with the new beta
# Compute both gradients first, at the same point; then move both parameters.
n, p = X.shape
beta, beta_0 = (np.zeros(p), 0.0)
for _ in range(steps):
    beta = beta - learning_rate * cross_entropy_gradient(X, y, beta, beta_0)[0] / n
    beta_0 = beta_0 - learning_rate * cross_entropy_gradient(X, y, beta, beta_0)[1] / n
return (beta, beta_0)
## one step too many
# Your loop runs steps + 1 times.
_descend(X, y, learning_rate, steps + 1)
## one step too few
# Your loop runs steps - 1 times: `range(1, steps)` leaves one out.
_descend(X, y, learning_rate, max(steps - 1, 0))
## the gradient is computed only once
# Every step of yours goes by the gradient at the start. It changes with the parameters: compute
# it anew inside the loop.
d_beta, d_beta_0 = cross_entropy_gradient(X, y, np.zeros(X.shape[1]), 0.0)
far = learning_rate * steps / len(y)
return (-far * d_beta, -far * d_beta_0)
## only one step is taken, or only the last one kept
# Your result is that of a single step. Is the `return` indented into the loop (move it out, under
# the `for`)? Are beta and beta_0 set back to zeros in every round (set them once, before the loop)?
# Or do the new values get names that the next round does not use?
_descend(X, y, learning_rate, 1)
## the intercept never moves
# beta_0 stays 0 in your function. It has a gradient too, and takes the same kind of step.
n, p = X.shape
beta = np.zeros(p)
for _ in range(steps):
    beta = beta - learning_rate * cross_entropy_gradient(X, y, beta, 0.0)[0] / n
return (beta, 0.0)
## the steps are never taken
# Your parameters stay zeros. `beta - ...` by itself computes a number and drops it, and another
# name for it is not returned; `beta = beta - ...` keeps it. It is `d_beta` that is subtracted.
_descend(X, y, learning_rate, 0)
## each step starts at zero again
# `beta = -learning_rate * ...` forgets where beta was. The step goes from there: `beta = beta -
# learning_rate * ...`.
n, p = X.shape
beta, beta_0 = (np.zeros(p), 0.0)
for _ in range(steps):
    d_beta, d_beta_0 = cross_entropy_gradient(X, y, beta, beta_0)
    beta, beta_0 = (-learning_rate * d_beta / n, -learning_rate * d_beta_0 / n)
return (beta, beta_0)
## the learning rate is left out
# A step is learning_rate times gradient / n; yours is gradient / n.
_descend(X, y, 1.0, steps)
## the gradient of beta_0 is not divided by n
# beta takes its steps with gradient / n, and beta_0 must too.
_unequal(X, y, learning_rate, steps, 1.0, len(y))
## the gradient of beta is not divided by n
# beta_0 takes its steps with gradient / n, and beta must too.
_unequal(X, y, learning_rate, steps, len(y), 1.0)
## the predictions instead of the parameters
# You return what the fitted model predicts. Return the parameters themselves: `return beta,
# beta_0`.
predict_proba(X, *_descend(X, y, learning_rate, steps))
## divided by p instead of n
# `X.shape` is (n, p): the number of examples is `X.shape[0]`.
_descend( X, y, learning_rate, steps, scale=1 / X.shape[1] )
## a factor 2 in the gradient
# Your steps are twice too long. The factor 2 comes from squares; the gradient of the
# cross-entropy is X^T (y_hat - y), without it.
_descend(X, y, 2 * learning_rate, steps)
""",
        detectors={
            "it starts from random numbers": every(lambda t: not t.error and not repeatable(t))
        },
    ),
    alternatives=right_answers("""
## a column of ones for the intercept
A = np.hstack([np.ones((len(X), 1)), X])
theta = np.zeros(A.shape[1])
for _ in range(steps):
    theta -= learning_rate * A.T @ (sigmoid(A @ theta) - y) / len(y)
return (theta[1:], theta[0])
## a helper function
_descend(X, y, learning_rate, steps)
"""),
)
