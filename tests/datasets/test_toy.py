from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial import cKDTree
from sklearn.linear_model import LogisticRegression

from course_utils import datasets

COLUMNS: list[Callable[..., Any]] = [
    datasets.moons,
    datasets.circles,
    datasets.spiral,
    datasets.xor,
]
ROWS: list[Callable[..., Any]] = [datasets.overlapping_blobs, datasets.separable_blobs]


@pytest.mark.parametrize("draw", COLUMNS)
def test_columns(draw: Callable[..., Any]) -> None:
    X, Y = draw(101, np.random.default_rng(0))
    assert (X.shape, Y.shape) == ((2, 101), (1, 101))
    assert np.issubdtype(Y.dtype, np.integer)
    assert_array_equal(np.bincount(Y[0]), [51, 50])


@pytest.mark.parametrize("draw", ROWS)
def test_rows(draw: Callable[..., Any]) -> None:
    X, y = draw(101, np.random.default_rng(0))
    assert (X.shape, y.shape) == ((101, 2), (101,))
    assert np.issubdtype(y.dtype, np.integer)
    assert_array_equal(np.bincount(y), [51, 50])


@pytest.mark.parametrize("draw", COLUMNS + ROWS)
def test_the_generator_alone_decides(draw: Callable[..., Any]) -> None:
    first, again, other = (draw(20, np.random.default_rng(seed))[0] for seed in (1, 1, 2))
    assert_array_equal(first, again)
    assert not np.any(first == other)


@pytest.mark.parametrize("draw", COLUMNS)
def test_no_line_separates_them_but_neighbors_agree(draw: Callable[..., Any]) -> None:
    X, Y = draw(2000, np.random.default_rng(0))
    model = LogisticRegression().fit(X.T, Y[0])
    assert model.score(X.T, Y[0]) < 0.92
    _, nearest = cKDTree(X.T).query(X.T, k=2)
    assert np.mean(Y[0][nearest[:, 1]] == Y[0]) > 0.95


def test_without_noise_the_points_lie_on_their_curves() -> None:
    rng = np.random.default_rng(0)
    X, Y = datasets.moons(100, rng, noise=0.0)
    centers = np.where(Y[0] == 1, [[1.0], [0.5]], [[0.0], [0.0]])
    assert_allclose(np.hypot(*(X - centers)), 1.0, rtol=1e-12)
    assert np.array_equal(Y[0] == 1, X[1] < centers[1])  # one opens upwards, one downwards
    X, Y = datasets.circles(1000, rng, noise=0.0)
    assert_allclose(np.hypot(*X), np.where(Y[0] == 1, 0.5, 1.0), rtol=1e-12)
    angles = np.arctan2(X[1], X[0])
    assert np.diff(np.sort(angles)).max() < 0.1  # all the way round
    X, Y = datasets.spiral(100, rng, noise=0.0, turns=2.0)
    radius = np.hypot(*X)
    angle = 4 * np.pi * radius + np.pi * Y[0]
    assert_allclose(X, radius * np.array([np.cos(angle), np.sin(angle)]), atol=1e-12)


def test_xor_keeps_away_from_the_axes_and_fills_all_quadrants() -> None:
    X, Y = datasets.xor(400, np.random.default_rng(0), noise=0.0)
    assert np.abs(X).min() >= 0.1
    assert 0.98 < np.abs(X).max() <= 1.0
    assert_array_equal(Y[0] == 1, X[0] * X[1] < 0)
    assert len(np.unique(np.sign(X), axis=1).T) == 4


def test_overlapping_blobs_have_their_centers_and_deviations() -> None:
    X, y = datasets.overlapping_blobs(100_000, np.random.default_rng(0), distance=3.0)
    half = 1.5 / np.sqrt(2)
    assert_allclose(X[y == 1].mean(axis=0), [half, half], atol=0.02)
    assert_allclose(X[y == 0].mean(axis=0), [-half, -half], atol=0.02)
    assert_allclose(np.cov(X[y == 1].T), np.eye(2), atol=0.03)


@pytest.mark.parametrize("seed", range(20))
def test_separable_blobs_keep_their_margin(seed: int) -> None:
    X, y = datasets.separable_blobs(200, np.random.default_rng(seed), margin=0.3)
    distance = X.sum(axis=1) / np.sqrt(2) * (2 * y - 1)
    assert distance.min() >= 0.3 - 1e-12


def test_separable_blobs_are_half_clouds_spread_along_the_line() -> None:
    X, y = datasets.separable_blobs(100_000, np.random.default_rng(0), margin=0.3)
    across, along = (X @ np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)).T
    # The mean of |N(0, 1)| is sqrt(2 / pi).
    assert_allclose(np.mean(across * (2 * y - 1)), 0.3 + np.sqrt(2 / np.pi), atol=0.02)
    assert_allclose([along.mean(), along.std()], [0.0, 1.0], atol=0.02)
