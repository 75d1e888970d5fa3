"""Slips that can happen in any exercise, derived from its reference, so that no exercise lists them.

An exercise's own mistakes come first when a name is looked for, since their hints know more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from course_utils.checking.answers import source_of
from course_utils.checking.closure import RIGHT
from course_utils.checking.compare import Tolerance, same
from course_utils.checking.exercise import Exercise, Mistake, Trial

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
        "The numbers are right, but the array is flat, shape (n,). Keep both dimensions: use "
        "`keepdims=True` in a sum, or `reshape(...)`.",
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
            detect=partial(_has_more, tolerance=Tolerance(exercise.rtol, exercise.atol)),
        ),
        _reversed(exercise, call),
        Mistake(
            "one example per row",
            f"{_OVER}\nreturn _over({RIGHT}({', '.join(_turned(p) for p in exercise.parameters)}), "
            "np.transpose)",
            _rows_hint(exercise),
            detect=partial(_takes_rows, tolerance=Tolerance(exercise.rtol, exercise.atol)),
        ),
        Mistake(
            "the right numbers in the wrong places",
            f"{_OVER}\nreturn _over({call}, lambda a: np.roll(a, 1))",
            "The right numbers are all there, but in the wrong places. Do you flatten, reshape or sort "
            "something in another order than you read it?",
            detect=partial(_is_permuted, tolerance=Tolerance(exercise.rtol, exercise.atol)),
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


def _judged(trials: Sequence[Trial]) -> list[Trial]:
    """Leave out the cases in which an error is right."""
    return [trial for trial in trials if trial.expected.failure is None]


def _has_more(trials: Sequence[Trial], tolerance: Tolerance) -> bool:
    """Whether the right answer is one of several things that are returned."""

    def has_more(trial: Trial) -> bool:
        got, expected = trial.value, trial.expected.value
        if not isinstance(got, (tuple, list)) or len(got) < 2 or trial.outcome.failure:
            return False
        if isinstance(expected, (tuple, list)) and len(got) <= len(expected):
            return False
        head = got[: len(expected)] if isinstance(expected, (tuple, list)) else None
        return any(same(part, expected, tolerance) for part in (head, *got) if part is not None)

    judged = _judged(trials)
    return len(judged) > 1 and all(has_more(trial) for trial in judged)


def _takes_rows(trials: Sequence[Trial], tolerance: Tolerance) -> bool:
    """Whether the answer is right once all matrices, going in and coming out, are transposed."""

    def turned(value: object) -> object:
        if isinstance(value, (tuple, list)):
            return type(value)(turned(entry) for entry in value)
        return value.T.copy() if isinstance(value, np.ndarray) else value

    def takes_rows(trial: Trial) -> bool:
        expected = turned(trial.expected.value)
        if same(trial.expected.value, expected, tolerance):
            return False
        outcome = trial.call(tuple(turned(argument) for argument in trial.arguments))
        return outcome.failure is None and same(outcome.value, expected, tolerance)

    wrong = [t for t in _judged(trials) if not same(t.value, t.expected.value, tolerance)]
    matrices = [
        t
        for t in wrong
        # A single row or column is its own transpose to many a formula.
        if any(isinstance(a, np.ndarray) and a.ndim == 2 for a in _flat(t.arguments))
        and all(
            min(a.shape) > 1
            for a in _flat(t.arguments)
            if isinstance(a, np.ndarray) and a.ndim == 2
        )
    ]
    return len(matrices) > 1 and all(takes_rows(trial) for trial in matrices[:3])


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, (tuple, list)):
        for entry in value:
            yield from _flat(entry)
    else:
        yield value


def _is_permuted(trials: Sequence[Trial], tolerance: Tolerance) -> bool:
    """Whether an array of three or more entries holds the right numbers in another order."""

    def permuted(trial: Trial) -> bool:
        got, expected = trial.value, trial.expected.value
        if not isinstance(got, np.ndarray) or not isinstance(expected, np.ndarray):
            return False
        if got.shape != expected.shape or got.size < 3 or got.dtype.kind not in "biuf":
            return False
        return same(np.sort(got, axis=None), np.sort(expected, axis=None), tolerance)

    judged = _judged(trials)
    wrong = [t for t in judged if not same(t.value, t.expected.value, tolerance)]
    return len(wrong) > 1 and all(permuted(trial) for trial in wrong)
