"""Lesson 02: the whole neuron."""

from __future__ import annotations

from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Draw, Exercise, Group, Mistake
from course_utils.exercises.neuron.inputs import Array, neuron_of
from course_utils.reference import neuron as key


def _with(activation: str, z_sign: float) -> Draw:
    """Return a draw of a neuron with this activation and a z of this sign."""
    return lambda rng: (*neuron_of(rng, z_sign, -z_sign), activation)


def _both_signs(*activations: str) -> list[Draw]:
    return [_with(activation, z_sign) for activation in activations for z_sign in (1, -1)]


def _unknown(rng: Generator) -> tuple[Array, Array, float, str]:
    # Where z is negative every known function gives another value, so that a fallback shows.
    return (*neuron_of(rng, -1, 1), ("swish", "gelu")[rng.integers(2)])


# The first lines of most answers.
_G = "g, g_prime = activation_functions(activation)\n"

_UNKNOWN = (
    'A name that is not known, such as a misspelled "rleu", must not pass: '
    "`raise ValueError(...)` when it is none of the four."
)

NEURON = Exercise(
    reference=key.neuron,
    groups=(
        Group("with the sigmoid or tanh", _both_signs("sigmoid", "tanh"), weight=2),
        Group("with ReLU", _both_signs("relu")),
        Group("with the identity", _both_signs("identity"), weight=0.5),
        Group("an unknown activation is a ValueError", _unknown, 0.5, hint=_UNKNOWN, refused=True),
    ),
    mistakes=(
        Mistake(
            "the bias is left out",
            _G + "return float(g(w @ x))",
            "Your z is w_1 x_1 + ... + w_n x_n alone. Add b before the activation function.",
        ),
        Mistake(
            "the activation function is left out",
            "linear(w, x, b)",
            "Your output is z whatever `activation` says. Choose g by its name and return g(z).",
        ),
        Mistake(
            "the activation function is applied to x instead of z",
            _G + "return float(w @ g(x) + b)",
            "First the linear function, then the activation: g(w_1 x_1 + ... + b). You bend the "
            "inputs and add them up afterwards.",
        ),
        Mistake(
            "the activation function is applied to each product",
            _G + "return float(np.sum(g(w * x)) + b)",
            "g is applied once, to the sum z, not to every w_i x_i before they are added.",
        ),
        Mistake(
            "the bias is added after the activation function",
            _G + "return float(g(w @ x) + b)",
            "The bias is part of z: g(w_1 x_1 + ... + w_n x_n + b), all inside.",
        ),
        Mistake(
            "the bias is subtracted",
            _G + "return float(g(w @ x - b))",
            "The bias is added to the sum, not taken from it.",
        ),
        Mistake(
            "the derivative instead of the activation function",
            _G + "return float(g_prime(np.asarray(w @ x + b)))",
            "This is g'(z). The neuron puts out g(z) itself; the derivatives wait for lesson 4.",
        ),
        Mistake(
            "the activation function is applied twice",
            _G + "return float(g(g(w @ x + b)))",
            "You return g(g(z)): one of the functions that you call applies g already.",
        ),
        Mistake(
            "always the sigmoid",
            "_right(w, x, b, 'sigmoid')",
            "Your output does not depend on `activation`. Compare the name with each of the four.",
        ),
        Mistake(
            "an array instead of a number",
            "np.array([_right(w, x, b, activation)])",
            "Your output is right, but still in an array of shape (1,). A neuron puts out one "
            "number: take it out with `float(a[0])`.",
        ),
        Mistake(
            "an unknown activation gives None",
            "_right(w, x, b, activation) if activation in ACTIVATIONS else None",
            _UNKNOWN,
        ),
        Mistake(
            "an unknown activation passes silently as the identity",
            "_right(w, x, b, activation if activation in ACTIVATIONS else 'identity')",
            f"Your last branch returns z for any name. {_UNKNOWN}",
        ),
        Mistake(
            "an unknown activation passes silently as ReLU",
            "_right(w, x, b, activation if activation in ACTIVATIONS else 'relu')",
            f"Your last `else` takes any name for ReLU. {_UNKNOWN}",
        ),
        Mistake(
            "an unknown activation is a KeyError",
            "float(ACTIVATIONS[activation][0](np.asarray(w @ x + b)))",
            "Looking a name up in a dictionary raises KeyError. Ask first whether it is in there, "
            "and raise a ValueError that says which names are.",
        ),
        Mistake(
            "an unknown activation returns a text",
            "_right(w, x, b, activation) if activation in ACTIVATIONS else 'ValueError'",
            "A text that is returned looks like a result. An error has to be raised: "
            "`raise ValueError(...)`.",
        ),
    ),
    alternatives=(
        Alternative(
            "if after if",
            """
            z = linear(w, x, b)
            if activation == 'identity':
                return z
            if activation == 'sigmoid':
                return float(1 / (1 + np.exp(-z)))
            if activation == 'tanh':
                return float(np.tanh(z))
            if activation == 'relu':
                return max(0.0, z)
            raise ValueError(f'unknown activation {activation!r}')
            """,
        ),
        Alternative(
            "a dictionary of functions",
            """
            table = {'identity': lambda z: z, 'sigmoid': sigmoid, 'tanh': np.tanh, 'relu': relu}
            if activation not in table:
                raise ValueError(f'unknown activation; known: {list(table)}')
            return table[activation](w @ x + b)
            """,
        ),
    ),
)
