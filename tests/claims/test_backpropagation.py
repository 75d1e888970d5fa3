"""What lesson 04 says and does not show."""

from __future__ import annotations

import numpy as np

from course_utils.reference import backpropagation as key
from course_utils.reference.forward_propagation import cost, forward, parameter_shapes

SIZES, NAMES = [5, 32, 1], ["tanh", "sigmoid"]


def test_a_colleague_with_32_neurons_and_32_examples_sees_the_cost_fall() -> None:
    """The written question: the shapes fit, the cost falls, and the gradient is wrong."""
    rng = np.random.default_rng(1)
    X, Y = rng.normal(size=(5, 32)), rng.integers(0, 2, (1, 32))
    start = [(rng.normal(size=w) / np.sqrt(w[1]), np.zeros(b)) for w, b in parameter_shapes(SIZES)]

    def gradients(parameters: key.Gradients) -> key.Gradients:
        Y_hat, cache = forward(X, parameters, NAMES)
        delta_2 = key.output_delta(Y_hat, Y)
        delta_1 = (parameters[1][0].T @ delta_2) @ (1 - np.tanh(cache[0][1]) ** 2)
        return [
            key.parameter_gradients(delta_1, X),
            key.parameter_gradients(delta_2, cache[1][0]),
        ]

    def J(theta: np.ndarray) -> float:
        return cost(forward(X, key.from_vector(theta, SIZES), NAMES)[0], Y)

    theirs = key.to_vector(gradients(start))
    numeric = key.numerical_gradient(J, key.to_vector(start))
    assert key.relative_error(theirs, numeric) > 1e-2
    parameters = start
    for _ in range(200):
        parameters = [
            (W - 0.02 * dW, b - 0.02 * db)
            for (W, b), (dW, db) in zip(parameters, gradients(parameters), strict=True)
        ]
    assert J(key.to_vector(parameters)) < 0.9 * J(key.to_vector(start))


def test_centered_differences_err_by_h_squared_and_one_sided_ones_by_h() -> None:
    x, steps = np.array([0.7]), np.array([1e-2, 1e-3])
    exact = np.exp(0.7)

    def f(t: np.ndarray) -> float:
        return float(np.exp(t[0]))

    centered = [abs(key.numerical_gradient(f, x, h)[0] - exact) for h in steps]
    one_sided = [abs((f(x + h) - f(x)) / h - exact) for h in steps]
    np.testing.assert_allclose(centered[0] / centered[1], 100, rtol=1e-2)
    np.testing.assert_allclose(one_sided[0] / one_sided[1], 10, rtol=1e-2)


def test_nothing_fed_by_a_relu_that_is_off_learns() -> None:
    Z = np.array([[-1.0, 2.0]])
    delta = key.hidden_delta(np.array([[3.0]]), np.array([[0.5, 0.5]]), Z, "relu")
    np.testing.assert_array_equal(delta, [[0.0, 1.5]])
    dW, db = key.parameter_gradients(delta[:, :1], np.array([[4.0]]))
    assert dW == 0
    assert db == 0


def test_the_relative_error_lies_between_0_and_1() -> None:
    rng = np.random.default_rng(2)
    errors = [key.relative_error(*rng.normal(size=(2, 3))) for _ in range(200)]
    assert 0 <= min(errors) <= max(errors) <= 1
