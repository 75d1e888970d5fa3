"""Whether an answer is the course's own: a call of the answer key in place of the student's code."""

from __future__ import annotations

import dis
import types
from collections.abc import Callable, Iterator
from typing import Any

from course_utils.checking.own_merits import codes_of, functions_used
from course_utils.lessons import LESSONS, Lesson

PACKAGE = "course_utils.reference"
BORROWED = "the course's own answer"


def borrowed(function: Callable[..., Any], lesson: Lesson) -> str:
    """Say which function of the answer key an answer uses though it may not, or return nothing.

    The functions of earlier lessons may be used. Those of this lesson and of later ones are not
    there when answers are graded.
    """
    hidden = {f"{PACKAGE}.{later.module}" for later in LESSONS[LESSONS.index(lesson) :]}
    for shown in _used(function):
        module, _, name = shown.rpartition(".")
        if module in hidden:
            return (
                f"Your answer calls the course's own `{name}`. Write it yourself: when answers are "
                "graded the answer key of this lesson is not there, and this would earn nothing."
            )
    return ""


def _used(function: Callable[..., Any]) -> Iterator[str]:
    """Yield the full names of the answer key's functions that a function is or looks up."""
    if _is_of_key(function):
        yield f"{function.__module__}.{function.__name__}"
        return
    for one in functions_used(function):
        if _is_of_key(one):
            continue  # what the course's own functions use is no matter
        for code in codes_of(one):
            yield from _looked_up(code, one.__globals__)


def _looked_up(code: types.CodeType, space: dict[str, Any]) -> Iterator[str]:
    """Yield the answer key's functions among the names and attributes that a code looks up."""
    value: object = None
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            value = space.get(instruction.argval)
        elif instruction.opname in ("LOAD_ATTR", "LOAD_METHOD") and _is_key(value):
            value = getattr(value, instruction.argval, None)
        elif instruction.opname not in ("PUSH_NULL", "PRECALL", "CACHE"):
            value = None
        if isinstance(value, types.FunctionType) and _is_of_key(value):
            yield f"{value.__module__}.{value.__name__}"


def _is_key(value: object) -> bool:
    return isinstance(value, types.ModuleType) and value.__name__.startswith(PACKAGE)


def _is_of_key(value: object) -> bool:
    return str(getattr(value, "__module__", "")).startswith(PACKAGE)
