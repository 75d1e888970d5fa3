"""Backpropagation against autograd, finite differences and the chain rule written as matrices."""

from itertools import pairwise
from typing import Any, NamedTuple

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad, grad, jacobian
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import expit

from course_utils.reference.backpropagation import (
    activation_jacobian,
    backward,
    cross_entropy_derivative,
    from_vector,
    hidden_delta,
    numerical_gradient,
    output_delta,
    parameter_gradients,
    relative_error,
    to_vector,
)
from course_utils.reference.forward_propagation import Parameters, cost, forward
from course_utils.reference.logistic_regression import Array, Labels
from course_utils.reference.neural_networks import count_parameters
from course_utils.reference.neuron import ACTIVATIONS

AUTOGRAD = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 0.5 * (1 + anp.tanh(z / 2)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(0.0, z),
}


class Problem(NamedTuple):
    X: Array
    Y: Labels
    parameters: Parameters
    activations: list[str]
    sizes: list[int]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a network of any depth, widths and activations, with a batch."""
    sizes = [*draw(st.lists(st.integers(1, 7), min_size=1, max_size=6)), 1]
    hidden = st.sampled_from(sorted(ACTIVATIONS))
    activations = [draw(hidden) for _ in sizes[1:-1]] + ["sigmoid"]
    m = draw(st.integers(1, 8))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    parameters = [
        (rng.normal(0, 1.5 / np.sqrt(n_prev), (n, n_prev)), rng.normal(0, 0.5, (n, 1)))
        for n_prev, n in pairwise(sizes)
    ]
    return Problem(
        rng.normal(size=(sizes[0], m)), rng.integers(0, 2, (1, m)), parameters, activations, sizes
    )


def independent_cost(parameters: Any, problem: Problem) -> Any:
    """Compute the cost for autograd: from the last logits, and with none of the course's code."""
    A = problem.X
    for (W, b), activation in zip(parameters, problem.activations, strict=True):
        Z = anp.dot(W, A) + b
        A = AUTOGRAD[activation](Z)
    return anp.mean(anp.logaddexp(0.0, Z) - problem.Y * Z)


def gradients_of(problem: Problem, parameters: Parameters) -> Parameters:
    Y_hat, cache = forward(problem.X, parameters, problem.activations)
    return backward(Y_hat, problem.Y, cache, parameters, problem.activations)


@given(problems())
def test_gradients_are_autograds_to_1e_9(problem: Problem) -> None:
    ours = gradients_of(problem, problem.parameters)
    theirs = grad(independent_cost)(problem.parameters, problem)
    for ours_l, theirs_l, pair in zip(ours, theirs, problem.parameters, strict=True):
        for array, expected, parameter in zip(ours_l, theirs_l, pair, strict=True):
            assert array.shape == parameter.shape
            # Relative to the array's size: single entries may cancel to almost nothing.
            error = np.linalg.norm(array - expected)
            assert error <= 1e-9 * np.linalg.norm(expected)


def test_the_drawn_networks_are_of_every_kind() -> None:
    seen: list[Problem] = []

    @given(problems())
    def look(problem: Problem) -> None:
        seen.append(problem)

    look()
    assert {len(problem.parameters) for problem in seen} == {1, 2, 3, 4, 5, 6}
    used = {name for problem in seen for name in problem.activations[:-1]}
    assert used == set(ACTIVATIONS)


def test_gradients_are_those_of_finite_differences(rng: np.random.Generator) -> None:
    sizes, activations = [3, 5, 4, 1], ["tanh", "sigmoid", "sigmoid"]
    theta = rng.normal(size=count_parameters(sizes))
    problem = Problem(rng.normal(size=(3, 6)), rng.integers(0, 2, (1, 6)), [], activations, sizes)

    def J(theta: Array) -> float:
        return cost(forward(problem.X, from_vector(theta, sizes), activations)[0], problem.Y)

    ours = to_vector(gradients_of(problem, from_vector(theta, sizes)))
    assert relative_error(ours, numerical_gradient(J, theta)) < 1e-8


def test_a_network_by_hand() -> None:
    # The lesson's 3-2-1 tail for one example: every delta from full Jacobians.
    rng = np.random.default_rng(3)
    a_1, y = rng.normal(size=(3, 1)), np.array([[1]])
    parameters = [
        (rng.normal(size=(2, 3)), rng.normal(size=(2, 1))),
        (rng.normal(size=(1, 2)), rng.normal(size=(1, 1))),
    ]
    a_3, cache = forward(a_1, parameters, ["tanh", "sigmoid"])
    (_, z_2), (a_2, z_3) = cache
    dL_da3 = cross_entropy_derivative(a_3, y)
    dL_dz3 = dL_da3 @ activation_jacobian(z_3, "sigmoid")
    dL_dz2 = dL_dz3 @ parameters[1][0] @ activation_jacobian(z_2, "tanh")  # a row, (1, 2)
    (dW_2, db_2), (dW_3, db_3) = backward(a_3, y, cache, parameters, ["tanh", "sigmoid"])
    assert_allclose(dW_3, dL_dz3.T @ a_2.T, rtol=1e-12)
    assert_allclose(db_3, dL_dz3.T, rtol=1e-12)
    assert_allclose(dW_2, dL_dz2.T @ a_1.T, rtol=1e-12)
    assert_allclose(db_2, dL_dz2.T, rtol=1e-12)


