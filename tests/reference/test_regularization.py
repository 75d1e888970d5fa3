import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats
from scipy.optimize import minimize_scalar
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from course_utils.reference.initialization import initialize
from course_utils.reference.logistic_regression import Array
from course_utils.reference.regularization import (
    batch_norm,
    dropout,
    l1_penalty,
    l2_penalty,
    min_max_scale,
    penalty_gradient,
    regularized_gradients,
    soft_threshold,
    standardize,
)


@pytest.mark.parametrize(
    ("ours", "theirs"), [(min_max_scale, MinMaxScaler), (standardize, StandardScaler)]
)
def test_scaling_is_scikit_learns(ours: object, theirs: type, rng: np.random.Generator) -> None:
    assert callable(ours)
    X_train, X = rng.normal(5, 30, size=(4, 9)), rng.normal(5, 30, size=(4, 6))
    expected = theirs().fit(X_train.T).transform(X.T).T
    assert_allclose(ours(X_train, X), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("scale", [min_max_scale, standardize])
@pytest.mark.parametrize("constant", [0.0, 7.0, 0.1, 1e-12, 1e12])
def test_a_constant_feature_gives_0(scale: object, constant: float) -> None:
    assert callable(scale)
    # Thirty times 0.1 has a standard deviation of 1e-17 in floating point, not 0.
    X_train = np.vstack([np.full(30, constant), np.arange(30.0)])
    scaled = scale(X_train, np.array([[constant, 3.0], [1.0, 2.0]]))
    assert_array_equal(scaled[0], [0.0, 0.0])
    assert np.all(np.isfinite(scaled))


def test_the_training_set_itself_ends_up_where_promised(rng: np.random.Generator) -> None:
    X = rng.normal(5, 30, size=(4, 9))
    scaled = min_max_scale(X, X)
    assert_array_equal(scaled.min(axis=1), np.zeros(4))
    assert_allclose(scaled.max(axis=1), np.ones(4), rtol=1e-15)
    scaled = standardize(X, X)
    assert_allclose(scaled.mean(axis=1), np.zeros(4), atol=1e-14)
    assert_allclose((scaled**2).mean(axis=1), np.ones(4), rtol=1e-14)


def test_examples_not_seen_leave_the_statistics_alone(rng: np.random.Generator) -> None:
    X_train, X = rng.normal(size=(4, 9)), rng.normal(size=(4, 6))
    for scale in (min_max_scale, standardize):
        one_by_one = np.hstack([scale(X_train, X[:, [j]]) for j in range(6)])
        assert_allclose(scale(X_train, X), one_by_one, rtol=1e-14)


def test_penalties_are_norms_of_all_weights(rng: np.random.Generator) -> None:
    parameters = [(W, b + 100.0) for W, b in initialize([3, 4, 2], "he", rng)]
    weights = np.concatenate([W.ravel() for W, _ in parameters])
    assert_allclose(
        l1_penalty(parameters, 0.7, 5), 0.7 / 5 * np.linalg.norm(weights, 1), rtol=1e-13
    )
    assert_allclose(
        l2_penalty(parameters, 0.7, 5), 0.7 / 10 * np.linalg.norm(weights) ** 2, rtol=1e-13
    )
    assert type(l1_penalty(parameters, 0.7, 5)) is type(l2_penalty(parameters, 0.7, 5)) is float


def test_penalty_gradients_are_autograds(rng: np.random.Generator) -> None:
    W = rng.normal(size=(3, 4))
    l1 = grad(lambda W: 0.7 / 5 * anp.sum(anp.abs(W)))(W)
    l2 = grad(lambda W: 0.7 / 10 * anp.sum(W**2))(W)
    assert_allclose(penalty_gradient(W, 0.7, 5, "l1"), l1, rtol=1e-13)
    assert_allclose(penalty_gradient(W, 0.7, 5, "l2"), l2, rtol=1e-13)


def test_the_l1_gradient_is_0_at_0_and_other_norms_are_refused() -> None:
    assert_array_equal(penalty_gradient(np.zeros((2, 3)), 0.7, 5, "l1"), np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"'l0'.*l1, l2"):
        penalty_gradient(np.zeros((2, 3)), 0.7, 5, "l0")


@pytest.mark.parametrize("norm", ["l1", "l2"])
def test_only_the_weights_gradients_are_regularized(norm: str, rng: np.random.Generator) -> None:
    parameters, gradients = (
        [(W, rng.normal(size=b.shape)) for W, b in initialize([3, 4, 2], "he", rng)]
        for _ in range(2)
    )
    before = [dW.copy() for dW, _ in gradients]
    result = regularized_gradients(gradients, parameters, 0.7, norm, 5)
    for (dW, db), (dW_old, db_old), (W, _) in zip(result, gradients, parameters, strict=True):
        assert_allclose(dW - dW_old, penalty_gradient(W, 0.7, 5, norm), rtol=1e-9)
        assert_array_equal(db, db_old)
    assert_array_equal(before[0], gradients[0][0])


@given(st.floats(-5, 5), st.floats(0, 3))
def test_soft_threshold_minimizes_what_it_says(w: float, t: float) -> None:
    found = minimize_scalar(
        lambda v: (v - w) ** 2 / 2 + t * abs(v), bounds=(-6, 6), options={"xatol": 1e-9}
    )
    assert_allclose(soft_threshold(np.array([w]), t)[0], found.x, atol=1e-4)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=5).map(np.array), st.floats(0, 3))
