"""`course export`: the gradebook as a table for a spreadsheet, Canvas or Moodle."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from course_utils.commands.printing import printable
from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.grading.gradebook.writer import GradebookWriter
from course_utils.grading.notebook.rebuild import CHECK
from course_utils.reports.export import as_csv, graded_lessons, grades_table, without_mark
from course_utils.reports.lms import canvas_table, moodle_table

MOST_SHOWN = 40


def export_grades(
    course: CourseRoot, to: Path, layout: str = "csv", semicolons: bool = False
) -> None:
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
    for lesson_id in graded_lessons(course):
        with GradebookWriter(course, lesson_id) as writer:
            writer.refresh_penalties()
    text = as_csv(tables[layout](course), semicolons)
    write_atomically(to.resolve(), text.encode("utf-8", "replace"))
    console = Console()
    console.print(f"{students} students in {to}", highlight=False)
    unread: dict[str, list[str]] = {}
    ungraded: dict[str, list[str]] = {}
    for student, cells in without_mark(course).items():
        lessons = {lesson for lesson, cell in cells if cell.startswith(CHECK)}
        if lessons:
            ungraded[student] = sorted(lessons)
        if left := [f"{lesson}: {cell}" for lesson, cell in cells if lesson not in lessons]:
            unread[student] = left
    _warn(
        console,
        f"Not graded, and counted as 0: {sum(map(len, ungraded.values()))} submissions. "
        "Run: course grade. Then export again.",
        ungraded,
    )
    _warn(
        console,
        f"Not marked yet, and counted as 0: {sum(map(len, unread.values()))} written answers of "
        f"{len(unread)} students. Mark them (nbgrader formgrader), then export again.",
        unread,
    )


def _warn(console: Console, words: str, of: dict[str, list[str]]) -> None:
    if not of:
        return
    console.print(words, style="yellow", highlight=False)
    for student, what in list(of.items())[:MOST_SHOWN]:
        line = printable(f"  {student}: {', '.join(what)}")
        console.print(line, highlight=False, markup=False)
    if len(of) > MOST_SHOWN:
        console.print(f"  ... and {len(of) - MOST_SHOWN} more; the class report has all.")
