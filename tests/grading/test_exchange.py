"""A course on a JupyterHub: nbgrader's exchange brings work in and takes our pages back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course_utils.cli import app
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.notebook.cells import as_json, read_source
from course_utils.grading.run import result_files
from tests.grading.conftest import LESSON, RIGHT, fill_in
from tests.grading.run.test_grade_lesson import FULL, marks

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]

SETTINGS = """
c.CourseDirectory.course_id = "networks"
c.Exchange.root = {root!r}
c.Exchange.cache = {cache!r}
"""


def nbgrader(folder: Path, *arguments: str) -> str:
    """Run a command of nbgrader in a folder; return what it said."""
    beside = str(Path(sys.executable).parent)
    path = os.pathsep.join([beside, os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path, "JUPYTER_CONFIG_DIR": str(folder / "none")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_work_goes_through_the_exchange_and_our_page_comes_back(
    course: CourseRoot, tmp_path: Path
) -> None:
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    student = tmp_path / "student"
    student.mkdir()
    settings = SETTINGS.format(root=str(exchange), cache=str(tmp_path / "cache"))
    config = course.path / "nbgrader_config.py"
    config.write_text(config.read_text() + settings)
    (student / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}")

    nbgrader(course.path, "release_assignment", LESSON)
    nbgrader(student, "fetch_assignment", LESSON)
    notebook = student / LESSON / f"{LESSON}.ipynb"
    notebook.write_bytes(as_json(fill_in(read_source(notebook), RIGHT)))
    nbgrader(student, "submit", LESSON)
    nbgrader(course.path, "collect", LESSON)

    root = ["--root", str(course.path)]
    assert CliRunner().invoke(app, ["grade", *root]).exit_code == 0
    (name,) = marks(course)
    assert marks(course)[name] == {**FULL, "why": 0.0}
    result = result_files.load(course, name, LESSON)
    assert result is not None
    assert result.flags == ()
    assert CliRunner().invoke(app, ["feedback", *root]).exit_code == 0
    nbgrader(course.path, "release_feedback", LESSON)
    nbgrader(student, "fetch_feedback", LESSON)
    (page,) = (student / LESSON / "feedback").rglob("*.html")
    assert page.read_text() == course.feedback(name, LESSON).read_text()
