"""Lesson 07: ways down the cost, from one plain step to Adam.

``velocity`` and Adam's ``first`` and ``second`` are lists of pairs shaped like the parameters, and
start from ``zeros_like(parameters)``.
"""

from collections.abc import Sequence

import numpy as np

from course_utils.reference.backpropagation import Gradients, backward
from course_utils.reference.forward_propagation import Parameters, cost, forward
from course_utils.reference.logistic_regression import Array, Labels

AdamState = tuple[Gradients, Gradients, int]


def gradient_descent_step(
    parameters: Parameters, gradients: Gradients, learning_rate: float
) -> Parameters:
    """Take one step downhill.

    W <- W - learning_rate dW        b <- b - learning_rate db

    Parameters
    ----------
    parameters : list of L pairs (W, b)
        Not changed: the new parameters are new arrays.
    gradients : list of L pairs (dW, db)
    learning_rate : float

    Returns
    -------
    list of L pairs (W, b)

    References
    ----------
    Cauchy (1847); Goodfellow, Bengio and Courville (2016), Deep Learning, equation 4.5.

    Examples
    --------
    >>> parameters = [(np.array([[1.0, 2.0]]), np.array([[3.0]]))]
    >>> gradients = [(np.array([[10.0, 0.0]]), np.array([[-10.0]]))]
    >>> gradient_descent_step(parameters, gradients, learning_rate=0.5)
    [(array([[-4.,  2.]]), array([[8.]]))]
    """
    return [
        (W - learning_rate * dW, b - learning_rate * db)
        for (W, b), (dW, db) in zip(parameters, gradients, strict=True)
    ]


def largest_stable_learning_rate(H: Array) -> float:
    """Find the learning rate beyond which gradient descent on a quadratic diverges.

    On f(x) = x^T H x / 2 the error along an eigenvector with eigenvalue h is multiplied by
    1 - learning_rate h in every step, so all of them shrink as long as

    learning_rate < 2 / (largest eigenvalue of H)

    Parameters
    ----------
    H : ndarray, shape (n, n)
        The Hessian: symmetric, its largest eigenvalue positive.

    Returns
    -------
    float

    References
    ----------
    LeCun et al. (1998), Efficient BackProp, section 5.1.

    Examples
    --------
    >>> largest_stable_learning_rate(np.array([[4.0, 0.0], [0.0, 1.0]]))
    0.5
    """
    return float(2.0 / np.linalg.eigvalsh(H)[-1])  # in ascending order


def mini_batches(
    X: Array, Y: Labels, batch_size: int, rng: np.random.Generator
) -> list[tuple[Array, Labels]]:
    """Shuffle the examples and deal them out in batches.

    Every example comes exactly once, beside its own label. If batch_size does not divide m, the
    last batch is shorter; no batch is empty.

    Parameters
    ----------
    X : ndarray, shape (n_0, m)
        One example a column.
    Y : ndarray, shape (k, m)
        The labels, in the same order.
    batch_size : int
        1 or more.
    rng : numpy.random.Generator

    Returns
    -------
    list of pairs (X_b, Y_b)
        Shapes ``(n_0, batch_size)`` and ``(k, batch_size)``.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), section 8.1.3.

    Examples
    --------
    >>> X = np.arange(7.0).reshape(1, 7)
    >>> batches = mini_batches(X, 10 * X, 3, np.random.default_rng(0))
    >>> [X_b.shape[1] for X_b, Y_b in batches]
    [3, 3, 1]
    >>> all(np.array_equal(10 * X_b, Y_b) for X_b, Y_b in batches)
    True
    """
    order = rng.permutation(X.shape[1])
    batches = [order[start : start + batch_size] for start in range(0, order.size, batch_size)]
    return [(X[:, batch], Y[:, batch]) for batch in batches]


def zeros_like(parameters: Parameters) -> Gradients:
    """Make zeros of the parameters' shapes: where velocities and Adam's averages start."""
    return [(np.zeros_like(W, dtype=float), np.zeros_like(b, dtype=float)) for W, b in parameters]


def moving_average(average: Gradients, new: Gradients, beta: float) -> Gradients:
    """Update an exponential moving average: beta average + (1 - beta) new, array by array."""
    return [
        (beta * W + (1 - beta) * dW, beta * b + (1 - beta) * db)
        for (W, b), (dW, db) in zip(average, new, strict=True)
    ]


