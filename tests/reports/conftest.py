"""A small course on disk, the same as for the tests of grading, and submissions graded by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from course_utils.checking.verdict import GRADER_FAILED
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.gradebook.writer import GradebookWriter
from course_utils.grading.model import Fingerprints, GradedSubmission
from course_utils.grading.notebook.cells import as_json, read_source
from course_utils.grading.notebook.submission import Flag
from course_utils.grading.run import result_files
from tests.grading.conftest import course, fill_in, released_course
from tests.reports.classes import LESSON, verdict

__all__ = ["course", "released_course"]

Give = Callable[..., None]
POINTS = {"sigmoid": 2.0, "classify": 3.0, "as_network": 4.0}


def graded(student: str, kinds: dict[str, str], flags: tuple[Flag, ...] = ()) -> GradedSubmission:
    """Return what grading would give for these kinds of verdicts."""
    verdicts = {name: verdict(name, kind) for name, kind in kinds.items()}
    earned = {f"check_{name}": POINTS[name] * v.earned for name, v in verdicts.items()}
    return GradedSubmission(student, LESSON, b"", verdicts, earned, flags=flags)


@pytest.fixture
def give(course: CourseRoot) -> Give:
    """Give a function that stores a submission as `course grade` would, without running it."""
    release = read_source(course.released(LESSON))

    def give(
        student: str,
        kinds: dict[str, str],
        answers: dict[str, str] | None = None,
        flags: tuple[Flag, ...] = (),
        failed: bool = False,
    ) -> None:
        one = graded(student, kinds, flags)
        if failed:
            first, *others = one.verdicts.values()
            failure = replace(first, status=GRADER_FAILED)
            one = replace(one, verdicts={v.exercise: v for v in (failure, *others)})
        notebook = fill_in(release, answers or {})
        origin = Fingerprints(submission=repr(answers))
        one = replace(one, notebook=as_json(notebook), fingerprints=origin)
        result_files.save(course, one)
        with GradebookWriter(course, LESSON) as writer:
            writer.write([one])

    return give
