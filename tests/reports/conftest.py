"""A small course on disk, the same as for the tests of grading, and submissions graded by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from course_utils.grading.course_root import CourseRoot
from course_utils.grading.gradebook.record import Entry, Recorder
from course_utils.grading.notebook.cells import as_json, read_source
from course_utils.grading.notebook.submission import Flag
from course_utils.grading.run import result_files
from course_utils.grading.run.grade_submission import GradedSubmission
from tests.grading.conftest import course, fill_in, released_course
from tests.reports.classes import LESSON, verdict

__all__ = ["course", "released_course"]

Give = Callable[..., None]
POINTS = {"sigmoid": 2.0, "classify": 3.0, "as_network": 4.0}


def graded(student: str, kinds: dict[str, str], flags: tuple[Flag, ...] = ()) -> GradedSubmission:
    """Return what grading would give for these kinds of verdicts."""
    verdicts = {name: verdict(name, kind) for name, kind in kinds.items()}
    earned = {f"check_{name}": POINTS[name] * v.earned for name, v in verdicts.items()}
    return GradedSubmission(student, LESSON, {}, verdicts, earned, flags=flags)


@pytest.fixture
def give(course: CourseRoot) -> Give:
    """Give a function that stores a submission as `course grade` would, without running it."""
    release = read_source(course.released(LESSON))

    def give(
        student: str,
        kinds: dict[str, str],
        answers: dict[str, str] | None = None,
        flags: tuple[Flag, ...] = (),
        key: str = "key",
    ) -> None:
        one = graded(student, kinds, flags)
        notebook = fill_in(release, answers or {})
        submission = repr(answers)
        result_files.save(
            course, result_files.Result(key, submission, {}, one), as_json(notebook), ""
        )
        with Recorder(course, LESSON) as recorder:
            recorder.record([Entry(one)])

    return give
