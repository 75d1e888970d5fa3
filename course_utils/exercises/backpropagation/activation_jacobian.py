"""Lesson 04: the Jacobian matrix of a layer's activation."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.exercises.backpropagation.inputs import g, slope_by_output, slope_of
from course_utils.reference import backpropagation as key
from course_utils.reference.neuron import ACTIVATIONS


@drawn
def _logits(rng: Rng, activation: str, zeros: int = 0) -> tuple:
    # Both signs, so that ReLU shows both its slopes; not near 0, where slopes look alike. One
    # sign is more frequent than the other, so that z and -z differ in any order.
    n = (5, 7)[rng.integers(2)]
    sizes = rng.uniform(0.3, 2.0, size=n)
    z = rng.permutation(np.r_[1.0, -1.0, 1.0, np.resize([-1.0, 1.0], n - 3)]) * sizes
    z[:3] = np.abs(z[:3]) * [1, 1, -1]
    return np.r_[np.zeros(zeros), z], activation


ACTIVATION_JACOBIAN = Exercise(
    reference=key.activation_jacobian,
    groups=(
        Group("sigmoid and tanh", [_logits("sigmoid"), _logits("tanh")], weight=3, count=2),
        Group("relu and identity", [_logits("relu"), _logits("identity")]),
        Group("relu at 0", _logits("relu", zeros=2), weight=0.5),
        Group(
            "an unknown activation",
            [_logits("a misspelled name"), _logits("sig")],
            weight=0.5,
            refused=True,
        ),
    ),
    mistakes=wrong_answers("""
## the slopes as a vector, not as a matrix
# These are the numbers on the diagonal. The Jacobian has a row for every output and a column for
# every z_j, shape (n, n), with zeros where an output does not depend on a z_j.
activation_functions(activation)[1](z)
## every row filled: no zeros off the diagonal
# Neuron i's output depends on its own z_i only, so da_i/dz_j is 0 unless i = j.
np.tile(slope_of(z, activation), (len(z), 1))
## every column filled: no zeros off the diagonal
# Neuron i's output depends on its own z_i only, so da_i/dz_j is 0 unless i = j.
np.tile(slope_of(z, activation)[:, None], (1, len(z)))
## the slope at 0 off the diagonal
# You put z on the diagonal and take g' of the whole matrix, of its zeros too, and g'(0) need not
# be 0. First the slopes, then the matrix: `np.diag(g_prime(z))`.
slope_of(np.diag(z), activation)
## the identity matrix
# Your diagonal holds ones. It holds the slopes g'(z).
np.eye(len(z)) * (1 if activation in ACTIVATIONS else slope_of(z, activation))
## an outer product of the slopes
# The outer product puts a product of two slopes everywhere. Off the diagonal there is nothing:
# neurons of one layer do not feed each other.
np.outer(slope_of(z, activation), slope_of(z, activation))
## the Jacobian of softmax
# diag(a) - a a^T is softmax's, where each output depends on every z. Here neuron i's output
# depends on its own z_i only.
np.diag(g(z, activation)) - np.outer(g(z, activation), g(z, activation))
## `np.diag` of a column
# `np.diag` of a flat array makes a matrix; of a matrix, such as a column, it takes out the
# diagonal. Give it a flat array.
np.diag(slope_of(z, activation)[:, None])
## the activations on the diagonal, not their slopes
# The diagonal holds g(z). The Jacobian is made of derivatives: g'(z).
np.diag(g(z, activation))
## the slope at a instead of z
# g' is taken at z. You have taken it at g(z).
np.diag(slope_of(g(z, activation), activation))
## the pre-activations on the diagonal
# The diagonal holds z itself. It should hold g'(z).
np.diag(z)
## always the sigmoid's slope
# The argument `activation` says which g it is; your answer is the same for all of them.
np.diag(slope_of(z, "sigmoid"))
"""),
    alternatives=right_answers("""
## eye times row
np.eye(len(z)) * slope_of(z, activation)
## a loop
J = np.zeros((len(z), len(z)))
for i in range(len(z)):
    J[i, i] = slope_of(z[i:i + 1], activation)[0]
return J
## by hand, in lists
slopes = {'identity': lambda t: 1.0, 'relu': lambda t: 1.0 if t > 0 else 0.0, 'tanh': lambda t: 1 - math.tanh(t) ** 2, 'sigmoid': lambda t: math.exp(-t) / (1 + math.exp(-t)) ** 2}
if activation not in slopes:
    raise ValueError(f'unknown activation: {activation}')
rows = [[slopes[activation](t) if i == j else 0.0 for j in range(len(z))] for i, t in enumerate(z)]
return np.array(rows)
## through a
np.diag(slope_by_output(z, activation))
## diagflat
np.diagflat(slope_of(z, activation))
"""),
)
