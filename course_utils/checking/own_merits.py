"""Judge a function by itself, not by the helpers that it calls.

An answer that fails is judged once more with the course's functions in place of the student's other
exercises. If it is right then, it has earned its points, and the message names the helper.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from course_utils.checking.exercise import Exercise
from course_utils.checking.judge import judge
from course_utils.checking.outcome import Call
from course_utils.checking.verdict import Verdict

Function = Callable[..., Any]


def names_used(function: Function) -> set[str]:
    """Return the names that a function looks up, and those of its module's functions that it calls.

    Nested functions and helpers in the same namespace are followed.
    """
    return {
        name for one in functions_used(function) for code in codes_of(one) for name in code.co_names
    }


def functions_used(function: Function) -> list[types.FunctionType]:
    """Return a function and those of its module's functions that it calls, directly or not."""
    found: list[types.FunctionType] = []
    waiting: list[object] = [function]
    while waiting:
        one = waiting.pop()
        if isinstance(one, types.FunctionType) and one not in found:
            found.append(one)
            space = one.__globals__
            waiting += [space.get(name) for code in codes_of(one) for name in code.co_names]
    return found


def codes_of(function: types.FunctionType) -> Iterator[types.CodeType]:
    """Yield the code of a function, and of the functions inside it."""
    waiting = [function.__code__]
    while waiting:
        code = waiting.pop()
        yield code
        waiting += [c for c in code.co_consts if isinstance(c, types.CodeType)]


def with_helpers(function: Function, helpers: Mapping[str, Function]) -> Function:
    """Return a copy of a function that finds `helpers` in place of its module's functions.

    The student's own helpers, which are in no exercise, are copied along, so that they find them
    too. Nothing of the original or its module is changed.
    """
    if not isinstance(function, types.FunctionType):
        return function
    old = function.__globals__
    space = dict(old)

    def moved(one: types.FunctionType) -> types.FunctionType:
        copied = types.FunctionType(
            one.__code__, space, one.__name__, one.__defaults__, one.__closure__
        )
        copied.__kwdefaults__ = one.__kwdefaults__
        copied.__dict__.update(one.__dict__)
        return copied

    for name, value in old.items():
        if isinstance(value, types.FunctionType) and value.__globals__ is old:
            space[name] = moved(value)
    copied = moved(function)
    space.update(helpers)
    space[function.__name__] = copied
    return copied


def judge_on_own_merits(
    exercise: Exercise,
    function: Function,
    known: Mapping[str, Exercise],
    call_of: Callable[[Function], Call],
    rng: Callable[[Exercise], np.random.Generator],
) -> Verdict:
    """Judge a function here; where it fails, with the course's functions in place of its helpers.

    Parameters
    ----------
    exercise : Exercise
    function : callable
    known : mapping of str to Exercise
        The exercises whose functions may be replaced, by name.
    call_of : callable
        ``call_of(function)`` returns the `Call` of a function.
    rng : callable
        ``rng(exercise)`` returns the generator of an exercise's inputs, fresh at each call.
    """
    as_is = judge(exercise, call_of(function), rng(exercise))
    own = getattr(function, "__globals__", {})
    helpers = {
        name: known[name].reference
        for name in sorted(names_used(function) & known.keys() & own.keys())
        if name != exercise.name
    }
    if as_is.passed or not helpers:
        return as_is
    copied = with_helpers(function, helpers)
    good = judge(exercise, call_of(copied), rng(exercise))
    wrong = []
    if good.passed:
        wrong = [
            name
            for name in helpers
            if not judge_on_own_merits(known[name], own[name], known, call_of, rng).passed
        ]
    return on_own_merits(as_is, good, wrong)


def on_own_merits(
    as_is: Verdict, with_good_helpers: Verdict, wrong_helpers: Sequence[str]
) -> Verdict:
    """Return the verdict on an answer of which `as_is` failed.

    Parameters
    ----------
    as_is : Verdict
        With the student's own helpers.
    with_good_helpers : Verdict
        With the course's.
    wrong_helpers : sequence of str
        The helpers that were replaced because the student's are wrong or not written.
    """
    if with_good_helpers.passed:
        return replace(with_good_helpers, message=_message(wrong_helpers))
    if as_is.earned > with_good_helpers.earned:
        return as_is
    return with_good_helpers


def _message(wrong_helpers: Sequence[str]) -> str:
    names = [f"`{name}`" for name in wrong_helpers]
    if not names:
        return "This function is right; a function that it calls is not yet."
    if len(names) == 1:
        return f"This function is right; {names[0]}, which it calls, is not right yet."
    several = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"This function is right; {several}, which it calls, are not right yet."
