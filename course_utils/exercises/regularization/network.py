"""Lesson 06: the penalty's gradient added to a network's gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake, Trial
from course_utils.exercises.regularization.inputs import Array, Pairs, deep_network, strength
from course_utils.reference import regularization as key


def _network_case(norm: str) -> Callable[[Generator], tuple[Pairs, Pairs, float, str, int]]:
    def draw(rng: Generator) -> tuple[Pairs, Pairs, float, str, int]:
        parameters = deep_network(rng)
        gradients = [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in parameters]
        lam, m = strength(rng)
        return gradients, parameters, lam, norm, m

    return draw


def _in_place(gradients: Pairs, parameters: Pairs, lam: float, norm: str, m: int) -> Pairs:
    for (dW, _), (W, _) in zip(gradients, parameters, strict=True):
        dW += key.penalty_gradient(W, lam, m, norm)
    return gradients


def _combined(combine: Callable[..., tuple[Array, Array]]) -> Callable[..., Pairs]:
    """Return an answer from ``combine(dW, db, pW, pb)``, p the penalty's gradient."""

    def answer(gradients: Pairs, parameters: Pairs, lam: float, norm: str, m: int) -> Pairs:
        return [
            combine(
                dW, db, key.penalty_gradient(W, lam, m, norm), key.penalty_gradient(b, lam, m, norm)
            )
            for (dW, db), (W, b) in zip(gradients, parameters, strict=True)
        ]

    return answer


def _penalty_value(gradients: Pairs, parameters: Pairs, lam: float, norm: str, m: int) -> Pairs:
    value = {"l1": key.l1_penalty, "l2": key.l2_penalty}[norm](parameters, lam, m)
    return [(dW + value, db) for dW, db in gradients]


def _of_gradient(gradients: Pairs, parameters: Pairs, lam: float, norm: str, m: int) -> Pairs:
    return [(dW + key.penalty_gradient(dW, lam, m, norm), db) for dW, db in gradients]


def _with_biases(gradients: Pairs, parameters: Pairs, lam: float, norm: str, m: int) -> Pairs:
    right = key.regularized_gradients(gradients, parameters, lam, norm, m)
    return [(dW, b) for (dW, _), (_, b) in zip(right, parameters, strict=True)]


def _one_norm(fixed: str) -> Callable[..., Pairs]:
    return lambda gradients, parameters, lam, norm, m: key.regularized_gradients(
        gradients, parameters, lam, fixed, m
    )


def _last_layer(gradients: Pairs, parameters: Pairs, lam: float, norm: str, m: int) -> Pairs:
    last = key.regularized_gradients(gradients[-1:], parameters[-1:], lam, norm, m)
    return gradients[:-1] + last


def _by_index(gradients: Pairs, parameters: Pairs, lam: float, norm: str, m: int) -> Any:
    result = []
    for layer in range(len(parameters)):
        W = parameters[layer][0]
        extra = lam * np.sign(W) / m if norm == "l1" else lam * W / m
        result.append([gradients[layer][0] + extra, gradients[layer][1].copy()])
    return tuple(result)


def _exchanged(gradients: Pairs, parameters: Pairs, lam: float, norm: str, m: int) -> Pairs:
    raise ValueError(f"unknown norm {m}")


def _norm_is_a_number(trials: Sequence[Trial]) -> bool:
    """Whether every case stops with a ValueError that names m, the number, as the norm."""
    return all(
        (failure := trial.outcome.failure) is not None
        and failure.error_type == "ValueError"
        and str(trial.arguments[4]) in failure.message
        for trial in trials
    )


