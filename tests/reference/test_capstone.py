import numpy as np
import pytest
import scipy.special
from autograd import grad
from autograd import numpy as anp
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import accuracy_score, log_loss
from sklearn.preprocessing import label_binarize

from course_utils.datasets import load_digits, split
from course_utils.reference.backpropagation import backward
from course_utils.reference.capstone import (
    accuracy,
    categorical_cross_entropy,
    digit_activations,
    digit_probabilities,
    one_hot,
    softmax,
    train_digits,
)
from course_utils.reference.forward_propagation import forward
from course_utils.reference.initialization import initialize
from course_utils.reference.logistic_regression import sigmoid

seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.floats(-1000, 1000))
def test_softmax_is_scipys_and_shifts_change_nothing(seed: int, shift: float) -> None:
    Z = np.random.default_rng(seed).uniform(-1000, 1000, size=(4, 3))
    Y_hat = softmax(Z)
    assert_allclose(Y_hat, scipy.special.softmax(Z, axis=0), rtol=1e-13, atol=1e-300)
    assert_allclose(Y_hat.sum(axis=0), 1, rtol=1e-14)
    assert_allclose(softmax(Z + shift), Y_hat, rtol=1e-9, atol=1e-300)


def test_softmax_of_two_classes_is_the_sigmoid(rng: np.random.Generator) -> None:
    z = rng.normal(size=6)
    assert_allclose(softmax(np.array([z, np.zeros(6)]))[0], sigmoid(z), rtol=1e-14)


def test_one_hot_is_scikit_learns_transposed(rng: np.random.Generator) -> None:
    labels = rng.integers(0, 5, 9)
    assert_array_equal(one_hot(labels, 5), label_binarize(labels, classes=range(5)).T)
    assert_array_equal(one_hot(labels, 5).argmax(axis=0), labels)


def test_cross_entropy_and_accuracy_are_scikit_learns(rng: np.random.Generator) -> None:
    labels, Y_hat = rng.integers(0, 4, 30), softmax(rng.normal(size=(4, 30)))
    assert_allclose(
        categorical_cross_entropy(Y_hat, one_hot(labels, 4)),
        log_loss(labels, Y_hat.T, labels=range(4)),
        rtol=1e-12,
    )
    assert accuracy(Y_hat, labels) == accuracy_score(labels, Y_hat.argmax(axis=0))


def test_cross_entropy_is_finite_at_0() -> None:
    wrong = categorical_cross_entropy(np.array([[1.0], [0.0]]), np.array([[0], [1]]))
    assert_allclose(wrong, -np.log(1e-12), rtol=1e-12)


def test_backward_serves_softmax_with_categorical_cross_entropy(rng: np.random.Generator) -> None:
    X, Y = rng.normal(size=(5, 8)), one_hot(rng.integers(0, 3, 8), 3)
    parameters = initialize([5, 6, 3], "he", rng)

    def independent_cost(parameters: list[tuple[object, object]]) -> object:
        (W_1, b_1), (W_2, b_2) = parameters
        Z = anp.dot(W_2, anp.maximum(0.0, anp.dot(W_1, X) + b_1)) + b_2
        Z = Z - anp.max(Z, axis=0, keepdims=True)
        log_p = Z - anp.log(anp.sum(anp.exp(Z), axis=0, keepdims=True))
        return -anp.sum(Y * log_p) / 8

    activations = digit_activations(parameters)
    logits, cache = forward(X, parameters, activations)
    ours = backward(softmax(logits), Y, cache, parameters, activations)
    for pair, expected in zip(ours, grad(independent_cost)(parameters), strict=True):
        for array, theirs in zip(pair, expected, strict=True):
            assert_allclose(array, theirs, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_network_reads_more_than_95_percent_of_digits_not_seen(seed: int) -> None:
    digits, rng = load_digits(), np.random.default_rng(seed)
    parts = split(digits.labels.size, rng, validation=0.0, test=0.4)
    parameters = train_digits(digits.X[:, parts.train], digits.labels[parts.train], rng)
    Y_hat = digit_probabilities(digits.X[:, parts.test], parameters)
    assert_allclose(Y_hat.sum(axis=0), 1, rtol=1e-12)
    assert accuracy(Y_hat, digits.labels[parts.test]) > 0.965


def test_training_is_the_generators_alone() -> None:
    X, labels = load_digits().X[:, :100], load_digits().labels[:100]
    first, again = (train_digits(X, labels, np.random.default_rng(5)) for _ in range(2))
    assert_array_equal(first[0][0], again[0][0])
