"""Lesson 01: logistic regression, the smallest neural network.

The statistician's layout: ``X`` is ``(n, p)``, one example per row; ``y`` is ``(n,)`` of zeros and
ones; the model is ``y_hat = sigmoid(X @ beta + beta_0)``.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int_] | NDArray[np.float64]

# Predictions are kept at least this far from 0 and 1, so that the cross-entropy never needs log(0).
CLIP = 1e-12


def sigmoid(z: Array) -> Array:
    """Turn every number into a number between 0 and 1.

    sigma(z) = 1 / (1 + exp(-z))

    Parameters
    ----------
    z : ndarray of any shape, or a number
        The logits. Right, and without a warning, for ``|z|`` up to 1000.

    Returns
    -------
    ndarray of the same shape
        Probabilities.

    References
    ----------
    Cox (1958), The regression analysis of binary sequences.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, np.log(3.0), 1000.0]))
    array([0.  , 0.5 , 0.75, 1.  ])
    """
    # exp of a number that is never positive cannot overflow; for z < 0 the fraction
    # 1 / (1 + exp(-z)) is expanded by exp(z).
    e = np.exp(-np.abs(z))
    return np.where(np.greater_equal(z, 0), 1.0, e) / (1.0 + e)


def predict_proba(X: Array, beta: Array, beta_0: float) -> Array:
    """Predict the probability of class 1 for every row of X.

    y_hat = sigma(X beta + beta_0)

    Parameters
    ----------
    X : ndarray, shape (n, p)
        One example per row.
    beta : ndarray, shape (p,)
        The coefficients.
    beta_0 : float
        The intercept.

    Returns
    -------
    ndarray, shape (n,)

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.87.

    Examples
    --------
    >>> predict_proba(np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([2.0, -1.0]), 0.0)
    array([0.5       , 0.99330715])
    """
    return sigmoid(X @ beta + beta_0)


def cross_entropy(y: Labels, y_hat: Array) -> float:
    """Measure how badly the probabilities fit the classes: the sum over all examples.

    L = -sum_i [ y_i log(y_hat_i) + (1 - y_i) log(1 - y_hat_i) ]

    Parameters
    ----------
    y : ndarray, shape (n,)
        The classes, 0 or 1.
    y_hat : ndarray, shape (n,)
        The predicted probabilities. They are clipped to the interval from 1e-12 to 1 - 1e-12
        first, so that the result is finite even where one is exactly 0 or 1.

    Returns
    -------
    float
        In nats, the unit that belongs to the natural logarithm.

    References
    ----------
    Bishop (2006), equation 4.90: the negative log-likelihood of Bernoulli trials.

    Examples
    --------
    >>> round(cross_entropy(np.array([1, 0]), np.array([0.5, 0.5])), 6)
    1.386294
    """
    p = np.clip(y_hat, CLIP, 1.0 - CLIP)
    return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1.0 - p)))


def cross_entropy_from_logits(y: Labels, z: Array) -> float:
    """Compute the same sum directly from the logits, without clipping.

    L = sum_i [ y_i log(1 + exp(-z_i)) + (1 - y_i) log(1 + exp(z_i)) ]

    Parameters
    ----------
    y : ndarray, shape (n,)
        The classes, 0 or 1.
    z : ndarray, shape (n,)
        The logits, so that ``y_hat = sigmoid(z)``. Exact, and without a warning, for ``|z|`` up
        to 1000.

    Returns
    -------
    float

    References
    ----------
    Bishop (2006), equation 4.90 with sigma(z) written out.

    Examples
    --------
    >>> cross_entropy_from_logits(np.array([1, 0]), np.array([-1000.0, -1000.0]))
    1000.0
    """
    return float(np.sum(y * np.logaddexp(0.0, -z) + (1 - y) * np.logaddexp(0.0, z)))


def cross_entropy_gradient(X: Array, y: Labels, beta: Array, beta_0: float) -> tuple[Array, float]:
    """Differentiate the summed cross-entropy with respect to beta and beta_0.

    dL/dbeta = X^T (y_hat - y)        dL/dbeta_0 = sum_i (y_hat_i - y_i)

    Parameters
    ----------
    X : ndarray, shape (n, p)
    y : ndarray, shape (n,)
        The classes, 0 or 1.
    beta : ndarray, shape (p,)
    beta_0 : float

    Returns
    -------
    d_beta : ndarray, shape (p,)
    d_beta_0 : float

    References
    ----------
    Bishop (2006), equation 4.91.

    Examples
    --------
    >>> X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    >>> cross_entropy_gradient(X, np.array([0, 1, 1]), np.zeros(2), 0.0)
    (array([-3.5, -4. ]), -0.5)
    """
    residual = predict_proba(X, beta, beta_0) - y
    return X.T @ residual, float(np.sum(residual))


def classify(y_hat: Array, threshold: float = 0.5) -> NDArray[np.int_]:
    """Turn probabilities into classes: 1 where ``y_hat >= threshold``, 0 elsewhere.

    Parameters
    ----------
    y_hat : ndarray of any shape
        Probabilities.
    threshold : float
        The smallest probability that is called class 1.

    Returns
    -------
    ndarray of int, same shape

    References
    ----------
    Bishop (2006), section 1.5.1: 0.5 makes the fewest errors if both kinds cost the same.

    Examples
    --------
    >>> classify(np.array([0.2, 0.5, 0.9]))
    array([0, 1, 1])
    >>> classify(np.array([0.2, 0.5, 0.9]), threshold=0.6)
    array([0, 0, 1])
    """
    return np.greater_equal(y_hat, threshold).astype(int)


def fit_logistic_regression(
    X: Array, y: Labels, learning_rate: float, steps: int
) -> tuple[Array, float]:
    """Fit the model by gradient descent, the network's way.

    Start from zeros. At each step, with the gradient of the *mean* cross-entropy:

    beta <- beta - learning_rate dL/dbeta / n
    beta_0 <- beta_0 - learning_rate dL/dbeta_0 / n

    Parameters
    ----------
    X : ndarray, shape (n, p)
    y : ndarray, shape (n,)
        The classes, 0 or 1.
    learning_rate : float
    steps : int
        How many steps to take; every step changes both parameters.

    Returns
    -------
    beta : ndarray, shape (p,)
    beta_0 : float

    References
    ----------
    Bishop (2006), section 5.2.4.

    Examples
    --------
    >>> X, y = np.array([[-1.0], [1.0], [3.0]]), np.array([0, 1, 1])
    >>> fit_logistic_regression(X, y, learning_rate=3.0, steps=1)
    (array([2.5]), 0.5)
    """
    n, p = X.shape
    beta, beta_0 = np.zeros(p), 0.0
    for _ in range(steps):
        d_beta, d_beta_0 = cross_entropy_gradient(X, y, beta, beta_0)
        beta, beta_0 = beta - learning_rate * d_beta / n, beta_0 - learning_rate * d_beta_0 / n
    return beta, beta_0


def irls(X: Array, y: Labels, steps: int) -> tuple[Array, float]:
    """Fit the model by iteratively reweighted least squares, the statistician's way.

    Newton's method on the summed cross-entropy. With a column of ones in front, A = [1 X], and
    s_i = y_hat_i (1 - y_hat_i), each step from theta = (beta_0, beta) is

    theta <- theta - (A^T diag(s) A)^-1 A^T (y_hat - y)

    Parameters
    ----------
    X : ndarray, shape (n, p)
        ``[1 X]`` needs full column rank.
    y : ndarray, shape (n,)
        The classes, 0 or 1. They have to overlap: on separable data no finite optimum exists and
        the steps grow without limit.
    steps : int
        Fewer than ten are usually enough.

    Returns
    -------
    beta : ndarray, shape (p,)
    beta_0 : float

    Raises
    ------
    numpy.linalg.LinAlgError
        If the matrix of second derivatives is singular.

    References
    ----------
    Bishop (2006), section 4.3.3; Albert and Anderson (1984) on when the optimum exists.

    Examples
    --------
    >>> X, y = np.array([[0.0], [0.0], [1.0], [1.0], [1.0]]), np.array([0, 1, 0, 1, 1])
    >>> beta, beta_0 = irls(X, y, steps=6)
    >>> predict_proba(X, beta, beta_0).round(6)  # each group's share of ones
    array([0.5     , 0.5     , 0.666667, 0.666667, 0.666667])
    """
    A = np.column_stack([np.ones(len(X)), X])
    theta = np.zeros(A.shape[1])
    for _ in range(steps):
        y_hat = sigmoid(A @ theta)
        hessian = (A.T * (y_hat * (1.0 - y_hat))) @ A
        theta = theta - np.linalg.solve(hessian, A.T @ (y_hat - y))
    return theta[1:], float(theta[0])


def as_network(beta: Array, beta_0: float) -> tuple[Array, Array]:
    """Write the fitted model as a layer with one neuron, the bridge to the next lessons.

    The layer takes one example per *column*: ``sigmoid(W @ X.T + b)`` of shape ``(1, n)`` holds the
    same numbers as ``predict_proba(X, beta, beta_0)`` of shape ``(n,)``.

    Parameters
    ----------
    beta : ndarray, shape (p,)
    beta_0 : float

    Returns
    -------
    W : ndarray, shape (1, p)
        The weights, beta as a row.
    b : ndarray, shape (1, 1)
        The bias, beta_0.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.2.2.2.

    Examples
    --------
    >>> as_network(np.array([2.0, -1.0, 0.5]), 3.0)
    (array([[ 2. , -1. ,  0.5]]), array([[3.]]))
    """
    return np.array([beta], dtype=float), np.array([[beta_0]], dtype=float)
