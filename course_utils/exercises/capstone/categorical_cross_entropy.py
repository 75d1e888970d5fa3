"""Lesson 08: the cross-entropy of more than two classes."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import computes
from course_utils.checking.exercise import Array, Exercise, Group, Rng
from course_utils.exercises.capstone.inputs import labels, probabilities, sizes
from course_utils.exercises.logistic_regression.inputs import ADDED, OTHER_LIMITS
from course_utils.reference import capstone as key

CLIP = 1e-12


def _batch(rng: Rng) -> tuple:
    classes, m = sizes(rng)
    return probabilities(rng, classes, m), key.one_hot(labels(rng, classes, m), classes)


def _certain(rng: Rng) -> tuple:
    """Draw predictions of which one is sure and right, one sure and wrong, and one nearly so."""
    Y_hat, Y = _batch(rng)
    Y_hat[:, 0] = Y[:, 0]
    Y_hat[:, 1] = np.roll(Y[:, 1], 1)
    Y_hat[:, 2] = np.where(Y[:, 2], rng.uniform(2e-12, 5e-12), Y_hat[:, 2])
    return Y_hat, Y


def _each(Y_hat: Array, Y: Array) -> Array:
    return -Y * np.log(np.maximum(Y_hat, CLIP))


def _limited(Y_hat: Array, Y: Array, limit: float, added: float) -> float:
    """Compute the loss with another limit, or with a small number added."""
    return -np.sum(Y * np.log(np.maximum(Y_hat, limit) + added)) / Y.shape[1]


CATEGORICAL_CROSS_ENTROPY = Exercise(
    reference=key.categorical_cross_entropy,
    groups=(
        Group("probabilities between 0 and 1", _batch, weight=2, count=3),
        Group(
            "some probabilities exactly 0 and 1",
            _certain,
            count=3,
            silent=True,
            hint="log(0) is -inf. Raise probabilities below 1e-12 to 1e-12 first.",
        ),
    ),
    preconditions=("set(Y.flat) <= {0, 1}", "0 <= Y_hat.min() <= Y_hat.max() <= 1"),
    mistakes=wrong_answers(
        """
## another limit than 1e-12
# You clip, and only the limit differs from the exercise's: raise probabilities below 1e-12.
-np.sum(Y * np.log(np.maximum(Y_hat, 1e-15))) / Y.shape[1]
## a small number is added instead of clipping
# Adding a small number inside the logarithm changes every probability a little. Raise only those
# below 1e-12: `np.maximum(Y_hat, 1e-12)`, or `np.clip`.
-np.sum(Y * np.log(Y_hat + 1e-15)) / Y.shape[1]
## the mean over the classes too
# `np.mean` divides by classes times m. The sum over the classes stays a sum: divide by the
# number of examples only.
float(np.mean(_each(Y_hat, Y)))
## divided by the number of classes
# You divide by the number of rows. The mean is over the examples, which are columns.
float(np.sum(_each(Y_hat, Y))) / Y.shape[0]
## sum for mean
# This is the sum over the examples. From lesson 3 on a cost is the mean: divide by m.
float(np.sum(_each(Y_hat, Y)))
## no minus
# The logarithm of a probability is negative, so the cost needs a minus in front.
-_right(Y_hat, Y)
## the binary formula for every class
# The term (1 - Y) log(1 - Y_hat) belongs to one sigmoid output. With softmax only the right
# class's probability counts.
P = np.clip(Y_hat, CLIP, 1 - CLIP)
return float(-np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P))) / Y.shape[1]
## not clipped
# log(0) is -inf, and 0 times -inf is nan. Raise probabilities below 1e-12 to 1e-12 first:
# `np.maximum(Y_hat, 1e-12)`.
float(-np.sum(Y * np.log(Y_hat))) / Y.shape[1]
## Y and Y_hat exchanged
# The logarithm is of the prediction, Y_hat; Y says which of them counts.
float(-np.sum(Y_hat * np.log(np.maximum(Y, CLIP)))) / Y.shape[1]
## one number per class or per example
# You sum along one axis only. Sum over the classes *and* take the mean over the examples.
_each(Y_hat, Y).sum(axis=0)
## not summed
# This is one number for every entry. Sum over the classes and take the mean over the examples.
-Y * np.log(np.maximum(Y_hat, CLIP))
## every class counts, not only the right one
# You sum the logarithms of all classes. Multiply by Y first: it keeps the right one.
-float(np.sum(np.log(np.maximum(Y_hat, CLIP)))) / Y.shape[1]
""",
        detectors={
            "another limit than 1e-12": computes(_limited, OTHER_LIMITS),
            "a small number is added instead of clipping": computes(_limited, ADDED),
        },
    ),
    alternatives=right_answers("""
## a loop
total, m = (0.0, Y.shape[1])
for i in range(m):
    for k in range(Y.shape[0]):
        if Y[k, i] == 1:
            total -= math.log(max(Y_hat[k, i], CLIP))
return total / m
## the right class's probability picked out
right = Y_hat[np.argmax(Y, axis=0), np.arange(Y.shape[1])]
return np.mean(-np.log(np.clip(right, CLIP, 1)))
## einsum, clipped on both sides
-np.einsum("km,km->", Y, np.log(np.clip(Y_hat, CLIP, 1 - CLIP))) / Y.shape[1]
## mean of the columns' sums
_each(Y_hat, Y).sum(axis=0).mean()
"""),
)
