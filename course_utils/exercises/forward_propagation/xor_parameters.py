"""Lesson 03: weights that solve XOR. Any that do are right, so a law judges, not a comparison."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import Detector, every
from course_utils.checking.exercise import Array, Exercise, Group, Law, Pairs, Trial
from course_utils.checking.part_names import Layers
from course_utils.reference import forward_propagation as key

X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([0, 1, 1, 0])
HIGH, LOW = 0.9, 0.1
SHAPES = ((2, 2), (2, 1), (1, 2), (1, 1))


def _arrays(value: Any) -> list[Array]:
    """Return the four arrays of two pairs, whatever their shapes; none if that is not what it is."""
    try:
        (W_1, b_1), (W_2, b_2) = value
        return [np.asarray(part, dtype=float) for part in (W_1, b_1, W_2, b_2)]
    except (TypeError, ValueError):
        return []


def _shapes(value: Any) -> tuple[tuple[int, ...], ...]:
    return tuple(array.shape for array in _arrays(value))


def _probabilities(value: Any, hidden: str = "relu") -> Array:
    """Return the network's four probabilities, nan where the parameters are none."""
    if _shapes(value) != SHAPES:
        return np.full(4, np.nan)
    W_1, b_1, W_2, b_2 = _arrays(value)
    return key.forward(X, [(W_1, b_1), (W_2, b_2)], [hidden, "sigmoid"])[0][0]


def _logits(value: Any) -> Array:
    """Return the output's four logits."""
    p = _probabilities(value)
    with np.errstate(all="ignore"):
        return np.log(p / (1 - p))


def _solves(probabilities: Array) -> bool:
    return bool(np.all(np.where(Y == 1, probabilities > HIGH, probabilities < LOW)))


def _broken(trial: Trial) -> str | None:
    for x, y, p in zip(X.T.astype(int), Y, _probabilities(trial.value), strict=True):
        if not (p > HIGH if y else p < LOW):
            wanted = f"above {HIGH}" if y else f"below {LOW}"
            return (
                f"With your weights the input ({x[0]}, {x[1]}) gets the probability {p:.3f}; it "
                f"should be {wanted}."
            )
    return None


def _when(holds: Callable[[Any], Any]) -> Detector:
    return every(lambda trial: bool(holds(trial.value)))


def _when_network(holds: Callable[[Array, Array, Array, Array], Any]) -> Detector:
    """Return a detector of what holds of W_1, b_1, W_2 and b_2, if they have the right shapes."""
    return _when(lambda value: _shapes(value) == SHAPES and holds(*_arrays(value)))


def _says(*classes: int) -> Detector:
    """Return the detector of a network that solves another problem than XOR."""
    return _when_network(
        lambda *arrays: np.array_equal(_probabilities([arrays[:2], arrays[2:]]) > 0.5, classes)
    )


def _made(W_1: list, b_1: list, W_2: list, b_2: float) -> Pairs:
    return [
        (np.array(W_1, dtype=float), np.array(b_1, dtype=float).reshape(2, 1)),
        (np.array([W_2], dtype=float), np.array([[float(b_2)]])),
    ]


GOOD = ([[1, 1], [1, 1]], [0, -1], [10, -20], -5)


def _reshaped(*shapes: tuple[int, ...]) -> Pairs:
    """Return a good answer whose arrays have other shapes."""
    arrays = [array for pair in _made(*GOOD) for array in pair]
    a, b, c, d = (array.reshape(shape) for array, shape in zip(arrays, shapes, strict=True))
    return [(a, b), (c, d)]


FLAT_BIASES = ((2, 2), (2,), (1, 2), (1,))
FLAT_OUTPUT = ((2, 2), (2, 1), (2,), (1, 1))
TRANSPOSED_OUTPUT = ((2, 2), (2, 1), (2, 1), (1, 1))

