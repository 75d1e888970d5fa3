"""The relative tolerance of an assert."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import numpy as np

WIDEST = 0.1


class Untold(Exception):
    """A tolerance that cannot be written as a relative one; the message says why."""


# Relative and absolute tolerance by default, and the names of both, in the order of the arguments.
Close: dict[str, tuple[float, float, str, str]] = {
    "allclose": (1e-5, 1e-8, "rtol", "atol"),
    "isclose": (1e-5, 1e-8, "rtol", "atol"),
    "assert_allclose": (1e-7, 0.0, "rtol", "atol"),
    "approx": (1e-6, 1e-12, "rel", "abs"),
    "assert_almost_equal": (0.0, 7.0, "", "decimal"),
    "assert_array_almost_equal": (0.0, 6.0, "", "decimal"),
    "assertAlmostEqual": (0.0, 7.0, "", "places"),
    "difference": (0.0, 0.0, "", "limit"),
}


def closeness(
    function: str, expected: ast.expr, more: Sequence[ast.expr], named: Mapping[str, ast.expr]
) -> float:
    """Return the relative tolerance of a call such as ``np.allclose(a, b)``.

    Parameters
    ----------
    function : str
        A key of `Close`; "difference" is ``abs(a - b) < limit``.
    expected : ast.expr
        What is expected, to make a share of an absolute tolerance.
    more : sequence of ast.expr
        The arguments after the two that are compared.
    named : mapping
        The keyword arguments.

    Raises
    ------
    Untold
        If it is absolute, and nothing like a share of the expected value.
    """
    relative, absolute, *names = Close[function]
    given = dict(zip(filter(None, names), more, strict=False)) | dict(named)
    given |= {"rtol": given["rel_tol"]} if "rel_tol" in given else {}
    given |= {"atol": given["abs_tol"]} if "abs_tol" in given else {}
    if names[0] in given:
        relative = _number(given[names[0]])
    if names[1] in given:
        absolute = _number(given[names[1]])
    if names[1] in ("decimal", "places"):
        absolute = 10.0**-absolute
    elif names[1] != "limit" and names[1] not in given:
        absolute = 0.0  # a default that is there for rounding around 0
    return relative + (_share(absolute, expected) if absolute else 0.0)


def within(expected: ast.expr, digits: ast.expr) -> float:
    """Return the relative tolerance of ``round(a, digits) == expected``."""
    return _share(0.5 * 10.0 ** -_number(digits), expected)


def _number(node: ast.expr) -> float:
    try:
        return float(ast.literal_eval(node))
    except (ValueError, TypeError):
        try:
            match node:
                case ast.BinOp(left, ast.Pow(), right):
                    return float(_number(left) ** _number(right))
        except OverflowError:
            pass
    raise Untold("its tolerance is not a number that is written out")


def _share(absolute: float, expected: ast.expr) -> float:
    """Return an absolute tolerance as a share of the smallest expected size that is not 0."""
    inner = expected.args[0] if isinstance(expected, ast.Call) and expected.args else expected
    try:
        sizes = np.abs(np.asarray(ast.literal_eval(inner), dtype=complex)).ravel()
    except (ValueError, TypeError):
        raise Untold("what it expects is no number that is written out") from None
    sizes = sizes[sizes > 0]
    if not sizes.size or absolute / sizes.min() > WIDEST:
        raise Untold("its tolerance is absolute, and wide beside what it expects")
    return float(absolute / sizes.min())
