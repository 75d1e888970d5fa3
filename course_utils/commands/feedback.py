"""`course feedback`: a page for each graded submission."""

from __future__ import annotations

from rich.console import Console

from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.grading.notebook.submission import read_beside
from course_utils.reports.feedback import pages


def write_feedback(course: CourseRoot, lessons: list[str]) -> None:
    """Write the feedback pages of all graded submissions to these lessons.

    Raises
    ------
    CourseError
        If nothing has been graded.
    """
    written = 0
    console = Console()
    with console.status("Writing feedback ..."):
        for lesson_id in course.lessons(lessons):
            for student, page in pages(course, lesson_id):
                # A folder's name may hold bytes that are no text.
                data = page.encode("utf-8", "replace")
                path = course.feedback(student, lesson_id)
                write_atomically(path, data)
                # `nbgrader release_feedback` looks for them beside the page.
                for name in ("timestamp.txt", "submission_secret.txt"):
                    if beside := read_beside(course.submitted, student, lesson_id, name):
                        write_atomically(path.with_name(name), beside)
                written += 1
    if not written:
        raise CourseError("Nothing has been graded yet. Run: course grade")
    console.print(f"{written} pages in {course.path / 'feedback'}", highlight=False)
