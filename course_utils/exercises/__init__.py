"""The exercises of this course: a package per lesson, found by lesson or by name.

Each lesson's package has a tuple `EXERCISES`, in the order of the notebook. `COURSE` is all that the
engine knows of this course.
"""

from __future__ import annotations

from collections.abc import Sequence

from course_utils.course import Course
from course_utils.lessons import LESSONS
from course_utils.lessons import find as find_lesson


def _seen(lesson_id: str) -> Sequence[str]:
    """Return what a submission may see of this course: the answer key of earlier lessons."""
    earlier = LESSONS[: LESSONS.index(find_lesson(lesson_id))]
    return (
        *("lessons.py", "notebook_functions.py", "own_functions.py", "reference/__init__.py"),
        *(f"reference/{lesson.module}.py" for lesson in earlier),
    )


COURSE = Course(
    LESSONS,
    module_of=lambda lesson_id: f"{__name__}.{find_lesson(lesson_id).module}",
    key_of=lambda lesson_id: f"course_utils.reference.{find_lesson(lesson_id).module}",
    seen=_seen,
    # The first has independent functions, the second has functions that build on each other.
    demo=("01_logistic_regression", "04_backpropagation"),
)
of_lesson = COURSE.of_lesson
find = COURSE.find
up_to = COURSE.up_to
lesson_of = COURSE.lesson_of
