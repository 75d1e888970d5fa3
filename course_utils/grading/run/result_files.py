"""Results on disk: one small file per submission, so that nothing is graded twice or lost.

A result is written after the graded notebook and before the gradebook. Whatever moment a run is
stopped at, the next one finds out from these files and the gradebook what is still to be done.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from course_utils.grading.course_root import CourseRoot, write_atomically
from course_utils.grading.notebook.submission import HandedIn
from course_utils.grading.run import versions
from course_utils.grading.run.grade_submission import GradedSubmission


@dataclass(frozen=True)
class Result:
    """What came of a submission, with the fingerprints of all that it came from.

    `key` is of all that every verdict came from, `definitions` of each exercise's own code.
    """

    key: str
    submission: str
    definitions: dict[str, str]
    graded: GradedSubmission


def fingerprint(handed_in: HandedIn) -> str:
    """Return a fingerprint of what was handed in."""
    digest = hashlib.sha256(handed_in.data)
    digest.update(repr((handed_in.reason, handed_in.flags)).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def key_of(submission: str, marking: str, release: bytes, secret: bytes) -> str:
    """Return the key under which verdicts are valid, as long as their exercises do not change."""
    parts = (submission, marking, hashlib.sha256(release).hexdigest())
    return hashlib.sha256("".join(parts).encode() + hashlib.sha256(secret).digest()).hexdigest()


def load(root: CourseRoot, student: str, lesson_id: str) -> Result | None:
    """Return a submission's result; nothing if there is none that can be read."""
    try:
        data = json.loads(root.result(student, lesson_id).read_bytes())
        graded = GradedSubmission.from_dict(data["graded"])
        return Result(data["key"], data["submission"], dict(data["definitions"]), graded)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(root: CourseRoot, result: Result, notebook: bytes, timestamp: str) -> None:
    """Write the graded notebook, a line of the student's history, then the result."""
    student, lesson_id = result.graded.student, result.graded.lesson
    folder = root.autograded(student, lesson_id)
    write_atomically(folder / f"{lesson_id}.ipynb", notebook)
    save_timestamp(root, student, lesson_id, timestamp)
    if result.key:  # a fault of the grader is no version of the student's
        versions.add(root, result.graded, result.submission)
    data = {
        "key": result.key,
        "submission": result.submission,
        "definitions": result.definitions,
        "graded": result.graded.to_dict(),
    }
    write_atomically(root.result(student, lesson_id), json.dumps(data, sort_keys=True).encode())


def save_timestamp(root: CourseRoot, student: str, lesson_id: str, timestamp: str) -> None:
    """Keep ``timestamp.txt`` beside the graded notebook the same as beside the submitted one."""
    path = root.autograded(student, lesson_id) / "timestamp.txt"
    before = path.read_text().strip() if path.is_file() else ""
    if timestamp == before:
        return
    if timestamp:
        write_atomically(path, f"{timestamp}\n".encode())
    else:
        path.unlink()
