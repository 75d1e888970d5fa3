"""Pictures of lesson 02: one neuron, its activation functions, and its output over the plane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.patheffects import withStroke

from course_utils.figures.style import (
    CLASS_COLORS,
    CLASS_MARKERS,
    CYCLE,
    LINES,
    ORANGE,
    SEQUENTIAL,
    SKY,
    YELLOW,
    Picture,
    draws,
    new_figure,
)

__all__ = [
    "activation_curves",
    "distances_to_line",
    "neuron_outputs",
    "neuron_parts",
    "sum_of_neurons",
]

Function = Callable[..., Any]
Model = tuple[Sequence[float], float]
# With a white edge, black lines can be seen on the dark parts of a map.
HALO = [withStroke(linewidth=4, foreground="white")]
SIDE = 3.0  # the plane is drawn from -SIDE to SIDE


@draws
def neuron_parts(n_inputs: int = 3) -> Picture:
    """Draw a neuron with `n_inputs` inputs: weights, sum, bias, activation function, output.

    If there are more than five inputs, dots stand for those between the third and the last.
    """
    if n_inputs < 1:
        raise ValueError(f"a neuron has at least one input, not {n_inputs}")
    names = [f"{i}" for i in range(1, n_inputs + 1)]
    if n_inputs > 5:
        names = ["1", "2", "3", "", str(n_inputs)]
    picture, ax = new_figure(6.4, 0.9 + 0.52 * max(len(names), 3))
    heights = np.linspace(1, -1, len(names)) * 0.55 * (len(names) - 1)
    ax.set_axis_off()
    # The lowest arrow is the bias's, below the sum.
    ax.set(xlim=(-0.8, 9.0), ylim=(min(heights[-1], -1.2) - 0.4, max(heights[0], 0.8) + 0.75))
    line = {"arrowstyle": "-|>", "color": "#444444", "shrinkA": 13, "shrinkB": 21}
    for name, height in zip(names, heights, strict=True):
        if not name:
            ax.text(0, height, "$\\vdots$", ha="center", va="center", fontsize=14)
            continue
        _disc(ax, 0, height, f"$x_{{{name}}}$", SKY, 26)
        ax.annotate("", (3.6, 0), (0, height), arrowprops=line)
        ax.text(1.45, height * 0.6, f"$w_{{{name}}}$", ha="center", va="center", bbox=_GROUND)
    _disc(ax, 3.6, 0, "$+$", YELLOW, 42)
    ax.annotate("$b$", (3.6, 0), (3.6, -1.35), ha="center", va="center", arrowprops=line)
    ax.annotate("", (6.2, 0), (3.6, 0), arrowprops={**line, "shrinkA": 21})
    ax.text(4.9, 0.12, "$z$", ha="center", va="bottom")
    _disc(ax, 6.2, 0, "$g$", ORANGE, 42)
    ax.annotate("", (8.3, 0), (6.2, 0), arrowprops={**line, "shrinkA": 21, "shrinkB": 9})
    ax.text(8.3, 0, "$a$", ha="center", va="center", fontsize=13)
    top = ax.get_ylim()[1]
    for x, words in (
        (0, "inputs"),
        (1.8, "weights"),
        (3.6, "sum"),
        (6.2, "activation"),
        (8.3, "output"),
    ):
        ax.text(x, top, words, ha="center", va="top", color="#444444", fontsize=9.5)
    picture.alt = (
        f"One neuron with {n_inputs} input{'s' if n_inputs > 1 else ''}. Each input is multiplied by its own weight; the "
        "products and the bias b are added up to z; the activation function g turns z into the "
        "output a."
    )
    return picture


_GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}


def _disc(ax: Axes, x: float, y: float, text: str, color: str, diameter: float) -> None:
    """Draw a disc of that diameter in points, with a text in it."""
    ax.scatter([x], [y], s=diameter**2, c=color, edgecolors="#333333", zorder=3)
    ax.text(x, y, text, ha="center", va="center", zorder=4)


@draws
def activation_curves(
    functions: Mapping[str, Function], ylabel: str = "output $a = g(z)$", top: float = 2.0
) -> Picture:
    """Draw functions of z into one picture, each with its name and its own line style.

    The vertical axis ends at `top`, so that a function that grows does not flatten the others. Where
    one leaves the picture, the text alternative says so.
    """
    z = np.linspace(-5, 5, 401)
    picture, ax = new_figure(6.0, 3.1)
    said = []
    for (name, function), color, dash in zip(functions.items(), CYCLE, LINES, strict=False):
        values = np.asarray(function(z), dtype=float)
        # A jump is a gap, not a very steep line.
        gaps = np.where(np.abs(np.diff(values, prepend=values[0])) > 0.5, np.nan, values)
        ax.plot(z, gaps, color=color, linestyle=dash, label=name)
        said.append(
            f"{name} goes from {values[0]:.2f} at z = -5 over {values[200]:.2f} at 0 to "
            + (
                f"{values[-1]:.2f} at 5"
                if values[-1] <= top
                else f"{top:.2f} at z = {z[np.argmax(values >= top)]:.1f}, the upper edge of the picture"
            )
        )
    ax.axhline(0, color="#888888", linewidth=0.8)
    ax.set(xlabel="weighted sum $z$", ylabel=ylabel)
    ax.set_ylim(top=min(top, ax.get_ylim()[1]))
    ax.legend(loc="upper left")
    picture.alt = "Curves over the weighted sum z: " + "; ".join(said) + "."
    return picture


@draws
def neuron_outputs(
    neurons: Mapping[str, tuple[Sequence[float], float, Function]],
    signed_distance: Function | None = None,
) -> Picture:
    """Draw for each neuron its output over the plane, the line z = 0 and the direction of w.

    Parameters
    ----------
    neurons : dict of title to (w (2,), b, g)
    signed_distance : callable, optional
        ``signed_distance(w, b, X)``; with it z is the distance times the length of w.
    """
    columns = len(neurons)
    picture, axes = new_figure(2.75 * columns + 0.3, 2.6, 1, columns, sharey=True, squeeze=False)
    for ax, (title, (w, b, g)) in zip(axes[0], neurons.items(), strict=True):
        weights = np.asarray(w, dtype=float)
        if signed_distance is None:
            z = weights @ plane() + b
        else:
            z = signed_distance(weights, b, plane()) * np.linalg.norm(weights)
        a = g(z)
        # Whole numbers: from 0 to 1 for every sigmoid, however steep.
        low = float(np.floor(np.min(a)))
        limits = low, max(low + 1, float(np.ceil(np.max(a))))
        shown = map_of(ax, a, limits, SEQUENTIAL)
        picture.colorbar(shown, ax=ax, fraction=0.046, ticks=np.linspace(*limits, 3))
        line_and_arrow(ax, weights, b)
        ax.set_title(f"output $a$: {title}")
    axes[0, 0].set_ylabel("$x_2$")
    picture.alt = (
        f"The output of a neuron over the plane of its two inputs, in {columns} panels: "
        f"{'; '.join(neurons)}. In each a straight dashed line divides the plane. The output grows in the "
        "direction of w, which is at a right angle to the line."
    )
    return picture


def plane(steps: int = 61) -> np.ndarray:
    """Return the points of a grid over the plane, one per column: (2, steps**2)."""
    ticks = np.linspace(-SIDE, SIDE, steps)
    return np.stack(np.meshgrid(ticks, ticks)).reshape(2, -1)


def map_of(ax: Axes, values: np.ndarray, limits: tuple[float, float], colors: str) -> AxesImage:
    """Show values at the points of `plane` as a map."""
    side = round(np.size(values) ** 0.5)
    shown = ax.imshow(
        np.reshape(values, (side, side)),
        origin="lower",
        extent=(-SIDE, SIDE, -SIDE, SIDE),
        vmin=limits[0],
        vmax=limits[1],
        cmap=colors,
        interpolation="bilinear",
    )
    ticks = (-2, 0, 2)
    ax.set(xlabel="$x_1$", xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE), xticks=ticks, yticks=ticks)
    ax.grid(False)
    return shown


def line_and_arrow(ax: Axes, w: np.ndarray, b: float) -> None:
    """Draw the line w^T x + b = 0, and the direction of w from the line's point nearest to the origin."""
    length = float(np.linalg.norm(w))
    if length == 0:
        return
    unit = w / length
    foot, along = -b / length * unit, np.array([-unit[1], unit[0]]) * 4 * SIDE
    ax.plot(*np.column_stack([foot - along, foot + along]), "k--", linewidth=1.8, path_effects=HALO)
    arrow = {
        "arrowstyle": "-|>",
        "color": "black",
        "linewidth": 1.8,
        "shrinkA": 0,
        "shrinkB": 0,
        "path_effects": HALO,
    }
    ax.annotate("", tuple(foot + unit), tuple(foot), arrowprops=arrow, annotation_clip=True)


