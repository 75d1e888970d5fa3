"""Advice by an answer's form, where no known mistake explains it: a wrong type, or a wrong error.

It needs a single case, so it says what the answer returned and not why its values are wrong.
"""

from __future__ import annotations

import re
import types
from collections.abc import Sequence

import numpy as np

from course_utils.checking.advice import Advice
from course_utils.checking.compare import Tolerance, same
from course_utils.checking.exercise import Exercise, Trial
from course_utils.checking.outcome import Failure, Foreign
from course_utils.checking.part_names import words_for

RETURNED_ERROR = Advice(
    "the error is returned, not raised",
    "`return ValueError(...)` only hands the error to the caller, like any other value. "
    "`raise ValueError(...)` stops.",
)
NOT_REFUSED = Advice(
    "what should be refused passes silently",
    "For these arguments your function should raise an error, and it returns something. Add a last "
    "`else`, or a line after the last `if`, with `raise ValueError(...)`.",
)
KEY_ERROR = Advice(
    "a KeyError instead of a ValueError",
    "A dictionary raises a KeyError if you look up a key that it does not have. Test `if name not in "
    "...` first, and raise a ValueError that lists the known names.",
)
OTHER_ERROR = Advice(
    "another kind of error than a ValueError",
    "You are right to raise an error here, but it should be a ValueError: `assert` raises an "
    "AssertionError, `raise Exception` is too general, TypeError is for a wrong type, and text alone "
    "cannot be raised. Write `raise ValueError(...)`.",
)
NO_LAST_BRANCH = Advice(
    "no branch for what is not known",
    "None of your branches fits here, so a name is used that none of them has set. Add a last `else:` "
    "with `raise ValueError(...)`.",
)
REFUSED = Advice(
    "what is known is refused",
    "Your own `raise` or `assert` stops arguments that are right. Is each name spelled as in the exercise, in "
    "quotes and with the same capital letters, and does each have a branch? (A second `if` begins a "
    "new chain, and its `else` also runs for what the first chain has handled. Use `elif`.)",
)
DICTIONARY = Advice(
    "a dictionary instead of a list or a tuple",
    "You return a dictionary. The exercise wants results in order, without names: a tuple or a list.",
)
FUNCTION = Advice(
    "a function instead of its value",
    "You return the function itself. Parentheses call it: `g(z)`, not `g`.",
)
GENERATOR = Advice(
    "a generator instead of a list",
    "`(... for ... in ...)` in parentheses is a generator, which has not computed anything yet. Use "
    "square brackets, `[...]`, to get a list.",
)
NOT_YET_A_LIST = Advice(
    "what makes a list instead of the list",
    "`zip`, `map`, `filter` and `reversed` have not computed anything yet. `list(...)` around it makes "
    "the list.",
)
NOTHING = Advice(
    "nothing is returned",
    "A function gives back what stands after `return`, and None without it: `print` only shows a "
    "value. Does every branch have its `return`? (What changes an array or a list in place, such as "
    "`append` or `np.fill_diagonal`, gives None, too.)",
)
TWO_LISTS = Advice(
    "two lists instead of a list of pairs",
    "Nothing is missing, but it is in two lists. Return one list with a pair for each entry: "
    "`list(zip(first, second))`, or `append` each pair.",
)
BOOLEANS = Advice(
    "True and False instead of numbers",
    "A comparison gives True and False. Return the numbers themselves; if you want 0 and 1, use "
    "`.astype(float)`.",
)
CHANGED = Advice(
    "an argument is changed in place",
    "What the caller handed in has changed: `+=`, `*=`, `a[...] = ...` and `out=` write into an array, "
    "`pop` and `append` change a list. Work on a copy, or make a new one.",
)
# Hints without a name: they are true of the answer, and the check also looks for the place.
SEVERAL_THINGS = (
    "Your answer has a tuple of several things where one array or number is needed. Is it all that a "
    "function returned? Then unpack it: `A, Z = ...`. Or do you return more than the exercise asks for?"
)
ONE_NUMBER = (
    "Your answer has one number where an array is needed. A sum, a mean or a norm without `axis` gives "
    "one number for the whole array, and so do a product of two flat arrays, an `if` about all "
    "entries, and a loop with `d = ...` in place of `d[i] = ...`."
)
SEVERAL_NUMBERS = (
    "Your answer has several numbers where one is needed. `np.sum` and `np.mean` without `axis` give "
    "one number for a whole array, and `len` counts its rows."
)
ONE_AXIS_MORE = (
    "Your answer has an axis too many. A flat array (n,) and a column (n, 1) give (n, n) together: each "
    "entry meets each. Print the shapes on the way: all should be flat, or all columns."
)