XOR_PARAMETERS = Exercise(
    reference=key.xor_parameters,
    returns=Layers(("W", "b")),
    unique=False,
    groups=(Group("the four inputs of XOR", lambda rng: (), count=1),),
    laws=(Law("the probability is right at all four corners", _broken),),
    equivalent={"all weights that solve XOR are right": ("W_2",)},
    mistakes=wrong_answers(
        """
## made for an output without a sigmoid
# Your output layer gives exactly 0 and 1 before the sigmoid, and sigmoid(0) is 0.5, sigmoid(1)
# is 0.73. Scale the output weights up and shift them, so that the logits are far on both sides
# of 0.
_made([[1, 1], [1, 1]], [0, -1], [1, -2], 0)
## lists instead of arrays
# The shapes are right, but a list cannot be multiplied by a matrix. Wrap each of the four in
# `np.array(...)`.
[tuple(array.tolist() for array in pair) for pair in _made(*GOOD)]
## the rows of W_1 are taken for its columns
# With W_1 transposed your network would solve it. Row i of W_1 holds the weights of hidden
# neuron i.
_made([[1, 2], [1, 2]], [0, -2], [20, -20], -10)
## made for a sigmoid in the hidden layer
# With sigmoid hidden neurons your weights solve it, but the hidden layer is ReLU here: what is
# positive passes unlimited, so large weights do not level off at 1.
_made([[20, 20], [-20, -20]], [-10, 30], [20, 20], -30)
## there is no bias anywhere
# Without biases the input (0, 0) makes every z equal to 0, so its probability is exactly 0.5.
# The output needs a negative bias.
_made([[1, -1], [-1, 1]], [0, 0], [10, 10], 0)
## the output's bias is 0
# At (0, 0) both hidden neurons give 0, so the logit is the output's bias: with 0 the probability is
# 0.5. It has to be negative.
_made([[1, 1], [1, 1]], [0, -1], [10, -20], 0)
## this is OR
# Three of four are right. (1, 1) should be low: let the second hidden neuron fire only when both
# inputs are 1, and weigh it strongly downward.
_made([[1, 1], [1, 1]], [0, 0], [10, 10], -5)
## this is AND
# Your network fires where *both* inputs are 1. XOR asks for exactly one of them.
_made([[1, 1], [1, 1]], [-1, -1], [10, 10], -5)
## this is NAND
# (0, 0) should be low too. Have one hidden neuron that tells (0, 0) from the rest, and one that
# tells (1, 1).
_made([[1, 1], [1, 1]], [-1, -1], [-10, -10], 5)
## the opposite of XOR
# Your network says 1 where the two inputs are *equal*. Flip the signs of the output layer's
# weights and bias.
_made([[1, 1], [1, 1]], [0, -1], [-10, 20], 5)
## the right side, but not sure enough
# All four are on the right side of 0.5. Multiply the output layer's weights and bias by a larger
# number: the sigmoid then saturates.
_made([[1, 1], [1, 1]], [0, -1], [2, -4], -1)
## every input gets the same probability
# Either all output weights are 0, or ReLU cuts every hidden neuron to 0 at all four inputs. Work
# out by hand what each hidden neuron gives at each corner.
_made([[-1, -1], [-1, -1]], [0, 0], [10, 10], -5)
## the two hidden neurons tell the same
# On the four inputs one hidden neuron is just a multiple of the other, so the output sees one
# number only. Give them different biases or directions.
_made([[1, 0], [2, 0]], [0, 0], [10, 10], -5)
## the biases are flat
# A bias is a column, one row per neuron: shapes (2, 1) and (1, 1), so use double square
# brackets, as in `np.array([[0.0], [1.0]])`.
_reshaped(*FLAT_BIASES)
## the output weights are flat
# W_2 has one row (one output neuron) and two columns: shape (1, 2), with double square brackets.
_reshaped(*FLAT_OUTPUT)
## the output weights are a column
# W_2 has one row per neuron of its layer and one column per input: (1, 2), not (2, 1).
_reshaped(*TRANSPOSED_OUTPUT)
## four arrays in a row instead of two pairs
# `parameters` is a list of layers, each a pair: `[(W_1, b_1), (W_2, b_2)]`.
[array for pair in _made(*GOOD) for array in pair]
## there is no hidden layer
# One layer draws one straight line, and no line separates these four points. You need two
# layers: two hidden neurons, one output.
[(np.array([[10.0, 10.0]]), np.array([[-5.0]]))]
""",
        detectors={
            # The logits are the classes themselves: 0 and 1.
            "made for an output without a sigmoid": _when(
                lambda value: np.allclose(_probabilities(value), 1 / (1 + np.exp(-Y)))
            ),
            "lists instead of arrays": _when(
                lambda value: (
                    _shapes(value) == SHAPES
                    and not all(isinstance(part, np.ndarray) for pair in value for part in pair)
                )
            ),
            "the rows of W_1 are taken for its columns": _when_network(
                lambda W_1, b_1, W_2, b_2: _solves(_probabilities([(W_1.T, b_1), (W_2, b_2)]))
            ),
            "made for a sigmoid in the hidden layer": _when(
                lambda value: _solves(_probabilities(value, hidden="sigmoid"))
            ),
            "there is no bias anywhere": _when_network(
                lambda W_1, b_1, W_2, b_2: not b_1.any() and not b_2.any()
            ),
            "the output's bias is 0": _when_network(
                lambda W_1, b_1, W_2, b_2: not b_2.any() and not np.maximum(b_1, 0).any()
            ),
            "this is OR": _says(0, 1, 1, 1),
            "this is AND": _says(0, 0, 0, 1),
            "this is NAND": _says(1, 1, 1, 0),
            "the opposite of XOR": _says(1, 0, 0, 1),
            "the right side, but not sure enough": _when(
                lambda value: bool(np.all((_probabilities(value) - 0.5) * (-1, 1, 1, -1) > 1e-9))
            ),
            "every input gets the same probability": _when(
                lambda value: np.ptp(_logits(value)) < 1e-9
            ),
            # On every input they fire in the same proportion.
            "the two hidden neurons tell the same": _when_network(
                lambda W_1, b_1, *_: np.linalg.matrix_rank(np.maximum(W_1 @ X + b_1, 0)) < 2
            ),
            "the biases are flat": _when(lambda value: _shapes(value) == FLAT_BIASES),
            "the output weights are flat": _when(lambda value: _shapes(value) == FLAT_OUTPUT),
            "the output weights are a column": _when(
                lambda value: _shapes(value) == TRANSPOSED_OUTPUT
            ),
            "four arrays in a row instead of two pairs": _when(
                lambda value: tuple(map(np.shape, value)) == SHAPES
            ),
            "there is no hidden layer": _when(lambda value: len(value) == 1),
        },
    ),
    alternatives=right_answers("""
## the two differences
_made([[1, -1], [-1, 1]], [0, 0], [10, 10], -5)
## hidden neurons exchanged
_made([[1, 1], [1, 1]], [-1, 0], [-20, 10], -5)
## hidden neurons that look for equality
_made([[-1, -1], [1, 1]], [1, -1], [-20, -20], 10)
## tuples, and whole numbers
tuple(tuple(a.astype(int) for a in pair) for pair in _made(*GOOD))
## lists for pairs
[list(pair) for pair in _made(*GOOD)]
## a random search
rng = np.random.default_rng(5)
while True:
    W_1, b_1, W_2 = (rng.integers(-2, 3, size=shape) for shape in SHAPES[:3])
    found = [(W_1, b_1), (12 * W_2, np.array([[-6]]))]
    if _solves(_probabilities(found)):
        return found
"""),
)
