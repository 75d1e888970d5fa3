"""Exercise of lesson 00: count what training may change."""

from itertools import pairwise

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.reference.neural_networks import count_parameters


@drawn
def _sizes(rng: Rng, count: int) -> tuple:
    """Draw that many layer sizes, all different: a mixed-up layer cannot hide."""
    return ([int(n) for n in rng.choice(np.arange(2, 14), count, replace=False)],)


def _weights(layer_sizes: list[int]) -> int:
    return sum(n * n_prev for n_prev, n in pairwise(layer_sizes))


COUNT_PARAMETERS = Exercise(
    reference=count_parameters,
    groups=(
        Group("networks with two or three hidden layers", [_sizes(4), _sizes(5)], weight=3),
        Group("a network without a hidden layer", _sizes(2)),
    ),
    mistakes=wrong_answers("""
## the biases are left out
# Your number is that of the connections. Each neuron has one parameter more than it has incoming
# connections.
sum((n * n_prev for n_prev, n in pairwise(layer_sizes)))
## only the biases are counted
# That is one per neuron. Every connection between two neighboring layers brings a weight.
sum(layer_sizes[1:])
## units are counted, not parameters
# You add up the layer sizes. A neuron is not a number that training changes; its weights and its
# bias are.
sum(layer_sizes)
## the inputs are given biases too
# The first number of the list counts inputs. They are given, not computed, and have no bias.
_right(layer_sizes) + layer_sizes[0]
## a bias for each unit of the layer before, not for each neuron of the layer
# In n_l (n_{l-1} + 1) the 1 belongs to the layer before, so that there is one bias for each of
# the n_l neurons. Yours stands with the other factor.
_weights(layer_sizes) + sum(layer_sizes[:-1])
## one bias per layer
# Each neuron has a bias of its own, not each layer.
_weights(layer_sizes) + len(layer_sizes) - 1
## the product of all layer sizes
# A product of all sizes would connect everything with everything else. Only neighboring layers
# are connected: multiply two by two, then add up.
math.prod(layer_sizes)
## each layer is connected with itself
# You multiply each size with itself. The connections run between a layer and the one before it:
# two neighbors of the list.
sum(n * (n + 1) for n in layer_sizes)
## the last layer is left out
# The output layer has weights and biases too. Does your loop end one layer early?
_right(layer_sizes[:-1])
## the first layer of weights is left out
# The connections from the inputs to the first hidden layer have weights too. Does your loop
# begin one layer late?
_right(layer_sizes[1:])
## only the last layer is counted
# Your total is overwritten in each turn of the loop: `+=` adds to it.
total = 0
for n_prev, n in pairwise(layer_sizes):
    total = n * (n_prev + 1)
return total
## it returns after the first layer
# The `return` is indented into the loop. Move it out, under the `for`.
for n_prev, n in pairwise(layer_sizes):
    return n * (n_prev + 1)
return 0
## an index beyond the end of the list
# With n sizes there are n - 1 pairs of neighbors: the last size has none after it. (And `for i
# in layer_sizes` gives the sizes themselves, not their places in the list.)
total = 0
for i in range(len(layer_sizes)):
    total += layer_sizes[i + 1] * (layer_sizes[i] + 1)
return total
## the last layer is connected with the inputs
# For i = 0 `layer_sizes[i - 1]` is the last entry of the list, not an error. Begin with i = 1.
total = 0
for i in range(len(layer_sizes)):
    total += layer_sizes[i] * (layer_sizes[i - 1] + 1)
return total
## nothing is added to the total
# Your total stays 0: `total + ...` computes a number and drops it, `total += ...` keeps it.
0
## written for one hidden layer only
# Your formula stops after two layers, but the list can have any length from 2 on: use a loop.
_right(layer_sizes[:2]) + layer_sizes[2] * (layer_sizes[1] + 1)
## written for exactly three sizes
# `n_0, n_1, n_2 = layer_sizes` fits lists of three. The list can have any length from 2 on: use
# a loop.
n_0, n_1, n_2 = layer_sizes
return n_1 * (n_0 + 1) + n_2 * (n_1 + 1)
## the sizes are added, not multiplied
# Every neuron of a layer is connected with every unit of the layer before: the number of
# connections is the product of the two sizes.
sum(n + n_prev + 1 for n_prev, n in pairwise(layer_sizes))
## the biases are counted twice
# The 1 in n_l (n_{l-1} + 1) is the bias already. You add the biases once more.
_right(layer_sizes) + sum(layer_sizes[1:])
## one number per layer, not their sum
# You return a list, a number for each layer. Add them up.
[n * (p + 1) for p, n in pairwise(layer_sizes)]
## a float instead of a whole number
# Parameters are counted, so the result is an `int`.
float(_right(layer_sizes))
"""),
    alternatives=right_answers("""
## a loop over indices
total = 0
for i in range(1, len(layer_sizes)):
    total += layer_sizes[i] * layer_sizes[i - 1] + layer_sizes[i]
return total
## recursion
if len(layer_sizes) < 2:
    return 0
return layer_sizes[1] * (layer_sizes[0] + 1) + count_parameters(layer_sizes[1:])
## the arrays built and measured
arrays = []
for n_prev, n in pairwise(layer_sizes):
    arrays += [np.zeros((n, n_prev)), np.zeros(n)]
return sum((array.size for array in arrays))
## a dot product
np.dot(layer_sizes[1:], layer_sizes[:-1]) + np.sum(layer_sizes[1:])
"""),
)
