"""Lesson 04: ways back through a network, right and wrong ones, for the exercise `backward`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from course_utils.checking.compare import Tolerance, find_fault, same
from course_utils.checking.exercise import Trial
from course_utils.exercises.backpropagation.inputs import Array, Names, Pairs
from course_utils.reference import backpropagation as key
from course_utils.reference.neuron import activation_functions

Backward = Callable[[Array, Array, Pairs, Pairs, Names], Pairs]
# hop(layer, delta, cache, parameters, names) carries delta from a layer to the one before it.
Hop = Callable[[int, Array, Pairs, Pairs, Names], Array]


def slope(Z: Array, name: str) -> Array:
    """Return g'(Z)."""
    return activation_functions(name)[1](Z)


def right_hop(layer: int, delta: Array, cache: Pairs, parameters: Pairs, names: Names) -> Array:
    """Carry delta back as it should be."""
    return key.hidden_delta(parameters[layer][0], delta, cache[layer - 1][1], names[layer - 1])


def by(hop: Hop, first: Callable[[Array, Array], Array] = key.output_delta) -> Backward:
    """Return a `backward` with another hop, or another delta at the output."""

    def backward(
        Y_hat: Array, Y: Array, cache: Pairs, parameters: Pairs, activations: Names
    ) -> Pairs:
        delta, gradients = first(Y_hat, Y), []
        for layer in reversed(range(len(parameters))):
            gradients.append(key.parameter_gradients(delta, cache[layer][0]))
            if layer:
                delta = hop(layer, delta, cache, parameters, activations)
        return gradients[::-1]

    return backward


def spoiled(spoil: Callable[[Pairs, int], Pairs]) -> Backward:
    """Return a `backward` whose right gradients are spoiled at the end; `spoil` gets them and m."""

    def backward(
        Y_hat: Array, Y: Array, cache: Pairs, parameters: Pairs, activations: Names
    ) -> Pairs:
        return spoil(key.backward(Y_hat, Y, cache, parameters, activations), Y.shape[1])

    return backward


def scaled(gradients: Pairs, factor: float) -> Pairs:
    """Multiply all gradients."""
    return [(factor * dW, factor * db) for dW, db in gradients]


def updating(
    Y_hat: Array,
    Y: Array,
    cache: Pairs,
    parameters: Pairs,
    activations: Names,
    learning_rate: float = 0.1,
) -> Pairs:
    """Step down in every layer before delta has passed through it."""
    delta, gradients = key.output_delta(Y_hat, Y), []
    for layer in reversed(range(len(parameters))):
        dW, db = key.parameter_gradients(delta, cache[layer][0])
        gradients.append((dW, db))
        W, b = parameters[layer]
        parameters[layer] = (W - learning_rate * dW, b - learning_rate * db)
        if layer:
            delta = right_hop(layer, delta, cache, parameters, activations)
    return gradients[::-1]


def is_updating(trials: Sequence[Trial]) -> bool:
    """Whether some learning rate explains every trial; no formula is known without its value."""
    rates = [_rate_of(trial) for trial in trials]
    return None not in rates and sum(rate != 0.0 for rate in rates) > 1


def _rate_of(trial: Trial) -> float | None:
    """Find the rate with which `updating` gives this trial's value; None if there is none."""
    Y_hat, Y, cache, parameters, activations = trial.arguments
    got, right = trial.value, trial.expected.value
    if trial.outcome.failure or find_fault(got, right, Tolerance(), values=False):
        return None
    assert isinstance(got, (list, tuple))
    assert isinstance(right, list)
    if len(parameters) == 1:  # there is no way back, so nothing to see of an update
        return 0.0 if same(got, right, Tolerance()) else None
    # In the layer before the last, the fault is the rate times what dW would carry back in the
    # place of W.
    delta = key.output_delta(Y_hat, Y)
    carried = key.hidden_delta(right[-1][0], delta, cache[-2][1], activations[-2])
    unit, _ = key.parameter_gradients(carried, cache[-2][0])
    fault = right[-2][0] - got[-2][0]
    rate = float((fault * unit).sum() / ((unit * unit).sum() or 1.0))
    again = updating(Y_hat, Y, cache, list(parameters), activations, rate)
    return rate if abs(rate) > 1e-6 and same(got, again, Tolerance()) else None


def own_output(
    Y_hat: Array, Y: Array, cache: Pairs, parameters: Pairs, activations: Names
) -> Pairs:
    """Take every layer's own A where what came into it is meant."""
    A = [A_prev for A_prev, _ in cache[1:]] + [Y_hat]
    own = list(zip(A, [Z for _, Z in cache], strict=True))
    return key.backward(Y_hat, Y, own, parameters, activations)


def three_layers(
    Y_hat: Array, Y: Array, cache: Pairs, parameters: Pairs, activations: Names
) -> Pairs:
    """Write three layers out, with no loop."""
    delta_3 = key.output_delta(Y_hat, Y)
    delta_2 = right_hop(2, delta_3, cache, parameters, activations)
    delta_1 = right_hop(1, delta_2, cache, parameters, activations)
    deltas = (delta_1, delta_2, delta_3)
    return [key.parameter_gradients(d, cache[i][0]) for i, d in enumerate(deltas)]


def recursive(Y_hat: Array, Y: Array, cache: Pairs, parameters: Pairs, activations: Names) -> Pairs:
    """Go back by a function that calls itself."""

    def back(delta: Array, layer: int) -> Pairs:
        here = key.parameter_gradients(delta, cache[layer][0])
        if layer == 0:
            return [here]
        return [*back(right_hop(layer, delta, cache, parameters, activations), layer - 1), here]

    return back(key.output_delta(Y_hat, Y), len(parameters) - 1)


def through_outputs(
    Y_hat: Array, Y: Array, cache: Pairs, parameters: Pairs, activations: Names
) -> list:
    """Take slopes from A and the mean once, at the output; fill a list from its end."""
    gradients: list = [None] * len(parameters)
    delta = (Y_hat - Y) / Y.shape[1]
    for i in range(len(parameters) - 1, -1, -1):
        A_prev = cache[i][0]
        gradients[i] = [np.dot(delta, A_prev.T), delta.sum(axis=1).reshape(-1, 1)]
        if i:
            slopes = {
                "tanh": 1 - A_prev**2,
                "sigmoid": A_prev * (1 - A_prev),
                "relu": np.where(A_prev > 0, 1.0, 0.0),
                "identity": 1.0,
            }
            delta = parameters[i][0].T.dot(delta) * slopes[activations[i - 1]]
    return gradients


def one_example_at_a_time(
    Y_hat: Array, Y: Array, cache: Pairs, parameters: Pairs, activations: Names
) -> tuple:
    """Add up the gradients of single examples."""
    m = Y.shape[1]
    total = [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in parameters]
    for i in range(m):
        here = slice(i, i + 1)
        one = [(A[:, here], Z[:, here]) for A, Z in cache]
        parts = recursive(Y_hat[:, here], Y[:, here], one, parameters, activations)
        total = [(W + dW / m, b + db / m) for (W, b), (dW, db) in zip(total, parts, strict=True)]
    return tuple(total)
