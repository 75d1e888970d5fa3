"""Lesson 07's interactive pictures: learning rate times curvature, and three walks side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import ipywidgets as ipw
import numpy as np
from matplotlib.axes import Axes

from course_utils import reference
from course_utils.datasets import load_breast_cancer
from course_utils.figures import style
from course_utils.figures.stage import empty
from course_utils.figures.style import new_figure, styled
from course_utils.widgets.explorer import Explorer, own_or_reference
from course_utils.widgets.motion import Film

__all__ = ["learning_rate_explorer", "walks_film"]

Function = Callable[..., Any]
REACH = 4.0  # how far from the bottom the picture goes
GONE = 1e9
GRID = np.linspace(-REACH, REACH, 121)
PAIR = [(np.array([[0.5, -0.5]]), np.zeros((1, 1)))]


class Problem(NamedTuple):
    """One neuron's cross-entropy over a single feature, seen from its bottom; its bias is held."""

    x: np.ndarray  # (m,)
    y: np.ndarray  # (m,)
    bottom: float
    bias: float

    @classmethod
    def of_tumors(cls) -> Problem:
        """Load the texture of the tumors, and find the bottom by Newton's method."""
        cancer = load_breast_cancer()
        x = cancer.X[:, cancer.feature_names.index("mean texture")]
        x, y = (x - x.mean()) / x.std(), 1.0 - cancer.y
        A, theta = np.vstack([np.ones(len(x)), x]), np.zeros(2)
        for _ in range(12):
            p = reference.sigmoid(theta @ A)
            theta = theta - np.linalg.solve((A * (p * (1 - p))) @ A.T, A @ (p - y))
        return cls(x, y, float(theta[1]), float(theta[0]))

    def cost(self, error: np.ndarray, scale: float) -> np.ndarray:
        """Return the cost above the lowest, at these distances from the bottom."""
        w = np.append(np.asarray(error) + self.bottom / scale, self.bottom / scale)
        z = np.outer(w, scale * self.x) + self.bias
        costs = np.mean(np.logaddexp(0, z) - self.y * z, axis=1)
        return costs[:-1] - costs[-1]

    def slope(self, error: float, scale: float) -> float:
        """Return the derivative of the cost at this distance from the bottom."""
        z = (error + self.bottom / scale) * scale * self.x + self.bias
        return float(np.mean((reference.sigmoid(z) - self.y) * scale * self.x))

    def curvature(self, scale: float) -> float:
        """Return the second derivative at the bottom."""
        p = reference.sigmoid(self.bottom * self.x + self.bias)
        return float(np.mean(p * (1 - p) * (scale * self.x) ** 2))


