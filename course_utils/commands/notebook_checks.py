"""What `course verify` says about a notebook: whether it agrees with the definitions of its exercises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise, ExerciseError
from course_utils.checking.judge import cases_of, judge
from course_utils.commands.author_checks import SEEDS
from course_utils.grading.notebook.cells import Cell, NotebookError, grade_id, read_source
from course_utils.grading.notebook.rebuild import CHECK, tests_of
from course_utils.grading.notebook.student_version import student_version
from course_utils.notebook_functions import definitions


def notebook_problems(path: Path, exercises: Sequence[Exercise]) -> Iterator[str]:
    """Yield in words what an author has to fix in a lesson's notebook."""
    try:
        cells = read_source(path)["cells"]
        released = student_version(read_source(path))["cells"]
    except NotebookError as error:
        yield f"{path.name}: {error}"
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
    texts = _texts(released)
    for exercise in exercises:
        name = exercise.name
        if name not in checks:
            yield (
                f"{path.name}: no cell checks `{name}`. Add a code cell `check({name})` with the "
                f"grade_id {CHECK}{name} and its points."
            )
            continue
        yield from _check_problems(path, name, checks[name])
        yield from _not_said(path, exercise, texts[name])
        if name not in own:
            yield f"{path.name}: no cell defines `{name}`."
        elif not exercise.free_form:
            try:
                verdict = judge(exercise, caller_of(own[name]), np.random.default_rng(SEEDS[0]))
            except ExerciseError:
                continue  # the proof says it
            if not verdict.passed:
                yield f"{path.name}: the solution of `{name}` is refused: {verdict.message}"


def notes_on(path: Path) -> Iterator[str]:
    """Yield what an author should know about a notebook, and need not fix."""
    try:
        tests = list(tests_of(read_source(path)))
    except NotebookError:
        return
    if tests:
        yield (
            f"{path.name}: the marks of {', '.join(tests)} are decided by code that runs inside the "
            "submission's process; no check proves them."
        )


def _check_problems(path: Path, name: str, cell: Cell) -> Iterator[str]:
    if not re.fullmatch(rf"check\({name}\);?", cell["source"].strip()):
        yield f"{path.name}: the cell {CHECK}{name} has to be exactly `check({name})`."
    about = cell["metadata"]["nbgrader"]
    if not about.get("grade"):
        yield f"{path.name}: the cell {CHECK}{name} is not graded (in its metadata: grade is false)."
    elif not about.get("points", 0) > 0:
        yield f"{path.name}: the cell {CHECK}{name} has no points."


def _texts(released: Sequence[Cell]) -> dict[str, str]:
    """Return for each exercise the text that a student reads: all from the check before to its own."""
    texts: dict[str, str] = {}
    told: list[str] = []
    for cell in released:
        name = grade_id(cell)
        if name.startswith(CHECK):
            texts[name.removeprefix(CHECK)] = "\n".join(told)
            told = []
        told.append(cell["source"])
    return texts


def _not_said(path: Path, exercise: Exercise, text: str) -> Iterator[str]:
    """Yield what costs points, and what the text does not mention."""
    if exercise.free_form:
        return
    try:
        cases = list(cases_of(exercise, np.random.default_rng(SEEDS[0])))
    except ExerciseError:
        return  # the proof says it
    wanted = {c.expected.failure.error_type for c in cases if c.expected.failure and c.group.weight}
    for error in sorted(wanted):
        if error not in text:
            yield (
                f"{path.name}: `{exercise.name}` has to raise {error} (group "
                f"{_group_of(exercise, refused=True)!r}), which its text does not say."
            )
    if any(g.silent and g.weight for g in exercise.groups) and "warn" not in text.lower():
        yield (
            f"{path.name}: `{exercise.name}` must not warn (group "
            f"{_group_of(exercise, refused=False)!r}), and its text says nothing of warnings."
        )


def _group_of(exercise: Exercise, refused: bool) -> str:
    return next(g.title for g in exercise.groups if (g.refused if refused else g.silent))
