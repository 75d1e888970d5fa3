"""What lesson 01 says and does not show."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import linprog

from course_utils import datasets, reference


@pytest.mark.parametrize(("count", "separable"), [(30, True), (3, False)])
def test_thirty_features_separate_the_tumors_and_three_do_not(count: int, separable: bool) -> None:
    """Look for a plane with every example at least 1 on its own side: a linear program."""
    cancer = datasets.load_breast_cancer()
    names = ["mean radius", "mean texture", "mean smoothness"]
    chosen = range(30) if count == 30 else [cancer.feature_names.index(name) for name in names]
    X = cancer.X[:, list(chosen)]
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    side = 2 * cancer.y - 1
    A = -side[:, None] * np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(count + 1), A_ub=A, b_ub=-np.ones(len(X)), bounds=(None, None))
    assert (found.status == 0) == separable


def test_adding_one_to_the_logit_multiplies_the_odds_by_e() -> None:
    p = 1 / (1 + np.exp(-np.array([0.3, 1.3])))
    odds = p / (1 - p)
    np.testing.assert_allclose(odds[1] / odds[0], math.e)


def test_in_floats_the_sigmoid_reaches_one() -> None:
    z = np.array([36.0, 37.0])
    np.testing.assert_array_equal(reference.sigmoid(z) == 1, [False, True])


def test_gradient_descent_has_not_parted_the_tumors_after_16000_steps() -> None:
    """Six are still on the wrong side, so the length of beta does not yet grow as the logarithm."""
    cancer = datasets.load_breast_cancer()
    X, y = (cancer.X - cancer.X.mean(axis=0)) / cancer.X.std(axis=0), 1 - cancer.y
    beta, beta_0 = reference.fit_logistic_regression(X, y, 0.5, 16000)
    assert np.sum(reference.classify(reference.predict_proba(X, beta, beta_0)) != y) == 6
