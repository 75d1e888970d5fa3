"""Lesson 03: a batch through all layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.forward_propagation.inputs import (
    NETWORKS,
    Array,
    Parameters,
    parameters_of,
)
from course_utils.reference import forward_propagation as key

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


def _renamed(names: Callable[[Names], Names]) -> Callable[..., tuple[Array, list]]:
    """Return a forward pass that uses other activations than it is told."""
    return lambda X, parameters, activations: key.forward(X, parameters, names(activations))


def _kept(of: Callable[[list], list]) -> Callable[..., tuple[Array, list]]:
    """Return a forward pass whose cache is ``of`` the right one."""

    def forward(X: Array, parameters: Parameters, activations: Names) -> tuple[Array, list]:
        Y_hat, cache = key.forward(X, parameters, activations)
        return Y_hat, of(cache)

    return forward


def _recursive(X: Array, parameters: Parameters, activations: Names) -> Any:
    if not parameters:
        return [X, []]
    (W, b), *rest = parameters
    A, Z = key.layer_forward(X, W, b, activations[0])
    Y_hat, cache = _recursive(A, rest, activations[1:])
    return [Y_hat, [[X, Z], *cache]]


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
            TODO(_renamed(lambda g: ["identity"] * (len(g) - 1) + [g[-1]])),  # TODO factory
            "What a layer sends on is its activation A. With Z fed on, the hidden activation "
            "functions might as well not be there.",
        ),
        Mistake(
            "the last layer is skipped",
            "_right(X, parameters[:-1], activations[:-1])",
            "Your output is what the last layer takes in. Check where the loop over the layers stops.",
        ),
        Mistake(
            "the first layer is skipped, or its output is not handed on",
            "_right(X, parameters[1:], activations[1:])",
            "Layer 1 stands at index 0 of `parameters`: begin the loop there. And each layer gets what "
            "the one before put out: replace A in every round. (X has its examples in columns already: "
            "no transpose.)",
        ),
        Mistake(
            "the first activation is used in every layer",
            TODO(_renamed(lambda g: [g[0]] * len(g))),  # TODO factory
            "Every layer has its own: layer l's name is `activations[l - 1]`.",
        ),
        Mistake(
            "the activations go from the output to the input",
            TODO(_renamed(lambda g: list(g)[::-1])),  # TODO factory
            "`activations[0]` belongs to the first layer, the one next to X.",
        ),
        Mistake(
            "X is fed to every layer",
            "_walk(lambda X, fed, Z, A, b: (X, (X, Z)), X, parameters, activations)",  # TODO _walk
            "Inside the loop the input has to change: what layer l gives is what layer l + 1 gets.",
        ),
        Mistake(
            "A and Z are taken in the wrong order",
            "_walk(lambda X, fed, Z, A, b: (Z, (fed, A)), X, parameters, activations)",  # TODO _walk
            "`layer_forward` returns A first, then Z: `A, Z = layer_forward(...)`. You feed Z"
            " on and keep A.",
        ),
        Mistake(
            "it returns after the first layer",
            "_right(X, parameters[:1], activations[:1])",
            "The `return` is indented into the loop. Move it out, under the `for`.",
        ),
        Mistake(
            "the cache is one long list instead of pairs",
            """
            A, cache = _right(X, parameters, activations)
            return (A, [array for pair in cache for array in pair])
            """,
            "A_prev and Z of a layer belong together: `cache.append((A_prev, Z))`, one pair a"
            " layer.",
        ),
        Mistake(
            "the cache holds more than (A_prev, Z)",
            """
            A, cache = _right(X, parameters, activations)
            return (A, [(*kept, *layer) for kept, layer in zip(cache, parameters, strict=True)])
            """,
            "A pair per layer is asked. W and b stand in `parameters` already.",
        ),
        Mistake(
            "only the cache is returned",
            "_right(X, parameters, activations)[1]",
            "The prediction comes first: `return A, cache`.",
        ),
        Mistake(
            "the predictions are rounded to classes",
            """
            A, cache = _right(X, parameters, activations)
            return ((A > 0.5).astype(int), cache)
            """,
            "The network puts out numbers: return A itself, not 0 and 1.",
        ),
        Mistake(
            "the output activation is left out",
            TODO(_renamed(lambda g: [*g[:-1], "identity"])),  # TODO factory
            "The cache is right, but your output is Z of the last layer. It goes through its "
            "activation function like every other.",
        ),
        Mistake(
            "the output is always a sigmoid",
            TODO(_renamed(lambda g: [*g[:-1], "sigmoid"])),  # TODO factory
            "The last layer's activation is in the list too; it need not be a sigmoid.",
        ),
        Mistake(
            "hidden layers are always ReLU",
            TODO(_renamed(lambda g: ["relu"] * (len(g) - 1) + [g[-1]])),  # TODO factory
            "Take every layer's activation from the list `activations`.",
        ),
        Mistake(
            "the biases are left out",
            "_right(X, [(W, np.zeros_like(b)) for W, b in parameters], activations)",
            "Every layer is `W @ A_prev + b`.",
        ),
        Mistake(
            "written for two layers only",
            """
            (W_1, b_1), (W_2, b_2) = (parameters[0], parameters[1])
            A_1, Z_1 = layer_forward(X, W_1, b_1, activations[0])
            A_2, Z_2 = layer_forward(A_1, W_2, b_2, activations[1])
            return (A_2, [(X, Z_1), (A_1, Z_2)])
            """,
            "The number of layers is `len(parameters)`; let a loop count them.",
        ),
        Mistake(
            "written for three layers only",
            "_right(X, [parameters[i] for i in range(3)], activations[:3])",
            "The number of layers is `len(parameters)`; let a loop count them.",
        ),
        Mistake(
            "the cache holds A, not (A_prev, Z)",
            TODO(_walking(lambda X, fed, Z, A, b: (A, A))),  # TODO factory
            "Backpropagation needs two things of every layer: what came in, A_prev, and the logits Z.",
        ),
        Mistake(
            "the cache holds (A, Z), not (A_prev, Z)",
            TODO(_walking(lambda X, fed, Z, A, b: (A, (A, Z)))),  # TODO factory
            "Z is right, but beside it stands what the layer gave, not what it got. If you overwrite "
            "A in the loop, keep its old value first.",
        ),
        Mistake(
            "the cache holds (Z, A_prev)",
            TODO(_kept(lambda cache: [pair[::-1] for pair in cache])),  # TODO factory
            "Both are there, in the other order: A_prev first.",
        ),
        Mistake(
            "the cache holds Z alone",
            TODO(_kept(lambda cache: [Z for _, Z in cache])),  # TODO factory
            "Beside Z, keep what came into the layer: the pair (A_prev, Z).",
        ),
        Mistake(
            "the cache holds A_prev alone",
            TODO(_kept(lambda cache: [A_prev for A_prev, _ in cache])),  # TODO factory
            "Beside A_prev, keep the logits of the layer: the pair (A_prev, Z).",
        ),
        Mistake(
            "the cache lacks the output layer",
            TODO(_kept(lambda cache: cache[:-1])),  # TODO factory
            "Your output is right, but the last layer's pair is missing: L layers, L pairs.",
        ),
        Mistake(
            "the cache keeps the last layer only",
            TODO(_kept(lambda cache: cache[-1:])),  # TODO factory
            "Your list is made anew in every round, or the `append` stands outside the loop.",
        ),
        Mistake(
            "the cache runs from the output to the input",
            TODO(_kept(lambda cache: cache[::-1])),  # TODO factory
            "Layer l's pair stands at index l - 1, so the first is the one next to X.",
        ),
        Mistake(
            "only the output is returned",
            "_right(X, parameters, activations)[0]",
            "Return two things: `Y_hat, cache`.",
        ),
        Mistake(
            "the cache is returned first",
            "_right(X, parameters, activations)[::-1]",
            "Both are right, in the other order: `Y_hat, cache`.",
        ),
        Mistake(
            "the argument `parameters` is emptied",
            """
            result = _right(X, parameters, activations)
            parameters.clear()
            return result
            """,
            "The answer is right, but the caller's network has lost its layers. Walk the list with "
            "`for`, without `pop`.",
        ),
    ),
    alternatives=(
        Alternative(
            "lists of outputs and logits, einsum, tuples",
            """
            outputs, logits = ([X], [])
            for i in range(len(parameters)):
                W, b = parameters[i]
                logits.append(np.einsum('nk,km->nm', W, outputs[i]) + b)
                outputs.append(activation_functions(activations[i])[0](logits[i]))
            return (outputs[-1], tuple(zip(outputs, logits, strict=False)))
            """,
        ),
        Alternative(
            "recursion, and lists for tuples",
            """
            if not parameters:
                return [X, []]
            (W, b), *rest = parameters
            A, Z = layer_forward(X, W, b, activations[0])
            Y_hat, cache = _recursive(A, rest, activations[1:])
            return [Y_hat, [[X, Z], *cache]]
            """,  # TODO _recursive
        ),
        Alternative(
            "a helper function",
            TODO(_walking(lambda X, fed, Z, A, b: (A, (fed, Z)))),  # TODO factory
        ),
    ),
)
