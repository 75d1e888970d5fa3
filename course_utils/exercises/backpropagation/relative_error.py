"""Lesson 04: how to compare two gradients, whatever their scale."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import every
from course_utils.checking.exercise import Array, Exercise, Group, Rng, drawn, fixed
from course_utils.reference import backpropagation as key


def _two_gradients(rng: Rng, *shape: int) -> tuple[Array, Array]:
    gradient = rng.normal(size=shape)
    return gradient, gradient * rng.uniform(1.5, 1.9) + 0.2 * rng.normal(size=shape)


def _vectors(rng: Rng) -> tuple:
    gradient, numeric = _two_gradients(rng, (6, 9)[rng.integers(2)])
    scale = 10.0 ** rng.integers(-1, 3)
    return scale * gradient, scale * numeric


def _matrices(rng: Rng) -> tuple:
    # Here the first has the larger norm, elsewhere the second: no norm can stand for the larger one.
    numeric, gradient = _two_gradients(rng, *((3, 5), (4, 2))[rng.integers(2)])
    return 1.3 * gradient, numeric


@drawn
def _tiny(rng: Rng, /, scale: float) -> tuple:
    gradient, numeric = _two_gradients(rng, 7)
    return scale * gradient, scale * numeric


def _some_zeros(rng: Rng) -> tuple:
    """Draw two gradients, zero in the same places: inputs that are never on, dead neurons."""
    gradient, numeric = _two_gradients(rng, 8)
    gradient[:3] = numeric[:3] = 0
    return gradient, numeric


def _norm(x: Array) -> float:
    return float(np.linalg.norm(x))


def _safe(above: float, below: float) -> float:
    return above / below if below else 0.0


def _plain(g: Array, n: Array) -> float:
    return _norm(g - n) / np.float64(_norm(g) + _norm(n))


def _by_entry(g: Array, n: Array) -> Array:
    below = np.abs(g) + np.abs(n)
    return np.abs(g - n) / np.where(below == 0, 1.0, below)


_ONE_ZERO = (
    "A gradient of zeros beside one that is not zero is as wrong as can be: 1, by the formula. Only "
    "where *both* are zero is the error 0."
)

RELATIVE_ERROR = Exercise(
    reference=key.relative_error,
    groups=(
        Group("vectors", _vectors, weight=2, count=3),
        Group("matrices", _matrices),
        Group("tiny gradients", (_tiny(1e-10), _tiny(1e-20))),
        Group("some entries zero in both", _some_zeros, weight=0.5),
        # The sign of a dead network.
        Group(
            "only the first gradient zero",
            lambda rng: (np.zeros(6), _two_gradients(rng, 6)[1]),
            weight=0.25,
            hint=_ONE_ZERO,
        ),
        Group(
            "only the second gradient zero",
            lambda rng: (_two_gradients(rng, 6)[0], np.zeros(6)),
            weight=0.25,
            hint=_ONE_ZERO,
        ),
        Group(
            "both gradients zero",
            fixed((np.zeros(4), np.zeros(4)), (np.zeros(7), np.zeros(7))),
            count=1,
            silent=True,
            hint="Two zero gradients agree perfectly: the error is 0, with no division and no warning.",
        ),
    ),
    mistakes=wrong_answers(
        """
