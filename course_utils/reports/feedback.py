"""A page for each graded submission: what was handed in, what is right, and what to look at.

The page is one file that fetches nothing and runs nothing. What a student wrote is text in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from course_utils.checking.display import CELLS, TITLES, TOLD
from course_utils.checking.verdict import GRADER_FAILED, Verdict
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.gradebook.class_marks import Mark, Marks, marks_of_class
from course_utils.grading.gradebook.connection import open_gradebook
from course_utils.grading.notebook.cells import (
    grade_id,
    is_grade,
    is_solution,
    is_task,
    is_test,
    nbgrader,
)
from course_utils.grading.notebook.rebuild import CHECK
from course_utils.grading.run import result_files
from course_utils.reports.page import policy, template, text_of


@dataclass(frozen=True)
class Part:
    """One exercise, written question or cell of the notebook's own tests on the page.

    `tests` is the result of such a cell in words; empty for everything else.
    """

    name: str
    answer: str
    points: float
    mark: Mark
    verdict: Verdict | None = None
    comment: str = ""
    tests: str = ""


# The style sheet's class of each sign in a picture of where an array differs.
PICTURE = {"=": "same", "+": "more", "++": "most", "-": "less", "--": "least", "?": "broken"}


def pages(course: CourseRoot, lesson_id: str) -> Iterator[tuple[str, str]]:
    """Yield student and page of each graded submission to a lesson."""
    folder = course.state / "results" / lesson_id
    students = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    marks = _marks(course, lesson_id) if students else {}
    for student in students:
        result = result_files.load(course, student, lesson_id)
        path = course.autograded(student, lesson_id) / f"{lesson_id}.ipynb"
        if result is None or student not in marks or not path.is_file():
            continue
        cells = json.loads(path.read_bytes())["cells"]
        parts = parts_of(cells, result.verdicts, marks[student])
        title = course.definition.lesson(lesson_id).title
        reason = "" if result.failed else result.reason  # a failure is said at each exercise
        yield student, page(student, title, parts, reason, marks[student].penalty)


def page(student: str, title: str, parts: list[Part], reason: str, penalty: float) -> str:
    """Return one feedback page as HTML."""
    style = text_of("page.css")
    text: str = template("feedback.html.j2").render(
        policy=policy(style),
        style=Markup(style),
        titles=TITLES,
        told=TOLD,
        cells=CELLS,
        classes=PICTURE,
        student=student,
        lesson=title,
        parts=parts,
        reason=reason,
        penalty=penalty,
        earned=sum(part.mark.score for part in parts) - penalty,
        possible=sum(part.points for part in parts),
        waiting=[part.name for part in parts if part.mark.needs_look and not _failed(part)],
    )
    return text


def _failed(part: Part) -> bool:
    return part.verdict is not None and part.verdict.status == GRADER_FAILED


def parts_of(cells: list[dict[str, Any]], verdicts: dict[str, Verdict], marks: Marks) -> list[Part]:
    """Put together answers, verdicts, marks and comments, in the notebook's order."""
    # On disk a text is a list of lines.
    answers = {grade_id(cell): "".join(cell["source"]) for cell in cells if is_solution(cell)}
    parts = []
    for cell in cells:
        if not is_grade(cell) and not is_task(cell):
            continue
        name = grade_id(cell).removeprefix(CHECK)
        parts.append(
            Part(
                name,
                answers.get(name, ""),
                float(nbgrader(cell)["points"]),
                marks.marks.get(grade_id(cell), Mark(0.0, needs_look=False)),
                verdicts.get(name) if not is_solution(cell) else None,
                marks.comments.get(name, ""),
                _of_tests(cell) if name not in verdicts and is_test(cell) else "",
            )
        )
    return parts


def _of_tests(cell: dict[str, Any]) -> str:
    """Return the result of a cell of tests: its error, or that there is none."""
    errors = [output for output in cell["outputs"] if output["output_type"] == "error"]
    if not errors:
        return "No test failed."
    return ": ".join(filter(None, (errors[0]["ename"], errors[0]["evalue"])))


def _marks(course: CourseRoot, lesson_id: str) -> dict[str, Marks]:
    gradebook = open_gradebook(course.db_url())
    try:
        return marks_of_class(gradebook, lesson_id)
    finally:
        gradebook.close()
