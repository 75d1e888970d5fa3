"""A made-up class whose answers are all right, each student's in another of the ways to be right."""

from __future__ import annotations

import shutil
from pathlib import Path

from course_utils.demo_class.made_up_class import answered
from course_utils.exercises import of_lesson
from course_utils.grading.course_root import CONFIG, CourseRoot
from course_utils.grading.gradebook.release_lesson import release_lesson
from course_utils.grading.notebook.cells import as_json, read_source

ROOT = Path(__file__).parents[2]
LESSON = "04_backpropagation"


def make_course(path: Path, students: int) -> CourseRoot:
    """Make a course root at `path`, with lesson 04 released and handed in by so many students."""
    course = CourseRoot(path)
    path.mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, path)
    course.source(LESSON).parent.mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / LESSON / f"{LESSON}.ipynb", course.source(LESSON))
    release_lesson(course, LESSON)
    release = read_source(course.released(LESSON))
    ways = {
        exercise.name: [exercise.cell(answer) for answer in (None, *exercise.alternatives)]
        for exercise in of_lesson(LESSON)
    }
    for number in range(students):
        answers = {name: texts[number % len(texts)] for name, texts in ways.items()}
        folder = course.submitted / f"student-{number:05}" / LESSON
        folder.mkdir(parents=True)
        (folder / f"{LESSON}.ipynb").write_bytes(as_json(answered(release, answers)))
        (folder / "timestamp.txt").write_text("2026-01-02 10:00:00 UTC\n")
    return CourseRoot.open(path)


def full_marks(course: CourseRoot) -> float:
    """Return the points of all exercises together; written questions bear none of them here."""
    from course_utils.grading.notebook.rebuild import CHECK, points_of

    points = points_of(read_source(course.released(LESSON)))
    return sum(value for name, value in points.items() if name.startswith(CHECK))
