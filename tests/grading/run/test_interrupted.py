"""Whatever stops `course grade`, the next one ends where an undisturbed one would have.

The command runs as a process of its own, and is stopped from outside.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from course_utils.grading.course_root import CourseRoot
from course_utils.grading.notebook.cells import as_json, read_source
from course_utils.grading.run.grade_lesson import one_run_at_a_time
from course_utils.grading.sandbox.limits import MIB
from tests.grading.conftest import LESSON, RIGHT, WRONG, fill_in

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]

STUDENTS = 40
PATIENCE = 90.0
# All that the gradebook holds of a class, but for the random ids of its rows.
MARKS = """
select assignment.student_id, assignment.timestamp, cell.name, grade.auto_score,
       grade.manual_score, grade.needs_manual_grade, notebook.flagged,
       notebook.late_submission_penalty
from grade
join base_cell as cell on cell.id = grade.cell_id
join submitted_notebook as notebook on notebook.id = grade.notebook_id
join submitted_assignment as assignment on assignment.id = notebook.assignment_id
order by assignment.student_id, cell.name
"""
COMMENTS = """
select assignment.student_id, cell.name, comment.auto_comment, comment.manual_comment
from comment
join base_cell as cell on cell.id = comment.cell_id
join submitted_notebook as notebook on notebook.id = comment.notebook_id
join submitted_assignment as assignment on assignment.id = notebook.assignment_id
order by assignment.student_id, cell.name
"""


def command(course: CourseRoot, *options: str) -> list[str]:
    call = [sys.executable, "-m", "course_utils.cli", "grade", "--root", str(course.path)]
    return [*call, "--workers", "2", *options]


def start(course: CourseRoot, *options: str) -> subprocess.Popen[str]:
    """Start the command as the leader of a group of its own, as a shell does."""
    return subprocess.Popen(
        command(course, *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def grade(course: CourseRoot, *options: str) -> str:
    """Let the command end, and return what it said."""
    with start(course, *options) as process:
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    return said


def gradebook(course: CourseRoot) -> list[list[tuple[Any, ...]]]:
    with contextlib.closing(sqlite3.connect(course.path / "gradebook.db")) as database:
        return [database.execute(rows).fetchall() for rows in (MARKS, COMMENTS)]


def notebooks(course: CourseRoot) -> dict[str, bytes]:
    files = (course.path / "autograded").rglob("*")
    return {str(f.relative_to(course.path)): f.read_bytes() for f in files if f.is_file()}


def results_of(course: CourseRoot) -> int:
    return len(list((course.state / "results").glob("*/*/result.json")))


def has_results(course: CourseRoot, count: int) -> bool:
    return results_of(course) >= count


def recorded(course: CourseRoot) -> int:
    with contextlib.closing(sqlite3.connect(course.path / "gradebook.db")) as database:
        found: int = database.execute("select count(*) from submitted_notebook").fetchone()[0]
        return found


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> None:
    """Wait, as long as the process that is to bring it about is there."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if process and process.poll() is not None and not condition():
            pytest.fail(f"it has ended: {process.communicate()[0]}")
        assert time.monotonic() < deadline
        time.sleep(0.002)


