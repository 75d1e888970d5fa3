"""Stock nbgrader's commands on our release and our grades give the same marks."""

import os
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course_utils.grading.course_root import CONFIG, CourseRoot
from course_utils.grading.notebook.cells import as_json
from tests.grading.conftest import LESSON, RIGHT, WRONG, HandIn, Notebook, fill_in
from tests.grading.run.test_grade_lesson import enter_by_hand, marks, run

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]


def nbgrader(course: CourseRoot, *arguments: str) -> subprocess.CompletedProcess[str]:
    beside = str(Path(sys.executable).parent)
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.path,
        env={**os.environ, "PATH": os.pathsep.join([beside, os.environ["PATH"]])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_stock_autograde_gives_the_marks_of_course_grade(
    course: CourseRoot, hand_in: HandIn, release: Notebook
) -> None:
    half = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
    lies = "import numpy as np\nnp.allclose = lambda *a, **k: True"
    unchecked = fill_in(release, WRONG)
    unchecked["cells"] = [c for c in unchecked["cells"] if not c["id"].startswith("check")]
    hand_in("ada", {**RIGHT, "why": "because"})
    hand_in("bob", {**RIGHT, "sigmoid": half})
    hand_in("cyd", {**WRONG, "imports": lies})
    hand_in("dan", as_json(unchecked))
    hand_in("eve", b"Dear grader")
    result = nbgrader(course, "autograde", LESSON)
    assert result.returncode == 0, result.stderr
    stock = marks(course)
    assert stock["ada"]["check_sigmoid"] == 2.0
    assert 0 < (stock["bob"]["check_sigmoid"] or 0) < 2
    summary, _ = run(course, force=True)
    assert summary.graded == 5
    assert marks(course) == stock


@pytest.mark.parametrize(
    ("answers", "passes"), [(RIGHT, True), (RIGHT | {"classify": WRONG["classify"]}, False)]
)
def test_stock_validate_agrees_on_right_and_wrong(
    course: CourseRoot, hand_in: HandIn, answers: dict[str, str], passes: bool
) -> None:
    path = hand_in("ada", {**answers, "demo": "pass", "why": "because"})
    result = nbgrader(course, "validate", str(path))
    assert result.returncode == 0, result.stderr
    assert ("Success!" in result.stdout) == passes, result.stdout
    assert ("classify" in result.stdout) == (not passes)


def test_a_cell_tagged_skip_execution_does_not_pass_stock_validate(
    course: CourseRoot, hand_in: HandIn, release: Notebook
) -> None:
    work = fill_in(release, {**WRONG, "demo": "pass"})
    for cell in work["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]
    result = nbgrader(course, "validate", str(hand_in("ada", work)))
    assert "Success!" not in result.stdout, result.stdout


def test_nbgraders_feedback_and_export_work_on_our_grades(
    course: CourseRoot, hand_in: HandIn
) -> None:
    hand_in("ada", {**RIGHT, "why": "because"})
    hand_in("bob", b"Dear grader")
    run(course)
    enter_by_hand(course, "why", 4.5)
    result = nbgrader(course, "generate_feedback", LESSON)
    assert result.returncode == 0, result.stderr
    page = course.feedback("ada", LESSON).read_text()
    assert "13.5 / 14.0" in page
    assert "well said" in page
    result = nbgrader(course, "export")
    assert result.returncode == 0, result.stderr
    rows = (course.path / "grades.csv").read_text().splitlines()
    assert [row for row in rows if ",ada," in row and ",13.5," in row]


def test_what_nbgrader_collects_from_a_zip_is_graded(course: CourseRoot, release: Notebook) -> None:
    with (course.path / CONFIG).open("a") as config:
        pattern = r".*/(?P<student_id>[a-z]+)_(?P<timestamp>[0-9-]+)_(?P<file_id>.+)"
        config.write(f"\nc.FileNameCollectorPlugin.named_regexp = r'{pattern}'\n")
    archive = course.path / "downloaded" / LESSON / "archive" / "all.zip"
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as file:
        for student, answers in (("ada", RIGHT), ("bob", WRONG)):
            work = as_json(fill_in(release, answers))
            file.writestr(f"{student}_2026-01-02-10-00-00_{LESSON}.ipynb", work)
    result = nbgrader(course, "zip_collect", LESSON)
    assert result.returncode == 0, result.stderr
    summary, _ = run(course)
    assert (summary.graded, summary.failed) == (2, [])
    full, nothing = marks(course)["ada"], marks(course)["bob"]
    assert full["check_as_network"] == 4.0
    assert set(nothing.values()) == {0.0}
    with Gradebook(course.db_url()) as gradebook:
        assert gradebook.find_submission(LESSON, "ada").timestamp == datetime(2026, 1, 2, 10)
