"""A gradebook in PostgreSQL, through nbgrader's own `db_url`, on a server of the test's own."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from nbgrader.api import Gradebook

from course_utils.grading.course_root import CourseError, CourseRoot
from course_utils.grading.gradebook.release_lesson import release_lesson
from tests.grading.conftest import LESSON, RIGHT, WRONG, HandIn
from tests.grading.run.test_grade_lesson import run
from tests.grading.run.test_interrupted import COMMENTS, MARKS, gradebook

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]


@pytest.fixture(scope="module")
def server(needs_postgres: Path) -> Iterator[Path]:
    """Give the folder of a running server's socket. It listens nowhere else."""
    # Its name must be short, and another user must get there: not in pytest's own folder.
    folder = Path(tempfile.mkdtemp(prefix="course-pg-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    as_owner: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to be run by root
        nobody = pwd.getpwnam("nobody")
        for place in (folder, data):
            os.chown(place, nobody.pw_uid, nobody.pw_gid)
        as_owner = ["setpriv", "--reuid=nobody", "--clear-groups", "--"]
    programs = [str(needs_postgres / name) for name in ("initdb", "pg_ctl")]

    def call(*arguments: str) -> None:
        # To a file, not a pipe: the server inherits it, and would keep a pipe open.
        with (folder / "said").open("w") as said:
            done = subprocess.run(
                [*as_owner, *arguments, "-D", str(data)],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
            )
        assert done.returncode == 0, (folder / "said").read_text()

    try:
        call(programs[0], "-U", "course", "--auth=trust", "--no-sync", "-E", "UTF8")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        call(programs[1], "start", "-w", "-o", options, "-l", str(data / "log"))
        try:
            yield folder
        finally:
            call(programs[1], "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def on_server(course: CourseRoot, server: Path) -> Iterator[CourseRoot]:
    """Give the course with a gradebook on the server, released there."""
    with contextlib.closing(connect(server, "postgres")) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("drop database if exists gradebook with (force)")
        cursor.execute("create database gradebook")
    config = course.path / "nbgrader_config.py"
    url = f"postgresql+psycopg2://course@/gradebook?host={server}"
    config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {url!r}\n")
    (course.path / "gradebook.db").unlink()
    release_lesson(course, LESSON)
    yield course
    assert not (course.path / "gradebook.db").exists()


def connect(server: Path, database: str) -> Any:
    return psycopg2.connect(host=str(server), user="course", dbname=database)


def rows(server: Path) -> list[list[tuple[Any, ...]]]:
    with contextlib.closing(connect(server, "gradebook")) as connection:
        found = []
        for query in (MARKS, COMMENTS):
            cursor = connection.cursor()
            cursor.execute(query)
            found.append(cursor.fetchall())
        return found


def plain(table: list[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    """Write what the two databases hold in one way: truth values, and times of day."""
    kinds = {True: "1", False: "0", None: ""}
    return [
        tuple(
            kinds[v] if v is None or isinstance(v, bool) else str(v).removesuffix(".000000")
            for v in row
        )
        for row in table
    ]


def test_the_gradebook_on_a_server_is_the_same_as_the_file(
    course: CourseRoot, hand_in: HandIn, server: Path, request: pytest.FixtureRequest
) -> None:
    hand_in("ada", {**RIGHT, "why": "because"}).with_name("timestamp.txt").write_text(
        "2026-01-02 10:00:00 UTC"
    )
    hand_in("bob", WRONG)
    hand_in("cyd", b"Dear grader")
    hand_in("dan", {**WRONG, "imports": "import numpy as np\nnp.allclose = lambda *a: True"})
    run(course, workers=2)
    in_file = gradebook(course)
    on_server: CourseRoot = request.getfixturevalue("on_server")
    # The results are there, so they are recorded without grading.
    summary, _ = run(on_server)
    assert (summary.graded, summary.unchanged) == (0, 4)
    on_it = rows(server)
    assert [plain(table) for table in on_it] == [plain(table) for table in in_file]
    summary, _ = run(on_server, force=True)
    assert summary.graded == 4
    assert rows(server) == on_it


def test_marks_by_hand_and_nbgraders_commands(
    on_server: CourseRoot, hand_in: HandIn, server: Path
) -> None:
    hand_in("ada", {**RIGHT, "why": "because"})
    run(on_server)
    with Gradebook(on_server.db_url()) as book:
        grade = book.find_grade("why", LESSON, LESSON, "ada")
        grade.manual_score, grade.needs_manual_grade = 4.5, False
        book.db.commit()
    run(on_server, force=True)
    with Gradebook(on_server.db_url()) as book:
        assert book.find_submission(LESSON, "ada").score == 13.5
    beside = str(Path(sys.executable).parent)
    for command in (["generate_feedback", LESSON], ["export"]):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *command],
            cwd=on_server.path,
            env={**os.environ, "PATH": os.pathsep.join([beside, os.environ["PATH"]])},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert "13.5 / 14.0" in on_server.feedback("ada", LESSON).read_text()
    assert ",13.5," in (on_server.path / "grades.csv").read_text()


def test_a_name_that_the_gradebook_cannot_hold_stops_no_other(
    course: CourseRoot, hand_in: HandIn, server: Path, request: pytest.FixtureRequest
) -> None:
    unfit = {"n" * 129, os.fsdecode("Müller".encode("latin-1")), "two\nlines"}
    for name in {"ada", "n" * 128} | unfit:
        hand_in(name, RIGHT)
    for where in (course, request.getfixturevalue("on_server")):
        summary, graded = run(where, force=True)
        assert set(graded) == {"ada", "n" * 128}
        assert {text.rpartition(": ")[0] for text in summary.failed} == unfit


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql+psycopg2://course@/gradebook?host=/nowhere", "gradebook cannot be used"),
        ("postgresql+asyncpg://course@/gradebook", "cannot be opened.*asyncpg"),
        ("a file somewhere", "cannot be opened"),
    ],
)
def test_a_gradebook_that_cannot_be_reached_is_named(
    course: CourseRoot, hand_in: HandIn, url: str, words: str
) -> None:
    hand_in("ada", RIGHT)
    config = course.path / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {url!r}\n")
    with pytest.raises(CourseError, match=words):
        run(course)
