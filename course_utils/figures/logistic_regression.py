"""Pictures of lesson 01. Examples are rows: X is (n, 2), y is (n,)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure, plot_classes

__all__ = [
    "class_boundary",
    "loss_of_one_example",
    "loss_with_descent",
    "one_neuron",
    "sigmoid_curve",
    "weights_that_grow",
]

Function = Callable[..., np.ndarray]


@draws
def one_neuron(names: Sequence[str] = ("", "", "")) -> Picture:
    """Draw logistic regression as a network: one input for each of `names`, and one neuron."""
    picture, ax = new_figure(5.6, 2.6)
    ax.set_axis_off()
    ax.set(xlim=(-2.4, 6.4), ylim=(-1.6, 1.6))
    heights = np.linspace(1.2, -1.2, len(names))
    for i, (name, height) in enumerate(zip(names, heights, strict=True), start=1):
        _unit(ax, 0, height, f"$x_{i}$", style.SKY)
        ax.text(-0.5, height, name, ha="right", va="center")
        ax.annotate("", (2.55, height * 0.12), (0.33, height), arrowprops={"arrowstyle": "->"})
        ax.text(1.3, height * 0.62 + 0.12, f"$\\beta_{i}$", ha="center")
    _unit(ax, 3.0, 0, "$\\Sigma \\to \\sigma$", style.ORANGE, radius=0.46)
    ax.annotate("", (3.0, -0.48), (3.0, -1.25), arrowprops={"arrowstyle": "->"})
    ax.text(3.0, -1.5, "$\\beta_0$", ha="center")
    ax.annotate("", (4.75, 0), (3.5, 0), arrowprops={"arrowstyle": "->"})
    ax.text(5.4, 0, "$\\hat y$", ha="center", va="center", fontsize=13)
    picture.alt = (
        f"A network with {len(names)} inputs and a single neuron. Each input is multiplied by its "
        "coefficient; the neuron adds the products and the intercept and applies the sigmoid."
    )
    return picture


def _unit(ax: Axes, x: float, y: float, text: str, color: str, radius: float = 0.32) -> None:
    ax.scatter([x], [y], s=(radius * 95) ** 2, c=color, edgecolors="#333333", zorder=3)
    ax.text(x, y, text, ha="center", va="center", zorder=4)


@draws
def sigmoid_curve(sigmoid: Function) -> Picture:
    """Draw `sigmoid` from -8 to 8, with the points to remember."""
    z = np.linspace(-8, 8, 401)
    picture, ax = new_figure(5.6, 2.8)
    ax.plot(z, sigmoid(z), color=style.BLUE)
    marks = np.array([-2.0, 0.0, 2.0])
    ax.plot(marks, sigmoid(marks), "o", color=style.VERMILION)
    for mark, value in zip(marks, sigmoid(marks), strict=True):
        ax.annotate(f"{value:.2f}", (mark, value), (8, -12), textcoords="offset points")
    ax.set(xlabel="logit $z$", ylabel="probability $\\sigma(z)$", ylim=(-0.03, 1.03))
    picture.alt = (
        "The sigmoid: an S-shaped curve that rises from 0 on the far left through one half at z = 0 "
        "to 1 on the far right. At z = 2 it is 0.88, at z = -2 it is 0.12."
    )
    return picture


@draws
def loss_of_one_example() -> Picture:
    """Draw what one example costs, by its predicted probability, for either class."""
    p = np.linspace(0.005, 0.995, 300)
    picture, ax = new_figure(5.6, 2.8)
    ax.plot(p, -np.log(p), color=style.ORANGE, label="$y = 1$: $-\\log \\hat y$")
    ax.plot(p, -np.log(1 - p), "--", color=style.BLUE, label="$y = 0$: $-\\log(1 - \\hat y)$")
    ax.set(xlabel="predicted probability $\\hat y$ of class 1", ylabel="loss (nats)", ylim=(0, 5))
    ax.legend()
    picture.alt = (
        "Two mirrored curves. For an example of class 1 the loss falls from infinity at a predicted "
        "probability of 0 to 0 at 1; for class 0 it is the other way round. Both are 0.69 at 0.5."
    )
    return picture


@draws
def class_boundary(
    predict_proba: Function,
    X: np.ndarray,
    y: np.ndarray,
    models: dict[str, tuple[np.ndarray, float]],
) -> Picture:
    """Draw for each model the probability over the plane, and the boundary where it is one half.

    Parameters
    ----------
    models : dict of title to (beta (2,), beta_0)
    """
    picture, axes = new_figure(3.2 * len(models), 3.0, 1, len(models), sharey=True, squeeze=False)
    low, high = X.min(axis=0) - 0.5, X.max(axis=0) + 0.5
    grid_1, grid_2 = np.meshgrid(np.linspace(low[0], high[0], 80), np.linspace(low[1], high[1], 80))
    points = np.column_stack([grid_1.ravel(), grid_2.ravel()])
    for ax, (title, (beta, beta_0)) in zip(axes[0], models.items(), strict=True):
        p = predict_proba(points, beta, beta_0).reshape(grid_1.shape)
        shade = ax.contourf(
            grid_1, grid_2, p, levels=np.linspace(0, 1, 11), cmap=style.CLASSES, alpha=0.6
        )
        ax.contour(grid_1, grid_2, p, levels=[0.5], colors="black", linewidths=1.5)
        plot_classes(ax, X, y, size=18)
        ax.set(xlabel="$x_1$", title=title)
        ax.grid(False)
    axes[0, 0].set_ylabel("$x_2$")
    axes[0, 0].legend(loc="lower right", fontsize=8, frameon=True)
    picture.colorbar(shade, ax=axes[0, -1], label="probability of class 1", ticks=[0, 0.5, 1])
    picture.alt = (
        f"{len(models)} panels of the same two clouds of points with a straight boundary between "
        f"them, for: {', '.join(models)}. The boundary is a line in each; how sharply the "
        "probability changes across it differs."
    )
    return picture


@draws
def loss_with_descent(
    cross_entropy_from_logits: Callable[..., float],
    cross_entropy_gradient: Callable[..., tuple[np.ndarray, float]],
    x: np.ndarray,
    y: np.ndarray,
    learning_rate: float = 1.0,
    steps: int = 25,
) -> Picture:
    """Draw the mean loss over the plane of (beta, beta_0) for one feature `x` (n,), with a descent."""
    X, n = x[:, None], len(x)
    path = [(0.0, 0.0)]
    beta, beta_0 = np.zeros(1), 0.0
    for _ in range(steps):
        d_beta, d_beta_0 = cross_entropy_gradient(X, y, beta, beta_0)
        beta, beta_0 = beta - learning_rate * d_beta / n, beta_0 - learning_rate * d_beta_0 / n
        path.append((float(beta[0]), float(beta_0)))
    slopes, intercepts = np.linspace(-1.5, 4.5, 61), np.linspace(-2.5, 2.5, 51)
    loss = np.array(
        [[cross_entropy_from_logits(y, x * s + i) / n for s in slopes] for i in intercepts]
    )
    picture, ax = new_figure(5.8, 3.2)
    filled = ax.contourf(slopes, intercepts, loss, levels=18, cmap=style.SEQUENTIAL)
    ax.plot(*np.array(path).T, "o-", color="white", markersize=3.5, linewidth=1.2)
    ax.plot(*path[-1], "*", color=style.ORANGE, markersize=13)
    ax.set(xlabel="coefficient $\\beta$", ylabel="intercept $\\beta_0$")
    ax.grid(False)
    picture.colorbar(filled, ax=ax, label="mean loss (nats)")
    picture.alt = (
        "Contours of the loss over coefficient and intercept: a single bowl. A path of white dots "
        f"starts at (0, 0) and goes down to the lowest point, at about ({path[-1][0]:.1f}, {path[-1][1]:.1f})."
    )
    return picture


@draws
def weights_that_grow(
    fit_logistic_regression: Callable[..., tuple[np.ndarray, float]],
    cross_entropy_from_logits: Callable[..., float],
    data: dict[str, tuple[np.ndarray, np.ndarray]],
    learning_rate: float = 1.0,
    checkpoints: Sequence[int] = (1, 3, 10, 30, 100, 300, 1000, 3000),
) -> Picture:
    """Draw loss and length of beta against the number of steps, one line per data set."""
    picture, (left, right) = new_figure(6.8, 2.9, 1, 2)
    said = []
    for (name, (X, y)), color, dash, marker in zip(
        data.items(), style.CYCLE, style.LINES, style.MARKERS, strict=False
    ):
        losses, lengths = [], []
        for steps in checkpoints:
            beta, beta_0 = fit_logistic_regression(X, y, learning_rate, steps)
            losses.append(cross_entropy_from_logits(y, X @ beta + beta_0) / len(y))
            lengths.append(float(np.linalg.norm(beta)))
        look = {"color": color, "linestyle": dash, "marker": marker, "markersize": 4, "label": name}
        left.plot(checkpoints, losses, **look)
        right.plot(checkpoints, lengths, **look)
        said.append(f"{name}: loss {losses[-1]:.3f}, length of beta {lengths[-1]:.1f} in the end")
    left.set(xscale="log", yscale="log", xlabel="steps", ylabel="mean loss (nats)")
    right.set(xscale="log", xlabel="steps", ylabel="length of $\\beta$")
    handles, labels = left.get_legend_handles_labels()
    assert all(isinstance(handle, Line2D) for handle in handles)
    right.legend(handles, labels, fontsize=8.5)
    picture.alt = (
        "Left, the loss; right, the length of the coefficients; both against the number of steps. "
        + "; ".join(said)
        + ". Where the classes overlap both stop changing; where they are separable neither does."
    )
    return picture
