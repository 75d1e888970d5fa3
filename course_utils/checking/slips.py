"""Slips that can happen in any exercise, derived from its reference: nobody writes them out.

An exercise's own mistakes come first when a name is looked for, since their hints know more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from course_utils.checking.answers import RIGHT, source_of
from course_utils.checking.exercise import Exercise, Mistake

_OVER = """
def _over(value, change):
    if isinstance(value, (list, tuple)):
        return type(value)(_over(entry, change) for entry in value)
    return change(value)
"""
_WRITE = """
def _write(old, new):
    if isinstance(old, (list, tuple)):
        for one, other in zip(old, new):
            _write(one, other)
    else:
        old[...] = new
"""


@dataclass(frozen=True)
class Slip:
    """One kind of slip: what it does to each array or number ``a`` of a right answer."""

    name: str
    change: str
    hint: str


SLIPS = (
    Slip(
        "the sign is flipped",
        "-a",
        "Your answer has the right size and the opposite sign. Which difference is taken the wrong "
        "way round, or where is a minus missing or too many?",
    ),
    Slip(
        "rows and columns are exchanged",
        "np.transpose(a)",
        "Your answer is the transpose of the right one. Compare its shape with the one that the "
        "exercise asks for.",
    ),
    Slip(
        "a list instead of an array",
        "a.tolist()",
        "The numbers are right, but they are in a Python list. `np.array(...)` makes an array of it.",
    ),
    Slip(
        "a flat array instead of a column",
        "np.ravel(a)",
        "The numbers are right, but the array is flat, shape (n,). Keep both dimensions: "
        "`keepdims=True` in a sum, or `reshape(-1, 1)`.",
    ),
    Slip(
        "a column instead of a flat array",
        "np.reshape(a, (-1, 1))",
        "The numbers are right, but they stand in a column, shape (n, 1). A flat array of shape "
        "(n,) is asked for: `ravel()`, or a sum without `keepdims`.",
    ),
    Slip(
        "a row instead of a flat array",
        "np.reshape(a, (1, -1))",
        "The numbers are right, but they stand in a row, shape (1, n). A flat array of shape (n,) "
        "is asked for: `ravel()`, or a sum without `keepdims`.",
    ),
    Slip(
        "an array instead of a number",
        "np.array([a])",
        "The number is right, but it is still inside an array. `float(...)` or `.item()` takes it "
        "out.",
    ),
    Slip(
        "a matrix instead of a number",
        "np.array([[a]])",
        "The number is right, but it is still inside an array of shape (1, 1). `.item()` takes it "
        "out; a sum without `keepdims` gives a number.",
    ),
    Slip(
        "rounded",
        "np.round(a, 4)",
        "Your answer is right to four decimals and cut there. Return it as it is, without `round`.",
    ),
)
# What is replaced in the reference's source, by what, and what to say of it.
EDITS = (
    (
        ", keepdims=True",
        "",
        "`keepdims=True` is missing",
        "A sum or a mean over an axis loses that axis unless `keepdims=True` is given; then "
        "broadcasting goes along another axis than you think.",
    ),
    (
        "np.mean(",
        "np.sum(",
        "the sum instead of the mean",
        "Your answer grows with the number of examples. The mean over them is asked for: divide by m.",
    ),
    (
        "np.sum(",
        "np.mean(",
        "the mean instead of the sum",
        "You have divided by the number of entries. The sum is asked for.",
    ),
)


@cache
def slips_of(exercise: Exercise) -> tuple[Mistake, ...]:
    """Return the slips that are possible in an exercise, none if its answers cannot be compared."""
    if not exercise.unique:
        return ()
    call = f"{RIGHT}({', '.join(exercise.parameters)})"
    source = source_of(exercise.reference)
    own = {mistake.name for mistake in exercise.mistakes}
    values = [
        Mistake(slip.name, f"{_OVER}\nreturn _over({call}, lambda a: {slip.change})", slip.hint)
        for slip in SLIPS
    ]
    edits = [
        Mistake(name, source.replace(old, new), hint)
        for old, new, name, hint in EDITS
        if old in source
    ]
    changed = [
        Mistake(
            f"the argument `{name}` is changed",
            f"{_WRITE}\nresult = {call}\n_write({name}, result)\nreturn result",
            f"Your function writes its result into the caller's `{name}`. Work on a copy, or make a "
            "new array.",
        )
        for name in exercise.parameters
    ]
    return tuple(m for m in (*values, *edits, *changed) if m.name not in own)
