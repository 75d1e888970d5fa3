"""Lesson 08: labels as columns, and how many are read rightly."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.capstone.inputs import Array, labels, probabilities, sizes
from course_utils.reference import capstone as key


def _labels(rng: Generator) -> tuple[Array, int]:
    classes, m = sizes(rng)
    return labels(rng, classes, m), classes


def _without_the_last_class(rng: Generator) -> tuple[Array, int]:
    classes, m = sizes(rng)
    return labels(rng, classes - 1, m), classes


def _entry_by_entry(labels: Array, classes: int) -> Array:
    Y = np.zeros((classes, len(labels)))
    for i, label in enumerate(labels):
        Y[label, i] = 1
    return Y


def _positions(labels: Array, classes: int) -> Array:
    Y = np.zeros((classes, len(labels)))
    Y[labels, np.arange(len(labels))] = 1.0
    return Y


def _whole_rows(labels: Array, classes: int) -> Array:
    Y = np.zeros((classes, len(labels)))
    Y[labels] = 1.0
    return Y


def _exchanged(labels: Array, classes: int) -> Array:
    Y = np.zeros((classes, len(labels)))
    Y[np.arange(len(labels)), labels] = 1.0
    return Y


def _counted_from_one(labels: Array, classes: int) -> Array:
    return np.eye(classes)[:, labels - 1]


ONE_HOT = Exercise(
    reference=key.one_hot,
    groups=(
        Group("every class may occur", _labels, weight=2, count=3),
        Group("the last class does not occur", _without_the_last_class, count=3),
    ),
    mistakes=(
        Mistake(
            "transposed",
            "One example is a column: the shape is (classes, m), not (m, classes).",
            lambda labels, classes: np.eye(classes)[labels],
        ),
        Mistake(
            "as many classes as occur",
            "You take the number of classes from the labels. A class may be absent from a batch: use "
            "`classes`.",
            lambda labels, classes: np.eye(labels.max() + 1)[:, labels],
        ),
        Mistake(
            "an index beyond its axis",
            "Rows are classes and columns are examples. In `Y[row, column]` the label is the row, "
            "and the example's number the column; `Y` has `classes` rows.",
            _exchanged,
        ),
        Mistake(
            "whole rows are 1",
            "`Y[labels] = 1` fills whole rows. Each label belongs to one column: `Y[label, column]`.",
            _whole_rows,
        ),
        Mistake(
            "counted from 1",
            "Label 0 belongs into the first row, row 0. Yours are one row off.",
            _counted_from_one,
        ),
        Mistake(
            "True and False instead of numbers",
            "The comparison is right, but it gives True and False. Turn it into numbers: "
            "`.astype(float)`.",
            lambda labels, classes: np.arange(classes)[:, np.newaxis] == labels,
        ),
        Mistake(
            "zeros and ones exchanged",
            "The right class gets 1, the others 0. Yours is the other way round.",
            lambda labels, classes: 1 - key.one_hot(labels, classes),
        ),
        Mistake(
            "the label itself instead of 1",
            "A class's number is only its name. The entry of the right class is 1, whatever its name.",
            lambda labels, classes: key.one_hot(labels, classes) * labels,
        ),
        Mistake(
            "nothing is set to 1",
            "These are zeros only. Set one entry of each column to 1.",
            lambda labels, classes: np.zeros((classes, len(labels))),
        ),
    ),
    alternatives=(
        Alternative("entry by entry", _entry_by_entry),
        Alternative("by pairs of positions", _positions),
        Alternative(
            "by a comparison",
            lambda labels, classes: (np.arange(classes)[:, None] == labels).astype(int),
        ),
        Alternative(
            "rows of the identity, transposed", lambda labels, classes: np.eye(classes)[labels].T
        ),
    ),
)


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


def _thresholded(Y_hat: Array, labels: Array) -> float:
    chosen = Y_hat[labels, np.arange(len(labels))]
    return float(np.mean(chosen > 0.5))


def _confidence(Y_hat: Array, labels: Array) -> float:
    return float(np.mean(Y_hat[labels, np.arange(len(labels))]))


def _counting(Y_hat: Array, labels: Array) -> float:
    right = 0
    for i in range(len(labels)):
        column = list(Y_hat[:, i])
        right += column.index(max(column)) == labels[i]
    return right / len(labels)


def _axis_1(Y_hat: Array, labels: Array) -> Any:
    said = np.argmax(Y_hat, axis=1)
    # Against labels of another length NumPy does not compare entry by entry.
    return float(np.mean(said[: len(labels)] == labels[: len(said)]))


ACCURACY = Exercise(
    reference=key.accuracy,
    groups=(
        Group("probabilities", _reading, weight=2, count=4),
        Group("logits, which may be negative", _logits, count=2),
    ),
    mistakes=(
        Mistake(
            "the largest of a row",
            "You look for the largest entry of each row. One example is a column: `axis=0`.",
            _axis_1,
        ),
        Mistake(
            "axis 1 against the labels",
            "np.argmax along axis 1 gives a position for each *class*. One example is a column, so "
            "the largest is sought along `axis=0`.",
            lambda Y_hat, labels: np.mean(np.argmax(Y_hat, axis=1) == labels),
        ),
        Mistake(
            "compared with something that is never a label",
            "What you compare with the labels is never equal to one. Without `axis`, `np.argmax` "
            "gives a single position in the whole matrix; `np.max` and Y_hat itself hold "
            "probabilities, not classes. Ask for `np.argmax` along `axis=0`.",
            lambda Y_hat, labels: float(np.mean(np.argmax(Y_hat) == labels)),
        ),
        Mistake(
            "a percentage",
            "A share from 0 to 1 is asked; yours is 100 times that.",
            lambda Y_hat, labels: 100 * key.accuracy(Y_hat, labels),
        ),
        Mistake(
            "a count",
            "You count the right ones; divide by the number of examples.",
            lambda Y_hat, labels: int(np.sum(np.argmax(Y_hat, axis=0) == labels)),
        ),
        Mistake(
            "the share of errors",
            "This is how often it is wrong. Compare with ==.",
            lambda Y_hat, labels: float(np.mean(np.argmax(Y_hat, axis=0) != labels)),
        ),
        Mistake(
            "divided by the number of classes",
            "The mean is over the examples, of which there are m, not over the classes.",
            lambda Y_hat, labels: (
                float(np.sum(np.argmax(Y_hat, axis=0) == labels)) / Y_hat.shape[0]
            ),
        ),
        Mistake(
            "the right class must have more than one half",
            "With more than two classes the largest probability may be below one half and still be "
            "the answer. Compare `np.argmax` with the label.",
            _thresholded,
        ),
        Mistake(
            "the mean probability of the right class",
            "This says how sure the network is of the right class. Accuracy counts only whether it "
            "is the largest.",
            _confidence,
        ),
        Mistake(
            "one entry per example instead of their mean",
            "You return which examples are right. Return the share: the mean of it.",
            lambda Y_hat, labels: np.argmax(Y_hat, axis=0) == labels,
        ),
        Mistake(
            "the smallest instead of the largest",
            "You look for the smallest probability: np.argmax, not np.argmin.",
            lambda Y_hat, labels: float(np.mean(np.argmin(Y_hat, axis=0) == labels)),
        ),
    ),
    alternatives=(
        Alternative("counting in a loop", _counting),
        Alternative(
            "a NumPy number", lambda Y_hat, labels: (Y_hat.argmax(axis=0) == labels).mean()
        ),
        Alternative(
            "by the largest value",
            lambda Y_hat, labels: np.mean(
                Y_hat[labels, np.arange(labels.size)] == Y_hat.max(axis=0)
            ),
        ),
    ),
)
