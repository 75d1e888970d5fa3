"""Whether an answer is the course's own: a call of the answer key in place of the student's code."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from course_utils.checking.own_merits import names_used
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
    if str(getattr(function, "__module__", "")).startswith(PACKAGE):
        yield f"{function.__module__}.{function.__name__}"
        return
    space = getattr(function, "__globals__", {})
    names = names_used(function)
    for name in names:
        value = space.get(name)
        if isinstance(value, types.ModuleType) and value.__name__.startswith(PACKAGE):
            for attribute in names:
                found = vars(value).get(attribute)
                found = _found(attribute) if found is None and value.__name__ == PACKAGE else found
                yield from _name_of(found)
        yield from _name_of(value)


def _found(name: str) -> object:
    try:
        return sys.modules[PACKAGE].find(name)
    except AttributeError:
        return None


def _name_of(value: object) -> Iterator[str]:
    module = getattr(value, "__module__", None)
    if isinstance(value, types.FunctionType) and str(module).startswith(PACKAGE):
        yield f"{module}.{value.__name__}"
