"""Results on disk: what is kept of a submission, and the versions that a student has handed in."""

from dataclasses import replace
from pathlib import Path

import pytest

from course_utils.checking.verdict import GRADER_FAILED, Verdict
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.run import result_files, versions
from tests.grading.test_model import GRADED

LESSON = GRADED.lesson


@pytest.fixture
def root(tmp_path: Path) -> CourseRoot:
    """Give the folder of a course; nothing else of it is needed here."""
    return CourseRoot(tmp_path)


def test_a_result_is_read_as_it_was_saved(root: CourseRoot) -> None:
    result_files.save(root, GRADED)
    assert result_files.load(root, "ada", LESSON) == replace(GRADED, notebook=b"")
    folder = root.autograded("ada", LESSON)
    assert (folder / f"{LESSON}.ipynb").read_bytes() == GRADED.notebook
    assert (folder / "timestamp.txt").read_text() == f"{GRADED.timestamp}\n"


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"verdicts": 3}'])
def test_a_damaged_result_is_none(root: CourseRoot, content: str) -> None:
    result_files.save(root, GRADED)
    root.result("ada", LESSON).write_text(content)
    assert result_files.load(root, "ada", LESSON) is None
    assert result_files.load(root, "bob", LESSON) is None


def test_a_timestamp_that_is_gone_is_removed(root: CourseRoot) -> None:
    result_files.save(root, GRADED)
    result_files.save(root, replace(GRADED, timestamp=""))
    assert not (root.autograded("ada", LESSON) / "timestamp.txt").exists()


def test_each_version_has_a_line_and_a_fault_of_the_grader_none(root: CourseRoot) -> None:
    result_files.save(root, GRADED)
    failed = {"sigmoid": Verdict("sigmoid", GRADER_FAILED)}
    result_files.save(root, replace(GRADED, verdicts=failed))
    (version,) = versions.load(root, "ada", LESSON)
    assert version.statuses == {"sigmoid": "wrong"}
    assert version.submission == GRADED.fingerprints.submission
