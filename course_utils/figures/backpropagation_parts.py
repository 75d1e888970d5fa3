"""Pieces of lesson 04's pictures: networks with deltas, matrices as blocks of cells."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.patches import Rectangle

from course_utils.figures import style
from course_utils.figures.writing import Words, write

Array = np.ndarray
# Only this part of a color map is used on either side of its middle: black numbers stay legible.
TINT = 0.28
WIDE = 1.7  # width of a cell that holds a number, where its height is 1


def draw_network(
    ax: Axes,
    layer_sizes: Sequence[int],
    weights: Sequence[Array] = (),
    deltas: Sequence[Array] = (),
    first: int = 1,
    marked: int = 0,
) -> None:
    """Draw a network into `ax`; its first layer has the number `first`, and layer `marked` a thick frame."""
    columns, tallest = len(layer_sizes), max(layer_sizes)
    heights = [np.linspace(1, -1, n) * (n - 1) / 2 if n > 1 else np.zeros(1) for n in layer_sizes]
    ax.set(xlim=(-0.6, columns - 0.4), ylim=(-tallest / 2 - 0.45, tallest / 2 + 0.5))
    ax.set_axis_off()
    words = []
    largest = max([float(np.max(np.abs(W))) for W in weights], default=1.0) or 1.0
    for l in range(1, columns):
        n, n_prev = layer_sizes[l], layer_sizes[l - 1]
        W = weights[l - 1] if len(weights) else np.full((n, n_prev), 0.35 * largest)
        # One collection per layer: a widget draws this at every move of a slider.
        edges = LineCollection(
            [
                [(l - 1, start), (l, end)]
                for end in heights[l].tolist()
                for start in heights[l - 1].tolist()
            ],
            colors=np.where(W >= 0, style.BLUE, style.VERMILION).ravel().tolist(),
            linestyles=np.where(W >= 0, "-", "--").ravel().tolist(),
            linewidths=(0.4 + 2.6 * np.abs(W) / largest).ravel(),
            alpha=0.75,
            zorder=1,
        )
        ax.add_collection(edges, autolim=False)
        shape = f"$W^{{[{l + first}]}}$ ({n}, {n_prev})"
        words.append(Words(l - 0.5, -tallest / 2 - 0.35, shape, 9.5, up="bottom"))
    sizes = [float(np.max(np.abs(d), initial=0.0)) for d in deltas]
    scale = max(sizes, default=0.0) or 1.0
    colors = mpl.colormaps[style.DIVERGING]
    for l, n in enumerate(layer_sizes):
        known = l - (columns - len(deltas))
        number = l + first
        title = (
            f"$a^{{[{number}]}}$ ({n}, 1)" if known < 0 else f"$\\delta^{{[{number}]}}$ ({n}, 1)"
        )
        words.append(Words(l, tallest / 2 + 0.2, title, 9.5, up="bottom"))
        values = np.ravel(deltas[known]) if known >= 0 else None
        faces = ["#f2f2f2"] * n if values is None else colors(0.5 + TINT * values / scale)
        frame = 2.4 if number == marked else 0.9
        ax.scatter(
            [l] * n, heights[l], s=900, c=faces, edgecolors="#333333", linewidths=frame, zorder=3
        )
        for j, height in enumerate(heights[l]):
            text = f"$a_{{{j + 1}}}^{{[{number}]}}$" if values is None else short(float(values[j]))
            words.append(Words(l, height, text))
    write(ax, words)


def draw_block(
    ax: Axes, x: float, y: float, values: Array, name: str, scale: float = 1.0, width: float = 1.0
) -> None:
    """Draw a matrix centered at (x, y), cell by cell, with its name and shape below.

    A nan leaves its cell empty: only the shape is shown then. `width` is that of a cell, whose
    height is 1; `scale` is the number of the strongest color.
    """
    rows, columns = values.shape
    left, top = x - columns * width / 2, y + rows / 2
    colors = mpl.colormaps[style.DIVERGING]
    cells, faces, words = [], [], []
    for (i, j), value in np.ndenumerate(values):
        known = bool(np.isfinite(value))
        faces.append(colors(0.5 + TINT * np.clip(value / scale, -1, 1)) if known else "#e8eef4")
        corner = (left + j * width, top - (i + 1))
        cells.append(Rectangle(corner, width, 1))
        if known:
            words.append(Words(corner[0] + width / 2, corner[1] + 0.5, short(float(value))))
    ax.add_collection(
        PatchCollection(cells, facecolors=faces, edgecolors="#555555", linewidths=0.8),
        autolim=False,
    )
    words.append(Words(x, y - rows / 2 - 0.15, f"{name}\n({rows}, {columns})", 9, up="top"))
    write(ax, words)


def draw_equation(
    ax: Axes, y: float, left: Array, arriving: Array, result: Array, name: str, sign: str
) -> float:
    """Draw `left`, `arriving` and `result` as blocks with signs between them, at height y.

    The center of `left` is at 0. The other blocks stand to its right, as far as if it were square, so
    that two equations with the same number of rows line up. Returns the number of the strongest color.
    """
    n = len(arriving)
    largest = max(float(np.max(np.abs(block))) for block in (left, arriving, result)) or 1.0
    places = (0.0, WIDE * (n / 2 + 1.5), WIDE * (n / 2 + 3.5))
    names = (name, "from the next layer", "$\\partial \\mathcal{L}/\\partial z$")
    for x, block, title in zip(places, (left, arriving, result), names, strict=True):
        draw_block(ax, x, y, block, title, scale=largest, width=WIDE)
    write(ax, [Words(WIDE * (n / 2 + 0.5), y, sign, 20), Words(WIDE * (n / 2 + 2.5), y, "=", 14)])
    return largest


def short(value: float) -> str:
    """Write a number in at most six characters."""
    if value == 0:
        return "0"
    return f"{value:.3f}" if 0.001 <= abs(value) < 100 else f"{value:.0e}".replace("e-0", "e-")
