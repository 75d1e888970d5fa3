"""The book shows no solution, and every lesson can be opened and downloaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.grading.notebook.cells import is_grade, is_solution, read_source
from course_utils.grading.notebook.student_version import solution_lines, student_version
from course_utils.lessons import LESSONS, Lesson
from site_builder.book import pages_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_a_page_has_no_solution_and_the_pictures(lesson: Lesson) -> None:
    solved = read_source(ROOT / "notebooks" / lesson.id / f"{lesson.id}.ipynb")
    page = pages_of(solved, lesson)
    for shown, student in zip(page["cells"][1:], student_version(solved)["cells"][1:], strict=True):
        assert shown["source"] == student["source"]
        if is_solution(shown) or is_grade(shown):
            assert not shown.get("outputs")
    answers = {line for line in solution_lines(solved) if len(line) > 12}
    cells = [cell["source"] for cell in page["cells"] if is_solution(cell)]
    lines = {line.strip() for source in cells for line in source.split("\n")}
    assert not answers & lines
    kinds = [
        kind for c in page["cells"] for o in c.get("outputs", ()) for kind in o.get("data", {})
    ]
    assert "text/html" in kinds
    assert not [kind for kind in kinds if "widget" in kind]


def test_a_page_begins_with_what_to_do() -> None:
    solved = read_source(ROOT / "notebooks" / LESSONS[1].id / f"{LESSONS[1].id}.ipynb")
    first = pages_of(solved, LESSONS[1])["cells"][0]["source"]
    assert first.startswith("# Logistic Regression")
    assert "course/notebooks/index.html?path=01_logistic_regression.ipynb" in first
    assert 'href="notebooks/01_logistic_regression.ipynb" download' in first
