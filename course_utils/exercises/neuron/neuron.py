"""Lesson 02: the whole neuron."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Draw, Exercise, Group, Rng, drawn
from course_utils.exercises.neuron.inputs import neuron_of
from course_utils.reference import neuron as key


@drawn
def _neuron(rng: Rng, activation: str, z_sign: float) -> tuple:
    return *neuron_of(z_sign, -z_sign)(rng), activation


def _both_signs(*activations: str) -> list[Draw]:
    return [_neuron(activation, z_sign) for activation in activations for z_sign in (1, -1)]


# Answers replace pieces of these lines.
_NEURON = """
g, g_prime = activation_functions(activation)
return float(g(w @ x + b))
"""

NEURON = Exercise(
    reference=key.neuron,
    groups=(
        Group("with the sigmoid or tanh", _both_signs("sigmoid", "tanh"), weight=2),
        Group("with ReLU", _both_signs("relu")),
        Group("with the identity", _both_signs("identity"), weight=0.5),
        Group(
            "an unknown activation is a ValueError",
            # Where z is negative every known function gives another value, so that a fallback shows.
            [_neuron(name, -1) for name in ("swish", "gelu", "sig", "")],
            weight=0.5,
            count=1,
            hint='A name that is not known, such as a misspelled "rleu", must not pass: '
            "`raise ValueError(...)` when it is none of the four.",
            refused=True,
        ),
    ),
    mistakes=wrong_answers(
        """
## the bias is left out
# Your z is w_1 x_1 + ... + w_n x_n alone. Add b before the activation function.
w @ x + b -> w @ x
## the activation function is left out
# Your output is z whatever `activation` says. Choose g by its name and return g(z).
linear(w, x, b)
## the activation function is applied to x instead of z
# First the linear function, then the activation: g(w_1 x_1 + ... + b). You bend the inputs and
# add them up afterwards.
float(g(w @ x + b)) -> float(w @ g(x) + b)
## the activation function is applied to each product
# g is applied once, to the sum z, not to every w_i x_i before they are added.
float(g(w @ x + b)) -> float(np.sum(g(w * x)) + b)
## the bias is added after the activation function
# The bias is part of z: g(w_1 x_1 + ... + w_n x_n + b), all inside.
float(g(w @ x + b)) -> float(g(w @ x) + b)
## the bias is subtracted
# The bias is added to the sum, not taken from it.
w @ x + b -> w @ x - b
## the derivative instead of the activation function
# This is g'(z). The neuron puts out g(z) itself; the derivatives wait for lesson 4.
float(g(w @ x + b)) -> float(g_prime(np.asarray(w @ x + b)))
## the activation function is applied twice
# You return g(g(z)): one of the functions that you call applies g already.
float(g(w @ x + b)) -> float(g(g(w @ x + b)))
## always the sigmoid
# Your output does not depend on `activation`. Compare the name with each of the four.
_right(w, x, b, 'sigmoid')
## an unknown activation returns a string
# If you return a string, it looks like a result. Raise an error instead: `raise
# ValueError(...)`.
_right(w, x, b, activation) if activation in ACTIVATIONS else 'ValueError'
""",
        base=_NEURON,
    ),
    alternatives=right_answers("""
## if after if
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
## a dictionary of functions
table = {'identity': lambda z: z, 'sigmoid': sigmoid, 'tanh': np.tanh, 'relu': relu}
if activation not in table:
    raise ValueError(f'unknown activation; known: {list(table)}')
return table[activation](w @ x + b)
"""),
)
