"""Every attack in one class, through the real `course grade`: on the installed course, and on another."""

import contextlib
import os
import shutil
import sqlite3
import time
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nbconvert.exporters import HTMLExporter
from typer.testing import CliRunner

from course_utils.cli import app
from course_utils.commands import grade as grade_command
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.gradebook.release_lesson import release_lesson
from course_utils.grading.notebook.cells import as_json, read_source
from course_utils.grading.run import result_files
from course_utils.grading.sandbox.limits import Limits
from tests.conftest import Once
from tests.grading.attacks import (
    ALL,
    ESCAPING,
    EXHAUSTING,
    FORGING,
    INTERPRETER,
    NONE,
    OTHERS,
    TABLE,
    Attack,
    Ground,
)
from tests.grading.conftest import CONFIG, LESSON, RIGHT

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]

STATISTICS = "02_association"
SECOND = [*FORGING, *INTERPRETER, *ESCAPING, *EXHAUSTING]
# Short enough for a table of attacks, long enough for honest work on a busy machine.
LIMITS = Limits(cell_seconds=3.0, call_seconds=2.0, submission_seconds=60.0)


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


POINTS = {
    LESSON: {"sigmoid": 2.0, "classify": 3.0, "as_network": 4.0},
    STATISTICS: {
        "covariance": 2.0,
        "correlation": 2.0,
        "regression_line": 2.0,
        "frequencies": 2.0,
    },
}
# A course of one's own has its key in a file: what a submission would do to find and use it.
SEARCH = """import glob, pathlib, sys
for pattern in ('**', '../**', '/**'):
    for path in glob.glob(pattern + '/checks/02_association.py', recursive=True):
        text = pathlib.Path(path).read_text()
        exec(text[text.index('def covariance') : text.index('def correlation')])
    if 'covariance' in globals():
        break
for name, module in list(sys.modules.items()):
    if name.startswith('checks') and hasattr(module, 'covariance'):
        covariance = module.covariance"""
ANSWERS = {
    "covariance": "def covariance(x, y):\n    return np.mean((x - x.mean()) * (y - y.mean()))",
    "correlation": "def correlation(x, y):\n    return np.corrcoef(x, y)[0, 1]",
    "regression_line": "def regression_line(x, y):\n    return tuple(np.polyfit(x, y, 1))",
    "frequencies": "def frequencies(words):\n    return {w: words.count(w) for w in words}",
}


@dataclass(frozen=True)
class Attacked:
    """A course whose lesson has been attacked and graded, and what the command said."""

    course: CourseRoot
    lesson: str
    said: str

    def marks(self, student: str) -> dict[str, float]:
        """Return a student's marks in the gradebook, by exercise."""
        with contextlib.closing(sqlite3.connect(self.course.path / "gradebook.db")) as database:
            rows = database.execute(
                "select base_cell.name, grade.auto_score from grade "
                "join base_cell on base_cell.id = grade.cell_id "
                "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
                "join submitted_assignment "
                "on submitted_assignment.id = submitted_notebook.assignment_id "
                "where submitted_assignment.student_id = ? and base_cell.name like 'check_%'",
                [student],
            )
            return {name.removeprefix("check_"): score for name, score in rows}


def attacked(course: CourseRoot, lesson: str, ground: Ground, table: list[Attack]) -> None:
    """Hand in all attacks, honest work before and after them, and grade them in one class."""
    honest = as_json(ground.filled(ground.right))
    works = {attack.name: attack.work(ground) for attack in table}
    for student, work in {"honest": honest, **works, "zz honest too": honest}.items():
        folder = course.submitted / student / lesson
        folder.mkdir(parents=True)
        (folder / f"{lesson}.ipynb").write_bytes(work)
    for attack in table:
        if attack.folder:
            attack.folder(course.submitted / attack.name / lesson)
    before = processes()
    settings_for = grade_command.settings_for

    def quick(*arguments: Any) -> Any:
        settings = settings_for(*arguments)
        sandbox = replace(settings.sandbox, limits=LIMITS)
        return replace(settings, sandbox=sandbox, quick_seconds=LIMITS.submission_seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grade_command, "settings_for", quick)
        result = CliRunner().invoke(
            app, ["grade", lesson, "--root", str(course.path), "--workers", "2"]
        )
    assert result.exit_code == 0, result.output
    # The kernel takes a moment to end what the walls held; what a submission left would stay.
    left, patience = processes() - before, time.monotonic() + 60
    while left and time.monotonic() < patience:
        time.sleep(0.1)
        left &= processes()
    assert not left
    (course.path.parent / "said.txt").write_text(result.output)


