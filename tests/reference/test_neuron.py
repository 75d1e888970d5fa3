import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from course_utils.reference.logistic_regression import Array, sigmoid
from course_utils.reference.neuron import (
    ACTIVATIONS,
    activation_functions,
    linear,
    neuron,
    relu,
    relu_derivative,
    sigmoid_derivative,
    signed_distance,
    tanh_derivative,
)

# The same functions, written for autograd.
AUTOGRAD = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 0.5 * (1 + anp.tanh(z / 2)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(0.0, z),
}
# Away from 0, where ReLU has no derivative.
numbers = st.floats(-20, 20).filter(lambda z: abs(z) > 1e-6)
arrays = st.lists(numbers, min_size=1, max_size=6).map(np.array)


def test_all_activations_are_tested() -> None:
    assert set(AUTOGRAD) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=arrays)
def test_functions_and_derivatives_are_autograds(name: str, z: Array) -> None:
    g, g_prime = activation_functions(name)
    assert_allclose(g(z), AUTOGRAD[name](z), rtol=1e-14, atol=1e-15)
    assert_allclose(g_prime(z), elementwise_grad(AUTOGRAD[name])(z), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("shape", [(), (4,), (2, 3)])
def test_shapes_stay_and_integers_become_floats(name: str, shape: tuple[int, ...]) -> None:
    _, g_prime = activation_functions(name)
    result = g_prime(np.ones(shape, dtype=int))
    assert np.shape(result) == shape
    assert result.dtype == np.float64


@given(arrays)
def test_sigmoid_derivative_is_even_and_tanh_is_a_stretched_sigmoid(z: Array) -> None:
    assert_allclose(sigmoid_derivative(-z), sigmoid_derivative(z), rtol=1e-14)
    assert_allclose(np.tanh(z), 2 * sigmoid(2 * z) - 1, rtol=0, atol=1e-15)
    assert_allclose(tanh_derivative(z), 4 * sigmoid_derivative(2 * z), rtol=0, atol=1e-15)


def test_sigmoid_derivative_keeps_its_digits_and_is_silent_far_out() -> None:
    assert_allclose(sigmoid_derivative(np.array([-50.0, 50.0])), np.exp(-50.0), rtol=1e-14)
    assert_array_equal(sigmoid_derivative(np.array([-1000.0, 1000.0])), [0.0, 0.0])


def test_relu_and_its_derivative_at_the_kink() -> None:
    z = np.array([-1, 0, 2])
    assert_array_equal(relu(z), [0.0, 0.0, 2.0])
    assert_array_equal(relu_derivative(z), [0.0, 0.0, 1.0])
    assert relu(z).dtype == relu_derivative(z).dtype == np.float64


def test_linear_is_the_sum_written_out(rng: np.random.Generator) -> None:
    w, x, b = rng.normal(size=5), rng.normal(size=5), 0.3
    z = linear(w, x, b)
    assert type(z) is float
    assert_allclose(z, sum(float(w[i]) * float(x[i]) for i in range(5)) + b, rtol=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_neuron_is_the_activation_of_its_linear_function(
    name: str, rng: np.random.Generator
) -> None:
    w, x, b = rng.normal(size=5), rng.normal(size=5), 0.3
    a = neuron(w, x, b, name)
    assert type(a) is float
    assert_allclose(a, AUTOGRAD[name](np.dot(w, x) + b), rtol=1e-14)


def test_an_unknown_activation_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'selu'.*identity, sigmoid, tanh, relu"):
        neuron(np.ones(2), np.ones(2), 0.0, "selu")


def test_signed_distance_is_the_length_of_the_way_to_the_line(rng: np.random.Generator) -> None:
    w, b, X = rng.normal(size=3), 0.8, rng.normal(size=(3, 6))
    d = signed_distance(w, b, X)
    assert d.shape == (6,)
    # Walk from each point against w, by its distance: there the neuron is undecided.
    feet = X - np.outer(w / np.linalg.norm(w), d)
    assert_allclose(w @ feet + b, 0, atol=1e-12)
    assert_array_equal(np.sign(d), np.sign(w @ X + b))
    assert_allclose(signed_distance(7 * w, 7 * b, X), d, rtol=1e-12)
