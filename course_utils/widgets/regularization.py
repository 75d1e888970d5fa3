"""Lesson 06's interactive pictures: scale and descent, L1 and L2, and what generalizes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import ipywidgets as ipw
import numpy as np

from course_utils import reference
from course_utils.datasets import load_breast_cancer, split
from course_utils.figures.regularization.penalty import plot_shape, plot_shrinkage
from course_utils.figures.regularization.scaling import plot_descent, walk
from course_utils.figures.regularization.training import plane_of, plot_boundary, plot_costs
from course_utils.figures.stage import empty
from course_utils.figures.style import BLUE, VERMILION, Picture, new_figure, styled
from course_utils.widgets.explorer import Explorer, own_or_reference
from course_utils.widgets.motion import Film

__all__ = ["generalization_explorer", "overfitting_film", "penalty_explorer", "scale_explorer"]

Function = Callable[..., Any]
MOST_STEPS = 1000
FEATURES = ("mean texture", "mean smoothness")
# The generalization explorer's network, its descent, and how often its costs are noted.
LAYER_SIZES, ACTIVATIONS = (30, 8, 1), ("relu", "sigmoid")
LEARNING_RATE, STEPS, EVERY = 0.5, 300, 20
# The film's network, on two features, and its run.
PLANE = ("mean radius", "mean texture")
PLANE_SIZES, PLANE_ACTIVATIONS = (2, 24, 24, 1), ("relu", "relu", "sigmoid")
PLANE_RATE, PLANE_STEPS, PLANE_EVERY = 0.2, 2000, 40


def scale_explorer(standardize: Function | None = None) -> Explorer:
    """Change the scale of one feature; see the cost's contours and count the steps downhill.

    Parameters
    ----------
    standardize : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    functions, note = own_or_reference(
        {"standardize": standardize}, {"standardize": (np.eye(2, 3), np.eye(2, 3))}
    )
    cancer, parts = _tumors()
    rows = [cancer.feature_names.index(name) for name in FEATURES]
    X = cancer.X.T[np.ix_(rows, parts.train)]
    X = reference.standardize(X, X)
    Y = 1 - cancer.y[parts.train][np.newaxis]

    picture, (left, right) = new_figure(6.2, 2.6, 1, 2)
    with styled():
        right.set_xscale("symlog")
        right.set(xlim=(-60, 60), ylim=(-0.6, 1.6), xlabel="value (deviations of $x_1$)")
        right.set_yticks([1, 0], ["$x_1$", "$x_2$"])

    def draw(scale: float, standardized: bool, step_size: float) -> tuple[Picture, str]:
        values = X * np.array([[1.0], [scale]])
        if standardized:
            values = functions["standardize"](values, values)
        descent = walk(values, Y, step_size, MOST_STEPS)
        steps = len(descent.path) - 1
        widths = np.sqrt(np.linalg.eigvalsh(values @ values.T))
        empty(left, right)
        plot_descent(left, values, Y, descent)
        for row, (color, marker) in enumerate(((BLUE, "o"), (VERMILION, "s"))):
            here = np.full(values.shape[1], 1 - row)
            right.plot(values[row], here, marker, color=color, alpha=0.35, markersize=5)
        said = f"{steps} steps" if descent.arrived else f"more than {MOST_STEPS} steps"
        reading = (
            f"The valley is {widths[1] / widths[0]:.1f} times as long as wide. Gradient descent "
            f"needs {said} for 99 % of the way down."
        )
        picture.alt = f"Contours of the cost with the path downhill, and both features. {reading}"
        return picture, reading

    return Explorer(
        draw,
        {
            "scale": ipw.FloatLogSlider(
                value=6, base=10, min=0, max=1.3, step=0.05, description="x_2 multiplied by"
            ),
            "step_size": ipw.FloatSlider(
                value=1, min=0.2, max=1.8, step=0.1, description="step size (1 is safe)"
            ),
            "standardized": ipw.Checkbox(value=False, description="standardize first"),
        },
        note,
    )