REGULARIZED_GRADIENTS = Exercise(
    reference=key.regularized_gradients,
    groups=(
        Group("the L2 penalty", _network_case("l2"), count=3),
        Group("the L1 penalty", _network_case("l1"), count=3),
    ),
    mistakes=(
        Mistake(
            "the biases are penalized too",
            "db has changed. Biases are not penalized: hand db on as it is.",
            _combined(lambda dW, db, pW, pb: (dW + pW, db + pb)),
        ),
        Mistake(
            "m and norm are exchanged",
            "`penalty_gradient(W, lam, m, norm)` wants m before norm; here they come the other way round.",
            _exchanged,
            sign=_norm_is_a_number,
        ),
        Mistake(
            "arguments changed in place",
            "The values are right, but the caller's `gradients` have changed too: `dW += ...` and "
            "`gradients[l] = ...` write into what is the caller's. Build a new list of new arrays.",
            _in_place,
        ),
        Mistake(
            "the penalty is subtracted",
            "The penalty is added to the cost, so its gradient is added too. It is the step of "
            "gradient descent that subtracts.",
            _combined(lambda dW, db, pW, pb: (dW - pW, db)),
        ),
        Mistake(
            "the penalty's gradient alone",
            "The cost's own gradient dW is lost. Add the penalty's to it.",
            _combined(lambda dW, db, pW, pb: (pW, db)),
        ),
        Mistake(
            "no penalty at all",
            "The gradients come back as they went in. Add the penalty's gradient to every dW, and "
            "collect the results in a new list: `dW = dW + ...` in a loop changes no list.",
            lambda gradients, parameters, lam, norm, m: list(gradients),
        ),
        Mistake(
            "divided by m once more",
            "`penalty_gradient` has divided by m already; yours is divided twice.",
            lambda gradients, parameters, lam, norm, m: key.regularized_gradients(
                gradients, parameters, lam / m, norm, m
            ),
        ),
        Mistake(
            "the penalty itself is added, not its gradient",
            "You add one number, the penalty's value, to every entry. What is added is its gradient, "
            "an array of W's shape.",
            _penalty_value,
        ),
        Mistake(
            "the penalty's gradient at dW instead of W",
            "It is the weights that are penalized, not their gradients: call `penalty_gradient` with W.",
            _of_gradient,
        ),
        Mistake(
            "only the last layer",
            "Only the last layer's gradient has changed. Every layer's weights are penalized.",
            _last_layer,
        ),
        Mistake(
            "L2 whatever `norm` says",
            "Your L2 case is right, and L1 gets the same. Hand `norm` on to `penalty_gradient`.",
            _one_norm("l2"),
        ),
        Mistake(
            "L1 whatever `norm` says",
            "Your function takes L1 where L2 is asked. Hand `norm` on to `penalty_gradient`.",
            _one_norm("l1"),
        ),
        Mistake(
            "half the penalty's gradient",
            "You add half of what is asked. lam / (2 m) stands in front of the L2 penalty; its "
            "gradient, which `penalty_gradient` returns, has lam / m.",
            lambda gradients, parameters, lam, norm, m: key.regularized_gradients(
                gradients, parameters, lam / 2, norm, m
            ),
        ),
        Mistake(
            "gradients and parameters are exchanged",
            "You add the penalty's gradient at dW to W: the two lists are in the other order in your "
            "`zip` than in the names before it.",
            lambda gradients, parameters, lam, norm, m: [
                (W + key.penalty_gradient(dW, lam, m, norm), b)
                for (dW, _), (W, b) in zip(gradients, parameters, strict=True)
            ],
        ),
        Mistake(
            "b in place of db",
            "dW is right, but beside it stands the bias itself. It is its gradient db that goes along.",
            _with_biases,
        ),
        Mistake(
            "it returns inside the loop, after the first layer",
            "Only the first layer comes back. The `return` is indented into the loop: move it out, "
            "under the `for`.",
            lambda gradients, parameters, lam, norm, m: key.regularized_gradients(
                gradients[:1], parameters[:1], lam, norm, m
            ),
        ),
        Mistake(
            "arrays in one long list, not in pairs",
            "The numbers are there, but dW and db of a layer belong together: append the pair "
            "(dW, db).",
            lambda *arguments: [
                array for pair in key.regularized_gradients(*arguments) for array in pair
            ],
        ),
        Mistake(
            "the biases' gradients are left out",
            "Each layer needs a pair (dW, db): db goes along unchanged.",
            lambda gradients, parameters, lam, norm, m: [
                dW for dW, _ in key.regularized_gradients(gradients, parameters, lam, norm, m)
            ],
        ),
    ),
    alternatives=(
        Alternative("lists by index, without a helper", _by_index),
        Alternative("a comprehension", _combined(lambda dW, db, pW, pb: (np.add(pW, dW), db))),
    ),
)
