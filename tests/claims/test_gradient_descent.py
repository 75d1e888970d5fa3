"""What lesson 07 says and does not show."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import datasets, reference


def tumors() -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Return the lesson's nine standardized features (9, m), the classes (1, m) and the names."""
    cancer = datasets.load_breast_cancer()
    words = ("texture", "smoothness", "symmetry")
    names = tuple(n for n in cancer.feature_names if any(word in n for word in words))
    X = cancer.X[:, [cancer.feature_names.index(name) for name in names]].T
    return (
        (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True),
        (1 - cancer.y[np.newaxis]),
        names,
    )


def hessian(X: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Return the Hessian of one neuron's mean cross-entropy, by the lesson's formula."""
    A = np.vstack([np.ones(X.shape[1]), X])
    y_hat = reference.sigmoid(theta @ A)
    return np.asarray((A * (y_hat * (1 - y_hat))) @ A.T / A.shape[1])


def gradient(X: np.ndarray, Y: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Return the gradient of the same cost through the network's own functions."""
    parameters = [(theta[np.newaxis, 1:], theta[:1, np.newaxis])]
    Y_hat, cache = reference.forward(X, parameters, ["sigmoid"])
    ((dW, db),) = reference.backward(Y_hat, Y, cache, parameters, ["sigmoid"])
    return np.append(db, dW)


def test_the_hessian_is_the_derivative_of_the_gradient(rng: np.random.Generator) -> None:
    X, Y, _ = tumors()
    theta = rng.normal(size=10)
    steps = 1e-5 * np.eye(10)
    rows = [(gradient(X, Y, theta + s) - gradient(X, Y, theta - s)) / 2e-5 for s in steps]
    np.testing.assert_allclose(hessian(X, theta), rows, rtol=1e-5, atol=1e-9)


def test_mean_and_worst_texture_say_nearly_the_same() -> None:
    X, _, names = tumors()
    pair = X[[names.index("mean texture"), names.index("worst texture")]]
    assert np.corrcoef(pair)[0, 1] == pytest.approx(0.91, abs=0.005)


def test_no_curvature_is_larger_than_the_bound(rng: np.random.Generator) -> None:
    X, _, _ = tumors()
    bound = np.linalg.eigvalsh(np.cov(X, bias=True) / 4)[-1]
    assert bound > 0.25  # the bias has no more than that
    for theta in (np.zeros(10), *rng.normal(size=(20, 10))):
        assert np.linalg.eigvalsh(hessian(X, theta))[-1] <= bound * (1 + 1e-12)


def test_features_ten_times_as_large_curve_a_hundred_times_as_much() -> None:
    X, _, _ = tumors()
    theta = np.linspace(-1, 1, 10)
    H, H_large = hessian(X, theta), hessian(10 * X, np.append(theta[:1], theta[1:] / 10))
    np.testing.assert_allclose(H_large[1:, 1:], 100 * H[1:, 1:], rtol=1e-9)
    assert H_large[0, 0] == pytest.approx(H[0, 0])


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.8, 0.9])
@pytest.mark.parametrize("h", [0.3, 7.0])
def test_with_momentum_the_limit_is_larger(beta: float, h: float) -> None:
    """Bring error and velocity together: each step applies one matrix to them."""
    limit = (1 + beta) / (1 - beta) * 2 / h
    for factor, stable in ((0.999, True), (1.001, False)):
        eta = factor * limit
        step = np.array([[1 - eta * (1 - beta) * h, -eta * beta], [(1 - beta) * h, beta]])
        assert (np.max(np.abs(np.linalg.eigvals(step))) < 1) == stable


@pytest.mark.parametrize(("beta", "t"), [(0.9, 1), (0.9, 7), (0.999, 40)])
def test_the_weights_of_an_average_from_zero_add_up_to_1_minus_beta_to_the_t(
    beta: float, t: int
) -> None:
    average = 0.0
    for _ in range(t):
        average = beta * average + (1 - beta) * 1.0
    assert average == pytest.approx(1 - beta**t)


def wander(learning_rate: float, batch_size: int) -> float:
    """Return how high above the lowest cost mini-batches wander in the end, on the average."""
    X, Y, _ = tumors()
    theta = np.zeros(10)
    for _ in range(12):
        theta = theta - np.linalg.solve(hessian(X, theta), gradient(X, Y, theta))
    parameters = [(theta[np.newaxis, 1:], theta[:1, np.newaxis])]
    lowest = reference.cost(reference.forward(X, parameters, ["sigmoid"])[0], Y)
    rng, gaps = np.random.default_rng(5), []
    for _ in range(60):
        for X_b, Y_b in reference.mini_batches(X, Y, batch_size, rng):
            Y_hat, cache = reference.forward(X_b, parameters, ["sigmoid"])
            gradients = reference.backward(Y_hat, Y_b, cache, parameters, ["sigmoid"])
            parameters = reference.gradient_descent_step(parameters, gradients, learning_rate)
        gaps.append(reference.cost(reference.forward(X, parameters, ["sigmoid"])[0], Y) - lowest)
    return float(np.mean(gaps[20:]))


def test_the_height_of_the_wandering_grows_with_the_learning_rate_and_falls_with_the_batch() -> (
    None
):
    middle = wander(0.3, 32)
    assert wander(1.0, 32) > 2 * middle
    assert wander(0.3, 128) < middle / 2


def adam_distance(H: np.ndarray, steps: int = 150) -> float:
    """Return how far Adam stays from the bottom of a quadratic valley, from its far end."""
    _, vectors = np.linalg.eigh(H)
    w = (10 * vectors[:, 0] + vectors[:, 1])[np.newaxis]
    parameters, none = [(w, np.zeros((1, 1)))], np.zeros((1, 1))
    zeros = [(np.zeros_like(w), none)]
    state = (zeros, zeros, 0)
    for _ in range(steps):
        gradients = [(parameters[0][0] @ H, none)]
        parameters, state = reference.adam_step(parameters, gradients, state, 0.3)
    return float(np.linalg.norm(parameters[0][0]))


def test_a_diagonal_valley_stays_narrow_for_adam() -> None:
    turn = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2)
    valley = np.diag([1.0, 2500.0])
    assert adam_distance(turn @ valley @ turn.T) > 20 * adam_distance(valley)


def test_one_gradient_after_many_zeros_moves_adam_further_than_its_learning_rate() -> None:
    def moved_after(zeros: int) -> float:
        parameters = [(np.zeros((1, 1)), np.zeros((1, 1)))]
        none, one = parameters, [(np.ones((1, 1)), np.zeros((1, 1)))]
        state = (none, none, 0)
        for gradients in [none] * zeros + [one]:
            parameters, state = reference.adam_step(parameters, gradients, state, 0.1)
        return float(-parameters[0][0][0, 0])

    assert moved_after(0) == pytest.approx(0.1)
    assert moved_after(1000) == pytest.approx(0.25, abs=0.005)
    bound = 0.1 * (1 - 0.9) / np.sqrt(1 - 0.999)
    assert bound == pytest.approx(0.316, abs=0.001)
    assert moved_after(20_000) == pytest.approx(bound, rel=1e-6)
