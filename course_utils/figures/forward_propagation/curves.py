"""What layers can and cannot do: straight lines at any depth, and a plane folded for XOR."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure

Parameters = Sequence[tuple[np.ndarray, np.ndarray]]

CORNERS = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
LABELS = np.array([0, 1, 1, 0])


@draws
def deep_curves(
    forward: Callable[..., Any], networks: dict[str, Parameters], hidden: Sequence[str]
) -> Picture:
    """Draw the output of networks with one input and one output, one panel per hidden activation.

    Parameters
    ----------
    networks : dict of title to parameters
        The same parameters are used with every activation; the output layer has none.
    hidden : sequence of activation names
    """
    x = np.linspace(-3, 3, 241)[None, :]
    picture, axes = new_figure(3.4 * len(hidden), 3.0, 1, len(hidden), squeeze=False)
    for ax, name in zip(axes[0], hidden, strict=True):
        for i, (title, parameters) in enumerate(networks.items()):
            names = [name] * (len(parameters) - 1) + ["identity"]
            y_hat, _ = forward(x, list(parameters), names)
            ax.plot(x[0], y_hat[0], color=style.CYCLE[i], linestyle=style.LINES[i], label=title)
        ax.set(xlabel="input $x$", title=f"hidden layers: {name}")
    axes[0, 0].set_ylabel("output")
    axes[0, 0].legend(fontsize=8)
    picture.alt = (
        f"{len(hidden)} panels with the output of {len(networks)} networks ({', '.join(networks)}) "
        f"over their one input, for the hidden activations {', '.join(hidden)}. With the identity "
        "every curve is a straight line; with another activation the curves bend."
    )
    return picture


@draws
def xor_folded(forward: Callable[..., Any], xor_parameters: Callable[[], Any]) -> Picture:
    """Draw XOR in the plane of the inputs and in the plane of the two hidden neurons."""
    parameters = list(xor_parameters())
    names = ["relu", "sigmoid"]
    picture, (left, right) = new_figure(7.6, 3.4, 1, 2)

    grid_1, grid_2 = np.meshgrid(np.linspace(-0.4, 1.4, 91), np.linspace(-0.4, 1.4, 91))
    inputs = np.vstack([grid_1.ravel(), grid_2.ravel()])
    p = np.asarray(forward(inputs, parameters, names)[0]).reshape(grid_1.shape)
    _shade(left, grid_1, grid_2, p)
    _corners(left, CORNERS)
    left.set(xlabel="input $x_1$", ylabel="input $x_2$", title="the inputs", aspect="equal")

    H = np.asarray(forward(CORNERS, parameters, names)[1][1][0])
    margin = 0.3 * float(np.ptp(H)) + 0.1
    low, high = H.min() - margin, H.max() + margin
    axis_1, axis_2 = np.meshgrid(np.linspace(low, high, 91), np.linspace(low, high, 91))
    hidden = np.vstack([axis_1.ravel(), axis_2.ravel()])
    p_hidden = np.asarray(forward(hidden, parameters[1:], names[1:])[0]).reshape(axis_1.shape)
    shade = _shade(right, axis_1, axis_2, p_hidden)
    _corners(right, H)
    right.set(
        xlabel="hidden neuron 1, $a_1$",
        ylabel="hidden neuron 2, $a_2$",
        title="the hidden neurons",
        aspect="equal",
    )
    picture.colorbar(shade, ax=right, label="probability of 1", ticks=[0, 0.5, 1])
    at = "; ".join(
        f"({x[0]:.0f}, {x[1]:.0f}) at ({h[0]:.2g}, {h[1]:.2g})"
        for x, h in zip(CORNERS.T, H.T, strict=True)
    )
    picture.alt = (
        "Left, the four inputs of XOR in their plane, where no single line separates circles from "
        "triangles; the network's boundary is not one straight line. Right, the same four in the plane of the two hidden "
        f"neurons: {at}. There the boundary is one straight line."
    )
    return picture


def _shade(ax: Axes, grid_1: np.ndarray, grid_2: np.ndarray, p: np.ndarray) -> Any:
    shade = ax.contourf(
        grid_1, grid_2, p, levels=np.linspace(0, 1, 11), cmap=style.CLASSES, alpha=0.6
    )
    if p.min() < 0.5 < p.max():
        ax.contour(grid_1, grid_2, p, levels=[0.5], colors="black", linewidths=1.5)
    ax.grid(False)
    return shade


def _corners(ax: Axes, at: np.ndarray) -> None:
    """Mark where the four inputs lie, with their names; those that coincide share a label."""
    for label in (0, 1):
        ax.scatter(
            at[0, label == LABELS],
            at[1, label == LABELS],
            s=70,
            c=style.CLASS_COLORS[label],
            marker=style.CLASS_MARKERS[label],
            edgecolors="black",
            zorder=3,
        )
    names: dict[tuple[float, float], list[str]] = {}
    for x, place in zip(CORNERS.T.astype(int), np.round(at.T, 6), strict=True):
        names.setdefault((float(place[0]), float(place[1])), []).append(f"({x[0]}, {x[1]})")
    for point, here in names.items():
        ax.annotate(
            "\n".join(here),
            point,
            (6, 6),
            textcoords="offset points",
            fontsize=8.5,
            zorder=4,
            bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.0},
        )
