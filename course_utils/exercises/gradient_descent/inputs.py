"""Inputs of lesson 07: networks, and lists of pairs in the shapes of their parameters."""

from collections.abc import Callable, Sequence

import numpy as np

from course_utils.checking.exercise import Array, Pairs, Rng
from course_utils.reference.forward_propagation import parameter_shapes

# Networks of two and of three layers, widths all different, so that nothing fits by luck.
DEEP = ((5, 3, 2), (3, 6, 4, 2))


def widths(rng: Rng) -> tuple[int, ...]:
    """Draw the layer sizes of a network."""
    return DEEP[rng.integers(len(DEEP))]


def pairs(rng: Rng, layer_sizes: Sequence[int], size: float = 1.0) -> Pairs:
    """Draw numbers of a typical `size` in the shapes of a network's parameters, none near 0."""

    def numbers(shape: tuple[int, int]) -> Array:
        signs = rng.permutation(np.resize([1.0, -1.0], shape[0] * shape[1])).reshape(shape)
        return size * signs * rng.uniform(0.3, 1.7, size=shape)

    shapes = parameter_shapes(layer_sizes)
    return [(numbers(shape), numbers(bias_shape)) for shape, bias_shape in shapes]


def each(combine: Callable[..., Array], *lists: Pairs) -> Pairs:
    """Apply `combine` to the arrays that stand in the same place of all `lists`."""
    return [
        (combine(*(pair[0] for pair in row)), combine(*(pair[1] for pair in row)))
        for row in zip(*lists, strict=True)
    ]


def add_in_place(parameters: Pairs, change: Pairs) -> Pairs:
    """Add `change` to the very arrays of `parameters`."""
    for pair, changes in zip(parameters, change, strict=True):
        for array, more in zip(pair, changes, strict=True):
            array += more
    return parameters
