"""The gradebook as a table: a row per student, a column per exercise."""

from __future__ import annotations

import csv
import io

from course_utils.grading.course_root import CourseRoot
from course_utils.grading.gradebook.connection import open_gradebook
from course_utils.grading.notebook.rebuild import CHECK

Value = str | float | None
# What makes a formula of a cell at its beginning, in one spreadsheet or another.
FORMULA = "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}"


def grades_table(course: CourseRoot) -> list[list[Value]]:
    """Return the table, its first row the headings; an empty cell is work not handed in.

    The marks are nbgrader's: a person's mark comes before the grader's, and extra credit is added.
    Each lesson has a column with its sum, less what lateness costs.
    """
    gradebook = open_gradebook(course.db_url())
    try:
        from nbgrader import api

        columns: list[tuple[str, str]] = []  # lesson and grade_id; the lesson's sum has none
        for assignment in sorted(gradebook.assignments, key=lambda a: a.name):
            cells = [cell for notebook in assignment.notebooks for cell in notebook.source_cells]
            graded = {
                cell.name
                for notebook in assignment.notebooks
                for cell in (*notebook.grade_cells, *notebook.task_cells)
            }
            columns += [(assignment.name, cell.name) for cell in cells if cell.name in graded]
            columns.append((assignment.name, ""))
        marks: dict[str, dict[tuple[str, str], float]] = {}
        query = (
            gradebook.db.query(
                api.SubmittedAssignment.student_id,
                api.Assignment.name,
                api.BaseCell.name,
                api.Grade.score,
            )
            .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
            .join(
                api.SubmittedNotebook,
                api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id,
            )
            .join(api.Grade, api.Grade.notebook_id == api.SubmittedNotebook.id)
            .join(api.BaseCell, api.BaseCell.id == api.Grade.cell_id)
        )
        for student, lesson, cell, score in query:
            own = marks.setdefault(student, {})
            own[lesson, cell] = float(score)
            own[lesson, ""] = own.get((lesson, ""), 0.0) + float(score)
        late = gradebook.db.query(
            api.SubmittedAssignment.student_id,
            api.Assignment.name,
            api.SubmittedAssignment.late_submission_penalty,
        ).join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        for student, lesson, penalty in late:
            if penalty and (lesson, "") in marks.get(student, {}):
                marks[student][lesson, ""] -= float(penalty)
    finally:
        gradebook.close()
    names = [cell.removeprefix(CHECK) if cell else lesson for lesson, cell in columns]
    rows: list[list[Value]] = [["student", *names]]
    for student in sorted(marks):
        rows.append([student, *(marks[student].get(column) for column in columns)])
    return rows


def graded_lessons(course: CourseRoot) -> list[str]:
    """Return the lessons of the gradebook to which somebody has handed in work."""
    gradebook = open_gradebook(course.db_url())
    try:
        return [one.name for one in gradebook.assignments if one.num_submissions]
    finally:
        gradebook.close()


def without_mark(course: CourseRoot) -> dict[str, list[tuple[str, str]]]:
    """Return by student what has no mark and counts as 0, as lesson and grade_id.

    It is a written answer that nobody has read, or a check on which the grader failed.
    """
    from nbgrader import api

    gradebook = open_gradebook(course.db_url())
    try:
        rows = (
            gradebook.db.query(
                api.SubmittedAssignment.student_id, api.Assignment.name, api.BaseCell.name
            )
            .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
            .join(
                api.SubmittedNotebook,
                api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id,
            )
            .join(api.Grade, api.Grade.notebook_id == api.SubmittedNotebook.id)
            .join(api.BaseCell, api.BaseCell.id == api.Grade.cell_id)
            .filter(api.Grade.needs_manual_grade, api.Grade.manual_score.is_(None))
            .filter(api.Grade.auto_score.is_(None))
        )
        found: dict[str, list[tuple[str, str]]] = {}
        for student, lesson, cell in sorted(tuple(row) for row in rows):
            found.setdefault(student, []).append((lesson, cell))
    finally:
        gradebook.close()
    return found


def as_csv(table: list[list[Value]], semicolons: bool = False) -> str:
    """Return the table as CSV.

    A name that a spreadsheet would take for a formula gets an apostrophe before it: students name
    their own folders in some set-ups. With `semicolons` it is as European spreadsheets have it: semicolons
    between columns, commas in numbers, and a mark of byte order, by which Excel knows UTF-8.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if semicolons else ",")
    for row in table:
        writer.writerow([_plain(value, "," if semicolons else ".") for value in row])
    return "\N{BYTE ORDER MARK}" * semicolons + out.getvalue()


def _plain(value: Value, point: str) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", point)
    return f"'{value}" if value[:1] in FORMULA and value else value
