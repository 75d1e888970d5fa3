"""`course report`: the class report as one page."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from rich.console import Console

from course_utils.checking.exercise import Exercise
from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.grading.notebook.cells import NotebookError, grade_id, is_solution, read_source
from course_utils.reports.alike import Alike, compare
from course_utils.reports.class_data import ClassData, read_class
from course_utils.reports.class_report import class_report


def write_report(course: CourseRoot, lessons: list[str], to: Path, formgrader: str) -> None:
    """Write the class report.

    Raises
    ------
    CourseError
        If nothing has been graded.
    """
    console = Console()
    with console.status("Reading the class ..."):
        data = read_class(course, course.lessons(lessons))
        if not data.lessons:
            raise CourseError("Nothing has been graded yet. Run: course grade")
        page = class_report(data, alike_answers(course, data), formgrader)
    # A folder's name may hold bytes that are no text; the page shows a question mark for them.
    write_atomically(to.resolve(), page.encode("utf-8", "replace"))
    console.print(f"The class report is {to}", highlight=False, markup=False)


def alike_answers(course: CourseRoot, data: ClassData) -> Alike:
    """Compare the answers of a class, exercise by exercise."""
    answers: dict[str, dict[str, str]] = {}
    known: dict[str, list[str]] = defaultdict(list)
    for lesson in data.lessons:
        lesson_id = lesson.lesson.id
        for name in lesson.exercises:
            answers[name] = {
                one.student: one.answers[name] for one in lesson.handed if name in one.answers
            }
        for path in (course.released(lesson_id), course.source(lesson_id)):
            for name, source in _answer_cells(path).items():
                known[name].append(source)
        for exercise in course.definition.of_lesson(lesson_id):
            known[exercise.name] += _ways(exercise)
    return compare(answers, known, len(data.students))


def _answer_cells(path: Path) -> dict[str, str]:
    try:
        cells = read_source(path)["cells"]
    except (OSError, NotebookError):
        return {}
    return {grade_id(cell): cell["source"] for cell in cells if is_solution(cell)}


def _ways(exercise: Exercise) -> list[str]:
    """Return all answers to an exercise that the course knows, right and wrong."""
    answers = (None, *exercise.alternatives, *exercise.mistakes)
    return [exercise.cell(answer) for answer in answers]
