"""A class through the real sandbox into a real gradebook; SQLite is read without nbgrader."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner, Result

from course_utils.cli import app
from course_utils.grading.course_root import CourseError, CourseRoot
from course_utils.grading.gradebook.writer import GradebookWriter
from course_utils.grading.model import GradedSubmission, RunSettings, RunSummary, SandboxSettings
from course_utils.grading.run import fingerprints, grade_lesson, result_files
from course_utils.grading.run.grade_lesson import LessonRun
from course_utils.grading.run.pool import local_pool
from tests.grading.conftest import LESSON, RIGHT, WRONG, HandIn

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("needs_bubblewrap")]

FULL = {"check_sigmoid": 2.0, "check_classify": 3.0, "check_as_network": 4.0}
Marks = dict[str, dict[str, float | None]]


def settings(course: CourseRoot, force: bool = False, workers: int = 1) -> RunSettings:
    sandbox = SandboxSettings("bubblewrap", (str(course.path),))
    return RunSettings(partial(local_pool, workers), sandbox, workers=workers, force=force)


def run(course: CourseRoot, **how: Any) -> tuple[RunSummary, dict[str, GradedSubmission]]:
    one = LessonRun(course, LESSON, settings(course, **how))
    graded = {result.student: result for result in one.run()}
    return one.summary, graded


@contextlib.contextmanager
def rows(course: CourseRoot, what: str) -> Iterator[list[tuple[Any, ...]]]:
    with contextlib.closing(sqlite3.connect(course.path / "gradebook.db")) as database:
        yield database.execute(
            f"select submitted_assignment.student_id, base_cell.name, {what} from grade "
            "join base_cell on base_cell.id = grade.cell_id "
            "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id"
        ).fetchall()


def marks(course: CourseRoot) -> Marks:
    found: Marks = {}
    with rows(course, "grade.auto_score") as read:
        for student, cell, score in read:
            found.setdefault(student, {})[cell] = score
    return found


def waiting(course: CourseRoot) -> set[tuple[str, str]]:
    with rows(course, "grade.needs_manual_grade") as read:
        return {(student, cell) for student, cell, needed in read if needed}


def enter_by_hand(course: CourseRoot, cell: str, score: float) -> None:
    with Gradebook(f"sqlite:///{course.path / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(cell, LESSON, LESSON, "ada")
        grade.manual_score = score
        grade.needs_manual_grade = False
        gradebook.find_comment("why", LESSON, LESSON, "ada").manual_comment = "well said"
        gradebook.db.commit()


def test_a_class_is_graded_recorded_and_written(course: CourseRoot, hand_in: HandIn) -> None:
    hand_in("ada", {**RIGHT, "why": "because"})
    hand_in("bob", WRONG)
    hand_in("cyd", {})
    hand_in("dan", b"Dear grader")
    summary, graded = run(course, workers=2)
    nothing = dict.fromkeys(FULL, 0.0)
    assert marks(course) == {
        "ada": FULL | {"why": None},
        "bob": nothing | {"why": 0.0},
        "cyd": nothing | {"why": 0.0},
        "dan": nothing | {"why": 0.0},
    }
    assert waiting(course) == {("ada", "why")}
    assert (summary.total, summary.graded, summary.failed) == (4, 4, [])
    assert "not a notebook" in graded["dan"].reason
    for student in "ada", "bob", "cyd", "dan":
        path = course.autograded(student, LESSON) / f"{LESSON}.ipynb"
        assert json.loads(path.read_bytes())["nbformat"] == 4


def test_what_has_not_changed_is_not_graded_again(course: CourseRoot, hand_in: HandIn) -> None:
    hand_in("ada", RIGHT)
    hand_in("bob", WRONG)
    run(course)
    before = marks(course)
    hand_in("bob", RIGHT)
    summary, graded = run(course)
    assert (summary.graded, summary.unchanged) == (1, 1)
    assert set(graded) == {"ada", "bob"}
    assert marks(course) == before | {"bob": FULL | {"why": 0.0}}
    assert run(course)[0].unchanged == 2
    assert run(course, force=True)[0].graded == 2


def test_a_worse_resubmission_counts_and_keeps_no_old_mark(
    course: CourseRoot, hand_in: HandIn
) -> None:
    hand_in("ada", RIGHT)
    run(course)
    hand_in("ada", b"")
    run(course)
    assert set(marks(course)["ada"].values()) == {0.0}


def test_changed_definitions_a_new_release_or_secret_grade_again(
    course: CourseRoot, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("ada", RIGHT)
    run(course)
    monkeypatch.setattr(fingerprints, "of_grader", lambda: "other")
    assert run(course)[0].graded == 1
    course.released(LESSON).write_bytes(course.released(LESSON).read_bytes() + b"\n")
    assert run(course)[0].graded == 1
    monkeypatch.setenv("COURSE_SECRET", "other")
    assert run(course)[0].graded == 1
    assert run(course)[0].unchanged == 1


def test_of_a_changed_exercise_only_its_own_verdicts_are_made_anew(
    course: CourseRoot, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("ada", RIGHT)
    run(course)
    # What is kept is told from what is judged by a mark that the judge would not give.
    path = course.result("ada", LESSON)
    kept = json.loads(path.read_bytes())
    for verdict in kept["verdicts"]:
        verdict["earned"] = 0.5
    path.write_text(json.dumps(kept))
    changed = fingerprints.of_exercises(course.definition, LESSON) | {"classify": "other"}
    monkeypatch.setattr(fingerprints, "of_exercises", lambda root, lesson_id: changed)
    summary, _ = run(course)
    assert (summary.graded, summary.again) == (1, {"classify"})
    assert marks(course)["ada"] == {
        "check_sigmoid": 1.0,
        "check_classify": FULL["check_classify"],
        "check_as_network": 2.0,
        "why": 0.0,
    }
    notebook = (course.autograded("ada", LESSON) / f"{LESSON}.ipynb").read_text()
    assert "sigmoid" in notebook
    assert run(course)[0].unchanged == 1
    hand_in("ada", WRONG)  # a new version is judged whole
    assert run(course)[0].again == set()
    assert set(marks(course)["ada"].values()) == {0.0}


def test_marks_and_comments_by_a_person_survive(course: CourseRoot, hand_in: HandIn) -> None:
    hand_in("ada", {**RIGHT, "why": "because"})
    run(course)
    enter_by_hand(course, "why", 4.0)
    run(course, force=True)
    assert waiting(course) == set()
    hand_in("ada", {**RIGHT, "why": "because of this"})
    run(course)
    assert waiting(course) >= {("ada", "why")}  # other work wants another look
    with Gradebook(f"sqlite:///{course.path / 'gradebook.db'}") as gradebook:
        assert gradebook.find_grade("why", LESSON, LESSON, "ada").manual_score == 4.0
        assert gradebook.find_comment("why", LESSON, LESSON, "ada").comment == "well said"
        assert gradebook.find_submission(LESSON, "ada").score == 13.0


def test_a_late_submission_has_its_time_and_nbgraders_penalty(
    course: CourseRoot, hand_in: HandIn
) -> None:
    config = course.path / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(f"sqlite:///{course.path / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2026-01-01 00:00:00 UTC")
    for student, day in ("ada", "01"), ("bob", "02"):
        path = hand_in(student, RIGHT)
        time_of_day = "00:00:00" if student == "ada" else "01:00:00"
        path.with_name("timestamp.txt").write_text(f"2026-01-{day} {time_of_day} UTC\n")
    path = hand_in("cyd", RIGHT)
    path.with_name("timestamp.txt").write_text("some time yesterday")
    run(course)
    with Gradebook(f"sqlite:///{course.path / 'gradebook.db'}") as gradebook:
        late = {
            student: gradebook.find_submission(LESSON, student).late_submission_penalty
            for student in ("ada", "bob", "cyd")
        }
        assert gradebook.find_submission(LESSON, "bob").total_seconds_late == 25 * 3600
    assert late == {"ada": 0.0, "bob": 9.0, "cyd": 0.0}
    kept = course.autograded("bob", LESSON) / "timestamp.txt"
    assert kept.read_text() == "2026-01-02 01:00:00 UTC\n"


def test_a_time_that_is_none_is_flagged(course: CourseRoot, hand_in: HandIn) -> None:
    hand_in("ada", RIGHT).with_name("timestamp.txt").write_text("some time yesterday")
    run(course)
    result = result_files.load(course, "ada", LESSON)
    assert result is not None
    assert [flag.kind for flag in result.flags] == ["time"]


def test_what_lateness_costs_follows_the_due_date_and_marks_by_hand(
    course: CourseRoot, hand_in: HandIn
) -> None:
    config = course.path / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")

    def due(day: str) -> None:
        with Gradebook(f"sqlite:///{course.path / 'gradebook.db'}") as gradebook:
            gradebook.update_or_create_assignment(LESSON, duedate=f"2026-01-{day} 00:00:00 UTC")

    def penalty() -> float:
        with Gradebook(f"sqlite:///{course.path / 'gradebook.db'}") as gradebook:
            return float(gradebook.find_submission(LESSON, "ada").late_submission_penalty)

    due("01")
    path = hand_in("ada", {**RIGHT, "why": "because"})
    path.with_name("timestamp.txt").write_text("2026-01-02 01:00:00 +0200\n")
    run(course)
    assert penalty() == 9.0
    enter_by_hand(course, "why", 4.0)
    run(course)
    assert penalty() == 13.0
    due("03")
    assert run(course)[0].unchanged == 1
    assert penalty() == 0.0


def test_a_lost_gradebook_is_filled_again_without_grading(
    course: CourseRoot, released_course: Path, hand_in: HandIn
) -> None:
    hand_in("ada", RIGHT)
    run(course)
    before = marks(course)
    (course.path / "gradebook.db").write_bytes((released_course / "gradebook.db").read_bytes())
    assert marks(course) == {}
    assert run(course)[0].graded == 0
    assert marks(course) == before


def test_a_damaged_result_or_a_lost_notebook_is_graded_again(
    course: CourseRoot, hand_in: HandIn
) -> None:
    hand_in("ada", RIGHT)
    run(course)
    course.result("ada", LESSON).write_text('{"key": ')
    assert run(course)[0].graded == 1
    (course.autograded("ada", LESSON) / f"{LESSON}.ipynb").unlink()
    assert run(course)[0].graded == 1


def test_stopping_in_the_middle_records_what_is_done(course: CourseRoot, hand_in: HandIn) -> None:
    for number in range(6):
        hand_in(f"student-{number}", RIGHT)
    one = LessonRun(course, LESSON, settings(course))
    stream = one.run()
    batch = grade_lesson.BATCH
    try:
        grade_lesson.BATCH = 1
        next(stream)
        stream.close()
    finally:
        grade_lesson.BATCH = batch
    done = marks(course)
    assert 1 <= len(done) < 6
    summary, _ = run(course)
    assert summary.unchanged == len(done)
    assert set(marks(course)) == {f"student-{number}" for number in range(6)}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_ctrl_c_while_a_result_is_written_records_it(
    course: CourseRoot, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    for name in ("ada", "bob"):
        hand_in(name, RIGHT)
    save = result_files.save
    interrupts = iter([KeyboardInterrupt])

    def interrupted(root: CourseRoot, graded: GradedSubmission) -> None:
        if moment == "after":
            save(root, graded)
        for interrupt in interrupts:
            raise interrupt
        save(root, graded)

    monkeypatch.setattr(result_files, "save", interrupted)
    one = LessonRun(course, LESSON, settings(course))
    with pytest.raises(KeyboardInterrupt):
        list(one.run())
    assert one.summary.graded == len(marks(course)) == 1
    assert run(course)[0].unchanged == 1
    assert set(marks(course)) == {"ada", "bob"}


KILLED = """
import sys
from functools import partial
from pathlib import Path
from course_utils.grading.run.grade_lesson import LessonRun
from course_utils.grading.model import RunSettings, SandboxSettings
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.run.pool import local_pool
if __name__ == "__main__":
    course = CourseRoot.open(Path(sys.argv[1]))
    settings = RunSettings(partial(local_pool, 2), SandboxSettings("bubblewrap"), 4)
    print("ready", flush=True)
    list(LessonRun(course, sys.argv[2], settings).run())
