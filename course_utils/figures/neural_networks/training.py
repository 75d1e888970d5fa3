"""A small network that reads handwritten digits, kept at several moments of its training.

It is trained when it is first needed, in a fraction of a second, by the course's own functions.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from course_utils import datasets, reference
from course_utils.reference.gradient_descent import zeros_like

Parameters = list[tuple[np.ndarray, np.ndarray]]

HIDDEN = 16
MOMENTS = (0, 1, 3, 10, 30, 100, 200)
LEARNING_RATE = 0.03
ACTIVATIONS = ("tanh", "identity")  # of the hidden layer, and of the output before its softmax


class Moment(NamedTuple):
    """The network after so many steps, with its loss and accuracies."""

    steps: int
    parameters: Parameters
    loss: float  # mean cross-entropy over the digits it learns from, in nats
    seen: float  # accuracy on the digits that it learns from
    unseen: float  # accuracy on digits that it has never seen


class Data(NamedTuple):
    """Images, one per column, with pixels from 0 to 1, and their digits."""

    X: np.ndarray
    labels: np.ndarray
    X_unseen: np.ndarray
    labels_unseen: np.ndarray


@cache
def data() -> Data:
    """Return the digits to learn from, and those kept for testing."""
    digits = datasets.load_digits()
    parts = datasets.split(digits.X.shape[1], np.random.default_rng(0))
    X, labels = digits.X, digits.labels
    return Data(X[:, parts.train], labels[parts.train], X[:, parts.test], labels[parts.test])


def probabilities(X: np.ndarray, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """Return the hidden layer's output (hidden, m) and the digits' probabilities (10, m)."""
    logits, cache_ = reference.forward(X, parameters, ACTIVATIONS)
    return cache_[1][0], reference.softmax(logits)


@cache
def history(hidden: int = HIDDEN) -> tuple[Moment, ...]:
    """Train a network with one hidden layer; return it at every one of `MOMENTS`."""
    X, labels, X_unseen, labels_unseen = data()
    Y = reference.one_hot(labels, 10)
    parameters = reference.initialize([len(X), hidden, 10], "xavier", np.random.default_rng(0))
    state = (zeros_like(parameters), zeros_like(parameters), 0)
    moments = []
    for step in range(MOMENTS[-1] + 1):
        logits, kept = reference.forward(X, parameters, ACTIVATIONS)
        Y_hat = reference.softmax(logits)
        if step in MOMENTS:
            unseen = probabilities(X_unseen, parameters)[1]
            moments.append(
                Moment(
                    step,
                    parameters,
                    reference.categorical_cross_entropy(Y_hat, Y),
                    reference.accuracy(Y_hat, labels),
                    reference.accuracy(unseen, labels_unseen),
                )
            )
        gradients = reference.backward(Y_hat, Y, kept, parameters, ACTIVATIONS)
        parameters, state = reference.adam_step(parameters, gradients, state, LEARNING_RATE)
    return tuple(moments)
