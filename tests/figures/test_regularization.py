from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from course_utils import figures, reference
from course_utils.figures import regularization as module
from course_utils.figures.regularization.penalty import plot_shape
from course_utils.figures.regularization.scaling import neuron_costs, walk
from course_utils.figures.style import Picture, new_figure

RNG = np.random.default_rng(0)
X = RNG.normal(size=(2, 40))
Y = (X[:1] + X[1:] + RNG.normal(size=(1, 40)) > 0).astype(int)
CURVES = np.array([[0, 0.7, 0.7], [20, 0.3, 0.4], [40, 0.1, 0.5]])
SETTINGS: dict[str, tuple[str | None, float]] = {"free": (None, 0.0), "L2": ("l2", 1.0)}
STRENGTHS = {"l2": (0.1, 1.0, 10.0), "l1": (0.1, 1.0)}


def not_written(*_: object) -> Any:
    raise NotImplementedError


def history(norm: str | None, lam: float) -> np.ndarray:
    return CURVES * [1, 1 + lam, 1]


def costs(norm: str | None, lam: float) -> np.ndarray:
    """Give costs of three splits; validation is lowest at lam = 1."""
    validation = 0.2 + 0.01 * np.log10(max(lam, 0.001)) ** 2
    return np.array([[0.1, validation], [0.2, validation + 0.02], [0.15, validation]])


def probability(points: np.ndarray, norm: str | None, lam: float) -> np.ndarray:
    return 1 / (1 + np.exp(-points.sum(axis=0, keepdims=True) / (1 + lam)))


DRAWN: dict[str, Callable[[], Any]] = {
    "feature_values": lambda: figures.feature_values(
        {"raw": lambda: X * [[90], [1]], "scaled": lambda: reference.standardize(X, X)}, ["a", "b"]
    ),
    "descent_by_scale": lambda: figures.descent_by_scale(
        {"one": lambda: X, "two": lambda: X * [[1], [5]]}, Y
    ),
    "steps_by_scaling": lambda: figures.steps_by_scaling(
        {"raw": lambda: X * [[9], [1]], "scaled": lambda: X}, Y, 30, 0.6
    ),
    "penalty_slopes": lambda: figures.penalty_slopes(reference.penalty_gradient),
    "shrinkage_curves": lambda: figures.shrinkage_curves(reference.soft_threshold),
    "penalty_shapes": lambda: figures.penalty_shapes(reference.soft_threshold),
    "training_curves": lambda: figures.training_curves(history, SETTINGS),
    "early_stopping": lambda: figures.early_stopping(history, SETTINGS),
    "cost_by_strength": lambda: figures.cost_by_strength(costs, STRENGTHS),
    "tumor_boundaries": lambda: figures.tumor_boundaries(
        probability, SETTINGS, X, Y, ["radius", "texture"]
    ),
}


@pytest.mark.parametrize(
    "draw",
    [
        lambda: figures.feature_values({"scaled": not_written}, ["a"]),
        lambda: figures.descent_by_scale({"one": not_written}, Y),
        lambda: figures.steps_by_scaling({"raw": not_written}, Y),
        lambda: figures.penalty_slopes(not_written),
        lambda: figures.shrinkage_curves(not_written),
        lambda: figures.penalty_shapes(not_written),
        lambda: figures.training_curves(not_written, SETTINGS),
        lambda: figures.cost_by_strength(not_written, STRENGTHS),
        lambda: figures.tumor_boundaries(not_written, SETTINGS, X, Y, ["a", "b"]),
    ],
)
def test_an_answer_that_is_not_written_gives_a_placeholder(draw: Callable[[], Picture]) -> None:
    assert "not_written is not written yet" in draw().alt.replace("`", "")


def cost(w: np.ndarray) -> float:
    share = Y.mean()
    z = w @ X + np.log(share / (1 - share))
    return float(np.mean(np.logaddexp(0, z) - Y[0] * z))


def test_the_walk_ends_99_percent_of_the_way_down() -> None:
    descent = walk(X, Y)
    found = minimize(cost, np.zeros(2), tol=1e-12)
    np.testing.assert_allclose(descent.best, found.x, atol=1e-4)
    assert descent.arrived
    start, end, bottom = cost(np.zeros(2)), cost(descent.path[-1]), found.fun
    assert end <= bottom + 0.01 * (start - bottom)
    assert cost(descent.path[-2]) > bottom + 0.01 * (start - bottom)


def test_unlike_scales_cost_steps() -> None:
    alike, unlike = (len(walk(X * [[1], [s]], Y).path) for s in (1, 6))
    assert unlike > 10 * alike


def test_a_walk_out_of_steps_says_so() -> None:
    descent = walk(X * [[1], [20]], Y, most=50)
    assert not descent.arrived
    assert descent.path.shape == (51, 2)


def test_the_neurons_costs_are_those_of_plain_descent() -> None:
    A = np.vstack([np.ones(40), X])
    rate = 1 / np.linalg.eigvalsh(A @ A.T / 160)[-1]
    parameters = [(np.zeros((1, 2)), np.zeros((1, 1)))]
    _, expected = reference.train(X, Y, parameters, ["sigmoid"], rate, 25)
    np.testing.assert_allclose(neuron_costs(X, Y, 25), expected, rtol=1e-9)


@pytest.mark.parametrize("norm", ["l1", "l2"])
def test_the_shape_is_touched_where_bowl_and_penalty_balance(norm: str) -> None:
    _, ax = new_figure()
    bottom, t = np.array([1.8, -0.7]), 0.9

    def penalized(v: np.ndarray) -> float:
        penalty = np.abs(v).sum() if norm == "l1" else v @ v / 2
        return float((v - bottom) @ (v - bottom) / 2 + t * penalty)

    found = minimize(penalized, np.ones(2), method="Nelder-Mead", options={"xatol": 1e-8})
    point = plot_shape(ax, reference.soft_threshold, bottom, t, norm)
    np.testing.assert_allclose(point, found.x, atol=1e-4)


def test_the_best_strength_is_named() -> None:
    assert "L2: validation is lowest, 0.207, at lambda 1;" in DRAWN["cost_by_strength"]().alt


def test_the_slope_of_l1_breaks_at_0() -> None:
    right = DRAWN["penalty_slopes"]().axes[1]
    for line in right.lines:
        x = np.asarray(line.get_xdata())
        assert (x < 0).all() or (x > 0).all()


def test_early_stopping_marks_the_lowest_and_the_last_validation_cost() -> None:
    picture = figures.early_stopping(history, {"free": (None, 0.0)})
    stars = [line.get_xydata() for line in picture.axes[0].get_lines()][1:]
    np.testing.assert_allclose(np.vstack(stars), [[20, 0.4], [40, 0.5]])
    assert "lowest, 0.400, at step 20; 0.500 at the last step" in picture.alt


def test_a_boundary_is_drawn_only_where_the_probability_crosses_one_half() -> None:
    first, second, points = module.training.plane_of(X, points=20)
    for bias, lines in ((0.0, 1), (-50.0, 0)):
        p = 1 / (1 + np.exp(-(points.sum(axis=0) + bias)))
        _, ax = new_figure(2, 2)
        module.training.plot_boundary(ax, first, second, p.reshape(first.shape), X, Y)
        assert len(ax.collections) == lines
