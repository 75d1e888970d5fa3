"""Lesson 02's interactive picture: z and a of one neuron over the plane of its inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as ipw
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colorbar import Colorbar

from course_utils import reference
from course_utils.figures.neuron import line_and_arrow, map_of, plane
from course_utils.figures.stage import empty
from course_utils.figures.style import DIVERGING, SEQUENTIAL, new_figure
from course_utils.widgets.explorer import Explorer, own_or_reference

__all__ = ["neuron_explorer"]

PROBE = np.array([1.5, 1.0])
PROBE.flags.writeable = False  # a function that changes its arguments stops here
NAMES = ("identity", "sigmoid", "tanh", "relu")
# Ends of the color scales; for a, those of the function where it has limits.
Z_LIMITS = (-6.0, 6.0)
A_LIMITS = {
    "identity": Z_LIMITS,
    "sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "relu": (0.0, 6.0),
}


def neuron_explorer(
    relu: Callable[..., Any] | None = None,
    neuron: Callable[..., Any] | None = None,
    signed_distance: Callable[..., Any] | None = None,
) -> Explorer:
    """Change a neuron's weights and bias; see z and a = g(z) over the plane of its inputs.

    Parameters
    ----------
    relu, neuron, signed_distance : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    functions, note = own_or_reference(
        {"relu": relu, "neuron": neuron, "signed_distance": signed_distance},
        {
            "relu": (np.array([-1.0, 2.0]),),
            "neuron": (PROBE, PROBE, 0.5, "sigmoid"),
            "signed_distance": (PROBE, 0.5, np.eye(2, 3)),
        },
    )
    activations: dict[str, Callable[..., Any]] = {
        "identity": lambda z: z,
        "sigmoid": reference.sigmoid,
        "tanh": np.tanh,
        "relu": functions["relu"],
    }
    points = plane(41)
    picture, (left, right) = new_figure(6.9, 3.2, 1, 2, sharey=True)
    bars: dict[Axes, Colorbar] = {}

    def draw(direction: float, scale: float, bias: float, activation: str) -> Any:
        angle = np.deg2rad(direction)
        w = scale * np.array([np.cos(angle), np.sin(angle)])
        # A neuron without weights has no line, and no distances from it: z is the bias everywhere.
        z = (
            functions["signed_distance"](w, bias, points) * scale
            if scale > 0
            else np.full(points.shape[1], bias)
        )
        maps = (
            (left, z, Z_LIMITS, DIVERGING, "weighted sum $z$"),
            (
                right,
                activations[activation](z),
                A_LIMITS[activation],
                SEQUENTIAL,
                "output $a$",
            ),
        )
        for ax, values, limits, colors, title in maps:
            empty(ax)
            shown = map_of(ax, values, limits, colors)
            line_and_arrow(ax, w, bias)
            ax.plot(*PROBE, "o", color="white", markeredgecolor="black", markersize=7)
            ax.set_title(title)
            if ax not in bars:
                ticks = np.linspace(*limits, 3)
                bars[ax] = picture.colorbar(shown, ax=ax, fraction=0.05, ticks=ticks)
            elif bars[ax].mappable.get_clim() != limits:
                bars[ax].update_normal(shown)
                bars[ax].set_ticks(np.linspace(*limits, 3).tolist())
        left.set_ylabel("$x_2$")
        at_probe = float(functions["neuron"](w, PROBE, bias, activation))
        reading = _reading(w, scale, bias, float(w @ PROBE + bias), at_probe, activation)
        picture.alt = (
            "Two maps of the plane of a neuron's two inputs: left the weighted sum z, right the "
            f"output a of the activation {activation}. {reading}"
        )
        return picture, reading

    return Explorer(
        draw,
        {
            "direction": ipw.FloatSlider(
                value=30, min=-180, max=180, step=5, description="direction of w (degrees)"
            ),
            "scale": ipw.FloatSlider(value=1.5, min=0, max=5, step=0.1, description="length of w"),
            "bias": ipw.FloatSlider(value=-1, min=-5, max=5, step=0.1, description="bias b"),
            "activation": ipw.Dropdown(options=NAMES, value="sigmoid", description="activation"),
        },
        note,
    )


def _reading(w: np.ndarray, scale: float, bias: float, z: float, a: float, activation: str) -> str:
    """Say in words where the line is, and what the output is at the marked point."""
    if scale == 0:
        line = "without weights the output is the same everywhere and there is no line"
    else:
        line = f"the line z = 0 is |b| / length of w = {abs(bias) / scale:.2f} from the origin"
    weights = f"w = ({w[0]:.2f}, {w[1]:.2f})"
    point = f"({PROBE[0]:g}, {PROBE[1]:g})"
    return (
        f"{weights}; {line}. At the white point x = {point}: z = {z:.2f} and "
        f"a = {activation}(z) = {a:.3f}."
    )
