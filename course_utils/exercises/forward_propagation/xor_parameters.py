"""Lesson 03: weights that solve XOR. Any that do are right, so a law judges, not a comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Law, Trial
from course_utils.checking.part_names import Layers
from course_utils.exercises.forward_propagation.inputs import Array, Parameters
from course_utils.reference import forward_propagation as key

X = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
Y = np.array([0, 1, 1, 0])
HIGH, LOW = 0.9, 0.1
SHAPES = ((2, 2), (2, 1), (1, 2), (1, 1))


def _arrays(value: Any) -> list[Array] | None:
    """Return the four arrays of two pairs, whatever their shapes; None if that is not what it is."""
    try:
        (W_1, b_1), (W_2, b_2) = value
        return [np.asarray(part, dtype=float) for part in (W_1, b_1, W_2, b_2)]
    except (TypeError, ValueError):
        return None


def _probabilities(value: object, hidden: str = "relu", first_transposed: bool = False) -> Array:
    """Return the network's four probabilities, nan where the parameters are none."""
    arrays = _arrays(value)
    if arrays is None or tuple(a.shape for a in arrays) != SHAPES:
        return np.full(4, np.nan)
    W_1, b_1, W_2, b_2 = arrays
    layers = [(W_1.T if first_transposed else W_1, b_1), (W_2, b_2)]
    return np.asarray(key.forward(X, layers, [hidden, "sigmoid"])[0])[0]


def _solves(probabilities: Array) -> bool:
    return bool(np.all(np.where(Y == 1, probabilities > HIGH, probabilities < LOW)))


def _broken(trial: Trial) -> str | None:
    probabilities = _probabilities(trial.value)
    for x, y, p in zip(X.T.astype(int), Y, probabilities, strict=True):
        if not (p > HIGH if y else p < LOW):
            wanted = f"above {HIGH}" if y else f"below {LOW}"
            return (
                f"With your weights the input ({x[0]}, {x[1]}) gets the probability {p:.3f}; it "
                f"should be {wanted}."
            )
    return None


Sign = Callable[[Sequence[Trial]], bool]


def _when(of: Callable[[Any], bool]) -> Sign:
    """Return a sign that asks ``of`` about the value of every trial."""
    return lambda trials: all(of(trial.value) for trial in trials)


def _classes(*wanted: int) -> Sign:
    """Return the sign of a network that solves another problem than XOR."""

    def of(value: object) -> bool:
        p = _probabilities(value)
        return bool(np.isfinite(p).all() and np.array_equal(p > 0.5, np.array(wanted, dtype=bool)))

    return _when(of)


def _shaped(*shapes: tuple[int, ...]) -> Sign:
    """Return the sign of four arrays of these shapes."""

    def of(value: object) -> bool:
        arrays = _arrays(value)
        return arrays is not None and tuple(a.shape for a in arrays) == shapes

    return _when(of)


def _is_solved_by(**otherwise: Any) -> Callable[[Any], bool]:
    """Return whether a network solves it if read otherwise, and not as it is to be read."""
    return lambda v: _solves(_probabilities(v, **otherwise)) and not _solves(_probabilities(v))


def _is_of_lists(value: Any) -> bool:
    """Whether the numbers have the right shapes, but not all of them stand in arrays."""
    arrays = _arrays(value)
    if arrays is None or tuple(a.shape for a in arrays) != SHAPES:
        return False
    return not all(isinstance(part, np.ndarray) for pair in value for part in pair)


def _is_flat_list(value: object) -> bool:
    if not isinstance(value, (tuple, list)):
        return False
    return tuple(part.shape for part in value if isinstance(part, np.ndarray)) == SHAPES


def _is_one_layer(value: object) -> bool:
    return isinstance(value, (tuple, list)) and len(value) == 1


def _is_unsure(value: object) -> bool:
    p = _probabilities(value)
    return bool(np.all(np.where(Y == 1, p > 0.5, p < 0.5))) and not _solves(p)