def form_advice(exercise: Exercise, trial: Trial, stage: str) -> Advice | None:
    """Return advice by the form of an answer in the first case in which it is wrong.

    `stage` is the check that failed there.
    """
    if trial.expected.failure is not None:
        return _on_refusal(trial)
    if trial.outcome.failure is not None:
        refuses = any(group.refused for group in exercise.groups)
        return REFUSED if refuses and _is_raised_by_hand(trial.outcome.failure) else None
    if stage == "arguments":
        return CHANGED
    if stage not in ("type", "dtype", "shape"):
        return None
    if trial.value is None:
        return NOTHING
    return _only_a_part(exercise, trial) or _on_value(trial.value, trial.expected.value)


def form_hint(trial: Trial) -> str:
    """Return a sentence on one number in place of several, or the opposite; otherwise nothing."""
    if trial.expected.failure is not None or trial.outcome.failure is not None:
        return ""
    if _has_tuple(trial.value, trial.expected.value):
        return SEVERAL_THINGS
    got, expected = _dimensions(trial.value), _dimensions(trial.expected.value)
    if got == 2 and expected == 1:
        return ONE_AXIS_MORE
    if got is None or expected is None or min(got, expected) > 0 or got == expected:
        return ""
    return SEVERAL_NUMBERS if got else ONE_NUMBER


def _has_tuple(got: object, expected: object) -> bool:
    """Whether there is a tuple where an array or a number belongs."""
    if isinstance(expected, (tuple, list)):
        pairs = zip(got, expected, strict=False) if isinstance(got, (tuple, list)) else ()
        return any(_has_tuple(*pair) for pair in pairs)
    return isinstance(got, tuple) and _dimensions(expected) is not None


def _dimensions(value: object) -> int | None:
    if isinstance(value, (np.ndarray, np.generic, int, float)):
        return int(np.ndim(value))
    return None


def _on_refusal(trial: Trial) -> Advice | None:
    failure = trial.outcome.failure
    if failure is None:
        value = trial.value
        name = value.type_name if isinstance(value, Foreign) else type(value).__name__
        return RETURNED_ERROR if name.endswith(("Error", "Exception")) else NOT_REFUSED
    if failure.error_type == "KeyError":
        return KEY_ERROR
    if failure.error_type in ("UnboundLocalError", "NameError"):
        return NO_LAST_BRANCH
    general = failure.error_type in ("AssertionError", "Exception") or failure.kind == "not_started"
    return OTHER_ERROR if general or _is_raised_by_hand(failure) else None


def _is_raised_by_hand(failure: Failure) -> bool:
    """Whether the line where it stops is a `raise` or an `assert`, alone or after a colon."""
    lines = failure.line.strip().splitlines()
    return bool(lines) and re.search(r"(^|[:;])\s*(raise|assert)\b", lines[-1]) is not None


def _only_a_part(exercise: Exercise, trial: Trial) -> Advice | None:
    """Advise if only one of several parts is returned."""
    got, expected = trial.value, trial.expected.value
    if not isinstance(expected, tuple) or isinstance(got, dict):
        return None
    tolerance = Tolerance(exercise.rtol, exercise.atol)
    for place, part in enumerate(expected):
        if same(got, part, tolerance, whole_as_float=True):
            parts = [words_for((i,), exercise.returns) for i in range(len(expected))]
            hint = f"It is right: {parts[place]}. Return {', '.join(parts)}, in this order."
            return Advice("one part alone is returned", hint)
    return None


def _on_value(got: object, expected: object) -> Advice | None:
    if isinstance(expected, (tuple, list)) and isinstance(got, (tuple, list)):
        if _is_turned(got, expected):
            return TWO_LISTS
        pairs: Sequence[tuple[object, object]] = list(zip(got, expected, strict=False))
        return next((advice for pair in pairs if (advice := _on_value(*pair))), None)
    kind = got.type_name if isinstance(got, Foreign) else type(got).__name__
    if isinstance(got, dict):
        return DICTIONARY if isinstance(expected, (tuple, list)) else None
    if isinstance(got, (types.FunctionType, np.ufunc)) or "function" in kind or kind == "ufunc":
        return FUNCTION
    if kind == "generator":
        return GENERATOR
    if kind in ("zip", "map", "filter", "reversed", "list_reverseiterator", "enumerate"):
        return NOT_YET_A_LIST
    if isinstance(got, (np.ndarray, np.bool_, bool)) and isinstance(
        expected, (np.ndarray, np.generic, float, int)
    ):
        wanted = np.asarray(expected).dtype.kind
        return BOOLEANS if np.asarray(got).dtype.kind == "b" and wanted in "if" else None
    return None


def _is_turned(got: Sequence[object], expected: Sequence[object]) -> bool:
    """Whether the answer is a pair of lists in place of a list of pairs."""
    if len(got) == len(expected) or not all(isinstance(part, (tuple, list)) for part in got):
        return False
    turned = list(zip(*got, strict=False))
    return bool(turned) and same(turned, list(expected), Tolerance(), whole_as_float=True)
