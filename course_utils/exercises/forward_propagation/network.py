"""Lesson 03: a batch through all layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.forward_propagation.inputs import (
    NETWORKS,
    Array,
    Parameters,
    parameters_of,
)
from course_utils.reference import forward_propagation as key
from course_utils.reference.neuron import activation_functions

Case = tuple[Array, Parameters, list[str]]
Names = Sequence[str]


def _network(rng: Generator) -> Case:
    widths, m = NETWORKS[rng.integers(len(NETWORKS))]
    hidden = (["tanh", "relu"], ["relu", "tanh"])[rng.integers(2)]
    return rng.normal(size=(widths[0], m)), parameters_of(rng, widths), [*hidden, "sigmoid"]


def _other_output(rng: Generator) -> Case:
    widths, m = (6, 4, 5, 3, 2), 7
    output = ("identity", "tanh")[rng.integers(2)]
    names = ["sigmoid", "relu", "tanh", output]
    return rng.normal(size=(widths[0], m)), parameters_of(rng, widths), names


def _one_layer(rng: Generator) -> Case:
    widths = (5, (2, 3)[rng.integers(2)])
    return rng.normal(size=(5, 4)), parameters_of(rng, widths), ["tanh"]


def _one_example(rng: Generator) -> Case:
    widths, _ = NETWORKS[rng.integers(len(NETWORKS))]
    names = ["tanh", "tanh", "sigmoid"]
    return rng.normal(size=(widths[0], 1)), parameters_of(rng, widths), names


Step = Callable[[Array, Array, Array, Array, Array], tuple[Array, object]]


def _walk(step: Step, X: Array, parameters: Parameters, names: Names) -> tuple[Array, list]:
    """Walk the layers; ``step(X, A_prev, Z, A, b)`` says what is fed on and what is kept."""
    fed, cache = X, []
    for (W, b), name in zip(parameters, names, strict=False):
        A, Z = key.layer_forward(fed, W, b, name)
        fed, kept = step(X, fed, Z, A, b)
        cache.append(kept)
    return fed, cache


def _walking(step: Step) -> Callable[..., tuple[Array, list]]:
    return lambda X, parameters, activations: _walk(step, X, parameters, activations)


def _all_but_last(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    return key.forward(X, parameters[:-1], activations[:-1])


def _all_but_first(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    return key.forward(X, parameters[1:], activations[1:])


def _two_layers(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    (W_1, b_1), (W_2, b_2) = parameters[0], parameters[1]
    A_1, Z_1 = key.layer_forward(X, W_1, b_1, activations[0])
    A_2, Z_2 = key.layer_forward(A_1, W_2, b_2, activations[1])
    return A_2, [(X, Z_1), (A_1, Z_2)]


def _three_layers(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    return key.forward(X, [parameters[i] for i in range(3)], activations[:3])


def _renamed(names: Callable[[Names], Names]) -> Callable[..., tuple[Array, list]]:
    """Return a forward pass that uses other activations than it is told."""
    return lambda X, parameters, activations: key.forward(X, parameters, names(activations))


def _kept(of: Callable[[list], list]) -> Callable[..., tuple[Array, list]]:
    """Return a forward pass whose cache is ``of`` the right one."""

    def forward(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
        Y_hat, cache = key.forward(X, parameters, activations)
        return Y_hat, of(cache)

    return forward


def _no_biases(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    return key.forward(X, [(W, np.zeros_like(b)) for W, b in parameters], activations)


def _same_input(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    return _walk(lambda X, fed, Z, A, b: (X, (X, Z)), X, parameters, activations)


def _consumed(X: Array, parameters: Parameters, activations: list[str]) -> tuple[Array, list]:
    result = key.forward(X, parameters, activations)
    parameters.clear()
    return result


def _by_hand(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, tuple]:
    outputs, logits = [X], []
    for i in range(len(parameters)):
        W, b = parameters[i]
        logits.append(np.einsum("nk,km->nm", W, outputs[i]) + b)
        outputs.append(activation_functions(activations[i])[0](logits[i]))
    return outputs[-1], tuple(zip(outputs, logits, strict=False))


def _recursive(X: Array, parameters: Parameters, activations: Names) -> Any:
    if not parameters:
        return [X, []]
    (W, b), *rest = parameters
    A, Z = key.layer_forward(X, W, b, activations[0])
    Y_hat, cache = _recursive(A, rest, activations[1:])
    return [Y_hat, [[X, Z], *cache]]


def _swapped(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    return _walk(lambda X, fed, Z, A, b: (Z, (fed, A)), X, parameters, activations)


def _flat_cache(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    A, cache = key.forward(X, parameters, activations)
    return A, [array for pair in cache for array in pair]


def _full_cache(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    A, cache = key.forward(X, parameters, activations)
    return A, [(*kept, *layer) for kept, layer in zip(cache, parameters, strict=True)]


def _rounded(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
    A, cache = key.forward(X, parameters, activations)
    return (A > 0.5).astype(int), cache


FORWARD = Exercise(
    reference=key.forward,
    groups=(
        Group("a network of three layers", _network, weight=3, count=4),
        Group("four layers, another output activation", _other_output, count=3),
        Group("a single layer", _one_layer, weight=0.5),
        Group("a single example", _one_example, weight=0.5),
    ),
    mistakes=(
        Mistake(
            "Z is fed to the next layer instead of A",
            "What a layer sends on is its activation A. With Z fed on, the hidden activation "
            "functions might as well not be there.",
            _renamed(lambda g: ["identity"] * (len(g) - 1) + [g[-1]]),
        ),
        Mistake(
            "the last layer is skipped",
            "Your output is what the last layer takes in. Check where the loop over the layers stops.",
            _all_but_last,
        ),
        Mistake(
            "the first layer is skipped, or its output is not handed on",
            "Layer 1 stands at index 0 of `parameters`: begin the loop there. And each layer gets what "
            "the one before put out: replace A in every round. (X has its examples in columns already: "
            "no transpose.)",
            _all_but_first,
        ),
        Mistake(
            "the first activation is used in every layer",
            "Every layer has its own: layer l's name is `activations[l - 1]`.",
            _renamed(lambda g: [g[0]] * len(g)),
        ),
        Mistake(
            "the activations go from the output to the input",
            "`activations[0]` belongs to the first layer, the one next to X.",
            _renamed(lambda g: list(g)[::-1]),
        ),
        Mistake(
            "X is fed to every layer",
            "Inside the loop the input has to change: what layer l gives is what layer l + 1 gets.",
            _same_input,
        ),
        Mistake(
            "A and Z are taken in the wrong order",
            "`layer_forward` returns A first, then Z: `A, Z = layer_forward(...)`. You feed Z"
            " on and keep A.",
            _swapped,
        ),
        Mistake(
            "it returns after the first layer",
            "The `return` is indented into the loop. Move it out, under the `for`.",
            lambda X, parameters, activations: key.forward(X, parameters[:1], activations[:1]),
        ),
        Mistake(
            "the cache is one long list instead of pairs",
            "A_prev and Z of a layer belong together: `cache.append((A_prev, Z))`, one pair a"
            " layer.",
            _flat_cache,
        ),
        Mistake(
            "the cache holds more than (A_prev, Z)",
            "A pair per layer is asked. W and b stand in `parameters` already.",
            _full_cache,
        ),
        Mistake(
            "only the cache is returned",
            "The prediction comes first: `return A, cache`.",
            lambda X, parameters, activations: key.forward(X, parameters, activations)[1],
        ),
        Mistake(
            "the predictions are rounded to classes",
            "The network puts out numbers: return A itself, not 0 and 1.",
            _rounded,
        ),
        Mistake(
            "the output activation is left out",
            "The cache is right, but your output is Z of the last layer. It goes through its "
            "activation function like every other.",
            _renamed(lambda g: [*g[:-1], "identity"]),
        ),
        Mistake(
            "the output is always a sigmoid",
            "The last layer's activation is in the list too; it need not be a sigmoid.",
            _renamed(lambda g: [*g[:-1], "sigmoid"]),
        ),
        Mistake(
            "hidden layers are always ReLU",
            "Take every layer's activation from the list `activations`.",
            _renamed(lambda g: ["relu"] * (len(g) - 1) + [g[-1]]),
        ),
        Mistake(
            "the biases are left out",
            "Every layer is `W @ A_prev + b`.",
            _no_biases,
        ),
        Mistake(
            "written for two layers only",
            "The number of layers is `len(parameters)`; let a loop count them.",
            _two_layers,
        ),
        Mistake(
            "written for three layers only",
            "The number of layers is `len(parameters)`; let a loop count them.",
            _three_layers,
        ),
        Mistake(
            "the cache holds A, not (A_prev, Z)",
            "Backpropagation needs two things of every layer: what came in, A_prev, and the logits Z.",
            _walking(lambda X, fed, Z, A, b: (A, A)),
        ),
        Mistake(
            "the cache holds (A, Z), not (A_prev, Z)",
            "Z is right, but beside it stands what the layer gave, not what it got. If you overwrite "
            "A in the loop, keep its old value first.",
            _walking(lambda X, fed, Z, A, b: (A, (A, Z))),
        ),
        Mistake(
            "the cache holds (Z, A_prev)",
            "Both are there, in the other order: A_prev first.",
            _kept(lambda cache: [pair[::-1] for pair in cache]),
        ),
        Mistake(
            "the cache holds Z alone",
            "Beside Z, keep what came into the layer: the pair (A_prev, Z).",
            _kept(lambda cache: [Z for _, Z in cache]),
        ),
        Mistake(
            "the cache holds A_prev alone",
            "Beside A_prev, keep the logits of the layer: the pair (A_prev, Z).",
            _kept(lambda cache: [A_prev for A_prev, _ in cache]),
        ),
        Mistake(
            "the cache lacks the output layer",
            "Your output is right, but the last layer's pair is missing: L layers, L pairs.",
            _kept(lambda cache: cache[:-1]),
        ),
        Mistake(
            "the cache keeps the last layer only",
            "Your list is made anew in every round, or the `append` stands outside the loop.",
            _kept(lambda cache: cache[-1:]),
        ),
        Mistake(
            "the cache runs from the output to the input",
            "Layer l's pair stands at index l - 1, so the first is the one next to X.",
            _kept(lambda cache: cache[::-1]),
        ),
        Mistake(
            "only the output is returned",
            "Return two things: `Y_hat, cache`.",
            lambda X, P, g: key.forward(X, P, g)[0],
        ),
        Mistake(
            "the cache is returned first",
            "Both are right, in the other order: `Y_hat, cache`.",
            lambda X, P, g: key.forward(X, P, g)[::-1],
        ),
        Mistake(
            "the argument `parameters` is emptied",
            "The answer is right, but the caller's network has lost its layers. Walk the list with "
            "`for`, without `pop`.",
            _consumed,
        ),
    ),
    alternatives=(
        Alternative("lists of outputs and logits, einsum, tuples", _by_hand),
        Alternative("recursion, and lists for tuples", _recursive),
        Alternative("a helper function", _walking(lambda X, fed, Z, A, b: (A, (fed, Z)))),
    ),
)
