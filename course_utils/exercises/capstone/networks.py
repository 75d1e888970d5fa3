"""What a returned network is and how well it reads: from this the laws and signs of training are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from course_utils.checking.exercise import Trial
from course_utils.exercises.capstone.digits import kept_back, shipped
from course_utils.exercises.capstone.inputs import Array
from course_utils.reference.neuron import activation_functions
from course_utils.reference.regularization import standardize

Network = list[tuple[Array, Array]]
Sign = Callable[[Sequence[Trial]], bool]
PIXELS, CLASSES = 64, 10
# Reading with a network takes time and memory of the judge; a few thousand numbers read digits.
MOST_NUMBERS = 2_000_000


def arrays(value: object) -> Network | None:
    """Return a list of pairs of number arrays, whatever their shapes; None if it is none."""
    if not isinstance(value, (list, tuple)) or not value:
        return None
    layers = []
    for pair in value:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return None
        W, b = pair
        if not all(isinstance(part, np.ndarray) and part.dtype.kind in "iuf" for part in (W, b)):
            return None
        layers.append((W, b))
    return layers


def form_fault(value: object) -> str | None:
    """Say what keeps a value from being the parameters of a network from 64 pixels to 10 classes."""
    layers = arrays(value)
    if layers is None:
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


def said(X: Array, network: Network, hidden: str = "relu") -> Array:
    """Return what a network reads, shape (m,), with another activation in the hidden layers."""
    g, _ = activation_functions(hidden)
    A = X
    with np.errstate(all="ignore"):
        for W, b in network[:-1]:
            A = g(W @ A + b)
        W, b = network[-1]
        return np.argmax(W @ A + b, axis=0)


def unseen_accuracy(value: object, X: Array, labels: Array) -> float:
    """Return a network's accuracy on the digits that it was not given; 0 if it is no network."""
    if form_fault(value):
        return 0.0
    return float(np.mean(said(kept_back(X, labels)[0], _of(value)) == kept_back(X, labels)[1]))


class Reading:
    """How well the network of a trial reads this and that."""

    def __init__(self, trial: Trial) -> None:
        self.X, self.labels = trial.arguments[:2]
        self.X_unseen, self.labels_unseen = kept_back(self.X, self.labels)
        self.network = _of(trial.value)

    @property
    def seen(self) -> float:
        """Accuracy on the digits that it was given."""
        return float(np.mean(said(self.X, self.network) == self.labels))

    def unseen(
        self, prepare: Callable[[Array], Array] = lambda X: X, hidden: str = "relu"
    ) -> float:
        """Accuracy on the others, prepared in some way, with some activation."""
        return float(
            np.mean(said(prepare(self.X_unseen), self.network, hidden) == self.labels_unseen)
        )

    def would_read(self) -> str:
        """Return how it should have been read to read much better, or nothing."""
        mean = self.X.mean(axis=1, keepdims=True)
        shares = {
            "standardized": self.unseen(lambda X: standardize(self.X, X)),
            "centered": self.unseen(lambda X: X - mean),
            "tanh": self.unseen(hidden="tanh"),
            "sigmoid": self.unseen(hidden="sigmoid"),
        }
        best = max(shares, key=lambda way: shares[way])
        return best if shares[best] > max(0.85, self.unseen() + 0.04) else ""


def _of(value: object) -> Network:
    layers = arrays(value)
    assert layers is not None  # asked only after `form_fault`
    return [(W.astype(float), b.astype(float)) for W, b in layers]


def shaped(of: Callable[[Any], bool]) -> Sign:
    """Return the sign of a value that is no network in a certain way."""
    return lambda trials: all(form_fault(t.value) is not None and of(t.value) for t in trials)


def reading(of: Callable[[Reading], bool]) -> Sign:
    """Return the sign of a network that reads in a certain way."""
    return lambda trials: all(form_fault(t.value) is None and of(Reading(t)) for t in trials)


def has_something_beside(value: Any) -> bool:
    """Whether a network comes with something else, such as its costs."""
    return isinstance(value, (tuple, list)) and len(value) > 1 and arrays(value[0]) is not None


def has_flat_biases(value: object) -> bool:
    """Whether a bias has one axis only."""
    return any(b.ndim == 1 for _, b in arrays(value) or [])


def is_transposed(value: object) -> bool:
    """Whether the shapes fit if every W is turned."""
    layers = arrays(value)
    if layers is None or any(W.ndim != 2 for W, _ in layers):
        return False
    widths = [PIXELS, *(W.shape[1] for W, _ in layers)]
    return widths[-1] == CLASSES and all(
        W.shape[0] == n_prev for (W, _), (n_prev, _) in zip(layers, pairwise(widths), strict=True)
    )


def has_one_output(value: object) -> bool:
    """Whether the last layer is a single neuron."""
    layers = arrays(value)
    return layers is not None and len(layers[-1][0]) == 1


def is_not_finite(value: object) -> bool:
    """Whether there is a nan or an infinity."""
    return not all(np.isfinite(part).all() for pair in arrays(value) or [] for part in pair)


def wants(*ways: str) -> Callable[[Reading], bool]:
    """Return whether it would read much better in one of these ways."""
    return lambda r: r.would_read() in ways


def was_brought_along(r: Reading) -> bool:
    """Whether it reads the digits as they are shipped, which are not those that it was given."""
    return (
        r.unseen() < 0.5 and float(np.mean(said(shipped().X, r.network) == shipped().labels)) > 0.8
    )


def always_says_the_same(r: Reading) -> bool:
    """Whether one digit is its answer to all."""
    return len(set(said(r.X, r.network))) == 1


def only_guesses(r: Reading) -> bool:
    """Whether it cannot read even what it was given."""
    return r.seen < 0.35


def knows_by_heart(r: Reading) -> bool:
    """Whether it reads all that it was given, and of the rest much less."""
    return r.seen > 0.985 and r.unseen() < r.seen - 0.03


def is_still_learning(r: Reading) -> bool:
    """Whether it reads what it was given little better than the rest."""
    return r.seen < 0.985