def momentum_step(
    parameters: Parameters,
    gradients: Gradients,
    velocity: Gradients,
    learning_rate: float,
    beta: float = 0.9,
) -> tuple[Parameters, Gradients]:
    """Take a step along an average of the gradients so far.

    v <- beta v + (1 - beta) g        W <- W - learning_rate v        (the same for b)

    Parameters
    ----------
    parameters : list of L pairs (W, b)
    gradients : list of L pairs (dW, db)
    velocity : list of L pairs
        v for every W and b; zeros before the first step.
    learning_rate : float
    beta : float
        How much of the old velocity stays, from 0 to less than 1.

    Returns
    -------
    parameters : list of L pairs (W, b)
    velocity : list of L pairs

    References
    ----------
    Polyak (1964); in this averaged form, Kingma and Ba (2015).

    Examples
    --------
    >>> parameters, g = [(np.ones((1, 1)), np.ones((1, 1)))], [(np.ones((1, 1)), np.zeros((1, 1)))]
    >>> parameters, velocity = momentum_step(parameters, g, g, learning_rate=0.5, beta=0.9)
    >>> parameters, velocity
    ([(array([[0.5]]), array([[1.]]))], [(array([[1.]]), array([[0.]]))])
    """
    velocity = moving_average(velocity, gradients, beta)
    return gradient_descent_step(parameters, velocity, learning_rate), velocity


def adam_step(
    parameters: Parameters,
    gradients: Gradients,
    state: AdamState,
    learning_rate: float,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[Parameters, AdamState]:
    """Take a step of Adam: momentum, with a scale of its own for every parameter.

    t <- t + 1
    first <- beta_1 first + (1 - beta_1) g
    second <- beta_2 second + (1 - beta_2) g^2
    W <- W - learning_rate first / (1 - beta_1^t) / ( sqrt(second / (1 - beta_2^t)) + epsilon )

    and the same for b. The state keeps the averages as they are, not the corrected ones.

    Parameters
    ----------
    parameters : list of L pairs (W, b)
    gradients : list of L pairs (dW, db)
    state : tuple (first, second, t)
        Two lists of L pairs, zeros before the first step, and the number of steps done.
    learning_rate, beta_1, beta_2, epsilon : float

    Returns
    -------
    parameters : list of L pairs (W, b)
    state : tuple (first, second, t)

    References
    ----------
    Kingma and Ba (2015), Adam, algorithm 1.

    Examples
    --------
    >>> parameters = [(np.ones((1, 2)), np.ones((1, 1)))]
    >>> gradients = [(np.array([[5.0, -0.1]]), np.zeros((1, 1)))]
    >>> zeros = [(np.zeros((1, 2)), np.zeros((1, 1)))]
    >>> parameters, state = adam_step(parameters, gradients, (zeros, zeros, 0), learning_rate=0.5)
    >>> parameters[0][0].round(6), state[2]  # the first step has the same length everywhere
    (array([[0.5, 1.5]]), 1)
    """
    first, second, t = state
    t = t + 1
    first = moving_average(first, gradients, beta_1)
    second = moving_average(second, [(dW**2, db**2) for dW, db in gradients], beta_2)

    def direction(v: Array, s: Array) -> Array:
        return v / (1 - beta_1**t) / (np.sqrt(s / (1 - beta_2**t)) + epsilon)

    directions = [
        (direction(v_W, s_W), direction(v_b, s_b))
        for (v_W, v_b), (s_W, s_b) in zip(first, second, strict=True)
    ]
    return gradient_descent_step(parameters, directions, learning_rate), (first, second, t)


def train(
    X: Array,
    Y: Labels,
    parameters: Parameters,
    activations: Sequence[str],
    learning_rate: float,
    steps: int,
) -> tuple[Parameters, list[float]]:
    """Train a network by gradient descent on all examples at once.

    In each step: forward, cost, backward, update.

    Parameters
    ----------
    X : ndarray, shape (n_0, m)
        One example a column.
    Y : ndarray, shape (1, m)
        The classes, 0 or 1.
    parameters : list of L pairs (W, b)
        Where to start.
    activations : list of L names
        The last one is "sigmoid".
    learning_rate : float
    steps : int

    Returns
    -------
    parameters : list of L pairs (W, b)
        After all steps.
    costs : list of float
        ``costs[k]`` is the cost before step k, counted from 0; there are as many as steps.

    Raises
    ------
    ValueError
        If an activation is unknown.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), section 4.3.

    Examples
    --------
    >>> X, Y = np.array([[-1.0, 1.0]]), np.array([[0, 1]])
    >>> start = [(np.zeros((1, 1)), np.zeros((1, 1)))]
    >>> parameters, costs = train(X, Y, start, ["sigmoid"], learning_rate=1.0, steps=2)
    >>> np.round(costs, 4)
    array([0.6931, 0.4741])
    """
    costs = []
    for _ in range(steps):
        Y_hat, cache = forward(X, parameters, activations)
        costs.append(cost(Y_hat, Y))
        gradients = backward(Y_hat, Y, cache, parameters, activations)
        parameters = gradient_descent_step(parameters, gradients, learning_rate)
    return parameters, costs
