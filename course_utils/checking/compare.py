"""Compare a value with the expected one: type, shape, dtype, finite, value, in that order."""

from __future__ import annotations

import numbers
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course_utils.checking.outcome import Foreign

Picture = tuple[tuple[str, ...], ...]
PICTURE_ROWS, PICTURE_COLUMNS = 6, 12


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: at which stage, in words, and where in the array."""

    stage: str
    message: str
    picture: Picture = ()


@dataclass(frozen=True)
class Tolerance:
    """Relative tolerance, and the absolute one as a share of the largest expected size."""

    rtol: float = 1e-6
    atol: float = 1e-9

    def close(self, got: NDArray, expected: NDArray) -> NDArray[np.bool_]:
        """Return entry by entry whether `got` is close to `expected`, arrays of one shape.

        A nan or an infinity is close only to the same one.
        """
        finite = np.isfinite(expected)
        scale = float(np.max(np.abs(expected[finite]), initial=0.0))
        bound = self.rtol * np.abs(np.where(finite, expected, 0.0)) + self.atol * (scale or 1.0)
        with np.errstate(all="ignore"):
            near = np.abs(got - expected) <= bound
        same = (got == expected) | (np.isnan(got) & np.isnan(expected))
        return np.where(np.isfinite(got) & finite, near, same)


# An argument that was changed and put back by arithmetic differs by rounding: that is no harm.
UNTOUCHED = Tolerance(1e-12, 1e-12)


def find_fault(
    got: object, expected: object, tolerance: Tolerance, values: bool = True
) -> Fault | None:
    """Return the first fault of `got` against `expected`, or None.

    Containers are walked; lists and tuples stand for each other. With `values` false only types,
    shapes, dtypes and finiteness are compared.
    """
    return _fault(got, expected, tolerance, values, "")


def _fault(
    got: object, expected: object, tolerance: Tolerance, values: bool, where: str
) -> Fault | None:
    if isinstance(expected, (tuple, list)):
        return _sequence_fault(got, expected, tolerance, values, where)
    if expected is None:
        return (
            None
            if got is None
            else Fault("type", f"{_it(where)} should be None, not {describe(got)}.")
        )
    if isinstance(expected, (str, dict)):
        if type(got) is type(expected) and got == expected:
            return None
        return Fault("value", f"{_it(where)} is not what was expected.")
    return _number_fault(got, expected, tolerance, values, where)


def _sequence_fault(
    got: object, expected: tuple | list, tolerance: Tolerance, values: bool, where: str
) -> Fault | None:
    wanted = describe(expected)
    if got is None:
        return Fault("type", f"{_it(where)} is None: is there a `return`? Expected {wanted}.")
    if not isinstance(got, (tuple, list)):
        return Fault("type", f"{_it(where)} is {describe(got)}; expected {wanted}.")
    if len(got) != len(expected):
        message = (
            f"{_it(where)} has {_count(len(got), 'item')}; expected {len(expected)}: {wanted}."
        )
        return Fault("shape", message)
    # Every part's type and shape comes before any part's value, as for a single array.
    for with_values in (False, True) if values else (False,):
        for i, (g, e) in enumerate(zip(got, expected, strict=True)):
            fault = _fault(g, e, tolerance, with_values, f"{where}[{i}]")
            if fault:
                return fault
    return None


def _number_fault(
    got: object, expected: object, tolerance: Tolerance, values: bool, where: str
) -> Fault | None:
    it = _it(where)
    wants_array = isinstance(expected, np.ndarray) and expected.ndim > 0
    if got is None:
        return Fault("type", f"{it} is None: is there a `return`? Expected {describe(expected)}.")
    if wants_array and not isinstance(got, np.ndarray):
        cure = " `np.array(...)` makes an array of a list." if isinstance(got, list) else ""
        return Fault("type", f"{it} is {describe(got)}; expected {describe(expected)}.{cure}")
    if not isinstance(got, (np.ndarray, np.generic, numbers.Number)):
        return Fault("type", f"{it} is {describe(got)}; expected {describe(expected)}.")
    g, e = np.asarray(got), np.asarray(expected)
    if g.shape != e.shape:
        message = f"{it} has shape {g.shape}; expected {_shape_words(e.shape)}."
        if g.ndim == 2 and g.shape == e.shape[::-1]:
            message += " It looks transposed."
        return Fault("shape", message)
    kind = _dtype_fault(g, e)
    if kind:
        return Fault("dtype", f"{it} {kind}")
    if g.dtype.kind == "f" and np.isfinite(e).all() and not np.isfinite(g).all():
        bad = int(np.count_nonzero(~np.isfinite(g)))
        what = "nan" if np.isnan(g).any() else "inf"
        many = f" in {bad} of {g.size} places" if g.ndim else ""
        return Fault("finite", f"{it} is {what}{many}.", picture_of(g, e, tolerance))
    if not values:
        return None
    close = tolerance.close(g.astype(float), e.astype(float))
    if close.all():
        return None
    if g.ndim == 0 and g.dtype.kind == "b":
        return Fault("value", f"{it} is {bool(g)}, which is wrong in this case.")
    if g.ndim == 0:
        return Fault("value", f"{it} is not the right number.{ratio_words(g, e)}")
    message = f"{it} differs in {int((~close).sum())} of {g.size} entries.{ratio_words(g, e)}"
    return Fault("value", message, picture_of(g, e, tolerance))


def _dtype_fault(got: NDArray, expected: NDArray) -> str:
    kinds = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex"}
    g, e = kinds.get(got.dtype.kind, str(got.dtype)), kinds[expected.dtype.kind]
    if g == e or (e == "float" and g == "int"):
        return "has dtype float32 or less: keep float64." if _is_narrow(got) else ""
    words = {"bool": "True and False", "int": "whole numbers (int)", "float": "numbers (float)"}
    return f"has dtype {got.dtype}; expected {words[e]}."


def _is_narrow(got: NDArray) -> bool:
    return got.dtype.kind == "f" and got.dtype.itemsize < 8


def picture_of(got: NDArray, expected: NDArray, tolerance: Tolerance) -> Picture:
    """Return where, which way and how far `got` differs, as rows of signs without a number.

    ``=`` is right, ``+`` and ``-`` too large and too small, ``++`` and ``--`` by more than a tenth
    of the largest entry, ``?`` not finite. A larger array is cut to its first `PICTURE_ROWS` rows
    and `PICTURE_COLUMNS` columns.
    """
    if got.ndim not in (1, 2) or got.size == 0:
        return ()
    g = np.atleast_2d(got).astype(float)[:PICTURE_ROWS, :PICTURE_COLUMNS]
    e = np.atleast_2d(expected).astype(float)[:PICTURE_ROWS, :PICTURE_COLUMNS]
    close = tolerance.close(g, e)
    with np.errstate(all="ignore"):
        far = np.abs(g - e) > 0.1 * np.max(np.abs(e), initial=0.0)
    sign = np.where(g > e, np.where(far, "++", "+"), np.where(far, "--", "-"))
    signs = np.where(close, "=", np.where(~np.isfinite(g), "?", sign))
    return tuple(tuple(str(s) for s in row) for row in signs)


def ratio_words(got: NDArray, expected: NDArray) -> str:
    """Say by what factor `got` is off, where it is the same factor everywhere."""
    g, e = got.astype(float).ravel(), expected.astype(float).ravel()
    known = e != 0
    if not known.any() or np.any(g[~known] != 0):
        return ""
    ratios = g[known] / e[known]
    if not np.isfinite(ratios).all() or not np.allclose(ratios, ratios[0], rtol=1e-6, atol=0):
        return ""
    factor = float(ratios[0])
    if factor == 0:
        return " It is 0 everywhere." if g.size > 1 else " It is 0."
    if abs(factor + 1) < 1e-9:
        return " It has the right size but the opposite sign."
    if factor == 1 or g.size < 2:
        return ""
    return f" Every entry is {factor:.4g} times the right one."


def describe(value: object) -> str:
    """Describe a value by its type and shape, without its numbers."""
    if value is None:
        return "None"
    if isinstance(value, Foreign):
        return f"a {value.type_name}"
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return f"an array of shape {value.shape}"
    if isinstance(value, (bool, np.bool_)):
        return "True or False"
    if isinstance(value, (int, np.integer)):
        return "a whole number"
    if isinstance(value, (np.ndarray, np.generic, numbers.Number)):
        return "a number"
    if isinstance(value, (tuple, list)):
        name = type(value).__name__
        if len(value) > 4 or any(isinstance(v, (tuple, list)) for v in value):
            return f"a {name} of {len(value)} items"
        return f"a {name} ({', '.join(describe(v) for v in value)})"
    return {"str": "text"}.get(type(value).__name__, f"a {type(value).__name__}")


def shape_of(value: object) -> str:
    """Describe an argument in a line: its shape, its length, or its value where that is a plain scalar."""
    if isinstance(value, np.ndarray):
        return str(value.shape)
    if isinstance(value, (tuple, list)):
        if value and all(isinstance(v, (int, str, np.integer)) for v in value):
            return repr(list(value))
        return f"{type(value).__name__} of {len(value)}"
    if isinstance(value, (bool, int, str, np.integer)):
        return repr(value)
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.3g}"
    return type(value).__name__


def same(got: object, expected: object, tolerance: Tolerance, whole_as_float: bool = False) -> bool:
    """Return whether two values agree in type, shape, dtype kind and value, nan and inf included.

    With `whole_as_float` true an array of whole numbers may stand for one of floats.
    """
    if isinstance(expected, np.ndarray) != isinstance(got, np.ndarray):
        return False
    if isinstance(expected, (np.ndarray, np.generic, numbers.Number)):
        if not isinstance(got, (np.ndarray, np.generic, numbers.Number)):
            return False
        g, e = np.asarray(got), np.asarray(expected)
        if g.shape != e.shape or (g.dtype.kind == "b") != (e.dtype.kind == "b"):
            return False
        if g.dtype.kind not in "biuf":
            return False
        if not whole_as_float and (g.dtype.kind in "iu") != (e.dtype.kind in "iu"):
            return False
        return bool(tolerance.close(g.astype(float), e.astype(float)).all())
    if isinstance(expected, (tuple, list)):
        return (
            isinstance(got, (tuple, list))
            and len(got) == len(expected)
            and all(
                same(*pair, tolerance, whole_as_float) for pair in zip(got, expected, strict=True)
            )
        )
    if callable(expected) or isinstance(expected, Foreign):
        # A function that comes from a sandbox is only known to be one.
        return describe(got) == describe(expected)
    return type(got) is type(expected) and got == expected


def _it(where: str) -> str:
    return f"Your answer{where}" if not where else f"Part {where} of your answer"


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def _shape_words(shape: tuple[int, ...]) -> str:
    return f"{shape}" if shape else "a single number, shape ()"
