import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import kstest

from course_utils.reference.backpropagation import backward
from course_utils.reference.forward_propagation import forward
from course_utils.reference.gradient_descent import train
from course_utils.reference.initialization import (
    activation_moments,
    deep_linear_output,
    distinct_units,
    initialize,
    initialize_constant,
    weight_std,
)


def test_constant_weights_and_zero_biases() -> None:
    (W_1, b_1), (W_2, b_2) = initialize_constant([3, 2, 4], 1)
    assert_array_equal(W_1, np.ones((2, 3)))
    assert_array_equal(W_2, np.ones((4, 2)))
    assert_array_equal(b_1, np.zeros((2, 1)))
    assert_array_equal(b_2, np.zeros((4, 1)))
    assert {array.dtype for array in (W_1, b_1, W_2, b_2)} == {np.dtype(np.float64)}


@given(st.lists(st.lists(st.integers(0, 1), min_size=2, max_size=2), min_size=1, max_size=6))
def test_distinct_units_are_distinct_rows(rows: list[list[int]]) -> None:
    W = np.array(rows, dtype=float)
    assert distinct_units(W) == len({tuple(row) for row in rows})
    assert distinct_units(W[::-1] + 1e-14 * np.arange(len(rows))[:, None]) == distinct_units(W)


def test_distinct_units_differ_by_more_than_1e_12() -> None:
    assert distinct_units(np.array([[1.0], [1.0 + 1e-11]])) == 2
    assert distinct_units(np.array([[1.0], [1.0 + 1e-13]])) == 1


def test_units_that_start_equal_stay_equal_and_random_ones_do_not(
    rng: np.random.Generator,
) -> None:
    X, Y = rng.normal(size=(3, 20)), rng.integers(0, 2, (1, 20))
    equal, _ = train(X, Y, initialize_constant([3, 4, 1], 0.5), ["tanh", "sigmoid"], 0.5, 50)
    random, _ = train(X, Y, initialize([3, 4, 1], "xavier", rng), ["tanh", "sigmoid"], 0.5, 50)
    assert (distinct_units(equal[0][0]), distinct_units(random[0][0])) == (1, 4)
    # The rows of the gradient are the same; its entries are not.
    Y_hat, cache = forward(X, initialize_constant([3, 4, 1], 0.5), ["tanh", "sigmoid"])
    (dW_1, _), _ = backward(
        Y_hat, Y, cache, initialize_constant([3, 4, 1], 0.5), ["tanh", "sigmoid"]
    )
    assert (distinct_units(dW_1), distinct_units(dW_1.T)) == (1, 3)


def test_constant_weights_into_units_with_different_ways_out_do_not_stay_equal(
    rng: np.random.Generator,
) -> None:
    X, Y = rng.normal(size=(3, 20)), rng.integers(0, 2, (1, 20))
    (W_1, b_1), (_, b_2) = initialize_constant([3, 4, 1], 0.5)
    start = [(W_1, b_1), (rng.normal(size=(1, 4)), b_2)]
    trained, _ = train(X, Y, start, ["tanh", "sigmoid"], 0.5, 5)
    assert distinct_units(trained[0][0]) == 4


@given(st.floats(-2, 2), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_deep_linear_output_is_the_product_of_matrices(scale: float, L: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, W_last = rng.normal(size=(3, 2)), rng.normal(size=(4, 3))
    parameters = [(scale * np.eye(3), np.zeros((3, 1)))] * (L - 1) + [(W_last, np.zeros((4, 1)))]
    y_hat, _ = forward(x, parameters, ["identity"] * L)
    assert_allclose(deep_linear_output(x, W_last, scale, L), y_hat, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize(
    ("scheme", "variance"), [("xavier", 1 / 400), ("glorot", 2 / 500), ("he", 2 / 400)]
)
def test_weights_are_normal_with_the_schemes_variance(
    scheme: str, variance: float, rng: np.random.Generator
) -> None:
    assert_allclose(weight_std(400, 100, scheme), np.sqrt(variance), rtol=1e-14)
    ((W, b),) = initialize([400, 100], scheme, rng)
    assert (W.shape, b.shape) == ((100, 400), (100, 1))
    assert_array_equal(b, 0)
    assert kstest(W.ravel() / np.sqrt(variance), "norm").pvalue > 0.01
    # Of 40000 draws the sample's variance is within 5 of its standard errors.
    assert abs(W.var() / variance - 1) < 5 * np.sqrt(2 / W.size)


def test_the_generator_alone_decides() -> None:
    first, second, other = (
        initialize([3, 4, 2], "he", np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    for (W_1, _), (W_2, _), (W_3, _) in zip(first, second, other, strict=True):
        assert_array_equal(W_1, W_2)
        assert not np.any(W_1 == W_3)
    assert not np.any(first[0][0].ravel()[:8] == first[1][0].ravel())


def test_an_unknown_scheme_lists_the_known_ones(rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match=r"'kaiming'.*xavier, glorot, he"):
        initialize([2, 2], "kaiming", rng)


def test_he_keeps_the_second_moment_of_relu_and_fan_out_does_not(
    rng: np.random.Generator,
) -> None:
    # The first slip of the source text, on the widths of the syllabus.
    sizes = [784, 256, 64, 16]
    X = rng.normal(size=(784, 2000))
    right = initialize(sizes, "he", rng)
    wrong = [(W * np.sqrt(W.shape[1] / W.shape[0]), b) for W, b in right]
    second = {
        name: np.sum(activation_moments(X, parameters, ["relu"] * 3) * [0, 1], axis=1)
        + activation_moments(X, parameters, ["relu"] * 3)[:, 0] ** 2
        for name, parameters in (("right", right), ("wrong", wrong))
    }
    assert np.all((second["right"] > 0.5) & (second["right"] < 2))
    grown = np.cumprod([784 / 256, 256 / 64, 64 / 16])
    assert_allclose(second["wrong"] / second["right"], grown, rtol=1e-9)


def test_xavier_keeps_the_variance_of_a_linear_network(rng: np.random.Generator) -> None:
    X = rng.normal(size=(400, 500))
    moments = activation_moments(X, initialize([400, 300, 200], "xavier", rng), ["identity"] * 2)
    assert_allclose(moments, [[0, 1], [0, 1]], atol=0.1)


def test_moments_are_those_of_the_activations_layer_by_layer(rng: np.random.Generator) -> None:
    X, activations = rng.normal(size=(3, 7)), ["relu", "sigmoid"]
    parameters = initialize([3, 4, 2], "he", rng)
    A_1, _ = forward(X, parameters[:1], activations[:1])
    A_2, _ = forward(X, parameters, activations)
    expected = [
        [A.sum() / A.size, ((A - A.sum() / A.size) ** 2).sum() / A.size] for A in (A_1, A_2)
    ]
    assert_allclose(activation_moments(X, parameters, activations), expected, rtol=1e-12)