def sandboxed(course: CourseRoot) -> set[int]:
    """Return the processes of this course's grading, in the sandbox and out of it."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(course.path).encode() in path.read_bytes():
                found.add(int(path.parent.name))
    return found


@pytest.fixture(scope="module")
def full_class(released_course: Path, tmp_path_factory: pytest.TempPathFactory) -> CourseRoot:
    """Give a class with all its work handed in, and the secret that its inputs are drawn from."""
    path = tmp_path_factory.mktemp("class") / "course"
    shutil.copytree(released_course, path)
    course = CourseRoot.open(path)
    course.secret()
    release = read_source(course.released(LESSON))
    prints = "def sigmoid(z):\n    import os\n    os._exit(3)"
    kinds = [
        as_json(fill_in(release, {**RIGHT, "why": "because"})),
        as_json(fill_in(release, WRONG)),
        as_json(fill_in(release, {**RIGHT, "sigmoid": prints})),
        b"not a notebook",
        as_json(fill_in(release, {"sigmoid": RIGHT["sigmoid"]})),
    ]
    for number in range(STUDENTS):
        folder = course.submitted / f"student-{number:02}" / LESSON
        folder.mkdir(parents=True)
        (folder / f"{LESSON}.ipynb").write_bytes(kinds[number % len(kinds)])
        if number % 2:
            (folder / "timestamp.txt").write_text(f"2026-01-{number % 28 + 1:02} 10:00:00 UTC\n")
    return course


@pytest.fixture(scope="module")
def undisturbed(full_class: CourseRoot, tmp_path_factory: pytest.TempPathFactory) -> CourseRoot:
    """Give the class graded in one go."""
    path = tmp_path_factory.mktemp("undisturbed") / "course"
    shutil.copytree(full_class.path, path)
    course = CourseRoot.open(path)
    grade(course)
    assert recorded(course) == STUDENTS
    return course


@pytest.fixture
def course(full_class: CourseRoot, tmp_path: Path) -> CourseRoot:
    """Give the class, ungraded."""
    shutil.copytree(full_class.path, tmp_path / "course")
    return CourseRoot.open(tmp_path / "course")


def same_as(course: CourseRoot, undisturbed: CourseRoot) -> bool:
    assert gradebook(course) == gradebook(undisturbed)
    assert notebooks(course) == notebooks(undisturbed)
    return True


def moments(course: CourseRoot) -> Iterator[Callable[[], bool]]:
    """Yield what to wait for: each is a later moment of the work on this class."""
    start = time.monotonic()
    yield lambda: time.monotonic() > start + 0.5  # while it is still starting
    yield lambda: (course.path / "autograded").exists()
    for count in (1, 12):
        yield partial(has_results, course, count)
    yield lambda: any(course.path.glob("gradebook.db-journal"))
    yield lambda: recorded(course) >= 1
    yield partial(has_results, course, STUDENTS)
    yield lambda: recorded(course) == STUDENTS


def test_kills_in_a_row_end_in_the_right_gradebook(
    course: CourseRoot, undisturbed: CourseRoot
) -> None:
    for is_now in moments(course):
        with start(course) as process:
            wait_until(is_now, process)
            process.kill()
        wait_until(lambda: not sandboxed(course))
    grade(course)
    assert same_as(course, undisturbed)


def test_ctrl_c_says_what_is_left_and_the_next_run_completes_it(
    course: CourseRoot, undisturbed: CourseRoot
) -> None:
    with start(course) as process:
        wait_until(partial(has_results, course, 1), process)
        os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to the whole group
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert "The same command goes on from here" in said
    assert "Traceback" not in said
    assert 1 <= recorded(course) == results_of(course) < STUDENTS
    wait_until(lambda: not sandboxed(course))
    assert f"{recorded(course)} unchanged" in grade(course)
    assert same_as(course, undisturbed)


def test_a_second_run_at_the_same_time_is_refused(course: CourseRoot) -> None:
    with one_run_at_a_time(course), start(course) as process:
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2, said
    assert "being graded already" in said
    assert results_of(course) == 0


def test_killed_workers_are_replaced_within_the_run(
    course: CourseRoot, undisturbed: CourseRoot
) -> None:
    with start(course) as process:
        for count in (1, 10):
            wait_until(partial(has_results, course, count), process)
            # A worker that was just replaced has no sandbox yet.
            wait_until(lambda: bool(workers(process.pid)), process)
            os.kill(workers(process.pid)[0], signal.SIGKILL)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert same_as(course, undisturbed)


def workers(pid: int) -> list[int]:
    """Return the processes that grade: those that have a sandbox as their child."""
    found = []
    for child in children(pid):
        for grandchild in children(child):
            found += [grandchild] * bool(children(grandchild))
    return found


def children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


@pytest.mark.parametrize("mode", ["exclusive", "immediate"])
def test_a_gradebook_locked_for_a_while_is_waited_for(
    course: CourseRoot, undisturbed: CourseRoot, mode: str
) -> None:
    database = sqlite3.connect(course.path / "gradebook.db", check_same_thread=False)
    database.execute(f"begin {mode}")
    release_it = threading.Timer(9.0, database.rollback)  # SQLite itself waits for five
    release_it.start()
    try:
        grade(course)
    finally:
        release_it.join()
        database.close()
    assert same_as(course, undisturbed)


FULL_DISK = """
set -e
cp -r "$1/." "$2"
cat /dev/zero > "$2/filler" 2> /dev/null || true
truncate --size "-$4K" "$2/filler"
"$3" -m course_utils.cli grade --root "$2" --workers 2 > "$5/first" 2>&1 && echo 0 > "$5/code" \\
    || echo $? > "$5/code"
rm "$2/filler"
"$3" -m course_utils.cli grade --root "$2" --workers 2 > "$5/second" 2>&1
cp -r "$2/." "$5/after"
"""


@pytest.mark.parametrize("room", [24, 300])
def test_a_full_disk_is_named_and_nothing_is_lost(
    needs_bubblewrap: str,
    full_class: CourseRoot,
    undisturbed: CourseRoot,
    tmp_path: Path,
    room: int,
) -> None:
    place = tmp_path / "course"
    for folder in (place, tmp_path / "after"):
        folder.mkdir()
    disk = ["--dev-bind", "/", "/", "--size", str(8 * MIB), "--tmpfs", str(place)]
    script = ["bash", "-c", FULL_DISK, "-", str(full_class.path), str(place), sys.executable]
    subprocess.run(
        [needs_bubblewrap, *disk, "--cap-add", "ALL", *script, str(room), str(tmp_path)],
        check=True,
        timeout=PATIENCE,
    )
    said = (tmp_path / "first").read_text()
    assert (tmp_path / "code").read_text().strip() == "2", said
    assert "No space left" in said or "disk is full" in said
    assert "Traceback" not in said
    assert same_as(CourseRoot.open(tmp_path / "after"), undisturbed)