## the absolute error
# An error of 0.01 is small beside a gradient of 100 and large beside one of 0.01. Divide by the
# sizes of both.
_norm(gradient - numeric)
## nan where both are zero
# 0 divided by 0 is nan. Two zero gradients agree perfectly: ask for this case first.
_norm(gradient - numeric) / np.float64(_norm(gradient) + _norm(numeric))
## 0 where only one of the two is zero
# A gradient of zeros beside one that is not zero is as wrong as can be: the error is 1. The case
# of its own is that *both* are zero: ask for it with `and`, or ask whether the denominator is 0.
0.0 if _norm(gradient) == 0 or _norm(numeric) == 0 else _plain(gradient, numeric)
## 0 wherever the first gradient is zero
# If your gradient is zero and the numeric one is not, the error is 1. Ask whether *both* are
# zero, or whether the denominator is.
0.0 if _norm(gradient) == 0 else _plain(gradient, numeric)
## 0 wherever the numeric gradient is zero
# If the numeric gradient is zero and yours is not, the error is 1. Ask whether *both* are zero,
# or whether the denominator is.
0.0 if _norm(numeric) == 0 else _plain(gradient, numeric)
## `all` asks whether every entry is nonzero
# `gradient.all()` is False as soon as a single entry is 0. Whether all entries are 0 is `not
# gradient.any()`.
0.0 if not gradient.all() and (not numeric.all()) else _plain(gradient, numeric)
## one error per entry
# This compares entry by entry and returns an array. Compare the vectors as wholes, by their
# norms: one number.
np.abs(gradient - numeric) / (np.abs(gradient) + np.abs(numeric))
## the largest error of an entry
# This finds the entry that differs most, by its own size: other texts compare so. Here the
# vectors are compared as wholes, by their norms.
float(np.max(_by_entry(gradient, numeric)))
## sums of absolute values instead of norms
# The norm is the square root of the sum of squares, `np.linalg.norm`.
_safe(float(np.abs(gradient - numeric).sum()), float(np.abs(gradient).sum() + np.abs(numeric).sum()))
## twice the relative error
# By this formula two opposite gradients have error 1, not 2: divide by the sum of the norms, not
# by their mean.
2 * _safe(_norm(gradient - numeric), _norm(gradient) + _norm(numeric))
## divided by one norm: the gradient's
# Divide by the sum of both norms. With one of them the result depends on which gradient is
# called right, and is infinite where that one is zero.
_safe(_norm(gradient - numeric), _norm(gradient))
## divided by one norm: the numeric one's
# Divide by the sum of both norms. With one of them the result depends on which gradient is
# called right, and is infinite where that one is zero.
_safe(_norm(gradient - numeric), _norm(numeric))
## divided by the larger norm
# Others divide by the larger of the norms; here it is by their sum, so that 1 is the largest
# possible error.
_safe(_norm(gradient - numeric), max(_norm(gradient), _norm(numeric)))
## divided by the norm of the sum
# ||g + n|| is not ||g|| + ||n||: two opposite gradients add up to nothing.
_safe(_norm(gradient - numeric), _norm(gradient + numeric))
## one root for both sums of squares
# Two norms are added below the line, each with its own root.
_safe(_norm(gradient - numeric), np.hypot(_norm(gradient), _norm(numeric)))
## no roots below the line
# A norm is the *root* of a sum of squares. Both below the line need theirs.
_safe(_norm(gradient - numeric), _norm(gradient) ** 2 + _norm(numeric) ** 2)
## squared norms
# The root is missing: a norm is the square root of the sum of squares.
_safe(_norm(gradient - numeric) ** 2, _norm(gradient) ** 2 + _norm(numeric) ** 2)
## the difference of the norms, not the norm of the difference
# Two gradients of one length may point in different ways. Subtract first, then measure.
_safe(abs(_norm(gradient) - _norm(numeric)), _norm(gradient) + _norm(numeric))
## a mean over the entries
# This compares entry by entry, and averages. Here the vectors are compared as wholes, by their
# norms.
float(np.mean(_by_entry(gradient, numeric)))
## parentheses around the denominator are missing
# `x / a + b` divides by a only. Put the sum of the norms in parentheses.
_safe(_norm(gradient - numeric), _norm(gradient)) + _norm(numeric)
## a constant in the denominator hides tiny gradients
# A constant in the denominator prevents 0/0, but beside a gradient of 1e-9 it is what decides,
# and a wrong gradient passes for right. Treat zero and zero as a case of its own.
_norm(gradient - numeric) / (_norm(gradient) + _norm(numeric) + 1e-08)
## tiny gradients are taken for zero
# A small limit, as in `if total < 1e-8`, calls any two tiny gradients equal. Ask for 0 itself.
top, total = _norm(gradient - numeric), _norm(gradient) + _norm(numeric)
return 0.0 if total < 1e-8 else top / total
## the largest singular value of a matrix, not its norm
# `np.linalg.norm(M, 2)` of a matrix is something else than the root of the sum of squares. Leave
# the 2 out.
_safe(float(np.linalg.norm(gradient - numeric, 2)), float(np.linalg.norm(gradient, 2) + np.linalg.norm(numeric, 2)))
## a list with an error per entry
# One number says how far the two gradients are apart: the length of the difference over the sum
# of the lengths, with `np.linalg.norm`.
[abs(a - b) / a for a, b in zip(gradient.ravel(), numeric.ravel())]
""",
        detectors={
            "a list with an error per entry": every(
                lambda t: isinstance(t.value, list) and len(t.value) == t.arguments[0].size
            ),
        },
    ),
    alternatives=right_answers("""
## square roots of sums
if not gradient.any() and (not numeric.any()):
    return 0
return float(np.sqrt(((gradient - numeric) ** 2).sum()) / (np.sqrt((gradient ** 2).sum()) + np.sqrt((numeric ** 2).sum())))
## on raveled arrays
np.linalg.norm(np.ravel(gradient) - np.ravel(numeric), 2) / (np.linalg.norm(np.ravel(gradient), 2) + np.linalg.norm(np.ravel(numeric), 2)) if np.any(gradient) or np.any(numeric) else np.float64(0.0)
"""),
)
