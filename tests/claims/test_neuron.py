"""What lesson 02 says and does not show."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from course_utils import reference
from course_utils.figures.neuron import SIDE
from course_utils.widgets import neuron_explorer


def test_a_step_has_no_slope_to_follow() -> None:
    z, h = np.array([-2.0, -0.1, 0.1, 3.0]), 1e-6
    nudged = (np.heaviside(z + h, 1.0) - np.heaviside(z - h, 1.0)) / (2 * h)
    assert not nudged.any()


def test_the_sigmoid_is_nowhere_steeper_than_a_quarter_and_tanh_than_one() -> None:
    z = np.linspace(-50, 50, 10_001)
    assert reference.sigmoid_derivative(z).max() == 0.25
    assert reference.tanh_derivative(z).max() == 1.0


def test_a_dead_neuron_can_be_found_with_the_sliders_and_has_no_slope() -> None:
    explorer = neuron_explorer()
    scale, bias = 0.5, explorer.controls["bias"].min
    corners = SIDE * np.array([[1, 1, -1, -1], [1, -1, 1, -1]])
    w = scale * np.array([np.cos(0.5), np.sin(0.5)])
    z = w @ corners + bias
    assert np.all(z < 0)
    assert not reference.relu_derivative(z).any()
    picture, _ = explorer.draw(np.rad2deg(0.5), scale, bias, "relu")
    assert not np.asarray(picture.axes[1].images[0].get_array()).any()


def test_twice_the_weights_halve_the_lines_distance_from_the_origin() -> None:
    origin, w = np.zeros((2, 1)), np.array([1.0, 1.0])
    near, far = (reference.signed_distance(k * w, 2.0, origin)[0] for k in (2, 1))
    assert np.isclose(near, far / 2)


def gelu(z: float) -> float:
    return z * NormalDist().cdf(z)


def silu(z: float) -> float:
    return z / (1 + float(np.exp(-z)))


def test_relatives_of_relu_have_a_slope_at_minus_one_and_their_lowest_points_as_said() -> None:
    h, z = 1e-6, np.linspace(-5, 0, 501)
    for g, slope, lowest in ((silu, 0.07, -1.28), (gelu, -0.08, -0.75)):
        assert (g(-1 + h) - g(-1 - h)) / (2 * h) == pytest.approx(slope, abs=0.005)
        assert z[np.argmin([g(float(v)) for v in z])] == pytest.approx(lowest, abs=0.006)
    for z_far in (-30.0, -20.0):
        assert abs(silu(z_far)) + abs(gelu(z_far)) < 1e-6
