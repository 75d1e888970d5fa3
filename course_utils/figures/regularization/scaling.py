"""Pictures of lesson 06: features on different scales, and on one. X is (p, m), Y is (1, m)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure

Array = np.ndarray


@draws
def feature_values(panels: Mapping[str, Callable[[], Array]], names: Sequence[str]) -> Picture:
    """Draw every example's value of a few features, one panel per way of scaling.

    Parameters
    ----------
    panels : mapping of title to a function that returns X (p, m)
    names : the p features
    """
    picture, axes = new_figure(1.9 * len(panels) + 1.1, 2.1, 1, len(panels), sharey=True)
    said = []
    for ax, (title, values) in zip(np.atleast_1d(axes), panels.items(), strict=True):
        X = values()
        for i, (row, color, marker) in enumerate(zip(X, style.CYCLE, style.MARKERS, strict=False)):
            ax.plot(row, np.full(len(row), -i), marker, color=color, alpha=0.35, markersize=5)
        ax.axvline(0, color=style.GREY, linewidth=1, linestyle=":")
        ax.set(title=title, xlabel="value", yticks=-np.arange(len(names)), yticklabels=names)
        ax.set_ylim(-len(names) + 0.4, 0.6)
        said.append(f"{title}: from {X.min():.3g} to {X.max():.3g}")
    picture.alt = (
        f"The values of {', '.join(names)} in {len(panels)} panels, a row per feature. "
        f"{'; '.join(said)}. Raw, the largest feature is spread out and the others lie on one spot "
        "near 0; scaled, all are spread equally."
    )
    return picture


class Descent(NamedTuple):
    """A walk downhill on the cost of one neuron with two weights; its bias is held fixed.

    Attributes
    ----------
    path : ndarray, shape (steps + 1, 2)
    best : ndarray, shape (2,)
        The bottom.
    arrived : bool
        Whether 99 % of the way down was done before the steps ran out.
    """

    path: Array
    best: Array
    arrived: bool


def walk(X: Array, Y: Array, step_size: float = 1.0, most: int = 1000) -> Descent:
    """Descend the mean cross-entropy over `X` (2, m) from weights of 0.

    `step_size` is in units of 1 / (the largest curvature that the cost can have), so that 1 is safe.
    """
    m, y = X.shape[1], Y[0]
    bias = _bias(Y)
    learning_rate = step_size / np.linalg.eigvalsh(X @ X.T / (4 * m))[-1]

    def cost(w: Array) -> float:
        z = w @ X + bias
        return float(np.mean(np.logaddexp(0, z) - y * z))

    best = np.zeros(2)
    for _ in range(12):  # Newton's steps: far more than two weights need
        p = 1 / (1 + np.exp(-(best @ X + bias)))
        best = best - np.linalg.solve((X * (p * (1 - p))) @ X.T, X @ (p - y))
    start, bottom = cost(np.zeros(2)), cost(best)
    w, path = np.zeros(2), [np.zeros(2)]
    for _ in range(most):
        z = w @ X + bias
        if np.mean(np.logaddexp(0, z) - y * z) < bottom + 0.01 * (start - bottom):
            return Descent(np.array(path), best, True)
        w = w - learning_rate / m * (X @ (1 / (1 + np.exp(-z)) - y))
        path.append(w)
    return Descent(np.array(path), best, False)


def _bias(Y: Array) -> float:
    """Return the log-odds of class 1 as such."""
    share = float(np.mean(Y))
    return float(np.log(share / (1 - share)))


def plot_descent(ax: Axes, X: Array, Y: Array, descent: Descent) -> None:
    """Draw the cost's contours over two weights, and the walk into the bottom."""
    far = 1.25 * max(float(np.abs(descent.path).max()), float(descent.best.max()))
    reach = max(1.0, np.ceil(2 * far) / 2)
    grid = np.linspace(-0.35 * reach, reach, 41)
    first, second = np.meshgrid(grid, grid)
    z = np.column_stack([first.ravel(), second.ravel()]) @ X + _bias(Y)
    cost = np.mean(np.logaddexp(0, z) - Y * z, axis=1).reshape(first.shape)
    levels = cost.min() + np.ptp(cost) * np.linspace(0.05, 1, 7) ** 2
    ax.contour(first, second, cost, levels=levels, cmap=style.SEQUENTIAL, linewidths=1.2)
    ax.plot(*descent.path.T, "o-", color=style.VERMILION, markersize=3, linewidth=1)
    ax.plot(*descent.best, "*", color=style.BLUE, markersize=12)
    ax.set(xlabel="weight $w_1$", ylabel="weight $w_2$", aspect="equal")
    ax.set(xlim=(grid[0], reach), ylim=(grid[0], reach))
    ax.grid(False)


@draws
def descent_by_scale(panels: Mapping[str, Callable[[], Array]], Y: Array) -> Picture:
    """Draw the walk downhill for two features (2, m), one panel per scale."""
    picture, axes = new_figure(2.5 * len(panels), 2.5, 1, len(panels))
    said = []
    for ax, (title, values) in zip(np.atleast_1d(axes), panels.items(), strict=True):
        X = values()
        descent = walk(X, Y)
        plot_descent(ax, X, Y, descent)
        steps = len(descent.path) - 1
        ax.set_title(f"{title}: {steps} steps")
        said.append(f"{title}, {steps} steps")
    picture.alt = (
        "Contours of the cost over two weights, with the path of gradient descent into the bottom. "
        f"{'; '.join(said)}. With equal scales the contours are nearly round and the path is short; with "
        "different scales they are a long narrow valley, in which the path is slow."
    )
    return picture


@draws
def steps_by_scaling(
    panels: Mapping[str, Callable[[], Array]], Y: Array, steps: int = 5000, goal: float = 0.1
) -> Picture:
    """Draw one neuron's cost against the steps done, one line per way of scaling."""
    picture, ax = new_figure(5.0, 2.5)
    said = []
    for (title, values), color, dash in zip(panels.items(), style.CYCLE, style.LINES, strict=False):
        costs = neuron_costs(values(), Y, steps)
        reached = np.flatnonzero(costs <= goal)
        when = f"reaches {goal:g} at step {reached[0]}" if len(reached) else f"above {goal:g} still"
        ax.plot(np.arange(1, steps + 1), costs, color=color, linestyle=dash, label=title)
        said.append(f"{title}: {when}, and ends at {costs[-1]:.3f}")
    ax.axhline(goal, color=style.GREY, linewidth=1, linestyle=":")
    ax.set(xscale="log", xlabel="steps of gradient descent", ylabel="cost (nats)", ylim=(0, 0.9))
    ax.legend(loc="upper center", ncols=3)
    picture.alt = f"The cost against the number of steps, on a log scale. {'; '.join(said)}."
    return picture


def neuron_costs(X: Array, Y: Array, steps: int) -> Array:
    """Return the cost before each step of one neuron's descent from 0.

    The learning rate is 1 / (the largest curvature that the cost can have) for these data.
    """
    A = np.vstack([np.ones(X.shape[1]), X])
    m, y, theta = A.shape[1], Y[0], np.zeros(len(A))
    learning_rate = 1 / np.linalg.eigvalsh(A @ A.T / (4 * m))[-1]
    costs = np.empty(steps)
    for k in range(steps):
        z = theta @ A
        e = np.exp(-np.abs(z))
        costs[k] = np.mean(np.maximum(z, 0) - y * z + np.log1p(e))
        theta = theta - learning_rate / m * (A @ (np.where(z >= 0, 1, e) / (1 + e) - y))
    return costs
