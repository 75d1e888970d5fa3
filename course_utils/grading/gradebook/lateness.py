"""When a submission was handed in, and what lateness costs, by nbgrader's own rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from course_utils.grading.course_root import CourseRoot


def parse_timestamp(text: str) -> datetime | None:
    """Return the UTC time in a ``timestamp.txt``, as nbgrader reads it; nothing if it is none."""
    if not text:
        return None
    from nbgrader.utils import parse_utc

    try:
        parsed: datetime = parse_utc(text)
    except (ValueError, OverflowError):
        return None
    return parsed


def penalize(gradebook: Any, submissions: Sequence[tuple[str, str, str]], root: CourseRoot) -> None:
    """Set the penalty of submissions that may be late, as ``nbgrader_config.py`` has it.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
        With an open transaction, in which the marks are written already.
    submissions : sequence of tuple
        Student, id of the submission, id of its notebook.
    root : CourseRoot
    """
    if not submissions:
        return
    from nbgrader import api
    from nbgrader.preprocessors import AssignLatePenalties

    rule = AssignLatePenalties(config=root.config())
    rule.init_plugin()
    for student, submission_id, notebook_id in submissions:
        submission, notebook = (
            gradebook.db.get(table, row, populate_existing=True)
            for table, row in (
                (api.SubmittedAssignment, submission_id),
                (api.SubmittedNotebook, notebook_id),
            )
        )
        notebook.late_submission_penalty = None
        seconds = submission.total_seconds_late
        if seconds > 0:
            penalty = rule.plugin_inst.late_submission_penalty(student, notebook.score, seconds)
            if penalty is not None:
                notebook.late_submission_penalty = min(max(penalty, 0), notebook.score)
