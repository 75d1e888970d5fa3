"""What takes long is graded after all others, for a time that is set, and never gets a 0 for it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from functools import partial

import pytest
from typer.testing import CliRunner

from course_utils.checking.verdict import GRADER_FAILED, Verdict
from course_utils.cli import app
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.model import (
    GradedSubmission,
    Job,
    RunSettings,
    RunSummary,
    SandboxSettings,
)
from course_utils.grading.run import result_files
from course_utils.grading.run.grade_lesson import LessonRun
from course_utils.grading.run.pool import local_pool
from course_utils.grading.sandbox.limits import Limits
from tests.grading.conftest import LESSON, RIGHT, WRONG, HandIn
from tests.grading.run.test_pool import Here

FULL = {"check_sigmoid": 2.0, "check_classify": 3.0, "check_as_network": 4.0}
ENDLESS = {**RIGHT, "sigmoid": "def sigmoid(z):\n    while True: pass"}
Record = list[tuple[str, float | None]]
Grade = Callable[[Job], GradedSubmission]


def grader(record: Record, slow: str) -> Grade:
    """Return what stands for the worker: the work of students in `slow` does not end soon."""

    def grade(job: Job) -> GradedSubmission:
        student = job.submission.student
        record.append((student, job.seconds))
        is_slow = student in slow
        verdicts = {name.removeprefix("check_"): Verdict(name, "right", 1.0) for name in FULL}
        return GradedSubmission(
            student,
            LESSON,
            b'{"cells": []}',
            verdicts,
            FULL,
            fingerprints=job.fingerprints,
            new_version=job.new_version,
            seconds=30.0 if is_slow else 0.1,
            cut=is_slow and job.seconds is not None,
        )

    return grade


def run(
    course: CourseRoot, grade: Grade, slow_seconds: float = 60.0
) -> tuple[RunSummary, list[GradedSubmission]]:
    settings = RunSettings(lambda: Here(grade), SandboxSettings(), 2, slow_seconds=slow_seconds)
    lesson = LessonRun(course, LESSON, settings)
    return lesson.summary, list(lesson.run())


def marks(course: CourseRoot) -> dict[str, dict[str, tuple[float | None, bool]]]:
    """Return by student and cell the mark, and whether somebody has to look."""
    found: dict[str, dict[str, tuple[float | None, bool]]] = {}
    with contextlib.closing(sqlite3.connect(course.path / "gradebook.db")) as database:
        for student, cell, score, look in database.execute(
            "select submitted_assignment.student_id, base_cell.name, grade.auto_score, "
            "grade.needs_manual_grade from grade "
            "join base_cell on base_cell.id = grade.cell_id "
            "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment "
            "on submitted_assignment.id = submitted_notebook.assignment_id "
            "where base_cell.name like 'check_%'"
        ):
            found.setdefault(student, {})[cell] = (score, bool(look))
    return found


@pytest.fixture
def class_of_four(course: CourseRoot, hand_in: HandIn) -> CourseRoot:
    for student in "abcd":
        hand_in(student, RIGHT)
    return course


def test_others_come_first_and_the_slow_ones_begin_again_with_all_their_time(
    class_of_four: CourseRoot,
) -> None:
    record: Record = []
    summary, graded = run(class_of_four, grader(record, "ac"))
    quick = RunSettings.quick_seconds
    assert record[:4] == [(name, quick) for name in "abcd"]
    assert sorted(record[4:], key=str) == [("a", None), ("c", None)]
    assert {one.student for one in graded[:2]} == {"b", "d"}
    assert {one.student for one in graded[2:]} == {"a", "c"}
    assert (summary.graded, summary.failed, summary.too_slow) == (4, [], [])
    assert marks(class_of_four)["a"]["check_sigmoid"] == (2.0, False)


def test_what_was_slow_before_is_not_tried_in_a_hurry_again(
    class_of_four: CourseRoot, hand_in: HandIn
) -> None:
    run(class_of_four, grader([], "ac"))
    for path in class_of_four.path.glob("autograded/*/*/*.ipynb"):
        path.unlink()
    hand_in("c", WRONG)  # another version may be quicker
    record: Record = []
    run(class_of_four, grader(record, ""))
    quick = RunSettings.quick_seconds
    assert record == [("b", quick), ("c", quick), ("d", quick), ("a", None)]


def test_those_whose_turn_does_not_come_have_no_mark_and_are_graded_by_a_later_run(
    class_of_four: CourseRoot,
) -> None:
    summary, graded = run(class_of_four, grader([], "ac"), slow_seconds=0.0)
    assert sorted(summary.too_slow) == ["a", "c"]
    assert {one.student for one in graded[2:]} == {"a", "c"}
    assert {v.status for v in graded[2].verdicts.values()} == {GRADER_FAILED}
    assert "needs more than 5 s" in graded[2].reason
    found = marks(class_of_four)
    assert found["a"] == dict.fromkeys(FULL, (None, True))  # and not 0
    assert found["b"] == {name: (points, False) for name, points in FULL.items()}
    record: Record = []
    summary, _ = run(class_of_four, grader(record, "ac"))
    assert sorted(record, key=str) == [("a", None), ("c", None)]
    assert (summary.unchanged, summary.graded, summary.too_slow) == (2, 2, [])
    assert marks(class_of_four)["a"] == found["b"]


@pytest.mark.sandbox
@pytest.mark.usefixtures("needs_bubblewrap")
def test_the_mark_of_a_slow_submission_is_that_of_one_with_all_its_time(
    course: CourseRoot, hand_in: HandIn
) -> None:
    hand_in("ada", RIGHT)
    hand_in("bob", ENDLESS)
    limits = Limits(cell_seconds=6.0, call_seconds=3.0, submission_seconds=60.0)
    sandbox = SandboxSettings("bubblewrap", (str(course.path),), limits)
    settings = RunSettings(partial(local_pool, 1), sandbox, 1, quick_seconds=2.0)
    ada, bob = LessonRun(course, LESSON, settings).run()
    assert (ada.student, ada.earned) == ("ada", {**FULL, "why": 0.0})
    assert (bob.student, bob.earned) == ("bob", {**FULL, "check_sigmoid": 0.0, "why": 0.0})
    assert "no end after 3 s" in bob.verdicts["sigmoid"].message


@pytest.mark.sandbox
@pytest.mark.usefixtures("needs_bubblewrap")
def test_the_commands_say_who_was_not_graded_and_what_to_do(
    course: CourseRoot, hand_in: HandIn
) -> None:
    hand_in("ada", ENDLESS)
    config = course.path / "nbgrader_config.py"
    times = "c.CourseGrader.quick_seconds = 0.5\nc.CourseGrader.slow_seconds = 1e-9\n"
    config.write_text(f"{config.read_text()}\n{times}")

    def said(command: str, *more: str) -> str:
        result = CliRunner().invoke(app, [command, "--root", str(course.path), *more])
        assert result.exit_code == (command == "grade"), result.output
        return " ".join(result.output.split())

    graded = said("grade")
    assert "not graded yet, 1 that take long: ada" in graded
    assert "slow_seconds in nbgrader_config.py" in graded
    assert "could not be read" not in graded
    exported = said("export", "--to", str(course.path / "grades.csv"))
    assert "Not graded, and counted as 0: 1 submissions" in exported
    assert f"ada: {LESSON}" in exported
    assert "could not be read" not in (
        said("feedback") + course.feedback("ada", LESSON).read_text()
    )
    report = course.path / "report.html"
    said("report", "--to", str(report))
    page = report.read_text()
    assert "not graded" in page
    assert "needs more than 0.5 s" in page
    assert result_files.load(course, "ada", LESSON) is not None
