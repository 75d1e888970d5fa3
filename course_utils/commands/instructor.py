"""`course release`, `course feedback` and `course export`."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.grading.gradebook.release_lesson import publish


def release_lessons(course: CourseRoot, lessons: list[str]) -> None:
    """Release lessons: all that have a notebook, if none is named.

    Raises
    ------
    CourseError
        If there is no notebook, or one is not as it should be.
    """
    chosen = course.lessons(lessons)
    if not chosen:
        raise CourseError(f"There is no notebook in {course.path / 'notebooks'}.")
    console = Console()
    with console.status("Releasing ..."):
        for lesson_id in chosen:
            path = publish(course, lesson_id)
            console.print(f"{path.relative_to(course.path)}", highlight=False)


def write_feedback(course: CourseRoot, lessons: list[str]) -> None:
    """Write the feedback pages of all graded submissions to these lessons.

    Raises
    ------
    CourseError
        If nothing has been graded.
    """
    from course_utils.reports.feedback import pages

    written = 0
    console = Console()
    with console.status("Writing feedback ..."):
        for lesson_id in course.lessons(lessons):
            for student, page in pages(course, lesson_id):
                # A folder's name may hold bytes that are no text.
                data = page.encode("utf-8", "replace")
                write_atomically(course.feedback(student, lesson_id), data)
                written += 1
    if not written:
        raise CourseError("Nothing has been graded yet. Run: course grade")
    console.print(f"{written} pages in {course.path / 'feedback'}", highlight=False)


def export_grades(course: CourseRoot, to: Path, layout: str = "csv") -> None:
    """Write the gradebook as CSV: for a spreadsheet, or as Canvas or Moodle import it.

    Raises
    ------
    CourseError
        If the gradebook holds no submission, or there is no such layout.
    """
    from course_utils.reports.export import as_csv, grades_table
    from course_utils.reports.lms import canvas_table, moodle_table

    tables = {"csv": grades_table, "canvas": canvas_table, "moodle": moodle_table}
    if layout not in tables:
        raise CourseError(f"There is no format {layout!r}; the formats are {', '.join(tables)}.")
    students = len(grades_table(course)) - 1
    if not students:
        raise CourseError("The gradebook holds no submission yet. Run: course grade")
    write_atomically(to.resolve(), as_csv(tables[layout](course)).encode("utf-8", "replace"))
    Console().print(f"{students} students in {to}", highlight=False)
