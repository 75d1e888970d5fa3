"""Lesson 04: a layer's gradients, read off its delta."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Rng, drawn
from course_utils.exercises.backpropagation.inputs import sizes
from course_utils.reference import backpropagation as key


def _layer(rng: Rng) -> tuple:
    _, n, n_prev, m = sizes(rng)
    return _delta_and_input(n, n_prev, m)(rng)


@drawn
def _delta_and_input(rng: Rng, n: int, n_prev: int, m: int) -> tuple:
    return rng.normal(size=(n, m)) + 0.3, rng.normal(size=(n_prev, m)) + 0.3


def _db(delta: Array) -> Array:
    return delta.mean(axis=1, keepdims=True)


PARAMETER_GRADIENTS = Exercise(
    reference=key.parameter_gradients,
    returns=("dW", "db"),
    groups=(
        Group("a batch", _layer, weight=3, count=3),
        Group("a layer of one unit", _delta_and_input(1, 4, 6), weight=0.5),
        Group("a single example", _delta_and_input(3, 2, 1), weight=0.5),
    ),
    mistakes=wrong_answers("""
## 1/m is left out
# J is the mean over the m examples, so both its gradients are means too. Where you add the
# examples up, divide by m.
(delta @ A_prev.T, delta.sum(axis=1, keepdims=True))
## 1/m is applied twice
# Your gradient is m times too small. Divide by m once; a mean is such a division, too.
(delta @ A_prev.T / delta.shape[1] ** 2, _db(delta) / delta.shape[1])
## divided by the number of units, not of examples
# Examples are columns: m is `delta.shape[1]`, while `len(delta)` counts the units.
(delta @ A_prev.T / len(delta), delta.sum(axis=1, keepdims=True) / len(delta))
## divided by the number of inputs, not of examples
# Examples are columns: m is `delta.shape[1]`. `A_prev.shape[0]` counts the units of the layer
# before.
(delta @ A_prev.T / len(A_prev), delta.sum(axis=1, keepdims=True) / len(A_prev))
## divided by the number of entries
# `delta.size` is n times m. The mean is over the m examples: `delta.shape[1]`.
(delta @ A_prev.T / delta.size, delta.sum(axis=1, keepdims=True) / delta.size)
## db is not summed over the examples
# db has one number per unit, shape (n, 1): the mean over the columns of delta.
(delta @ A_prev.T / delta.shape[1], delta / delta.shape[1])
## db is summed over everything
# dW is right. Every unit has a bias of its own: sum over the examples (columns) only.
(delta @ A_prev.T / delta.shape[1], delta.sum() / delta.shape[1])
## db is summed over the units, not the examples
# `axis=0` adds the units up and leaves one number per example. The examples are columns: add
# along `axis=1`.
(delta @ A_prev.T / delta.shape[1], delta.sum(axis=0, keepdims=True) / delta.shape[1])
## db is not averaged over the examples
# dW is right. db is still one column per example; J has one bias per unit for all of them.
(delta @ A_prev.T / delta.shape[1], delta)
## A_prev is not transposed
# delta is (n_l, m) and A_prev is (n_{l-1}, m): for the product to sum over the examples, m has
# to stand on the inside of both.
(delta @ A_prev / delta.shape[1], _db(delta))
## `*` where a matrix product is meant
# Every unit meets every input, so this is no element-wise product: it is a matrix product that
# sums over the examples.
(delta * A_prev / delta.shape[1], _db(delta))
## delta instead of what came into the layer
# A weight joins a unit to an input of its layer: the second factor is A_prev, what came in, and
# not delta or this layer's own A.
(delta @ delta.T / delta.shape[1], _db(delta))
## the last example alone in dW
# Each round of your loop replaces dW. Add the examples up: `+=`.
delta[:, [-1]] @ A_prev[:, [-1]].T / delta.shape[1], _db(delta)
## db from dW
# The weights' gradient is right. The bias's is the mean of delta over the examples; dW does not
# come into it.
dW, _ = _right(delta, A_prev)
return dW, np.sum(dW, axis=1, keepdims=True)
## a factor 2 in dW
# Your dW is twice the right one. There is no 2 in it: delta A_prev^T / m.
dW, db = _right(delta, A_prev)
return 2 * dW, db
## integer division
# `1 // m` is 0 for m > 1, because `//` drops the fraction. Use a single `/`.
m = delta.shape[1]
return (1 // m) * delta @ A_prev.T, (1 // m) * delta.sum(axis=1, keepdims=True)
"""),
    alternatives=right_answers("""
## a loop over the examples, and a list
(n, m), n_prev = (delta.shape, A_prev.shape[0])
dW, db = (np.zeros((n, n_prev)), np.zeros((n, 1)))
for i in range(m):
    dW += np.outer(delta[:, i], A_prev[:, i]) / m
    db += delta[:, i:i + 1] / m
return [dW, db]
## einsum
(np.einsum('ni,pi->np', delta, A_prev) / delta.shape[1], _db(delta))
## dot, reshape
(np.dot(delta, A_prev.T) / A_prev.shape[1], np.mean(delta, axis=1).reshape(-1, 1))
## (A delta^T)^T, product with ones
((A_prev @ delta.T).T / A_prev.shape[1], delta @ np.ones((A_prev.shape[1], 1)) / A_prev.shape[1])
"""),
)
