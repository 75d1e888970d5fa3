"""Lesson 04: delta at a hidden layer, and the matrix behind the element-wise product."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Draw, Exercise, Group, Mistake, Trial
from course_utils.exercises.backpropagation.inputs import Array, sizes
from course_utils.reference import backpropagation as key
from course_utils.reference.neuron import ACTIVATIONS, activation_functions

CURVED, STRAIGHT = ("sigmoid", "tanh"), ("relu", "identity")
UNKNOWN = "an activation that nobody knows"


def _g(Z: Array, activation: str) -> Array:
    return activation_functions(activation)[0](Z)


def _slope(Z: Array, activation: str) -> Array:
    return activation_functions(activation)[1](Z)


def _silent_slope(Z: Array, activation: str) -> Array:
    """Take an unknown name for the identity."""
    return _slope(Z, activation if activation in ACTIVATIONS else "identity")


def _slope_by_output(Z: Array, activation: str) -> Array:
    """Compute g' from g's value; an unknown name is refused."""
    A = _g(Z, activation)
    known = {"sigmoid": A * (1 - A), "tanh": 1 - A**2, "relu": (A > 0) * 1.0}
    return known.get(activation, np.ones_like(A))


def _logits(activation: str, zeros: int = 0) -> Draw:
    def draw(rng: Generator) -> tuple[Array, str]:
        # Both signs, so that ReLU shows both its slopes; not near 0, where slopes look alike. One
        # sign is more frequent than the other, so that z and -z differ in any order.
        n = (5, 7)[rng.integers(2)]
        signs = np.resize([1.0, -1.0], n)
        sizes = rng.uniform(0.3, 2.0, size=n)
        z = rng.permutation(np.r_[1.0, -1.0, 1.0, signs[3:]]) * sizes
        z[0] = abs(z[0])
        z[1] = abs(z[1])
        z[2] = -abs(z[2])
        return np.r_[np.zeros(zeros), z], activation

    return draw


JACOBIAN = Exercise(
    reference=key.activation_jacobian,
    groups=(
        Group("sigmoid and tanh", [_logits(name) for name in CURVED], weight=3, count=2),
        Group("relu and identity", [_logits(name) for name in STRAIGHT]),
        Group("relu at 0", _logits("relu", zeros=2), weight=0.5, count=2),
        Group(
            "an unknown activation",
            _logits(UNKNOWN),
            weight=0.5,
            refused=True,
        ),
    ),
    mistakes=(
        Mistake(
            "the slopes as a vector, not as a matrix",
            "activation_functions(activation)[1](z)",
            "These are the numbers on the diagonal. The Jacobian has a row for every output and a "
            "column for every logit, shape (n, n), with zeros where an output does not depend on a logit.",
        ),
        Mistake(
            "every row filled: no zeros off the diagonal",
            "np.tile(_slope(z, activation), (len(z), 1))",
            "Neuron i's output depends on its own logit only, so da_i/dz_j is 0 unless i = j.",
        ),
        Mistake(
            "every column filled: no zeros off the diagonal",
            "np.tile(_slope(z, activation)[:, None], (1, len(z)))",
            "Neuron i's output depends on its own logit only, so da_i/dz_j is 0 unless i = j.",
        ),
        Mistake(
            "the slope at 0 off the diagonal",
            "_slope(np.diag(z), activation)",
            "You put z on the diagonal and take g' of the whole matrix, of its zeros too, and"
            " g'(0) need not be 0. First the slopes, then the matrix: `np.diag(g_prime(z))`.",
        ),
        Mistake(
            "the identity matrix",
            "np.eye(len(z)) * (1 if activation in ACTIVATIONS else _slope(z, activation))",
            "Your diagonal holds ones. It holds the slopes g'(z).",
        ),
        Mistake(
            "an outer product of the slopes",
            "np.outer(_slope(z, activation), _slope(z, activation))",
            "The outer product puts a product of two slopes everywhere. Off the diagonal there is "
            "nothing: neurons of one layer do not feed each other.",
        ),
        Mistake(
            "the activations on the diagonal, not their slopes",
            "np.diag(_g(z, activation))",
            "The diagonal holds g(z). The Jacobian is made of derivatives: g'(z).",
        ),
        Mistake(
            "the slope at a instead of z",
            "np.diag(_slope(_g(z, activation), activation))",
            "g' is taken at the logit z. You have taken it at g(z).",
        ),
        Mistake(
            "the logits on the diagonal",
            "np.diag(z)",
            "The diagonal holds z itself; g' of it is asked for.",
        ),
        Mistake(
            "always the sigmoid's slope",
            'np.diag(_slope(z, "sigmoid"))',
            "The argument `activation` says which g it is; your answer is the same for all of them.",
        ),
        Mistake(
            "an unknown name passes silently",
            "np.diag(_silent_slope(z, activation))",
            "A misspelled activation must not go unnoticed: raise a ValueError that lists the known "
            "names. `reference.activation_functions` does it for you.",
        ),
    ),
    alternatives=(
        Alternative(
            "eye times row",
            "np.eye(len(z)) * _slope(z, activation)",
        ),
        Alternative(
            "a loop",
            """
            J = np.zeros((len(z), len(z)))
            for i in range(len(z)):
                J[i, i] = _slope(z[i:i + 1], activation)[0]
            return J
            """,
        ),
        Alternative(
            "by hand, in lists",
            """
            slopes = {'identity': lambda t: 1.0, 'relu': lambda t: 1.0 if t > 0 else 0.0, 'tanh': lambda t: 1 - math.tanh(t) ** 2, 'sigmoid': lambda t: math.exp(-t) / (1 + math.exp(-t)) ** 2}
            if activation not in slopes:
                raise ValueError(f'unknown activation: {activation}')
            rows = [[slopes[activation](t) if i == j else 0.0 for j in range(len(z))] for i, t in enumerate(z)]
            return np.array(rows)
            """,
        ),
        Alternative(
            "through a",
            "np.diag(_slope_by_output(z, activation))",
        ),
        Alternative(
            "diagflat",
            "np.diagflat(_slope(z, activation))",
        ),
    ),
)


def _carried(
    rng: Generator, n_next: int, n: int, m: int, activation: str
) -> tuple[Array, Array, Array, str]:
    W_next = rng.normal(size=(n_next, n)) + 0.2
    return W_next, rng.normal(size=(n_next, m)), rng.normal(size=(n, m)), activation


def _batch(activation: str, zeros: int = 0) -> Draw:
    def draw(rng: Generator) -> tuple[Array, Array, Array, str]:
        n_next, n, _, m = sizes(rng)
        W_next, delta_next, Z, _ = _carried(rng, n_next, n, m, activation)
        # Both signs stand in Z, more often one of them, and some zeros if wished.
        Z[:, 0] = np.abs(Z[:, 0])
        Z.ravel()[:zeros] = 0.0
        return W_next, delta_next, Z, activation

    return draw


def _stops_at_product(trials: Sequence[Trial]) -> bool:
    """Whether a matrix product, and nothing else, stops the answer in more than one case."""
    stopped = [t.outcome.failure for t in trials if t.outcome.failure and not t.expected.failure]
    return len(stopped) > 1 and all(
        "matmul" in f.message or "aligned" in f.message for f in stopped
    )


def _untransposed(trials: Sequence[Trial]) -> bool:
    """Whether a matrix product stops wherever `W_next` is not square, and nowhere else."""
    judged = [trial for trial in trials if not trial.expected.failure]
    square = [trial.arguments[0].shape[0] == trial.arguments[0].shape[1] for trial in judged]
    return _stops_at_product(trials) and square == [not t.outcome.failure for t in judged]


HIDDEN_DELTA = Exercise(
    reference=key.hidden_delta,
    groups=(
        Group("sigmoid and tanh, a batch", [_batch(name) for name in CURVED], weight=3, count=2),
        Group("relu and identity, a batch", [_batch(name) for name in STRAIGHT]),
        Group("relu where Z is 0", _batch("relu", zeros=2), weight=0.5, count=2),
        Group("a chain of single units", lambda rng: _carried(rng, 1, 1, 4, "tanh"), weight=0.5),
        Group("a single example", lambda rng: _carried(rng, 2, 3, 1, "sigmoid"), weight=0.5),
        Group(
            "an unknown activation",
            _batch(UNKNOWN),
            weight=0.5,
            refused=True,
        ),
    ),
    mistakes=(
        Mistake(
            "g' is left out",
            "W_next.T @ delta_next",
            "W_next.T @ delta_next is the gradient at this layer's activations A. To reach its "
            "logits Z, one more link of the chain is needed: da/dz.",
        ),
        Mistake(
            "g' at A instead of Z",
            "W_next.T @ delta_next * _slope(_g(Z, activation), activation)",
            "The slope is taken at g(Z). g' wants the logits themselves; where a formula in terms "
            "of A exists, it is not g' of A: for tanh it is 1 - A^2.",
        ),
        Mistake(
            "g' is applied twice",
            "W_next.T @ delta_next * _slope(Z, activation) ** 2",
            "The slope stands in your product twice. Every layer has one activation function, so "
            "the chain passes through one g'.",
        ),
        Mistake(
            "W is not transposed",
            "W_next @ delta_next * _slope(Z, activation)",
            "W_next is (n_next, n) and delta_next is (n_next, m): the inner sizes do not meet. "
            "Going backwards along the same weights, rows and columns change places.",
            detect=_untransposed,
        ),
        Mistake(
            "a matrix product where the element-wise one is meant",
            "W_next.T @ delta_next @ _slope(Z, activation)",
            "The inner sizes of a matrix product do not meet. With the slopes there is none: both "
            "factors are (n, m), and each entry is multiplied by its own slope, `*`. With the weights "
            "it is (n, n_next) times (n_next, m), in this order.",
            detect=_stops_at_product,
        ),
        Mistake(
            "a matrix product, with a transpose to make it fit",
            "W_next.T @ delta_next @ _slope(Z, activation).T",
            "The transpose makes the shapes fit, but the product mixes the units of the layer with "
            "each other. Each entry is multiplied by its own slope: `*`, not `@`.",
        ),
        Mistake(
            "a matrix product over the examples, with a transpose to make it fit",
            "_slope(Z, activation).T @ (W_next.T @ delta_next)",
            "An (m, m) result pairs every example with every other. Each entry is multiplied by "
            "its own slope: `*`, not `@`.",
        ),
        Mistake(
            "a factor g(Z) too many",
            "W_next.T @ delta_next * _slope(Z, activation) * _g(Z, activation)",
            "The chain rule asks for the slope g'(Z) alone, not for g(Z) beside it.",
        ),
        Mistake(
            "the sign is flipped",
            "-(W_next.T @ delta_next) * _slope(Z, activation)",
            "Nothing on the way back changes the sign: (W_next.T @ delta_next) * g'(Z). The "
            "minus comes with the step downhill.",
        ),
        Mistake(
            "the slopes meet delta_next before the weights have carried it back",
            "W_next.T @ (delta_next * _slope(Z, activation))",
            "delta_next is (n_next, m) and the slopes are (n, m). First `W_next.T @ "
            "delta_next`, which is (n, m); then times the slopes.",
        ),
        Mistake(
            "g instead of g'",
            "W_next.T @ delta_next * _g(Z, activation)",
            "You have multiplied by the activation g(Z). The chain rule asks for its slope.",
        ),
        Mistake(
            "Z instead of g'(Z)",
            "W_next.T @ delta_next * Z",
            "You have multiplied by the logits themselves: g' of them is asked for.",
        ),
        Mistake(
            "always the sigmoid's slope",
            "W_next.T @ delta_next * _slope(Z, 'sigmoid')",
            "The argument `activation` says which g it is; your answer is the same for all of them.",
        ),
        Mistake(
            "always tanh's slope",
            "W_next.T @ delta_next * _slope(Z, 'tanh')",
            "The argument `activation` says which g it is; your answer is the same for all of them.",
        ),
        Mistake(
            "examples become rows",
            "delta_next.T @ W_next * _slope(Z, activation).T",
            "The values are right, but an example is a column here: the result has the shape of Z.",
        ),
        Mistake(
            "divided by the number of examples",
            "W_next.T @ delta_next * _slope(Z, activation) / Z.shape[1]",
            "delta belongs to one example, a column each. The mean over the examples comes later, "
            "in `parameter_gradients`, once.",
        ),
        Mistake(
            "an unknown name passes silently",
            "W_next.T @ delta_next * _silent_slope(Z, activation)",
            "A misspelled activation must not go unnoticed: raise a ValueError that lists the known "
            "names. `reference.activation_functions` does it for you.",
        ),
        Mistake(
            "the slope of the sigmoid from A, whatever the activation",
            """
            A = activation_functions(activation)[0](Z)
            return (W_next.T @ delta_next) * A * (1 - A)
            """,
            "A (1 - A) is the slope of the sigmoid alone. The argument `activation` says which g "
            "it is: use its g'.",
        ),
        Mistake(
            "the slope of tanh from A, whatever the activation",
            """
            A = activation_functions(activation)[0](Z)
            return (W_next.T @ delta_next) * (1 - A**2)
            """,
            "1 - A^2 is the slope of tanh alone. The argument `activation` says which g it is: "
            "use its g'.",
        ),
        Mistake(
            "a factor Z too many",
            "(W_next.T @ delta_next) * Z * _slope(Z, activation)",
            "The chain rule asks for the slope g'(Z) alone, not for Z beside it.",
        ),
        Mistake(
            "a matrix product for every product",
            """
            A = _g(Z, activation)
            return W_next.T @ delta_next @ (1 - A.T @ A)
            """,
            "`np.dot` and `@` are matrix products. Only W_next.T and delta_next are multiplied "
            "so; slopes and squares go entry by entry: `*`.",
        ),
        Mistake(
            "`*` where the matrix product is meant",
            "(W_next.T * delta_next) * _slope(Z, activation)",
            "`*` and `np.multiply` go entry by entry. Delta comes back through the weights by a "
            "matrix product: `W_next.T @ delta_next`.",
        ),
        Mistake(
            "slope 1 at Z = 0 for ReLU",
            """
            dA = W_next.T @ delta_next
            return np.where(Z < 0, 0, dA) if activation == "relu" else dA * _slope(Z, activation)
            """,
            "`dA[Z < 0] = 0` leaves the slope 1 where Z is exactly 0. By the course's convention "
            "the slope of ReLU at 0 is 0: `Z <= 0`.",
        ),
    ),
    alternatives=(
        Alternative(
            "loops",
            """
            slope = _slope(Z, activation)
            delta = np.zeros(Z.shape)
            for j in range(Z.shape[0]):
                for i in range(Z.shape[1]):
                    arriving = sum((W_next[k, j] * delta_next[k, i] for k in range(W_next.shape[0])))
                    delta[j, i] = arriving * slope[j, i]
            return delta
            """,
        ),
        Alternative(
            "the Jacobian, example by example",
            """
            columns = [activation_jacobian(z, activation).T @ W_next.T @ d for z, d in zip(Z.T, delta_next.T, strict=True)]
            return np.column_stack(columns)
            """,
        ),
        Alternative(
            "through A",
            "np.dot(W_next.T, delta_next) * _slope_by_output(Z, activation)",
        ),
        Alternative(
            "einsum",
            "np.einsum('kj,ki,ji->ji', W_next, delta_next, _slope(Z, activation))",
        ),
        Alternative(
            "(d.T W).T",
            "np.multiply(_slope(Z, activation), (delta_next.T @ W_next).T)",
        ),
    ),
)
