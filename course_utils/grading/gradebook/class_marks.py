"""Read from nbgrader's gradebook: the marks and comments of a class, and who is enrolled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mark:
    """What the gradebook says of one graded cell."""

    score: float
    needs_look: bool


@dataclass(frozen=True)
class Marks:
    """A student's marks and comments by grade_id, what lateness costs, and formgrader's id."""

    marks: dict[str, Mark]
    comments: dict[str, str]
    penalty: float
    notebook: str = field(default="", compare=False)


@dataclass(frozen=True)
class Person:
    """A student as the gradebook knows one; all but the id may be empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


def enrolled(gradebook: Any) -> list[Person]:
    """Return the students of a gradebook, by id."""
    from nbgrader import api

    table = api.Student
    columns = (table.id, table.first_name, table.last_name, table.email, table.lms_user_id)
    rows = gradebook.db.query(*columns)
    return sorted((Person(*(value or "" for value in row)) for row in rows), key=lambda p: p.id)


def marks_of_class(gradebook: Any, lesson_id: str) -> dict[str, Marks]:
    """Return every student's marks for a lesson, in four queries however large the class is."""
    from nbgrader import api

    db = gradebook.db
    found: dict[str, Marks] = {}
    by_notebook: dict[str, Marks] = {}
    submitted = (
        db.query(
            api.SubmittedAssignment.student_id,
            api.SubmittedNotebook.id,
            api.SubmittedNotebook.late_submission_penalty,
        )
        .join(
            api.SubmittedNotebook,
            api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id,
        )
        .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        .filter(api.Assignment.name == lesson_id)
    )
    for student, notebook, penalty in submitted:
        found[student] = by_notebook[notebook] = Marks({}, {}, float(penalty or 0), notebook)
    in_lesson = (
        db.query(api.Notebook.id)
        .join(api.Assignment, api.Assignment.id == api.Notebook.assignment_id)
        .filter(api.Assignment.name == lesson_id)
    )
    notebooks = [row[0] for row in in_lesson]
    rows = db.query(api.BaseCell.id, api.BaseCell.name)
    found_cells = rows.filter(api.BaseCell.notebook_id.in_(notebooks))
    cells: dict[str, str] = {row[0]: row[1] for row in found_cells}
    grades = db.query(
        api.Grade.notebook_id, api.Grade.cell_id, api.Grade.score, api.Grade.needs_manual_grade
    ).filter(api.Grade.cell_id.in_(cells))
    for notebook, cell, score, needs_look in grades:
        if notebook in by_notebook:
            by_notebook[notebook].marks[cells[cell]] = Mark(float(score), bool(needs_look))
    comments = db.query(
        api.Comment.notebook_id, api.Comment.cell_id, api.Comment.manual_comment
    ).filter(api.Comment.cell_id.in_(cells))
    for notebook, cell, comment in comments:
        if notebook in by_notebook and comment:
            by_notebook[notebook].comments[cells[cell]] = comment
    return found
