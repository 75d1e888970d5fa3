"""Lesson 02: one neuron, a linear function and then an activation function.

Each activation function is followed by its derivative; only ``ACTIVATIONS`` lists their names.
"""

from collections.abc import Callable

import numpy as np

from course_utils.reference.logistic_regression import Array, sigmoid

Elementwise = Callable[[Array], Array]


def linear(w: Array, x: Array, b: float) -> float:
    """Multiply each input by its weight, and add the products and the bias.

    z = w_1 x_1 + w_2 x_2 + ... + w_n x_n + b

    Parameters
    ----------
    w : ndarray, shape (n,)
        The weights.
    x : ndarray, shape (n,)
        The inputs.
    b : float
        The bias.

    Returns
    -------
    float

    References
    ----------
    Rosenblatt (1958), The perceptron.

    Examples
    --------
    >>> linear(np.array([2.0, -1.0]), np.array([3.0, 4.0]), 0.5)
    2.5
    """
    return float(w @ x + b)


def identity(z: Array) -> Array:
    """Leave z as it is."""
    return z


def identity_derivative(z: Array) -> Array:
    """Differentiate the identity: 1 everywhere."""
    return np.ones_like(z, dtype=float)


def sigmoid_derivative(z: Array) -> Array:
    """Differentiate the sigmoid.

    sigma'(z) = sigma(z) (1 - sigma(z))

    Parameters
    ----------
    z : ndarray of any shape, or a number

    Returns
    -------
    ndarray of the same shape

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.88.

    Examples
    --------
    >>> sigmoid_derivative(np.array([0.0, np.log(3.0)]))
    array([0.25  , 0.1875])
    """
    # 1 - sigma(z) = sigma(-z), which keeps its digits where sigma(z) rounds to 1.
    return sigmoid(z) * sigmoid(np.negative(z))


def tanh(z: Array) -> Array:
    """Turn every number into a number between -1 and 1: the hyperbolic tangent."""
    return np.tanh(z)


def tanh_derivative(z: Array) -> Array:
    """Differentiate the hyperbolic tangent.

    tanh'(z) = 1 - tanh(z)^2

    Parameters
    ----------
    z : ndarray of any shape, or a number

    Returns
    -------
    ndarray of the same shape

    References
    ----------
    Bishop (2006), equation 5.60.

    Examples
    --------
    >>> tanh_derivative(np.array([0.0, np.log(2.0)]))
    array([1.  , 0.64])
    """
    return 1.0 - np.tanh(z) ** 2


def relu(z: Array) -> Array:
    """Keep positive numbers and replace all others by 0: the rectified linear unit.

    relu(z) = max(0, z)

    Parameters
    ----------
    z : ndarray of any shape, or a number

    Returns
    -------
    ndarray of float, same shape

    References
    ----------
    Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines.

    Examples
    --------
    >>> relu(np.array([-2.0, 0.0, 3.5]))
    array([0. , 0. , 3.5])
    """
    return np.maximum(0.0, z)


def relu_derivative(z: Array) -> Array:
    """Differentiate ReLU: 1 where z > 0, and 0 elsewhere.

    At the corner, z = 0, no derivative exists; by convention the result there is 0.

    Parameters
    ----------
    z : ndarray of any shape, or a number

    Returns
    -------
    ndarray of float, same shape

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.

    Examples
    --------
    >>> relu_derivative(np.array([-2.0, 0.0, 3.5]))
    array([0., 0., 1.])
    """
    return np.heaviside(z, 0.0)


ACTIVATIONS: dict[str, tuple[Elementwise, Elementwise]] = {
    "identity": (identity, identity_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "relu": (relu, relu_derivative),
}


def activation_functions(name: str) -> tuple[Elementwise, Elementwise]:
    """Look up an activation function and its derivative by name.

    Raises
    ------
    ValueError
        If the name is unknown; the message lists the known ones.

    Examples
    --------
    >>> g, g_prime = activation_functions("relu")
    >>> g(np.array([-1.0, 2.0])), g_prime(np.array([-1.0, 2.0]))
    (array([0., 2.]), array([0., 1.]))
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"unknown activation {name!r}; known are {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]


def neuron(w: Array, x: Array, b: float, activation: str) -> float:
    """Compute a neuron's output: the activation function of the linear function.

    a = g(w_1 x_1 + ... + w_n x_n + b)

    Parameters
    ----------
    w : ndarray, shape (n,)
        The weights.
    x : ndarray, shape (n,)
        The inputs.
    b : float
        The bias.
    activation : str
        The name of g: "identity", "sigmoid", "tanh" or "relu".

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the activation is unknown; the message lists the known ones.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), section 6.3.

    Examples
    --------
    >>> neuron(np.array([2.0, -1.0]), np.array([3.0, 4.0]), -5.0, "relu")
    0.0
    """
    g, _ = activation_functions(activation)
    return float(g(np.asarray(linear(w, x, b))))


def signed_distance(w: Array, b: float, X: Array) -> Array:
    """Measure how far each point is from the line where the neuron is undecided.

    The line is w^T x + b = 0 (a plane, if there are more inputs). With the sign of w^T x + b:

    d = (w^T x + b) / ||w||

    Parameters
    ----------
    w : ndarray, shape (n,)
        The weights, not all zero.
    b : float
        The bias.
    X : ndarray, shape (n, m)
        One point per *column*.

    Returns
    -------
    ndarray, shape (m,)
        Positive on the side to which w points.

    References
    ----------
    Bishop (2006), equation 4.7.

    Examples
    --------
    >>> signed_distance(np.array([3.0, 4.0]), -5.0, np.array([[0.0, 3.0], [0.0, 4.0]]))
    array([-1.,  4.])
    """
    return (w @ X + b) / np.linalg.norm(w)
