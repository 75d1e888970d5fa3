"""Lesson 03: a batch through all layers."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import every
from course_utils.checking.exercise import Exercise, Group, Rng, Trial, drawn
from course_utils.checking.part_names import Layers
from course_utils.exercises.forward_propagation.inputs import parameters_of
from course_utils.reference import forward_propagation as key


@drawn
def _network(rng: Rng, widths: tuple[int, ...], m: int, *names: str) -> tuple:
    return rng.normal(size=(widths[0], m)), parameters_of(rng, widths), list(names)


# No width comes twice, nor m among them.
FIRST, SECOND = (4, 5, 3, 1), (3, 6, 2, 4)
DEEP = (6, 4, 5, 3, 2)


def _holds_more(trial: Trial) -> bool:
    """Whether W and b stand in the cache, too, in whatever order."""
    cache = trial.value[1]
    return len(cache) == len(trial.arguments[1]) and all(
        len(kept) > 2 or isinstance(kept[0], tuple) for kept in cache
    )


FORWARD = Exercise(
    reference=key.forward,
    returns=("Y_hat", ("the cache", Layers(("A_prev", "Z")))),
    groups=(
        Group(
            "a network of three layers",
            [
                _network(FIRST, 7, "tanh", "relu", "sigmoid"),
                _network(FIRST, 7, "relu", "tanh", "sigmoid"),
                _network(SECOND, 5, "tanh", "relu", "sigmoid"),
                _network(SECOND, 5, "relu", "tanh", "sigmoid"),
            ],
            weight=3,
            count=1,
        ),
        Group(
            "four layers, another output activation",
            [
                _network(DEEP, 7, "sigmoid", "relu", "tanh", "identity"),
                _network(DEEP, 7, "sigmoid", "relu", "tanh", "tanh"),
            ],
            count=1,
        ),
        Group(
            "a single layer",
            [_network((5, 2), 4, "tanh"), _network((5, 3), 4, "tanh")],
            weight=0.5,
            count=1,
        ),
        Group(
            "a single example",
            [_network(widths, 1, "tanh", "tanh", "sigmoid") for widths in (FIRST, SECOND)],
            weight=0.5,
            count=1,
        ),
    ),
    mistakes=wrong_answers(
        """