@draws
def distances_to_line(
    signed_distance: Function, w: Sequence[float], b: float, X: np.ndarray
) -> Picture:
    """Draw points, the columns of `X` (2, m), and from each the shortest way to the line, with its length."""
    weights = np.asarray(w, dtype=float)
    distances = np.asarray(signed_distance(weights, b, X), dtype=float)
    unit = weights / np.linalg.norm(weights)
    picture, ax = new_figure(5.2, 3.9)
    line_and_arrow(ax, weights, b)
    for point, d in zip(X.T, distances, strict=True):
        side = int(d > 0)
        foot = point - d * unit
        ax.plot(*np.column_stack([point, foot]), ":", color="#555555", linewidth=1.4)
        ax.plot(*point, CLASS_MARKERS[side], color=CLASS_COLORS[side], markersize=8)
        outwards = tuple(np.where(d > 0, 1, -1) * unit * 16)
        ax.annotate(
            f"{d:+.2f}", point, outwards, textcoords="offset points", ha="center", va="center"
        )
    ax.set(xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE), xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    picture.alt = (
        "A dashed line with an arrow at a right angle to it, the direction of w. Points on the "
        "arrow's side have positive distances, points on the other side negative ones: "
        + ", ".join(f"{d:+.2f}" for d in distances)
        + ". Dotted segments show each point's shortest way to the line."
    )
    return picture