def penalty_explorer(soft_threshold: Function | None = None) -> Explorer:
    """Move the bottom of a bowl; see where L1 or L2 takes it, and the rule for one weight beside it.

    Parameters
    ----------
    soft_threshold : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    functions, note = own_or_reference(
        {"soft_threshold": soft_threshold}, {"soft_threshold": (np.eye(2, 3), 0.5)}
    )
    soft = functions["soft_threshold"]

    picture, (left, right) = new_figure(6.2, 2.8, 1, 2)

    def draw(direction: float, distance: float, t: float, norm: str) -> tuple[Picture, str]:
        angle = np.deg2rad(direction)
        bottom = np.round(distance * np.array([np.cos(angle), np.sin(angle)]), 9)
        empty(left, right)
        point = plot_shape(left, soft, bottom, t, norm)
        plot_shrinkage(right, soft, t)
        for before, after, marker, name in zip(bottom, point, "os", "12", strict=True):
            right.plot(before, after, marker, color="#222222", label=f"$w_{name}$", markersize=7)
        right.legend(fontsize=8, loc="lower right")
        zeros = int(np.sum(point == 0))
        reading = (
            f"Without a penalty {_place(bottom)}; with {norm.upper()} {_place(point)}: "
            f"{zeros} of 2 weights exactly 0."
        )
        picture.alt = f"Circles around the bowl's bottom, and the rule for one weight. {reading}"
        return picture, reading

    return Explorer(
        draw,
        {
            "direction": ipw.FloatSlider(
                value=20, min=-180, max=180, step=2, description="bottom's direction (degrees)"
            ),
            "distance": ipw.FloatSlider(
                value=2, min=0, max=2.5, step=0.05, description="bottom's distance from 0"
            ),
            "t": ipw.FloatSlider(
                value=0.8, min=0, max=2.5, step=0.05, description="strength of the penalty t"
            ),
            "norm": ipw.ToggleButtons(
                options=[("L1", "l1"), ("L2", "l2")], description="penalty", tooltips=["", ""]
            ),
        },
        note,
    )


def generalization_explorer(
    regularized_gradients: Function | None = None, soft_threshold: Function | None = None
) -> Explorer:
    """Choose a penalty and its strength; see training and validation cost of a network on tumors.

    Parameters
    ----------
    regularized_gradients, soft_threshold : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    pair = [(np.ones((1, 2)), np.ones((1, 1)))]
    functions, note = own_or_reference(
        {"regularized_gradients": regularized_gradients, "soft_threshold": soft_threshold},
        {
            "regularized_gradients": (pair, pair, 1.0, "l2", 3),
            "soft_threshold": (np.eye(2, 3), 0.5),
        },
    )
    cancer, parts = _tumors()
    X, Y = cancer.X.T, 1 - cancer.y[np.newaxis]
    X_train = X[:, parts.train]
    data = [(reference.standardize(X_train, X[:, part]), Y[:, part]) for part in parts[:2]]

    @cache
    def trained(norm: str, lam: float) -> tuple[np.ndarray, float]:
        return _history(data, norm, lam, functions)

    free, _ = trained("l2", 0.0)
    picture, (left, right) = new_figure(6.2, 2.4, 1, 2, sharey=True)

    def draw(strength: float, norm: str) -> tuple[Picture, str]:
        history, share = trained(norm, round(strength, 6))
        empty(left, right)
        for ax, curves, title in (
            (left, free, "no penalty"),
            (right, history, f"{norm.upper()}, $\\lambda$ = {strength:.2g}"),
        ):
            plot_costs(ax, *curves.T)
            ax.set(title=title, ylim=(0, 0.7))
        left.set(ylabel="cost (nats)")
        left.legend(loc="upper right")
        reading = (
            f"In the end, validation cost {history[-1, 2]:.3f} ({free[-1, 2]:.3f} without a penalty), "
            f"training cost {history[-1, 1]:.3f} ({free[-1, 1]:.3f}); {share:.0%} of the weights "
            "exactly 0."
        )
        picture.alt = f"Training and validation cost, without and with the penalty. {reading}"
        return picture, reading

    return Explorer(
        draw,
        {
            "strength": ipw.FloatLogSlider(
                value=1, base=10, min=-2, max=1.5, step=0.25, description="strength lambda"
            ),
            "norm": ipw.ToggleButtons(
                options=[("L2", "l2"), ("L1", "l1")], description="penalty", tooltips=["", ""]
            ),
        },
        note,
    )


