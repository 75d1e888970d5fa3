"""What `course verify` says about an exercise beside the proof of its check.

Whether the values of its cases reach a submission, whether its cases reach all of the reference, and
whether a hint gives the answer away.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np

from course_utils.checking.answers import tree_of
from course_utils.checking.closure import definition_of
from course_utils.checking.exercise import Exercise, ExerciseError
from course_utils.checking.judge import Case, cases_of
from course_utils.checking.outcome import Foreign
from course_utils.grading.sandbox.codec import CodecError, decode, encode
from course_utils.grading.sandbox.limits import Limits

SEEDS = (1, 2)
FEWEST = 2  # cases that it takes to name a mistake
CARRIED = (
    "numbers, True and False, None, strings, NumPy arrays of numbers, and lists, tuples and dicts (with "
    "strings as keys) of these"
)
# What to give instead of a value that is often wanted and is not carried.
INSTEAD = {
    "DataFrame": "Give its columns as a dict of arrays: {name: df[name].to_numpy() for name in df}",
    "Series": "Give its values as an array: series.to_numpy()",
    "set": "Give a sorted list",
    "frozenset": "Give a sorted list",
    "range": "Give a list",
    "date": "Give a string such as '2026-01-31'",
    "datetime": "Give a string such as '2026-01-31 12:00'",
    "function": "Pass the name of the function as a string, and look it up in the reference",
}
# An expression of fewer operations is a word of the answer, and not the answer.
FEW, MANY = 2, 3
_OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Call)


@dataclass(frozen=True)
class Findings:
    """What an author has to fix in an exercise, in words.

    `not_carried` are the values that a submission does not get, or cannot give back, as they are: on
    these nothing can be judged.
    """

    problems: tuple[str, ...]
    not_carried: tuple[str, ...] = ()


def findings_on(exercise: Exercise) -> Findings:
    """Look at an exercise's hints and cases."""
    told = tuple(_told_by_hints(exercise))
    if exercise.free_form:
        return Findings(told)
    try:
        cases, reached = drawn(exercise)
    except ExerciseError:
        return Findings(told)  # the proof says it
    return Findings(
        (*told, *_too_few(exercise, cases), *_never_reached(exercise, reached)),
        tuple(_not_carried(exercise, cases)),
    )


def drawn(exercise: Exercise) -> tuple[list[Case], set[int]]:
    """Draw cases with a few seeds; return them, and the lines of the reference that they reach.

    Raises
    ------
    ExerciseError
        If the reference contradicts the exercise.
    """
    code = getattr(exercise.reference, "__code__", None)
    reached: set[int] = set()

    def watch(frame: FrameType, event: str, _argument: object) -> Any:
        if frame.f_code is not code:
            return None
        reached.add(frame.f_lineno)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        cases = [c for seed in SEEDS for c in cases_of(exercise, np.random.default_rng(seed))]
    finally:
        sys.settrace(before)
    return cases, reached


def _too_few(exercise: Exercise, cases: Sequence[Case]) -> Iterator[str]:
    if exercise.unique and len(cases) < FEWEST * len(SEEDS):
        yield (
            f"{exercise.name}: there is one case only, so no mistake can be named: that takes two. "
            "Write count=2 or more."
        )


def _not_carried(exercise: Exercise, cases: Sequence[Case]) -> Iterator[str]:
    """Yield what of the cases a submission would not get, or could not give back, as it is."""
    said = set()
    for case in cases:
        parts = [
            (f"the argument `{name}`", value)
            for name, value in zip(exercise.parameters, case.arguments, strict=False)
        ]
        if not case.expected.failure:
            parts.append(("what the reference returns", case.expected.value))
        for what, value in parts:
            lost = lost_of(value)
            if lost:
                instead = INSTEAD.get(lost.removeprefix("a "), f"Cases may hold {CARRIED}")
                said.add(
                    f"{exercise.name}, group {case.group.title!r}: {what} is or holds {lost}, "
                    f"which does not reach a submission as it is. {instead}."
                )
    yield from sorted(said)


def _never_reached(exercise: Exercise, reached: set[int]) -> Iterator[str]:
    """Yield the lines of the reference that no case reaches: what stands there is not judged."""
    code = getattr(exercise.reference, "__code__", None)
    if code is None:
        return
    lines = {line for _, _, line in code.co_lines() if line and line > code.co_firstlineno}
    for line in sorted(lines - reached):
        text = linecache.getline(code.co_filename, line).strip()
        yield f"{exercise.name}: no case reaches line {line} of the reference: {text}"


def lost_of(value: object) -> str:
    """Return the type of what the sandbox's messages do not carry; nothing if they carry all."""
    try:
        return _foreign_in(decode(encode(value, Limits()), Limits()))
    except CodecError as error:
        return str(error)


def _foreign_in(value: object) -> str:
    if isinstance(value, Foreign):
        article = "an" if value.type_name[:1].lower() in "aeiou" else "a"
        return f"{article} {value.type_name}"
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return next((found for part in value if (found := _foreign_in(part))), "")
    return ""


def _told_by_hints(exercise: Exercise) -> Iterator[str]:
    """Yield the hints that hold an expression which a right answer returns or computes."""
    answers = dict.fromkeys(_answers_of(exercise))
    hints = [(f"the mistake {m.name!r}", m.hint) for m in exercise.mistakes]
    hints += [(f"the group {g.title!r}", g.hint) for g in exercise.groups if g.hint]
    for whose, hint in hints:
        told = next((answer for answer in answers if _plain(answer) in _plain(hint)), None)
        if told:
            yield f"{exercise.name}: the hint of {whose} gives the answer away: `{told}`."


def _answers_of(exercise: Exercise) -> Iterator[str]:
    trees: list[ast.AST] = [definition_of(exercise.reference)]
    trees += [tree_of(a.code, exercise.reference, a.place) for a in exercise.alternatives]
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Return | ast.Assign) and node.value is not None:
            fewest = FEW if isinstance(node, ast.Return) else MANY
            parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for part in parts:
                if sum(isinstance(n, _OPERATIONS) for n in ast.walk(part)) >= fewest:
                    yield ast.unparse(part)


def _plain(text: str) -> str:
    return re.sub(r"[\s`]", "", text)
