"""How the mistakes of an initializer are told from each other.

Random answers cannot be compared with what a wrong formula gives, so each mistake has a sign: a
property that all cases share. `drawing` lists the plain signs (a wrong shape) before those that
need statistics.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.checking.exercise import Trial
from course_utils.exercises.initialization import laws
from course_utils.reference.initialization import weight_std

Array = NDArray[Any]
Trials = Sequence[Trial]
Sign = Callable[[Trials], bool]
# The standard deviation of layer l's weights, from the layer sizes, l from 1, and the scheme.
Scale = Callable[[Sequence[int], int, str], float]


def right_std(sizes: Sequence[int], l: int, scheme: str) -> float:
    """Return the right standard deviation of layer l's weights."""
    return weight_std(sizes[l - 1], sizes[l], scheme)


def _judged(trials: Trials) -> list[Trial]:
    """Leave out the cases with an unknown scheme, where an error is right."""
    return [trial for trial in trials if trial.expected.failure is None]


def _pairs(trial: Trial) -> list[tuple[Array, Array]] | None:
    """Return the layers as pairs of arrays, or None if the answer is nothing of that kind."""
    value = trial.value
    if trial.outcome.failure or not isinstance(value, (list, tuple)) or not value:
        return None
    for pair in value:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return None
        if not all(isinstance(array, np.ndarray) and array.size for array in pair):
            return None
    return [(W, b) for W, b in value]


def _well_shaped(trial: Trial) -> bool:
    pairs, sizes = _pairs(trial), trial.arguments[0]
    shapes = [((n, n_prev), (n, 1)) for n_prev, n in pairwise(sizes)]
    return pairs is not None and [(W.shape, b.shape) for W, b in pairs] == shapes


def _all_layers(holds: Callable[[Sequence[int], list[tuple[Array, Array]]], bool]) -> Sign:
    """Make a sign of what holds of the sizes and the layers in every case, well shaped or not."""

    def sign(trials: Trials) -> bool:
        cases = [(trial.arguments[0], _pairs(trial)) for trial in _judged(trials)]
        return bool(cases) and all(pairs is not None and holds(s, pairs) for s, pairs in cases)

    return sign


def _each_weights(holds: Callable[[Array, float], bool]) -> Sign:
    """Make a sign of what holds of each layer's W and its right standard deviation."""

    def sign(trials: Trials) -> bool:
        cases = _judged(trials)
        return (
            bool(cases)
            and all(_well_shaped(trial) for trial in cases)
            and all(holds(W, std) for trial in cases for _, W, _, std in laws.layers(trial))
        )

    return sign


def _breaks(broken: Callable[[Trial], str | None]) -> Sign:
    """Make a sign of a law that every case breaks."""

    def sign(trials: Trials) -> bool:
        cases = _judged(trials)
        return bool(cases) and all(_well_shaped(t) and broken(t) is not None for t in cases)

    return sign


lacks_output_layer = _all_layers(
    lambda sizes, pairs: [W.shape for W, _ in pairs] == [(n, k) for k, n in pairwise(sizes[:-1])]
)
transposed = _all_layers(lambda sizes, pairs: [W.shape for W, _ in pairs] == list(pairwise(sizes)))
flat_biases = _all_layers(
    lambda sizes, pairs: [b.shape for _, b in pairs] == [(n,) for n in sizes[1:]]
)
nonzero_biases = _breaks(laws.nonzero_biases)
not_repeatable = _breaks(laws.not_repeatable)
ignores_generator = _breaks(laws.ignores_generator)
repeated_layers = _breaks(laws.repeated_layers)

one_number_a_layer = _each_weights(lambda W, _std: bool(np.all(W[0, 0] == W)))
one_row_a_layer = _each_weights(lambda W, _std: bool(np.all(W[0] == W)))
no_negative_weights = _each_weights(lambda W, _std: bool(np.all(W >= 0)))


def _in_band(W: Array, std: float) -> bool:
    low, high = laws.second_moment_band(W.size)
    return low <= float(np.mean((W / std) ** 2)) <= high


def _is_uniform(W: Array, bound: float) -> bool:
    """Whether the weights fill the interval from -bound to bound evenly, as far as can be seen."""
    sizes = np.abs(W) / bound
    return bool(np.all(sizes <= 1)) and abs(float(np.mean(sizes < 0.5)) - 0.5) < 0.1


uniform_of_bound_std = _each_weights(_is_uniform)
uniform_of_right_variance = _each_weights(lambda W, std: _is_uniform(W, math.sqrt(3.0) * std))
deviation_as_mean = _each_weights(
    lambda W, std: (
        abs(float(np.mean(W)) - std) <= laws.mean_bound(W.size) and _in_band(W - std, 1.0)
    )
)


def scaled_as(scale: Scale) -> Sign:
    """Make a sign: weights centered at 0, with these standard deviations and not the right ones."""

    def sign(trials: Trials) -> bool:
        cases = _judged(trials)
        if not cases or not all(_well_shaped(trial) for trial in cases):
            return False
        right = True
        for trial in cases:
            sizes, scheme, _ = trial.arguments
            for l, W, _, std in laws.layers(trial):
                wrong = scale(sizes, l, scheme)
                if abs(float(np.mean(W))) / wrong > laws.mean_bound(W.size):
                    return False
                if not _in_band(W, wrong):
                    return False
                right = right and _in_band(W, std)
        return not right

    return sign


def one_deviation_for_all(trials: Trials) -> bool:
    """Whether all layers of all cases have weights of one and the same deviation."""
    cases = _judged(trials)
    if not cases or not all(_well_shaped(trial) for trial in cases):
        return False
    found = [float(np.sqrt(np.mean(W**2))) for t in cases for _, W, _, _ in laws.layers(t)]
    return max(found) < 1.15 * min(found)


def one_scheme_for_all(trials: Trials) -> bool:
    """Tell whether every case follows one and the same scheme, which is not what was asked."""
    return any(
        scaled_as(lambda sizes, l, _scheme, name=name: right_std(sizes, l, name))(trials)  # type: ignore[misc]
        for name in ("he", "xavier", "glorot")
    )
