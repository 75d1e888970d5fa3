"""Compare a value with the expected one: type, shape, dtype, finite, value, in that order."""

from __future__ import annotations

import numbers
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course_utils.checking.in_words import counted, describe
from course_utils.checking.outcome import Foreign
from course_utils.checking.part_names import Names, Where, words_for

Picture = tuple[tuple[str, ...], ...]
PICTURE_ROWS, PICTURE_COLUMNS = 6, 12
NUMBERS = "biufc"  # NumPy's letters for types of numbers, True and False among them
MOST_KEYS, MOST_OF_A_KEY = 4, 30  # of an answer's own that a message lists, and characters of each


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong.

    Attributes
    ----------
    stage : str
        The check that failed.
    message : str
        What is wrong, in words.
    picture : tuple of tuples of str
        Where in the array, see `picture_of`.
    mild : bool
        Whether the numbers are right and only their container is not: that costs half.
    """

    stage: str
    message: str
    picture: Picture = ()
    mild: bool = False


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


# An argument that was changed and changed back may differ by rounding; that is allowed.
UNTOUCHED = Tolerance(1e-14, 1e-14)


def find_fault(
    got: object,
    expected: object,
    tolerance: Tolerance,
    *,
    values: bool = True,
    names: Names | None = None,
) -> Fault | None:
    """Return the first fault of `got` against `expected`, or None.

    Containers are walked; lists and tuples stand for each other. With `values` false only types,
    shapes, dtypes and finiteness are compared, and float32 will do. `names` are those of the parts.
    """
    comparison = _Comparison(tolerance, names, narrow_will_do=not values)
    # First the types and shapes of all parts, then their values, as for a single array.
    passes = (False, True) if values else (False,)
    faults = (comparison.fault(got, expected, (), values=one) for one in passes)
    return next(filter(None, faults), None)


@dataclass(frozen=True)
class _Comparison:
    """Compares types, shapes, dtypes and finiteness; with `values` true, values too."""

    tolerance: Tolerance
    names: Names | None
    narrow_will_do: bool

    def fault(self, got: object, expected: object, where: Where, *, values: bool) -> Fault | None:
        if isinstance(expected, (tuple, list)):
            return self.sequence_fault(got, expected, where, values=values)
        if expected is None:
            if got is None:
                return None
            return Fault("type", f"{self.it(where)} should be None, not {describe(got)}.")
        if isinstance(expected, dict):
            return self.dict_fault(got, expected, where, values=values)
        if isinstance(expected, str):
            if not isinstance(got, str):
                return self.type_fault(got, expected, where)
            wrong = values and got != expected
            return Fault("value", f"{self.it(where)} is not the right string.") if wrong else None
        if not isinstance(expected, (np.ndarray, np.generic, numbers.Number)):
            return self.other_fault(got, expected, where, values=values)
        return self.number_fault(got, expected, where, values=values)

    def it(self, where: Where) -> str:
        words = words_for(where, self.names)
        # A name keeps its letters: dW is not DW.
        first = words.split()[0]
        return words[0].upper() + words[1:] if first in ("your", "the", "part") else words

    def type_fault(self, got: object, expected: object, where: Where) -> Fault:
        it, wanted = self.it(where), describe(expected)
        if got is None:
            return Fault("type", f"{it} is None: is there a `return`? Expected {wanted}.")
        return Fault("type", f"{it} is {describe(got)}; expected {wanted}.")

    def sequence_fault(
        self, got: object, expected: tuple | list, where: Where, *, values: bool
    ) -> Fault | None:
        if not isinstance(got, (tuple, list)):
            return self.type_fault(got, expected, where)
        if len(got) != len(expected):
            it, has = self.it(where), counted(len(got), "item")
            return Fault("shape", f"{it}: {has}; expected {describe(expected)}.")
        for i, (g, e) in enumerate(zip(got, expected, strict=True)):
            fault = self.fault(g, e, (*where, i), values=values)
            if fault:
                return fault
        return None

    def dict_fault(
        self, got: object, expected: dict, where: Where, *, values: bool
    ) -> Fault | None:
        if not isinstance(got, dict):
            what = "None: is there a `return`?" if got is None else f"{describe(got)}."
            return Fault("type", f"{self.it(where)} is {what} Expected a dict.")
        if set(got) != set(expected):
            missing, more = len(set(expected) - set(got)), set(got) - set(expected)
            lacks = [
                f"{counted(n, 'key')} {what}"
                for n, what in ((missing, "missing"), (len(more), "too many"))
                if n
            ]
            message = f"{self.it(where)} has {' and '.join(lacks)}"
            if 0 < len(more) <= MOST_KEYS:
                message += f" ({', '.join(sorted(repr(key)[:MOST_OF_A_KEY] for key in more))})"
            return Fault("shape", f"{message}.")
        for key, e in expected.items():
            fault = self.fault(got[key], e, (*where, str(key)), values=values)
            if fault:
                return fault
        return None

    def other_fault(
        self, got: object, expected: object, where: Where, *, values: bool
    ) -> Fault | None:
        """Compare a value that no submission can be asked for, such as a set."""
        if describe(got) != describe(expected):
            return self.type_fault(got, expected, where)
        if values and not same(got, expected, self.tolerance):
            return Fault("value", f"{self.it(where)} is not the right value.")
        return None

    def number_fault(
        self, got: object, expected: object, where: Where, *, values: bool
    ) -> Fault | None:
        if _is_array(expected) and isinstance(got, list):
            it, wanted = self.it(where), describe(expected)
            cure = "`np.array(...)` makes an array of a list."
            message = f"{it} is {describe(got)}; expected {wanted}. {cure}"
            return Fault("type", message, mild=self.as_array_right(got, expected))
        numeric = (np.ndarray, np.generic, numbers.Number)
        if not isinstance(got, np.ndarray if _is_array(expected) else numeric):
            return self.type_fault(got, expected, where)
        return self.array_fault(np.asarray(got), np.asarray(expected), where, values=values)

    def as_array_right(self, got: list, expected: object) -> bool:
        try:
            array = np.array(got)
        except ValueError:
            return False
        return same(array, expected, self.tolerance, whole_as_float=True)

    def array_fault(self, g: NDArray, e: NDArray, where: Where, *, values: bool) -> Fault | None:
        if values:
            return self.value_fault(g, e, where)
        if g.shape != e.shape:
            message = f"{self.it(where)} has shape {g.shape}; expected {_shape_words(e.shape)}."
            if g.ndim == 2 and g.shape == e.shape[::-1]:
                message += " It looks transposed."
            return Fault("shape", message)
        kind = _dtype_fault(g, e)
        if kind and not (self.narrow_will_do and _is_narrow(g)):
            return Fault("dtype", f"{self.it(where)} {kind}")
        if g.dtype.kind == "f" and not np.isfinite(g).all() and np.isfinite(e).all():
            bad = int(np.count_nonzero(~np.isfinite(g)))
            what = "nan" if np.isnan(g).any() else "inf"
            many = f" in {bad} of {g.size} places" if g.ndim else ""
            message = f"{self.it(where)} is {what}{many}."
            return Fault("finite", message, picture_of(g, e, self.tolerance))
        return None

    def value_fault(self, g: NDArray, e: NDArray, where: Where) -> Fault | None:
        """Compare the values of two arrays of one shape."""
        it = self.it(where)
        if e.dtype.kind not in NUMBERS:
            return None if _are_equal(g, e) else Fault("value", f"{it} is not the right array.")
        close = self.tolerance.close(_as_floats(g), _as_floats(e))
        if close.all():
            return None
        if g.ndim == 0 and g.dtype.kind == "b":
            return Fault("value", f"{it} is {bool(g)}, which is wrong in this case.")
        if g.ndim == 0:
            return Fault("value", f"{it} is not the right number.{ratio_words(g, e)}")
        differs = f"{it} differs in {int((~close).sum())} of {g.size} entries."
        message = differs + (ratio_words(g, e) or _shift_words(g, e))
        return Fault("value", message, picture_of(g, e, self.tolerance))


def _as_floats(array: NDArray) -> NDArray:
    """Return numbers of any type as floats, or as complex numbers."""
    return array.astype(complex if array.dtype.kind == "c" else float)


def _are_equal(got: NDArray, expected: NDArray) -> bool:
    """Compare arrays that hold no numbers; those of objects, which may be anything, are never equal."""
    kinds = {got.dtype.kind, expected.dtype.kind}
    return "O" not in kinds and len(kinds) == 1 and np.array_equal(got, expected)


def _shift_words(got: NDArray, expected: NDArray) -> str:
    """Say so if `got` differs by the same number everywhere."""
    with np.errstate(all="ignore"):
        shift = _as_floats(got) - _as_floats(expected)
        if shift.size < 2 or not np.isfinite(shift).all() or not np.allclose(shift, shift.flat[0]):
            return ""
    if shift.dtype.kind == "c":
        return " Every entry is off by the same number."
    side = "large" if shift.flat[0] > 0 else "small"
    return f" Every entry is too {side} by the same number."


def _dtype_fault(got: NDArray, expected: NDArray) -> str:
    kinds = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex"}
    g, e = (kinds.get(one.dtype.kind, str(one.dtype)) for one in (got, expected))
    if g == e or (e == "float" and g == "int"):
        return "has dtype float32 or less: keep float64." if _is_narrow(got) else ""
    words = {
        "bool": "True and False",
        "int": "whole numbers (int)",
        "float": "numbers (float)",
        "complex": "complex numbers",
    }
    return f"has dtype {got.dtype}; expected {words.get(e, e)}."


def _is_narrow(got: NDArray) -> bool:
    return got.dtype.kind == "f" and got.dtype.itemsize < 8


def picture_of(got: NDArray, expected: NDArray, tolerance: Tolerance) -> Picture:
    """Return where, which way and how far `got` differs, as rows of signs without a number.

    ``=`` is right, ``+`` and ``-`` too large and too small, ``++`` and ``--`` by more than a tenth
    of the largest entry, ``?`` not finite. A larger array is cut to its first `PICTURE_ROWS` rows
    and `PICTURE_COLUMNS` columns.
    """
    if got.ndim not in (1, 2) or got.size == 0 or expected.dtype.kind == "c":
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
    """Say by what factor `got` is wrong, if it is the same everywhere."""
    if "c" in (got.dtype.kind, expected.dtype.kind):
        return ""
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
    shown = f"{factor:.4g}"
    return f" Every entry is {shown} times the right one." if shown != "1" and g.size > 1 else ""


def same(
    got: object, expected: object, tolerance: Tolerance, *, whole_as_float: bool = False
) -> bool:
    """Return whether two values agree in type, shape, dtype kind and value, nan and inf included.

    With `whole_as_float` true whole numbers and floats may stand for each other.
    """
    if _is_array(expected) != _is_array(got):
        return False
    if isinstance(expected, (np.ndarray, np.generic, numbers.Number)):
        if not isinstance(got, (np.ndarray, np.generic, numbers.Number)):
            return False
        g, e = np.asarray(got), np.asarray(expected)
        if g.shape != e.shape or (g.dtype.kind == "b") != (e.dtype.kind == "b"):
            return False
        if g.dtype.kind not in NUMBERS or e.dtype.kind not in NUMBERS:
            return _are_equal(g, e)
        if (g.dtype.kind == "c") != (e.dtype.kind == "c"):
            return False
        if not whole_as_float and (g.dtype.kind in "iu") != (e.dtype.kind in "iu"):
            return False
        return bool(tolerance.close(_as_floats(g), _as_floats(e)).all())
    if isinstance(expected, (tuple, list)):
        return (
            isinstance(got, (tuple, list))
            and len(got) == len(expected)
            and all(
                same(*pair, tolerance, whole_as_float=whole_as_float)
                for pair in zip(got, expected, strict=True)
            )
        )
    if isinstance(expected, dict):
        return (
            isinstance(got, dict)
            and set(got) == set(expected)
            and all(
                same(got[key], expected[key], tolerance, whole_as_float=whole_as_float)
                for key in expected
            )
        )
    if callable(expected) or isinstance(expected, Foreign):
        # Of a function that comes from a sandbox nothing is known but that it is one.
        return describe(got) == describe(expected)
    return type(got) is type(expected) and got == expected


def _is_array(value: object) -> bool:
    """Whether a value has a dimension; an array without one is a number."""
    return isinstance(value, np.ndarray) and value.ndim > 0


def _shape_words(shape: tuple[int, ...]) -> str:
    return f"{shape}" if shape else "a single number, shape ()"
