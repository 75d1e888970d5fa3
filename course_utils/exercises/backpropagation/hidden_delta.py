"""Lesson 04: the error of a hidden layer."""

from collections.abc import Sequence

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import stops_with
from course_utils.checking.exercise import Exercise, Group, Rng, Trial, drawn
from course_utils.exercises.backpropagation.inputs import g, sizes, slope_by_output, slope_of
from course_utils.reference import backpropagation as key


@drawn
def _carried(rng: Rng, n_next: int, n: int, m: int, activation: str) -> tuple:
    W_next = rng.normal(size=(n_next, n)) + 0.2
    return W_next, rng.normal(size=(n_next, m)), rng.normal(size=(n, m)), activation


@drawn
def _batch(rng: Rng, activation: str, zeros: int = 0) -> tuple:
    n_next, n, _, m = sizes(rng)
    W_next, delta_next, Z, _ = _carried(n_next, n, m, activation)(rng)
    # Both signs stand in Z, more often one of them, and some zeros if wished.
    Z[:, 0] = np.abs(Z[:, 0])
    Z.ravel()[:zeros] = 0.0
    return W_next, delta_next, Z, activation


_stops_at_product = stops_with("matmul", "aligned")


def _untransposed(trials: Sequence[Trial]) -> bool:
    """Whether a matrix product stops wherever `W_next` is not square, and nowhere else."""
    judged = [trial for trial in trials if not trial.expected.failure]
    square = [trial.arguments[0].shape[0] == trial.arguments[0].shape[1] for trial in judged]
    return _stops_at_product(trials) and square == [not t.outcome.failure for t in judged]


