"""Lesson 04: the gradient of the cost with respect to every weight, layer by layer.

``delta`` of a layer is dL/dZ, the gradient with respect to the layer's pre-activations, one example
per column. It starts at the output and is carried back; each layer's gradients follow from it.
"""

from collections.abc import Callable, Sequence

import numpy as np

from course_utils.reference.forward_propagation import Cache, Parameters, parameter_shapes
from course_utils.reference.logistic_regression import Array, Labels
from course_utils.reference.neuron import activation_functions

Gradients = list[tuple[Array, Array]]


def cross_entropy_derivative(a: Array, y: Labels) -> Array:
    """Differentiate one example's cross-entropy with respect to the prediction.

    L = -[ y log(a) + (1 - y) log(1 - a) ]        dL/da = (a - y) / (a (1 - a))

    Parameters
    ----------
    a : ndarray of any shape
        Predictions, strictly between 0 and 1.
    y : ndarray, same shape
        The classes, 0 or 1.

    Returns
    -------
    ndarray, same shape

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.2.

    Examples
    --------
    >>> cross_entropy_derivative(np.array([0.5, 0.8]), np.array([0, 1]))
    array([ 2.  , -1.25])
    """
    return (a - y) / (a * (1.0 - a))


def output_delta(a: Array, y: Labels) -> Array:
    """Differentiate one example's cross-entropy with respect to a sigmoid output's logit.

    dL/dz = dL/da da/dz = (a - y) / (a (1 - a)) * a (1 - a) = a - y

    Parameters
    ----------
    a : ndarray of any shape
        Predictions, ``a = sigmoid(z)``; they may be exactly 0 or 1.
    y : ndarray, same shape
        The classes, 0 or 1.

    Returns
    -------
    ndarray, same shape

    References
    ----------
    Bishop (2006), equation 5.54.

    Examples
    --------
    >>> output_delta(np.array([0.5, 0.75]), np.array([0, 1]))
    array([ 0.5 , -0.25])
    """
    return a - y


def activation_jacobian(z: Array, activation: str) -> Array:
    """Return the derivative of a layer's activations with respect to its pre-activations, as a matrix.

    J_ij = da_i/dz_j: g'(z_i) on the diagonal, and 0 elsewhere, since neuron i's output depends on
    its own pre-activation only. So J^T v = g'(z) * v: this is the element-wise product.

    Parameters
    ----------
    z : ndarray, shape (n,)
        The pre-activations of one layer for one example; a column ``(n, 1)`` is allowed too.
    activation : str
        The name of g.

    Returns
    -------
    ndarray, shape (n, n)

    Raises
    ------
    ValueError
        If the activation is unknown.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.2.

    Examples
    --------
    >>> activation_jacobian(np.array([-1.0, 2.0]), "relu")
    array([[0., 0.],
           [0., 1.]])
    """
    _, g_prime = activation_functions(activation)
    return np.diag(g_prime(np.ravel(z)))


def hidden_delta(W_next: Array, delta_next: Array, Z: Array, activation: str) -> Array:
    """Carry delta one layer back.

    delta^[l] = W^[l+1]^T delta^[l+1] * g'(Z^[l])        (* element-wise)

    Parameters
    ----------
    W_next : ndarray, shape (n_{l+1}, n_l)
        The weights of the next layer.
    delta_next : ndarray, shape (n_{l+1}, m)
        The delta of the next layer.
    Z : ndarray, shape (n_l, m)
        This layer's pre-activations.
    activation : str
        The name of this layer's g.

    Returns
    -------
    ndarray, shape (n_l, m)

    Raises
    ------
    ValueError
        If the activation is unknown.

    References
    ----------
    Rumelhart, Hinton and Williams (1986); Bishop (2006), equation 5.56.

    Examples
    --------
    >>> W_next, delta_next = np.array([[2.0, 4.0]]), np.array([[0.5]])
    >>> hidden_delta(W_next, delta_next, np.array([[3.0], [-3.0]]), "relu")
    array([[1.],
           [0.]])
    """
    _, g_prime = activation_functions(activation)
    return (W_next.T @ delta_next) * g_prime(Z)


def parameter_gradients(delta: Array, A_prev: Array) -> tuple[Array, Array]:
    """Compute a layer's gradients from its delta: means over the m examples.

    dJ/dW = 1/m delta A_prev^T        dJ/db = 1/m (sum of delta's columns)

    Parameters
    ----------
    delta : ndarray, shape (n_l, m)
    A_prev : ndarray, shape (n_{l-1}, m)
        What came into the layer.

    Returns
    -------
    dW : ndarray, shape (n_l, n_{l-1})
    db : ndarray, shape (n_l, 1)

    References
    ----------
    Bishop (2006), equation 5.53, averaged over the batch.

    Examples
    --------
    >>> delta, A_prev = np.array([[1.0, 3.0]]), np.array([[2.0, 0.0], [1.0, 1.0]])
    >>> parameter_gradients(delta, A_prev)
    (array([[1., 2.]]), array([[2.]]))
    """
    m = delta.shape[1]
    return delta @ A_prev.T / m, delta.sum(axis=1, keepdims=True) / m


