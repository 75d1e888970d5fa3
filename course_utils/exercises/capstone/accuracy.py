"""Lesson 08: the accuracy."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.exercises.capstone.inputs import probabilities, sizes
from course_utils.reference import capstone as key


def _reading(rng: Rng) -> tuple:
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


def _all_right(rng: Rng) -> tuple:
    Y_hat, _ = _reading(rng)
    return Y_hat, np.argmax(Y_hat, axis=0)


def _large(rng: Rng) -> tuple:
    """Draw logits so large that exp overflows and a sigmoid is 1 for all of them."""
    Y_hat, labels = _all_right(rng)
    return 30.0 * np.log(Y_hat) + 3000.0, labels


def _logits(rng: Rng) -> tuple:
    Y_hat, labels = _reading(rng)
    return np.log(Y_hat) - 5.0, labels


ACCURACY = Exercise(
    reference=key.accuracy,
    groups=(
        Group("probabilities", _reading, weight=2, count=4),
        Group("logits, which may be negative", _logits, count=2),
        Group(
            "every example read correctly, by large logits too", [_all_right, _large], weight=0.5
        ),
    ),
    mistakes=wrong_answers("""
## the labels are taken for one-hot columns
# `labels` holds the classes themselves, shape (m,). Only Y_hat needs `argmax`: compare its
# result with the labels.
np.mean(np.argmax(Y_hat, axis=0) == np.argmax(labels, axis=0))
## the largest of a row
# You look for the largest entry of each row. One example is a column: `axis=0`.
said = np.argmax(Y_hat, axis=1)
return float(np.mean(said[:len(labels)] == labels[:len(said)]))
## axis 1 against the labels
# np.argmax along axis 1 gives a position for each *class*. One example is a column, so the
# largest is sought along `axis=0`.
np.mean(np.argmax(Y_hat, axis=1) == labels)
## compared with something that is never a label
# What you compare with the labels is never equal to one. Without `axis`, `np.argmax` gives a
# single position in the whole matrix; `np.max` and Y_hat itself hold probabilities, not classes.
# Ask for `np.argmax` along `axis=0`.
float(np.mean(np.argmax(Y_hat) == labels))
## a percentage
# Return a share from 0 to 1; yours is 100 times that.
100 * _right(Y_hat, labels)
## the share of errors
# This is how often it is wrong. Compare with ==.
float(np.mean(np.argmax(Y_hat, axis=0) != labels))
## divided by the number of classes
# The mean is over the examples, of which there are m, not over the classes.
float(np.sum(np.argmax(Y_hat, axis=0) == labels)) / Y_hat.shape[0]
## the right class must have more than one half
# With more than two classes the largest probability may be below one half and still be the
# answer. Compare `np.argmax` with the label.
chosen = Y_hat[labels, np.arange(len(labels))]
return float(np.mean(chosen > 0.5))
## the mean probability of the right class
# This says how sure the network is of the right class. Accuracy counts only whether it is the
# largest.
float(np.mean(Y_hat[labels, np.arange(len(labels))]))
## one entry per example instead of their mean
# You return which examples are right. Return the share: the mean of it.
np.argmax(Y_hat, axis=0) == labels
## the smallest instead of the largest
# You look for the smallest probability: np.argmax, not np.argmin.
float(np.mean(np.argmin(Y_hat, axis=0) == labels))
"""),
    alternatives=right_answers("""
## counting in a loop
right = 0
for i in range(len(labels)):
    column = list(Y_hat[:, i])
    right += column.index(max(column)) == labels[i]
return right / len(labels)
## a NumPy number
(Y_hat.argmax(axis=0) == labels).mean()
## by the largest value
np.mean( Y_hat[labels, np.arange(labels.size)] == Y_hat.max(axis=0) )
"""),
)
