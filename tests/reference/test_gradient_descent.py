from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer

from course_utils.reference.backpropagation import to_vector
from course_utils.reference.forward_propagation import Parameters, cost, forward
from course_utils.reference.gradient_descent import (
    adam_step,
    gradient_descent_step,
    largest_stable_learning_rate,
    mini_batches,
    momentum_step,
    train,
    zeros_like,
)
from course_utils.reference.initialization import initialize
from course_utils.reference.logistic_regression import as_network, fit_logistic_regression


def draw(rng: np.random.Generator) -> Parameters:
    """Draw numbers in the shapes of a network's parameters."""
    return [
        (rng.normal(size=W.shape), rng.normal(size=b.shape))
        for W, b in initialize([3, 4, 2], "he", rng)
    ]


def test_a_step_goes_against_the_gradient_and_changes_no_argument(
    rng: np.random.Generator,
) -> None:
    parameters, gradients = draw(rng), draw(rng)
    before = to_vector(parameters)
    after = to_vector(gradient_descent_step(parameters, gradients, 0.3))
    assert_allclose(after, before - 0.3 * to_vector(gradients), rtol=1e-14)
    assert_array_equal(to_vector(parameters), before)


@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_the_stable_learning_rate_is_where_a_quadratic_turns(n: int, seed: int) -> None:
    A = np.random.default_rng(seed).normal(size=(n, n))
    H = A @ A.T + np.eye(n)
    rate = largest_stable_learning_rate(H)
    for factor, stable in ((0.99, True), (1.01, False)):
        # One step multiplies x by this matrix; its powers vanish if its spectral radius is < 1.
        radius = np.max(np.abs(np.linalg.eigvals(np.eye(n) - factor * rate * H)))
        assert (radius < 1) == stable


@given(st.integers(1, 20), st.integers(1, 25), st.integers(0, 2**32 - 1))
def test_mini_batches_deal_out_every_example_once(m: int, size: int, seed: int) -> None:
    X = np.vstack([np.arange(float(m)), np.arange(float(m)) ** 2])
    Y = 100 + np.arange(m)[np.newaxis]
    batches = mini_batches(X, Y, size, np.random.default_rng(seed))
    sizes = [X_b.shape[1] for X_b, _ in batches]
    assert all(n == size for n in sizes[:-1])
    assert 0 < sizes[-1] <= size
    X_all, Y_all = (np.hstack(part) for part in zip(*batches, strict=True))
    assert_array_equal(np.sort(X_all[0]), np.arange(m))
    assert_array_equal(X_all[1], X_all[0] ** 2)
    assert_array_equal(Y_all[0], 100 + X_all[0])


def test_mini_batches_shuffle_as_the_generator_says() -> None:
    X = np.arange(50.0)[np.newaxis]
    first, again, other = (
        mini_batches(X, X, 50, np.random.default_rng(s))[0][0] for s in (1, 1, 2)
    )
    assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first, X)


def test_momentum_is_the_weighted_sum_of_all_gradients(rng: np.random.Generator) -> None:
    parameters, steps = draw(rng), [draw(rng) for _ in range(6)]
    moved, velocity = parameters, zeros_like(parameters)
    path = []
    for gradients in steps:
        moved, velocity = momentum_step(moved, gradients, velocity, 0.3, beta=0.8)
        path.append(to_vector(velocity))
    closed = sum(0.2 * 0.8 ** (5 - k) * to_vector(steps[k]) for k in range(6))
    assert_allclose(to_vector(velocity), closed, rtol=1e-12)
    assert_allclose(
        to_vector(moved), to_vector(parameters) - 0.3 * np.sum(path, axis=0), rtol=1e-12
    )


def test_momentum_without_memory_is_gradient_descent(rng: np.random.Generator) -> None:
    parameters, gradients, velocity = draw(rng), draw(rng), draw(rng)
    moved, _ = momentum_step(parameters, gradients, velocity, 0.3, beta=0.0)
    plain = gradient_descent_step(parameters, gradients, 0.3)
    assert_allclose(to_vector(moved), to_vector(plain), rtol=1e-14)


