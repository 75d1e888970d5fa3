"""A layer as shaped blocks: W A_prev + b = Z, every matrix as large as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection, PathCollection
from matplotlib.patches import Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure

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
    """Draw blocks side by side, one square an entry, with the length of each side.

    Parameters
    ----------
    room : (width, height) in squares, optional
        Keeps the squares' size the same from picture to picture; otherwise the blocks fill it.
    after : str
        Stands where the next block would.
    """
    tallest = max(block.values.shape[0] for block in blocks)
    x = 0.0
    for block in blocks:
        columns = block.values.shape[1]
        if block.before:
            x += GAP / 2
            ax.text(x, 0, block.before, ha="center", va="center", fontsize=13)
            x += GAP / 2
        x += 0.9
        _draw_block(ax, block, x)
        ax.text(
            x + columns / 2, -tallest / 2 - 0.35, block.name, ha="center", va="top", fontsize=11
        )
        x += columns
    if after:
        ax.text(x + GAP / 2, 0, after, ha="left", va="center", fontsize=11, color=style.VERMILION)
    width, height = room or (x, tallest)
    ax.set_axis_off()
    ax.set(xlim=(-0.3, width + 0.4), ylim=(-height / 2 - 1.6, height / 2 + 1.2), aspect="equal")


def _draw_block(ax: Axes, block: Block, left: float) -> None:
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
    ax.add_patch(
        Rectangle((left, -top), columns, rows, fill=False, edgecolor="#333333", linewidth=1.2)
    )
    if block.clash:
        corners = {
            "rows": ([left, left], [-top, top]),
            "columns": ([left, left + columns], [top, top]),
        }
        ax.plot(*corners[block.clash], color=style.VERMILION, linewidth=5, solid_capstyle="butt")
    if block.rows:
        _size(ax, block.rows, rows, (left - 0.15, 0), rotation=90, ha="right", va="center")
    if block.columns:
        place = (left + columns / 2, top + 0.15)
        _size(ax, block.columns, columns, place, ha="center", va="bottom")
    centers = [(left + j + 0.5, top - i - 0.5) for i, j in np.ndindex(rows, columns)]
    _numbers(ax, block.values.ravel(), centers)
    if block.wrong is not None:
        marked = [
            center for center, is_so in zip(centers, block.wrong.ravel(), strict=True) if is_so
        ]
        flags = [
            Polygon([(x + 0.16, y + 0.48), (x + 0.48, y + 0.48), (x + 0.48, y + 0.16)])
            for x, y in marked
        ]
        ax.add_collection(PatchCollection(flags, facecolors="black", linewidths=0), autolim=False)


def _numbers(ax: Axes, values: np.ndarray, centers: list[tuple[float, float]]) -> None:
    """Write numbers as one collection of paths: a text each would take most of a picture's time."""
    points = ax.get_figure(root=True).dpi_scale_trans  # type: ignore[union-attr]
    paths = [_path_of(f"{value:.1f}") for value in np.round(values, 1) + 0.0]
    written = PathCollection(
        paths, offsets=centers, offset_transform=ax.transData, facecolors="black", linewidths=0
    )
    written.set_transform(Affine2D().scale(1 / 72) + points)
    ax.add_collection(written, autolim=False)


@lru_cache(maxsize=4096)
def _path_of(words: str) -> Path:
    """Return the outline of some words, in points around the middle."""
    path = TextPath((0, 0), words, size=7)
    box = path.get_extents()
    return Path(path.vertices - (box.p0 + box.p1) / 2, path.codes)


def _size(ax: Axes, name: str, size: int, place: tuple[float, float], **where: Any) -> None:
    color = SIZE_COLORS.get(name, "#333333")
    ax.text(*place, f"{name} = {size}", fontsize=9, color=color, **where)


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
    """Draw what `layer_forward` does as blocks of the matrices' own shapes, with their numbers."""
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
        "tall. Every square bears its number; red is positive, blue negative."
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
        f"Two {n} by {n} squares of what is added to Z. With b as a column every row, a neuron, has one "
        "number throughout. With b flat every column, an example, has one number throughout. The two "
        "are each other's transpose."
    )
    return picture
