import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import approx_fprime, linprog
from scipy.special import expit, log_expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from course_utils.datasets import load_breast_cancer, overlapping_blobs, separable_blobs
from course_utils.reference.logistic_regression import (
    Array,
    Labels,
    as_network,
    classify,
    cross_entropy,
    cross_entropy_from_logits,
    cross_entropy_gradient,
    fit_logistic_regression,
    irls,
    predict_proba,
    sigmoid,
)

logits = st.lists(st.floats(-1000, 1000), min_size=1, max_size=8).map(np.array)


def three_features() -> tuple[Array, Labels]:
    """Give three features of the breast-cancer data, standardized; their classes overlap."""
    cancer = load_breast_cancer()
    X = cancer.X[:, [0, 1, 4]]  # mean radius, texture and smoothness
    return (X - X.mean(axis=0)) / X.std(axis=0), cancer.y


@given(logits)
def test_sigmoid_is_scipys(z: Array) -> None:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        # SciPy gives 0 below -709.8, where a smallest number is still left.
        assert_allclose(sigmoid(z), expit(z), rtol=1e-15, atol=1e-307)


@given(logits)
def test_sigmoid_of_minus_z_is_one_minus_sigmoid(z: Array) -> None:
    assert_allclose(sigmoid(-z), 1 - sigmoid(z), rtol=0, atol=1e-15)


@pytest.mark.parametrize("shape", [(), (1,), (3, 0), (2, 3, 4)])
def test_sigmoid_keeps_the_shape(shape: tuple[int, ...]) -> None:
    assert np.shape(sigmoid(np.zeros(shape))) == shape


def test_sigmoid_takes_integers() -> None:
    assert_allclose(sigmoid(np.array([-1, 0, 2])), expit([-1.0, 0.0, 2.0]), rtol=1e-15)


def test_predict_proba_is_scikit_learns() -> None:
    X, y = three_features()
    model = LogisticRegression().fit(X, y)
    ours = predict_proba(X, model.coef_[0], float(model.intercept_[0]))
    assert_allclose(ours, model.predict_proba(X)[:, 1], rtol=1e-12)


def test_cross_entropy_is_scikit_learns(rng: np.random.Generator) -> None:
    y, y_hat = rng.integers(0, 2, 50), rng.uniform(0.01, 0.99, 50)
    assert_allclose(cross_entropy(y, y_hat), log_loss(y, y_hat, normalize=False), rtol=1e-12)


def test_cross_entropy_is_finite_at_0_and_1() -> None:
    wrong = cross_entropy(np.array([0, 1]), np.array([1.0, 0.0]))
    assert_allclose(wrong, -2 * np.log(1e-12), rtol=1e-5)
    assert_allclose(cross_entropy(np.array([0, 1]), np.array([0.0, 1.0])), 0, atol=1e-11)


@given(logits, st.integers(0, 255))
def test_cross_entropy_from_logits_is_exact(z: Array, bits: int) -> None:
    y = (bits >> np.arange(z.size)) & 1
    exact = -np.sum(np.where(y == 1, log_expit(z), log_expit(-z)))
    assert_allclose(cross_entropy_from_logits(y, z), exact, rtol=1e-13)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=8).map(np.array))
def test_both_cross_entropies_agree_on_moderate_logits(z: Array) -> None:
    y = np.arange(z.size) % 2
    assert_allclose(cross_entropy(y, sigmoid(z)), cross_entropy_from_logits(y, z), rtol=1e-9)


def test_the_gradient_is_that_of_centered_differences(rng: np.random.Generator) -> None:
    X, y, theta = rng.normal(size=(7, 3)), rng.integers(0, 2, 7), rng.normal(size=4)
    d_beta, d_beta_0 = cross_entropy_gradient(X, y, theta[1:], theta[0])
    h = 1e-5
    slopes = [
        (
            cross_entropy(y, predict_proba(X, theta[1:] + step[1:], theta[0] + step[0]))
            - cross_entropy(y, predict_proba(X, theta[1:] - step[1:], theta[0] - step[0]))
        )
        / (2 * h)
        for step in h * np.eye(4)
    ]
    assert_allclose([d_beta_0, *d_beta], slopes, rtol=1e-7)
    one_sided = approx_fprime(theta, lambda t: cross_entropy(y, predict_proba(X, t[1:], t[0])))
    assert_allclose([d_beta_0, *d_beta], one_sided, rtol=1e-4)


