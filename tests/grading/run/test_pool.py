"""Grading on many processes, without a sandbox: a fault costs no other submission its result."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import course_at
from course_utils.grading.model import GradedSubmission, Job, SandboxSettings
from course_utils.grading.notebook.submission import Submission
from course_utils.grading.run import pool
from course_utils.grading.run.pool import ATTEMPTS, grade_all
from course_utils.grading.sandbox.preloaded import SandboxUnavailable
from tests.grading.conftest import LESSON, Notebook

Grade = Callable[[Job], GradedSubmission]


class Here(Executor):
    """Runs each call at once; `grade` stands for the worker."""

    def __init__(self, grade: Grade) -> None:
        self.grade = grade

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(self.grade(args[0]))
        except BaseException as error:
            future.set_exception(error)
        return future


def result_of(job: Job) -> GradedSubmission:
    return GradedSubmission(job.submission.student, LESSON, b"", {}, {})


def graded(release: Notebook, grade: Grade) -> dict[str, GradedSubmission]:
    jobs = [Job(Submission(name, LESSON), release, {}) for name in ("ada", "bob", "cyd")]
    results = grade_all(jobs, lambda: Here(grade), SandboxSettings(), window=2)
    return {one.student: one for one in results}


@pytest.mark.parametrize("error", [ValueError("ours"), BrokenExecutor("it died")])
def test_a_submission_that_cannot_be_graded_is_named_and_the_others_are_graded(
    release: Notebook, error: Exception
) -> None:
    tried = []

    def grade(job: Job) -> GradedSubmission:
        if job.submission.student == "bob":
            tried.append(job)
            raise error
        return result_of(job)

    found = graded(release, grade)
    assert set(found) == {"ada", "bob", "cyd"}
    assert [name for name, one in found.items() if one.failed] == ["bob"]
    assert str(error) in found["bob"].reason
    assert len(tried) == ATTEMPTS


def test_without_a_folder_it_is_the_installed_course_wherever_it_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = Path(__file__).parents[2] / "statistics"
    lesson = course_at(own).lessons[0].id
    monkeypatch.chdir(own)
    with pytest.raises(ValueError, match="no lesson"):
        pool._sandbox(lesson, SandboxSettings("process"), ())
    assert (
        pool._sandbox(lesson, SandboxSettings("process", course=str(own)), ()).lesson_id == lesson
    )
    pool.close_sandbox()


def test_a_fault_that_passes_is_not_seen(release: Notebook) -> None:
    tried = []

    def grade(job: Job) -> GradedSubmission:
        tried.append(job)
        if len(tried) == 1:
            raise BrokenExecutor("it died")
        return result_of(job)

    assert not any(one.failed for one in graded(release, grade).values())


def test_a_machine_without_a_sandbox_grades_nobody(release: Notebook) -> None:
    def grade(job: Job) -> GradedSubmission:
        raise SandboxUnavailable("install it")

    with pytest.raises(SandboxUnavailable, match="install it"):
        graded(release, grade)