HIDDEN_DELTA = Exercise(
    reference=key.hidden_delta,
    groups=(
        Group("sigmoid and tanh, a batch", [_batch("sigmoid"), _batch("tanh")], weight=3, count=2),
        Group("relu and identity, a batch", [_batch("relu"), _batch("identity")]),
        Group("relu where Z is 0", _batch("relu", zeros=2), weight=0.5),
        Group("a chain of single units", _carried(1, 1, 4, "tanh"), weight=0.5),
        Group("a single example", _carried(2, 3, 1, "sigmoid"), weight=0.5),
        Group(
            "an unknown activation",
            [_batch("a misspelled name"), _batch("sig")],
            weight=0.5,
            refused=True,
        ),
    ),
    mistakes=wrong_answers(
        """
## g' is left out
# W_next.T @ delta_next is the gradient at this layer's activations A. To reach its
# pre-activations Z, one more link of the chain is needed: da/dz.
W_next.T @ delta_next
## g' at A instead of Z
# The slope is taken at g(Z). g' wants the pre-activations themselves; where a formula in terms
# of A exists, it is not g' of A: for tanh it is 1 - A^2.
W_next.T @ delta_next * slope_of(g(Z, activation), activation)
## g' is applied twice
# The slope stands in your product twice. Every layer has one activation function, so the chain
# passes through one g'.
W_next.T @ delta_next * slope_of(Z, activation) ** 2
## W is not transposed
# W_next is (n_next, n) and delta_next is (n_next, m): the inner sizes do not meet. Going
# backwards along the same weights, rows and columns change places.
W_next @ delta_next * slope_of(Z, activation)
## the inner sizes of a matrix product do not meet
# Write the shapes beside it. With the slopes there is no matrix product: both factors
# are (n, m), and each entry is multiplied by its own slope, `*`. With the weights it is (n,
# n_next) times (n_next, m), in this order.
W_next.T @ delta_next @ slope_of(Z, activation)
## a matrix product, with a transpose to make it fit
# The transpose makes the shapes fit, but the product mixes the units of the layer with each
# other. Each entry is multiplied by its own slope: `*`, not `@`.
W_next.T @ delta_next @ slope_of(Z, activation).T
## a matrix product over the examples, with a transpose to make it fit
# An (m, m) result pairs every example with every other. Each entry is multiplied by its own
# slope: `*`, not `@`.
slope_of(Z, activation).T @ (W_next.T @ delta_next)
## a factor g(Z) too many
# The chain rule asks for the slope g'(Z) alone, not for g(Z) beside it.
W_next.T @ delta_next * slope_of(Z, activation) * g(Z, activation)
## the slopes meet delta_next before the weights have carried it back
# delta_next is (n_next, m) and the slopes are (n, m). First `W_next.T @ delta_next`, which is
# (n, m); then times the slopes.
W_next.T @ (delta_next * slope_of(Z, activation))
## W_next is left out
# delta_next has a row for each neuron of the next layer. `W_next.T @ delta_next` carries it back
# first: a row for each neuron of this layer.
delta_next * slope_of(Z, activation)
## g instead of g'
# You have multiplied by the activation g(Z). The chain rule asks for its slope.
W_next.T @ delta_next * g(Z, activation)
## Z instead of g'(Z)
# You have multiplied by the pre-activations themselves. Multiply by their slopes, g'(Z).
W_next.T @ delta_next * Z
## always the sigmoid's slope
# The argument `activation` says which g it is; your answer is the same for all of them.
W_next.T @ delta_next * slope_of(Z, 'sigmoid')
## always tanh's slope
# The argument `activation` says which g it is; your answer is the same for all of them.
W_next.T @ delta_next * slope_of(Z, 'tanh')
## divided by the number of examples
# delta belongs to the examples one by one, one column each. The mean over the examples comes
# later, in `parameter_gradients`, once.
W_next.T @ delta_next * slope_of(Z, activation) / Z.shape[1]
## the slope of the sigmoid from A, whatever the activation
# A (1 - A) is the slope of the sigmoid alone. The argument `activation` says which g it is: use
# its g'.
A = activation_functions(activation)[0](Z)
return (W_next.T @ delta_next) * A * (1 - A)
## the slope of tanh from A, whatever the activation
# 1 - A^2 is the slope of tanh alone. The argument `activation` says which g it is: use its g'.
A = activation_functions(activation)[0](Z)
return (W_next.T @ delta_next) * (1 - A**2)
## a factor Z too many
# The chain rule asks for the slope g'(Z) alone, not for Z beside it.
(W_next.T @ delta_next) * Z * slope_of(Z, activation)
## a matrix product for every product
# `np.dot` and `@` are matrix products. Only W_next.T and delta_next are multiplied so; slopes
# and squares go entry by entry: `*`.
A = g(Z, activation)
return W_next.T @ delta_next @ (1 - A.T @ A)
## `*` where the matrix product is meant
# `*` and `np.multiply` go entry by entry. Delta comes back through the weights by a matrix
# product: `W_next.T @ delta_next`.
(W_next.T * delta_next) * slope_of(Z, activation)
## slope 1 at Z = 0 for ReLU
# `dA[Z < 0] = 0` leaves the slope 1 where Z is exactly 0. By the course's convention the slope
# of ReLU at 0 is 0: `Z <= 0`.
dA = W_next.T @ delta_next
return np.where(Z < 0, 0, dA) if activation == "relu" else dA * slope_of(Z, activation)
""",
        detectors={
            "W is not transposed": _untransposed,
            "the inner sizes of a matrix product do not meet": _stops_at_product,
        },
    ),
    alternatives=right_answers("""
## loops
slope = slope_of(Z, activation)
delta = np.zeros(Z.shape)
for j in range(Z.shape[0]):
    for i in range(Z.shape[1]):
        arriving = sum((W_next[k, j] * delta_next[k, i] for k in range(W_next.shape[0])))
        delta[j, i] = arriving * slope[j, i]
return delta
## the Jacobian, example by example
columns = [activation_jacobian(z, activation).T @ W_next.T @ d for z, d in zip(Z.T, delta_next.T, strict=True)]
return np.column_stack(columns)
## through A
np.dot(W_next.T, delta_next) * slope_by_output(Z, activation)
## einsum
np.einsum('kj,ki,ji->ji', W_next, delta_next, slope_of(Z, activation))
## (d.T W).T
np.multiply(slope_of(Z, activation), (delta_next.T @ W_next).T)
"""),
)