def backward(
    Y_hat: Array,
    Y: Labels,
    cache: Cache,
    parameters: Parameters,
    activations: Sequence[str],
) -> Gradients:
    """Compute the gradient of the cost with respect to every parameter of the network.

    From the output, delta^[L] = Y_hat - Y, back to the first layer; at each layer first its dW and
    db, then the delta of the layer before.

    Parameters
    ----------
    Y_hat : ndarray, shape (n_L, m)
        The network's output: a sigmoid, with cross-entropy as the loss.
    Y : ndarray, shape (n_L, m)
        The classes, 0 or 1.
    cache : list of L pairs (A_prev, Z)
        From ``forward``.
    parameters : list of L pairs (W, b)
    activations : list of L names

    Returns
    -------
    list of L pairs (dW, db)
        Each of the shape of its (W, b).

    Raises
    ------
    ValueError
        If an activation is unknown.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), algorithm 6.4.

    Examples
    --------
    >>> X, Y = np.array([[1.0, 2.0]]), np.array([[0, 1]])
    >>> Y_hat, cache = np.array([[0.5, 0.5]]), [(X, np.zeros((1, 2)))]
    >>> backward(Y_hat, Y, cache, [(np.zeros((1, 1)), np.zeros((1, 1)))], ["sigmoid"])
    [(array([[-0.25]]), array([[0.]]))]
    """
    delta, gradients = output_delta(Y_hat, Y), []
    for layer in reversed(range(len(parameters))):
        A_prev, _ = cache[layer]
        gradients.append(parameter_gradients(delta, A_prev))
        if layer > 0:
            W, (_, Z_prev) = parameters[layer][0], cache[layer - 1]
            delta = hidden_delta(W, delta, Z_prev, activations[layer - 1])
    return gradients[::-1]


def numerical_gradient(f: Callable[[Array], float], theta: Array, h: float = 1e-5) -> Array:
    """Estimate a gradient without calculus, by centered differences.

    df/dtheta_i = ( f(theta + h e_i) - f(theta - h e_i) ) / (2 h),   e_i the i-th unit vector

    Parameters
    ----------
    f : function of an ndarray of shape (k,), returns a float
    theta : ndarray, shape (k,)
        Where to differentiate; it is not changed.
    h : float
        Half the distance between the two points.

    Returns
    -------
    ndarray, shape (k,)

    References
    ----------
    Press et al. (2007), Numerical Recipes, section 5.7: the error is of order h^2.

    Examples
    --------
    >>> numerical_gradient(lambda t: t[0] ** 2 + 3 * t[1], np.array([2.0, 7.0])).round(6)
    array([4., 3.])
    """
    steps = h * np.eye(theta.size)
    return np.array([(f(theta + step) - f(theta - step)) / (2 * h) for step in steps])


def relative_error(gradient: Array, numeric: Array) -> float:
    """Compare a gradient with its numerical estimate, independently of their scale.

    ||g - n|| / (||g|| + ||n||), and 0 where both are zero

    In double precision and away from kinks, a right gradient is below 1e-7; above 1e-2 it is wrong.

    Parameters
    ----------
    gradient : ndarray of any shape
    numeric : ndarray, same shape

    Returns
    -------
    float
        From 0 (equal) to 1 (opposite, or one of them zero).

    References
    ----------
    The gradient checks of Stanford's CS231n notes, there entry by entry, here by norms.

    Examples
    --------
    >>> relative_error(np.array([3.0, 4.0]), np.array([3.0, 4.0]))
    0.0
    >>> relative_error(np.array([3.0, 4.0]), np.array([-3.0, -4.0]))
    1.0
    >>> relative_error(np.zeros(2), np.zeros(2))
    0.0
    """
    scale = float(np.linalg.norm(gradient) + np.linalg.norm(numeric))
    return float(np.linalg.norm(gradient - numeric)) / scale if scale else 0.0


def to_vector(parameters: Parameters) -> Array:
    """Put all parameters (or gradients) into one vector, for a gradient check.

    Layer by layer, first W row by row, then b: k numbers, as many as ``count_parameters`` returns.

    Examples
    --------
    >>> to_vector([(np.array([[1.0, 2.0]]), np.array([[3.0]]))])
    array([1., 2., 3.])
    """
    return np.concatenate([array.ravel() for pair in parameters for array in pair])


def from_vector(theta: Array, layer_sizes: Sequence[int]) -> Parameters:
    """Take such a vector apart again: the inverse of ``to_vector``.

    Raises
    ------
    ValueError
        If theta does not have one number for each parameter of a network of these sizes.

    Examples
    --------
    >>> from_vector(np.array([1.0, 2.0, 3.0]), [2, 1])
    [(array([[1., 2.]]), array([[3.]]))]
    """
    shapes = [shape for pair in parameter_shapes(layer_sizes) for shape in pair]
    ends = np.cumsum([rows * columns for rows, columns in shapes])
    if theta.size != ends[-1]:
        raise ValueError(f"theta has {theta.size} numbers, the network {ends[-1]} parameters")
    arrays = [
        part.reshape(shape) for part, shape in zip(np.split(theta, ends[:-1]), shapes, strict=True)
    ]
    return list(zip(arrays[::2], arrays[1::2], strict=True))
