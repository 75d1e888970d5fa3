"""Lesson 08: a network of the student's own, judged by what it reads of digits kept back.

Two networks are trained in a grading, each on other digits. No answer but the network itself is
judged, so any depth, width, optimizer and penalty is right that learns to read.
"""

from functools import partial

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Law, Pairs, Rng, Trial
from course_utils.exercises.capstone.digits import kept_back, shipped, to_learn
from course_utils.exercises.capstone.networks import (
    Reading,
    arrays,
    form_fault,
    formed,
    is_transposed,
    reading,
    said,
    unseen_accuracy,
)
from course_utils.reference import capstone as key
from course_utils.reference.neuron import activation_functions

PART, FULL = "at least 85 % of the digits not seen", "at least 95 % of the digits not seen"
ASKED = {PART: 0.85, FULL: 0.95}


def _reads(trial: Trial) -> str | None:
    X, labels, _ = trial.arguments
    share, asked = unseen_accuracy(trial.value, X, labels), ASKED[trial.group]
    if share >= asked:
        return None
    return (
        f"Of {kept_back(X, labels)[1].size} digits that it has not seen your network reads "
        f"{100 * share:.1f} %; at least {100 * asked:.0f} % are asked for."
    )


def _was_brought_along(r: Reading) -> bool:
    """Whether it reads the digits as they are shipped, which are not those that it was given."""
    return r.unseen < 0.5 and np.mean(said(shipped().X, r.network) == shipped().labels) > 0.8


def _fitted(X: Array, labels: Array, rng: Rng, width: int = 500, activation: str = "relu") -> Pairs:
    """Draw the hidden layer at random and solve for the output layer by least squares.

    A network in 60 milliseconds; the method is known as random features (Rahimi and Recht 2007).
    """
    g, _ = activation_functions(activation)
    W = rng.normal(0.0, np.sqrt(2 / len(X)), (width, len(X)))
    b = rng.normal(0.0, 0.3, (width, 1)) - W @ X.mean(axis=1, keepdims=True)
    H = np.vstack([g(W @ X + b), np.ones((1, X.shape[1]))])
    V = np.linalg.solve(H @ H.T + np.eye(width + 1), H @ key.one_hot(labels, 10).T).T
    return [(W, b), (V[:, :-1], V[:, -1:])]


