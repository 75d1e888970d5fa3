"""Lesson 02: the whole neuron."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.neuron.inputs import Array, one_neuron
from course_utils.reference import neuron as key
from course_utils.reference.logistic_regression import sigmoid


def _with(*names: str) -> Callable[[Generator], tuple[Array, Array, float, str]]:
    """Return a draw of a neuron with one of the activations `names`."""
    return lambda rng: (*one_neuron(rng), names[rng.integers(len(names))])


def _turned(rng: Generator, sign: float) -> tuple[Array, Array, float]:
    """Draw a neuron whose z has this sign and is well away from 0; its inputs have both signs."""
    w, x, b = one_neuron(rng)
    x[:2] = 0.5 + abs(x[0]), -abs(x[1])
    # x[0] is positive, so w[0] moves z as far as is wished.
    w[0] += (sign * rng.uniform(0.5, 2.0) - (w @ x + b)) / x[0]
    return w, x, b


def _firing_relu(rng: Generator) -> tuple[Array, Array, float, str]:
    return (*_turned(rng, 1.0), "relu")


def _unknown(rng: Generator) -> tuple[Array, Array, float, str]:
    # Where z is negative every known function gives another value, so that a fallback shows.
    return (*_turned(rng, -1.0), ("swish", "gelu")[rng.integers(2)])


def _g(activation: str, z: Any) -> Any:
    return key.activation_functions(activation)[0](np.asarray(z))


def _unknown_is_none(w: Array, x: Array, b: float, activation: str) -> float | None:
    return key.neuron(w, x, b, activation) if activation in key.ACTIVATIONS else None


def _unknown_is_identity(w: Array, x: Array, b: float, activation: str) -> float:
    return key.neuron(w, x, b, activation if activation in key.ACTIVATIONS else "identity")


def _unknown_is_relu(w: Array, x: Array, b: float, activation: str) -> float:
    return key.neuron(w, x, b, activation if activation in key.ACTIVATIONS else "relu")


def _unknown_is_a_key_error(w: Array, x: Array, b: float, activation: str) -> float:
    return float(key.ACTIVATIONS[activation][0](np.asarray(w @ x + b)))


def _unknown_is_a_text(w: Array, x: Array, b: float, activation: str) -> float | str:
    return key.neuron(w, x, b, activation) if activation in key.ACTIVATIONS else "ValueError"


def _if_chain(w: Array, x: Array, b: float, activation: str) -> float:
    z = key.linear(w, x, b)
    if activation == "identity":
        return z
    if activation == "sigmoid":
        return float(1 / (1 + np.exp(-z)))
    if activation == "tanh":
        return float(np.tanh(z))
    if activation == "relu":
        return max(0.0, z)
    raise ValueError(f"unknown activation {activation!r}")


def _looked_up(w: Array, x: Array, b: float, activation: str) -> Any:
    table: dict[str, Callable[[Any], Any]] = {
        "identity": lambda z: z,
        "sigmoid": sigmoid,
        "tanh": np.tanh,
        "relu": key.relu,
    }
    if activation not in table:
        raise ValueError(f"unknown activation; known: {list(table)}")
    return table[activation](w @ x + b)


_UNKNOWN = (
    'A name that is not known, such as a misspelled "rleu", must not pass: '
    "`raise ValueError(...)` when it is none of the four."
)

NEURON = Exercise(
    reference=key.neuron,
    groups=(
        Group("with the sigmoid or tanh", _with("sigmoid", "tanh"), weight=2, count=4),
        Group("with ReLU", _firing_relu),
        Group("with the identity", _with("identity"), weight=0.5),
        Group("an unknown activation is a ValueError", _unknown, 0.5, hint=_UNKNOWN, refused=True),
    ),
    mistakes=(
        Mistake(
            "the bias is left out",
            "Your z is w_1 x_1 + ... + w_n x_n alone. Add b before the activation function.",
            lambda w, x, b, activation: float(_g(activation, w @ x)),
        ),
        Mistake(
            "the activation function is left out",
            "Your output is z whatever `activation` says. Choose g by its name and return g(z).",
            lambda w, x, b, activation: key.linear(w, x, b),
        ),
        Mistake(
            "the activation function is applied to x instead of z",
            "First the linear function, then the activation: g(w_1 x_1 + ... + b). You bend the "
            "inputs and add them up afterwards.",
            lambda w, x, b, activation: float(w @ _g(activation, x) + b),
        ),
        Mistake(
            "the activation function is applied to each product",
            "g is applied once, to the sum z, not to every w_i x_i before they are added.",
            lambda w, x, b, activation: float(np.sum(_g(activation, w * x)) + b),
        ),
        Mistake(
            "the bias is added after the activation function",
            "The bias is part of z: g(w_1 x_1 + ... + w_n x_n + b), all inside.",
            lambda w, x, b, activation: float(_g(activation, w @ x) + b),
        ),
        Mistake(
            "the bias is subtracted",
            "The bias is added to the sum, not taken from it.",
            lambda w, x, b, activation: float(_g(activation, w @ x - b)),
        ),
        Mistake(
            "the derivative instead of the activation function",
            "This is g'(z). The neuron puts out g(z) itself; the derivatives wait for lesson 4.",
            lambda w, x, b, activation: float(
                key.activation_functions(activation)[1](np.asarray(w @ x + b))
            ),
        ),
        Mistake(
            "the activation function is applied twice",
            "You return g(g(z)): one of the functions that you call applies g already.",
            lambda w, x, b, activation: float(_g(activation, _g(activation, w @ x + b))),
        ),
        Mistake(
            "always the sigmoid",
            "Your output does not depend on `activation`. Compare the name with each of the four.",
            lambda w, x, b, activation: key.neuron(w, x, b, "sigmoid"),
        ),
        Mistake(
            "an array instead of a number",
            "Your output is right, but still in an array of shape (1,). A neuron puts out one "
            "number: take it out with `float(a[0])`.",
            lambda w, x, b, activation: np.array([key.neuron(w, x, b, activation)]),
        ),
        Mistake("an unknown activation gives None", _UNKNOWN, _unknown_is_none),
        Mistake(
            "an unknown activation passes silently as the identity",
            f"Your last branch returns z for any name. {_UNKNOWN}",
            _unknown_is_identity,
        ),
        Mistake(
            "an unknown activation passes silently as ReLU",
            f"Your last `else` takes any name for ReLU. {_UNKNOWN}",
            _unknown_is_relu,
        ),
        Mistake(
            "an unknown activation is a KeyError",
            "Looking a name up in a dictionary raises KeyError. Ask first whether it is in there, "
            "and raise a ValueError that says which names are.",
            _unknown_is_a_key_error,
        ),
        Mistake(
            "an unknown activation returns a text",
            "A text that is returned looks like a result. An error has to be raised: "
            "`raise ValueError(...)`.",
            _unknown_is_a_text,
        ),
    ),
    alternatives=(
        Alternative("if after if", _if_chain),
        Alternative("a dictionary of functions", _looked_up),
    ),
)
