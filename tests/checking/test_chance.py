"""Bounds on what chance does hold, and are not idle."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from course_utils.checking.chance import (
    TAIL,
    cosine_bound,
    mean_bound,
    normal_gap,
    second_moment_band,
    shape_bound,
)

SIZES = (1000, 4000, 14400)


@pytest.mark.parametrize("n", SIZES)
def test_no_bound_is_broken_more_often_than_it_says(n: int) -> None:
    allowed = math.exp(-TAIL)
    low, high = second_moment_band(n)
    assert 2 * stats.norm.sf(mean_bound(n) * math.sqrt(n)) <= allowed
    assert stats.chi2.sf(n * high, n) <= allowed
    assert stats.chi2.cdf(n * low, n) <= allowed
    assert stats.kstwo.sf(shape_bound(n), n) <= allowed
    # Of a random direction in n dimensions, half of the squared cosine's tail lies on either side.
    assert stats.beta.sf(cosine_bound(n) ** 2, 0.5, (n - 1) / 2) <= allowed


def test_the_bounds_are_not_idle() -> None:
    """Each lies within a factor of 1.3 of where its exact distribution would put it."""
    n, allowed = 4000, math.exp(-TAIL)
    assert mean_bound(n) < 1.3 * stats.norm.isf(allowed / 2) / math.sqrt(n)
    assert second_moment_band(n)[1] - 1 < 1.3 * (stats.chi2.isf(allowed, n) / n - 1)
    assert shape_bound(n) < 1.3 * stats.kstwo.isf(allowed, n)


@pytest.mark.parametrize("scale", [1.0, 0.8, 3.0, 20.0])
def test_the_gap_is_that_of_the_kolmogorov_smirnov_test(
    scale: float, rng: np.random.Generator
) -> None:
    numbers = rng.normal(0.1, scale, size=2000)
    expected = stats.kstest(numbers, "norm").statistic
    assert normal_gap(numbers) == pytest.approx(expected, abs=2e-5)