def test_adam_is_the_papers_algorithm_one_number_at_a_time(rng: np.random.Generator) -> None:
    parameters = draw(rng)
    moved: Parameters = parameters
    state = (zeros_like(parameters), zeros_like(parameters), 0)
    theta = list(to_vector(parameters))
    first, second = [0.0] * len(theta), [0.0] * len(theta)
    for t in range(1, 7):
        gradients = [(1e-6 * dW, db) for dW, db in draw(rng)]  # some as small as epsilon matters
        moved, state = adam_step(moved, gradients, state, 0.1, 0.8, 0.95, 1e-7)
        for i, g in enumerate(to_vector(gradients)):
            first[i] = 0.8 * first[i] + 0.2 * g
            second[i] = 0.95 * second[i] + 0.05 * g * g
            m_hat, v_hat = first[i] / (1 - 0.8**t), second[i] / (1 - 0.95**t)
            theta[i] -= 0.1 * m_hat / (v_hat**0.5 + 1e-7)
    assert_allclose(to_vector(moved), theta, rtol=1e-12)
    assert_allclose(to_vector(state[0]), first, rtol=1e-12)
    assert_allclose(to_vector(state[1]), second, rtol=1e-12)
    assert state[2] == 6


def test_adam_is_scikit_learns_but_for_where_epsilon_stands(rng: np.random.Generator) -> None:
    parameters = draw(rng)
    theirs: list[Any] = [array.copy() for pair in parameters for array in pair]
    optimizer = AdamOptimizer(theirs, learning_rate_init=0.01, epsilon=1e-300)
    state = (zeros_like(parameters), zeros_like(parameters), 0)
    for _ in range(10):
        gradients = draw(rng)
        parameters, state = adam_step(parameters, gradients, state, 0.01, epsilon=1e-300)
        optimizer.update_params(theirs, [array for pair in gradients for array in pair])
    assert_allclose(to_vector(parameters), np.concatenate([a.ravel() for a in theirs]), rtol=1e-10)


@pytest.mark.parametrize("step", [momentum_step, adam_step])
def test_no_argument_is_changed(step: Any, rng: np.random.Generator) -> None:
    parameters, gradients, memory = draw(rng), draw(rng), zeros_like(draw(rng))
    before = [to_vector(pairs) for pairs in (parameters, gradients, memory)]
    step(parameters, gradients, memory if step is momentum_step else (memory, memory, 3), 0.1)
    for pairs, copy in zip((parameters, gradients, memory), before, strict=True):
        assert_array_equal(to_vector(pairs), copy)


def test_training_a_single_neuron_is_lesson_01(rng: np.random.Generator) -> None:
    X, y = rng.normal(size=(30, 4)), rng.integers(0, 2, 30)
    start = [as_network(np.zeros(4), 0.0)]
    ((W, b),), costs = train(X.T, y[np.newaxis], start, ["sigmoid"], 0.5, 40)
    beta, beta_0 = fit_logistic_regression(X, y, 0.5, 40)
    assert_allclose(W[0], beta, rtol=1e-10)
    assert_allclose(b[0, 0], beta_0, rtol=1e-10)
    assert len(costs) == 40


def test_costs_are_taken_before_each_step_and_fall(rng: np.random.Generator) -> None:
    X, Y, activations = rng.normal(size=(3, 30)), rng.integers(0, 2, (1, 30)), ["tanh", "sigmoid"]
    start = initialize([3, 5, 1], "xavier", rng)
    before = to_vector(start)
    half, first = train(X, Y, start, activations, 0.1, 20)
    _, second = train(X, Y, half, activations, 0.1, 20)
    _, whole = train(X, Y, start, activations, 0.1, 40)
    assert_allclose(first + second, whole, rtol=1e-12)
    assert_allclose(second[0], cost(forward(X, half, activations)[0], Y), rtol=1e-14)
    assert whole == sorted(whole, reverse=True)
    assert_array_equal(to_vector(start), before)
    assert train(X, Y, start, activations, 0.1, 0)[1] == []
