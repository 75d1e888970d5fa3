"""Results on disk: one small file for each submission, so that nothing is graded twice or lost.

A result is written after the graded notebook and before the gradebook. Whenever a run is stopped,
the next one learns from these files and the gradebook what is left to do.
"""

from __future__ import annotations

import json

from course_utils.grading.course_root import CourseRoot, write_atomically
from course_utils.grading.model import GradedSubmission
from course_utils.grading.run import versions


def load(root: CourseRoot, student: str, lesson_id: str) -> GradedSubmission | None:
    """Return a submission's result without its notebook; nothing if none can be read."""
    try:
        return GradedSubmission.from_dict(json.loads(root.result(student, lesson_id).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(root: CourseRoot, graded: GradedSubmission) -> None:
    """Write the graded notebook, a line of the student's versions, then the result."""
    student, lesson_id = graded.student, graded.lesson
    folder = root.autograded(student, lesson_id)
    write_atomically(folder / f"{lesson_id}.ipynb", graded.notebook)
    save_timestamp(root, student, lesson_id, graded.timestamp)
    if not graded.failed:  # a fault of the grader is no version of the student's
        versions.add(root, graded)
    data = json.dumps(graded.to_dict(), sort_keys=True)
    write_atomically(root.result(student, lesson_id), data.encode())


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
