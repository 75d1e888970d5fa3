"""What `course verify` says of a lesson beside the proof of its checks.

Whether the values of its cases reach a submission, and whether the notebook and the definitions agree.
"""

from __future__ import annotations

import linecache
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise, ExerciseError
from course_utils.checking.judge import cases_of, judge
from course_utils.checking.outcome import Foreign
from course_utils.course import Course
from course_utils.grading.notebook.cells import Cell, NotebookError, grade_id, read_source
from course_utils.grading.notebook.rebuild import CHECK
from course_utils.grading.sandbox.codec import CodecError, decode, encode
from course_utils.grading.sandbox.limits import Limits
from course_utils.notebook_functions import definitions

SEEDS = (1, 2)
CARRIED = (
    "numbers, True and False, None, text, NumPy arrays of numbers, and lists, tuples and dicts (with "
    "text as keys) of these"
)


def problems_of(course: Course, lesson_id: str, notebook: Path) -> Iterator[str]:
    """Yield in words what an author has to mend; `notebook` need not exist."""
    exercises = course.of_lesson(lesson_id)
    for exercise in exercises:
        yield from _not_carried(exercise)
        yield from _never_reached(exercise)
    if notebook.is_file():
        yield from _notebook_problems(notebook, exercises)


def _not_carried(exercise: Exercise) -> Iterator[str]:
    """Yield what of the cases a submission would not get, or could not give back, as it is."""
    if exercise.free_form:
        return
    said = set()
    for seed in SEEDS:
        try:
            cases = list(cases_of(exercise, np.random.default_rng(seed)))
        except ExerciseError:
            return  # the proof says it
        for case in cases:
            parts = [
                (f"the argument `{name}`", value)
                for name, value in zip(exercise.parameters, case.arguments, strict=False)
            ]
            if not case.expected.failure:
                parts.append(("what the reference returns", case.expected.value))
            for what, value in parts:
                lost = _lost(value)
                if lost:
                    said.add(
                        f"{exercise.name}, group {case.group.title!r}: {what} is or holds {lost}, "
                        f"which does not reach a submission as it is. Cases may hold {CARRIED}."
                    )
    yield from sorted(said)


def _never_reached(exercise: Exercise) -> Iterator[str]:
    """Yield the lines of the reference that no case reaches: what stands there is not judged."""
    code = getattr(exercise.reference, "__code__", None)
    if exercise.free_form or code is None:
        return
    reached: set[int] = set()

    def watch(frame: FrameType, event: str, _argument: object) -> Any:
        if frame.f_code is not code:
            return None
        reached.add(frame.f_lineno)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        for seed in SEEDS:
            list(cases_of(exercise, np.random.default_rng(seed)))
    except ExerciseError:
        return  # the proof says it
    finally:
        sys.settrace(before)
    lines = {line for _, _, line in code.co_lines() if line and line > code.co_firstlineno}
    for line in sorted(lines - reached):
        text = linecache.getline(code.co_filename, line).strip()
        yield f"{exercise.name}: no case reaches line {line} of the reference: {text}"


def _lost(value: object) -> str:
    """Return the type of what the sandbox's messages do not carry; nothing if they carry all."""
    try:
        return _foreign_in(decode(encode(value, Limits()), Limits()))
    except CodecError as error:
        return str(error)


def _foreign_in(value: object) -> str:
    if isinstance(value, Foreign):
        return f"a {value.type_name}"
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return next((found for part in value if (found := _foreign_in(part))), "")
    return ""


def _notebook_problems(path: Path, exercises: tuple[Exercise, ...]) -> Iterator[str]:
    try:
        cells = read_source(path)["cells"]
    except NotebookError as error:
        yield str(error)
        return
    checks = {
        grade_id(cell).removeprefix(CHECK): cell
        for cell in cells
        if grade_id(cell).startswith(CHECK)
    }
    names = [exercise.name for exercise in exercises]
    for name in checks.keys() - set(names):
        yield f"{path.name}: the cell {CHECK}{name} checks `{name}`, which no exercise defines."
    own = definitions(path)
    for exercise in exercises:
        name = exercise.name
        if name not in checks:
            yield (
                f"{path.name}: no cell checks `{name}`. Add a code cell `check({name})` with the "
                f"grade_id {CHECK}{name} and its points."
            )
            continue
        yield from _check_problems(path, name, checks[name])
        if name not in own:
            yield f"{path.name}: no cell defines `{name}`."
        elif not exercise.free_form:
            try:
                verdict = judge(exercise, caller_of(own[name]), np.random.default_rng(SEEDS[0]))
            except ExerciseError:
                continue  # the proof says it
            if not verdict.passed:
                yield f"{path.name}: the solution of `{name}` is refused: {verdict.message}"


def _check_problems(path: Path, name: str, cell: Cell) -> Iterator[str]:
    if not re.fullmatch(rf"check\({name}\);?", cell["source"].strip()):
        yield f"{path.name}: the cell {CHECK}{name} has to be exactly `check({name})`."
    about = cell["metadata"]["nbgrader"]
    if not about.get("grade"):
        yield f"{path.name}: the cell {CHECK}{name} is not graded (in its metadata: grade is false)."
    elif not about.get("points", 0) > 0:
        yield f"{path.name}: the cell {CHECK}{name} has no points."
