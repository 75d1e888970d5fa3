"""Lesson 03: from neurons to layers, and through all layers from input to output.

From here on, one example is a *column*: ``X`` is ``(n_0, m)``. Layer l has weights ``W`` of shape
``(n_l, n_{l-1})`` and a bias ``b`` of shape ``(n_l, 1)``, stored as the pair ``parameters[l - 1]``.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from course_utils.reference.logistic_regression import Array, Labels, cross_entropy
from course_utils.reference.neuron import activation_functions

Parameters = list[tuple[Array, Array]]
Cache = list[tuple[Array, Array]]


def is_feed_forward(adjacency: np.ndarray) -> bool:
    """Decide whether connections between neurons form no cycle.

    Skip connections are allowed; a neuron that feeds itself, directly or through others, is not.

    Parameters
    ----------
    adjacency : ndarray of bool, shape (n, n)
        ``adjacency[i, j]`` says that neuron i feeds neuron j.

    Returns
    -------
    bool

    References
    ----------
    Kahn (1962), Topological sorting of large networks.

    Examples
    --------
    >>> chain = np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]], dtype=bool)  # 0 -> 1 -> 2, and 0 -> 2
    >>> is_feed_forward(chain)
    True
    >>> loop = chain.copy()
    >>> loop[2, 0] = True
    >>> is_feed_forward(loop)
    False
    """
    left = np.asarray(adjacency, dtype=bool)
    while left.size:
        fed = left.any(axis=0)
        if fed.all():  # each neuron that is left is fed by another one that is left
            return False
        left = left[np.ix_(fed, fed)]
    return True


def parameter_shapes(layer_sizes: Sequence[int]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """List the shapes of every layer's weights and bias.

    Layer l turns n_{l-1} numbers into n_l: W is (n_l, n_{l-1}), b is (n_l, 1).

    Parameters
    ----------
    layer_sizes : list of int
        ``[n_0, n_1, ..., n_L]``, from the input to the output.

    Returns
    -------
    list of L pairs ``((n_l, n_{l-1}), (n_l, 1))``

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.4.

    Examples
    --------
    >>> parameter_shapes([2, 3, 1])
    [((3, 2), (3, 1)), ((1, 3), (1, 1))]
    """
    return [((n, n_prev), (n, 1)) for n_prev, n in pairwise(layer_sizes)]


def layer_forward(A_prev: Array, W: Array, b: Array, activation: str) -> tuple[Array, Array]:
    """Send a batch of m examples through one layer.

    Z = W A_prev + b        A = g(Z)

    Parameters
    ----------
    A_prev : ndarray, shape (n_{l-1}, m)
        The output of the layer before, one example per column.
    W : ndarray, shape (n_l, n_{l-1})
    b : ndarray, shape (n_l, 1)
        Added to every column.
    activation : str
        The name of g.

    Returns
    -------
    A : ndarray, shape (n_l, m)
    Z : ndarray, shape (n_l, m)

    Raises
    ------
    ValueError
        If the activation is unknown.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), algorithm 6.3, for all columns at once.

    Examples
    --------
    >>> A_prev, W, b = np.array([[1.0, 2.0]]), np.array([[3.0], [-1.0]]), np.ones((2, 1))
    >>> A, Z = layer_forward(A_prev, W, b, "relu")
    >>> Z
    array([[ 4.,  7.],
           [ 0., -1.]])
    >>> A
    array([[4., 7.],
           [0., 0.]])
    """
    g, _ = activation_functions(activation)
    Z = W @ A_prev + b
    return g(Z), Z


def forward(X: Array, parameters: Parameters, activations: Sequence[str]) -> tuple[Array, Cache]:
    """Send a batch through the whole network, and keep what backpropagation needs.

    A^[0] = X        Z^[l] = W^[l] A^[l-1] + b^[l]        A^[l] = g^[l](Z^[l])        Y_hat = A^[L]

    Parameters
    ----------
    X : ndarray, shape (n_0, m)
        One example per column.
    parameters : list of L pairs (W, b)
    activations : list of L names

    Returns
    -------
    Y_hat : ndarray, shape (n_L, m)
    cache : list of L pairs (A_prev, Z)
        For every layer, its input and its pre-activations.

    Raises
    ------
    ValueError
        If an activation is unknown.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), algorithm 6.3.

    Examples
    --------
    >>> layer_1 = (np.array([[1.0], [-1.0]]), np.zeros((2, 1)))
    >>> layer_2 = (np.array([[1.0, 1.0]]), np.zeros((1, 1)))
    >>> X = np.array([[3.0, -2.0]])
    >>> Y_hat, cache = forward(X, [layer_1, layer_2], ["relu", "identity"])
    >>> Y_hat  # relu(x) + relu(-x) = |x|
    array([[3., 2.]])
    >>> [(A_prev.shape, Z.shape) for A_prev, Z in cache]
    [((1, 2), (2, 2)), ((2, 2), (1, 2))]
    """
    A, cache = X, []
    for (W, b), activation in zip(parameters, activations, strict=True):
        A_prev = A
        A, Z = layer_forward(A_prev, W, b, activation)
        cache.append((A_prev, Z))
    return A, cache


def cost(Y_hat: Array, Y: Labels) -> float:
    """Average the cross-entropy over the batch: lesson 01's sum, divided by m.

    J = -1/m sum_i [ y_i log(y_hat_i) + (1 - y_i) log(1 - y_hat_i) ]

    Parameters
    ----------
    Y_hat : ndarray, shape (1, m)
        The predicted probabilities, clipped to the interval from 1e-12 to 1 - 1e-12 first.
    Y : ndarray, shape (1, m)
        The classes, 0 or 1.

    Returns
    -------
    float

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.90.

    Examples
    --------
    >>> round(cost(np.array([[0.5, 0.5, 0.5]]), np.array([[1, 0, 0]])), 6)
    0.693147
    """
    m: int = Y.shape[1]
    return cross_entropy(Y, Y_hat) / m


def collapse_linear(parameters: Parameters) -> tuple[Array, Array]:
    """Replace layers without activation functions by one layer that does the same.

    W_2 (W_1 x + b_1) + b_2 = (W_2 W_1) x + (W_2 b_1 + b_2), and so on for more layers.

    Parameters
    ----------
    parameters : list of L pairs (W, b)
        Of a network whose activations are all "identity".

    Returns
    -------
    W : ndarray, shape (n_L, n_0)
    b : ndarray, shape (n_L, 1)

    References
    ----------
    Goodfellow, Bengio and Courville (2016), section 6.1.

    Examples
    --------
    >>> W_1, b_1 = np.array([[1.0, 2.0]]), np.array([[3.0]])
    >>> W_2, b_2 = np.array([[10.0]]), np.array([[4.0]])
    >>> collapse_linear([(W_1, b_1), (W_2, b_2)])
    (array([[10., 20.]]), array([[34.]]))
    """
    n_0 = parameters[0][0].shape[1]
    W_all, b_all = np.eye(n_0), np.zeros((n_0, 1))
    for W, b in parameters:
        W_all, b_all = W @ W_all, W @ b_all + b
    return W_all, b_all


def xor_parameters() -> Parameters:
    """Choose weights by hand so that two hidden neurons and an output solve XOR.

    With ReLU in the hidden layer and a sigmoid at the output, the network has to give a
    probability above 0.9 for the inputs (0, 1) and (1, 0), and below 0.1 for (0, 0) and (1, 1).
    Without a hidden layer no weights can: no line separates the two pairs.

    Returns
    -------
    list of 2 pairs (W, b)
        Shapes ``(2, 2)``, ``(2, 1)``, then ``(1, 2)``, ``(1, 1)``.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), section 6.1.

    Examples
    --------
    >>> X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    >>> Y_hat, _ = forward(X, xor_parameters(), ["relu", "sigmoid"])
    >>> (Y_hat > 0.9).astype(int), (Y_hat < 0.1).astype(int)
    (array([[0, 1, 1, 0]]), array([[1, 0, 0, 1]]))
    """
    # The first hidden neuron counts the ones. The second is 1 only when there are two of them, and
    # then the output subtracts more than the first has added.
    W_1, b_1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[0.0], [-1.0]])
    W_2, b_2 = np.array([[10.0, -20.0]]), np.array([[-5.0]])
    return [(W_1, b_1), (W_2, b_2)]
