"""Every attack in one class, through the real `course grade`."""

import contextlib
import os
import shutil
import sqlite3
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from typer.testing import CliRunner

from course_utils.cli import app
from course_utils.commands import grade as grade_command
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.notebook.cells import as_json, read_source
from course_utils.grading.run import result_files
from course_utils.grading.sandbox.limits import Limits
from tests.grading.attacks import TABLE, Attack
from tests.grading.conftest import LESSON, RIGHT, fill_in

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]

POINTS = {"sigmoid": 2.0, "classify": 3.0, "as_network": 4.0}
# Short enough for a table of attacks, long enough for honest work on a busy machine.
LIMITS = Limits(cell_seconds=6.0, call_seconds=3.0, submission_seconds=60.0)


def processes() -> set[int]:
    """Return the processes that run in a sandbox, by their environment.

    Those that descend from another test process, beside this one, are its own affair.
    """
    found = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if b"COURSE_SANDBOX=1" in path.read_bytes():
                line = ancestors(int(path.parent.name))
                if os.getpid() in line or os.getppid() not in line:
                    found.add(int(path.parent.name))
    return found


def ancestors(pid: int) -> list[int]:
    """Return a process's parent, its parent and so on."""
    line = []
    while pid > 1:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        pid = int(after_name[1])
        line.append(pid)
    return line


@pytest.fixture(scope="module")
def graded(
    released_course: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[CourseRoot, str]:
    """Give the course with all attacks graded, and what the command said."""
    path = tmp_path_factory.mktemp("attacked") / "course"
    shutil.copytree(released_course, path)
    course = CourseRoot.open(path)
    release = read_source(course.released(LESSON))
    honest = as_json(fill_in(release, RIGHT))
    works = {attack.name: attack.work(release) for attack in TABLE}
    for student, work in {"honest": honest, **works, "zz honest too": honest}.items():
        folder = course.submitted / student / LESSON
        folder.mkdir(parents=True)
        (folder / f"{LESSON}.ipynb").write_bytes(work)
    for attack in TABLE:
        if attack.folder:
            attack.folder(course.submitted / attack.name / LESSON)
    before = processes()
    settings_for = grade_command.settings_for

    def quick(*arguments: Any) -> Any:
        settings = settings_for(*arguments)
        return replace(settings, sandbox=replace(settings.sandbox, limits=LIMITS))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grade_command, "settings_for", quick)
        result = CliRunner().invoke(app, ["grade", "--root", str(path), "--workers", "2"])
    assert result.exit_code == 0, result.output
    assert processes() <= before
    return course, result.output


def marks(course: CourseRoot, student: str) -> dict[str, float]:
    with contextlib.closing(sqlite3.connect(course.path / "gradebook.db")) as database:
        rows = database.execute(
            "select base_cell.name, grade.auto_score from grade "
            "join base_cell on base_cell.id = grade.cell_id "
            "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id "
            "where submitted_assignment.student_id = ? and base_cell.name like 'check_%'",
            [student],
        )
        return {name.removeprefix("check_"): score for name, score in rows}


@pytest.mark.parametrize("attack", TABLE, ids=lambda attack: attack.name)
def test_an_attack_earns_what_is_right_and_no_more(
    graded: tuple[CourseRoot, str], attack: Attack
) -> None:
    course, _ = graded
    result = result_files.load(course, attack.name, LESSON)
    assert result is not None
    verdicts = result.verdicts
    due = {name: points if name in attack.right else 0.0 for name, points in POINTS.items()}
    assert marks(course, attack.name) == due, {n: v.message for n, v in verdicts.items()}
    assert result.suspicious == attack.flagged, result.flags


def test_honest_neighbors_are_untouched(graded: tuple[CourseRoot, str]) -> None:
    assert marks(graded[0], "honest") == marks(graded[0], "zz honest too") == POINTS


def test_nothing_was_written_outside(graded: tuple[CourseRoot, str]) -> None:
    course, _ = graded
    here = {path.name for path in course.path.iterdir()}
    assert here == {
        "nbgrader_config.py",
        "notebooks",
        "release",
        "submitted",
        "autograded",
        "gradebook.db",
        ".course",
    }
    assert not Path("/tmp/pwned").exists()
    assert not (course.path.parent / "pwned").exists()


def test_nothing_that_a_browser_would_run_is_in_a_graded_notebook_or_page(
    graded: tuple[CourseRoot, str],
) -> None:
    course, _ = graded
    result = CliRunner().invoke(app, ["feedback", "--root", str(course.path)])
    assert result.exit_code == 0, result.output
    page = course.feedback("scripts", LESSON).read_text()
    assert "evil()" in page
    assert "<script" not in page
    notebook = read_source(course.autograded("scripts", LESSON) / f"{LESSON}.ipynb")
    shown = [o for cell in notebook["cells"] for o in cell.get("outputs", [])]
    html = [o["data"]["text/html"] for o in shown if "text/html" in o.get("data", {})]
    assert len(html) == len(POINTS)
    assert not [text for text in html if "<script" in text]
    assert not [o for o in shown if "application/javascript" in o.get("data", {})]


class Live(HTMLParser):
    """Collects what of a page would be run: scripts, and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script"
        self.found += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)


def test_nbgraders_own_pages_of_a_graded_notebook_run_nothing_of_it(
    graded: tuple[CourseRoot, str],
) -> None:
    path = graded[0].autograded("scripts", LESSON) / f"{LESSON}.ipynb"
    text, _ = HTMLExporter().from_filename(str(path))
    assert text.count("evil()") > 3
    assert not [value for value in Live(text).found if "evil()" in value]


def test_what_is_deliberate_is_named_to_the_instructor(graded: tuple[CourseRoot, str]) -> None:
    assert "wants a look" in graded[1]
