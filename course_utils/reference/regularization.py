"""Lesson 06: features on one scale, and penalties that keep weights small.

Features are rows here and examples columns: ``X`` is ``(p, m)``. Biases are never penalized.
"""

import numpy as np
from numpy.typing import NDArray

from course_utils.reference.backpropagation import Gradients
from course_utils.reference.forward_propagation import Parameters
from course_utils.reference.logistic_regression import Array


def min_max_scale(X_train: Array, X: Array) -> Array:
    """Move every feature of the training set onto the interval from 0 to 1, and X likewise.

    (X - min) / (max - min), with the minimum and maximum of each feature over *X_train*

    Parameters
    ----------
    X_train : ndarray, shape (p, m_train)
        The training set, one feature per row.
    X : ndarray, shape (p, m)
        What to scale: the training set itself, or examples not seen in training. The latter may
        fall outside the interval, and are left there.

    Returns
    -------
    ndarray, shape (p, m)
        A feature that is constant over X_train gives 0.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 11.5.3,
    on why inputs are scaled.

    Examples
    --------
    >>> X_train = np.array([[0.0, 4.0, 2.0], [7.0, 7.0, 7.0]])
    >>> min_max_scale(X_train, np.array([[1.0, 6.0], [7.0, 7.0]]))
    array([[0.25, 1.5 ],
           [0.  , 0.  ]])
    """
    low = X_train.min(axis=1, keepdims=True)
    high = X_train.max(axis=1, keepdims=True)
    constant = high == low
    return np.where(constant, 0.0, X - low) / np.where(constant, 1.0, high - low)


def standardize(X_train: Array, X: Array) -> Array:
    """Give every feature of the training set mean 0 and standard deviation 1, and X likewise.

    (X - mean) / std, with the mean and standard deviation of each feature over *X_train*; the
    variance is the mean squared deviation (divided by m_train, not m_train - 1).

    Parameters
    ----------
    X_train : ndarray, shape (p, m_train)
        The training set, one feature per row.
    X : ndarray, shape (p, m)
        What to scale: the training set itself, or examples not seen in training.

    Returns
    -------
    ndarray, shape (p, m)
        A feature that is constant over X_train gives 0.

    References
    ----------
    LeCun et al. (1998), Efficient BackProp, section 4.3.

    Examples
    --------
    >>> X_train = np.array([[1.0, 3.0, 1.0, 3.0], [7.0, 7.0, 7.0, 7.0]])
    >>> standardize(X_train, np.array([[2.0, 5.0], [7.0, 7.0]]))
    array([[0., 3.],
           [0., 0.]])
    """
    mean = X_train.mean(axis=1, keepdims=True)
    std = X_train.std(axis=1, keepdims=True)
    # Rounding can leave a constant feature a deviation of 1e-17: its range says it exactly.
    constant = np.ptp(X_train, axis=1, keepdims=True) == 0
    return np.where(constant, 0.0, X - mean) / np.where(constant, 1.0, std)


def l1_penalty(parameters: Parameters, lam: float, m: int) -> float:
    """Penalize weights by their absolute values (Lasso).

    lam / m  sum over all layers and entries of |W|

    Parameters
    ----------
    parameters : list of L pairs (W, b)
        The biases do not count.
    lam : float
        The strength, 0 or more.
    m : int
        The number of training examples.

    Returns
    -------
    float

    References
    ----------
    Tibshirani (1996), Regression shrinkage and selection via the lasso.

    Examples
    --------
    >>> l1_penalty([(np.array([[1.0, -3.0]]), np.array([[9.0]]))], lam=2.0, m=4)
    2.0
    """
    return lam / m * sum(float(np.sum(np.abs(W))) for W, _ in parameters)


def l2_penalty(parameters: Parameters, lam: float, m: int) -> float:
    """Penalize weights by their squares (Ridge, weight decay).

    lam / (2 m)  sum over all layers and entries of W^2

    Parameters
    ----------
    parameters : list of L pairs (W, b)
        The biases do not count.
    lam : float
        The strength, 0 or more.
    m : int
        The number of training examples.

    Returns
    -------
    float

    References
    ----------
    Hoerl and Kennard (1970), Ridge regression; Krogh and Hertz (1991), on weight decay.

    Examples
    --------
    >>> l2_penalty([(np.array([[1.0, -3.0]]), np.array([[9.0]]))], lam=2.0, m=4)
    2.5
    """
    return lam / (2 * m) * sum(float(np.sum(W**2)) for W, _ in parameters)


