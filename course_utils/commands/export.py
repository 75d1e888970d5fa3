"""`course export`: the gradebook as a table for a spreadsheet, Canvas or Moodle."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.reports.export import as_csv, grades_table
from course_utils.reports.lms import canvas_table, moodle_table


def export_grades(course: CourseRoot, to: Path, layout: str = "csv") -> None:
    """Write the gradebook as CSV: for a spreadsheet, or as Canvas or Moodle import it.

    Raises
    ------
    CourseError
        If the gradebook holds no submission, or there is no such layout.
    """
    tables = {"csv": grades_table, "canvas": canvas_table, "moodle": moodle_table}
    if layout not in tables:
        raise CourseError(f"There is no format {layout!r}; the formats are {', '.join(tables)}.")
    students = len(grades_table(course)) - 1
    if not students:
        raise CourseError("The gradebook holds no submission yet. Run: course grade")
    write_atomically(to.resolve(), as_csv(tables[layout](course)).encode("utf-8", "replace"))
    Console().print(f"{students} students in {to}", highlight=False)
