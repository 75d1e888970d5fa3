"""Lesson 08: one-hot labels."""

from __future__ import annotations

from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.capstone.inputs import Array, labels, sizes
from course_utils.reference import capstone as key


def _labels(rng: Generator) -> tuple[Array, int]:
    classes, m = sizes(rng)
    return labels(rng, classes, m), classes


def _without_the_last_class(rng: Generator) -> tuple[Array, int]:
    classes, m = sizes(rng)
    return labels(rng, classes - 1, m), classes


ONE_HOT = Exercise(
    reference=key.one_hot,
    groups=(
        Group("every class may occur", _labels, weight=2, count=3),
        Group("the last class does not occur", _without_the_last_class, count=3),
    ),
    mistakes=(
        Mistake(
            "ten classes, whatever is asked for",
            """
            out = np.zeros((10, labels.size))
            out[labels, np.arange(labels.size)] = 1
            return out
            """,
            "The number of rows is the argument `classes`, and not always 10.",
        ),
        Mistake(
            "every row of a label's class is filled",
            """
            out = np.zeros((classes, labels.size))
            out[:, labels] = 1
            return out
            """,
            "`Y[:, labels] = 1` fills whole columns, those whose numbers are among the labels. "
            "Each example has one 1, in the row of its label: `Y[labels, np.arange(m)] = 1`.",
        ),
        Mistake(
            "transposed",
            "np.eye(classes)[labels]",
            "One example is a column: the shape is (classes, m), not (m, classes).",
        ),
        Mistake(
            "as many classes as occur",
            "np.eye(labels.max() + 1)[:, labels]",
            "You take the number of classes from the labels. A class may be absent from a batch: use "
            "`classes`.",
        ),
        Mistake(
            "an index beyond its axis",
            """
            Y = np.zeros((classes, len(labels)))
            Y[np.arange(len(labels)), labels] = 1.0
            return Y
            """,
            "Rows are classes and columns are examples. In `Y[row, column]` the label is the row, "
            "and the example's number the column; `Y` has `classes` rows.",
        ),
        Mistake(
            "whole rows are 1",
            """
            Y = np.zeros((classes, len(labels)))
            Y[labels] = 1.0
            return Y
            """,
            "`Y[labels] = 1` fills whole rows. Each label belongs to one column: `Y[label, column]`.",
        ),
        Mistake(
            "counted from 1",
            "np.eye(classes)[:, labels - 1]",
            "Label 0 belongs into the first row, row 0. Yours are one row off.",
        ),
        Mistake(
            "True and False instead of numbers",
            "np.arange(classes)[:, np.newaxis] == labels",
            "The comparison is right, but it gives True and False. Turn it into numbers: "
            "`.astype(float)`.",
        ),
        Mistake(
            "zeros and ones exchanged",
            "1 - _right(labels, classes)",
            "The right class gets 1, the others 0. Yours is the other way round.",
        ),
        Mistake(
            "the label itself instead of 1",
            "_right(labels, classes) * labels",
            "A class's number is only its name. The entry of the right class is 1, whatever its name.",
        ),
        Mistake(
            "nothing is set to 1",
            "np.zeros((classes, len(labels)))",
            "These are zeros only. Set one entry of each column to 1.",
        ),
    ),
    alternatives=(
        Alternative(
            "entry by entry",
            """
            Y = np.zeros((classes, len(labels)))
            for i, label in enumerate(labels):
                Y[label, i] = 1
            return Y
            """,
        ),
        Alternative(
            "by pairs of positions",
            """
            Y = np.zeros((classes, len(labels)))
            Y[labels, np.arange(len(labels))] = 1.0
            return Y
            """,
        ),
        Alternative(
            "by a comparison",
            "(np.arange(classes)[:, None] == labels).astype(int)",
        ),
        Alternative(
            "rows of the identity, transposed",
            "np.eye(classes)[labels].T",
        ),
    ),
)
