"""Slips that can happen in any exercise, derived from its reference, so that no exercise lists them.

An exercise's own mistakes come first when a name is looked for, since their hints know more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

from course_utils.checking.answers import source_of
from course_utils.checking.closure import RIGHT
from course_utils.checking.compare import Tolerance
from course_utils.checking.exercise import Exercise, Mistake
from course_utils.checking.slip_detectors import (
    has_more,
    is_cut,
    is_permuted,
    is_under_wrong_keys,
    takes_rows,
)

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
    """One kind of slip: how it changes each array or number ``a`` of a right answer."""

    name: str
    change: str
    hint: str


SLIPS = (
    Slip(
        "the sign is flipped",
        "-a",
        "The size of your answer is right, its sign is not. Are the two sides of a difference in the "
        "wrong order? Is a minus missing, or is there one too many?",
    ),
    Slip(
        "twice the right answer",
        "2 * a",
        "Every number is twice the right one. Is there a factor 2 too many, or is a 1/2 missing?",
    ),
    Slip(
        "half of the right answer",
        "a / 2",
        "Every number is half of the right one. Is there a 1/2 too many, or is a factor 2 missing?",
    ),
    Slip(
        "rows and columns are exchanged",
        "np.transpose(a)",
        "Your answer is the transpose of the right one. Compare its shape with the shape in the "
        "exercise.",
    ),
    Slip(
        "a list instead of an array",
        "a.tolist()",
        "The numbers are right, but they are in a Python list. `np.array(...)` turns it into an array.",
    ),
    Slip(
        "a list of rows instead of an array",
        "list(a) if np.ndim(a) else a",
        "The numbers are right, but they are in a Python list of arrays. `np.array(...)` "
        "turns it into one array.",
    ),
    Slip(
        "the array is flat",
        "np.ravel(a) if np.ndim(a) == 2 else a",
        "The numbers are right, but the array is flat, shape (n,). Keep both dimensions: "
        "`keepdims=True` in a sum, or give it the shape of the argument, `.reshape(z.shape)`.",
    ),
    Slip(
        "a column instead of a flat array",
        "np.reshape(a, (-1, 1)) if np.ndim(a) == 1 else a",
        "The numbers are right, but they are in a column, shape (n, 1). Return a flat array of shape "
        "(n,): use `ravel()`, or a sum without `keepdims`.",
    ),
    Slip(
        "a row instead of a flat array",
        "np.reshape(a, (1, -1)) if np.ndim(a) == 1 else a",
        "The numbers are right, but they are in a row, shape (1, n). Return a flat array of shape "
        "(n,): use `ravel()`, or a sum without `keepdims`.",
    ),
    Slip(
        "an array instead of a number",
        "np.array([a]) if np.ndim(a) == 0 else a",
        "The number is right, but it is still inside an array of shape (1,). `.item()` gets it out.",
    ),
    Slip(
        "a matrix instead of a number",
        "np.array([[a]]) if np.ndim(a) == 0 else a",
        "The number is right, but it is still inside an array of shape (1, 1). `.item()` gets it "
        "out; a sum without `keepdims` gives a number.",
    ),
    Slip(
        "rounded",
        "np.round(a, 4)",
        "Your answer is right, but rounded to four decimals. Return it without `round`.",
    ),
)
_NATURAL = "The formula wants the natural logarithm, whose base is e: `np.log`, and `np.logaddexp` of a sum."
# What is replaced in the reference's source, by what, and what to say of it.
EDITS = (
    (
        ", keepdims=True",
        "",
        "`keepdims=True` is missing",
        "Without `keepdims=True` a sum or a mean over an axis loses that axis. Then broadcasting uses "
        "another axis than you want.",
    ),
    (
        "np.mean(",
        "np.sum(",
        "the sum instead of the mean",
        "Your answer grows with the number of examples. The exercise wants their mean: divide by m.",
    ),
    (
        "np.sum(",
        "np.mean(",
        "the mean instead of the sum",
        "You have divided by the number of entries. The exercise wants the sum.",
    ),
    ("np.log(", "np.log2(", "the logarithm to base 2", _NATURAL),
    ("np.log(", "np.log10(", "the logarithm to base 10", _NATURAL),
    ("np.logaddexp(", "np.logaddexp2(", "the logarithm to base 2", _NATURAL),
)


@cache
def slips_of(exercise: Exercise) -> tuple[Mistake, ...]:
    """Return the slips that are possible in an exercise, none if its answers cannot be compared."""
    if not exercise.unique:
        return ()
    call = f"{RIGHT}({', '.join(exercise.parameters)})"
    source = source_of(exercise.reference)
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
    detected = [
        Mistake(
            "something is returned beside the answer",
            f"{call}, None",
            "You return the right answer, but something else with it. Return only what the exercise "
            "asks for.",
            detect=partial(has_more, tolerance=Tolerance(exercise.rtol, exercise.atol)),
        ),
        Mistake(
            "cut to whole numbers",
            f"{_OVER}\nreturn _over({call}, lambda a: np.trunc(a).astype(int) if np.ndim(a) else a)",
            "What stands after the point is cut off. An array of whole numbers (`dtype=int`, or made by "
            "`zeros_like` of one) cuts all that is written into it; `int(...)` and `//` cut, too.",
            detect=partial(is_cut, tolerance=Tolerance(exercise.rtol, exercise.atol)),
        ),
        _reversed(exercise, call),
        Mistake(
            "one example per row",
            f"{_OVER}\nreturn _over({RIGHT}({', '.join(_turned(p) for p in exercise.parameters)}), "
            "np.transpose)",
            _rows_hint(exercise),
            detect=partial(takes_rows, tolerance=Tolerance(exercise.rtol, exercise.atol)),
        ),
        Mistake(
            "the right numbers in the wrong places",
            f"{_OVER}\nreturn _over({call}, lambda a: np.roll(a, 1))",
            "The right numbers are all there, but in the wrong places. Is an index off by one, or do you "
            "flatten, reshape or sort something in another order than you read it?",
            detect=partial(is_permuted, tolerance=Tolerance(exercise.rtol, exercise.atol)),
        ),
        Mistake(
            "the right values under the wrong keys",
            f"right = {call}\nif not isinstance(right, dict):\n    return right\n"
            "return dict(zip(right, [*right.values()][::-1]))",
            "The values are right, but they belong to other keys. Which value do you give to which "
            "name?",
            detect=partial(is_under_wrong_keys, tolerance=Tolerance(exercise.rtol, exercise.atol)),
        ),
    ]
    own = {mistake.name for mistake in exercise.mistakes}
    return tuple(m for m in (*values, *edits, *changed, *detected) if m.name not in own)


def _rows_hint(exercise: Exercise) -> str:
    if any(name.startswith("W") or name == "parameters" for name in exercise.parameters):
        return (
            "Your code has one example per row and W of shape (n_in, n_out), as in `X @ W`. In this "
            "course each example is a column, W has shape (n_out, n_in), and b has shape (n_out, 1): "
            "`W @ X + b`."
        )
    return (
        "Your answer would be right for transposed arrays, with one example per row. In this course "
        "each example is a column: `axis=1` goes over the examples, `axis=0` over the rest."
    )


def _reversed(exercise: Exercise, call: str) -> Mistake:
    """Return the slip of returning everything in the opposite order, in the exercise's own names."""
    code = f"list({call})[::-1]"
    if isinstance(exercise.returns, tuple):
        names = ", ".join(part if isinstance(part, str) else part[0] for part in exercise.returns)
        hint = f"Nothing is missing, but the order is wrong. It should be: {names}."
        return Mistake("the results are in the opposite order", code, hint)
    return Mistake(
        "the list is in the opposite order",
        code,
        "All entries are there, but from the last to the first. Reverse the list, or fill it from the "
        "other end.",
    )


def _turned(parameter: str) -> str:
    return f"_over({parameter}, lambda a: a.T if isinstance(a, np.ndarray) else a)"
