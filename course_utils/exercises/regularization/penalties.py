"""What the two penalties have in common: inputs, groups and mistakes."""

from collections.abc import Iterator

import numpy as np

from course_utils.checking.answer_tables import wrong_answers
from course_utils.checking.exercise import Array, Group, Pairs
from course_utils.exercises.regularization.inputs import deep_network, network, strength

GROUPS = (
    Group(
        "networks of two and three layers",
        lambda rng: (deep_network(rng), *strength(rng)),
        weight=3,
        count=3,
    ),
    Group("any number of layers", lambda rng: (network(rng), *strength(rng))),
    Group("lam = 0", lambda rng: (deep_network(rng), 0.0, 12), weight=0.5),
)


def flat(parameters: Pairs) -> Array:
    """Return all weights in one row."""
    return np.concatenate([W.ravel() for W, _ in parameters])


def entries(parameters: Pairs) -> Iterator[float]:
    """Yield every weight."""
    for W, _ in parameters:
        for row in W:
            yield from map(float, row)


# What goes wrong with either penalty.
COMMON = wrong_answers("""
## not divided by m
# Your value is m times too large. The cost is a mean over m examples, and its penalty is divided
# by m too.
m * _right(parameters, lam, m)
## lam is left out
# lam, the strength of the penalty, does not enter your value.
_right(parameters, 1.0, m)
## the biases are penalized too
# The biases have been counted. Each pair is (W, b), and only W is penalized.
_right([(np.append(W, b), b) for W, b in parameters], lam, m)
## the biases are penalized instead of the weights
# Each pair is (W, b): the first of the two is the weights.
_right([(b, W) for W, b in parameters], lam, m)
## only the last layer
# Only the last layer's weights count in your value. Is the sum set anew, or returned, inside the
# loop? Every layer counts.
_right(parameters[-1:], lam, m)
## only the first layer
# Only the first layer's weights count in your value. Does the loop return in its first round?
# Every layer counts.
_right(parameters[:1], lam, m)
## whole matrices are added up
# `sum` over the layers meets matrices of different shapes. Add up the entries of each layer
# first: `np.sum` of an array is one number.
sum(W for W, _ in parameters)
## one number for each layer
# You return a list with one number per layer. The penalty is their sum.
[_right([pair], lam, m) for pair in parameters]
## the mean over the weights instead of their sum
# A network with more weights pays more: sum over all entries, do not average.
_right(parameters, lam, m) / flat(parameters).size
""")