"""


def test_a_killed_run_is_completed_by_the_next_one(
    course: CourseRoot, hand_in: HandIn, tmp_path: Path
) -> None:
    for number in range(12):
        hand_in(f"student-{number:02}", RIGHT if number % 2 else WRONG)
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    process = subprocess.Popen(
        [sys.executable, str(script), str(course.path), LESSON], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        folder = course.state / "results" / LESSON
        deadline = time.monotonic() + 60
        while not (folder.is_dir() and any(folder.glob("*/result.json"))):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    run(course)
    expected = {
        f"student-{number:02}": (FULL if number % 2 else dict.fromkeys(FULL, 0.0)) | {"why": 0.0}
        for number in range(12)
    }
    assert marks(course) == expected
    assert not list(course.path.rglob("*.tmp"))


def test_a_worker_that_dies_takes_no_result_with_it(
    course: CourseRoot, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # More than stand in the queue: the worker cannot be done with them before it is killed.
    for number in range(10):
        hand_in(f"student-{number}", RIGHT)
    executors: list[Any] = []

    def make() -> Any:
        executors.append(local_pool(1))
        return executors[-1]

    one = LessonRun(course, LESSON, RunSettings(make, SandboxSettings(), 2))
    monkeypatch.setattr(grade_lesson, "BATCH", 1)
    stream = one.run()
    next(stream)
    (pid,) = executors[0]._processes
    os.kill(pid, signal.SIGKILL)
    list(stream)
    assert len(executors) == 2
    assert one.summary.failed == []
    assert [set(own.values()) for own in marks(course).values()] == [{2.0, 3.0, 4.0, 0.0}] * 10


def test_a_locked_gradebook_is_waited_for_and_then_named(
    course: CourseRoot, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("ada", RIGHT)
    monkeypatch.setattr("course_utils.grading.gradebook.connection.LOCKED_SECONDS", 0.0)
    with contextlib.closing(sqlite3.connect(course.path / "gradebook.db")) as other:
        write = GradebookWriter.write

        def lock_and_write(self: GradebookWriter, results: Any) -> None:
            other.execute("begin exclusive")
            write(self, results)

        monkeypatch.setattr(GradebookWriter, "write", lock_and_write)
        with pytest.raises(CourseError, match="locked by another program"):
            run(course)
        other.rollback()
        monkeypatch.setattr(GradebookWriter, "write", write)
    assert run(course)[0].graded == 0
    assert marks(course)["ada"] == FULL | {"why": 0.0}


def test_a_lesson_without_release_or_with_an_unknown_check_says_what_to_do(
    course: CourseRoot,
) -> None:
    path = course.released(LESSON)
    path.write_text(path.read_text().replace("check_sigmoid", "check_sigmund"))
    with pytest.raises(CourseError, match=r"sigmund.*course release"):
        LessonRun(course, LESSON, settings(course))
    path.unlink()
    with pytest.raises(CourseError, match="course release"):
        LessonRun(course, LESSON, settings(course))


def test_a_verdict_can_be_replayed_with_its_inputs(course: CourseRoot, hand_in: HandIn) -> None:
    hand_in("ada", RIGHT | {"sigmoid": "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"})
    run(course)

    def explain(student: str, exercise: str) -> Result:
        where = ["--root", str(course.path)]
        return CliRunner().invoke(app, ["grade", *where, "--explain", student, exercise])

    result = explain("ada", "sigmoid")
    assert result.exit_code == 0, result.output
    for words in ("The same verdict as was recorded", "Case 1, of the group", "z = array of shape"):
        assert words in result.output
    assert "return 1 / (1 + np.exp(z))" in result.output
    assert result.output.count("right answer:") == result.output.count("this answer:") > 1
    assert explain("ada", "sigmoid").output == result.output
    assert "sigmoid" in explain("ada", "sigmund").output
    assert explain("ada", "sigmund").exit_code == 2
    assert explain("bob", "sigmoid").exit_code == 2
    before = marks(course)
    hand_in("ada", RIGHT | {"sigmoid": "def sigmoid(z):\n    raise ValueError('\\x1b[2J')"})
    result = explain("ada", "sigmoid")
    assert "The submission has changed since it was graded" in result.output
    assert "ValueError: \\x1b[2J" in result.output
    assert "\x1b" not in result.output
    assert marks(course) == before
