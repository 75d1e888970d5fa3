"""The playground's picture: what each neuron sees, the boundary, costs, weights and gradients."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from course_utils.figures.stage import empty
from course_utils.figures.style import (
    BLUE,
    CLASS_COLORS,
    CLASS_MARKERS,
    CLASSES,
    CYCLE,
    GREY,
    LINES,
    MARKERS,
    ORANGE,
    VERMILION,
    Picture,
    styled,
)
from course_utils.figures.writing import Words, write

Layers = Sequence[np.ndarray]

GRID = 28  # points along each side of the plane
TILE, ROW = GRID, 35  # pixels of a neuron's picture and of the row it stands in
WIDE = 63  # pixels of the network panel's width for each row
FAINTEST, LARGEST = 1e-9, 1e3  # gradients drawn
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def plane(X: np.ndarray) -> tuple[np.ndarray, float]:
    """Return a grid of points (2, GRID * GRID) around `X` (2, m), and how far it reaches."""
    reach = np.ceil(2 * float(np.max(np.abs(X))) + 0.2) / 2
    ticks = np.linspace(-reach, reach, GRID)
    x_1, x_2 = np.meshgrid(ticks, ticks)
    return np.stack([x_1.ravel(), x_2.ravel()]), reach


def new_picture(width: float = 9.6, height: float = 6.0) -> tuple[Picture, dict[str, Axes]]:
    """Return a picture with the frames of its five panels, and the axes by name."""
    with styled():
        picture = Picture(figsize=(width, height), layout="constrained")
        above: list[Any] = ["network"] * 6 + ["plane"] * 6
        below: list[Any] = ["cost"] * 4 + ["weights"] * 4 + ["gradients"] * 4
        axes = picture.subplot_mosaic([above, below], height_ratios=[1.9, 1])
    axes["network"].set_axis_off()
    axes["network"].set_title("what each neuron puts out over the plane", pad=10)
    axes["plane"].set(xticks=(-2, 0, 2), yticks=(-2, 0, 2))
    axes["plane"].set_title("output over x₁, x₂ (deviations);\nwhite rim: unseen")
    axes["plane"].grid(False)
    axes["cost"].set_title("cost (nats) by step\ndashed: unseen; dotted: guessing")
    axes["weights"].set_title("weights by layer")
    axes["gradients"].set_yscale("log")
    axes["gradients"].set_title("gradients (rms) by step\nmarked as the weights")
    axes["gradients"].yaxis.set_minor_locator(NullLocator())
    axes["gradients"].yaxis.set_major_locator(LogLocator(numticks=4))
    axes["gradients"].yaxis.set_major_formatter(lambda x, _: _power(round(np.log10(x))))
    for name in ("cost", "gradients"):
        axes[name].xaxis.set_major_locator(MaxNLocator(3, integer=True))
    for name in ("cost", "weights"):
        axes[name].yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        axes[name].yaxis.set_major_formatter(lambda x, _: _short(x))
    return picture, axes


def _power(exponent: int) -> str:
    """Write a power of ten in few plain characters."""
    return "1" if exponent == 0 else "10" + str(exponent).translate(RAISED)


def _short(value: float) -> str:
    """Write a tick in few characters: there is little room beside the panel."""
    if abs(value) < 1000:
        return f"{value:g}"
    return f"{value:.0e}".replace("e+0", "e").replace("e+", "e")


def plot_network(ax: Axes, values: Layers, weights: Layers, names: Sequence[str]) -> None:
    """Draw every unit as what it puts out over the plane, and every weight as a line.

    Parameters
    ----------
    values : sequence of arrays (n_l, GRID * GRID)
        From the inputs to the output, each from -1 to 1.
    weights : sequence of arrays (n_l, n_{l-1})
    names : sequence of str
        What stands above each column of units.
    """
    empty(ax)
    rows = max(4, *(len(layer) for layer in values))
    height, width = ROW * rows, WIDE * rows
    step = width // len(values)
    canvas = np.ones((height, width, 4))
    centers, words = [], []
    for column, layer in enumerate(values):
        left = column * step + (step - TILE) // 2
        tops = (height - ROW * len(layer)) // 2 + ROW * np.arange(len(layer)) + (ROW - TILE) // 2
        tiles = CLASSES((layer.reshape(-1, GRID, GRID)[:, ::-1] + 1) / 2)
        for tile, top in zip(tiles, tops, strict=True):
            canvas[top : top + TILE, left : left + TILE] = tile
        centers.append([(left + TILE / 2, top + TILE / 2) for top in tops])
        words.append(Words(left + TILE / 2, -3, names[column], up="bottom"))
    lines, widths, colors, dashes = [], [], [], []
    corners = TILE / 2 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    rims = [corners + center for column in centers for center in column]
    for (sources, targets), W in zip(pairwise(centers), weights, strict=True):
        share = np.abs(W) / max(float(np.abs(W).max()), 1e-12)
        for (i, j), w in np.ndenumerate(W):
            (x, y), (x_to, y_to) = sources[j], targets[i]
            lines.append([(x + TILE / 2, y), (x_to - TILE / 2, y_to)])
            widths.append(0.2 + 2.6 * share[i, j])
            colors.append(ORANGE if w >= 0 else BLUE)
            dashes.append("-" if w >= 0 else (0, (3, 1.5)))
    ax.imshow(canvas, interpolation="nearest", aspect="equal")
    for drawn in (
        LineCollection(lines, linewidths=widths, colors=colors, linestyles=dashes),
        LineCollection(rims, linewidths=0.8, colors="#555555"),
    ):
        ax.add_collection(drawn, autolim=False)
    write(ax, words)
    ax.set(xlim=(0, width), ylim=(height, -0.05 * height))


def plot_plane(
    ax: Axes,
    values: np.ndarray,
    reach: float,
    seen: tuple[np.ndarray, np.ndarray],
    unseen: tuple[np.ndarray, np.ndarray],
) -> None:
    """Draw the output (GRID * GRID,) from -1 to 1, the boundary, and the points of both classes."""
    empty(ax)
    image = values.reshape(GRID, GRID)
    box = (-reach, reach, -reach, reach)
    ax.imshow(
        image, CLASSES, vmin=-1.4, vmax=1.4, origin="lower", extent=box, interpolation="bilinear"
    )
    ticks = np.linspace(-reach, reach, GRID)
    if image.min() < 0 < image.max():
        ax.contour(ticks, ticks, image, levels=[0], colors="#222222", linewidths=1.6)
    for label, color, marker in zip((0, 1), CLASS_COLORS, CLASS_MARKERS, strict=True):
        for (X, Y), size, edge, line in ((seen, 4.1, "#222222", 0.4), (unseen, 3.2, "white", 0.6)):
            chosen = Y[0] == label
            rim: Any = {"markeredgecolor": edge, "markeredgewidth": line}
            ax.plot(*X[:, chosen], marker, color=color, markersize=size, zorder=3, **rim)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach))


def plot_costs(
    ax: Axes, steps: Sequence[int], seen: Sequence[float], unseen: Sequence[float]
) -> None:
    """Draw both costs against the steps."""
    empty(ax)
    dot = _dot(steps)
    ax.plot(steps, seen, "-", color=BLUE, marker=dot)
    ax.plot(steps, unseen, "--", color=VERMILION, marker=dot)
    ax.axhline(np.log(2), color=GREY, linewidth=0.9, linestyle=":")
    ax.set(xlim=_until(steps), ylim=(0, round_up(max(*seen, *unseen), 1.0)))


def plot_weights(ax: Axes, weights: Layers) -> None:
    """Draw every weight as a point above its layer."""
    empty(ax)
    for l, W in enumerate(weights, 1):
        spread = np.linspace(-0.28, 0.28, W.size)
        color, marker = CYCLE[(l - 1) % len(CYCLE)], MARKERS[(l - 1) % len(MARKERS)]
        ax.plot(l + spread, W.ravel(), marker, color=color, markersize=3, markeredgewidth=0)
    reach = round_up(1.05 * max(float(np.abs(W).max()) for W in weights), 2.0)
    ax.set(xticks=range(1, len(weights) + 1), ylim=(-reach, reach))
    ax.set_xlim(0.5, len(weights) + 0.5)


def plot_gradients(ax: Axes, steps: Sequence[int], sizes: np.ndarray) -> None:
    """Draw the root mean square of each layer's gradient, `sizes` (steps, layers), on a log scale."""
    empty(ax)
    shown = np.clip(sizes, FAINTEST, LARGEST)
    for l in range(shown.shape[1]):
        style: Any = {
            "color": CYCLE[l % len(CYCLE)],
            "linestyle": LINES[l % len(LINES)],
            # At its end a curve has the marker of its layer's weights, so no legend is needed.
            "marker": MARKERS[l % len(MARKERS)],
            "markevery": [len(steps) - 1],
        }
        ax.plot(steps, shown[:, l], linewidth=1.4, markersize=5, clip_on=False, **style)
    ax.set(xlim=_until(steps), ylim=gradient_limits(sizes))


def gradient_limits(sizes: np.ndarray) -> tuple[float, float]:
    """Return the ends of an axis for these gradients, powers of ten."""
    shown = np.clip(sizes, FAINTEST, LARGEST)
    low = 10.0 ** min(3 * np.floor(np.log10(shown.min()) / 3), -3)
    return float(low), float(10.0 ** max(np.ceil(np.log10(shown.max())), 1))


def _until(steps: Sequence[int]) -> tuple[float, float]:
    """Return the limits of an axis of steps."""
    return 0, 1.04 * round_up(steps[-1], 10)


def round_up(value: float, least: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, ..., but no less than `least`."""
    power = 10 ** np.floor(np.log10(max(value, least)))
    return float(next(p for p in power * np.array([1, 2, 5, 10]) if p >= max(value, least)))


def _dot(steps: Sequence[int]) -> str:
    """Return a marker for a curve that has one point only, and no line yet."""
    return "o" if len(steps) == 1 else ""
