"""Lesson 04: the whole way back, for a network of any depth."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.backpropagation import ways_back as ways
from course_utils.exercises.backpropagation.inputs import Pass, network_pass
from course_utils.reference import backpropagation as key

# Layer sizes, activations and examples. The first ends as the source text's network does: 3, 2, 1.
NETWORKS = (
    ([5, 3, 2, 1], ("tanh", "sigmoid", "sigmoid"), 7),
    ([3, 6, 4, 1], ("sigmoid", "tanh", "sigmoid"), 8),
    ([4, 7, 3, 1], ("relu", "tanh", "sigmoid"), 9),
)
OTHER_DEPTHS = (
    ([4, 3, 1], ("tanh", "sigmoid"), 6),
    ([3, 6, 5, 4, 2, 1], ("tanh", "relu", "identity", "tanh", "sigmoid"), 8),
    ([5, 4, 3, 2, 1], ("sigmoid", "tanh", "sigmoid", "sigmoid"), 7),
)


def _of(networks: Sequence[tuple[list[int], tuple[str, ...], int]], rng: Generator) -> Pass:
    layer_sizes, names, m = networks[int(rng.integers(len(networks)))]
    return network_pass(rng, layer_sizes, names, m + 2 * int(rng.integers(2)))


BACKWARD = Exercise(
    reference=key.backward,
    groups=(
        Group("networks of three layers", lambda rng: _of(NETWORKS, rng), weight=3, count=3),
        Group(
            "other depths",
            lambda rng: _of(OTHER_DEPTHS, rng),
            weight=1.5,
            hint="Your answer is right for three layers. Is their number written into it?",
        ),
        Group(
            "no hidden layer: logistic regression",
            lambda rng: network_pass(rng, [4, 1], ["sigmoid"], 7),
            weight=0.5,
        ),
        Group(
            "hidden layers of one unit",
            lambda rng: network_pass(rng, [3, 1, 1], ["tanh", "sigmoid"], 5),
            weight=0.5,
        ),
    ),
    mistakes=(
        Mistake(
            "1/m is applied at every layer",
            TODO(ways.by(lambda *hop: ways.right_hop(*hop) / hop[1].shape[1])),  # TODO factory
            "The last layer is right, and each layer before it is m times smaller than it should "
            "be. delta carries no mean: divide by m only where dW and db are formed.",
        ),
        Mistake(
            "updated weights are used on the way back",
            TODO(ways.updating),  # TODO factory
            "A layer's weights are changed before delta has passed through them. All gradients "
            "belong to the same weights: first all of them, then the step.",
            detect=ways.is_updating,
        ),
        Mistake(
            "the list is in reverse order",
            TODO(ways.spoiled(lambda gradients, m: gradients[::-1])),  # TODO factory
            "You go from the last layer to the first, and so your list begins with the last. The "
            "gradients must stand as the parameters do, layer 1 first.",
        ),
        Mistake(
            "the output layer's gradient only",
            TODO(ways.spoiled(lambda gradients, m: gradients[-1:])),  # TODO factory
            "The last layer is done; the loop over the layers before it is missing, or returns too "
            "early.",
        ),
        Mistake(
            "every layer but the last is left at zero",
            TODO(
                ways.spoiled(lambda gradients, m: [*ways.scaled(gradients[:-1], 0), gradients[-1]])
            ),  # TODO factory
            "The last layer is done, the others have no gradient: carry delta back and fill them in.",
        ),
        Mistake(
            "this layer's own output instead of what came into it",
            TODO(ways.own_output),  # TODO factory
            "dW joins delta with A_prev, what came into the layer: `cache[layer][0]`. You have "
            "taken the layer's own A, which stands in the cache of the layer after.",
        ),
        Mistake(
            "1/m is left out",
            TODO(ways.spoiled(ways.scaled)),  # TODO factory
            "J is the mean over the m examples, and your gradients are m times too large.",
        ),
        Mistake(
            "1/m is applied twice",
            TODO(ways.spoiled(lambda gradients, m: ways.scaled(gradients, 1 / m))),  # TODO factory
            "Your gradients are m times too small in every layer: divide by m once.",
        ),
        Mistake(
            "the sign is turned",
            TODO(ways.spoiled(lambda gradients, m: ways.scaled(gradients, -1))),  # TODO factory
            "These are the gradients with a minus. The minus belongs into the step of gradient "
            "descent; the way back starts with Y_hat - Y.",
        ),
        Mistake(
            "the output's delta is multiplied by a (1 - a)",
            TODO(ways.by(ways.right_hop, lambda a, y: (a - y) * a * (1 - a))),  # TODO factory
            "With a sigmoid and cross-entropy, delta at the output is Y_hat - Y as it stands: the "
            "slope a (1 - a) has canceled.",
        ),
        Mistake(
            "the output's delta is dL/da",
            TODO(ways.by(ways.right_hop, key.cross_entropy_derivative)),  # TODO factory
            "The way back starts with dL/dz at the output, Y_hat - Y, not with dL/da.",
        ),
        Mistake(
            "g' is left out",
            TODO(ways.by(lambda i, d, cache, p, names: p[i][0].T @ d)),  # TODO factory
            "Between two layers delta passes through the weights and through the activation "
            "function: its slope at Z is missing.",
        ),
        Mistake(
            "g' at A instead of Z",
            TODO(
                ways.by(
                    lambda i, d, cache, p, names: (
                        p[i][0].T @ d * ways.slope(cache[i][0], names[i - 1])
                    )
                )
            ),  # TODO factory
            "g' is taken at the layer's output A. It wants the logits: `cache[layer - 1][1]`.",
        ),
        Mistake(
            "the activation of the wrong layer",
            TODO(
                ways.by(
                    lambda i, d, cache, p, names: (
                        p[i][0].T @ d * ways.slope(cache[i - 1][1], names[i])
                    )
                )
            ),  # TODO factory
            "Going from layer l to l - 1, delta passes through g of layer l - 1. You have used the "
            "name of the layer after it.",
        ),
        Mistake(
            "the logits of the wrong layer",
            TODO(
                ways.by(
                    lambda i, d, cache, p, names: (
                        p[i][0].T @ d * ways.slope(cache[i][1], names[i - 1])
                    )
                )
            ),  # TODO factory
            "Going from layer l to l - 1, the weights are layer l's, but the slope is taken at the "
            "logits of layer l - 1.",
        ),
        Mistake(
            "the weights of the wrong layer",
            TODO(
                ways.by(
                    lambda i, d, cache, p, names: (
                        p[i - 1][0].T @ d * ways.slope(cache[i - 1][1], names[i - 1])
                    )
                )
            ),  # TODO factory
            "Going from layer l to l - 1, delta passes through the weights between them: W of layer "
            "l, not of layer l - 1. (And the loop begins with the last layer: `reversed(range(...))`.)",
        ),
        Mistake(
            "W is not transposed",
            TODO(
                ways.by(
                    lambda i, d, cache, p, names: (
                        p[i][0] @ d * ways.slope(cache[i - 1][1], names[i - 1])
                    )
                )
            ),  # TODO factory
            "Going backwards along the same weights, rows and columns change places: W.T @ delta.",
        ),
        Mistake(
            "the output's delta at every layer",
            TODO(ways.by(lambda i, d, cache, p, names: d)),  # TODO factory
            "delta is never carried back: each layer needs its own, computed from the one after it.",
        ),
        Mistake(
            "the first layer is left out",
            TODO(ways.spoiled(lambda gradients, m: gradients[1:])),  # TODO factory
            "The list is one pair short: layer 1 has a gradient too. Only carrying delta further "
            "back ends there.",
        ),
        Mistake(
            "db stands before dW",
            TODO(
                ways.spoiled(lambda gradients, m: [(db, dW) for dW, db in gradients])
            ),  # TODO factory
            "Each pair is (dW, db), as each pair of `parameters` is (W, b).",
        ),
        Mistake(
            "the number of layers is written into the code",
            TODO(ways.three_layers),  # TODO factory
            "Right for three layers and no others. Loop over `range(len(parameters))`, backwards.",
        ),
    ),
    alternatives=(
        Alternative(
            "recursion",
            TODO(ways.recursive),  # TODO factory
        ),
        Alternative(
            "slopes through A, the mean taken at the output",
            TODO(ways.through_outputs),  # TODO factory
        ),
        Alternative(
            "one example at a time",
            TODO(ways.one_example_at_a_time),  # TODO factory
        ),
    ),
)
