"""`course release`: the student versions, and the lessons in the gradebook."""

from __future__ import annotations

from rich.console import Console

from course_utils.commands.notebook_checks import notebook_problems
from course_utils.grading.course_root import CourseError, CourseRoot
from course_utils.grading.gradebook.release_lesson import release_lesson


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
            released = release_lesson(course, lesson_id)
            console.print(f"{released.path.relative_to(course.path)}", highlight=False)
            exercises = course.definition.of_lesson(lesson_id)
            problems = notebook_problems(course.source(lesson_id), exercises)
            for note in (*released.notes, *problems):
                console.print(f"  {note}", style="yellow", highlight=False, markup=False)
