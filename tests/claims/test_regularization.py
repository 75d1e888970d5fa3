"""What lesson 06 says and does not show."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import datasets, reference
from course_utils.reference.regularization import (
    min_max_scale,
    penalty_gradient,
    soft_threshold,
    standardize,
)

CANCER = datasets.load_breast_cancer()
X, Y = CANCER.X.T, 1 - CANCER.y[np.newaxis]
PARTS = datasets.split(X.shape[1], np.random.default_rng(1), validation=0.4, test=0.5)


def test_the_small_hospital_has_the_sizes_that_are_told() -> None:
    assert tuple(len(part) for part in PARTS) == (57, 228, 284)
    assert reference.count_parameters([30, 16, 1]) == 513 == 57 * 9
    assert 30 * 16 + 16 == 496


def test_raw_deviations_differ_a_hundred_thousand_times() -> None:
    deviations = X[:, PARTS.train].std(axis=1)
    assert deviations.max() / deviations.min() > 1e5


def test_min_max_scaled_data_are_a_worse_valley_than_standardized_ones() -> None:
    """The largest curvature comes from the common mean, which standardizing takes away."""
    X_train = X[:, PARTS.train]
    largest, means = {}, {}
    for scale in (min_max_scale, standardize):
        A = scale(X_train, X_train)
        spread = np.linalg.svd(A - A.mean(axis=1, keepdims=True), compute_uv=False)[0]
        largest[scale] = np.linalg.svd(A, compute_uv=False)[0] / spread
        means[scale] = A.mean()
    assert means[min_max_scale] > 0.2
    assert largest[min_max_scale] > 1.5
    assert largest[standardize] == pytest.approx(1)


def test_steps_of_l1_near_0_jump_to_and_fro_and_the_soft_threshold_rests() -> None:
    w = v = np.array([[0.03]])
    signs = []
    for _ in range(40):
        w = w - 0.02 * penalty_gradient(w, 1.0, 1, "l1")
        v = soft_threshold(v, 0.02)
        signs.append(float(np.sign(w[0, 0])))
    assert signs[-4:] in ([1, -1, 1, -1], [-1, 1, -1, 1])
    assert v[0, 0] == 0


def test_weight_decay_is_the_l2_step() -> None:
    rng = np.random.default_rng(2)
    W, dW = rng.normal(size=(2, 3, 5))
    rate, lam, m = 0.3, 2.0, 7
    step = W - rate * (dW + penalty_gradient(W, lam, m, "l2"))
    np.testing.assert_allclose(step, (1 - rate * lam / m) * W - rate * dW, rtol=1e-12)


def test_a_huge_strength_leaves_one_prediction_for_everybody() -> None:
    X_train, Y_train = X[:, PARTS.train], Y[:, PARTS.train]
    A = standardize(X_train, X_train)
    parameters = reference.initialize([30, 16, 1], "he", np.random.default_rng(0))
    for _ in range(300):
        Y_hat, cache = reference.forward(A, parameters, ["relu", "sigmoid"])
        gradients = reference.backward(Y_hat, Y_train, cache, parameters, ["relu", "sigmoid"])
        parameters = reference.gradient_descent_step(parameters, gradients, 0.5)
        parameters = [(soft_threshold(W, 0.5 * 100 / 57), b) for W, b in parameters]
    Y_hat, _ = reference.forward(A, parameters, ["relu", "sigmoid"])
    assert all((W == 0).all() for W, _ in parameters)
    np.testing.assert_allclose(Y_hat, Y_train.mean(), atol=1e-3)


def test_radius_perimeter_and_area_say_nearly_the_same() -> None:
    names = ("mean radius", "mean perimeter", "mean area")
    rows = X[[CANCER.feature_names.index(name) for name in names]]
    assert np.corrcoef(rows).min() > 0.98


def test_every_split_gains_by_the_l2_penalty() -> None:
    """The gain that the lesson tells of is not one lucky split's; tried on splits it does not use."""
    activations = ["relu", "sigmoid"]
    for seed in (11, 12, 13):
        parts = datasets.split(X.shape[1], np.random.default_rng(seed), 0.4, 0.5)
        ruler, m = X[:, parts.train], len(parts.train)
        costs = []
        for lam in (0.0, 1.0):
            A, truth = standardize(ruler, ruler), Y[:, parts.train]
            parameters = reference.initialize([30, 16, 1], "he", np.random.default_rng(0))
            for _ in range(600):
                Y_hat, cache = reference.forward(A, parameters, activations)
                gradients = reference.backward(Y_hat, truth, cache, parameters, activations)
                gradients = reference.regularized_gradients(gradients, parameters, lam, "l2", m)
                parameters = reference.gradient_descent_step(parameters, gradients, 0.5)
            unseen = standardize(ruler, X[:, parts.test])
            Y_hat, _ = reference.forward(unseen, parameters, activations)
            costs.append(reference.cost(Y_hat, Y[:, parts.test]))
        assert costs[1] < costs[0]
