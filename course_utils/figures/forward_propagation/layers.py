"""Networks drawn layer by layer: their sizes, and one example on its way through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure

MOST_DRAWN = 7  # neurons of one layer that are drawn one by one; of more, the middle is left out
GAP = 2.0  # between layers, where the distance between neurons is 1


@draws
def feed_forward_network(layer_sizes: Sequence[int] = (3, 4, 2, 1)) -> Picture:
    """Draw a network of these sizes, with the shapes of weights and biases between the layers.

    Parameters
    ----------
    layer_sizes : sequence of int
        ``[n_0, ..., n_L]``, from the input to the output.
    """
    sizes = [int(n) for n in layer_sizes]
    picture, ax = new_figure(max(4.8, 1.75 * len(sizes)), 3.6)
    columns = draw_layers(ax, sizes)
    bottom = min(y for column in columns for _, y in column) - 0.75
    for i, n in enumerate(sizes):
        ax.text(i * GAP, bottom, _title(i, len(sizes)), ha="center", va="top")
        ax.text(i * GAP, bottom - 0.5, f"$n_{{{i}}} = {n}$", ha="center", va="top", color="#444444")
        if i:
            words = f"$W^{{[{i}]}}$: {n} × {sizes[i - 1]}\n$b^{{[{i}]}}$: {n} × 1"
            ax.text((i - 0.5) * GAP, -bottom, words, ha="center", va="bottom", color=style.BLUE)
    ax.set(ylim=(bottom - 1.1, -bottom + 1.0))
    shapes = ", ".join(f"{n} by {k}" for k, n in pairwise(sizes))
    picture.alt = (
        f"A feed-forward network drawn from left to right: {sizes[0]} inputs, then layers of "
        f"{', '.join(map(str, sizes[1:]))} neurons. Every neuron is connected with every neuron of "
        f"the next layer and with no other. The weight matrices are {shapes}."
    )
    return picture


@draws
def forward_pass(
    forward: Callable[..., Any],
    x: np.ndarray,
    parameters: Sequence[tuple[np.ndarray, np.ndarray]],
    activations: Sequence[str],
) -> Picture:
    """Draw one example x (n_0, 1) on its way: each neuron shows its activation."""
    y_hat, cache = forward(x, list(parameters), list(activations))
    values = [np.asarray(A_prev).ravel() for A_prev, _ in cache] + [np.asarray(y_hat).ravel()]
    sizes = [len(v) for v in values]
    tallest = min(max(sizes), MOST_DRAWN)
    picture, ax = new_figure(max(4.8, 1.75 * len(sizes)), 1.2 + 0.5 * tallest)
    columns = draw_layers(ax, sizes, values, parameters)
    bottom = min(y for column in columns for _, y in column) - 0.75
    for i in range(len(sizes)):
        name = "$x$" if i == 0 else f"$a^{{[{i}]}}$, {activations[i - 1]}"
        ax.text(i * GAP, bottom, name, ha="center", va="top")
    ax.set(ylim=(bottom - 0.6, -bottom))
    told = "; ".join(
        f"{'input' if i == 0 else f'layer {i}'}: {', '.join(f'{v:.2f}' for v in layer)}"
        for i, layer in enumerate(values)
    )
    picture.alt = (
        "One example passes through the network, and each neuron shows its output. "
        f"{told}. Solid blue lines are positive weights, dashed red ones negative; thicker is larger."
    )
    return picture


def draw_layers(
    ax: Axes,
    sizes: Sequence[int],
    values: Sequence[np.ndarray] | None = None,
    parameters: Sequence[tuple[np.ndarray, np.ndarray]] | None = None,
    marked: int | None = None,
    diameter: float = 25.0,
) -> list[list[tuple[float, float]]]:
    """Draw neurons as discs and weights as lines; return the places of the neurons.

    Parameters
    ----------
    values : list of (n_l,) arrays, optional
        Numbers to write into the neurons, inputs first.
    parameters : list of (W, b), optional
        Weights to show by the width, color and style of their lines.
    marked : int, optional
        A layer, from 1, whose weights and neurons are brought out.
    """
    columns = [_places(n, i * GAP) for i, n in enumerate(sizes)]
    shown = [_shown(n) for n in sizes]
    for i in range(1, len(sizes)):
        strength = None
        if parameters is not None:
            strength = np.asarray(parameters[i - 1][0])[np.ix_(shown[i], shown[i - 1])]
        _connect(ax, columns[i - 1], columns[i], strength, i == marked)
    for i, column in enumerate(columns):
        color = style.SKY if i == 0 else style.ORANGE if i == len(sizes) - 1 else "white"
        edge = style.VERMILION if i == marked else "#333333"
        # As a line of markers, which is drawn sooner than a scatter.
        ax.plot(
            [x for x, _ in column],
            [y for _, y in column],
            "o",
            markersize=diameter,
            markerfacecolor=color,
            markeredgecolor=edge,
            zorder=3,
        )
        if values is not None:
            for (x, y), neuron in zip(column, shown[i], strict=True):
                ax.text(
                    x, y, f"{values[i][neuron]:.2f}", ha="center", va="center", fontsize=8, zorder=4
                )
        if sizes[i] > MOST_DRAWN:
            ax.text(i * GAP, 0, "$\\vdots$", ha="center", va="center", fontsize=16)
    ax.set_axis_off()
    ax.set(xlim=(-0.8, (len(sizes) - 1) * GAP + 0.8))
    return columns


def _shown(n: int) -> list[int]:
    """Return the numbers of the neurons that are drawn: all, or the first and last three."""
    return list(range(n)) if n <= MOST_DRAWN else [0, 1, 2, n - 3, n - 2, n - 1]


def _places(n: int, x: float) -> list[tuple[float, float]]:
    rows = np.arange(min(n, MOST_DRAWN)) - (min(n, MOST_DRAWN) - 1) / 2
    if n > MOST_DRAWN:
        rows = np.delete(rows, MOST_DRAWN // 2)
    return [(x, float(y)) for y in -rows]


def _connect(
    ax: Axes,
    left: Sequence[tuple[float, float]],
    right: Sequence[tuple[float, float]],
    strength: np.ndarray | None,
    marked: bool,
) -> None:
    lines = [[a, b] for b in right for a in left]
    if strength is None:
        color, width = (style.VERMILION, 1.2) if marked else ("#999999", 0.8)
        ax.add_collection(LineCollection(lines, colors=color, linewidths=width, zorder=1))
        return
    w = strength.ravel()
    widths = 0.4 + 2.6 * np.abs(w) / (np.abs(w).max(initial=0.0) or 1.0)
    for chosen, color, dashes in ((w >= 0, style.BLUE, "-"), (w < 0, style.VERMILION, "--")):
        some = [line for line, is_chosen in zip(lines, chosen, strict=True) if is_chosen]
        ax.add_collection(
            LineCollection(
                some, colors=color, linewidths=widths[chosen], linestyles=dashes, zorder=1
            )
        )


def _title(i: int, count: int) -> str:
    if i == 0:
        return "input"
    return "output" if i == count - 1 else f"hidden {i}"
