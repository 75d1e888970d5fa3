"""How the mistakes of an initializer are told from each other.

Random answers cannot be compared with what a wrong formula gives, so each mistake has a detector of
what all its networks share. A detector that raises has found nothing, so none asks whether the
answer is a list of pairs of arrays at all.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from course_utils.checking import chance
from course_utils.checking.detectors import Detector, every
from course_utils.checking.exercise import Array, Trial
from course_utils.exercises.initialization import laws
from course_utils.exercises.initialization.laws import Layer, layers
from course_utils.reference.initialization import weight_std

SCHEMES = ("he", "xavier", "glorot")


def _well_shaped(trial: Trial) -> bool:
    shapes = [((n, n_prev), (n, 1)) for n_prev, n in pairwise(trial.arguments[0])]
    return [(W.shape, b.shape) for W, b in trial.value] == shapes


def every_network(holds: Callable[[Trial], bool]) -> Detector:
    """Return a detector of what holds in all cases but those of an unknown scheme."""
    return lambda trials: every(holds)([trial for trial in trials if not trial.expected.failure])


def every_layer(holds: Callable[[Layer], bool]) -> Detector:
    """Return a detector of what holds of each layer of well-shaped networks."""
    return every_network(lambda trial: _well_shaped(trial) and all(map(holds, layers(trial))))


def breaks(broken: Callable[[Trial], str | None]) -> Detector:
    """Return a detector of well-shaped networks that break a law."""
    return every_network(lambda trial: _well_shaped(trial) and broken(trial) is not None)


def shaped(part: int, shapes: Callable[[list[int]], list[tuple[int, ...]]]) -> Detector:
    """Return a detector of weights (part 0) or biases (1) of the shapes that ``shapes(sizes)`` gives."""
    return every_network(
        lambda trial: [pair[part].shape for pair in trial.value] == shapes(trial.arguments[0])
    )


def _in_band(W: Array, std: float) -> bool:
    low, high = chance.second_moment_band(W.size)
    return low <= float(np.mean((W / std) ** 2)) <= high


def is_uniform(W: Array, bound: float) -> bool:
    """Whether the weights fill the interval from -bound to bound evenly, as far as can be seen."""
    sizes = np.abs(W) / bound
    return bool(np.all(sizes <= 1)) and abs(float(np.mean(sizes < 0.5)) - 0.5) < 0.1


def has_mean_std(layer: Layer) -> bool:
    """Whether the weights have the right deviation for their mean, and 1 for their deviation."""
    off = abs(float(np.mean(layer.W)) - layer.std)
    return off <= chance.mean_bound(layer.W.size) and _in_band(layer.W - layer.std, 1.0)


def scaled_as(scale: Callable[[Layer], float]) -> Detector:
    """Return a detector of weights around 0, with these standard deviations and not the right ones."""

    def fits(layer: Layer) -> bool:
        wrong, W = scale(layer), layer.W
        return abs(float(np.mean(W))) / wrong <= chance.mean_bound(W.size) and _in_band(W, wrong)

    is_wrong, is_right = every_layer(fits), every_layer(lambda layer: _in_band(layer.W, layer.std))
    return lambda trials: is_wrong(trials) and not is_right(trials)


def one_scheme_for_all(trials: Sequence[Trial]) -> bool:
    """Whether every case follows one and the same scheme, which is not what was asked."""
    rules = [
        lambda layer, name=name: weight_std(len(layer.W.T), len(layer.W), name) for name in SCHEMES
    ]
    return any(scaled_as(rule)(trials) for rule in rules)


def one_deviation_for_all(trials: Sequence[Trial]) -> bool:
    """Whether all layers of all cases have weights of one and the same deviation."""
    known = [trial for trial in trials if not trial.expected.failure]
    found = [math.sqrt(np.mean(layer.W**2)) for trial in known for layer in layers(trial)]
    return max(found) < 1.15 * min(found)
