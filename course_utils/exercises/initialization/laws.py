"""Laws that random weights obey, judged with known rates of error.

Let w be a layer's N weights divided by the standard deviation that the scheme asks for. Of a right
answer w is N independent draws from the standard normal distribution, whatever the order in which
they were drawn. Each law bounds a statistic as `checking.chance` does: chance alone breaks it with
probability e^-TAIL at most on either side.

`chance` adds these up: for a network of L layers (L + 2 L + 1 + 2 L (L - 1)/2) e^-TAIL, where the
two sides of the mean, of the gap and of each cosine are counted together and a pair of layers is
laid together in two ways. The three networks of one grading come to 41 e^-16 < 5e-6, so a right
answer is refused less than once in 200,000 gradings: twenty times rarer than was aimed at. The law
of single draws wants equal doubles in one place of a hundred, which chance does not bring about;
the laws on a second call leave nothing to chance at all.

A wrong rule passes only if every layer falls into the right band, and large layers make the bands
narrow: see `inputs`. The tests of this lesson work out from the exact chi-squared distribution how
often each wrong deviation passes (less than once in a million) and, run as a program, measure both
rates on whole gradings: of 12,000 right answers none was refused, and of 1,000 gradings of each wrong
answer of the list none passed.
"""

import math
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from course_utils.checking.chance import (
    TAIL,
    cosine_bound,
    mean_bound,
    normal_gap,
    second_moment_band,
    shape_bound,
)
from course_utils.checking.compare import find_fault, same
from course_utils.checking.exercise import Array, Law, Trial
from course_utils.checking.randomness import EXACT, fresh, laws
from course_utils.reference.initialization import weight_std


def chance(n_layers: int) -> float:
    """Return a bound on the probability that a right network of so many layers is refused."""
    pairs = n_layers * (n_layers - 1) // 2
    return (3 * n_layers + 1 + 2 * pairs) * math.exp(-TAIL)


class Layer(NamedTuple):
    """A layer of an answer, numbered from 1, and what was asked of it."""

    number: int
    W: Array
    b: Array
    sizes: list[int]
    scheme: str

    @property
    def std(self) -> float:
        """The standard deviation that the weights should have."""
        return weight_std(self.sizes[self.number - 1], self.sizes[self.number], self.scheme)


def layers(trial: Trial) -> Iterator[Layer]:
    """Yield the layers of an answer."""
    sizes, scheme, _ = trial.arguments
    for number, (W, b) in enumerate(trial.value, 1):
        yield Layer(number, W, b, sizes, scheme)


def in_a_layer(broken: Callable[[Layer], str | None]) -> Callable[[Trial], str | None]:
    """Make a law of what must hold of each layer."""
    return lambda trial: next(filter(None, map(broken, layers(trial))), None)


@in_a_layer
def nonzero_biases(layer: Layer) -> str | None:
    """Find a bias that is not 0."""
    return f"The biases of layer {layer.number} are not all 0." if np.any(layer.b) else None


not_repeatable, _ = laws()


def ignores_generator(trial: Trial) -> str | None:
    """Call again with a generator in another state."""
    again = trial.call((*trial.arguments[:2], fresh(trial.rng)))
    if again.failure is not None:
        return "Called again with another generator, your function stops."
    if find_fault(again.value, trial.value, EXACT, values=False):
        return "Called again with another generator, your function returns something else."
    for layer, (W, _) in zip(layers(trial), again.value, strict=True):
        if same(W, layer.W, EXACT):
            return (
                f"With a generator in another state the weights of layer {layer.number} are the "
                "same as before, so they do not come from `rng`."
            )
    return None


@in_a_layer
def _shared_draws(layer: Layer) -> str | None:
    """Look for one number that serves for several weights of a layer."""
    all_weights, different = layer.W.size, np.unique(layer.W).size
    if different >= 0.99 * all_weights:
        return None
    return (
        f"Layer {layer.number} has {all_weights} weights but only {different} different numbers "
        "among them. Every weight is to be drawn on its own."
    )


@in_a_layer
def _wrong_mean(layer: Layer) -> str | None:
    # Weights that are only too wide are the next law's.
    mean = float(np.mean(layer.W)) / max(layer.std, float(np.std(layer.W)))
    if abs(mean) <= mean_bound(layer.W.size):
        return None
    side = "above" if mean > 0 else "below"
    return f"The mean of the weights of layer {layer.number} is {side} 0, by more than chance."


@in_a_layer
def _wrong_deviation(layer: Layer) -> str | None:
    moment = float(np.mean((layer.W / layer.std) ** 2))
    low, high = second_moment_band(layer.W.size)
    if low <= moment <= high:
        return None
    return (
        f"The standard deviation of the weights of layer {layer.number} is about "
        f"{math.sqrt(moment):.2f} times the right one."
    )


def _wrong_shape(trial: Trial) -> str | None:
    """Test whether all weights, each divided by its standard deviation, are normal."""
    w = np.concatenate([np.ravel(layer.W) / layer.std for layer in layers(trial)])
    if normal_gap(w) <= shape_bound(w.size):
        return None
    return (
        "The weights have the right mean and standard deviation, but they are not normally "
        "distributed."
    )


def repeated_layers(trial: Trial) -> str | None:
    """Test whether two layers hold the same draws, laid out either way."""
    for one, other in combinations(layers(trial), 2):
        V, W = one.W, other.W
        rows, columns = np.minimum(V.shape, W.shape)
        for v, w in (
            (V.ravel()[: W.size], W.ravel()[: V.size]),
            (V[:rows, :columns].ravel(), W[:rows, :columns].ravel()),
        ):
            cosine = float(v @ w) / float(np.linalg.norm(v) * np.linalg.norm(w))
            if abs(cosine) > cosine_bound(v.size):
                return (
                    f"Layers {one.number} and {other.number} are made from the same draws, only "
                    "scaled."
                )
    return None


LAWS = (
    Law("biases are 0", nonzero_biases),
    not_repeatable,
    Law("another state gives others", ignores_generator),
    Law("every weight is drawn on its own", _shared_draws),
    Law("the mean is 0", _wrong_mean),
    Law("the standard deviation is the scheme's", _wrong_deviation),
    Law("the distribution is normal", _wrong_shape),
    Law("layers are drawn independently", repeated_layers),
)