def overfitting_film(regularized_gradients: Function | None = None) -> Film:
    """Watch the boundary between two classes of tumors while a network trains, and both costs.

    Parameters
    ----------
    regularized_gradients : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    pair = [(np.ones((1, 2)), np.ones((1, 1)))]
    functions, note = own_or_reference(
        {"regularized_gradients": regularized_gradients},
        {"regularized_gradients": (pair, pair, 1.0, "l2", 3)},
    )
    cancer, parts = _tumors()
    X = cancer.X.T[[cancer.feature_names.index(name) for name in PLANE]]
    ruler, Y = X[:, parts.train], 1 - cancer.y[np.newaxis]
    data = [(reference.standardize(ruler, X[:, part]), Y[:, part]) for part in parts[:2]]
    first, second, points = plane_of(data[0][0], points=60)

    @cache
    def run_with(lam: float) -> tuple[list[np.ndarray], np.ndarray]:
        return _boundaries(data, points, lam, functions["regularized_gradients"])

    picture, (left, right) = new_figure(8.6, 3.7, 1, 2)
    with styled():
        left.set(xlabel="mean radius (standardized)", ylabel="mean texture (standardized)")
        left.set(xlim=(first.min(), first.max()), ylim=(second.min(), second.max()))
        left.set_title("probability of malignant")

    def draw(lam: float, step: int) -> tuple[Picture, str]:
        planes, history = run_with(lam)
        now = step // PLANE_EVERY
        empty(left, right)
        plot_boundary(left, first, second, planes[now].reshape(first.shape), *data[0])
        past = history[: now + 1]
        plot_costs(right, past[:, 0], past[:, 1], past[:, 2], last=PLANE_STEPS)
        right.plot(step, past[-1, 1], "o", color=BLUE)
        right.plot(step, past[-1, 2], "s", color=VERMILION)
        right.set(ylim=(0, 1), ylabel="cost (nats)")
        right.legend(loc="upper center")
        best = past[:, 2].argmin()
        reading = (
            f"Step {step}: training cost {past[-1, 1]:.3f}, validation cost {past[-1, 2]:.3f}; "
            f"its lowest so far was {past[best, 2]:.3f}, at step {past[best, 0]:.0f}."
        )
        picture.alt = (
            "Left, the probability over the plane of two features, with the boundary and the training "
            f"tumors; right, training and validation cost up to this step. {reading}"
        )
        return picture, reading

    strengths = [("no penalty", 0.0), ("L2, λ = 0.3", 0.3), ("L2, λ = 1", 1.0), ("L2, λ = 3", 3.0)]
    choice = ipw.Dropdown(options=strengths, value=0.0, description="penalty")
    return Film(draw, PLANE_STEPS, {"lam": choice}, note, every=PLANE_EVERY)


def _boundaries(
    data: list[tuple[np.ndarray, np.ndarray]], points: np.ndarray, lam: float, penalized: Function
) -> tuple[list[np.ndarray], np.ndarray]:
    """Train on two features; return the probabilities at the points, and step and both costs."""
    (X, Y), (X_validation, Y_validation) = data
    parameters = reference.initialize(PLANE_SIZES, "he", np.random.default_rng(0))
    planes, rows = [], []
    for step in range(PLANE_STEPS + 1):
        Y_hat, memory = reference.forward(X, parameters, PLANE_ACTIVATIONS)
        if step % PLANE_EVERY == 0:
            planes.append(reference.forward(points, parameters, PLANE_ACTIVATIONS)[0][0])
            guess, _ = reference.forward(X_validation, parameters, PLANE_ACTIVATIONS)
            costs = reference.cost(Y_hat, Y), reference.cost(guess, Y_validation)
            rows.append((step, *costs))
        gradients = reference.backward(Y_hat, Y, memory, parameters, PLANE_ACTIVATIONS)
        if lam:
            gradients = penalized(gradients, parameters, lam, "l2", X.shape[1])
        parameters = reference.gradient_descent_step(parameters, gradients, PLANE_RATE)
    return planes, np.array(rows)


def _place(point: np.ndarray) -> str:
    # Adding 0 turns a -0 into 0.
    return "({:.2f}, {:.2f})".format(*(np.round(point, 2) + 0.0))


def _tumors() -> tuple[Any, Any]:
    """Return the data and the notebook's split: 57 tumors to train on."""
    cancer = load_breast_cancer()
    return cancer, split(len(cancer.y), np.random.default_rng(1), validation=0.4, test=0.5)


def _history(
    data: list[tuple[np.ndarray, np.ndarray]],
    norm: str,
    lam: float,
    functions: dict[str, Function],
) -> tuple[np.ndarray, float]:
    """Train; return step, training and validation cost (k, 3), and the share of weights at 0."""
    (X, Y), (X_validation, Y_validation) = data
    m = X.shape[1]
    parameters = reference.initialize(LAYER_SIZES, "he", np.random.default_rng(0))
    rows = []
    for step in range(STEPS + 1):
        Y_hat, memory = reference.forward(X, parameters, ACTIVATIONS)
        if step % EVERY == 0:
            guess, _ = reference.forward(X_validation, parameters, ACTIVATIONS)
            costs = reference.cost(Y_hat, Y), reference.cost(guess, Y_validation)
            rows.append((step, *costs))
        gradients = reference.backward(Y_hat, Y, memory, parameters, ACTIVATIONS)
        if norm == "l2":
            gradients = functions["regularized_gradients"](gradients, parameters, lam, norm, m)
        parameters = [
            (W - LEARNING_RATE * dW, b - LEARNING_RATE * db)
            for (W, b), (dW, db) in zip(parameters, gradients, strict=True)
        ]
        if norm == "l1":
            t = LEARNING_RATE * lam / m
            parameters = [(functions["soft_threshold"](W, t), b) for W, b in parameters]
    zeros = sum(int(np.sum(W == 0)) for W, _ in parameters)
    return np.array(rows), zeros / sum(W.size for W, _ in parameters)
