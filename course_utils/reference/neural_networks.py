"""Lesson 00: what a neural network is made of."""

from collections.abc import Sequence
from itertools import pairwise


def count_parameters(layer_sizes: Sequence[int]) -> int:
    """Count the numbers that training may change: every weight and every bias.

    Layer l has n_l neurons. Each has one weight for each of its n_{l-1} inputs, and one bias: n_l (n_{l-1} + 1) parameters for the layer, summed over l = 1, ..., L.

    Parameters
    ----------
    layer_sizes : list of int
        ``[n_0, n_1, ..., n_L]``: the number of inputs, then the neurons of each layer. The inputs
        are not neurons and have no parameters.

    Returns
    -------
    int

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 5.1.

    Examples
    --------
    >>> count_parameters([2, 3, 1])  # 3 * 2 weights + 3 biases, then 1 * 3 weights + 1 bias
    13
    """
    return sum(n * (n_prev + 1) for n_prev, n in pairwise(layer_sizes))
