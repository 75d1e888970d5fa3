"""Exercise of lesson 00: count what training may change."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.reference.neural_networks import count_parameters

Sizes = list[int]


def _sizes(rng: Generator, count: int) -> tuple[Sizes]:
    """Draw that many layer sizes, all different: a mixed-up layer cannot hide."""
    return ([int(n) for n in rng.choice(np.arange(2, 14), count, replace=False)],)


def _weights(layer_sizes: Sizes) -> int:
    return sum(n * n_prev for n_prev, n in pairwise(layer_sizes))


def _recursive(layer_sizes: Sizes) -> int:
    if len(layer_sizes) < 2:
        return 0
    return layer_sizes[1] * (layer_sizes[0] + 1) + _recursive(layer_sizes[1:])


COUNT_PARAMETERS = Exercise(
    reference=count_parameters,
    groups=(
        Group(
            "networks with two or three hidden layers",
            lambda rng: _sizes(rng, 4 + int(rng.integers(2))),
            weight=3,
            count=4,
        ),
        Group("a network without a hidden layer", lambda rng: _sizes(rng, 2)),
    ),
    mistakes=(
        Mistake(
            "the biases are left out",
            "sum((n * n_prev for n_prev, n in pairwise(layer_sizes)))",
            "Your number is that of the connections. Each neuron has one parameter more than it has "
            "incoming connections.",
        ),
        Mistake(
            "only the biases are counted",
            "sum(layer_sizes[1:])",
            "That is one per neuron. Every connection between two neighboring layers brings a weight.",
        ),
        Mistake(
            "units are counted, not parameters",
            "sum(layer_sizes)",
            "You add up the layer sizes. A neuron is not a number that training changes; its weights "
            "and its bias are.",
        ),
        Mistake(
            "the inputs are given biases too",
            "_right(layer_sizes) + layer_sizes[0]",
            "The first number of the list counts inputs. They are given, not computed, and have no "
            "bias.",
        ),
        Mistake(
            "a bias for each unit of the layer before, not for each neuron of the layer",
            "_weights(layer_sizes) + sum(layer_sizes[:-1])",
            "In n_l (n_{l-1} + 1) the 1 belongs to the layer before, so that there is one bias for "
            "each of the n_l neurons. Yours stands with the other factor.",
        ),
        Mistake(
            "one bias per layer",
            "_weights(layer_sizes) + len(layer_sizes) - 1",
            "Each neuron has a bias of its own, not each layer.",
        ),
        Mistake(
            "the product of all layer sizes",
            "math.prod(layer_sizes)",
            "A product of all sizes would connect everything with everything else. Only neighboring "
            "layers are connected: multiply two by two, then add up.",
        ),
        Mistake(
            "each layer is connected with itself",
            "sum(n * (n + 1) for n in layer_sizes)",
            "You multiply each size with itself. The connections run between a layer and the one "
            "before it: two neighbors of the list.",
        ),
        Mistake(
            "the last layer is left out",
            "_right(layer_sizes[:-1])",
            "The output layer has weights and biases too. Does your loop end one layer early?",
        ),
        Mistake(
            "the first layer of weights is left out",
            "_right(layer_sizes[1:])",
            "The connections from the inputs to the first hidden layer have weights too. Does your "
            "loop begin one layer late?",
        ),
        Mistake(
            "only the last layer is counted",
            """
            total = 0
            for n_prev, n in pairwise(layer_sizes):
                total = n * (n_prev + 1)
            return total
            """,
            "Your total is overwritten in each turn of the loop: `+=` adds to it.",
        ),
        Mistake(
            "it returns after the first layer",
            """
            for n_prev, n in pairwise(layer_sizes):
                return n * (n_prev + 1)
            return 0
            """,
            "The `return` is indented into the loop. Move it out, under the `for`.",
        ),
        Mistake(
            "an index beyond the end of the list",
            """
            total = 0
            for i in range(len(layer_sizes)):
                total += layer_sizes[i + 1] * (layer_sizes[i] + 1)
            return total
            """,
            "With n sizes there are n - 1 pairs of neighbors: the last size has none after it. (And "
            "`for i in layer_sizes` gives the sizes themselves, not their places in the list.)",
        ),
        Mistake(
            "the last layer is connected with the inputs",
            """
            total = 0
            for i in range(len(layer_sizes)):
                total += layer_sizes[i] * (layer_sizes[i - 1] + 1)
            return total
            """,
            "For i = 0 `layer_sizes[i - 1]` is the last entry of the list, not an error. Begin with "
            "i = 1.",
        ),
        Mistake(
            "nothing is added to the total",
            "0",
            "Your total stays 0: `total + ...` computes a number and drops it, `total += ...` keeps "
            "it.",
        ),
        Mistake(
            "written for one hidden layer only",
            "_right(layer_sizes[:2]) + layer_sizes[2] * (layer_sizes[1] + 1)",
            "Your formula stops after two layers, but the list can have any length from 2 on: use a "
            "loop.",
        ),
        Mistake(
            "written for exactly three sizes",
            """
            n_0, n_1, n_2 = layer_sizes
            return n_1 * (n_0 + 1) + n_2 * (n_1 + 1)
            """,
            "`n_0, n_1, n_2 = layer_sizes` fits lists of three. The list can have any length from 2 "
            "on: use a loop.",
        ),
        Mistake(
            "the sizes are added, not multiplied",
            "sum(n + n_prev + 1 for n_prev, n in pairwise(layer_sizes))",
            "Every neuron of a layer is connected with every unit of the layer before: the number of "
            "connections is the product of the two sizes.",
        ),
        Mistake(
            "the biases are counted twice",
            "_right(layer_sizes) + sum(layer_sizes[1:])",
            "The 1 in n_l (n_{l-1} + 1) is the bias already. You add the biases once more.",
        ),
        Mistake(
            "one number per layer, not their sum",
            "[n * (p + 1) for p, n in pairwise(layer_sizes)]",
            "You return a list, a number for each layer. Add them up.",
        ),
        Mistake(
            "a float instead of a whole number",
            "float(_right(layer_sizes))",
            "Parameters are counted, so the result is an `int`.",
        ),
        Mistake(
            "the argument layer_sizes is changed",
            """
            total, n_prev = (0, layer_sizes.pop(0))
            while layer_sizes:
                n = layer_sizes.pop(0)
                total, n_prev = (total + n * (n_prev + 1), n)
            return total
            """,
            "`pop` takes entries out of the caller's own list. Go through it without changing it.",
        ),
    ),
    alternatives=(
        Alternative(
            "a loop over indices",
            """
            total = 0
            for i in range(1, len(layer_sizes)):
                total += layer_sizes[i] * layer_sizes[i - 1] + layer_sizes[i]
            return total
            """,
        ),
        Alternative(
            "recursion",
            """
            if len(layer_sizes) < 2:
                return 0
            return layer_sizes[1] * (layer_sizes[0] + 1) + _recursive(layer_sizes[1:])
            """,
        ),
        Alternative(
            "the arrays built and measured",
            """
            arrays = []
            for n_prev, n in pairwise(layer_sizes):
                arrays += [np.zeros((n, n_prev)), np.zeros(n)]
            return sum((array.size for array in arrays))
            """,
        ),
        Alternative(
            "a dot product",
            "np.dot(layer_sizes[1:], layer_sizes[:-1]) + np.sum(layer_sizes[1:])",
        ),
    ),
)
