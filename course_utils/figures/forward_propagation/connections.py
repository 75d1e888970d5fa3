"""Connections with and without cycles, and a loop unrolled in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from matplotlib.transforms import offset_copy

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure

Point = tuple[float, float]


@draws
def connections(is_feed_forward: Callable[..., Any], networks: Mapping[str, np.ndarray]) -> Picture:
    """Draw networks with their neurons in a row, and what `is_feed_forward` says about each.

    Parameters
    ----------
    networks : dict of title to adjacency matrix (n, n)
        Connections to a later neuron run above the row, those to an earlier one below it.
    """
    picture, axes = new_figure(2.3 * len(networks), 1.7, 1, len(networks), squeeze=False)
    told = []
    for ax, (title, adjacency) in zip(axes[0], networks.items(), strict=True):
        n = len(adjacency)
        said = bool(is_feed_forward(adjacency))
        _draw_graph(ax, adjacency, [(float(i), 0.0) for i in range(n)], [str(i) for i in range(n)])
        ax.set(xlim=(-0.6, n - 0.4), ylim=(-1.35, 0.9), title=title)
        ax.text((n - 1) / 2, -1.35, _verdict(said), ha="center", va="bottom")
        told.append(f"{title}: {_verdict(said)}")
    picture.alt = (
        f"{len(networks)} small networks, their neurons in a row. {'; '.join(told)}. "
        "Connections that lead back are dashed and drawn below the row."
    )
    return picture


@draws
def unrolled_in_time(is_feed_forward: Callable[..., Any], steps: int = 3) -> Picture:
    """Draw a recurrent neuron, and beside it the same neuron unrolled over `steps` moments."""
    rolled, unrolled = recurrent(), recurrent_unrolled(steps)
    picture, (left, right) = new_figure(7.6, 3.2, 1, 2, width_ratios=(1, 0.6 + 0.9 * steps))
    said = [bool(is_feed_forward(adjacency)) for adjacency in (rolled, unrolled)]
    _draw_graph(left, rolled, [(0, -1), (0, 0), (0, 1)], ["$x$", "$h$", "$y$"], loop=(1.0, 0.0))
    left.set(xlim=(-0.9, 1.1), title=f"recurrent\n{_verdict(said[0])}")
    places = [(float(t), float(row)) for t in range(steps) for row in (-1, 0, 1)]
    names = [f"${letter}_{t + 1}$" for t in range(steps) for letter in "xhy"]
    _draw_graph(right, unrolled, places, names)
    right.set(xlim=(-0.5, steps - 0.5), title=f"unrolled over {steps} moments\n{_verdict(said[1])}")
    for ax in (left, right):
        ax.set(ylim=(-1.4, 1.4))
    picture.alt = (
        "Left: an input x feeds a neuron h, which feeds itself and an output y; "
        f"{_verdict(said[0])}. Right: one copy of the three for each of {steps} moments, where h of "
        f"one moment feeds h of the next; {_verdict(said[1])}."
    )
    return picture


def recurrent() -> np.ndarray:
    """Return the connections of x, h and y; h also feeds itself."""
    return np.array([[0, 1, 0], [0, 1, 1], [0, 0, 0]], dtype=bool)


def recurrent_unrolled(steps: int) -> np.ndarray:
    """Return the same with a copy of x, h, y for each moment: h feeds the next moment's h."""
    once = np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)
    onward = np.zeros((3, 3), dtype=bool)
    onward[1, 1] = True
    later = np.eye(steps, k=1, dtype=bool)
    return np.kron(np.eye(steps, dtype=bool), once) | np.kron(later, onward)


def _verdict(said: bool) -> str:
    return "feed-forward" if said else "not feed-forward"


def _draw_graph(
    ax: Axes,
    adjacency: np.ndarray,
    places: Sequence[Point],
    names: Sequence[str],
    loop: Point = (0.0, -1.0),
) -> None:
    """Draw neurons and connections; those to oneself as a ring in the direction `loop`."""
    ax.set_axis_off()
    for i, j in np.argwhere(adjacency):
        if i == j:
            _loop(ax, places[i], loop)
        else:
            _arrow(ax, places[i], places[j], back=bool(j < i))
    ax.scatter(
        [x for x, _ in places],
        [y for _, y in places],
        s=430,
        c="white",
        edgecolors="#333333",
        zorder=3,
    )
    for (x, y), name in zip(places, names, strict=True):
        ax.text(x, y, name, ha="center", va="center", zorder=4)


def _arrow(ax: Axes, start: Point, end: Point, back: bool) -> None:
    """Draw a connection: straight to a neighbor, in an arc over or under others."""
    far = abs(end[0] - start[0]) + abs(end[1] - start[1]) > 1
    # The sign of the bend: onward connections arc over the row, those that lead back under it.
    bend = -0.45 if far or back else 0.0
    ax.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-|>",
            mutation_scale=11,
            shrinkA=10,
            shrinkB=11,
            color=style.VERMILION if back else "#555555",
            linestyle="--" if back else "-",
            linewidth=1.6 if back else 1.3,
        )
    )


def _loop(ax: Axes, place: Point, direction: Point) -> None:
    """Draw a neuron's connection to itself, in points, so that it is round in every picture."""
    for size, marker, distance, line in ((330, "o", 12, "--"), (45, "<", 21, "-")):
        x, y = (distance * part for part in direction)
        ring = marker == "o"
        ax.scatter(
            [place[0]],
            [place[1]],
            s=size,
            # A triangle that points along the ring where it is farthest out.
            marker=marker if ring or direction[1] else "v",
            facecolors="none" if ring else style.VERMILION,
            edgecolors=style.VERMILION,
            linestyles=line,
            linewidths=1.6 if ring else 0.0,
            transform=offset_copy(ax.transData, ax.get_figure(root=True), x, y, units="points"),
            zorder=1,
        )