## Z is fed to the next layer instead of A
# What a layer sends on is its activation A. With Z fed on, the hidden activation functions might
# as well not be there.
_right(X, parameters, ['identity'] * (len(activations) - 1) + [activations[-1]])
## the last layer is skipped
# Your output is what the last layer takes in. Check where the loop over the layers stops.
_right(X, parameters[:-1], activations[:-1])
## the first layer is skipped, or its output is not handed on
# Layer 1 stands at index 0 of `parameters`: begin the loop there. And each layer gets what the
# one before put out: replace A in every round. (X has its examples in columns already: no
# transpose.)
_right(X, parameters[1:], activations[1:])
## the first activation is used in every layer
# Every layer has its own: layer l's name is `activations[l - 1]`.
_right(X, parameters, [activations[0]] * len(activations))
## the activations go from the output to the input
# `activations[0]` belongs to the first layer, the one next to X.
_right(X, parameters, list(activations)[::-1])
## X is fed to every layer
# Inside the loop the input has to change: what layer l gives is what layer l + 1 gets.
A_prev = A -> A_prev = X
## A and Z are taken in the wrong order
# `layer_forward` returns A first, then Z: `A, Z = layer_forward(...)`. You feed Z on and keep A.
A, Z = layer_forward -> Z, A = layer_forward
## it returns after the first layer
# The `return` is indented into the loop. Move it out, under the `for`.
_right(X, parameters[:1], activations[:1])
## the cache is one long list instead of pairs
# A_prev and Z of a layer belong together: `cache.append((A_prev, Z))`, one pair per layer.
A, cache = _right(X, parameters, activations)
return (A, [array for pair in cache for array in pair])
## the cache holds more than (A_prev, Z)
# Store one pair per layer, (A_prev, Z). W and b are in `parameters` already.
A, cache = _right(X, parameters, activations)
return (A, [(*kept, *layer) for kept, layer in zip(cache, parameters, strict=True)])
## the predictions are rounded to classes
# The network puts out numbers: return A itself, not 0 and 1.
A, cache = _right(X, parameters, activations)
return ((A > 0.5).astype(int), cache)
## the output activation is left out
# The cache is right, but your output is Z of the last layer. It goes through its activation
# function like every other.
_right(X, parameters, [*activations[:-1], 'identity'])
## the output is always a sigmoid
# The last layer's activation is in the list too; it need not be a sigmoid.
_right(X, parameters, [*activations[:-1], 'sigmoid'])
## hidden layers are always ReLU
# Take every layer's activation from the list `activations`.
_right(X, parameters, ['relu'] * (len(activations) - 1) + [activations[-1]])
## the biases are left out
# Every layer is `W @ A_prev + b`.
_right(X, [(W, np.zeros_like(b)) for W, b in parameters], activations)
## written for two layers only
# The number of layers is `len(parameters)`; let a loop count them.
(W_1, b_1), (W_2, b_2) = (parameters[0], parameters[1])
A_1, Z_1 = layer_forward(X, W_1, b_1, activations[0])
A_2, Z_2 = layer_forward(A_1, W_2, b_2, activations[1])
return (A_2, [(X, Z_1), (A_1, Z_2)])
## written for three layers only
# The number of layers is `len(parameters)`; let a loop count them.
_right(X, [parameters[i] for i in range(3)], activations[:3])
## the cache holds A, not (A_prev, Z)
# Backpropagation needs two things of every layer: what came in, A_prev, and the pre-activations
# Z.
cache.append((A_prev, Z)) -> cache.append(A)
## the cache holds (A, Z), not (A_prev, Z)
# Z is right, but beside it stands what the layer gave, not what it got. If you overwrite A in
# the loop, keep its old value first.
cache.append((A_prev, Z)) -> cache.append((A, Z))
## the cache holds (Z, A_prev)
# Both are there, in the other order: A_prev first.
Y_hat, cache = _right(X, parameters, activations)
return Y_hat, [pair[::-1] for pair in cache]
## the cache holds Z alone
# Beside Z, keep what came into the layer: the pair (A_prev, Z).
Y_hat, cache = _right(X, parameters, activations)
return Y_hat, [Z for _, Z in cache]
## the cache holds A_prev alone
# Beside A_prev, keep the pre-activations of the layer: the pair (A_prev, Z).
Y_hat, cache = _right(X, parameters, activations)
return Y_hat, [A_prev for A_prev, _ in cache]
## the cache lacks the output layer
# Your output is right, but the last layer's pair is missing: L layers, L pairs.
Y_hat, cache = _right(X, parameters, activations)
return Y_hat, cache[:-1]
## the cache keeps the last layer only
# Your list is made anew in every round, or the `append` stands outside the loop.
Y_hat, cache = _right(X, parameters, activations)
return Y_hat, cache[-1:]
## the cache runs from the output to the input
# Layer l's pair stands at index l - 1, so the first is the one next to X.
Y_hat, cache = _right(X, parameters, activations)
return Y_hat, cache[::-1]
## the first layer's Z in every pair of the cache
# The output is right. In the cache every layer has its own Z: store the one that you have just
# computed.
Y_hat, cache = _right(X, parameters, activations)
return Y_hat, [(A_prev, cache[0][1]) for A_prev, _ in cache]
""",
        detectors={"the cache holds more than (A_prev, Z)": every(_holds_more)},
    ),
    alternatives=right_answers("""
## lists of outputs and logits, einsum, tuples
outputs, logits = ([X], [])
for i in range(len(parameters)):
    W, b = parameters[i]
    logits.append(np.einsum('nk,km->nm', W, outputs[i]) + b)
    outputs.append(activation_functions(activations[i])[0](logits[i]))
return (outputs[-1], tuple(zip(outputs, logits, strict=False)))
## recursion, and lists for tuples
if not parameters:
    return [X, []]
(W, b), *rest = parameters
A, Z = layer_forward(X, W, b, activations[0])
Y_hat, cache = forward(A, rest, activations[1:])
return [Y_hat, [[X, Z], *cache]]
## a helper function
cache = []
A_prev = X
for (W, b), name in zip(parameters, activations):
    A, Z = layer_forward(A_prev, W, b, name)
    cache.append((A_prev, Z))
    A_prev = A
return A_prev, cache
"""),
)