def found(folder: Path, lesson: str) -> Attacked:
    course = CourseRoot.open(folder / "course")
    return Attacked(course, lesson, (folder / "said.txt").read_text())


@pytest.fixture(scope="module")
def graded(released_course: Path, once: Once) -> Attacked:
    """Give the installed course with all attacks graded."""

    def make(folder: Path) -> None:
        course = CourseRoot.open(shutil.copytree(released_course, folder / "course"))
        theft = "from course_utils.reference.logistic_regression import sigmoid"
        ground = Ground(read_source(course.released(LESSON)), RIGHT, "def sigmoid(z):", theft)
        attacked(course, LESSON, ground, TABLE)

    return found(once("attacked", make), LESSON)


@pytest.fixture(scope="module")
def own(once: Once) -> Attacked:
    """Give a course of one's own with the attacks on its judge, its key and its limits graded."""

    def make(folder: Path) -> None:
        shutil.copytree(Path(__file__).parents[1] / "statistics", folder / "course")
        shutil.copy(CONFIG, folder / "course")
        course = CourseRoot.open(folder / "course")
        release_lesson(course, STATISTICS)
        release = read_source(course.released(STATISTICS))
        ground = Ground(release, ANSWERS, "def covariance(z, other):", SEARCH)
        attacked(course, STATISTICS, ground, SECOND)

    return found(once("attacked-too", make), STATISTICS)


def look_at(attacked: Attacked, attack: Attack) -> None:
    result = result_files.load(attacked.course, attack.name, attacked.lesson)
    assert result is not None
    points = POINTS[attacked.lesson]
    names = list(points)
    right = {ALL: names, OTHERS: names[1:], NONE: []}[attack.right]
    due = {name: points[name] if name in right else 0.0 for name in names}
    said = {name: verdict.message for name, verdict in result.verdicts.items()}
    assert attacked.marks(attack.name) == due, said
    assert result.suspicious == attack.flagged, result.flags


@pytest.mark.parametrize("attack", TABLE, ids=lambda attack: attack.name)
def test_an_attack_earns_what_is_right_and_no_more(graded: Attacked, attack: Attack) -> None:
    look_at(graded, attack)


@pytest.mark.parametrize("attack", SECOND, ids=lambda attack: attack.name)
def test_an_attack_on_another_course_earns_no_more(own: Attacked, attack: Attack) -> None:
    look_at(own, attack)


def test_the_key_of_another_course_would_be_found_where_it_can_be_seen(
    own: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.course.path)
    space: dict[str, Any] = {"np": np}
    exec(SEARCH, space)
    assert space["covariance"](np.arange(3), np.arange(3)) == pytest.approx(2 / 3)


def test_honest_neighbors_are_untouched(graded: Attacked, own: Attacked) -> None:
    for class_ in (graded, own):
        points = POINTS[class_.lesson]
        assert class_.marks("honest") == class_.marks("zz honest too") == points


def test_nothing_was_written_outside(graded: Attacked) -> None:
    course = graded.course
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
    graded: Attacked, tmp_path: Path
) -> None:
    without = shutil.ignore_patterns("submitted")  # which has a pipe in it
    course = CourseRoot(shutil.copytree(graded.course.path, tmp_path / "course", ignore=without))
    result = CliRunner().invoke(app, ["feedback", "--root", str(course.path)])
    assert result.exit_code == 0, result.output
    page = course.feedback("scripts", LESSON).read_text()
    assert "evil()" in page
    assert "<script" not in page
    notebook = read_source(course.autograded("scripts", LESSON) / f"{LESSON}.ipynb")
    shown = [o for cell in notebook["cells"] for o in cell.get("outputs", [])]
    html = [o["data"]["text/html"] for o in shown if "text/html" in o.get("data", {})]
    assert len(html) == len(POINTS[LESSON])
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
    graded: Attacked,
) -> None:
    path = graded.course.autograded("scripts", LESSON) / f"{LESSON}.ipynb"
    text, _ = HTMLExporter().from_filename(str(path))
    assert text.count("evil()") > 3
    assert not [value for value in Live(text).found if "evil()" in value]


def test_what_is_deliberate_is_named_to_the_instructor(graded: Attacked) -> None:
    assert "wants a look" in graded.said