def penalty_gradient(W: Array, lam: float, m: int, norm: str) -> Array:
    """Differentiate the penalty with respect to one layer's weights.

    "l1": lam / m sign(W), and 0 where W is 0        "l2": lam / m W

    Parameters
    ----------
    W : ndarray, shape (n_l, n_{l-1})
    lam : float
    m : int
        The number of training examples.
    norm : str
        "l1" or "l2".

    Returns
    -------
    ndarray, shape (n_l, n_{l-1})

    Raises
    ------
    ValueError
        If the norm is neither.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, equations 7.3 and 7.20.

    Examples
    --------
    >>> penalty_gradient(np.array([[4.0, 0.0, -2.0]]), lam=1.0, m=2, norm="l1")
    array([[ 0.5,  0. , -0.5]])
    >>> penalty_gradient(np.array([[4.0, 0.0, -2.0]]), lam=1.0, m=2, norm="l2")
    array([[ 2.,  0., -1.]])
    """
    if norm not in ("l1", "l2"):
        raise ValueError(f"unknown norm {norm!r}; known are l1, l2")
    return lam / m * (np.sign(W) if norm == "l1" else W)


def regularized_gradients(
    gradients: Gradients, parameters: Parameters, lam: float, norm: str, m: int
) -> Gradients:
    """Add the penalty's gradient to the cost's.

    dW + d(penalty)/dW for every layer's weights; db stays as it is.

    Parameters
    ----------
    gradients : list of L pairs (dW, db)
        From ``backward``.
    parameters : list of L pairs (W, b)
    lam : float
    norm : str
        "l1" or "l2".
    m : int
        The number of training examples.

    Returns
    -------
    list of L pairs (dW, db)

    Raises
    ------
    ValueError
        If the norm is neither.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), section 7.1.

    Examples
    --------
    >>> parameters = [(np.array([[1.0, 0.0]]), np.array([[5.0]]))]
    >>> gradients = [(np.array([[1.0, 1.0]]), np.array([[1.0]]))]
    >>> regularized_gradients(gradients, parameters, lam=4.0, norm="l2", m=2)
    [(array([[3., 1.]]), array([[1.]]))]
    """
    return [
        (dW + penalty_gradient(W, lam, m, norm), db)
        for (dW, db), (W, _) in zip(gradients, parameters, strict=True)
    ]


def soft_threshold(W: Array, t: float) -> Array:
    """Move every weight towards 0 by t, and stop there.

    S(w) = sign(w) max(|w| - t, 0), which minimizes (v - w)^2 / 2 + t |v| over v. Weights smaller
    than t become exactly 0; the squared penalty only ever makes them smaller.

    Parameters
    ----------
    W : ndarray of any shape
    t : float
        The threshold, 0 or more.

    Returns
    -------
    ndarray, same shape

    References
    ----------
    Donoho (1995), De-noising by soft-thresholding.

    Examples
    --------
    >>> soft_threshold(np.array([[3.0, 0.5, -1.0, -2.5]]), 1.0) + 0.0
    array([[ 2. ,  0. ,  0. , -1.5]])
    """
    return np.sign(W) * np.maximum(np.abs(W) - t, 0.0)


def dropout(
    A: Array, keep_probability: float, rng: np.random.Generator
) -> tuple[Array, NDArray[np.bool_]]:
    """Drop activations at random, and enlarge the others so that the mean stays (inverted dropout).

    A_dropped = A * mask / keep_probability, where each entry of the mask is 1 with
    keep_probability, on its own. Used in training only; a gradient goes back through
    ``mask / keep_probability``.

    Parameters
    ----------
    A : ndarray of any shape
    keep_probability : float
        Above 0, at most 1.
    rng : numpy.random.Generator

    Returns
    -------
    A_dropped : ndarray, same shape
    mask : ndarray of bool, same shape
        True where an activation is kept.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), Dropout: a simple way to
    prevent neural networks from overfitting.

    Examples
    --------
    >>> A_dropped, mask = dropout(np.ones((2, 4)), 0.5, np.random.default_rng(0))
    >>> A_dropped
    array([[0., 2., 2., 2.],
           [0., 0., 0., 0.]])
    >>> mask[0]
    array([False,  True,  True,  True])
    """
    mask = rng.random(A.shape) < keep_probability
    return A * mask / keep_probability, mask


def batch_norm(Z: Array, gamma: Array, beta: Array, epsilon: float = 1e-5) -> Array:
    """Standardize each row over the batch, then scale and shift it.

    gamma (Z - mean) / sqrt(variance + epsilon) + beta, with the mean and the variance (divided by
    m) of each row over the columns: batch normalization's forward pass in training.

    Parameters
    ----------
    Z : ndarray, shape (n, m)
        One unit per row, one example per column.
    gamma, beta : ndarray, shape (n, 1)
        Learned: the standard deviation and the mean that each unit is to have.
    epsilon : float
        Keeps 0 from being divided by 0.

    Returns
    -------
    ndarray, shape (n, m)

    References
    ----------
    Ioffe and Szegedy (2015), Batch normalization, algorithm 1.

    Examples
    --------
    >>> Z = np.array([[1.0, 3.0], [10.0, 10.0]])
    >>> batch_norm(Z, np.ones((2, 1)), np.array([[0.0], [7.0]]), epsilon=0.0001).round(3)
    array([[-1.,  1.],
           [ 7.,  7.]])
    """
    mean = Z.mean(axis=1, keepdims=True)
    variance = Z.var(axis=1, keepdims=True)
    return gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta
