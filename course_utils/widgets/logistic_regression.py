"""Lesson 01's interactive picture: boundary, sigmoid and loss surface, linked."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import ipywidgets as ipw
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from course_utils.datasets import overlapping_blobs, separable_blobs
from course_utils.figures import style
from course_utils.figures.stage import empty
from course_utils.figures.style import new_figure, plot_classes
from course_utils.widgets.explorer import Explorer, own_or_reference

__all__ = ["boundary_explorer"]

# Where the loss surface is computed; the controls reach as far.
LENGTHS, INTERCEPTS = np.linspace(0.0, 10.0, 21), np.linspace(-4.0, 4.0, 17)
LEVELS = np.array([0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0])  # nats
LINES = (0.05, 0.2, 0.5, 1.0, 2.0)
EXTENT = 3.6
SHADES = 61  # points at which the probability is computed, along each side


def boundary_explorer(
    sigmoid: Callable[..., Any] | None = None,
    cross_entropy_from_logits: Callable[..., Any] | None = None,
    n: int = 50,
) -> Explorer:
    """Change beta and the intercept; the probability, the sigmoid and the loss surface follow.

    Parameters
    ----------
    sigmoid, cross_entropy_from_logits : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    n : int
        Number of points.
    """
    functions, note = own_or_reference(
        {"sigmoid": sigmoid, "cross_entropy_from_logits": cross_entropy_from_logits},
        {
            "sigmoid": (np.array([-1.0, 2.0]),),
            "cross_entropy_from_logits": (np.array([0, 1]), np.array([-1.0, 2.0])),
        },
    )
    rng = np.random.default_rng(3)
    data = {False: overlapping_blobs(n, rng), True: separable_blobs(n, rng)}
    for array in (*data[False], *data[True]):
        array.flags.writeable = False  # a function that changes its arguments stops here
    squash, loss_of = functions["sigmoid"], functions["cross_entropy_from_logits"]
    picture, (left, middle, right) = new_figure(11.0, 4.6, 1, 3, width_ratios=(1.7, 1, 1))

    @lru_cache(maxsize=1)  # length and intercept only move the dot
    def drawn_surface(
        direction: float, separable: bool, place: tuple[float, ...]
    ) -> tuple[np.ndarray, Line2D]:
        """Draw the surface and a dot; `place` is where the axes are: the labels of contours depend on it."""
        X, y = data[separable]
        along = X @ _unit(direction)
        surface = np.array(
            [[float(loss_of(y, size * along + i)) / n for size in LENGTHS] for i in INTERCEPTS]
        )
        empty(right)
        return surface, _surface(right, surface)

    def draw(direction: float, length: float, intercept: float, separable: bool) -> Any:
        X, y = data[separable]
        along = X @ _unit(direction)
        z = length * along + intercept
        loss = float(loss_of(y, z)) / n
        empty(left, middle)
        _boundary(left, squash, X, y, direction, length, intercept)
        _squashed(middle, squash, z, y)
        surface, dot = drawn_surface(direction, separable, right.get_position().bounds)
        dot.set_data([length], [intercept])
        wrong = int(np.sum((z >= 0) != (y == 1)))
        apart = bool(along[y == 1].min() > along[y == 0].max())
        best = (
            float(LENGTHS[int(np.argmin(surface.min(axis=0)))])
            if np.isfinite(surface).all()
            else np.nan
        )
        reading = _reading(loss, wrong, n, best, apart)
        picture.alt = (
            f"Left, the points over the probability as a color, with the boundary at direction "
            f"{direction:.0f} degrees; then the sigmoid over the logits, and the loss surface over "
            f"length and intercept, with a dot at the present values. {reading}"
        )
        return picture, reading

    return Explorer(
        draw,
        {
            "direction": ipw.FloatSlider(
                value=20, min=-180, max=180, step=1, description="direction of beta (degrees)"
            ),
            "length": ipw.FloatSlider(
                value=1, min=0, max=10, step=0.1, description="length of beta"
            ),
            "intercept": ipw.FloatSlider(
                value=0.5, min=-4, max=4, step=0.1, description="intercept beta_0 (logits)"
            ),
            "separable": ipw.Checkbox(value=False, description="make the classes separable"),
        },
        note,
    )


def _reading(loss: float, wrong: int, n: int, best: float, apart: bool) -> str:
    """Say in words what the three panels show; `apart` if this direction separates the classes."""
    if not np.isfinite(loss) or not np.isfinite(best):
        return "The loss is not a number here. Does the check pass?"
    if apart:
        length = "this direction separates the classes, so a longer beta is always better"
    elif best >= LENGTHS[-1]:
        length = f"for this direction the best length is beyond {best:.0f}"
    elif best == 0:
        length = "this direction does not help: the best length would be 0"
    else:
        length = f"for this direction the loss is lowest at a length of about {best:.1f}"
    return f"Mean loss {loss:.3f}, {wrong} of {n} on the wrong side; {length}."


def _unit(direction: float) -> np.ndarray:
    angle = np.deg2rad(direction)
    return np.array([np.cos(angle), np.sin(angle)])


def _boundary(
    ax: Axes,
    squash: Callable[..., Any],
    X: np.ndarray,
    y: np.ndarray,
    direction: float,
    length: float,
    intercept: float,
) -> None:
    unit = _unit(direction)
    side = np.linspace(-EXTENT, EXTENT, SHADES)
    z = length * np.add.outer(unit[1] * side, unit[0] * side) + intercept
    ax.imshow(
        np.reshape(squash(z.ravel()), z.shape),
        extent=(-EXTENT, EXTENT, -EXTENT, EXTENT),
        origin="lower",
        interpolation="bilinear",
        cmap=style.CLASSES,
        vmin=0,
        vmax=1,
        alpha=0.6,
    )
    plot_classes(ax, X, y, size=26)
    if length > 0:
        foot, along = -intercept / length * unit, np.array([-unit[1], unit[0]]) * 20
        ax.plot(
            *np.column_stack([foot - along, foot + along]), color="black", label="probability 0.5"
        )
        ax.annotate(
            "",
            (1.4 * unit[0], 1.4 * unit[1]),
            (0, 0),
            arrowprops={"arrowstyle": "->", "linewidth": 1.6},
        )
    ax.set(
        xlim=(-EXTENT, EXTENT),
        ylim=(-EXTENT, EXTENT),
        xlabel="$x_1$",
        ylabel="$x_2$",
        title="probability of class 1: blue 0, white 0.5, orange 1",
        aspect="equal",
    )
    ax.grid(False)
    ax.legend(loc="upper left", fontsize=8, frameon=True, framealpha=0.85)


def _squashed(ax: Axes, squash: Callable[..., Any], z: np.ndarray, y: np.ndarray) -> None:
    grid = np.linspace(-8, 8, 161)
    ax.plot(grid, squash(grid), color=style.GREY, linewidth=1.5)
    shown = np.clip(z, -8, 8)
    for label in (0, 1):
        chosen = y == label
        ax.plot(
            shown[chosen],
            squash(shown[chosen]),
            style.CLASS_MARKERS[label],
            color=style.CLASS_COLORS[label],
            markeredgecolor="#222222",
            markeredgewidth=0.5,
            markersize=5,
            linestyle="none",
        )
    ax.set(xlabel="logit $z$ (cut at 8)", ylabel="probability", ylim=(-0.04, 1.04))


def _surface(ax: Axes, surface: np.ndarray) -> Line2D:
    """Draw the loss over the plane of length and intercept, `surface` (intercepts, lengths).

    Returns the dot, which has no place yet.
    """
    ax.contourf(LENGTHS, INTERCEPTS, surface, LEVELS, cmap=style.SEQUENTIAL, extend="max")
    lines = ax.contour(LENGTHS, INTERCEPTS, surface, LINES, colors="white", linewidths=0.7)
    ax.clabel(lines, fontsize=7, fmt="%.2g")
    ax.set(
        xlabel="length of $\\beta$",
        ylabel="intercept $\\beta_0$",
        title="mean loss (nats)",
    )
    ax.grid(False)
    (dot,) = ax.plot([], [], "o", color=style.VERMILION, markersize=9, markeredgecolor="white")
    return dot
