"""A folder `checks/` is a course; what is wrong with one is said in a sentence that names the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from course_utils.course import (
    CourseDefinitionError,
    course_around,
    course_at,
    installed_course,
)

EXERCISE = """
import numpy as np
from course_utils.checking.exercise import Exercise, Group

def {name}(x):
    return 2 * x

NAME = Exercise({name}, (Group("numbers", lambda rng: (rng.normal(),)),))
"""


def make(folder: Path, **files: str) -> Path:
    (folder / "checks").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "checks" / f"{name.removeprefix('n')}.py").write_text(text)
    return folder


def test_a_file_is_a_lesson_and_its_exercises_are_found(tmp_path: Path) -> None:
    make(
        tmp_path,
        n02_twice=EXERCISE.format(name="twice"),
        n01_double=EXERCISE.format(name="double"),
        _shared="ONE = 1",
    )
    course = course_at(tmp_path)
    assert [(lesson.id, lesson.title) for lesson in course.lessons] == [
        ("01_double", "Double"),
        ("02_twice", "Twice"),
    ]
    assert [exercise.name for exercise in course.of_lesson("02_twice")] == ["twice"]
    assert course.lesson_of("double").id == "01_double"
    assert list(course.up_to("double")) == ["double"]
    assert list(course.up_to("twice")) == ["double", "twice"]
    assert course.seen("01_double") == ()


def test_it_is_found_from_a_notebook_s_folder(tmp_path: Path) -> None:
    make(tmp_path, n01_double=EXERCISE.format(name="double"))
    notebook = tmp_path / "notebooks" / "01_double"
    notebook.mkdir(parents=True)
    assert course_around(notebook) is course_at(tmp_path)
    assert course_around(tmp_path) is course_at(tmp_path)


def test_without_checks_it_is_the_installed_course(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()  # somebody's own folder of that name, without a module
    assert course_at(tmp_path) is installed_course()
    assert course_at(tmp_path / "nowhere") is installed_course()
    assert course_around(tmp_path / "nowhere") is installed_course()


def test_a_changed_file_makes_a_new_course(tmp_path: Path) -> None:
    make(tmp_path, n01_double=EXERCISE.format(name="double"))
    before = course_at(tmp_path)
    path = tmp_path / "checks" / "01_double.py"
    path.write_text(EXERCISE.format(name="doubled"))
    os.utime(path, ns=(1, 1))
    after = course_at(tmp_path)
    assert before is not after
    assert [e.name for e in after.of_lesson("01_double")] == ["doubled"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"n01_a": "x = 1\n"}, ["01_a.py", "defines no exercise"]),
        ({"n01_a": "x = 1\ny = 1 / 0\n"}, ["01_a.py, line 2", "ZeroDivisionError"]),
        ({"n01_a": "def :\n"}, ["01_a.py", "SyntaxError"]),
        ({"n01_a": "import nothing_of_this_name\n"}, ["01_a.py, line 1", "nothing_of_this_name"]),
        (
            {"n01_a": EXERCISE.format(name="f"), "n02_b": EXERCISE.format(name="f")},
            ["named `f`", "01_a.py", "02_b.py"],
        ),
        (
            {"n01_a": EXERCISE.format(name="f") + EXERCISE.format(name="f").replace("NAME", "X")},
            ["01_a.py", "two exercises are named `f`"],
        ),
    ],
)
def test_bad_definitions_are_named(tmp_path: Path, files: dict[str, str], words: list[str]) -> None:
    make(tmp_path, **files)
    with pytest.raises(CourseDefinitionError) as caught:
        course_at(tmp_path)
    for word in words:
        assert word in str(caught.value)


def test_an_unknown_exercise_is_answered_with_the_nearest() -> None:
    with pytest.raises(KeyError, match="Did you mean `sigmoid`"):
        installed_course().find("sigmiod")
    with pytest.raises(ValueError, match="the lessons are 00_"):
        installed_course().lesson("99_nothing")


def test_the_key_of_a_lesson_and_of_later_ones_is_hidden() -> None:
    course = installed_course()
    last = course.lessons[-1].id
    assert course.hidden_key_modules(last) == {course.key_of(last)}
    assert course.hidden_key_modules(course.lessons[0].id) == course.key_modules()
    assert all(name.startswith("reference/") for name in course.key_files(last))
    assert not set(course.key_files(last)) & set(course.seen(last))
