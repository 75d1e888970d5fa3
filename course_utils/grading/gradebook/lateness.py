"""When a submission was handed in, and what lateness costs by nbgrader's own rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from course_utils.grading.course_root import CourseRoot

# A day, a time, and how far it is from UTC; without that, it is UTC.
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\d* ?(?:(Z|UTC|GMT)|([+-]\d\d):?(\d\d)?)?",
    re.IGNORECASE,
)


def parse_timestamp(text: str) -> datetime | None:
    """Return the UTC time in a ``timestamp.txt``; nothing if it is none.

    Names of time zones are left to nbgrader, which reads "+0200" as 200 seconds.
    """
    text = text.strip()
    try:
        if found := _TIME.fullmatch(text):
            day, clock, _, hours, minutes = found.groups()
            zone = f"{hours}:{minutes or '00'}" if hours else "+00:00"
            moment = datetime.fromisoformat(f"{day}T{clock}{zone}")
            return moment.astimezone(UTC).replace(tzinfo=None)
        if re.search(r"\d{4}", text) is None:  # "7" would be a day of this month
            return None
        from nbgrader.utils import parse_utc

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
