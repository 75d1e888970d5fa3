"""Lesson 08: the accuracy."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.capstone.inputs import Array, probabilities, sizes
from course_utils.reference import capstone as key


def _reading(rng: Generator) -> tuple[Array, Array]:
    """Draw probabilities and labels of which some, but not all and not half, are right."""
    classes, m = sizes(rng)
    # The first columns are sure of themselves; the surest entry of all stands in the last row.
    Y_hat = probabilities(rng, classes, m) ** np.where(np.arange(m) < m // 2, 5, 1)
    Y_hat /= Y_hat.sum(axis=0)
    Y_hat = np.roll(Y_hat, classes - 1 - int(np.argmax(Y_hat.max(axis=1))), axis=0)
    best = np.argmax(Y_hat, axis=0)
    wrong = (best + 1 + rng.integers(classes - 1, size=m)) % classes
    right = np.arange(m) < (3 * m) // 5
    order = rng.permutation(m)
    return Y_hat[:, order], np.where(right, best, wrong)[order]


def _logits(rng: Generator) -> tuple[Array, Array]:
    Y_hat, labels = _reading(rng)
    return np.log(Y_hat) - 5.0, labels


ACCURACY = Exercise(
    reference=key.accuracy,
    groups=(
        Group("probabilities", _reading, weight=2, count=4),
        Group("logits, which may be negative", _logits, count=2),
    ),
    mistakes=(
        Mistake(
            "the labels are taken for one-hot columns",
            "np.mean(np.argmax(Y_hat, axis=0) == np.argmax(labels, axis=0))",
            "`labels` holds the classes themselves, shape (m,). Only Y_hat needs `argmax`: "
            "compare its result with the labels.",
        ),
        Mistake(
            "the largest of a row",
            """
            said = np.argmax(Y_hat, axis=1)
            return float(np.mean(said[:len(labels)] == labels[:len(said)]))
            """,
            "You look for the largest entry of each row. One example is a column: `axis=0`.",
        ),
        Mistake(
            "axis 1 against the labels",
            "np.mean(np.argmax(Y_hat, axis=1) == labels)",
            "np.argmax along axis 1 gives a position for each *class*. One example is a column, so "
            "the largest is sought along `axis=0`.",
        ),
        Mistake(
            "compared with something that is never a label",
            "float(np.mean(np.argmax(Y_hat) == labels))",
            "What you compare with the labels is never equal to one. Without `axis`, `np.argmax` "
            "gives a single position in the whole matrix; `np.max` and Y_hat itself hold "
            "probabilities, not classes. Ask for `np.argmax` along `axis=0`.",
        ),
        Mistake(
            "a percentage",
            "100 * _right(Y_hat, labels)",
            "A share from 0 to 1 is asked for; yours is 100 times that.",
        ),
        Mistake(
            "a count",
            "int(np.sum(np.argmax(Y_hat, axis=0) == labels))",
            "You count the right ones; divide by the number of examples.",
        ),
        Mistake(
            "the share of errors",
            "float(np.mean(np.argmax(Y_hat, axis=0) != labels))",
            "This is how often it is wrong. Compare with ==.",
        ),
        Mistake(
            "divided by the number of classes",
            "float(np.sum(np.argmax(Y_hat, axis=0) == labels)) / Y_hat.shape[0]",
            "The mean is over the examples, of which there are m, not over the classes.",
        ),
        Mistake(
            "the right class must have more than one half",
            """
            chosen = Y_hat[labels, np.arange(len(labels))]
            return float(np.mean(chosen > 0.5))
            """,
            "With more than two classes the largest probability may be below one half and still be "
            "the answer. Compare `np.argmax` with the label.",
        ),
        Mistake(
            "the mean probability of the right class",
            "float(np.mean(Y_hat[labels, np.arange(len(labels))]))",
            "This says how sure the network is of the right class. Accuracy counts only whether it "
            "is the largest.",
        ),
        Mistake(
            "one entry per example instead of their mean",
            "np.argmax(Y_hat, axis=0) == labels",
            "You return which examples are right. Return the share: the mean of it.",
        ),
        Mistake(
            "the smallest instead of the largest",
            "float(np.mean(np.argmin(Y_hat, axis=0) == labels))",
            "You look for the smallest probability: np.argmax, not np.argmin.",
        ),
    ),
    alternatives=(
        Alternative(
            "counting in a loop",
            """
            right = 0
            for i in range(len(labels)):
                column = list(Y_hat[:, i])
                right += column.index(max(column)) == labels[i]
            return right / len(labels)
            """,
        ),
        Alternative(
            "a NumPy number",
            "(Y_hat.argmax(axis=0) == labels).mean()",
        ),
        Alternative(
            "by the largest value",
            "np.mean( Y_hat[labels, np.arange(labels.size)] == Y_hat.max(axis=0) )",
        ),
    ),
)
