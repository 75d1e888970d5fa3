"""What lesson 03 says and does not show."""

from __future__ import annotations

from itertools import product

import numpy as np

from course_utils.reference import forward_propagation as key


def test_no_single_neuron_gets_all_of_xor_and_some_get_three() -> None:
    corners = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    labels = np.array([0, 1, 1, 0])
    values = np.linspace(-2, 2, 17)
    right = [
        int(np.sum((w_1 * corners[0] + w_2 * corners[1] + b > 0) == labels))
        for w_1, w_2, b in product(values, repeat=3)
    ]
    assert max(right) == 3


def test_a_sigmoid_is_sure_from_a_logit_of_2_2_on() -> None:
    assert 1 / (1 + np.exp(-2.2)) > 0.9
    assert 1 / (1 + np.exp(2.2)) < 0.1


def test_the_calculation_by_hand() -> None:
    W_1, b_1 = np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([[0.0], [-1.0]])
    A_1, Z_1 = key.layer_forward(np.array([[1.0], [2.0]]), W_1, b_1, "relu")
    y_hat, Z_2 = key.layer_forward(A_1, np.array([[2.0, -1.0]]), np.array([[1.0]]), "sigmoid")
    np.testing.assert_array_equal(Z_1, [[-1.0], [1.5]])
    np.testing.assert_array_equal(A_1, [[0.0], [1.5]])
    np.testing.assert_array_equal(Z_2, [[-0.5]])
    assert round(y_hat.item(), 3) == 0.378


def test_one_hidden_relu_layer_comes_closer_the_wider_it_is() -> None:
    """Interpolate sin with a kink a neuron: the error falls as theory says, with the width squared."""
    x = np.linspace(0.0, 3.0, 601)[None, :]
    errors = []
    for n in (10, 40):
        knots = np.linspace(0.0, 3.0, n + 1)
        slopes = np.diff(np.sin(knots)) / np.diff(knots)
        parameters = [
            (np.ones((n, 1)), -knots[:n, None]),
            (np.diff(slopes, prepend=0.0)[None, :], np.zeros((1, 1))),
        ]
        y_hat, _ = key.forward(x, parameters, ["relu", "identity"])
        errors.append(np.abs(y_hat - np.sin(x)).max())
    assert 12 < errors[0] / errors[1] < 20
