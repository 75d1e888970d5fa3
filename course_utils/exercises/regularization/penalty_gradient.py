"""Lesson 06: the gradient of a penalty."""

from __future__ import annotations

from collections.abc import Callable

from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.regularization.inputs import (
    Array,
    strength,
    weights,
)
from course_utils.reference import regularization as key

UNKNOWN = "a norm that nobody knows"

PenaltyCase = tuple[Array, float, int, str]


def _case(norm: str) -> Callable[[Generator], PenaltyCase]:
    return lambda rng: (weights(rng), *strength(rng), norm)


def _with_zeros(rng: Generator) -> PenaltyCase:
    W = weights(rng)
    W.ravel()[rng.permutation(W.size)[:3]] = 0.0
    return (W, *strength(rng), "l1")


PENALTY_GRADIENT = Exercise(
    reference=key.penalty_gradient,
    groups=(
        Group("the L2 penalty", _case("l2"), weight=2, count=3),
        Group("the L1 penalty", _case("l1"), weight=2, count=3),
        Group(
            "the L1 penalty where some weights are 0",
            _with_zeros,
            hint="At 0 the absolute value has no slope; take 0, as `np.sign` does.",
        ),
        Group(
            "a norm that is neither",
            lambda rng: (weights(rng), *strength(rng), UNKNOWN),
            weight=0.5,
            refused=True,
        ),
    ),
    mistakes=(
        Mistake(
            "lam / (2 m) for L2",
            "lam / (2 * m) * W if norm == 'l2' else _right(W, lam, m, norm)",
            "Your L2 gradient is half the right one. The derivative of the square brings a 2, which "
            "cancels the 2 of lam / (2 m).",
        ),
        Mistake(
            "lam / (2 m) for L1",
            "lam / (2 * m) * np.sign(W) if norm == 'l1' else _right(W, lam, m, norm)",
            "Your L1 gradient is half the right one. Only the L2 penalty has a 2 below, for the 2 "
            "that the square brings down; the slope of |w| brings none.",
        ),
        Mistake(
            "lam / (2 m) for both",
            "0.5 * _right(W, lam, m, norm)",
            "Your gradient is half the right one for both norms. For L2 the derivative of the square "
            "cancels the 2; for L1 there was none.",
        ),
        Mistake(
            "2 lam / m for L2",
            "2 * lam / m * W if norm == 'l2' else _right(W, lam, m, norm)",
            "Your L2 gradient is twice the right one. The square does bring a 2, but the penalty has "
            "lam / (2 m) in front.",
        ),
        Mistake(
            "W squared for L2",
            "lam / m * W ** 2 if norm == 'l2' else _right(W, lam, m, norm)",
            "Differentiated, w^2 becomes 2 w: the square is gone, and its 2 cancels the one below.",
        ),
        Mistake(
            "not divided by m",
            "m * _right(W, lam, m, norm)",
            "Your gradient is m times too large: the penalty has m in its denominator.",
        ),
        Mistake(
            "lam is left out",
            "_right(W, lam, m, norm) / lam",
            "lam, the strength of the penalty, does not enter your gradient.",
        ),
        Mistake(
            "the sign is flipped",
            "-_right(W, lam, m, norm)",
            "Your gradient points downhill. The penalty grows with the size of a weight, so its "
            "gradient has the sign of the weight.",
        ),
        Mistake(
            "L1 and L2 are exchanged",
            "_right(W, lam, m, {'l1': 'l2', 'l2': 'l1'}.get(norm, norm))",
            "W itself comes from the square, which is L2; sign(W) comes from the absolute value, L1.",
        ),
        Mistake(
            "L1 with W for sign(W)",
            "lam / m * W if norm == 'l1' else _right(W, lam, m, norm)",
            "The slope of |w| does not depend on how large w is: it is 1 on the right and -1 on the "
            "left.",
        ),
        Mistake(
            "L1 with |W| for sign(W)",
            "lam / m * np.abs(W) if norm == 'l1' else _right(W, lam, m, norm)",
            "|W| is the penalty, not its slope. The slope of |w| is 1 for positive and -1 for "
            "negative w.",
        ),
        Mistake(
            "L1 with 1 everywhere",
            "lam / m * np.ones_like(W) if norm == 'l1' else _right(W, lam, m, norm)",
            "The slope of |w| is -1 where w is negative.",
        ),
        Mistake(
            "1 at W = 0",
            "lam / m * np.where(W >= 0, 1.0, -1.0) if norm == 'l1' else _right(W, lam, m, norm)",
            "Where a weight is 0 your slope is 1, which would push it away from 0. It is to be 0 there.",
        ),
        Mistake(
            "-1 at W = 0",
            "lam / m * np.where(W > 0, 1.0, -1.0) if norm == 'l1' else _right(W, lam, m, norm)",
            "Where a weight is 0 your slope is -1, which would push it away from 0. It is to be 0 there.",
        ),
        Mistake(
            "W / |W|: nan at W = 0",
            "lam / m * W / np.abs(W) if norm == 'l1' else _right(W, lam, m, norm)",
            "W / |W| is 0/0 where a weight is 0. `np.sign` gives the same signs, and 0 at 0.",
        ),
        Mistake(
            "summed to one number",
            "float(np.sum(_right(W, lam, m, norm)))",
            "A gradient has one entry for each weight: the shape of W, no sum.",
        ),
        Mistake(
            "the penalty instead of its gradient",
            """
            if norm not in ("l1", "l2"):
                raise ValueError(norm)
            return lam / m * np.abs(W) if norm == "l1" else lam / (2 * m) * W**2
            """,
            "This is the penalty, entry by entry. Differentiate it: w^2 / 2 becomes w, and |w| "
            "becomes sign(w).",
        ),
        Mistake(
            "an unknown norm is a KeyError",
            "lam / m * {'l1': np.sign(W), 'l2': W}[norm]",
            "Looking an unknown name up in a dict raises a KeyError. Ask `if norm not in ...` first, and "
            "raise a ValueError.",
        ),
        Mistake(
            "an unknown norm passes silently",
            "_right(W, lam, m, 'l1' if norm == 'l1' else 'l2')",
            'A name that is neither "l1" nor "l2" is taken for one of them. Raise a ValueError that '
            "lists the two.",
        ),
        Mistake(
            "an unknown norm gives None",
            "_right(W, lam, m, norm) if norm in ('l1', 'l2') else None",
            'For a name that is neither "l1" nor "l2" your function falls off its end. Raise a '
            "ValueError that lists the two.",
        ),
    ),
    alternatives=(
        Alternative(
            "nested `np.where`",
            """
            if norm == 'l2':
                return W * (lam / m)
            if norm == 'l1':
                return lam * np.where(W > 0, 1.0, np.where(W < 0, -1.0, 0.0)) / m
            raise ValueError(norm)
            """,
        ),
        Alternative(
            "boolean masks",
            """
            if norm not in {'l1', 'l2'}:
                raise ValueError("norm must be 'l1' or 'l2'")
            direction = np.array(W, dtype=float)
            if norm == 'l1':
                direction[W > 0], direction[W < 0] = (1.0, -1.0)
            return np.multiply(lam, direction) / m
            """,
        ),
        Alternative(
            "a loop and a table of rules",
            """
            rules = {'l1': lambda w: (w > 0) * 1.0 - (w < 0) * 1.0, 'l2': lambda w: w}
            if norm not in rules:
                raise ValueError(f'no such norm: {norm}')
            return np.array([[lam / m * rules[norm](w) for w in row] for row in W])
            """,
        ),
    ),
)
