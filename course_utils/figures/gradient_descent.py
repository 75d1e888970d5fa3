"""Pictures of lesson 07. Parameters are lists of pairs (W, b); examples are columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure

__all__ = [
    "cost_gaps",
    "edge_of_stability",
    "parabola_walks",
    "regimes_on_a_cost",
    "schedule_gaps",
    "valley_walks",
]

Array = np.ndarray
Pairs = list[tuple[Array, Array]]
Train = Callable[..., tuple[Pairs, list[float]]]
LOOKS = tuple(zip(style.CYCLE, style.LINES, style.MARKERS, strict=True))


def regime(product: float) -> str:
    """Name what a walk does whose learning rate times curvature is `product`."""
    if product < 1:
        return "goes down on one side"
    if product == 1:
        return "is at the bottom in one step"
    if product < 2:
        return "alternates and converges"
    if product == 2:
        return "goes back and forth forever"
    return "alternates and diverges"


def parabola_walk(
    gradient_descent_step: Callable[..., Pairs], h: float, learning_rate: float, steps: int
) -> Array:
    """Walk on the parabola h w^2 / 2 from w = 1; return w before each step and after the last."""
    parameters = [(np.array([[1.0]]), np.zeros((1, 1)))]
    path = [1.0]
    for _ in range(steps):
        gradients = [(h * W, np.zeros_like(b)) for W, b in parameters]
        parameters = gradient_descent_step(parameters, gradients, learning_rate)
        path.append(float(parameters[0][0][0, 0]))
    return np.array(path)


@draws
def parabola_walks(
    gradient_descent_step: Callable[..., Pairs],
    products: Sequence[float] = (0.5, 1.5, 2.1),
    h: float = 2.0,
    steps: int = 8,
) -> Picture:
    """Draw walks on the parabola h w^2 / 2, one column per learning rate: from above, and over time.

    Parameters
    ----------
    products : sequence of float
        The learning rates times h.
    """
    count = len(products)
    picture, axes = new_figure(2.35 * count, 3.7, 2, count, squeeze=False, sharey="row")
    said = []
    for (top, bottom), product, (color, _, marker) in zip(axes.T, products, LOOKS, strict=False):
        path = parabola_walk(gradient_descent_step, h, product / h, steps)
        w = np.linspace(-2.2, 2.2, 121)
        top.plot(w, h * w**2 / 2, color=style.GREY, linewidth=1.2)
        top.plot(path, h * path**2 / 2, color=color, linewidth=1, marker=marker, markersize=4)
        top.plot(path[0], h * path[0] ** 2 / 2, "*", color="black", markersize=11)
        top.set(title=f"$\\eta h$ = {product:g}\n{regime(product)}", xlabel="$w$")
        bottom.axhline(0, color=style.GREY, linewidth=1)
        bottom.plot(path, color=color, marker=marker, markersize=4, linewidth=1)
        bottom.set(xlabel="steps done", xticks=range(0, steps + 1, 2))
        said.append(f"at {product:g} it {regime(product)}: w = {', '.join(_few(path[:4]))}, ...")
    axes[0, 0].set(ylabel="cost $f(w)$", ylim=(-0.1 * h, 2.2 * h))
    axes[1, 0].set(ylabel="$w$", ylim=(-2.4, 2.4))
    picture.alt = (
        f"Walks of {steps} steps on a parabola from w = 1, for {count} learning rates. With learning "
        f"rate times curvature {'; '.join(said)}."
    )
    return picture


def _few(values: Array) -> list[str]:
    return [f"{value:.2g}" for value in values]


@draws
def regimes_on_a_cost(
    train: Train,
    X: Array,
    Y: Array,
    bottom: Array,
    H: Array,
    products: Sequence[float] = (0.5, 1.5, 2.2),
    steps: int = 24,
) -> Picture:
    """Draw how far one neuron stands from the bottom of its cost, along the steepest direction.

    It starts one unit away from the bottom. Dashed, the same walk on the quadratic that has the
    cost's curvatures at the bottom.

    Parameters
    ----------
    X, Y : ndarray, shapes (n_0, m) and (1, m)
    bottom : ndarray, shape (n_0 + 1,)
        Where the cost is lowest: the bias, then the weights.
    H : ndarray, shape (n_0 + 1, n_0 + 1)
        The Hessian there.
    products : sequence of float
        The learning rates, in units of 1 / (largest eigenvalue of H).
    """
    values, vectors = np.linalg.eigh(H)
    h, steepest = float(values[-1]), vectors[:, -1]
    picture, axes = new_figure(2.4 * len(products), 2.5, 1, len(products), sharey=True)
    said = []
    for ax, product, (color, _, marker) in zip(np.atleast_1d(axes), products, LOOKS, strict=False):
        theta = bottom + steepest
        parameters = [(theta[np.newaxis, 1:], theta[:1, np.newaxis])]
        errors = []
        for _ in range(steps):
            ((W, b),) = parameters
            errors.append(float(steepest @ (np.append(b, W) - bottom)))
            parameters, _ = train(X, Y, parameters, ["sigmoid"], product / h, 1)
        quadratic = (1 - product) ** np.arange(steps)
        ax.axhline(0, color=style.GREY, linewidth=1)
        ax.plot(
            errors, color=color, marker=marker, markersize=3, linewidth=1, label="cross-entropy"
        )
        # The quadratic's walk is drawn until it leaves the picture.
        inside = int(np.argmax(np.append(np.abs(quadratic) > 2, True))) + 1
        ax.plot(quadratic[:inside], "--", color="black", linewidth=1.2, label="its quadratic")
        ax.set(title=f"$\\eta h$ = {product:g}", xlabel="steps done", ylim=(-1.6, 1.6))
        said.append(f"{product:g}: {_ending(np.array(errors), quadratic)}")
    np.atleast_1d(axes)[0].set_ylabel("error along the\nsteepest direction")
    np.atleast_1d(axes)[0].legend(fontsize=8, loc="lower right")
    picture.alt = (
        "The error along the steepest direction by step, on the real cross-entropy and on the "
        f"quadratic of the same curvature, by learning rate times curvature. {'; '.join(said)}."
    )
    return picture


def _ending(errors: Array, quadratic: Array) -> str:
    if np.abs(errors[-4:]).max() < 0.01 * np.abs(errors[0]):
        side = "from side to side" if errors[0] * errors[1] < 0 else "on one side"
        return f"both come to rest, {side}"
    return (
        f"the quadratic reaches {np.abs(quadratic).max():.0f}, the cross-entropy goes back and forth "
        f"between {errors[-2:].min():.2f} and {errors[-2:].max():.2f}"
    )


@draws
def valley_walks(h: tuple[float, float], walks: Mapping[str, Callable[[], Array]]) -> Picture:
    """Draw walks on (h_1 w_1^2 + h_2 w_2^2) / 2 over the plane, one panel per walk.

    Parameters
    ----------
    h : tuple of two float
        The curvatures along w_1 and w_2.
    walks : mapping of title to a function that returns the points, shape (steps + 1, 2)
    """
    rows = len(walks)
    picture, axes = new_figure(5.8, 1.15 * rows + 0.4, rows, 1, sharex=True, squeeze=False)
    said = []
    for ax, (title, walk), (color, _, marker) in zip(
        axes[:, 0], walks.items(), LOOKS, strict=False
    ):
        path = np.asarray(walk())
        _valley(ax, h)
        ax.plot(*path.T, color=color, marker=marker, markersize=3, linewidth=1)
        ax.plot(*path[0], "*", color="black", markersize=10)
        ax.plot(0, 0, "+", color="black", markersize=10)
        left = float(np.linalg.norm(path[-1]))
        ax.set(ylabel="$w_2$", ylim=(-1.25, 1.25), xlim=(-4.5, 10.5))
        said_above = f"{title}: {left:.2g} from the bottom after {len(path) - 1} steps"
        ax.set_title(said_above, loc="left", fontsize=9.5)
        said.append(said_above)
    axes[-1, 0].set_xlabel("$w_1$")
    picture.alt = (
        f"Contours of a valley whose curvature is {h[0]:g} along it and {h[1]:g} across, and walks "
        f"into it from the same point. {'; '.join(said)}."
    )
    return picture


def _valley(ax: Axes, h: tuple[float, float]) -> None:
    w_1, w_2 = np.meshgrid(np.linspace(-4.5, 10.5, 80), np.linspace(-1.25, 1.25, 60))
    cost = (h[0] * w_1**2 + h[1] * w_2**2) / 2
    ax.contour(w_1, w_2, np.sqrt(cost), levels=6, colors="#a8a8a8", linewidths=0.8)
    ax.grid(False)


@draws
def cost_gaps(
    curves: Mapping[str, Callable[[], Array]],
    xlabel: str,
    ylabel: str = "cost above the lowest (nats)",
    lowest: float = 1e-8,
) -> Picture:
    """Draw how far each way of training is above the lowest cost, on a log scale.

    Parameters
    ----------
    curves : mapping of label to a function that returns the gaps
        One before training, one after each unit of `xlabel`.
    lowest : float
        Smaller gaps are cut off.
    """
    picture, ax = new_figure(5.8, 2.8)
    said = []
    for (label, gaps), (color, dash, _) in zip(curves.items(), LOOKS, strict=False):
        values = np.maximum(np.asarray(gaps(), dtype=float), lowest / 10)
        ax.plot(values, color=color, linestyle=dash, linewidth=1.6, label=label)
        said.append(f"{label}: from {values[0]:.1g} to {values[-1]:.1g}")
    ax.set(yscale="log", xlabel=xlabel, ylabel=ylabel)
    ax.set_ylim(bottom=lowest)
    ax.legend(fontsize=8.5)
    picture.alt = f"The gap to the lowest cost against {xlabel}, on a log scale. {'; '.join(said)}."
    return picture


@draws
def schedule_gaps(
    schedules: Mapping[str, Callable[[float], float]],
    gaps: Callable[[Callable[[float], float]], Array],
    lowest: float = 1e-5,
) -> Picture:
    """Draw schedules of the learning rate, and how far above the lowest cost each of them ends.

    Parameters
    ----------
    schedules : mapping of label to a function of the share of the training that is done
        It returns the factor of the learning rate, from 0 to 1.
    gaps : callable
        ``gaps(schedule)`` returns the gap to the lowest cost before training and after each epoch.
    """
    picture, (left, right) = new_figure(7.6, 3.0, 1, 2)
    share = np.linspace(0, 1, 400, endpoint=False)
    said = []
    for (label, schedule), (color, dash, _) in zip(schedules.items(), LOOKS, strict=False):
        look: dict[str, Any] = {"color": color, "linestyle": dash, "linewidth": 1.8}
        values = np.asarray(gaps(schedule), dtype=float)
        epochs = len(values) - 1
        left.plot(epochs * share, [schedule(float(done)) for done in share], label=label, **look)
        right.plot(np.maximum(values, lowest / 10), **look)
        said.append(f"{label}: {values[-1]:.1g} in the end")
    left.set(xlabel="epoch", ylabel="learning rate, as a share of $\\eta$", ylim=(-0.03, 1.45))
    left.legend(fontsize=8, loc="upper right", ncols=2)
    right.set(yscale="log", xlabel="epoch", ylabel="cost above the lowest (nats)")
    right.set_ylim(bottom=lowest)
    picture.alt = (
        "Left, the learning rate by epoch; right, the gap to the lowest cost, on a log scale. "
        f"{'; '.join(said)}."
    )
    return picture


@draws
def edge_of_stability(
    train: Train,
    curvature: Callable[[Pairs], float],
    X: Array,
    Y: Array,
    start: Pairs,
    activations: Sequence[str],
    learning_rates: Sequence[float] = (0.5, 4.0),
    rounds: int = 12,
    steps: int = 150,
) -> Picture:
    """Draw cost, and learning rate times the largest curvature, while a network trains.

    Parameters
    ----------
    curvature : callable
        ``curvature(parameters)`` is the largest eigenvalue of the cost's Hessian there.
    rounds, steps : int
        It is measured before each of `rounds` rounds of `steps` steps.
    """
    picture, (left, right) = new_figure(6.8, 2.9, 1, 2)
    said = []
    for learning_rate, (color, dash, marker) in zip(learning_rates, LOOKS, strict=False):
        parameters, costs, products = start, [], []
        for _ in range(rounds):
            products.append(learning_rate * curvature(parameters))
            parameters, more = train(X, Y, parameters, activations, learning_rate, steps)
            costs.extend(more)
        label = f"$\\eta$ = {learning_rate:g}"
        left.plot(costs, color=color, linestyle=dash, linewidth=1.3, label=label)
        at = np.arange(rounds) * steps
        right.plot(at, products, color=color, linestyle=dash, marker=marker, markersize=4)
        said.append(
            f"learning rate {learning_rate:g}: cost {costs[-1]:.3f} in the end, learning rate times "
            f"curvature {products[0]:.2f} at first and {products[-1]:.2f} in the end"
        )
    right.axhline(2, color="black", linewidth=1, linestyle=":")
    left.set(xlabel="steps", ylabel="cost (nats)", yscale="log")
    ticks = (0.05, 0.1, 0.2, 0.4, 0.8)
    left.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    left.minorticks_off()
    left.legend()
    right.set(xlabel="steps", ylabel="$\\eta$ times the largest curvature", ylim=(0, 2.8))
    picture.alt = (
        f"Left, the cost of a network in training; right, how its steepest curvature compares with "
        f"the learning rate; a dotted line at 2. {'; '.join(said)}."
    )
    return picture
