"""Lesson 06: the two penalties, as numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.regularization.inputs import (
    Array,
    Pairs,
    deep_network,
    network,
    strength,
)
from course_utils.reference import regularization as key

Penalty = Callable[[Pairs, float, int], float]


def _case(rng: Generator) -> tuple[Pairs, float, int]:
    return (deep_network(rng), *strength(rng))


def _any_depth(rng: Generator) -> tuple[Pairs, float, int]:
    return (network(rng), *strength(rng))


def _no_strength(rng: Generator) -> tuple[Pairs, float, int]:
    return deep_network(rng), 0.0, 12


GROUPS = (
    Group("networks of two and three layers", _case, weight=3, count=3),
    Group("any number of layers", _any_depth),
    Group("lam = 0", _no_strength, weight=0.5),
)


def _flat(parameters: Pairs) -> Array:
    """Return all weights in one row."""
    return np.concatenate([W.ravel() for W, _ in parameters])


def _entries(parameters: Pairs) -> Iterator[float]:
    for W, _ in parameters:
        for row in W:
            yield from map(float, row)


def _times(factor: float, right: Penalty) -> Penalty:
    return lambda parameters, lam, m: factor * right(parameters, lam, m)


def _common_mistakes(right: Penalty) -> tuple[Mistake, ...]:
    """List what goes wrong with either penalty."""
    return (
        Mistake(
            "not divided by m",
            "Your value is m times too large. The cost is a mean over m examples, and its penalty is "
            "divided by m too.",
            lambda parameters, lam, m: m * right(parameters, lam, m),
        ),
        Mistake(
            "lam is left out",
            "lam, the strength of the penalty, does not enter your value.",
            lambda parameters, lam, m: right(parameters, 1.0, m),
        ),
        Mistake(
            "the biases are penalized too",
            "The biases have been counted. Each pair is (W, b), and only W is penalized.",
            lambda parameters, lam, m: right([(np.append(W, b), b) for W, b in parameters], lam, m),
        ),
        Mistake(
            "the biases are penalized instead of the weights",
            "Each pair is (W, b): the first of the two is the weights.",
            lambda parameters, lam, m: right([(b, W) for W, b in parameters], lam, m),
        ),
        Mistake(
            "only the last layer",
            "Only the last layer's weights count in your value. Is the sum set anew, or returned, "
            "inside the loop? Every layer counts.",
            lambda parameters, lam, m: right(parameters[-1:], lam, m),
        ),
        Mistake(
            "only the first layer",
            "Only the first layer's weights count in your value. Does the loop return in its first "
            "round? Every layer counts.",
            lambda parameters, lam, m: right(parameters[:1], lam, m),
        ),
        Mistake(
            "whole matrices are added up",
            "`sum` over the layers meets matrices of different shapes. Add up the entries of each "
            "layer first: `np.sum` of an array is one number.",
            lambda parameters, lam, m: sum(W for W, _ in parameters),
        ),
        Mistake(
            "one number for each layer",
            "You return a list with one number per layer. The penalty is their sum.",
            lambda parameters, lam, m: [right([pair], lam, m) for pair in parameters],
        ),
        Mistake(
            "the mean over the weights instead of their sum",
            "A network with more weights pays more: sum over all entries, do not average.",
            lambda parameters, lam, m: right(parameters, lam, m) / _flat(parameters).size,
        ),
        Mistake(
            "the sign is turned",
            "Your value is negative. A penalty makes the cost larger.",
            _times(-1.0, right),
        ),
    )


def _loop_l1(parameters: Pairs, lam: float, m: int) -> float:
    return lam * sum(abs(w) for w in _entries(parameters)) / m


def _loop_l2(parameters: Pairs, lam: float, m: int) -> float:
    return lam * math.fsum(w * w for w in _entries(parameters)) / (2 * m)


L1_PENALTY = Exercise(
    reference=key.l1_penalty,
    groups=GROUPS,
    mistakes=(
        *_common_mistakes(key.l1_penalty),
        Mistake(
            "no absolute values",
            "Positive and negative weights cancel in your sum. It is their absolute values that are "
            "added: `np.abs`.",
            lambda parameters, lam, m: lam / m * float(_flat(parameters).sum()),
        ),
        Mistake(
            "the absolute value of the sum",
            "You add up first and take the absolute value of the total, so weights of opposite sign "
            "cancel. Take the absolute value of each entry.",
            lambda parameters, lam, m: lam / m * sum(abs(float(W.sum())) for W, _ in parameters),
        ),
        Mistake(
            "halved",
            "Your value is half the right one. The 2 in the denominator belongs to the L2 penalty, "
            "where it cancels against the derivative of the square.",
            _times(0.5, key.l1_penalty),
        ),
        Mistake(
            "the L2 penalty",
            "You add squares. The L1 penalty adds absolute values.",
            key.l2_penalty,
        ),
        Mistake(
            "the matrix norm `np.linalg.norm(W, 1)`",
            "For a matrix, `np.linalg.norm(W, 1)` is the largest column sum. Here the absolute values "
            "of all entries are added.",
            lambda parameters, lam, m: (
                lam / m * sum(float(np.linalg.norm(W, 1)) for W, _ in parameters)
            ),
        ),
    ),
    alternatives=(
        Alternative("a loop over the entries", _loop_l1),
        Alternative(
            "the norm of all weights in one row",
            lambda parameters, lam, m: np.linalg.norm(_flat(parameters), 1) * lam / m,
        ),
        Alternative(
            "sign times weight",
            lambda parameters, lam, m: (
                sum(np.einsum("ij,ij->", W, np.sign(W)) for W, b in parameters) * (lam / m)
            ),
        ),
    ),
)

L2_PENALTY = Exercise(
    reference=key.l2_penalty,
    groups=GROUPS,
    mistakes=(
        *_common_mistakes(key.l2_penalty),
        Mistake(
            "lam / m instead of lam / (2 m)",
            "Your value is twice the right one: the factor is lam / (2 m). Mind the parentheses: "
            "`lam / 2 * m` is something else again.",
            _times(2.0, key.l2_penalty),
        ),
        Mistake(
            "`lam / 2 * m`: multiplied by m",
            "Python reads `lam / 2 * m` as (lam / 2) times m. Put the denominator in parentheses: "
            "`lam / (2 * m)`.",
            lambda parameters, lam, m: lam / 2 * m * float(np.sum(_flat(parameters) ** 2)),
        ),
        Mistake(
            "the square of the sum",
            "You add first and square the total. Square each entry, then add.",
            lambda parameters, lam, m: (
                lam / (2 * m) * sum(float(W.sum()) ** 2 for W, _ in parameters)
            ),
        ),
        Mistake(
            "`W @ W.T`: products of different rows too",
            "The sum of the entries of `W @ W.T` holds the products of all pairs of rows. What is "
            "asked is each entry times itself: `W ** 2` or `W * W`.",
            lambda parameters, lam, m: (
                lam / (2 * m) * sum(float(np.sum(W @ W.T)) for W, _ in parameters)
            ),
        ),
        Mistake(
            "the square of the sum over all layers",
            "You add up all weights first and square the total. Square each entry, then add.",
            lambda parameters, lam, m: lam / (2 * m) * float(_flat(parameters).sum()) ** 2,
        ),
        Mistake(
            "the root of the sum of squares",
            "The norm itself is not what is penalized but its square: no root.",
            lambda parameters, lam, m: (
                lam / (2 * m) * sum(float(np.linalg.norm(W)) for W, _ in parameters)
            ),
        ),
        Mistake(
            "the matrix norm `np.linalg.norm(W, 2)`",
            "For a matrix, `np.linalg.norm(W, 2)` is the largest singular value, not the root of the "
            "sum of squares. Square the entries and add.",
            lambda parameters, lam, m: (
                lam / (2 * m) * sum(float(np.linalg.norm(W, 2)) ** 2 for W, _ in parameters)
            ),
        ),
        Mistake(
            "absolute values instead of squares",
            "This adds absolute values, as the L1 penalty does. The L2 penalty adds squares.",
            _times(0.5, key.l1_penalty),
        ),
        Mistake(
            "the L1 penalty",
            "This is the L1 penalty: absolute values, and lam / m. The L2 penalty adds squares, with "
            "lam / (2 m).",
            key.l1_penalty,
        ),
    ),
    alternatives=(
        Alternative("a loop over the entries", _loop_l2),
        Alternative(
            "the norm, squared",
            lambda parameters, lam, m: sum(
                lam / (2 * m) * np.linalg.norm(W) ** 2 for W, b in parameters
            ),
        ),
        Alternative(
            "a dot product",
            lambda parameters, lam, m: 0.5 * lam * (_flat(parameters) @ _flat(parameters)) / m,
        ),
        Alternative(
            "all entries chained",
            lambda parameters, lam, m: (
                lam
                * sum(w**2 for w in chain.from_iterable(W.ravel() for W, _ in parameters))
                / m
                / 2
            ),
        ),
    ),
)