def test_classify_calls_the_threshold_itself_1() -> None:
    y_hat = np.array([[0.3, 0.5, 0.7]])
    assert_array_equal(classify(y_hat), [[0, 1, 1]])
    assert_array_equal(classify(y_hat, 0.7), [[0, 0, 1]])
    assert np.issubdtype(classify(y_hat).dtype, np.integer)


def test_no_steps_leave_zeros() -> None:
    X, y = three_features()
    beta, beta_0 = fit_logistic_regression(X, y, 1.0, 0)
    assert_array_equal(beta, np.zeros(3))
    assert beta_0 == 0.0


def test_three_ways_lead_to_the_same_optimum() -> None:
    X, y = three_features()
    theirs = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(X, y)
    for beta, beta_0 in (irls(X, y, 10), fit_logistic_regression(X, y, 2.0, 5000)):
        assert_allclose(beta, theirs.coef_[0], rtol=1e-4)
        assert_allclose(beta_0, theirs.intercept_[0], rtol=1e-4)
        d_beta, d_beta_0 = cross_entropy_gradient(X, y, beta, beta_0)
        assert_allclose([*d_beta, d_beta_0], 0, atol=1e-8)


def test_the_fit_of_two_groups_is_each_groups_share() -> None:
    # With one 0/1 feature the optimum is known: log-odds of the share of ones in each group.
    X = np.repeat([[0.0], [1.0]], [10, 4], axis=0)
    y = np.array([1] * 3 + [0] * 7 + [1] * 3 + [0])
    beta, beta_0 = irls(X, y, 8)
    assert_allclose(beta_0, np.log(3 / 7), rtol=1e-12)
    assert_allclose(beta_0 + beta[0], np.log(3 / 1), rtol=1e-12)


def test_the_fit_finds_what_drew_the_data(rng: np.random.Generator) -> None:
    X, y = overlapping_blobs(100_000, rng, distance=2.0)
    beta, beta_0 = irls(X, y, 8)
    assert_allclose(beta, np.sqrt([2.0, 2.0]), atol=0.05)
    assert_allclose(beta_0, 0, atol=0.05)


def test_on_separable_data_the_weights_grow_for_ever(rng: np.random.Generator) -> None:
    X, y = separable_blobs(40, rng)
    lengths = [np.linalg.norm(fit_logistic_regression(X, y, 1.0, k)[0]) for k in (10, 100, 1000)]
    losses = [
        cross_entropy(y, predict_proba(X, *fit_logistic_regression(X, y, 1.0, k)))
        for k in (10, 100, 1000)
    ]
    assert lengths == sorted(lengths)
    assert lengths[-1] > 2 * lengths[0]
    assert losses[-1] < 0.1 * losses[0]


@pytest.mark.parametrize(("features", "separable"), [(slice(None), True), ([0, 1, 4], False)])
def test_which_features_of_the_breast_cancer_data_separate_the_classes(
    features: slice | list[int], separable: bool
) -> None:
    # What the lesson says of its data, from a linear program: is there a theta with
    # (2 y - 1) (theta_0 + x theta) >= 1 for every example?
    cancer = load_breast_cancer()
    X = cancer.X[:, features]
    X = np.column_stack([np.ones(len(X)), (X - X.mean(axis=0)) / X.std(axis=0)])
    signed = -(2 * cancer.y - 1)[:, None] * X
    p = X.shape[1]
    found = linprog(np.zeros(p), signed, -np.ones(len(X)), bounds=[(None, None)] * p)
    assert (found.status == 0) == separable


def test_irls_says_when_the_columns_depend_on_each_other() -> None:
    X = np.ones((4, 1))  # the same as the intercept's column
    with pytest.raises(np.linalg.LinAlgError):
        irls(X, np.array([0, 1, 0, 1]), 1)


def test_as_network_is_the_same_model_in_columns(rng: np.random.Generator) -> None:
    X, beta, beta_0 = rng.normal(size=(5, 3)), rng.normal(size=3), 0.7
    W, b = as_network(beta, beta_0)
    assert (W.shape, b.shape) == ((1, 3), (1, 1))
    assert_allclose(sigmoid(W @ X.T + b)[0], predict_proba(X, beta, beta_0), rtol=1e-14)
    W[0, 0] = 99.0
    assert beta[0] != 99.0