TRAIN_DIGITS = Exercise(
    reference=key.train_digits,
    groups=(
        Group(PART, partial(to_learn, m=1150), weight=3, count=1),
        Group(
            FULL,
            partial(to_learn, m=1250),
            weight=2,
            count=1,
            hint="It reads well, but not well enough. More steps, more hidden neurons, mini-batches "
            "with Adam, a penalty or a little noise on the pixels: try one change at a time on digits "
            "that you have kept back yourself.",
        ),
    ),
    unique=False,
    free_form=True,
    laws=(
        Law(
            "parameters of a network from 64 pixels to 10 digits",
            lambda trial: form_fault(trial.value),
        ),
        Law("reads digits that it has not seen", _reads),
    ),
    mistakes=wrong_answers(
        """
## something else is returned beside the parameters
# Your `train` of lesson 7 returned (parameters, costs). Here return only the parameters.
_fitted(X, labels, rng, width=40), [2.3, 1.9]
## the biases are flat
# A bias is a column, shape (n, 1), as everywhere since lesson 3.
[(W, b[:, 0]) for W, b in _fitted(X, labels, rng, width=40)]
## W is transposed
# A layer multiplies from the left, Z = W A_prev: W has one row per neuron. The images are
# columns of X.
[(W.T, b) for W, b in _fitted(X, labels, rng, width=40)]
## one output instead of ten
# A single output can tell two classes apart. Ten digits need ten outputs, one per class.
initialize([64, 20, 1], "he", rng)
## the parameters are not finite
# The training has diverged: nan or inf stands in your parameters. Try a learning rate ten times
# smaller, and see that softmax subtracts the maximum.
(W, b), output = initialize([64, 20, 10], 'he', rng)
return [(np.full(W.shape, np.nan), b), output]
## trained on standardized or centered pixels, judged on plain ones
# Your network reads pixels well that are scaled or centered, but it is given plain ones. Train
# on X as it is, or fold the scaling into the first layer's W and b before you return them.
_fitted(reference.standardize(X, X), labels, rng)
## another activation in the hidden layers
# Read with tanh or sigmoid in its hidden layers, your network does well. It is judged with ReLU
# there: train it with ReLU.
_fitted(X, labels, rng, activation='sigmoid')
## learned from other digits than those given
# Your network reads the digits as they are shipped, not those that it is given: here the images
# are turned and the classes renamed. Learn from X and labels alone.
from course_utils.datasets import load_digits

digits = load_digits()
return _fitted(digits.X, digits.labels, np.random.default_rng(0))
## one answer for every image
# Your network says the same digit whatever it sees. Do the weights start from zero or from equal
# numbers? Then the hidden neurons stay copies of each other. Or are the steps far too long, or
# uphill? Then the neurons die: try a learning rate ten times smaller.
reference.initialize_constant([64, 20, 10], 0.0)
## nothing was learned
# Even of the digits that it was given your network reads hardly any. Print the cost every few
# epochs. If it does not fall: does the step go down and is it short enough, do the parameters
# that come back from it get used, is `backward` handed `softmax(logits)`, and do images and
# labels still belong together after shuffling?
initialize([64, 32, 10], "he", rng)
## learned by heart
# Your network reads nearly all that it was given, and of what it has not seen much less: it has
# learned the examples, not the digits. A penalty, noise on the pixels, a He start of the right
# size, or fewer steps help.
W = np.zeros((1300, len(X)))
W[:, 26:38] = rng.normal(size=(len(W), 12))
b = rng.normal(size=(len(W), 1)) - W @ X.mean(axis=1, keepdims=True)
H = np.maximum(W @ X + b, 0)
V = np.linalg.solve(H.T @ H + 1e-06 * np.eye(X.shape[1]), one_hot(labels, 10).T).T
return [(W, b), (V @ H.T, np.zeros((10, 1)))]
## it has not learned enough yet
# Your network reads what it was given no better than the rest: it has more to learn. Train
# longer, with another learning rate or smaller batches, or give it more hidden neurons. If that
# does not help: is `backward` handed `softmax(logits)`, and does the optimizer's state go on
# from step to step?
Y, activations = one_hot(labels, 10), ["relu", "identity"]
parameters = initialize([64, 64, 10], "he", rng)
state = zeros_like(parameters), zeros_like(parameters), 0
for _ in range(8):
    logits, cache = forward(X, parameters, activations)
    gradients = backward(softmax(logits), Y, cache, parameters, activations)
    parameters, state = adam_step(parameters, gradients, state, 0.01)
return parameters
""",
        detectors={
            "something else is returned beside the parameters": formed(
                lambda value: len(value) > 1 and bool(arrays(value[0]))
            ),
            "the biases are flat": formed(lambda value: any(b.ndim == 1 for _, b in arrays(value))),
            "W is transposed": formed(is_transposed),
            "one output instead of ten": formed(lambda value: len(arrays(value)[-1][0]) == 1),
            "the parameters are not finite": formed(
                lambda value: any(
                    not np.isfinite(part).all() for pair in arrays(value) for part in pair
                )
            ),
            "trained on standardized or centered pixels, judged on plain ones": reading(
                lambda r: r.wants("standardized", "centered")
            ),
            "another activation in the hidden layers": reading(
                lambda r: r.wants("tanh", "sigmoid")
            ),
            "learned from other digits than those given": reading(_was_brought_along),
            "one answer for every image": reading(lambda r: len(set(said(r.X, r.network))) == 1),
            "nothing was learned": reading(lambda r: r.seen < 0.35),
            # It reads all that it was given, and of the rest much less.
            "learned by heart": reading(lambda r: r.seen > 0.985 and r.unseen < r.seen - 0.03),
            # It reads what it was given little better than the rest.
            "it has not learned enough yet": reading(lambda r: r.seen < 0.985),
        },
    ),
    alternatives=right_answers("""
## a random hidden layer, and least squares
_fitted(X, labels, rng)
## three layers, as a tuple of lists
first, output = _fitted(X, labels, rng)
middle = [np.eye(len(first[0])), np.zeros((len(first[0]), 1))]
return (list(first), middle, list(output))
## centered pixels, folded back into the first bias
mean = X.mean(axis=1, keepdims=True)
(W, b), output = _fitted(X - mean, labels, rng)
return [(W, b - W @ mean), output]
"""),
)
