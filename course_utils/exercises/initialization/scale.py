"""Lesson 05: what depth does to a signal, and the standard deviation that a scheme asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake, Trial
from course_utils.reference import initialization as key

Array = NDArray[Any]
SCHEMES = ("xavier", "glorot", "he")


def _network(rng: Generator, scale: float, L: int) -> tuple[Array, Array, float, int]:
    n, m, n_last = ((5, 4, 3), (3, 7, 2))[rng.integers(2)]
    return rng.normal(size=(n, m)), rng.normal(size=(n_last, n)), scale, L


def _some_layers(rng: Generator) -> tuple[Array, Array, float, int]:
    return _network(rng, float(rng.choice([0.5, 0.8, 1.3, 1.5])), int(rng.integers(3, 9)))


def _very_deep(rng: Generator) -> tuple[Array, Array, float, int]:
    return _network(rng, float(rng.choice([0.7, 1.5])), int(rng.integers(200, 500)))


def _layer_by_layer(x: Array, W_last: Array, scale: float, L: int) -> Array:
    a = x
    for _ in range(L - 1):
        a = scale * a
    return W_last @ a


def _formed(x: Array, W_last: Array, scale: float, L: int) -> Array:
    W = scale * np.eye(len(x))
    return W_last @ np.linalg.matrix_power(W, L - 1) @ x


def _stops_with(word: str) -> Callable[[Sequence[Trial]], bool]:
    """Make a sign: every case stops with a ValueError whose message has this word."""

    def sign(trials: Sequence[Trial]) -> bool:
        failures = [trial.outcome.failure for trial in trials]
        return all(f and f.error_type == "ValueError" and word in f.message for f in failures)

    return sign


DEEP_LINEAR = Exercise(
    reference=key.deep_linear_output,
    groups=(
        Group("a few layers", _some_layers, weight=3, count=3),
        Group("one layer only: W_last alone", lambda rng: _network(rng, 1.5, 1), count=2),
        Group("hundreds of layers", _very_deep, count=2),
    ),
    mistakes=(
        Mistake(
            "scale^L: one factor too many",
            "Of the L layers only the first L - 1 multiply by scale; the last one is W_last.",
            lambda x, W_last, scale, L: W_last @ x * scale**L,
        ),
        Mistake(
            "multiplied by L - 1, not raised to it",
            "Each layer multiplies what the layer before gave, so L - 1 layers give the power "
            "scale^(L-1), not the product scale (L - 1). In Python a power is `**`.",
            lambda x, W_last, scale, L: W_last @ x * scale * (L - 1),
        ),
        Mistake(
            "`scale ** L - 1` without brackets",
            "Python reads `scale ** L - 1` as (scale ** L) - 1. Put the exponent in brackets.",
            lambda x, W_last, scale, L: W_last @ x * (scale**L - 1),
        ),
        Mistake(
            "one factor too few",
            "Your power is scale^(L-2). W^[1] to W^[L-1] are L - 1 matrices.",
            lambda x, W_last, scale, L: W_last @ x * scale ** (L - 2),
        ),
        Mistake(
            "one layer of scale, whatever L is",
            "You multiply by scale once. There are L - 1 such layers.",
            lambda x, W_last, scale, L: W_last @ x * scale,
        ),
        Mistake(
            "the last layer is left out",
            "Your answer still has n rows. The last layer, W_last of shape (n_L, n), has to be applied.",
            lambda x, W_last, scale, L: x * scale ** (L - 1),
        ),
        Mistake(
            "every layer is W_last",
            "W_last is the last layer alone, and it is not square: it cannot be raised to a power. "
            "The layers before it are scale times the identity.",
            lambda x, W_last, scale, L: np.linalg.matrix_power(scale * W_last, L - 1) @ x,
        ),
        Mistake(
            "`*` where a matrix product is meant",
            "`W_last * x` multiplies entry by entry, and the shapes do not fit. `W_last @ x` is the "
            "layer.",
            lambda x, W_last, scale, L: W_last * x * scale ** (L - 1),
            sign=_stops_with("broadcast"),
        ),
        Mistake(
            "the product is in the wrong order",
            "`x @ W_last` has the shapes the wrong way round. A layer multiplies from the left.",
            lambda x, W_last, scale, L: x @ W_last * scale ** (L - 1),
            sign=_stops_with("matmul"),
        ),
        Mistake(
            "e^(scale (L-1))",
            "`np.exp` raises e to a power. Here scale itself is raised to L - 1.",
            lambda x, W_last, scale, L: W_last @ x * np.exp(scale * (L - 1)),
        ),
    ),
    alternatives=(
        Alternative("layer by layer", _layer_by_layer),
        Alternative("with the product formed", _formed),
        Alternative(
            "the power first",
            lambda x, W_last, scale, L: np.power(scale, L - 1) * np.dot(W_last, x),
        ),
        Alternative(
            "by logarithm",
            lambda x, W_last, scale, L: W_last @ x * np.exp((L - 1) * np.log(scale)),
        ),
    ),
)


def _std_case(scheme: str) -> Any:
    """Return a draw of fan-in and fan-out, clearly unequal and now the one larger, now the other."""

    def draw(rng: Generator) -> tuple[int, int, str]:
        wide, narrow = int(rng.integers(200, 500)), int(rng.integers(20, 120))
        return (wide, narrow, scheme) if rng.integers(2) else (narrow, wide, scheme)

    return draw


def _from(**variances: Any) -> Any:
    """Build a wrong answer: the right variances but for those given, as functions of the fans."""
    right = {
        "xavier": lambda n_in, n_out: 1 / n_in,
        "glorot": lambda n_in, n_out: 2 / (n_in + n_out),
        "he": lambda n_in, n_out: 2 / n_in,
    }
    table = {**right, **variances}

    def weight_std(n_in: int, n_out: int, scheme: str) -> float:
        if scheme not in table:
            raise ValueError(f"unknown scheme {scheme!r}; known: {', '.join(table)}")
        return float(np.sqrt(table[scheme](n_in, n_out)))

    return weight_std


def _if_else(n_in: int, n_out: int, scheme: str) -> Any:
    if scheme == "xavier":
        variance = 1 / n_in
    elif scheme == "glorot":
        variance = 2 / (n_in + n_out)
    elif scheme == "he":
        variance = 2 / n_in
    else:
        raise ValueError("scheme must be xavier, glorot or he")
    return np.sqrt(variance)


def _without_else(n_in: int, n_out: int, scheme: str) -> float:
    if scheme == "xavier":
        variance = 1 / n_in
    elif scheme == "glorot":
        variance = 2 / (n_in + n_out)
    elif scheme == "he":
        variance = 2 / n_in
    return variance**0.5


def _silent(n_in: int, n_out: int, scheme: str) -> float:
    return key.weight_std(n_in, n_out, scheme if scheme in SCHEMES else "xavier")


def _none_for_unknown(n_in: int, n_out: int, scheme: str) -> float | None:
    return key.weight_std(n_in, n_out, scheme) if scheme in SCHEMES else None


def _without_table(n_in: int, n_out: int, scheme: str) -> float:
    return {s: key.weight_std(n_in, n_out, s) for s in SCHEMES}[scheme]


WEIGHT_STD = Exercise(
    reference=key.weight_std,
    groups=(
        Group("xavier", _std_case("xavier"), weight=2, count=3),
        Group("glorot", _std_case("glorot"), weight=2, count=3),
        Group("he", _std_case("he"), weight=2, count=3),
        Group(
            "an unknown scheme is a ValueError",
            lambda rng: (30, 20, str(rng.choice(["lecun", "orthogonal"]))),
            count=2,
            refused=True,
        ),
    ),
    mistakes=(
        Mistake(
            "the variance is returned for the deviation",
            "You return the variance. The standard deviation, which `rng.normal` wants, is its "
            "square root.",
            lambda n_in, n_out, scheme: key.weight_std(n_in, n_out, scheme) ** 2,
        ),
        Mistake(
            "fan-out for fan-in",
            'Each logit is a sum over the numbers that come *in*: "xavier" and "he" divide by '
            "n_in, the fan-in. With equal widths the difference does not show.",
            lambda n_in, n_out, scheme: key.weight_std(n_out, n_in, scheme),
        ),
        Mistake(
            "fan-out for fan-in in he's rule",
            "Your \"he\" divides by the layer's own width. He's rule divides by the fan-in, n_in.",
            _from(he=lambda n_in, n_out: 2 / n_out),
        ),
        Mistake(
            "xavier's rule for he's",
            "Your \"he\" is Xavier's rule. ReLU lets half of the second moment through, so He's "
            "variance is twice as large.",
            _from(he=lambda n_in, n_out: 1 / n_in),
        ),
        Mistake(
            "he's rule for xavier's",
            "Your \"xavier\" has He's factor 2, which makes up for what ReLU cuts off. Xavier's "
            "rule is for activations that cut nothing off.",
            _from(xavier=lambda n_in, n_out: 2 / n_in),
        ),
        Mistake(
            "2 / n_in for glorot",
            'Your "glorot" leaves the fan-out away. It is the compromise of both directions: '
            "n_in + n_out stands below.",
            _from(glorot=lambda n_in, n_out: 2 / n_in),
        ),
        Mistake(
            "1 / (n_in + n_out) for glorot",
            'Your "glorot" variance is half of the right one. n_in + n_out is twice their mean, so '
            "a 2 stands above.",
            _from(glorot=lambda n_in, n_out: 1 / (n_in + n_out)),
        ),
        Mistake(
            "glorot's rule under the name of xavier",
            'Both rules go by the name Xavier. Here "xavier" is the forward condition alone, '
            '1 / n_in, and "glorot" the compromise.',
            _from(xavier=lambda n_in, n_out: 2 / (n_in + n_out)),
        ),
        Mistake(
            "the bound of the uniform version",
            "You return the bound of a uniform distribution, sqrt(3) times its standard deviation. "
            "Asked is the standard deviation.",
            lambda n_in, n_out, scheme: 3**0.5 * key.weight_std(n_in, n_out, scheme),
        ),
        Mistake(
            "one over the deviation",
            "Your number grows with the width. Wider layers need smaller weights: the fan stands "
            "below the line.",
            lambda n_in, n_out, scheme: 1 / key.weight_std(n_in, n_out, scheme),
        ),
        Mistake(
            "an unknown scheme passes silently",
            "A misspelled scheme is treated as if it were one. Raise a ValueError that lists the "
            "known ones.",
            _silent,
        ),
        Mistake(
            "an unknown scheme gives None",
            "For an unknown scheme your function ends without a `return`, so it gives None. Raise a "
            "ValueError that lists the known ones.",
            _none_for_unknown,
        ),
        Mistake(
            "an unknown scheme is a KeyError",
            "Looking an unknown name up in a dict raises a KeyError. Ask `if scheme not in ...` "
            "first and raise a ValueError that lists the known ones.",
            _without_table,
        ),
        Mistake(
            "an unknown scheme falls through all the ifs",
            "When none of your `if`s holds, the variance is never set. Add an `else` that raises a "
            "ValueError.",
            _without_else,
        ),
    ),
    alternatives=(
        Alternative("if, elif, else", _if_else),
        Alternative("a table of variances", _from()),
        Alternative(
            "mean of the fans",
            lambda n_in, n_out, scheme: (
                ((n_in + n_out) / 2) ** -0.5
                if scheme == "glorot"
                else key.weight_std(n_in, n_out, scheme)
            ),
        ),
    ),
)
