"""What an author is told of a lesson's notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from course_utils.checking.exercise import Exercise, Group, fixed
from course_utils.commands.notebook_checks import notebook_problems, notes_on
from course_utils.course import installed_course
from course_utils.lessons import LESSONS
from tests.adopting import books

ROOT = Path(__file__).parents[2] / "notebooks"
SOLUTION = """
def root(x):
    ### BEGIN SOLUTION
    # a ValueError that no student reads of
    if x < 0:
        raise ValueError("negative")
    return x**0.5
    ### END SOLUTION
"""


def root(x: float) -> float:
    if x < 0:
        raise ValueError("negative")
    return x**0.5


def exercise(**more: Any) -> Exercise:
    groups = (
        Group("numbers", fixed((1.0,), (4.0,))),
        Group("below 0", fixed((-1.0,)), refused=True, **more),
    )
    return Exercise(root, groups)


def told(folder: Path, text: str, about: Exercise, *more: Any) -> list[str]:
    cells = [
        books.text("# A ValueError of another exercise"),
        books.tests("check(other)", "check_other", 1),
        books.text(text),
        books.answer(SOLUTION, "root"),
        books.tests("check(root)", "check_root", 1),
        *more,
    ]
    said = notebook_problems(books.write(folder, "book", cells), [about])
    return [one for one in said if "check_other" not in one]


def test_an_error_that_costs_points_has_to_be_in_the_text(tmp_path: Path) -> None:
    said = told(tmp_path, "The root of x.", exercise())
    assert said == [
        "book.ipynb: `root` has to raise ValueError (group 'below 0'), which its text does not say."
    ]
    assert told(tmp_path, "The root of x; a `ValueError` below 0.", exercise()) == []
    assert told(tmp_path, "The root of x.", exercise(weight=0)) == []


def test_silence_that_costs_points_has_to_be_in_the_text(tmp_path: Path) -> None:
    quiet = Exercise(root, (Group("large", fixed((1e300,), (2.0,)), silent=True),))
    assert "must not warn (group 'large')" in told(tmp_path, "The root.", quiet)[0]
    assert told(tmp_path, "The root, without a warning.", quiet) == []


def test_what_release_would_refuse_is_said_before(tmp_path: Path) -> None:
    generated = books.tests("### AUTOTEST root(4)", "generated", 1)
    (said,) = told(tmp_path, "A ValueError.", exercise(), generated)
    assert "AUTOTEST" in said


def test_tests_of_the_notebook_are_noted(tmp_path: Path) -> None:
    cells = [books.tests("assert root(4) == 2", "root_is_right", 1)]
    (note,) = notes_on(books.write(tmp_path, "book", cells))
    assert "the marks of root_is_right are decided by code that runs inside" in note
    assert list(notes_on(books.write(tmp_path, "book", [books.text("x")]))) == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_the_lessons_say_what_costs_points(lesson: Any) -> None:
    path = ROOT / lesson.id / f"{lesson.id}.ipynb"
    assert list(notebook_problems(path, installed_course().of_lesson(lesson.id))) == []
