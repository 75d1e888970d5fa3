"""A layer as blocks: W A_prev + b = Z, each matrix drawn with its own shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Polygon, Rectangle

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure
from course_utils.figures.writing import Words, write

# A size has one color wherever it stands, so that the eye finds which two have to agree.
SIZE_COLORS = {"n": style.BLUE, "k": style.VERMILION, "m": style.GREEN}
GAP = 2.2


@dataclass(frozen=True)
class Block:
    """A matrix to draw.

    Parameters
    ----------
    name : str
        Stands under it.
    values : ndarray of two dimensions
    rows, columns : str
        Which of the sizes n, k, m its sides are.
    before : str
        The sign in front of it.
        An empty one is not written.
    wrong : ndarray of bool, optional
        Entries to flag as wrong, by a black corner.
    clash : str
        A side that does not fit: "rows" or "columns".
    """

    name: str
    values: np.ndarray
    rows: str
    columns: str
    before: str = ""
    wrong: np.ndarray | None = None
    clash: str = ""


def draw_blocks(
    ax: Axes, blocks: Sequence[Block], room: tuple[float, float] | None = None, after: str = ""
) -> None:
    """Draw blocks side by side, one square per entry, with the length of each side.

    Parameters
    ----------
    room : (width, height) in squares, optional
        Keeps the squares' size the same from picture to picture; otherwise the blocks fill it.
    after : str
        Stands where the next block would.
    """
    tallest = max(block.values.shape[0] for block in blocks)
    x, words = 0.0, []
    for block in blocks:
        columns = block.values.shape[1]
        if block.before:
            x += GAP / 2
            words.append(Words(x, 0, block.before, 13))
            x += GAP / 2
        x += 0.9
        words += _draw_block(ax, block, x)
        words.append(Words(x + columns / 2, -tallest / 2 - 0.35, block.name, 11, up="top"))
        x += columns
    if after:
        words.append(Words(x + GAP / 2, 0, after, 11, style.VERMILION, "left"))
    write(ax, words)
    width, height = room or (x, tallest)
    ax.set_axis_off()
    ax.set(xlim=(-0.3, width + 0.4), ylim=(-height / 2 - 1.6, height / 2 + 1.2), aspect="equal")


def _draw_block(ax: Axes, block: Block, left: float) -> list[Words]:
    """Draw a block without its words; return them."""
    rows, columns = block.values.shape
    top = rows / 2
    limit = limit_of(block.values)
    ax.pcolormesh(
        left + np.arange(columns + 1),
        top - np.arange(rows + 1),
        block.values,
        cmap=style.DIVERGING,
        vmin=-1.6 * limit,
        vmax=1.6 * limit,
        edgecolors="white",
        linewidth=0.8,
    )
    # Not `add_patch`, which looks for limits that are set anyway.
    ax.add_artist(
        Rectangle((left, -top), columns, rows, fill=False, edgecolor="#333333", linewidth=1.2)
    )
    if block.clash:
        corners = {
            "rows": ([left, left], [-top, top]),
            "columns": ([left, left + columns], [top, top]),
        }
        ax.plot(*corners[block.clash], color=style.VERMILION, linewidth=5, solid_capstyle="butt")
    words = []
    if block.rows:
        side, color = f"{block.rows} = {rows}", _color(block.rows)
        words.append(Words(left - 0.15, 0, side, 9, color, up="bottom", upright=True))
    if block.columns:
        side, color = f"{block.columns} = {columns}", _color(block.columns)
        words.append(Words(left + columns / 2, top + 0.15, side, 9, color, up="bottom"))
    centers = [(left + j + 0.5, top - i - 0.5) for i, j in np.ndindex(rows, columns)]
    numbers = np.round(block.values.ravel(), 1) + 0.0
    words += [
        Words(x, y, f"{number:.1f}", 7) for (x, y), number in zip(centers, numbers, strict=True)
    ]
    if block.wrong is not None:
        marked = [
            center for center, is_so in zip(centers, block.wrong.ravel(), strict=True) if is_so
        ]
        flags = [
            Polygon([(x + 0.16, y + 0.48), (x + 0.48, y + 0.48), (x + 0.48, y + 0.16)])
            for x, y in marked
        ]
        ax.add_collection(PatchCollection(flags, facecolors="black", linewidths=0), autolim=False)
    return words


def _color(size: str) -> str:
    return SIZE_COLORS.get(size, "#333333")


def limit_of(values: np.ndarray) -> float:
    """Return the largest size among finite entries, 1 if there is none but 0."""
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max(initial=0.0)) or 1.0


@draws
def layer_as_blocks(
    layer_forward: Callable[..., Any],
    A_prev: np.ndarray,
    W: np.ndarray,
    b: np.ndarray,
    activation: str,
) -> Picture:
    """Draw what `layer_forward` does: a block for each matrix, in its shape and with its numbers."""
    A, Z = layer_forward(A_prev, W, b, activation)
    picture, ax = new_figure(8.6, 2.4)
    draw_blocks(
        ax,
        [
            Block("$W$", W, "n", "k"),
            Block("$A_{prev}$", A_prev, "k", "m", "@"),
            Block("$b$", b, "n", "", "+"),
            Block("$Z$", Z, "n", "m", "="),
            Block(f"$A$ = {activation}($Z$)", A, "n", "m", "$\\to$"),
        ],
    )
    (n, k), m = W.shape, A_prev.shape[1]
    picture.alt = (
        f"Five blocks of colored squares: W, {n} by {k}, times A_prev, {k} by {m}, plus b, {n} by 1, "
        f"makes Z, {n} by {m}; {activation} of it is A, of the same shape. W is as wide as A_prev is "
        "tall. Each square shows its number; red is positive, blue negative."
    )
    return picture


@draws
def added_bias(b: np.ndarray) -> Picture:
    """Draw what NumPy adds to a square Z: for b as a column (n, 1), and for b flattened, (n,)."""
    n = len(b)
    zeros = np.zeros((n, n))
    picture, axes = new_figure(6.8, 2.4, 1, 2)
    for ax, added, title in (
        (axes[0], zeros + b, f"b of shape ({n}, 1): one number per neuron"),
        (axes[1], zeros + b.ravel(), f"b of shape ({n},): one number per example"),
    ):
        draw_blocks(ax, [Block("what is added to $Z$", added, "n", "m")])
        ax.set_title(title)
    picture.alt = (
        f"Two {n} by {n} squares of what is added to Z. With b as a column all numbers in a row, a neuron, are "
        "equal. With b flat all numbers in a column, an example, are equal. Each is the transpose of "
        "the other."
    )
    return picture
