"""All versions that a student has handed in, with their verdicts, one per line; lines are only added.

A result file holds the newest version only. This file shows how a class overcame its mistakes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from course_utils.grading.course_root import CourseRoot
from course_utils.grading.model import GradedSubmission


@dataclass(frozen=True)
class Version:
    """One version: its fingerprint, and by exercise the verdict's status and the cause of what is wrong."""

    submission: str
    statuses: dict[str, str]
    mistakes: dict[str, str]


def add(root: CourseRoot, graded: GradedSubmission) -> None:
    """Add the result of a version. Adding the same version again does no harm."""
    verdicts = {name: [v.status, v.cause] for name, v in graded.verdicts.items()}
    line = json.dumps(
        {"submission": graded.fingerprints.submission, "verdicts": verdicts}, sort_keys=True
    )
    path = root.result(graded.student, graded.lesson).with_name("history.jsonl")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        # The end of line comes first: after a line that a crash cut short, the next is whole.
        file.write(f"\n{line}")


def load(root: CourseRoot, student: str, lesson_id: str) -> tuple[Version, ...]:
    """Return the versions in order; of one that was graded again at once, the newest verdicts."""
    path = root.result(student, lesson_id).with_name("history.jsonl")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    versions: list[Version] = []
    for line in lines:
        try:
            data = json.loads(line)
            verdicts = data["verdicts"]
            version = Version(
                data["submission"],
                {name: status for name, (status, _) in verdicts.items()},
                {name: mistake for name, (_, mistake) in verdicts.items() if mistake},
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        if versions and versions[-1].submission == version.submission:
            versions.pop()
        versions.append(version)
    return tuple(versions)
