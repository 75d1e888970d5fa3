"""Lesson 05: where training starts, and how signals grow or fade from layer to layer."""

from collections.abc import Sequence

import numpy as np

from course_utils.reference.forward_propagation import Parameters, forward, parameter_shapes
from course_utils.reference.logistic_regression import Array


def initialize_constant(layer_sizes: Sequence[int], alpha: float) -> Parameters:
    """Start a network with every weight equal to alpha and every bias 0.

    Parameters
    ----------
    layer_sizes : list of int
        ``[n_0, ..., n_L]``.
    alpha : float

    Returns
    -------
    list of L pairs (W, b)
        Shapes ``(n_l, n_{l-1})`` and ``(n_l, 1)``, dtype float.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.4, on breaking symmetry.

    Examples
    --------
    >>> initialize_constant([2, 1], 0.5)
    [(array([[0.5, 0.5]]), array([[0.]]))]
    """
    return [
        (np.full(W_shape, alpha, dtype=float), np.zeros(b_shape))
        for W_shape, b_shape in parameter_shapes(layer_sizes)
    ]


def distinct_units(W: Array) -> int:
    """Count the different rows of a weight matrix: hidden units that are not copies.

    Two rows are the same where no entry differs by more than 1e-12.

    Parameters
    ----------
    W : ndarray, shape (n_l, n_{l-1})
        Row i holds the weights into unit i.

    Returns
    -------
    int

    References
    ----------
    Goodfellow, Bengio and Courville (2016), section 8.4.

    Examples
    --------
    >>> distinct_units(np.array([[1.0, 2.0, 0.0], [3.0, 4.0, 0.0], [1.0, 2.0, 0.0]]))
    2
    """
    distinct: list[Array] = []
    for row in W:
        if all(np.max(np.abs(row - other)) > 1e-12 for other in distinct):
            distinct.append(row)
    return len(distinct)


def deep_linear_output(x: Array, W_last: Array, scale: float, L: int) -> Array:
    """Compute the output of a deep linear network whose hidden layers all multiply by scale.

    W^[1] = ... = W^[L-1] = scale I, no biases, identity activations, equal widths n. Then

    y_hat = W^[L] scale^(L-1) x

    and no product of matrices needs to be formed.

    Parameters
    ----------
    x : ndarray, shape (n, m)
        One example a column; a single one of shape ``(n,)`` serves as well.
    W_last : ndarray, shape (n_L, n)
        The last layer's weights.
    scale : float
        Above 0.
    L : int
        The number of layers, 1 or more, the last one included.

    Returns
    -------
    ndarray, shape (n_L, m)

    References
    ----------
    Saxe, McClelland and Ganguli (2014), on deep linear networks.

    Examples
    --------
    >>> deep_linear_output(np.array([[1.0], [1.0]]), np.array([[1.0, 3.0]]), scale=0.5, L=3)
    array([[1.]])
    """
    return W_last @ x * scale ** (L - 1)


def weight_std(n_in: int, n_out: int, scheme: str) -> float:
    """Give the standard deviation from which a scheme draws a layer's weights.

    The schemes fix the *variance*; the standard deviation is its square root.

    - "xavier": 1 / n_in, which keeps signals the same size on the way forward;
    - "glorot": 2 / (n_in + n_out), the compromise with the way back;
    - "he": 2 / n_in, for ReLU, which lets half of the signal through.

    Parameters
    ----------
    n_in : int
        The fan-in: how many numbers come into the layer.
    n_out : int
        The fan-out: how many neurons the layer has.
    scheme : str

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the scheme is unknown; the message lists the known ones.

    References
    ----------
    LeCun et al. (1998), Efficient BackProp, equation 16; Glorot and Bengio (2010), equation 12;
    He et al. (2015), equation 10.

    Examples
    --------
    >>> weight_std(100, 25, "xavier"), weight_std(50, 200, "he")
    (0.1, 0.2)
    """
    variances = {"xavier": 1.0 / n_in, "glorot": 2.0 / (n_in + n_out), "he": 2.0 / n_in}
    if scheme not in variances:
        raise ValueError(f"unknown scheme {scheme!r}; known are {', '.join(variances)}")
    return float(np.sqrt(variances[scheme]))


def initialize(layer_sizes: Sequence[int], scheme: str, rng: np.random.Generator) -> Parameters:
    """Start a network with random normal weights of a scheme's variance, and biases 0.

    W^[l] ~ N(0, std^2), std = weight_std(n_{l-1}, n_l, scheme), every entry drawn on its own.

    Parameters
    ----------
    layer_sizes : list of int
        ``[n_0, ..., n_L]``.
    scheme : str
        "xavier", "glorot" or "he".
    rng : numpy.random.Generator
        The only source of randomness: the same state gives the same weights.

    Returns
    -------
    list of L pairs (W, b)
        Shapes ``(n_l, n_{l-1})`` and ``(n_l, 1)``.

    Raises
    ------
    ValueError
        If the scheme is unknown.

    References
    ----------
    As for ``weight_std``.

    Examples
    --------
    >>> (W, b), _ = initialize([400, 100, 1], "he", np.random.default_rng(0))
    >>> W.shape, b.shape, round(float(W.std()), 2)  # sqrt(2 / 400) = 0.0707
    ((100, 400), (100, 1), 0.07)
    """
    return [
        (rng.normal(0.0, weight_std(n_in, n_out, scheme), size=(n_out, n_in)), np.zeros(b_shape))
        for (n_out, n_in), b_shape in parameter_shapes(layer_sizes)
    ]


def activation_moments(X: Array, parameters: Parameters, activations: Sequence[str]) -> Array:
    """Measure how large the signals are, layer by layer.

    Parameters
    ----------
    X : ndarray, shape (n_0, m)
        One example a column.
    parameters : list of L pairs (W, b)
    activations : list of L names

    Returns
    -------
    ndarray, shape (L, 2)
        Row l - 1 holds the mean and the variance of A^[l], over all of its units and examples.

    Raises
    ------
    ValueError
        If an activation is unknown.

    References
    ----------
    Glorot and Bengio (2010), section 3, watch these numbers during training.

    Examples
    --------
    >>> parameters = [(np.array([[2.0]]), np.zeros((1, 1))), (np.array([[1.0]]), np.ones((1, 1)))]
    >>> activation_moments(np.array([[-1.0, 1.0]]), parameters, ["relu", "identity"])
    array([[1., 1.],
           [2., 1.]])
    """
    Y_hat, cache = forward(X, parameters, activations)
    A = [A_prev for A_prev, _ in cache[1:]] + [Y_hat]
    return np.array([[A_l.mean(), A_l.var()] for A_l in A])