def test_soft_threshold_is_odd_and_reaches_exact_zeros(W: Array, t: float) -> None:
    S = soft_threshold(W, t)
    assert_array_equal(soft_threshold(-W, t), -S)
    assert_array_equal(S == 0, np.abs(W) <= t)
    assert_allclose(np.abs(W - S), np.minimum(np.abs(W), t), atol=1e-15)


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.8])
def test_dropout_keeps_the_mean_and_as_many_as_it_says(keep: float) -> None:
    A = np.random.default_rng(1).normal(2.0, 1.0, size=(200, 300))
    before = A.copy()
    dropped, mask = dropout(A, keep, np.random.default_rng(2))
    assert_array_equal(A, before)
    # How many are kept is binomial; their places are drawn one by one, so that rows differ.
    assert stats.binomtest(int(mask.sum()), mask.size, keep).pvalue > 1e-4
    for counts in (mask.sum(axis=0), mask.sum(axis=1)):
        n = mask.size // counts.size
        assert np.var(counts) == pytest.approx(n * keep * (1 - keep), rel=0.35)
    assert_allclose(dropped, np.where(mask, A / keep, 0.0), rtol=1e-12)
    spread = np.sqrt((1 - keep) / keep * np.mean(A**2) / A.size)
    assert abs(dropped.mean() - A.mean()) < 4.5 * spread


def test_dropout_with_1_changes_nothing_and_repeats_with_the_same_generator() -> None:
    A = np.random.default_rng(0).normal(size=(3, 5))
    same, mask = dropout(A, 1.0, np.random.default_rng(1))
    assert_array_equal(same, A)
    assert mask.all()
    first, second = (dropout(A, 0.5, np.random.default_rng(7)) for _ in range(2))
    assert_array_equal(first[0], second[0])
    assert_array_equal(first[1], second[1])


def test_the_gradient_goes_back_through_the_mask(rng: np.random.Generator) -> None:
    A, keep = rng.normal(size=(3, 4)), 0.6
    _, mask = dropout(A, keep, rng)
    numeric = grad(lambda a: anp.sum(anp.sin(a * mask / keep)))(A)
    assert_allclose(np.cos(A * mask / keep) * mask / keep, numeric, rtol=1e-12)


@pytest.mark.parametrize("epsilon", [1e-5, 0.1])
def test_batch_norm_is_scikit_learns_scaling_then_gamma_and_beta(
    epsilon: float, rng: np.random.Generator
) -> None:
    Z = rng.normal(5, 30, size=(4, 60)) * np.array([[1.0], [1e-3], [7.0], [100.0]])
    gamma, beta = rng.normal(size=(2, 4, 1))
    standardized = StandardScaler().fit_transform(Z.T).T
    # StandardScaler knows no epsilon: it shrinks every deviation by a known factor.
    shrunk = standardized * np.sqrt(Z.var(axis=1) / (Z.var(axis=1) + epsilon))[:, np.newaxis]
    assert_allclose(batch_norm(Z, gamma, beta, epsilon), gamma * shrunk + beta, rtol=1e-9)


def test_batch_norm_does_not_mind_scale_and_shift_and_survives_a_constant_row() -> None:
    Z = np.random.default_rng(3).normal(size=(2, 40))
    one, zero = np.ones((2, 1)), np.zeros((2, 1))
    assert_allclose(batch_norm(50 * Z + 3, one, zero), batch_norm(Z, one, zero), atol=1e-4)
    constant = batch_norm(np.full((2, 6), 4.0), one, np.array([[1.0], [-2.0]]))
    assert_array_equal(constant, np.repeat([[1.0], [-2.0]], 6, axis=1))


def test_both_are_pytorchs(needs_libraries: None, rng: np.random.Generator) -> None:
    torch = pytest.importorskip("torch")
    Z, gamma, beta = rng.normal(2, 5, size=(4, 30)), *rng.normal(size=(2, 4, 1))
    theirs = torch.nn.functional.batch_norm(
        torch.from_numpy(Z.T),
        None,
        None,
        torch.from_numpy(gamma[:, 0]),
        torch.from_numpy(beta[:, 0]),
        training=True,
        eps=1e-5,
    )
    assert_allclose(batch_norm(Z, gamma, beta), theirs.numpy().T, rtol=1e-9, atol=1e-12)
    torch.manual_seed(0)
    dropped = torch.nn.functional.dropout(torch.ones(50, 50, dtype=torch.float64), p=0.25).numpy()
    ours, _ = dropout(np.ones((50, 50)), 0.75, rng)
    assert_allclose(np.unique(ours), np.unique(dropped))