@draws
def sum_of_neurons(neuron: Function, terms: Sequence[tuple[float, float]]) -> Picture:
    """Draw sums of neurons with one input of weight 1, with the identity on the left and ReLU on the right.

    Parameters
    ----------
    neuron : callable
        ``neuron(w, x, b, activation)``.
    terms : sequence of (v, b)
        Each neuron's weight v in the sum, and its bias.
    """
    x = np.linspace(-2.5, 2.5, 101)
    picture, axes = new_figure(6.8, 2.9, 1, 2, sharey=True)
    for ax, activation in zip(axes, ("identity", "relu"), strict=True):
        total = np.zeros_like(x)
        for (v, b), color, dash in zip(terms, CYCLE, LINES[1:], strict=False):
            output = np.array([v * neuron(np.ones(1), np.array([u]), b, activation) for u in x])
            ax.plot(
                x,
                output,
                color=color,
                linestyle=dash,
                linewidth=1.4,
                label=f"${v:g}\\,g(x{b:+g})$",
            )
            total += output
        ax.plot(x, total, color="black", linewidth=2.8, label="their sum")
        ax.set(xlabel="input $x$", title=f"activation: {activation}", ylim=(-2.6, 2.6))
    axes[0].set_ylabel("output")
    axes[1].legend(fontsize=8, loc="lower left")
    picture.alt = (
        f"Two panels with {len(terms)} neurons each and their sum as a thick line. With the "
        "identity the sum is one straight line; with ReLU it is a line with corners."
    )
    return picture
