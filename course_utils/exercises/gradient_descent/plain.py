"""Lesson 07: one plain step, and how long it may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.gradient_descent.inputs import (
    DEEP,
    SHALLOW,
    Array,
    Pairs,
    pairs,
    widths,
)

# Used in answers.
from course_utils.exercises.gradient_descent.inputs import add_in_place as add_in_place
from course_utils.exercises.gradient_descent.inputs import each as each
from course_utils.reference import gradient_descent as key


def _step_case(
    networks: Sequence[tuple[int, ...]],
) -> Callable[[Generator], tuple[Pairs, Pairs, float]]:
    def draw(rng: Generator) -> tuple[Pairs, Pairs, float]:
        sizes = widths(rng, networks)
        return pairs(rng, sizes), pairs(rng, sizes, 2.0), float(rng.uniform(0.05, 0.6))

    return draw


GRADIENT_DESCENT_STEP = Exercise(
    reference=key.gradient_descent_step,
    groups=(
        Group("networks of two or three layers", _step_case(DEEP), weight=3, count=3),
        Group("a single layer", _step_case(SHALLOW)),
    ),
    mistakes=(
        Mistake(
            "uphill instead of downhill",
            "each(lambda p, g: p + learning_rate * g, parameters, gradients)",
            "The gradient points uphill. Subtract it.",
        ),
        Mistake(
            "arguments changed in place",
            "add_in_place(parameters, each(lambda g: -learning_rate * g, gradients))",
            "The values are right, but the caller's `parameters` have changed too: `W -= ...` and "
            "`parameters[l] = ...` write into what is the caller's. Build a new list of new arrays.",
        ),
        Mistake(
            "the biases do not move",
            "[(W - learning_rate * dW, b) for (W, b), (dW, _) in zip(parameters, gradients, strict=True)]",
            "Your weights have moved, the biases stand where they were. They are parameters as well.",
        ),
        Mistake(
            "the learning rate is left out",
            "each(lambda p, g: p - g, parameters, gradients)",
            "Your step is the whole gradient. Multiply it by the learning rate.",
        ),
        Mistake(
            "divided by the learning rate",
            "each(lambda p, g: p - g / learning_rate, parameters, gradients)",
            "A larger learning rate makes a longer step: multiply by it.",
        ),
        Mistake(
            "the parameters shrink before the step",
            "each(lambda p, g: learning_rate * (p - g), parameters, gradients)",
            "You multiply the parameters by the learning rate too. Mind the parentheses: only the "
            "gradient is multiplied.",
        ),
        Mistake(
            "the change instead of the new parameters",
            "each(lambda g: -learning_rate * g, gradients)",
            "You return what is to be added to the parameters. Return the parameters after the step.",
        ),
        Mistake(
            "it returns inside the loop, after the first layer",
            "_right(parameters[:1], gradients[:1], learning_rate)",
            "Only the first layer comes back. The `return` is indented into the loop: move it out, "
            "under the `for`.",
        ),
        Mistake(
            "a loop inside a loop",
            "[(W - learning_rate * dW, b - learning_rate * db) for W, b in parameters for dW, db in gradients]",
            "Two loops, one inside the other, bring every layer together with every gradient. Walk "
            "through both lists side by side, with `zip`.",
        ),
        Mistake(
            "parameters and gradients are exchanged",
            "each(lambda p, g: g - learning_rate * p, parameters, gradients)",
            "You subtract the parameters from the gradients: the two lists are in the other order in "
            "your `zip` than in the names before it.",
        ),
        Mistake(
            "the learning rate is left out of the biases' step",
            "[(W - learning_rate * dW, b - db) for (W, b), (dW, db) in zip(parameters, gradients, strict=True)]",
            "Your weights are right. The biases move by the whole of db: multiply it by the learning "
            "rate as well.",
        ),
        Mistake(
            "arrays in one long list, not in pairs",
            "[array for pair in _right(parameters, gradients, learning_rate) for array in pair]",
            "The numbers are there, but W and b of a layer belong together: append the pair (W, b).",
        ),
        Mistake(
            "nothing has moved",
            "parameters",
            "The parameters come back as they went in. In `for W, b in parameters`, an assignment "
            "`W = W - ...` only gives a new array the name W; the list does not notice. Collect the "
            "new arrays in a new list.",
        ),
    ),
    alternatives=(
        Alternative(
            "by index, lists and tuples exchanged",
            """
            new = []
            for layer in range(len(parameters)):
                W, b = parameters[layer]
                new.append([W - learning_rate * gradients[layer][0], b - gradients[layer][1] * learning_rate])
            return tuple(new)
            """,
        ),
        Alternative(
            "copies that are changed in place",
            """
            copies = [(W.copy(), b.copy()) for W, b in parameters]
            return add_in_place(copies, each(lambda g: -learning_rate * g, gradients))
            """,
        ),
    ),
)


def _coupled(rng: Generator) -> tuple[Array]:
    """Draw a Hessian whose eigenvalues stand in no order and on no diagonal."""
    n = int(rng.integers(3, 6))
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    H = (Q * np.geomspace(rng.uniform(0.2, 0.6), rng.uniform(4.0, 20.0), n)) @ Q.T
    return ((H + H.T) / 2,)


def _uncoupled(rng: Generator) -> tuple[Array]:
    """Draw a diagonal Hessian, its largest eigenvalue neither first nor last."""
    n = int(rng.integers(3, 6))
    small = rng.uniform(0.3, 2.0, size=n)
    small[int(rng.integers(1, n - 1))] = rng.uniform(4.0, 20.0)
    return (np.diag(small),)


LARGEST_STABLE = Exercise(
    reference=key.largest_stable_learning_rate,
    groups=(
        Group("curvatures that stand in no order", _coupled, weight=3, count=4),
        Group("directions that do not mix", _uncoupled),
        Group("one direction only", lambda rng: (rng.uniform(0.3, 6.0, size=(1, 1)),), weight=0.5),
    ),
    mistakes=(
        Mistake(
            "1 over the largest eigenvalue",
            "1.0 / np.linalg.eigvalsh(H)[-1]",
            "Half of the right one. At 1/h the steep direction is solved in one step; from there to "
            "2/h it alternates, and still converges.",
        ),
        Mistake(
            "the trace for the largest eigenvalue",
            "2.0 / np.trace(H)",
            "You divide by the sum of all curvatures. Each direction shrinks on its own: the "
            "steepest alone sets the limit.",
        ),
        Mistake(
            "the smallest eigenvalue",
            "2.0 / np.linalg.eigvalsh(H)[0]",
            "You divide by the smallest curvature. The step has to be safe in every direction, so "
            "the largest decides; `eigvalsh` sorts in ascending order.",
        ),
        Mistake(
            "the largest entry of the diagonal",
            "2.0 / np.max(np.diag(H))",
            "You divide by the largest entry of H, a curvature along one axis (`np.max(H)` finds the "
            "same one). The steepest direction is seldom an axis: ask for the eigenvalues.",
        ),
        Mistake(
            "a norm of all entries",
            "2.0 / np.linalg.norm(H)",
            "`np.linalg.norm(H)` sums the squares of all eigenvalues. Only the largest counts here.",
        ),
        Mistake(
            "the determinant",
            "2.0 / np.linalg.det(H)",
            "The determinant is the product of all curvatures. Only the largest counts here.",
        ),
        Mistake(
            "2 times the largest eigenvalue",
            "2.0 * np.linalg.eigvalsh(H)[-1]",
            "The curvature stands below the line, 2 / h: a larger curvature needs a smaller step.",
        ),
        Mistake(
            "half the largest eigenvalue",
            "np.linalg.eigvalsh(H)[-1] / 2.0",
            "That is the reciprocal of what is asked for: a larger curvature needs a smaller step.",
        ),
        Mistake(
            "the largest eigenvalue itself",
            "np.linalg.eigvalsh(H)[-1]",
            "You have found the largest curvature. The learning rate has to stay below 2 divided by it.",
        ),
        Mistake(
            "the eigenvectors",
            "2.0 / np.linalg.eigh(H)[-1]",
            "`np.linalg.eigh` and `eig` return two things, the eigenvalues and then the eigenvectors: "
            "`[-1]` takes the second. `np.linalg.eigvalsh` returns the eigenvalues alone.",
        ),
        Mistake(
            "one limit for each direction",
            "2.0 / np.linalg.eigvalsh(H)",
            "You return a limit for each eigenvalue. One learning rate serves all directions: which "
            "of the limits keeps all of them safe?",
        ),
        Mistake(
            "the first eigenvalue, in no order",
            "2.0 / np.linalg.eigvals(H)[0]",
            "`np.linalg.eig` and `eigvals` return the eigenvalues in no particular order: take the "
            "largest of them, not the first.",
        ),
        Mistake(
            "the last eigenvalue, in no order",
            "2.0 / np.linalg.eigvals(H)[-1]",
            "`np.linalg.eig` and `eigvals` return the eigenvalues in no particular order: take the "
            "largest of them, not the last.",
        ),
    ),
    alternatives=(
        Alternative(
            "the smallest of all limits",
            "min(2.0 / np.linalg.eigvalsh(H))",
        ),
        Alternative(
            "eig, and the largest",
            "2.0 / np.linalg.eig(H)[0].real.max()",
        ),
        Alternative(
            "the spectral norm",
            "2.0 / np.linalg.norm(H, 2)",
        ),
        Alternative(
            "power iteration",
            """
            v = np.random.default_rng(0).normal(size=len(H))
            for _ in range(500):
                v = H @ v
                v /= np.linalg.norm(v)
            return float(2 / (v @ H @ v))
            """,
        ),
    ),
)
