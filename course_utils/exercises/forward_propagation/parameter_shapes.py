"""Lesson 03: the shapes of weights and biases."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.checking.part_names import Layers
from course_utils.reference import forward_propagation as key


def _deep(rng: Rng) -> tuple:
    widths = ([2, 5, 3, 1], [7, 4, 9, 6, 3])[rng.integers(2)]
    return ([n + int(rng.integers(3)) * 10 for n in widths],)


def _shallow(rng: Rng) -> tuple:
    return ([int(rng.integers(3, 9)), int(rng.integers(1, 3))],)


PARAMETER_SHAPES = Exercise(
    reference=key.parameter_shapes,
    returns=Layers(("the shape of W", "the shape of b")),
    groups=(
        Group("several layers", _deep, weight=2, count=3),
        Group("one layer, as in logistic regression", _shallow, weight=1),
    ),
    mistakes=wrong_answers("""
## the weights are transposed
# `W @ A_prev` has to fit: A_prev has n_(l-1) rows, so W has n_(l-1) *columns*. W has one row per
# neuron of this layer and one column per neuron of the layer before.
[((n_prev, n), (n, 1)) for n_prev, n in pairwise(layer_sizes)]
## the bias is flat, shape (n_l,)
# A flat bias is added along the wrong axis: NumPy lines it up with the columns, which are the
# examples. One number per *row* is the shape (n_l, 1).
[((n, n_prev), (n,)) for n_prev, n in pairwise(layer_sizes)]
## the bias is a plain number instead of a shape
# The bias has n_l rows and 1 column; its shape is a pair of numbers, like that of W.
[((n, n_prev), n) for n_prev, n in pairwise(layer_sizes)]
## the bias is a row, shape (1, n_l)
# Z has one row per neuron, and every row gets its own bias: a column, not a row.
[((n, n_prev), (1, n)) for n_prev, n in pairwise(layer_sizes)]
## as many biases as the layer before has neurons
# The bias belongs to the neuron that does the adding: this layer has n_l of them.
[((n, n_prev), (n_prev, 1)) for n_prev, n in pairwise(layer_sizes)]
## one bias for the whole layer
# Every neuron has a bias of its own: n_l of them.
[((n, n_prev), (1, 1)) for n_prev, n in pairwise(layer_sizes)]
## the output layer is left out
# Your list ends one layer early. L + 1 sizes make L layers with weights, the output among them:
# check where your loop stops.
_right(layer_sizes[:-1])
## the first hidden layer is left out
# Your list begins one layer late: the first weights lead from the inputs (size n_0) to layer 1.
# Lists count from 0.
_right(layer_sizes[1:])
## the last layer is connected with the inputs
# For i = 0 `layer_sizes[i - 1]` is the last entry of the list, not an error. Begin with i = 1:
# there are L layers of weights for L + 1 sizes.
sizes = list(layer_sizes)
return [((sizes[i], sizes[i - 1]), (sizes[i], 1)) for i in range(len(sizes))]
## an index beyond the end of the list
# L + 1 sizes make L pairs of neighbors: the last size has none after it.
sizes = list(layer_sizes)
return [((sizes[i + 1], sizes[i]), (sizes[i + 1], 1)) for i in range(len(sizes))]
## the list is made anew in every round
# Your list keeps the last layer only. Make it once, before the loop, and `append` to it.
_right(layer_sizes)[-1:]
## it returns after the first layer
# The `return` is indented into the loop. Move it out, under the `for`.
_right(layer_sizes)[:1]
## arrays instead of their shapes
# Return only the shapes, as pairs of whole numbers: `(n, n_prev)`, not `np.zeros((n, n_prev))`.
[(np.zeros((n, n_prev)), np.zeros((n, 1))) for n_prev, n in pairwise(layer_sizes)]
## left and right neighbor change places
# A layer is as tall as its own size, the right one of the two neighbors: W is (n_l, n_{l-1}) and
# b is (n_l, 1). Yours are those of the left one.
[((n_prev, n), (n_prev, 1)) for n_prev, n in pairwise(layer_sizes)]
## the input is given weights too
# The input layer computes nothing, so it has no parameters: L + 1 sizes, L layers.
first = layer_sizes[0]
return [((first, first), (first, 1)), *_right(layer_sizes)]
## the layer before is always the input
# Your `n_prev` is never moved on: at the end of each round, this layer becomes the one before.
[((n, layer_sizes[0]), (n, 1)) for n in layer_sizes[1:]]
## each layer is connected with itself
# Your `n_prev` is this layer's size already. It moves on at the *end* of each round.
[((n, n), (n, 1)) for n in layer_sizes[1:]]
## numbers of parameters instead of shapes
# You have multiplied the sizes. A shape keeps both, as a pair.
[(n * n_prev, n) for n_prev, n in pairwise(layer_sizes)]
## the biases are left out
# Every layer has two shapes, of W and of b, as a pair.
[(n, n_prev) for n_prev, n in pairwise(layer_sizes)]
## one long list instead of pairs
# The shapes are right, but W's and b's follow each other in one list. Keep the two of a layer
# together: `((..., ...), (..., ...))`.
[shape for pair in _right(layer_sizes) for shape in pair]
## one example per row: W of shape (n_prev, n), b of shape (1, n)
# This is the convention of `X @ W + b`, with an example per row. Here an example is a column: `W
# @ X + b`, so W is (n, n_prev) and b is (n, 1).
[((n_prev, n), (1, n)) for n_prev, n in pairwise(layer_sizes)]
"""),
    alternatives=right_answers("""
## a loop over indices
[((n, n_prev), (n, 1)) for n_prev, n in pairwise(layer_sizes)]
## the shapes of real arrays
zeros = [(np.zeros((n, k)), np.zeros((n, 1))) for k, n in pairwise(layer_sizes)]
return [(W.shape, b.shape) for W, b in zeros]
## lists for tuples
tuple([[n, n_prev], [n, 1]] for n_prev, n in pairwise(layer_sizes))
## recursion
if len(layer_sizes) < 2:
    return []
k, n, *_ = layer_sizes
return [((n, k), (n, 1)), *parameter_shapes(layer_sizes[1:])]
## NumPy's whole numbers
_right(list(np.array(layer_sizes)))
"""),
)
