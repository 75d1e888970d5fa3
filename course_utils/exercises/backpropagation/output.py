"""Lesson 04: where the gradient starts, at the output."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.backpropagation.inputs import Array, predictions
from course_utils.reference import backpropagation as key
from course_utils.reference.logistic_regression import sigmoid


def _row(rng: Generator) -> tuple[Array, Array]:
    return predictions(rng, (1, 7 + 2 * int(rng.integers(3))))


def _flat_or_table(rng: Generator) -> tuple[Array, Array]:
    return predictions(rng, ((6,), (2, 5))[rng.integers(2)])


def _extreme(rng: Generator) -> tuple[Array, Array]:
    """Every pairing of a class with a prediction of 0 and of 1, among others."""
    a, y = predictions(rng, (1, 9))
    a[0, :4], y[0, :4] = [0.0, 0.0, 1.0, 1.0], [0, 1, 0, 1]
    order = rng.permutation(9)
    return a[:, order], y[:, order]


def _near_extreme(rng: Generator) -> tuple[Array, Array]:
    a, y = predictions(rng, (1, 8))
    return np.where(a > 0.5, 1.0 - a / 1e4, a / 1e4), y


def _one_by_one(formula: Callable[[float, float], float]) -> Callable[[Array, Array], Array]:
    def looped(a: Array, y: Array) -> Array:
        result = np.zeros(a.shape)
        for place in np.ndindex(*a.shape):
            result[place] = formula(float(a[place]), float(y[place]))
        return result

    return looped


LOSS_DERIVATIVE = Exercise(
    reference=key.cross_entropy_derivative,
    groups=(
        Group("a row of predictions, shape (1, m)", _row, weight=3, count=3),
        Group("other shapes", _flat_or_table),
        Group("predictions very near 0 and 1", _near_extreme),
    ),
    mistakes=(
        Mistake(
            "a - y: the derivative by z, not by a",
            "a - y is dL/dz, one link further down the chain: the factor da/dz is already in it. "
            "Here only the loss is to be differentiated, by the a inside its logarithms.",
            lambda a, y: a - y,
        ),
        Mistake(
            "the sign is turned",
            "Raising a prediction whose class is 1 lowers the loss, so the derivative must be "
            "negative there. The loss begins with a minus.",
            lambda a, y: (y - a) / (a * (1 - a)),
        ),
        Mistake(
            "only the term of class 1",
            "The loss has two terms; where y = 0 it is the second one, log(1 - a), that counts.",
            lambda a, y: -y / a,
        ),
        Mistake(
            "1 / a in both terms",
            "The second term is the derivative of log(1 - a), which has 1 - a below the line.",
            lambda a, y: -y / a + (1 - y) / a,
        ),
        Mistake(
            "the sign is turned for class 1",
            "For y = 1 the loss is -log a, so its derivative is -1/a, with a minus.",
            lambda a, y: np.where(y == 1, 1 / a, 1 / (1 - a)),
        ),
        Mistake(
            "only the factor 1 - a below the line",
            "The common denominator of the two terms is a (1 - a).",
            lambda a, y: (a - y) / (1 - a),
        ),
        Mistake(
            "twice the error: the derivative of the squared error",
            "2 (a - y) belongs to the squared error (a - y)^2. The loss here is cross-entropy.",
            lambda a, y: 2.0 * (a - y),
        ),
        Mistake(
            "the inner derivative of 1 - a is forgotten",
            "The derivative of log(1 - a) by a is -1/(1 - a): the inner function 1 - a brings a minus.",
            lambda a, y: -y / a - (1 - y) / (1 - a),
        ),
        Mistake(
            "multiplied by a (1 - a) instead of divided",
            "Bring -y/a + (1 - y)/(1 - a) to a common denominator: a (1 - a) stands below the line.",
            lambda a, y: (a - y) * a * (1 - a),
        ),
        Mistake(
            "divided by a, then multiplied by 1 - a",
            "`x / a * (1 - a)` is read from left to right: it divides by a and multiplies by "
            "(1 - a). Put the whole denominator in brackets.",
            lambda a, y: (a - y) / a * (1 - a),
        ),
        Mistake(
            "only half of the denominator",
            "The common denominator of 1/a and 1/(1 - a) is the product of both.",
            lambda a, y: (a - y) / a,
        ),
        Mistake(
            "the loss itself",
            "This is the loss. Its derivative is asked: what remains of log(a) is 1/a.",
            lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)),
        ),
        Mistake(
            "divided by the number of examples",
            "This is the derivative of one example's loss, entry by entry. The mean over the "
            "examples comes later, in `parameter_gradients`, once.",
            lambda a, y: (a - y) / (a * (1 - a)) / a.size,
        ),
        Mistake(
            "summed over the examples",
            "Every example has a derivative of its own: the result has the shape of a.",
            lambda a, y: float(np.sum((a - y) / (a * (1 - a)))),
        ),
    ),
    alternatives=(
        Alternative("two terms", lambda a, y: -y / a + (1 - y) / (1 - a)),
        Alternative("np.where", lambda a, y: np.where(y == 1, -1 / a, 1 / (1 - a))),
        Alternative("a loop", _one_by_one(lambda a, y: -1.0 / a if y == 1.0 else 1.0 / (1.0 - a))),
        Alternative("a - a^2", lambda a, y: np.divide(np.subtract(a, y), a - a**2)),
    ),
)

OUTPUT_DELTA = Exercise(
    reference=key.output_delta,
    groups=(
        Group("a row of predictions, shape (1, m)", _row, weight=3, count=3),
        Group("other shapes", _flat_or_table),
        Group(
            "predictions of exactly 0 and 1",
            _extreme,
            silent=True,
            hint="A sigmoid rounds to exactly 0 or 1 when its logit is large. Is there a division "
            "that cannot be done then?",
        ),
    ),
    mistakes=(
        Mistake(
            "multiplied by a (1 - a), though the loss is cross-entropy",
            "The factor a (1 - a) is the sigmoid's slope. With cross-entropy the loss brings the "
            "same factor below the line, and the two cancel: do not multiply by it again.",
            lambda a, y: (a - y) * a * (1 - a),
        ),
        Mistake(
            "the sign is turned",
            "A prediction above its class must come down: delta is positive where a is larger than y.",
            lambda a, y: y - a,
        ),
        Mistake(
            "dL/da: the sigmoid's slope is left out",
            "This is the derivative by a. The chain goes on to z: multiply by da/dz = a (1 - a), "
            "and see what cancels.",
            key.cross_entropy_derivative,
        ),
        Mistake(
            "the product of both factors is not simplified: 0/0 where a is 0 or 1",
            "dL/da times a (1 - a) is right on paper, but at a = 0 or 1 the computer divides 0 by "
            "0. Cancel the factor by hand first.",
            lambda a, y: (a - y) / (a * (1 - a)) * (a * (1 - a)),
        ),
        Mistake(
            "the size of the error, without its sign",
            "delta says which way: positive where the prediction is too high, negative where "
            "it is too low.",
            lambda a, y: np.abs(a - y),
        ),
        Mistake(
            "the squared error itself",
            "delta is a derivative, a - y, not the square of it.",
            lambda a, y: (a - y) ** 2,
        ),
        Mistake(
            "averaged over the examples",
            "Every example has a delta of its own: the result has the shape of a. The mean "
            "comes later, in `parameter_gradients`.",
            lambda a, y: np.mean(a - y, axis=-1, keepdims=True),
        ),
        Mistake(
            "the slope da/dz alone",
            "a (1 - a) is how the output follows its logit. How the loss follows the output, dL/da, "
            "is missing.",
            lambda a, y: a * (1 - a),
        ),
        Mistake(
            "the sigmoid is applied to a once more",
            "a is already the sigmoid's value; only z would need it.",
            lambda a, y: sigmoid(a) - y,
        ),
        Mistake(
            "predictions are rounded to classes first",
            "Backpropagation needs the probability, not the decision: a rounded prediction has no slope.",
            lambda a, y: (a >= 0.5) - y,
        ),
        Mistake(
            "divided by the number of examples",
            "delta is one example's derivative, a column per example. The mean over the examples "
            "comes later, in `parameter_gradients`, once.",
            lambda a, y: (a - y) / a.size,
        ),
        Mistake(
            "twice the error: the derivative of the squared error by a",
            "2 (a - y) belongs to the squared error (a - y)^2. The loss here is cross-entropy.",
            lambda a, y: 2 * (a - y),
        ),
        Mistake(
            "summed over the examples",
            "Every example has a delta of its own: the result has the shape of a.",
            lambda a, y: float(np.sum(a - y)),
        ),
    ),
    alternatives=(
        Alternative("np.subtract", lambda a, y: np.subtract(a, y)),
        Alternative("by class", lambda a, y: np.where(y == 1, -(1 - a), a)),
        Alternative("two terms", lambda a, y: (1 - y) * a - y * (1 - a)),
        Alternative("a loop", _one_by_one(lambda a, y: a - y)),
    ),
)