def learning_rate_explorer(
    gradient_descent_step: Function | None = None,
    momentum_step: Function | None = None,
    largest_stable_learning_rate: Function | None = None,
) -> Explorer:
    """Walk down the real cross-entropy and the quadratic that fits its bottom, side by side.

    Parameters
    ----------
    gradient_descent_step, momentum_step, largest_stable_learning_rate : callable, optional
        The student's own; the reference stands in for one that does not work yet. Without momentum
        the first one walks, with momentum the second.
    """
    functions, note = own_or_reference(
        {
            "gradient_descent_step": gradient_descent_step,
            "momentum_step": momentum_step,
            "largest_stable_learning_rate": largest_stable_learning_rate,
        },
        {
            "gradient_descent_step": (PAIR, PAIR, 0.5),
            "momentum_step": (PAIR, PAIR, PAIR, 0.5, 0.5),
            "largest_stable_learning_rate": (np.eye(2),),
        },
    )
    problem = Problem.of_tumors()
    picture, axes = new_figure(9.0, 2.9, 1, 3)

    def draw(learning_rate: float, scale: float, momentum: float, start: float, steps: int) -> Any:
        h = problem.curvature(scale)
        limit = float(functions["largest_stable_learning_rate"](np.array([[h]])))
        slopes = (lambda e: h * e, lambda e: problem.slope(e, scale))
        settings = (learning_rate, momentum, start, steps)
        trouble = ""
        try:
            paths = [_walk(functions, slope, *settings) for slope in slopes]
        except Exception as error:  # a student's unfinished function must not freeze the picture
            paths = [_walk(_reference_steps(), slope, *settings) for slope in slopes]
            trouble = (
                f" <i>Your step stops here with {type(error).__name__}; the course's stands in.</i>"
            )
        empty(*axes)
        left, middle, right = axes
        costs = (lambda e: h * np.asarray(e) ** 2 / 2, lambda e: problem.cost(e, scale))
        looks = ((left, style.VERMILION, "s", "--"), (middle, style.BLUE, "o", "-"))
        for (ax, color, marker, dash), cost, path in zip(looks, costs, paths, strict=True):
            _descent(ax, cost, path, color, marker)
            right.plot(path, color=color, linestyle=dash, marker=marker, markersize=3, linewidth=1)
        left.set(title="quadratic of the same curvature", ylabel="cost above the lowest (nats)")
        middle.set_title("cross-entropy")
        right.set_title("error by step, both")
        right.axhline(0, color=style.GREY, linewidth=1)
        until = 20 * -(-steps // 20)  # the axis ends soon after the walk, at 20, 40 or 60
        right.set(xlabel="steps done", ylim=(-REACH, REACH), xlim=(-0.02 * until, 1.02 * until))
        right.set(xticks=(0, until // 2, until), yticks=(-4, 0, 4))
        reading = (
            f"Learning rate {learning_rate:.3g} × curvature {h:.3g} = "
            f"<b>{learning_rate * h:.2f}</b>; without momentum the limit is {limit:.3g}. "
            f"{regime(learning_rate * h, momentum)} On the cross-entropy, from {start:.1f}: {_ending(paths[1])}."
        )
        picture.alt = (
            "A walk on a quadratic, the same walk on the cross-entropy of one weight, and both "
            f"errors by step. {reading.replace('<b>', '').replace('</b>', '')}"
        )
        return picture, reading + trouble

    return Explorer(
        draw,
        {
            "learning_rate": ipw.FloatLogSlider(
                value=10**1.2, base=10, min=-0.5, max=2, step=0.025, description="learning rate"
            ),
            "scale": ipw.FloatSlider(
                value=1, min=0.5, max=3, step=0.1, description="the feature times"
            ),
            "momentum": ipw.FloatSlider(
                value=0, min=0, max=0.95, step=0.05, description="momentum beta"
            ),
            "start": ipw.FloatSlider(value=1, min=-3, max=3, step=0.1, description="start: error"),
            "steps": ipw.IntSlider(value=20, min=1, max=60, description="steps"),
        },
        note,
    )


VALLEY = np.diag([1.0, 25.0])  # the Hessian of the film's valley
TURN = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)
FILM_STEPS = 60


def walks_film(
    gradient_descent_step: Function | None = None,
    momentum_step: Function | None = None,
    adam_step: Function | None = None,
) -> Film:
    """Watch plain steps, momentum and Adam walk down one valley, along an axis or diagonally.

    Parameters
    ----------
    gradient_descent_step, momentum_step, adam_step : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    functions, note = own_or_reference(
        {
            "gradient_descent_step": gradient_descent_step,
            "momentum_step": momentum_step,
            "adam_step": adam_step,
        },
        {
            "gradient_descent_step": (PAIR, PAIR, 0.5),
            "momentum_step": (PAIR, PAIR, PAIR, 0.5, 0.5),
            "adam_step": (PAIR, PAIR, (PAIR, PAIR, 0), 0.5),
        },
    )

    @cache
    def paths_in(diagonal: bool) -> dict[str, np.ndarray]:
        H = TURN @ VALLEY @ TURN.T if diagonal else VALLEY
        start = np.array([9.0, 1.5])
        return _three_walks(functions, H, TURN @ start if diagonal else start)

    picture, (left, right) = new_figure(9.0, 4.0, 1, 2)
    ticks = np.linspace(-5, 10, 76)
    first, second = np.meshgrid(ticks, ticks)
    plane = np.stack([first, second])
    with styled():
        left.set(xlabel="w₁", ylabel="w₂", xlim=(-5, 10), ylim=(-5, 10), aspect="equal")
        left.grid(False)
        right.set(xlabel="step", ylabel="distance from the bottom", yscale="log")
        right.set(xlim=(-1, FILM_STEPS + 1), ylim=(1e-3, 20))

    def draw(diagonal: bool, step: int) -> Any:
        H = TURN @ VALLEY @ TURN.T if diagonal else VALLEY
        empty(left, right)
        cost = np.einsum("iab,ij,jab->ab", plane, H, plane) / 2
        left.contour(first, second, np.sqrt(cost), levels=8, colors="#b8b8b8", linewidths=0.8)
        left.plot(0, 0, "+", color="black", markersize=11)
        said = []
        for number, (name, path) in enumerate(paths_in(diagonal).items()):
            color, marker = style.CYCLE[number], style.MARKERS[number]
            past, far = path[: step + 1], np.linalg.norm(path[: step + 1], axis=1)
            line: Any = {"color": color, "linestyle": style.LINES[number], "linewidth": 1.3}
            left.plot(*past.T, **line)
            left.plot(*past[-1], marker, color=color, markersize=8, markeredgecolor="#222222")
            right.plot(np.maximum(far, 1e-3), **line, label=name)
            right.plot(step, max(far[-1], 1e-3), marker, color=color, markersize=7)
            said.append(f"{name} {far[-1]:.2g}")
        right.legend(loc="lower left", fontsize=9)
        reading = f"Step {step}, distance from the bottom: {'; '.join(said)}."
        picture.alt = (
            f"Contours of a valley that runs {'diagonally' if diagonal else 'along an axis'}, three "
            f"walks into it from one point, and their distances from the bottom by step. {reading}"
        )
        return picture, reading

    valleys = [("along an axis", False), ("diagonal", True)]
    choice = ipw.Dropdown(options=valleys, value=False, description="valley")
    return Film(draw, FILM_STEPS, {"diagonal": choice}, note)


def _three_walks(
    functions: dict[str, Function], H: np.ndarray, start: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the points (steps + 1, 2) of each way of walking."""
    limit = 2 / np.linalg.eigvalsh(H)[-1]
    none = np.zeros((1, 1))
    zeros = [(np.zeros((1, 2)), none)]

    def plain(network: Any, slopes: Any, _state: Any) -> Any:
        return functions["gradient_descent_step"](network, slopes, 0.95 * limit), None

    def momentum(network: Any, slopes: Any, velocity: Any) -> Any:
        return functions["momentum_step"](network, slopes, velocity, 3 * limit, 0.8)

    def adam(network: Any, slopes: Any, state: Any) -> Any:
        return functions["adam_step"](network, slopes, state, 0.5)

    found = {}
    for name, move, state in (
        ("plain, 0.95 of its limit", plain, None),
        ("momentum 0.8, 3 times that limit", momentum, zeros),
        ("Adam, 0.5", adam, (zeros, zeros, 0)),
    ):
        network, path = [(start[np.newaxis], none)], [start]
        for _ in range(FILM_STEPS):
            slopes = [(network[0][0] @ H, none)]
            network, state = move(network, slopes, state)
            path.append(np.asarray(network[0][0])[0])
        found[name] = np.array(path)
    return found


def _reference_steps() -> dict[str, Function]:
    return {name: reference.find(name) for name in ("gradient_descent_step", "momentum_step")}


def _walk(
    functions: dict[str, Function],
    slope: Callable[[float], float],
    learning_rate: float,
    momentum: float,
    start: float,
    steps: int,
) -> np.ndarray:
    """Return the error before each step and after the last."""
    zero = np.zeros((1, 1))
    parameters, velocity = [(np.array([[start]]), zero)], [(zero, zero)]
    path = [start]
    for _ in range(steps):
        gradients = [(np.array([[slope(path[-1])]]), zero)]
        if momentum == 0:
            parameters = functions["gradient_descent_step"](parameters, gradients, learning_rate)
        else:
            parameters, velocity = functions["momentum_step"](
                parameters, gradients, velocity, learning_rate, momentum
            )
        error = float(parameters[0][0][0, 0])
        if not abs(error) < GONE:
            # What comes after would be inf and nan; from here on it is only "out of the picture".
            return np.array(path + [np.sign(path[-1]) * GONE] * (steps + 1 - len(path)))
        path.append(error)
    return np.array(path)


def _descent(
    ax: Axes, cost: Callable[[Any], np.ndarray], path: np.ndarray, color: str, marker: str
) -> None:
    # Far outside the picture the exact place does not matter, only that it is outside.
    shown = np.clip(path, -1e3, 1e3)
    ax.plot(GRID, cost(GRID), color=style.GREY, linewidth=1.2)
    ax.plot(shown, cost(shown), color=color, marker=marker, markersize=4, linewidth=0.8)
    ax.plot(shown[:1], cost(shown[:1]), "*", color="black", markersize=11)
    ax.set(xlabel="error of the weight", xlim=(-REACH, REACH), ylim=(-0.1, 1.6))
    # Few labels: they cost most of the time that a picture takes.
    ax.set(xticks=(-4, 0, 4), yticks=(0, 0.5, 1, 1.5))


def regime(product: float, momentum: float) -> str:
    """Say what the walk on the quadratic does, in a sentence.

    With momentum, error and velocity are multiplied by a matrix in every step. Its eigenvalues
    solve r^2 - (1 + beta - a) r + beta = 0 with a = (1 - beta) learning_rate h: they are positive,
    complex or negative, in this order as a grows, and one is below -1 beyond a = 2 (1 + beta).
    """
    if momentum == 0:
        factor = f"Each step multiplies the error by 1 - {product:.2f} = {1 - product:.2f}: "
        if product > 2:
            return factor + "alternating and <b>divergent</b>."
        if product == 2:
            return factor + "back and forth forever."
        return factor + (
            "<b>monotone</b>." if product <= 1 else "<b>alternating</b>, and convergent."
        )
    a, root = (1 - momentum) * product, np.sqrt(momentum)
    if a > 2 * (1 + momentum):
        return f"With momentum the limit is {2 * (1 + momentum) / (1 - momentum):.3g} / curvature: <b>divergent</b>."
    if a > (1 + root) ** 2:
        return "With momentum: <b>alternating</b>, and convergent."
    if a < (1 - root) ** 2:
        return "With momentum: <b>monotone</b>, the velocity has no time to overshoot."
    return f"With momentum it <b>swings</b>, and shrinks by {root:.2f} a step on the whole."


def _ending(path: np.ndarray) -> str:
    """Say in words where the walk on the cross-entropy ends."""
    late, before = np.abs(path[-8:]).max(), np.abs(path[-16:-8]).max(initial=0)
    if np.abs(path[-4:]).max() < 0.02:
        return f"at rest, error {path[-1]:.3f}"
    if late < 0.97 * before or not path[-8:].min() < 0 < path[-8:].max():
        return f"error {path[-1]:.2f} after {len(path) - 1} steps, on its way"
    return (
        f"it goes back and forth, between {path[-8:].min():.2f} and {path[-8:].max():.2f} in the last steps; "
        "the cost is less curved far out, so it cannot run away"
    )
