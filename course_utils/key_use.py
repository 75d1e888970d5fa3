"""Find answers that call the course's answer key in place of the student's own code."""

from __future__ import annotations

import dis
import types
from collections.abc import Callable, Collection, Iterator
from typing import Any

from course_utils.checking.own_merits import codes_of, functions_used

BORROWED = "the course's own answer"


def borrowed(function: Callable[..., Any], key: Collection[str], hidden: Collection[str]) -> str:
    """Say which function of the answer key an answer uses though it may not, or return nothing.

    Parameters
    ----------
    function : callable
    key : collection of str
        The names of the modules of the answer key.
    hidden : collection of str
        Those that are not there when answers are graded: of this lesson and of later ones.
    """
    for shown in _used(function, key):
        module, _, name = shown.rpartition(".")
        if module in hidden:
            return (
                f"Your answer calls the course's own `{name}`. Write it yourself: when answers are "
                "graded the answer key of this lesson is not there, and this would earn nothing."
            )
    return ""


def _used(function: Callable[..., Any], key: Collection[str]) -> Iterator[str]:
    """Yield the full names of the answer key's functions that a function is or looks up."""
    if _is_of_key(function, key):
        yield f"{function.__module__}.{function.__name__}"
        return
    for one in functions_used(function):
        if _is_of_key(one, key):
            continue  # what the course's own functions use is no matter
        for code in codes_of(one):
            yield from _looked_up(code, one.__globals__, key)


def _looked_up(code: types.CodeType, space: dict[str, Any], key: Collection[str]) -> Iterator[str]:
    """Yield the answer key's functions among the names and attributes that a code looks up."""
    value: object = None
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            value = space.get(instruction.argval)
        elif instruction.opname in ("LOAD_ATTR", "LOAD_METHOD") and _is_key(value, key):
            value = getattr(value, instruction.argval, None)
        elif instruction.opname not in ("PUSH_NULL", "PRECALL", "CACHE"):
            value = None
        if isinstance(value, types.FunctionType) and _is_of_key(value, key):
            yield f"{value.__module__}.{value.__name__}"


def _is_key(value: object, key: Collection[str]) -> bool:
    """Whether this is a module of the answer key, or the package around it."""
    if not isinstance(value, types.ModuleType):
        return False
    name = value.__name__
    return any(module == name or module.startswith(f"{name}.") for module in key)


def _is_of_key(value: object, key: Collection[str]) -> bool:
    return getattr(value, "__module__", "") in key
