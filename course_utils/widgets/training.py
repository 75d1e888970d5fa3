"""The playground's training: small networks on points in the plane, trained with a student's functions.

Whatever those functions do, a step ends in new parameters or in `Trouble`, a sentence for the
student; the parameters before the step are kept.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from course_utils import datasets

Function = Callable[..., Any]
Parameters = list[tuple[np.ndarray, np.ndarray]]

SEEN, UNSEEN = 150, 100  # points to learn from at most, and others
DATA = {
    "moons": datasets.moons,
    "circles": datasets.circles,
    "spiral": datasets.spiral,
    "XOR": datasets.xor,
}
# What a network may be given of a point; the first two, or more of them.
FEATURES: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "x₁": lambda x, y: x,
    "x₂": lambda x, y: y,
    "x₁²": lambda x, y: x**2,
    "x₂²": lambda x, y: y**2,
    "x₁x₂": lambda x, y: x * y,
    "sin 2x₁": lambda x, y: np.sin(2 * x),
    "sin 2x₂": lambda x, y: np.sin(2 * y),
}
CONSTANT = {"all zero": 0.0, "all 0.5": 0.5}
TOO_LARGE = "5 times too large"
SCHEMES = ("xavier", "glorot", "he", *CONSTANT, TOO_LARGE)
HUGE = 1e6  # weights beyond this are on their way to infinity
EVERY = 10  # steps between two records of cost and gradients
KEPT = 400  # records; with more, every other one is dropped

_pair = [(np.full((1, 2), 0.1), np.zeros((1, 1)))]
_X, _Y = np.array([[0.5, -1.0, 2.0], [1.0, 0.2, -0.3]]), np.array([[0, 1, 1]])
_state = (_pair, _pair, 3)
# The functions that train here, each with arguments to try it on.
PROBES: dict[str, tuple] = {
    "standardize": (_X, _X),
    "initialize_constant": ([2, 3, 1], 0.5),
    "initialize": ([2, 3, 1], "he", np.random.default_rng(0)),
    "forward": (_X, _pair, ["sigmoid"]),
    "cost": (np.array([[0.3, 0.6, 0.8]]), _Y),
    "backward": (np.array([[0.3, 0.6, 0.8]]), _Y, [(_X, _Y - 0.4)], _pair, ["sigmoid"]),
    "regularized_gradients": (_pair, _pair, 0.1, "l2", 3),
    "mini_batches": (_X, _Y, 2, np.random.default_rng(0)),
    "gradient_descent_step": (_pair, _pair, 0.1),
    "momentum_step": (_pair, _pair, _pair, 0.1),
    "adam_step": (_pair, _pair, _state, 0.1),
}


class Trouble(Exception):
    """What went wrong, in a sentence for the student."""


@dataclass(frozen=True)
class Settings:
    """What a run is made of; `same_start` tells which changes need a new one."""

    data: str = "moons"
    noise: float = 0.1
    seen: int = SEEN
    inputs: int = 2
    hidden: int = 2
    width: int = 6
    activation: str = "tanh"
    scheme: str = "xavier"
    norm: str = "none"
    strength: float = 0.1
    optimizer: str = "gradient_descent_step"
    learning_rate: float = 10**-0.5  # a place where the slider can stand
    batch_size: int = 30
    seed: int = 0

    @property
    def layer_sizes(self) -> list[int]:
        """From the inputs to one output."""
        return [self.inputs, *[self.width] * self.hidden, 1]

    @property
    def activations(self) -> list[str]:
        """One name per layer."""
        return [self.activation] * self.hidden + ["sigmoid"]

    def same_start(self, other: Settings) -> bool:
        """Whether the training may go on with the other settings."""
        going_on = ("norm", "strength", "optimizer", "learning_rate", "batch_size")
        return self == replace(other, **{name: getattr(self, name) for name in going_on})


@dataclass(frozen=True)
class Record:
    """What is kept of a step: costs, and each layer's gradient as a root mean square."""

    step: int
    cost: float
    unseen: float
    gradients: tuple[float, ...]


