"""A week of a course: what an instructor does between two runs, through the commands."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from course_utils.cli import app
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.gradebook.connection import open_gradebook
from course_utils.grading.notebook.cells import as_json, nbgrader, read_source
from course_utils.grading.run import result_files
from tests.grading.conftest import LESSON, RIGHT, HandIn
from tests.grading.run.test_grade_lesson import FULL, enter_by_hand, marks

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]


def call(course: CourseRoot, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--root", str(course.path)])


def test_points_are_changed_after_grading(course: CourseRoot, hand_in: HandIn) -> None:
    hand_in("ada", {**RIGHT, "why": "because"})
    assert call(course, "grade").exit_code == 0
    enter_by_hand(course, "why", 3.0)
    source = read_source(course.source(LESSON))
    for cell in source["cells"]:
        if cell["id"] in ("why", "check_sigmoid"):
            nbgrader(cell)["points"] += 1
    course.source(LESSON).write_bytes(as_json(source))
    said = " ".join(call(course, "release").output.split())
    assert "why has 6 points and had 5: 1 marks by hand stay as they are" in said
    assert call(course, "grade").exit_code == 0
    assert marks(course)["ada"] == {**FULL, "check_sigmoid": 3.0, "why": None}
    result = result_files.load(course, "ada", LESSON)
    assert result is not None
    assert "points changed" in [flag.kind for flag in result.flags]
    assert not result.suspicious  # the instructor has changed them, and not the student


def test_a_student_leaves_and_comes_back(course: CourseRoot, hand_in: HandIn) -> None:
    hand_in("ada", RIGHT)
    hand_in("bob", RIGHT)
    call(course, "grade")
    shutil.move(course.submitted / "bob", course.path / "away")
    result = call(course, "grade")
    assert (result.exit_code, "1 unchanged" in result.output) == (0, True)
    assert set(marks(course)) == {"ada", "bob"}
    shutil.move(course.path / "away", course.submitted / "bob")
    result = call(course, "grade")
    assert (result.exit_code, "2 unchanged" in result.output) == (0, True)


def test_a_lesson_is_renamed(course: CourseRoot, hand_in: HandIn) -> None:
    for student in ("ada", "bob"):
        hand_in(student, RIGHT)
    call(course, "grade")
    before = marks(course)
    old = "01_regression"
    folder = course.submitted / "ada" / old
    (course.submitted / "ada" / LESSON).rename(folder)
    (folder / f"{LESSON}.ipynb").rename(folder / f"{old}.ipynb")
    result = call(course, "grade")
    said = " ".join(result.output.split())
    assert result.exit_code == 0
    assert f"work of 1 students for {old}, which is no lesson" in said
    assert LESSON not in said.partition("1 unchanged")[0].partition("too.")[0]
    assert marks(course) == before
    folder.rename(course.submitted / "ada" / LESSON)  # the notebook in it still has the old name
    result = call(course, "grade")
    assert "no lesson" not in result.output
    assert marks(course) == before
    graded = result_files.load(course, "ada", LESSON)
    assert graded is not None
    assert [flag.kind for flag in graded.flags] == ["renamed"]


def test_work_is_late_in_the_night_when_the_clocks_change(
    course: CourseRoot, hand_in: HandIn
) -> None:
    config = course.path / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with open_gradebook(course.db_url()) as gradebook:
        # A quarter past two in the winter's time: the second of that night in Berlin.
        gradebook.update_or_create_assignment(LESSON, duedate="2026-10-25 01:15:00 UTC")
    times = {"ada": "02:30:00 +0200", "bob": "02:10:00 +0100", "cyd": "02:30:00 +0100"}
    for student, time in times.items():
        path = hand_in(student, RIGHT)
        path.with_name("timestamp.txt").write_text(f"2026-10-25 {time}\n")
    assert call(course, "grade").exit_code == 0
    to = course.path / "grades.csv"
    call(course, "export", "--to", str(to))
    rows = [line.split(",") for line in to.read_text().splitlines()]
    assert {row[0]: row[-1] for row in rows[1:]} == {"ada": "9", "bob": "9", "cyd": "0"}


def test_grading_from_cron(course: CourseRoot, hand_in: HandIn, tmp_path: Path) -> None:
    hand_in("ada", RIGHT)
    (course.path / "gradebook.db").unlink()  # nbgrader makes one with a program that it looks for
    for command in ("release", "grade", "feedback", "report", "export"):
        done = subprocess.run(
            [sys.executable, "-m", "course_utils.cli", command],
            cwd=course.path,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert b"\x1b" not in done.stdout
    assert marks(course)["ada"] == {**FULL, "why": 0.0}


def test_a_gradebook_of_another_nbgrader_says_what_to_do(
    course: CourseRoot, hand_in: HandIn
) -> None:
    hand_in("ada", RIGHT)
    with closing(sqlite3.connect(course.path / "gradebook.db")) as database:
        database.execute("alter table submitted_notebook drop column late_submission_penalty")
        database.commit()
    for command in ("release", "grade", "export"):
        result = call(course, command)
        assert result.exit_code == 2
        assert "nbgrader db upgrade" in result.output


def test_what_macos_and_windows_leave_is_no_student(course: CourseRoot, hand_in: HandIn) -> None:
    path = hand_in("ada", RIGHT)
    shutil.copytree(course.submitted / "ada", course.submitted / "__MACOSX")
    path.with_name(f"._{path.name}").write_bytes(b"\0" * 99)
    path.with_name(".DS_Store").touch()
    assert call(course, "grade").exit_code == 0
    assert os.listdir(course.path / "autograded") == ["ada"]
    result = result_files.load(course, "ada", LESSON)
    assert result is not None
    assert result.flags == ()
