"""Release a lesson: the student's version into ``release/``, its cells into the gradebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.grading.gradebook.connection import open_gradebook
from course_utils.grading.notebook.cells import NotebookError, as_json, read_source
from course_utils.grading.notebook.rebuild import points_of
from course_utils.grading.notebook.student_version import student_version


@dataclass(frozen=True)
class Released:
    """The path of a lesson's student version, and what has changed for marks that are there."""

    path: Path
    notes: tuple[str, ...] = ()


def release_lesson(root: CourseRoot, lesson_id: str) -> Released:
    """Release one lesson.

    Raises
    ------
    CourseError
        If the notebook is not as it should be, or its graded cells are no longer those that
        submissions in the gradebook were graded on.
    """
    import nbformat
    from nbgrader.preprocessors import CheckCellMetadata, SaveCells

    try:
        notebook = student_version(read_source(root.source(lesson_id)))
    except NotebookError as error:
        raise CourseError(f"{root.source(lesson_id)}: {error}") from error
    db_url = root.db_url()
    resources = {"nbgrader": {"notebook": lesson_id, "assignment": lesson_id, "db_url": db_url}}
    node = nbformat.from_dict(notebook)
    CheckCellMetadata().preprocess(node, resources)
    with open_gradebook(db_url) as gradebook:
        gradebook.update_or_create_assignment(lesson_id)
        notes = tuple(_changed_points(gradebook, lesson_id, points_of(notebook)))
    try:
        SaveCells().preprocess(node, resources)
    except RuntimeError as error:
        raise CourseError(
            f"{lesson_id} has graded submissions, and its graded cells are not those of the last "
            "release.\nPut the cells back, or start a new gradebook."
        ) from error
    path = root.released(lesson_id)
    for data in root.data_files(lesson_id):
        write_atomically(path.with_name(data.name), data.read_bytes())
    write_atomically(path, as_json(notebook))
    return Released(path, notes)


def _changed_points(gradebook: Any, lesson_id: str, points: dict[str, float]) -> Iterator[str]:
    """Yield what other points mean for marks that a person gave: nobody changes those again."""
    from nbgrader import api

    rows = (
        gradebook.db.query(api.GradeCell, api.Grade.manual_score)
        .join(api.Notebook, api.Notebook.id == api.GradeCell.notebook_id)
        .join(api.Assignment, api.Assignment.id == api.Notebook.assignment_id)
        .outerjoin(api.Grade, api.Grade.cell_id == api.GradeCell.id)
        .filter(api.Assignment.name == lesson_id)
    )
    by_hand: Counter[tuple[str, float]] = Counter()
    for cell, mark in rows:
        by_hand[cell.name, float(cell.max_score)] += mark is not None
    for (name, before), count in by_hand.items():
        now = points.get(name, before)
        if now != before and count:
            yield (
                f"{name} has {now:g} points and had {before:g}: {count} marks by hand stay as they "
                "are. Look at them in nbgrader formgrader."
            )