class Run:
    """One network in training.

    Parameters
    ----------
    functions : mapping of name to function
        One for each name in `PROBES`.
    settings : Settings

    Raises
    ------
    Trouble
        If not even a start can be made.
    """

    def __init__(self, functions: Mapping[str, Function], settings: Settings) -> None:
        self.functions = functions
        self.settings = settings
        self.steps = 0
        self.records: list[Record] = []
        self._every = EVERY
        self._batches: list[Any] = []
        self._state: Any = None
        # One stream for the data, one for the weights: each scheme starts from the same numbers.
        data_rng, self._start_rng, self._batch_rng = np.random.default_rng(settings.seed).spawn(3)
        X, Y = DATA[settings.data](SEEN + UNSEEN, data_rng, settings.noise)
        order = data_rng.permutation(SEEN + UNSEEN)
        seen, unseen = order[:SEEN], order[SEEN:]
        m = settings.seen
        seen = seen[:m]
        self.X = self._array("standardize", (2, m), X[:, seen], X[:, seen])
        self.X_unseen = self._array("standardize", (2, UNSEEN), X[:, seen], X[:, unseen])
        self.inputs, self.inputs_unseen = self._features(self.X), self._features(self.X_unseen)
        self.Y, self.Y_unseen = _frozen(Y[:, seen]), _frozen(Y[:, unseen])
        self.parameters = self._start()
        self.gradients = self._gradients(self.inputs, self.Y)
        self._forget()
        self.record()

    def go_on_with(self, settings: Settings) -> None:
        """Change what can be changed while training."""
        before, self.settings = self.settings, settings
        if settings.optimizer != before.optimizer:
            self._forget()
        if settings.batch_size != before.batch_size:
            self._batches = []

    def step(self) -> None:
        """Take one step of the optimizer.

        Raises
        ------
        Trouble
            If a function fails or returns something that cannot be used; then nothing has changed.
        """
        if not self._batches:
            self._batches = self._dealt()
        X, Y = self._batches[0]
        gradients = self._gradients(X, Y)
        parameters, state = self._moved(gradients)
        self._batches.pop(0)
        self.parameters, self.gradients, self._state = parameters, gradients, state
        self.steps += 1
        if self.steps % self._every == 0:
            self.record()

    def record(self) -> None:
        """Keep the costs and the gradients' sizes of this moment."""
        if self.records and self.records[-1].step == self.steps:
            return
        sizes = tuple(float(np.sqrt(np.mean(dW**2))) for dW, _ in self.gradients)
        self.records.append(
            Record(
                self.steps,
                self._cost(self.inputs, self.Y),
                self._cost(self.inputs_unseen, self.Y_unseen),
                sizes,
            )
        )
        if len(self.records) > KEPT:
            self.records = self.records[::2]
            self._every *= 2

    @property
    def unseen(self) -> tuple[np.ndarray, np.ndarray]:
        """The points that it does not learn from."""
        return self.X_unseen, self.Y_unseen

    @property
    def accuracy(self) -> float:
        """Share of the unseen points on the right side."""
        return float(np.mean((self.outputs(self.X_unseen)[-1] >= 0.5) == self.Y_unseen))

    def outputs(self, X: np.ndarray) -> list[np.ndarray]:
        """Return the inputs (features) at these points, and what every layer puts out there."""
        features = self._features(X)
        Y_hat, cache = self._forward(features)
        try:
            hidden = [np.asarray(A_prev) for A_prev, _ in cache[1:]]
        except (TypeError, ValueError):
            raise Trouble("The cache of <code>forward</code> should hold pairs.") from None
        return [features, *hidden, Y_hat]

    def _features(self, X: np.ndarray) -> np.ndarray:
        """Return the network's inputs (k, m) at points of the plane (2, m)."""
        chosen = list(FEATURES.values())[: self.settings.inputs]
        return _frozen(np.stack([feature(*X) for feature in chosen]))

    def _dealt(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return the batches of an epoch."""
        name, size = "mini_batches", self.settings.batch_size
        # Within the call: where a generator comes back, going through it runs the student's code.
        batches = self._call(name, self.inputs, self.Y, size, self._batch_rng, into=list)
        if not batches:
            raise Trouble(f"<code>{name}</code> returns no batch at all.")
        pairs = []
        for batch in batches:
            if not isinstance(batch, (tuple, list)) or len(batch) != 2:
                raise Trouble(f"<code>{name}</code> should return pairs (X_b, Y_b).")
            m = batch[0].shape[-1:] if isinstance(batch[0], np.ndarray) else (size,)
            rows = (self.settings.inputs, 1)
            X, Y = (_array_of(name, part, (n, *m)) for part, n in zip(batch, rows, strict=True))
            if not X.size:
                raise Trouble(f"<code>{name}</code> gives a batch without examples.")
            pairs.append((_frozen(X), _frozen(Y)))
        return pairs

    def _start(self) -> Parameters:
        sizes, scheme = self.settings.layer_sizes, self.settings.scheme
        if scheme in CONSTANT:
            value = self._call("initialize_constant", sizes, CONSTANT[scheme])
        else:
            name = "he" if scheme == TOO_LARGE else scheme
            value = self._call("initialize", sizes, name, self._start_rng)
        name = "initialize_constant" if scheme in CONSTANT else "initialize"
        shapes = [((n, n_prev), (n, 1)) for n_prev, n in pairwise(sizes)]
        parameters = _pairs(name, value, shapes)
        if scheme == TOO_LARGE:
            parameters = [(_frozen(5 * W), b) for W, b in parameters]
        return parameters

    def _forward(self, X: np.ndarray) -> tuple[np.ndarray, Any]:
        value = self._call("forward", X, self.parameters, self.settings.activations)
        if not isinstance(value, (tuple, list)) or len(value) != 2:
            raise Trouble("<code>forward</code> should return a pair (Y_hat, cache).")
        return _array_of("forward", value[0], (1, X.shape[1])), value[1]

    def _cost(self, X: np.ndarray, Y: np.ndarray) -> float:
        value = self._call("cost", self._forward(X)[0], Y)
        try:
            cost = float(value)
        except (TypeError, ValueError):
            raise Trouble("<code>cost</code> should return a number.") from None
        if not np.isfinite(cost):
            raise Trouble(f"<code>cost</code> returns {cost}. Is the prediction clipped?")
        return cost

    def _gradients(self, X: np.ndarray, Y: np.ndarray) -> Parameters:
        s = self.settings
        Y_hat, cache = self._forward(X)
        gradients = self._call("backward", Y_hat, Y, cache, self.parameters, s.activations)
        shapes = [(W.shape, b.shape) for W, b in self.parameters]
        gradients = _pairs("backward", gradients, shapes)
        if s.norm != "none":
            name = "regularized_gradients"
            value = self._call(name, gradients, self.parameters, s.strength, s.norm, s.seen)
            gradients = _pairs(name, value, shapes)
        return gradients

    def _moved(self, gradients: Parameters) -> tuple[Parameters, Any]:
        name, rate = self.settings.optimizer, self.settings.learning_rate
        shapes = [(W.shape, b.shape) for W, b in self.parameters]
        if name == "gradient_descent_step":
            return _pairs(name, self._call(name, self.parameters, gradients, rate), shapes), None
        value = self._call(name, self.parameters, gradients, self._state, rate)
        if not isinstance(value, (tuple, list)) or len(value) != 2:
            raise Trouble(f"<code>{name}</code> should return two things: parameters and state.")
        return _pairs(name, value[0], shapes), value[1]

    def _forget(self) -> None:
        """Let the optimizer start anew."""
        zeros = [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in self.parameters]
        adam = (zeros, zeros, 0)
        self._state = adam if self.settings.optimizer == "adam_step" else zeros

    def _array(self, name: str, shape: tuple[int, ...], *arguments: Any) -> np.ndarray:
        return _frozen(_array_of(name, self._call(name, *arguments), shape))

    def _call(self, name: str, *arguments: Any, into: Function | None = None) -> Any:
        try:
            # Infinities are looked for in what comes back.
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                value = self.functions[name](*arguments)
                return into(value) if into else value
        except NotImplementedError:
            raise Trouble(f"<code>{name}</code> is not written for this case yet.") from None
        except (Exception, SystemExit) as error:
            if "read-only" in str(error):
                raise Trouble(
                    f"<code>{name}</code> tries to change the arrays that it is given. Build new ones."
                ) from error
            what = f"{type(error).__name__}: {error}".splitlines()[0][:120]
            raise Trouble(f"<code>{name}</code> stops with {_plain(what)}") from error


def _array_of(name: str, value: Any, shape: tuple[int, ...]) -> np.ndarray:
    if not isinstance(value, np.ndarray) or value.shape != shape:
        got = getattr(value, "shape", type(value).__name__)
        raise Trouble(f"<code>{name}</code> gives {_plain(str(got))}; the shape should be {shape}.")
    if value.dtype.kind not in "biuf":
        raise Trouble(
            f"<code>{name}</code> gives an array of {value.dtype}; it should be an array of floats."
        )
    if not np.isfinite(value).all():
        raise Trouble(f"<code>{name}</code> gives nan or inf.")
    return value.astype(float)


def _pairs(name: str, value: Any, shapes: list[tuple[tuple, tuple]]) -> Parameters:
    """Check parameters or gradients; return them as arrays that nobody can write to."""
    if not isinstance(value, (list, tuple)) or len(value) != len(shapes):
        raise Trouble(f"<code>{name}</code> should give one pair of arrays for each layer.")
    pairs = []
    for pair, wanted in zip(value, shapes, strict=True):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise Trouble(f"<code>{name}</code> should give one pair of arrays for each layer.")
        W, b = (_array_of(name, part, shape) for part, shape in zip(pair, wanted, strict=True))
        if max(np.max(np.abs(W)), np.max(np.abs(b))) > HUGE:
            raise Trouble(
                f"<code>{name}</code> gives numbers beyond a million: the training has diverged. A "
                "smaller learning rate or smaller starting weights may help."
            )
        pairs.append((_frozen(W), _frozen(b)))
    return pairs


def _frozen(array: np.ndarray) -> np.ndarray:
    """Let nobody write into an array: a function that changes its arguments is found out."""
    array.flags.writeable = False
    return array


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