def test_a_batch_is_the_mean_of_its_examples(rng: np.random.Generator) -> None:
    sizes, activations = [3, 4, 1], ["relu", "sigmoid"]
    parameters = from_vector(rng.normal(size=count_parameters(sizes)), sizes)
    X, Y = rng.normal(size=(3, 5)), rng.integers(0, 2, (1, 5))
    whole = gradients_of(Problem(X, Y, parameters, activations, sizes), parameters)
    single = [
        to_vector(
            gradients_of(Problem(X[:, [i]], Y[:, [i]], parameters, activations, sizes), parameters)
        )
        for i in range(5)
    ]
    assert_allclose(to_vector(whole), np.mean(single, axis=0), rtol=1e-12, atol=1e-15)


def test_derivatives_of_the_loss_are_autograds(rng: np.random.Generator) -> None:
    y, z = rng.integers(0, 2, (2, 5)), rng.normal(size=(2, 5))

    def loss(a: Any) -> Any:
        return -(y * anp.log(a) + (1 - y) * anp.log(1 - a))

    a = expit(z)
    assert_allclose(cross_entropy_derivative(a, y), elementwise_grad(loss)(a), rtol=1e-12)
    through = elementwise_grad(lambda z: loss(1 / (1 + anp.exp(-z))))(z)
    assert_allclose(output_delta(a, y), through, rtol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_jacobian_is_autograds_for_a_vector_and_a_column(
    activation: str, rng: np.random.Generator
) -> None:
    z = rng.normal(size=4)
    J = activation_jacobian(z, activation)
    assert_allclose(J, jacobian(AUTOGRAD[activation])(z), rtol=1e-12, atol=1e-15)
    assert_array_equal(activation_jacobian(z[:, np.newaxis], activation), J)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_hidden_delta_is_the_jacobians_product_column_by_column(
    activation: str, rng: np.random.Generator
) -> None:
    W_next, delta_next, Z = (rng.normal(size=shape) for shape in ((2, 4), (2, 3), (4, 3)))
    delta = hidden_delta(W_next, delta_next, Z, activation)
    for j in range(3):
        column = activation_jacobian(Z[:, j], activation).T @ W_next.T @ delta_next[:, j]
        assert_allclose(delta[:, j], column, rtol=1e-12)


def test_parameter_gradients_are_sums_written_out(rng: np.random.Generator) -> None:
    delta, A_prev = rng.normal(size=(2, 5)), rng.normal(size=(3, 5))
    dW, db = parameter_gradients(delta, A_prev)
    assert_allclose(dW, np.einsum("ij,kj->ik", delta, A_prev) / 5, rtol=1e-12)
    assert_allclose(db, [[sum(row) / 5] for row in delta], rtol=1e-12)


def test_unknown_activations_are_refused(rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match="'swish'"):
        activation_jacobian(np.ones(2), "swish")
    with pytest.raises(ValueError, match="'swish'"):
        hidden_delta(np.ones((1, 2)), np.ones((1, 3)), np.ones((2, 3)), "swish")


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=6).map(np.array))
def test_centered_differences_are_exact_for_a_quadratic(theta: Array) -> None:
    before = theta.copy()
    scales = np.arange(1.0, theta.size + 1)
    numeric = numerical_gradient(lambda t: float(scales @ t**2 + t.sum()), theta, h=0.1)
    assert_allclose(numeric, 2 * scales * theta + 1, rtol=1e-11, atol=1e-11)
    assert_array_equal(theta, before)


def test_the_error_of_centered_differences_falls_with_the_square_of_h() -> None:
    theta = np.array([0.3])
    errors = [
        abs(numerical_gradient(lambda t: float(np.exp(t[0])), theta, h)[0] - np.exp(0.3))
        for h in (1e-1, 1e-2)
    ]
    assert 95 < errors[0] / errors[1] < 105


@given(st.floats(1e-6, 1e6), st.integers(0, 2**32 - 1))
def test_relative_error_knows_no_scale_and_no_order(scale: float, seed: int) -> None:
    g, n = np.random.default_rng(seed).normal(size=(2, 3, 4))
    error = relative_error(g, n)
    assert 0 <= error <= 1
    assert_allclose(relative_error(scale * g, scale * n), error, rtol=1e-12)
    assert relative_error(n, g) == error
    assert relative_error(g, g) == 0.0


def test_relative_error_of_nothing() -> None:
    assert relative_error(np.zeros(3), np.zeros(3)) == 0.0
    assert relative_error(np.zeros(3), np.ones(3)) == 1.0


def test_a_vector_and_the_parameters_are_each_others_inverse(rng: np.random.Generator) -> None:
    theta = rng.normal(size=count_parameters([4, 3, 2]))
    assert_array_equal(to_vector(from_vector(theta, [4, 3, 2])), theta)
    with pytest.raises(ValueError, match="22 numbers, the network 23 parameters"):
        from_vector(theta[1:], [4, 3, 2])
