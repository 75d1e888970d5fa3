"""Lesson 06: the two penalties, as numbers."""

from __future__ import annotations

from collections.abc import Iterator

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


# What goes wrong with either penalty.
_COMMON = (
    Mistake(
        "not divided by m",
        "m * _right(parameters, lam, m)",
        "Your value is m times too large. The cost is a mean over m examples, and its penalty is "
        "divided by m too.",
    ),
    Mistake(
        "lam is left out",
        "_right(parameters, 1.0, m)",
        "lam, the strength of the penalty, does not enter your value.",
    ),
    Mistake(
        "the biases are penalized too",
        "_right([(np.append(W, b), b) for W, b in parameters], lam, m)",
        "The biases have been counted. Each pair is (W, b), and only W is penalized.",
    ),
    Mistake(
        "the biases are penalized instead of the weights",
        "_right([(b, W) for W, b in parameters], lam, m)",
        "Each pair is (W, b): the first of the two is the weights.",
    ),
    Mistake(
        "only the last layer",
        "_right(parameters[-1:], lam, m)",
        "Only the last layer's weights count in your value. Is the sum set anew, or returned, "
        "inside the loop? Every layer counts.",
    ),
    Mistake(
        "only the first layer",
        "_right(parameters[:1], lam, m)",
        "Only the first layer's weights count in your value. Does the loop return in its first "
        "round? Every layer counts.",
    ),
    Mistake(
        "whole matrices are added up",
        "sum(W for W, _ in parameters)",
        "`sum` over the layers meets matrices of different shapes. Add up the entries of each "
        "layer first: `np.sum` of an array is one number.",
    ),
    Mistake(
        "one number for each layer",
        "[_right([pair], lam, m) for pair in parameters]",
        "You return a list with one number per layer. The penalty is their sum.",
    ),
    Mistake(
        "the mean over the weights instead of their sum",
        "_right(parameters, lam, m) / _flat(parameters).size",
        "A network with more weights pays more: sum over all entries, do not average.",
    ),
)


L1_PENALTY = Exercise(
    reference=key.l1_penalty,
    groups=GROUPS,
    mistakes=(
        *_COMMON,
        Mistake(
            "no absolute values",
            "lam / m * float(_flat(parameters).sum())",
            "Positive and negative weights cancel in your sum. It is their absolute values that are "
            "added: `np.abs`.",
        ),
        Mistake(
            "the absolute value of the sum",
            "lam / m * sum(abs(float(W.sum())) for W, _ in parameters)",
            "You add up first and take the absolute value of the total, so weights of opposite sign "
            "cancel. Take the absolute value of each entry.",
        ),
        Mistake(
            "halved",
            "_right(parameters, lam, m) / 2",
            "Your value is half the right one. The 2 in the denominator belongs to the L2 penalty, "
            "where it cancels against the derivative of the square.",
        ),
        Mistake(
            "the L2 penalty",
            "l2_penalty(parameters, lam, m)",
            "You add squares. The L1 penalty adds absolute values.",
        ),
        Mistake(
            "the matrix norm `np.linalg.norm(W, 1)`",
            "lam / m * sum(float(np.linalg.norm(W, 1)) for W, _ in parameters)",
            "For a matrix, `np.linalg.norm(W, 1)` is the largest column sum. Here the absolute values "
            "of all entries are added.",
        ),
        Mistake(
            "the mean of the sizes",
            "lam / m * sum(float(np.mean(np.abs(W))) for W, _ in parameters)",
            "Every weight adds its size: `np.sum`, not `np.mean`, over the entries of each layer.",
        ),
    ),
    alternatives=(
        Alternative(
            "a loop over the entries",
            "lam * sum((abs(w) for w in _entries(parameters))) / m",
        ),
        Alternative(
            "the norm of all weights in one row",
            "np.linalg.norm(_flat(parameters), 1) * lam / m",
        ),
        Alternative(
            "sign times weight",
            'sum(np.einsum("ij,ij->", W, np.sign(W)) for W, b in parameters) * (lam / m)',
        ),
    ),
)

L2_PENALTY = Exercise(
    reference=key.l2_penalty,
    groups=GROUPS,
    mistakes=(
        *_COMMON,
        Mistake(
            "lam / m instead of lam / (2 m)",
            "2 * _right(parameters, lam, m)",
            "Your value is twice the right one: the factor is lam / (2 m). Mind the parentheses: "
            "`lam / 2 * m` is something else again.",
        ),
        Mistake(
            "`lam / 2 * m`: multiplied by m",
            "lam / 2 * m * float(np.sum(_flat(parameters) ** 2))",
            "Python reads `lam / 2 * m` as (lam / 2) times m. Put the denominator in parentheses: "
            "`lam / (2 * m)`.",
        ),
        Mistake(
            "the square of the sum",
            "lam / (2 * m) * sum(float(W.sum()) ** 2 for W, _ in parameters)",
            "You add first and square the total. Square each entry, then add.",
        ),
        Mistake(
            "`W @ W.T`: products of different rows too",
            "lam / (2 * m) * sum(float(np.sum(W @ W.T)) for W, _ in parameters)",
            "The sum of the entries of `W @ W.T` holds the products of all pairs of rows. What is "
            "asked is each entry times itself: `W ** 2` or `W * W`.",
        ),
        Mistake(
            "the square of the sum over all layers",
            "lam / (2 * m) * float(_flat(parameters).sum()) ** 2",
            "You add up all weights first and square the total. Square each entry, then add.",
        ),
        Mistake(
            "the root of the sum of squares",
            "lam / (2 * m) * sum(float(np.linalg.norm(W)) for W, _ in parameters)",
            "The norm itself is not what is penalized but its square: no root.",
        ),
        Mistake(
            "the matrix norm `np.linalg.norm(W, 2)`",
            "lam / (2 * m) * sum(float(np.linalg.norm(W, 2)) ** 2 for W, _ in parameters)",
            "For a matrix, `np.linalg.norm(W, 2)` is the largest singular value, not the root of the "
            "sum of squares. Square the entries and add.",
        ),
        Mistake(
            "absolute values instead of squares",
            "l1_penalty(parameters, lam, m) / 2",
            "This adds absolute values, as the L1 penalty does. The L2 penalty adds squares.",
        ),
        Mistake(
            "the L1 penalty",
            "l1_penalty(parameters, lam, m)",
            "This is the L1 penalty: absolute values, and lam / m. The L2 penalty adds squares, with "
            "lam / (2 m).",
        ),
        Mistake(
            "a matrix product instead of squares",
            "lam / (2 * m) * sum(float(np.sum(W.T @ W)) for W, _ in parameters)",
            "`W.T @ W` multiplies columns by columns. The penalty adds up the squares of the "
            "entries: `np.sum(W**2)`.",
        ),
        Mistake(
            "the mean of the squares",
            "lam / (2 * m) * sum(float(np.mean(W**2)) for W, _ in parameters)",
            "Every weight adds its square: `np.sum`, not `np.mean`, over the entries of each "
            "layer.",
        ),
    ),
    alternatives=(
        Alternative(
            "a loop over the entries",
            "lam * math.fsum((w * w for w in _entries(parameters))) / (2 * m)",
        ),
        Alternative(
            "the norm, squared",
            "sum( lam / (2 * m) * np.linalg.norm(W) ** 2 for W, b in parameters )",
        ),
        Alternative(
            "a dot product",
            "0.5 * lam * (_flat(parameters) @ _flat(parameters)) / m",
        ),
        Alternative(
            "all entries chained",
            "lam * sum(w**2 for W, _ in parameters for w in W.ravel()) / m / 2",
        ),
    ),
)
