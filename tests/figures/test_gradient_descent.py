from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils import datasets, figures, reference
from course_utils.figures import gradient_descent as module
from course_utils.figures.style import Picture

STEP = reference.gradient_descent_step
TRAIN = reference.train
X, Y = datasets.moons(40, np.random.default_rng(0))
NETWORK = reference.initialize([2, 3, 1], "xavier", np.random.default_rng(0))
NAMES = ["tanh", "sigmoid"]
PATH = np.array([[10.0, 1.0], [8.0, -0.5], [3.0, 0.0]])


def overlapping() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return two classes in columns, and bottom and Hessian of one neuron's cost."""
    rows, y = datasets.overlapping_blobs(80, np.random.default_rng(1))
    A, theta = np.vstack([np.ones(80), rows.T]), np.zeros(3)
    for _ in range(15):
        p = reference.sigmoid(theta @ A)
        H = (A * (p * (1 - p))) @ A.T / 80
        theta = theta - np.linalg.solve(H, A @ (p - y) / 80)
    return rows.T, y[np.newaxis], theta, H


DRAWN: dict[str, Callable[[], Any]] = {
    "parabola_walks": lambda: figures.parabola_walks(STEP),
    "regimes_on_a_cost": lambda: figures.regimes_on_a_cost(TRAIN, *overlapping()),
    "valley_walks": lambda: figures.valley_walks((1, 50), {"one": lambda: PATH}),
    "cost_gaps": lambda: figures.cost_gaps({"one": lambda: np.array([1.0, 0.1, 0.0])}, "steps"),
    "schedule_gaps": lambda: figures.schedule_gaps(
        {"constant": lambda done: 1.0}, lambda schedule: np.array([1.0, 0.1, schedule(1.0)])
    ),
    "edge_of_stability": lambda: figures.edge_of_stability(
        TRAIN, lambda network: 2.0, X, Y, NETWORK, NAMES, rounds=3, steps=5
    ),
}


def not_written(*_: object) -> object:
    raise NotImplementedError


def line(picture: Picture, axes: int, number: int) -> np.ndarray:
    return np.asarray(picture.axes[axes].lines[number].get_ydata(), dtype=float)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: figures.parabola_walks(not_written),
        lambda: figures.regimes_on_a_cost(not_written, *overlapping()),
        lambda: figures.valley_walks((1, 50), {"one": not_written}),
        lambda: figures.cost_gaps({"one": not_written}, "steps"),
        lambda: figures.edge_of_stability(not_written, len, X, Y, NETWORK, NAMES),
    ],
)
def test_an_answer_that_is_not_written_gives_a_placeholder(draw: Callable[[], Picture]) -> None:
    assert "not_written is not written yet" in draw().alt.replace("`", "")


@pytest.mark.parametrize("h", [0.5, 2.0])
def test_on_the_parabola_each_step_multiplies_the_error_by_the_factor(h: float) -> None:
    for product in (0.5, 1.0, 1.5, 2.0, 2.1):
        path = module.parabola_walk(STEP, h, product / h, 6)
        np.testing.assert_allclose(path, (1 - product) ** np.arange(7), atol=1e-12)


@pytest.mark.parametrize(
    ("product", "word"),
    [(0.9, "one side"), (1, "one step"), (1.9, "converges"), (2, "forever"), (2.1, "diverges")],
)
def test_regimes_have_names(product: float, word: str) -> None:
    assert word in module.regime(product)


def test_near_the_bottom_the_cross_entropy_has_the_regimes_of_its_quadratic() -> None:
    picture = figures.regimes_on_a_cost(TRAIN, *overlapping(), steps=60)
    monotone, alternating, beyond = (line(picture, i, 1) for i in range(3))
    assert (monotone[:10] > 0).all()
    assert monotone[-1] < 1e-3
    assert (alternating[:6] * [1, -1, 1, -1, 1, -1] > 0).all()
    assert abs(alternating[-1]) < 1e-3
    # Beyond the limit: neither at rest nor gone, but back and forth.
    assert (beyond[-6:-1] * beyond[-5:] < 0).all()
    assert 0.05 < np.abs(beyond[-6:]).max() < 3
    assert "back and forth" in picture.alt


def test_gaps_below_the_picture_are_cut_off() -> None:
    picture = figures.cost_gaps({"one": lambda: np.array([1.0, 0.0, -1e-17])}, "steps")
    assert (line(picture, 0, 0) > 0).all()
    assert picture.axes[0].get_ylim()[0] == 1e-8


def test_schedules_are_drawn_with_what_they_reach() -> None:
    schedules = {"constant": lambda done: 1.0, "linear": lambda done: 1 - done}
    picture = figures.schedule_gaps(schedules, lambda schedule: np.full(5, 0.1 * schedule(0.5)))
    assert "constant: 0.1 in the end; linear: 0.05 in the end" in picture.alt
    rate = line(picture, 0, 1)
    assert rate[0] == 1
    assert np.all(np.diff(rate) < 0)
