"""What a returned network is and how well it reads: from this the laws and detectors of training are made."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from course_utils.checking.detectors import Detector, every
from course_utils.checking.exercise import Array, Pairs, Trial
from course_utils.exercises.capstone.digits import kept_back
from course_utils.reference.neuron import activation_functions
from course_utils.reference.regularization import standardize

PIXELS, CLASSES = 64, 10
# Reading with a network takes time and memory of the judge; a few thousand numbers read digits.
MOST_NUMBERS = 2_000_000


def arrays(value: Any) -> Pairs:
    """Return a list of pairs of number arrays, whatever their shapes; no pairs if it is none."""
    if not isinstance(value, (list, tuple)):
        return []
    if not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in value):
        return []
    parts = [part for pair in value for part in pair]
    numbers = all(isinstance(part, np.ndarray) and part.dtype.kind in "iuf" for part in parts)
    return [(W, b) for W, b in value] if numbers else []


def form_fault(value: object) -> str | None:
    """Say what keeps a value from being the parameters of a network from 64 pixels to 10 classes."""
    layers = arrays(value)
    if not layers:
        return "It should return the trained parameters: a list with one pair (W, b) of arrays per layer."
    numbers = sum(W.size + b.size for W, b in layers)
    if numbers > MOST_NUMBERS:
        return f"It holds {numbers:,} numbers, and at most {MOST_NUMBERS:,} are judged."
    n_prev = PIXELS
    for l, (W, b) in enumerate(layers, 1):
        if W.ndim != 2 or W.shape[1] != n_prev:
            return (
                f"W of layer {l} has shape {W.shape}; it is given {n_prev} numbers: (n, {n_prev})."
            )
        n_prev = W.shape[0]
        if b.shape != (n_prev, 1):
            return f"b of layer {l} has shape {b.shape}; expected ({n_prev}, 1)."
        if not (np.isfinite(W).all() and np.isfinite(b).all()):
            return f"Layer {l} holds nan or inf."
    if n_prev != CLASSES:
        return f"The last layer has {n_prev} outputs; expected 10, one per digit."
    return None


def said(X: Array, network: Pairs, hidden: str = "relu") -> Array:
    """Return what a network reads, shape (m,), with another activation in the hidden layers."""
    g, _ = activation_functions(hidden)
    A = X
    with np.errstate(all="ignore"):
        for W, b in network[:-1]:
            A = g(W.astype(float) @ A + b)
        W, b = network[-1]
        return np.argmax(W.astype(float) @ A + b, axis=0)


def unseen_accuracy(value: object, X: Array, labels: Array) -> float:
    """Return a network's accuracy on the digits that it was not given; 0 if it is no network."""
    if form_fault(value):
        return 0.0
    X_unseen, labels_unseen = kept_back(X, labels)
    return float(np.mean(said(X_unseen, arrays(value)) == labels_unseen))


class Reading:
    """How well the network of a trial reads what it was given, and what it was not."""

    def __init__(self, trial: Trial) -> None:
        self.network = arrays(trial.value)
        self.X, labels = trial.arguments[:2]
        self.X_unseen, self.labels_unseen = kept_back(self.X, labels)
        self.seen = float(np.mean(said(self.X, self.network) == labels))
        self.unseen = self.prepared(self.X_unseen)

    def prepared(self, X_unseen: Array, hidden: str = "relu") -> float:
        """Return the accuracy on what was not given, prepared in some way, with some activation."""
        return float(np.mean(said(X_unseen, self.network, hidden) == self.labels_unseen))

    def wants(self, *ways: str) -> bool:
        """Whether it would read much better in another way, and best in one of these."""
        shares = {
            "standardized": self.prepared(standardize(self.X, self.X_unseen)),
            "centered": self.prepared(self.X_unseen - self.X.mean(axis=1, keepdims=True)),
            "tanh": self.prepared(self.X_unseen, "tanh"),
            "sigmoid": self.prepared(self.X_unseen, "sigmoid"),
        }
        best = max(shares, key=lambda way: shares[way])
        return best in ways and shares[best] > max(0.85, self.unseen + 0.04)


def formed(holds: Callable[[Any], bool]) -> Detector:
    """Return a detector of values that are no network in a certain way."""
    return every(lambda trial: form_fault(trial.value) is not None and holds(trial.value))


def reading(holds: Callable[[Reading], bool]) -> Detector:
    """Return a detector of networks that read in a certain way."""
    return every(lambda trial: form_fault(trial.value) is None and holds(Reading(trial)))


def is_transposed(value: object) -> bool:
    """Whether the shapes fit if every W is turned."""
    shapes = [W.shape for W, _ in arrays(value)]
    widths = [PIXELS, *(n for _, n in shapes)]
    return widths[-1] == CLASSES and shapes == list(pairwise(widths))
