"""`course adopt`: the first draft of a lesson from a solved nbgrader notebook."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import typer

from course_utils.adopting.draft import Draft, draft_of, module_of
from course_utils.adopting.notebook import adopted_notebook, points_of
from course_utils.adopting.solved import read_solved
from course_utils.commands.new import TEMPLATE
from course_utils.course import CHECKS
from course_utils.grading.course_root import (
    CONFIG,
    CourseError,
    CourseRoot,
    data_beside,
    write_atomically,
)

HIDDEN = "BEGIN HIDDEN TESTS"


def adopt(path: Path, root: Path, lesson: str = "") -> None:
    """Write a lesson's notebook and its checks into a course, and say what could not be read.

    Parameters
    ----------
    path : path
        The solved notebook.
    root : path
        A course's folder. A folder that is new or empty becomes one.
    lesson : str
        The id of the lesson, by default the notebook's name.

    Raises
    ------
    CourseError
        If the notebook cannot be read, no test of it can, or the lesson is there already.
    """
    solved = read_solved(path)
    lesson = lesson or re.sub(r"\W+", "_", path.stem)
    if not re.fullmatch(r"\w+", lesson) or lesson.startswith("_"):
        raise CourseError(f"{lesson!r} is no id of a lesson: letters, digits and _ make one.")
    draft = draft_of(solved)
    if not draft.exercises:
        said = "\n".join(_left(draft))
        raise CourseError(f"No test of {path} could be read, so nothing is written.\n{said}")
    course = CourseRoot(root.resolve()) if _is_free(root) else CourseRoot.open(root)
    checks = course.path / CHECKS / f"{lesson}.py"
    _refuse_namesakes(course, draft, (checks, course.source(lesson)))
    notebook = adopted_notebook(draft)
    course.source(lesson).parent.mkdir(parents=True, exist_ok=True)
    if not (course.path / CONFIG).exists():
        shutil.copyfile(TEMPLATE / CONFIG, course.path / CONFIG)
    for data in data_beside(path):
        if data.suffix != ".ipynb":
            write_atomically(course.source(lesson).with_name(data.name), data.read_bytes())
    write_atomically(checks, module_of(draft, lesson).encode())
    write_atomically(course.source(lesson), f"{nbformat.writes(notebook)}\n".encode())
    typer.echo("\n".join(_said(draft, course, lesson)))


def _is_free(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _refuse_namesakes(course: CourseRoot, draft: Draft, paths: tuple[Path, ...]) -> None:
    for path in paths:
        if path.exists():
            raise CourseError(f"{path} is there already. Name another lesson with --lesson.")
    if not (course.path / CHECKS).is_dir():
        return  # a course's first lesson
    for lesson in course.definition.lessons:
        names = {exercise.name for exercise in course.definition.of_lesson(lesson.id)}
        for name in sorted(names & set(draft.exercises)):
            raise CourseError(
                f"Lesson {lesson.id} has an exercise `{name}` already. Rename the function in "
                "one of the notebooks."
            )


def _said(draft: Draft, course: CourseRoot, lesson: str) -> Iterator[str]:
    checks = f"{CHECKS}/{lesson}.py"
    yield f"Written into {course.path}:"
    yield f"  {course.source(lesson).relative_to(course.path)}   the solved notebook"
    yield f"  {checks}   its exercises:"
    for name, cells in draft.exercises.items():
        cases = sum(len(cell.cases) for cell in cells)
        yield f"    {name}: {cases} cases of {len(cells)} test cells, {points_of(draft, name):g} points"
    if draft.left:
        yield "\nNot read:"
        yield from _left(draft)
    if draft.kept:
        yield (
            "\nThe test cells in this list stay as they are. `course grade` runs them, hidden tests too, "
            "in the sandbox, but\ninside the submission's own process: a submission that wants to can "
            "read these tests and pass them."
        )
    if any(_has_hidden(draft, cell.number) for cells in draft.exercises.values() for cell in cells):
        yield (
            f"\nHidden tests that were read now stand in {checks}. Students who get the instant check "
            "get that file:\ndraw other inputs there."
        )
    yield f"\nNext: look at {checks}, draw inputs, write down the mistakes; then `course verify {lesson}`."


def _left(draft: Draft) -> Iterator[str]:
    for cell, one in draft.left:
        yield f"  {cell}, line {one.line}: {one.reason}:\n      {one.text}"


def _has_hidden(draft: Draft, number: int) -> bool:
    return HIDDEN in draft.solved.notebook.cells[number].source
