"""Lesson 03: layers without activation functions collapse into one."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Pairs, Rng, drawn
from course_utils.exercises.forward_propagation.inputs import parameters_of
from course_utils.reference import forward_propagation as key


@drawn
def _one_of(rng: Rng, *networks: tuple[int, ...]) -> tuple:
    return (parameters_of(rng, networks[rng.integers(len(networks))]),)


def _weights(parameters: Pairs) -> Array:
    return key.collapse_linear(parameters)[0]


COLLAPSE_LINEAR = Exercise(
    reference=key.collapse_linear,
    returns=("W", "b"),
    groups=(
        Group("layers of other widths", _one_of((4, 6, 3, 5, 2), (2, 5, 4, 6, 3, 7)), 3, count=3),
        Group(
            "layers of equal width",
            _one_of((3,) * 5, (3,) * 6),
            hint="Square matrices fit in any order, but only one order is right.",
        ),
        Group("a single layer, already collapsed", _one_of((4, 2), (3, 5))),
    ),
    mistakes=wrong_answers("""
## the weights are multiplied in the wrong order
# x meets W_1 first, so W_1 stands on the right, next to x: W_2 (W_1 x). The old b is multiplied
# by the new layer's own W, from the left too.
W, b = parameters[0]
for W_next, b_next in parameters[1:]:
    W, b = (W @ W_next, W_next @ b + b_next)
return (W, b)
## W is replaced before b is computed
# Multiply the old b by the new layer's own W. Your line before has just stored the product of
# all layers under that name. Compute b first, or both in one line.
W, b = parameters[0]
for W_next, b_next in parameters[1:]:
    W = W_next @ W
    b = W @ b + b_next
return (W, b)
## the earlier biases are left out
# W is right, but b is the last layer's alone. What an earlier layer adds goes through all later
# weights too.
(_weights(parameters), parameters[-1][1])
## the biases of two layers are added as they are
# An earlier layer's bias passes through the later layer's weights on its way to the output: it is
# multiplied by them before the later layer's bias is added.
(_weights(parameters), sum((b for _, b in parameters[1:]), parameters[0][1]))
## the later biases are left out
# You carry the first layer's bias along, but every layer adds its own on the way.
W, b = parameters[0]
for W_next, _ in parameters[1:]:
    W, b = (W_next @ W, W_next @ b)
return (W, b)
## a bias is carried through one layer only
# For two layers this is right. With more, an early bias passes through *all* the later weights.
b = parameters[-1][1]
if len(parameters) > 1:
    b = parameters[-1][0] @ parameters[-2][1] + b
return (_weights(parameters), b)
## there is no bias at all
# W is right. Put x = 0 into the layers: what comes out is b, and it is not 0.
(_weights(parameters), np.zeros_like(parameters[-1][1]))
## only the first two layers
# Collapse two layers into one, then that one and the next, until none is left. (Is the `return`
# indented into the loop?)
_right(parameters[:2])
## the first layer counts twice
# You begin with the first layer, and the loop begins with it, too: `parameters[1:]`.
W, b = parameters[0]
for W_next, b_next in parameters:
    W, b = W_next @ W, W_next @ b + b_next
return W, b
## the last layer is skipped
# Check where your loop over the layers stops.
_right(parameters[:-1]) if len(parameters) > 1 else parameters[0]
## only the weights are returned
# A layer is a pair: return W and b.
_right(parameters)[0]
## ReLU is applied between the layers
# These layers have no activation function (the identity). It is just because nothing stands
# between the matrices that they can be multiplied together.
W_all, b_all = parameters[0]
for W, b in parameters[1:]:
    W_all, b_all = (W @ np.maximum(W_all, 0), W @ np.maximum(b_all, 0) + b)
return (W_all, b_all)
"""),
    alternatives=right_answers("""
## what it does to 0 and to the unit vectors
def run(X):
    return forward(X, parameters, ['identity'] * len(parameters))[0]
n_0 = parameters[0][0].shape[1]
b = run(np.zeros((n_0, 1)))
return (run(np.eye(n_0)) - b, b)
## from the last layer to the first, and a list
W, b = parameters[-1]
for W_before, b_before in parameters[-2::-1]:
    b = W @ b_before + b
    W = W @ W_before
return [W, b]
## one matrix that acts on (x, 1)
squares = [np.vstack([np.hstack([W, b]), np.eye(1, W.shape[1] + 1, W.shape[1])]) for W, b in parameters]
whole = squares[0]
for T in squares[1:]:
    whole = T @ whole
return (whole[:-1, :-1], whole[:-1, -1:])
"""),
)
