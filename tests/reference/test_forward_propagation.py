import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse.csgraph import connected_components
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

from course_utils.reference.backpropagation import from_vector
from course_utils.reference.forward_propagation import (
    collapse_linear,
    cost,
    forward,
    is_feed_forward,
    layer_forward,
    parameter_shapes,
    xor_parameters,
)
from course_utils.reference.initialization import initialize
from course_utils.reference.neural_networks import count_parameters


@given(st.integers(0, 6), st.integers(0, 2**36 - 1))
def test_feed_forward_is_scipys_every_strong_component_is_one_neuron(n: int, bits: int) -> None:
    adjacency = ((bits >> np.arange(n * n)) & 1).astype(bool).reshape(n, n)
    components = (
        connected_components(adjacency, connection="strong", return_labels=False) if n else 0
    )
    assert is_feed_forward(adjacency) == (components == n and not adjacency.diagonal().any())


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_one_cycle_of_any_length_is_found(length: int) -> None:
    adjacency = np.triu(np.ones((5, 5), dtype=bool), 1)  # all skip connections there can be
    assert is_feed_forward(adjacency)
    adjacency[length - 1, 0] = True
    assert not is_feed_forward(adjacency)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=6))
def test_shapes_agree_with_the_count_of_parameters(sizes: list[int]) -> None:
    shapes = parameter_shapes(sizes)
    assert [W[1] for W, _ in shapes] == sizes[:-1]
    assert [W[0] for W, _ in shapes] == sizes[1:]
    assert all(b == (W[0], 1) for W, b in shapes)
    assert sum(W[0] * W[1] + b[0] for W, b in shapes) == count_parameters(sizes)


def test_a_layer_is_its_neurons_one_by_one(rng: np.random.Generator) -> None:
    A_prev, W, b = rng.normal(size=(3, 5)), rng.normal(size=(4, 3)), rng.normal(size=(4, 1))
    A, Z = layer_forward(A_prev, W, b, "tanh")
    for i in range(4):
        for j in range(5):
            z = sum(float(W[i, k]) * float(A_prev[k, j]) for k in range(3)) + float(b[i, 0])
            assert_allclose([Z[i, j], A[i, j]], [z, anp.tanh(z)], rtol=1e-13)


@pytest.mark.parametrize("ours", ["identity", "sigmoid", "tanh", "relu"])
def test_forward_is_scikit_learns_network(ours: str, rng: np.random.Generator) -> None:
    theirs = "logistic" if ours == "sigmoid" else ours
    X, y = rng.normal(size=(20, 3)), rng.integers(0, 2, 20)
    model = MLPClassifier((5, 4), activation=theirs, solver="sgd", random_state=1)
    model.partial_fit(X, y, classes=[0, 1])
    parameters = [
        (W.T, b[:, np.newaxis]) for W, b in zip(model.coefs_, model.intercepts_, strict=True)
    ]
    Y_hat, _ = forward(X.T, parameters, [ours, ours, "sigmoid"])
    assert_allclose(Y_hat[0], model.predict_proba(X)[:, 1], rtol=1e-12)


def test_the_cache_holds_what_came_in_and_the_logits(rng: np.random.Generator) -> None:
    X, activations = rng.normal(size=(3, 5)), ["relu", "tanh", "sigmoid"]
    parameters = initialize([3, 4, 2, 1], "he", rng)
    Y_hat, cache = forward(X, parameters, activations)
    assert_array_equal(cache[0][0], X)
    A = X
    for (A_prev, Z), (W, b), activation in zip(cache, parameters, activations, strict=True):
        assert_array_equal(A_prev, A)
        assert_allclose(Z, W @ A_prev + b, rtol=1e-14)
        A, _ = layer_forward(A_prev, W, b, activation)
    assert_array_equal(Y_hat, A)


def test_too_few_activations_are_refused(rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match="shorter"):
        forward(np.ones((2, 1)), initialize([2, 2, 1], "he", rng), ["relu"])


def test_cost_is_scikit_learns_and_finite_at_0_and_1(rng: np.random.Generator) -> None:
    Y, Y_hat = rng.integers(0, 2, (1, 50)), rng.uniform(0.01, 0.99, (1, 50))
    assert_allclose(cost(Y_hat, Y), log_loss(Y[0], Y_hat[0]), rtol=1e-12)
    assert 27 < cost(np.array([[0.0, 1.0]]), np.array([[1, 0]])) < 28
    assert cost(np.array([[0.0, 1.0]]), np.array([[0, 1]])) < 1e-11


@given(st.lists(st.integers(1, 5), min_size=2, max_size=6), st.integers(0, 2**32 - 1))
def test_collapsed_layers_do_the_same(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    parameters = from_vector(rng.normal(size=count_parameters(sizes)), sizes)
    X = rng.normal(size=(sizes[0], 4))
    Y_hat, _ = forward(X, parameters, ["identity"] * len(parameters))
    W, b = collapse_linear(parameters)
    assert (W.shape, b.shape) == ((sizes[-1], sizes[0]), (sizes[-1], 1))
    assert_allclose(W @ X + b, Y_hat, rtol=1e-9, atol=1e-9)


def test_xor_is_solved() -> None:
    X, Y = np.array([[0, 0, 1, 1], [0, 1, 0, 1]]), np.array([[0, 1, 1, 0]])
    parameters = xor_parameters()
    assert [(W.shape, b.shape) for W, b in parameters] == parameter_shapes([2, 2, 1])
    Y_hat, _ = forward(X, parameters, ["relu", "sigmoid"])
    assert np.all(np.abs(Y_hat - Y) < 0.1)
