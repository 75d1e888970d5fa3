"""Lesson 04: the error of the output layer."""

from __future__ import annotations

from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.backpropagation.inputs import Array, predictions
from course_utils.exercises.backpropagation.output_inputs import flat, row, table
from course_utils.reference import backpropagation as key


def _extreme(rng: Generator) -> tuple[Array, Array]:
    """Every pairing of a class with a prediction of 0 and of 1, among others."""
    a, y = predictions(rng, (1, 9))
    a[0, :4], y[0, :4] = [0.0, 0.0, 1.0, 1.0], [0, 1, 0, 1]
    order = rng.permutation(9)
    return a[:, order], y[:, order]


OUTPUT_DELTA = Exercise(
    reference=key.output_delta,
    groups=(
        Group("a row of predictions, shape (1, m)", row, weight=3, count=3),
        Group("other shapes", [flat, table]),
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
            "(a - y) * a * (1 - a)",
            "The factor a (1 - a) is the sigmoid's slope. With cross-entropy the loss brings the "
            "same factor below the line, and the two cancel: do not multiply by it again.",
        ),
        Mistake(
            "the sign is flipped",
            "y - a",
            "A prediction above its class must come down: delta is positive where a is larger than y.",
        ),
        Mistake(
            "dL/da: the sigmoid's slope is left out",
            "cross_entropy_derivative(a, y)",
            "This is the derivative with respect to a. The chain goes on to z: multiply by da/dz = a (1 - a), "
            "and see what cancels.",
        ),
        Mistake(
            "the product of both factors is not simplified: 0/0 where a is 0 or 1",
            "(a - y) / (a * (1 - a)) * (a * (1 - a))",
            "dL/da times a (1 - a) is right on paper, but at a = 0 or 1 the computer divides 0 by "
            "0. Cancel the factor by hand first.",
        ),
        Mistake(
            "the size of the error, without its sign",
            "np.abs(a - y)",
            "delta says which way: positive where the prediction is too high, negative where "
            "it is too low.",
        ),
        Mistake(
            "the squared error itself",
            "(a - y) ** 2",
            "delta is a derivative, a - y, not the square of it.",
        ),
        Mistake(
            "averaged over the examples",
            "np.mean(a - y, axis=-1, keepdims=True)",
            "Every example has a delta of its own: the result has the shape of a. The mean "
            "comes later, in `parameter_gradients`.",
        ),
        Mistake(
            "the slope da/dz alone",
            "a * (1 - a)",
            "a (1 - a) is how the output follows its logit. How the loss follows the output, dL/da, "
            "is missing.",
        ),
        Mistake(
            "the sigmoid is applied to a once more",
            "1 / (1 + np.exp(-a)) - y",
            "a is already the sigmoid's value; only z would need it.",
        ),
        Mistake(
            "predictions are rounded to classes first",
            "(a >= 0.5) - y",
            "Backpropagation needs the probability, not the decision: a rounded prediction has no slope.",
        ),
        Mistake(
            "divided by the number of examples",
            "(a - y) / a.size",
            "delta is one example's derivative, a column per example. The mean over the examples "
            "comes later, in `parameter_gradients`, once.",
        ),
        Mistake(
            "twice the error: the derivative of the squared error by a",
            "2 * (a - y)",
            "2 (a - y) belongs to the squared error (a - y)^2. The loss here is cross-entropy.",
        ),
        Mistake(
            "summed over the examples",
            "float(np.sum(a - y))",
            "Every example has a delta of its own: the result has the shape of a.",
        ),
        Mistake(
            "divided by `len(a)`",
            "(a - y) / len(a)",
            "`len(a)` is the number of rows. delta is one example's derivative and is not divided "
            "at all; the mean over the examples comes later, in `parameter_gradients`.",
        ),
    ),
    alternatives=(
        Alternative(
            "np.subtract",
            "np.subtract(a, y)",
        ),
        Alternative(
            "by class",
            "np.where(y == 1, -(1 - a), a)",
        ),
        Alternative(
            "two terms",
            "(1 - y) * a - y * (1 - a)",
        ),
        Alternative(
            "a loop",
            """
            result = np.zeros(a.shape)
            for i in np.ndindex(*a.shape):
                result[i] = a[i] - y[i]
            return result
            """,
        ),
    ),
)