def _is_without_biases(value: object) -> bool:
    arrays = _arrays(value)
    good = arrays is not None and tuple(a.shape for a in arrays) == SHAPES
    return good and not arrays[1].any() and not arrays[3].any()  # type: ignore[index]


def _is_linear_solution(value: object) -> bool:
    """Whether the logits are the classes themselves: 0 and 1."""
    p = _probabilities(value)
    return bool(np.allclose(p, 1 / (1 + np.exp(-Y))))


def _is_silent(value: object) -> bool:
    """Whether the four inputs all get the same probability."""
    p = _probabilities(value)
    return bool(np.isfinite(p).all() and np.ptp(p) < 1e-9)


def _is_doubled(value: object) -> bool:
    """Whether the two hidden neurons fire in the same proportion on every input."""
    arrays = _arrays(value)
    if arrays is None or tuple(a.shape for a in arrays) != SHAPES:
        return False
    hidden, _ = key.layer_forward(X, arrays[0], arrays[1], "relu")
    return bool(np.linalg.matrix_rank(hidden) < 2)


def _made(W_1: list, b_1: list, W_2: list, b_2: float) -> Parameters:
    return [
        (np.array(W_1, dtype=float), np.array(b_1, dtype=float).reshape(2, 1)),
        (np.array([W_2], dtype=float), np.array([[float(b_2)]])),
    ]


GOOD = ([[1, 1], [1, 1]], [0, -1], [10, -20], -5)


def _reshaped(*shapes: tuple[int, ...]) -> Parameters:
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
## XOR turned upside down
# Your network says 1 where the two inputs are *equal*. Turn the signs of the output layer,
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
# A bias is a column, one row per neuron: shapes (2, 1) and (1, 1), so double brackets, as in
# `np.array([[0.0], [1.0]])`.
_reshaped(*FLAT_BIASES)
## the output weights are flat
# W_2 has one row (one output neuron) and two columns: shape (1, 2), double brackets.
_reshaped(*FLAT_OUTPUT)
## the output weights are a column
# W_2 has one row per neuron of its layer and one column per input: (1, 2), not (2, 1).
_reshaped(*TRANSPOSED_OUTPUT)
## four arrays in a row instead of two pairs
# `parameters` is a list of layers, each a pair: `[(W_1, b_1), (W_2, b_2)]`.
[array for pair in _made(*GOOD) for array in pair]
## there is no hidden layer
# One layer draws one straight line, and no line parts these four points. Two layers are asked:
# two hidden neurons, one output.
[(np.array([[10.0, 10.0]]), np.array([[-5.0]]))]
""",
        detectors={
            "made for an output without a sigmoid": _when(_is_linear_solution),
            "lists instead of arrays": _when(_is_of_lists),
            "the rows of W_1 are taken for its columns": _when(
                _is_solved_by(first_transposed=True)
            ),
            "made for a sigmoid in the hidden layer": _when(_is_solved_by(hidden="sigmoid")),
            "there is no bias anywhere": _when(_is_without_biases),
            "this is OR": _classes(0, 1, 1, 1),
            "this is AND": _classes(0, 0, 0, 1),
            "this is NAND": _classes(1, 1, 1, 0),
            "XOR turned upside down": _classes(1, 0, 0, 1),
            "the right side, but not sure enough": _when(_is_unsure),
            "every input gets the same probability": _when(_is_silent),
            "the two hidden neurons tell the same": _when(_is_doubled),
            "the biases are flat": _shaped(*FLAT_BIASES),
            "the output weights are flat": _shaped(*FLAT_OUTPUT),
            "the output weights are a column": _shaped(*TRANSPOSED_OUTPUT),
            "four arrays in a row instead of two pairs": _when(_is_flat_list),
            "there is no hidden layer": _when(_is_one_layer),
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
