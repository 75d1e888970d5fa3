"""Lesson 00: a network of any layer sizes, and how many numbers it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.collections import LineCollection

from course_utils.figures.style import (
    CYCLE,
    LINES,
    MARKERS,
    ORANGE,
    SKY,
    YELLOW,
    Picture,
    draws,
    new_figure,
)

MOST = 8  # units drawn of one layer; dots stand for the others
GAP = 2.6  # distance of two layers, in units of the distance of two neurons


@draws
def network(layer_sizes: Sequence[int] = (4, 5, 3)) -> Picture:
    """Draw a network: inputs, hidden layers, output layer, every connection.

    Parameters
    ----------
    layer_sizes : list of int
        ``[n_0, n_1, ..., n_L]``: the number of inputs, then the neurons of each layer. Of a layer
        with more than eight units only some are drawn. If these are not sizes of a network, a
        place-holder says so.
    """
    sizes = [int(n) for n in layer_sizes]
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"a network has inputs and at least one layer of neurons, not {sizes}")
    picture, ax = new_figure(6.4, 3.6)
    ax.set_axis_off()
    columns = [_heights(n) for n in sizes]
    tallest = max(heights[0] for heights in columns)
    lines = [
        [(GAP * layer, y), (GAP * (layer + 1), y_next)]
        for layer, (left, right) in enumerate(pairwise(columns))
        for y in left
        for y_next in right
    ]
    ax.add_collection(LineCollection(lines, colors="#9a9a9a", linewidths=0.8, zorder=1))
    for layer, (n, heights) in enumerate(zip(sizes, columns, strict=True)):
        ax.scatter(
            np.full(len(heights), GAP * layer),
            heights,
            s=330,
            c=_color(layer, sizes),
            marker="s" if layer == 0 else "o",
            edgecolors="#333333",
            zorder=3,
        )
        if n > MOST:
            ax.text(GAP * layer, 0, "$\\vdots$", ha="center", va="center", fontsize=15)
        words = f"{_name(layer, sizes)}\n{n} {'number' if layer == 0 else 'neuron'}{'s' * (n > 1)}"
        ax.text(GAP * layer, tallest + 0.75, words, ha="center", va="bottom", fontsize=9)
    ax.set(
        xlim=(-0.55 * GAP, GAP * (len(sizes) - 0.45)),
        ylim=(-tallest - 0.7, tallest + 1.0 + 0.4 * tallest),
    )
    connections = sum(n * n_prev for n_prev, n in pairwise(sizes))
    picture.alt = (
        f"A network drawn in columns from left to right, with layer sizes {sizes}: squares for the "
        "inputs, circles for the neurons of the hidden layers and of the output layer. Every unit "
        f"of a column is connected with every unit of the next: {connections} connections."
    )
    return picture


def _heights(n: int) -> np.ndarray:
    """Return where the units of a layer stand, from the top; with a gap where some are left out."""
    if n <= MOST:
        return (n - 1) / 2 - np.arange(n)
    half = MOST // 2
    upper = (MOST - 1) / 2 + 0.5 - np.arange(half)
    return np.concatenate([upper, -upper[::-1]])


def _color(layer: int, sizes: Sequence[int]) -> str:
    if layer == 0:
        return SKY
    return ORANGE if layer == len(sizes) - 1 else YELLOW


def _name(layer: int, sizes: Sequence[int]) -> str:
    if layer == 0:
        return "input"
    if layer == len(sizes) - 1:
        return "output layer"
    return "hidden layer" if len(sizes) == 3 else f"hidden layer {layer}"


@draws
def parameter_growth(
    count_parameters: Callable[[Sequence[int]], int], inputs: int = 64, outputs: int = 10
) -> Picture:
    """Draw the number of parameters against the width of the hidden layers, for one and for two."""
    widths = (1, 16, 32, 48, 64, 80, 96)
    picture, ax = new_figure(6.0, 3.1)
    said = []
    for hidden, color, dash, marker in zip((1, 2), CYCLE, LINES, MARKERS, strict=False):
        counts = [count_parameters([inputs, *[n] * hidden, outputs]) for n in widths]
        name = f"{hidden} hidden layer{'s' if hidden > 1 else ''}"
        ax.plot(widths, counts, color=color, linestyle=dash, marker=marker, label=name)
        said.append(f"with {name} {counts[1]} at width 16, {counts[2]} at 32, {counts[4]} at 64")
    ax.set(xlabel="neurons in each hidden layer", ylabel="parameters", xticks=widths[1:])
    ax.set_ylim(bottom=0)
    ax.legend()
    picture.alt = (
        f"Parameters of a network with {inputs} inputs and {outputs} outputs against the width of "
        f"its hidden layers: {'; '.join(said)}. One layer gives a straight line, two give a curve that "
        "bends upward."
    )
    return picture
