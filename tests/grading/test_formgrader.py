"""nbgrader's own web pages on what we wrote: they open, show marks, and take a person's marks."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from course_utils.grading.course_root import CourseRoot
from course_utils.grading.notebook.cells import as_json, read_source
from tests.grading.conftest import LESSON, RIGHT, WRONG, fill_in
from tests.grading.run.test_grade_lesson import FULL, marks, run, waiting

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]

TOKEN = "test"


@dataclass(frozen=True)
class Formgrader:
    """The server of one course."""

    address: str
    course: CourseRoot

    def ask(self, path: str, body: dict[str, Any] | None = None, method: str = "GET") -> str:
        """Return the text of a page; an error status raises."""
        request = urllib.request.Request(
            f"{self.address}/formgrader/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            text: str = reply.read().decode()
            return text

    def rows(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.ask(f"api/{path}"))
        return found

    def submission(self, student: str) -> str:
        """Return the id under which formgrader shows a student's notebook."""
        rows = self.rows(f"submitted_notebooks/{LESSON}/{LESSON}")
        return next(str(row["id"]) for row in rows if row["student"] == student)


@pytest.fixture(scope="module")
def formgrader(
    released_course: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Formgrader]:
    """Give a served course: ada is right, bob wrong, cyd's file is no notebook; all graded by us."""
    path = tmp_path_factory.mktemp("served")
    course = CourseRoot.open(shutil.copytree(released_course, path / "course"))
    release = read_source(course.released(LESSON))
    works = {
        "ada": as_json(fill_in(release, {**RIGHT, "why": "because"})),
        "bob": as_json(fill_in(release, WRONG)),
        "cyd": b"Dear grader",
    }
    for student, work in works.items():
        folder = course.submitted / student / LESSON
        folder.mkdir(parents=True)
        (folder / f"{LESSON}.ipynb").write_bytes(work)
    run(course, workers=2)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {f"JUPYTER_{name}_DIR": str(path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    beside = str(Path(sys.executable).parent)
    environment = {**os.environ, **own, "IPYTHONDIR": str(path / "ipython")}
    environment["PATH"] = os.pathsep.join([beside, os.environ["PATH"]])
    options = [
        f"--port={port}",
        "--no-browser",
        "--allow-root",
        f"--IdentityProvider.token={TOKEN}",
    ]
    extension = "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"
    with (path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", *options, extension],
            cwd=course.path,
            env=environment,
            stdout=log,
            stderr=log,
        )
    served = Formgrader(f"http://127.0.0.1:{port}", course)
    try:
        for _ in range(300):
            try:
                served.ask("api/status")
                break
            except OSError:
                assert process.poll() is None, (path / "log").read_text()
                time.sleep(0.2)
        yield served
    finally:
        process.terminate()
        process.wait(30)


def test_every_page_opens(formgrader: Formgrader) -> None:
    pages = [
        "",
        "manage_assignments",
        f"manage_submissions/{LESSON}",
        "gradebook",
        f"gradebook/{LESSON}",
        f"gradebook/{LESSON}/{LESSON}",
        "manage_students",
        "manage_students/ada",
        f"manage_students/ada/{LESSON}",
    ]
    for page in pages:
        assert "formgrader" in formgrader.ask(page).lower(), page


def test_the_tables_show_our_marks(formgrader: Formgrader) -> None:
    (assignment,) = formgrader.rows("assignments")
    assert (assignment["name"], assignment["num_submissions"]) == (LESSON, 3)
    rows = {row["student"]: row for row in formgrader.rows(f"submissions/{LESSON}")}
    assert {name: row["autograded"] for name, row in rows.items()} == dict.fromkeys(rows, True)
    assert {name: row["code_score"] for name, row in rows.items()} == {
        "ada": 9.0,
        "bob": 0.0,
        "cyd": 0.0,
    }
    assert [name for name, row in rows.items() if row["needs_manual_grade"]] == ["ada"]


@pytest.mark.parametrize("student", ["ada", "bob", "cyd"])
def test_a_graded_notebook_opens_with_its_verdicts(formgrader: Formgrader, student: str) -> None:
    page = formgrader.ask(f"submissions/{formgrader.submission(student)}/?index=0")
    assert page.count('class="score tabbable"') == 4
    with_reason = {"ada": "2.0", "bob": "sigmoid", "cyd": "not a notebook"}[student]
    assert with_reason in page


def test_a_person_marks_the_written_question_and_it_stays(formgrader: Formgrader) -> None:
    submission = formgrader.submission("ada")
    grades = formgrader.rows(f"grades?submission_id={submission}")
    (written,) = [grade for grade in grades if grade["name"] == "why"]
    assert written["needs_manual_grade"] is True
    marked = json.loads(
        formgrader.ask(f"api/grade/{written['id']}", {"manual_score": 4.5}, method="PUT")
    )
    assert (marked["manual_score"], marked["needs_manual_grade"]) == (4.5, False)
    comments = formgrader.rows(f"comments?submission_id={submission}")
    (comment,) = [comment for comment in comments if comment["name"] == "why"]
    said = {"manual_comment": "well said"}
    formgrader.ask(f"api/comment/{comment['id']}", said, method="PUT")
    summary, _ = run(formgrader.course, force=True)
    assert summary.graded == 3
    assert waiting(formgrader.course) == set()
    rows = {row["student"]: row for row in formgrader.rows(f"submissions/{LESSON}")}
    assert rows["ada"]["score"] == 13.5
    (comment,) = [
        comment
        for comment in formgrader.rows(f"comments?submission_id={submission}")
        if comment["name"] == "why"
    ]
    assert comment["manual_comment"] == "well said"


def test_the_autograde_button_gives_the_same_marks(formgrader: Formgrader) -> None:
    before = marks(formgrader.course)
    reply = json.loads(formgrader.ask(f"api/submission/{LESSON}/ada/autograde", {}, method="POST"))
    assert reply["success"] is True, reply
    assert marks(formgrader.course) == before
    assert FULL.items() <= marks(formgrader.course)["ada"].items()
