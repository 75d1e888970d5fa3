"""Compare outcomes: two values, two errors, or a value with two others part by part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from course_utils.checking.compare import UNTOUCHED, Tolerance, same
from course_utils.checking.outcome import Failure, Outcome
from course_utils.checking.part_names import Where

PRODUCTS = ("@", "dot", "matmul", "inner", "einsum", "tensordot")


@dataclass(frozen=True)
class Likeness:
    """When two outcomes are alike.

    Attributes
    ----------
    tolerance : Tolerance
    warnings : bool
        Whether a warning counts.
    messages : bool
        Whether two errors of one class also have to say the same: many different slips end in a
        ValueError.
    whole_as_float : bool
        Whether an array of whole numbers may stand for one of floats.
    """

    tolerance: Tolerance
    warnings: bool = False
    messages: bool = False
    whole_as_float: bool = False

    def between(self, a: Outcome, b: Outcome) -> bool:
        """Whether two calls had the same result: value or error, arguments afterwards, warnings."""
        if a.failure or b.failure:
            if a.failure is None or b.failure is None or a.failure.kind != b.failure.kind:
                return False
            says = not self.messages or (
                _said(a.failure.message) == _said(b.failure.message)
                and _stop_alike(a.failure, b.failure)
            )
            return a.failure.error_type == b.failure.error_type and says
        if self.warnings and bool(a.warnings) != bool(b.warnings):
            return False
        values = same(a.value, b.value, self.tolerance, whole_as_float=self.whole_as_float)
        return values and arguments_alike(a, b)


def _stop_alike(got: Failure, wrong: Failure) -> bool:
    """Whether a matrix product stands where an answer stops, if one stands where the wrong formula does.

    Many calls end in a product that does not fit; a sentence about a product speaks of the answer's own.
    """

    def multiplies(failure: Failure) -> bool:
        line = failure.line.partition("\n")[0]
        return not line or any(sign in line for sign in PRODUCTS)

    return _said(wrong.message)[0] != "product" or multiplies(got) or not multiplies(wrong)


def _said(message: str) -> tuple[str, ...]:
    """Return what an error says, the same for `@` and `np.dot`, whose texts differ.

    A product of matrices that do not fit is known by the two sizes, a broadcast by its shapes in any
    order; of other errors the numbers are left out.
    """
    by_matmul = re.search(r"matmul: .*\(size (\d+) is different from (\d+)\)", message)
    if by_matmul:
        return ("product", by_matmul[2], by_matmul[1])
    by_dot = re.search(r"not aligned: (\d+) \(dim \d+\) != (\d+) \(dim \d+\)", message)
    if by_dot:
        return ("product", by_dot[1], by_dot[2])
    if "could not be broadcast" in message:
        # A leading size of 1 makes no difference to broadcasting.
        shapes = re.findall(r"\((?:1,)*(\d[\d,]*)\)", message)
        return ("broadcast", *sorted(shape.rstrip(",") for shape in shapes))
    return (re.sub(r"[\d(),\s]+", " ", message),)


def arguments_alike(a: Outcome, b: Outcome) -> bool:
    """Whether two calls left their arguments alike."""
    plain = (x for x in zip(a.arguments, b.arguments, strict=False) if _is_data(x[0]))
    return all(same(x, y, UNTOUCHED) for x, y in plain)


def _is_data(argument: object) -> bool:
    """Whether a value is data: not a generator, which changes when used, nor a function."""
    return not callable(argument) and type(argument).__name__ != "Generator"


def is_mixed(got: Outcome, wrong: Outcome, right: Outcome, tolerance: Tolerance) -> bool:
    """Whether each part of a tuple or list is the wrong formula's or the right one, and one is wrong."""
    values = (got.value, wrong.value, right.value)
    if got.failure or wrong.failure or not all(isinstance(v, (tuple, list)) for v in values):
        return False
    g, w, r = (list(v) for v in values)
    if not len(g) == len(w) == len(r):
        return False
    from_right = [same(a, b, tolerance) for a, b in zip(g, r, strict=True)]
    from_wrong = [same(a, b, tolerance) for a, b in zip(g, w, strict=True)]
    explained = all(a or b for a, b in zip(from_right, from_wrong, strict=True))
    return explained and not all(from_right)


def wrong_parts(
    got: object, expected: object, tolerance: Tolerance, where: Where = ()
) -> Iterator[Where]:
    """Yield where the parts of a value are that are not right, the innermost ones if they fit."""
    if same(got, expected, tolerance, whole_as_float=True):
        return
    if (
        isinstance(got, (tuple, list))
        and isinstance(expected, (tuple, list))
        and len(got) == len(expected)
    ):
        for i, (g, e) in enumerate(zip(got, expected, strict=True)):
            yield from wrong_parts(g, e, tolerance, (*where, i))
    else:
        yield where


def has_fractions(value: object) -> bool:
    """Whether a value holds a number that is not whole."""
    if isinstance(value, (tuple, list)):
        return any(map(has_fractions, value))
    if not isinstance(value, (np.ndarray, np.generic, float)):
        return False
    numbers = np.asarray(value)
    if numbers.dtype.kind != "f":
        return False
    finite = numbers[np.isfinite(numbers)]
    return bool(np.any(finite != np.round(finite)))
