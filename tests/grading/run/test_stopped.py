"""A cell that stops at the walls, or for want of a module, is told apart from one with a mistake."""

import json

import pytest

from course_utils.checking.outcome import Failure
from course_utils.grading.model import Job
from course_utils.grading.notebook.cells import as_json
from course_utils.grading.notebook.submission import Submission
from course_utils.grading.run.grade_submission import grade
from course_utils.grading.run.stopped import flags_of
from course_utils.grading.sandbox.sandbox import Sandbox
from tests.grading.conftest import LESSON, RIGHT, Notebook, fill_in
from tests.grading.run.test_grade_submission import SEEDS

AT_THE_WALLS = {
    "socket": "import socket\nsocket.socket()",
    "asyncio": "import asyncio\nasync def f(): return 1\nasyncio.run(f())",
    "SQLite": "import sqlite3\nsqlite3.connect('x.db').execute('create table t(a)')",
    "download": "import urllib.request\nurllib.request.urlopen('https://example.org')",
}
FREE = {
    "SQLite in memory": "import sqlite3\nsqlite3.connect(':memory:').execute('create table t(a)')",
    "SQLite without locks": "import sqlite3\n"
    "sqlite3.connect('file:x.db?nolock=1', uri=True).execute('create table t(a)')",
    "processes": "import multiprocessing\n"
    "with multiprocessing.get_context('fork').Pool(2) as pool: pool.map(abs, [1])",
}


@pytest.mark.parametrize(
    ("error_type", "message", "kind"),
    [
        ("ModuleNotFoundError", "No module named 'torch'", "missing module"),
        ("PermissionError", "[Errno 1] Operation not permitted", "walls"),
        ("PermissionError", "[Errno 13] Permission denied: '/etc/x'", None),
        ("OperationalError", "no such table: t", None),
        ("ZeroDivisionError", "division by zero", None),
    ],
)
def test_what_is_no_fault_of_the_code_is_noted(
    error_type: str, message: str, kind: str | None
) -> None:
    flags = flags_of(Failure("exception", message, error_type), "imports")
    assert [flag.kind for flag in flags] == ([kind] if kind else [])
    assert all("imports" in flag.reason and not flag.deliberate for flag in flags)


@pytest.mark.sandbox
@pytest.mark.usefixtures("needs_bubblewrap")
def test_the_walls_are_named_to_instructor_and_student(release: Notebook) -> None:
    with Sandbox(LESSON) as sandbox:
        for name, source in {**AT_THE_WALLS, **FREE}.items():
            work = fill_in(release, {**RIGHT, "imports": f"import numpy as np\n{source}"})
            job = Job(Submission("ada", LESSON, as_json(work)), release, SEEDS)
            graded = grade(job, sandbox.open, sandbox.course.find)
            assert all(verdict.passed for verdict in graded.verdicts.values())
            kinds = [flag.kind for flag in graded.log]
            assert kinds == (["walls"] if name in AT_THE_WALLS else []), (name, graded.log)
            shown = json.dumps(graded.cells)
            assert ("there is no network" in shown) == (name in AT_THE_WALLS)
