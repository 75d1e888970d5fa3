"""Lesson 08: a network that reads handwritten digits.

The course's own functions do all the work. The hidden layers are ReLU and the output is softmax.
With categorical cross-entropy its delta is ``Y_hat - Y``, the same as lesson 04's sigmoid output,
so ``backward`` serves unchanged.
"""

import numpy as np
from numpy.typing import NDArray

from course_utils.reference.backpropagation import backward
from course_utils.reference.forward_propagation import Parameters, forward
from course_utils.reference.gradient_descent import adam_step, mini_batches, zeros_like
from course_utils.reference.initialization import initialize
from course_utils.reference.logistic_regression import CLIP, Array, Labels

HIDDEN, BATCH_SIZE, EPOCHS, LEARNING_RATE = 128, 64, 100, 0.003
# Deviation of the noise on every pixel: no image is seen twice alike, so none can be learned by
# heart. It acts like a penalty (Bishop 1995, Training with noise), and here works better.
NOISE = 0.2


def softmax(Z: Array) -> Array:
    """Turn each column of logits into probabilities that sum to 1.

    softmax(z)_k = exp(z_k) / sum_j exp(z_j)

    Parameters
    ----------
    Z : ndarray, shape (classes, m)
        One example a column. Right, and without a warning, for entries up to 1000 and beyond.

    Returns
    -------
    ndarray, shape (classes, m)

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, equation 4.62.

    Examples
    --------
    >>> softmax(np.array([[0.0, 1000.0], [0.0, 0.0], [np.log(2.0), 0.0]]))
    array([[0.25, 1.  ],
           [0.25, 0.  ],
           [0.5 , 0.  ]])
    """
    # Adding the same number to a whole column changes nothing; this way the largest is exp(0).
    e: Array = np.exp(Z - Z.max(axis=0, keepdims=True))
    total: Array = e.sum(axis=0, keepdims=True)
    return e / total


def one_hot(labels: NDArray[np.int_], classes: int) -> Array:
    """Write each label as a column with a single 1, in the label's row.

    Parameters
    ----------
    labels : ndarray of int, shape (m,)
        From 0 to classes - 1.
    classes : int

    Returns
    -------
    ndarray of float, shape (classes, m)

    References
    ----------
    Bishop (2006), section 4.3.4: the 1-of-K coding.

    Examples
    --------
    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 1.],
           [0., 0.],
           [1., 0.]])
    """
    return np.eye(classes)[:, labels]


def categorical_cross_entropy(Y_hat: Array, Y: Labels) -> float:
    """Average the cross-entropy over the batch, for more than two classes.

    J = -1/m sum over examples i and classes k of Y_ki log(Y_hat_ki)

    Parameters
    ----------
    Y_hat : ndarray, shape (classes, m)
        Predicted probabilities, one example per column. Those below 1e-12 are taken to be 1e-12, so
        that the result is finite.
    Y : ndarray, shape (classes, m)
        The right classes, one-hot.

    Returns
    -------
    float

    References
    ----------
    Bishop (2006), equation 4.108, divided by m.

    Examples
    --------
    >>> Y_hat, Y = np.array([[0.5, 0.1], [0.5, 0.9]]), np.array([[1, 1], [0, 0]])
    >>> round(categorical_cross_entropy(Y_hat, Y), 6)  # (log 2 + log 10) / 2
    1.497866
    """
    m: int = Y.shape[1]
    return -float(np.sum(Y * np.log(np.maximum(Y_hat, CLIP)))) / m


def accuracy(Y_hat: Array, labels: NDArray[np.int_]) -> float:
    """Count how often the most probable class is the right one, as a share from 0 to 1.

    Parameters
    ----------
    Y_hat : ndarray, shape (classes, m)
        Probabilities or logits, one example per column.
    labels : ndarray of int, shape (m,)

    Returns
    -------
    float

    References
    ----------
    Bishop (2006), section 1.5.1.

    Examples
    --------
    >>> accuracy(np.array([[0.7, 0.2, 0.6], [0.3, 0.8, 0.4]]), np.array([0, 1, 1])) == 2 / 3
    True
    """
    return float(np.mean(np.argmax(Y_hat, axis=0) == labels))


def digit_probabilities(X: Array, parameters: Parameters) -> Array:
    """Read digits with a trained network: ReLU in every hidden layer, softmax at the output.

    Parameters
    ----------
    X : ndarray, shape (64, m)
        One image per column.
    parameters : list of L pairs (W, b)
        Any depth and widths, from 64 inputs to 10 classes.

    Returns
    -------
    ndarray, shape (10, m)

    Examples
    --------
    >>> digit_probabilities(np.ones((64, 1)), [(np.zeros((10, 64)), np.zeros((10, 1)))])[:3, 0]
    array([0.1, 0.1, 0.1])
    """
    logits, _ = forward(X, parameters, digit_activations(parameters))
    return softmax(logits)


def digit_activations(parameters: Parameters) -> list[str]:
    """Name the activations that a network for digits is read with, before the softmax."""
    return ["relu"] * (len(parameters) - 1) + ["identity"]


def train_digits(X: Array, labels: NDArray[np.int_], rng: np.random.Generator) -> Parameters:
    """Train a network to read handwritten digits.

    The network is yours to design: depth, widths, initialization, penalty, optimizer, steps. It is
    judged by its accuracy on digits that it has not seen, with ReLU in every hidden layer and the
    largest of the 10 outputs as the answer. Full marks from 95 %, part marks from 85 %.

    Parameters
    ----------
    X : ndarray, shape (64, m)
        One image of 8 by 8 pixels a column, every pixel from 0 to 1.
    labels : ndarray of int, shape (m,)
        The digits, 0 to 9.
    rng : numpy.random.Generator
        The only source of randomness.

    Returns
    -------
    list of L pairs (W, b)
        From 64 inputs to 10 outputs.

    References
    ----------
    Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits: the data.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> parameters = train_digits(rng.random((64, 20)), np.arange(20) % 10, rng)
    >>> parameters[0][0].shape[1], parameters[-1][0].shape[0]
    (64, 10)
    """
    Y = one_hot(labels, 10)
    parameters = initialize([X.shape[0], HIDDEN, 10], "he", rng)
    state = (zeros_like(parameters), zeros_like(parameters), 0)
    activations = digit_activations(parameters)
    for _ in range(EPOCHS):
        for X_b, Y_b in mini_batches(X, Y, BATCH_SIZE, rng):
            noisy = X_b + rng.normal(0.0, NOISE, X_b.shape)
            logits, cache = forward(noisy, parameters, activations)
            gradients = backward(softmax(logits), Y_b, cache, parameters, activations)
            parameters, state = adam_step(parameters, gradients, state, LEARNING_RATE)
    return parameters
