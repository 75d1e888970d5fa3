"""Lesson 07: one plain step, and how long it may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.gradient_descent.inputs import (
    DEEP,
    SHALLOW,
    Array,
    Pairs,
    add_in_place,
    each,
    pairs,
    widths,
)
from course_utils.reference import gradient_descent as key


def _step_case(
    networks: Sequence[tuple[int, ...]],
) -> Callable[[Generator], tuple[Pairs, Pairs, float]]:
    def draw(rng: Generator) -> tuple[Pairs, Pairs, float]:
        sizes = widths(rng, networks)
        return pairs(rng, sizes), pairs(rng, sizes, 2.0), float(rng.uniform(0.05, 0.6))

    return draw


def _by_index(parameters: Pairs, gradients: Pairs, learning_rate: float) -> Any:
    new = []
    for layer in range(len(parameters)):
        W, b = parameters[layer]
        new.append(
            [W - learning_rate * gradients[layer][0], b - gradients[layer][1] * learning_rate]
        )
    return tuple(new)


def _copied_first(parameters: Pairs, gradients: Pairs, learning_rate: float) -> Pairs:
    copies = [(W.copy(), b.copy()) for W, b in parameters]
    return add_in_place(copies, each(lambda g: -learning_rate * g, gradients))


GRADIENT_DESCENT_STEP = Exercise(
    reference=key.gradient_descent_step,
    groups=(
        Group("networks of two or three layers", _step_case(DEEP), weight=3, count=3),
        Group("a single layer", _step_case(SHALLOW)),
    ),
    mistakes=(
        Mistake(
            "uphill instead of downhill",
            "The gradient points uphill. Subtract it.",
            lambda parameters, gradients, rate: each(
                lambda p, g: p + rate * g, parameters, gradients
            ),
        ),
        Mistake(
            "arguments changed in place",
            "The values are right, but the caller's `parameters` have changed too: `W -= ...` and "
            "`parameters[l] = ...` write into what is the caller's. Build a new list of new arrays.",
            lambda parameters, gradients, rate: add_in_place(
                parameters, each(lambda g: -rate * g, gradients)
            ),
        ),
        Mistake(
            "the biases do not move",
            "Your weights have moved, the biases stand where they were. They are parameters as well.",
            lambda parameters, gradients, rate: [
                (W - rate * dW, b) for (W, b), (dW, _) in zip(parameters, gradients, strict=True)
            ],
        ),
        Mistake(
            "the learning rate is left out",
            "Your step is the whole gradient. Multiply it by the learning rate.",
            lambda parameters, gradients, rate: each(lambda p, g: p - g, parameters, gradients),
        ),
        Mistake(
            "divided by the learning rate",
            "A larger learning rate makes a longer step: multiply by it.",
            lambda parameters, gradients, rate: each(
                lambda p, g: p - g / rate, parameters, gradients
            ),
        ),
        Mistake(
            "the parameters shrink before the step",
            "You multiply the parameters by the learning rate too. Mind the parentheses: only the "
            "gradient is multiplied.",
            lambda parameters, gradients, rate: each(
                lambda p, g: rate * (p - g), parameters, gradients
            ),
        ),
        Mistake(
            "the change instead of the new parameters",
            "You return what is to be added to the parameters. Return the parameters after the step.",
            lambda parameters, gradients, rate: each(lambda g: -rate * g, gradients),
        ),
        Mistake(
            "it returns inside the loop, after the first layer",
            "Only the first layer comes back. The `return` is indented into the loop: move it out, "
            "under the `for`.",
            lambda parameters, gradients, rate: key.gradient_descent_step(
                parameters[:1], gradients[:1], rate
            ),
        ),
        Mistake(
            "a loop inside a loop",
            "Two loops, one inside the other, bring every layer together with every gradient. Walk "
            "through both lists side by side, with `zip`.",
            lambda parameters, gradients, rate: [
                (W - rate * dW, b - rate * db) for W, b in parameters for dW, db in gradients
            ],
        ),
        Mistake(
            "parameters and gradients are exchanged",
            "You subtract the parameters from the gradients: the two lists are in the other order in "
            "your `zip` than in the names before it.",
            lambda parameters, gradients, rate: each(
                lambda p, g: g - rate * p, parameters, gradients
            ),
        ),
        Mistake(
            "the learning rate is left out of the biases' step",
            "Your weights are right. The biases move by the whole of db: multiply it by the learning "
            "rate as well.",
            lambda parameters, gradients, rate: [
                (W - rate * dW, b - db)
                for (W, b), (dW, db) in zip(parameters, gradients, strict=True)
            ],
        ),
        Mistake(
            "arrays in one long list, not in pairs",
            "The numbers are there, but W and b of a layer belong together: append the pair (W, b).",
            lambda parameters, gradients, rate: [
                array
                for pair in key.gradient_descent_step(parameters, gradients, rate)
                for array in pair
            ],
        ),
        Mistake(
            "nothing has moved",
            "The parameters come back as they went in. In `for W, b in parameters`, an assignment "
            "`W = W - ...` only gives a new array the name W; the list does not notice. Collect the "
            "new arrays in a new list.",
            lambda parameters, gradients, rate: parameters,
        ),
    ),
    alternatives=(
        Alternative("by index, lists and tuples exchanged", _by_index),
        Alternative("copies that are changed in place", _copied_first),
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


def _by_power_iteration(H: Array) -> float:
    v = np.random.default_rng(0).normal(size=len(H))
    for _ in range(500):
        v = H @ v
        v /= np.linalg.norm(v)
    return float(2 / (v @ H @ v))


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
            "Half of the right one. At 1/h the steep direction is solved in one step; from there to "
            "2/h it alternates, and still converges.",
            lambda H: 1.0 / np.linalg.eigvalsh(H)[-1],
        ),
        Mistake(
            "the trace for the largest eigenvalue",
            "You divide by the sum of all curvatures. Each direction shrinks on its own: the "
            "steepest alone sets the limit.",
            lambda H: 2.0 / np.trace(H),
        ),
        Mistake(
            "the smallest eigenvalue",
            "You divide by the smallest curvature. The step has to be safe in every direction, so "
            "the largest decides; `eigvalsh` sorts in ascending order.",
            lambda H: 2.0 / np.linalg.eigvalsh(H)[0],
        ),
        Mistake(
            "the largest entry of the diagonal",
            "You divide by the largest entry of H, a curvature along one axis (`np.max(H)` finds the "
            "same one). The steepest direction is seldom an axis: ask for the eigenvalues.",
            lambda H: 2.0 / np.max(np.diag(H)),
        ),
        Mistake(
            "a norm of all entries",
            "`np.linalg.norm(H)` sums the squares of all eigenvalues. Only the largest counts here.",
            lambda H: 2.0 / np.linalg.norm(H),
        ),
        Mistake(
            "the determinant",
            "The determinant is the product of all curvatures. Only the largest counts here.",
            lambda H: 2.0 / np.linalg.det(H),
        ),
        Mistake(
            "2 times the largest eigenvalue",
            "The curvature stands below the line, 2 / h: a larger curvature needs a smaller step.",
            lambda H: 2.0 * np.linalg.eigvalsh(H)[-1],
        ),
        Mistake(
            "half the largest eigenvalue",
            "That is the reciprocal of what is asked: a larger curvature needs a smaller step.",
            lambda H: np.linalg.eigvalsh(H)[-1] / 2.0,
        ),
        Mistake(
            "the largest eigenvalue itself",
            "You have found the largest curvature. The learning rate has to stay below 2 divided by it.",
            lambda H: np.linalg.eigvalsh(H)[-1],
        ),
        Mistake(
            "the eigenvectors",
            "`np.linalg.eigh` and `eig` return two things, the eigenvalues and then the eigenvectors: "
            "`[-1]` takes the second. `np.linalg.eigvalsh` returns the eigenvalues alone.",
            lambda H: 2.0 / np.linalg.eigh(H)[-1],
        ),
        Mistake(
            "one limit for each direction",
            "You return a limit for each eigenvalue. One learning rate serves all directions: which "
            "of the limits keeps all of them safe?",
            lambda H: 2.0 / np.linalg.eigvalsh(H),
        ),
        Mistake(
            "the first eigenvalue, in no order",
            "`np.linalg.eig` and `eigvals` return the eigenvalues in no particular order: take the "
            "largest of them, not the first.",
            lambda H: 2.0 / np.linalg.eigvals(H)[0],
        ),
        Mistake(
            "the last eigenvalue, in no order",
            "`np.linalg.eig` and `eigvals` return the eigenvalues in no particular order: take the "
            "largest of them, not the last.",
            lambda H: 2.0 / np.linalg.eigvals(H)[-1],
        ),
    ),
    alternatives=(
        Alternative("the smallest of all limits", lambda H: min(2.0 / np.linalg.eigvalsh(H))),
        Alternative("eig, and the largest", lambda H: 2.0 / np.linalg.eig(H)[0].real.max()),
        Alternative("the spectral norm", lambda H: 2.0 / np.linalg.norm(H, 2)),
        Alternative("power iteration", _by_power_iteration),
    ),
)
