"""Read a submission: from its file and the release to the rebuilt notebook and its flags.

Everything that is done with a file as a whole is done here, so that a process of its own can do it
under limits (`run/reader`). The time is linear in the size of the file.
"""

from __future__ import annotations

from dataclasses import dataclass

from course_utils.grading.notebook.cells import Notebook, grade_id
from course_utils.grading.notebook.rebuild import Rebuilt, RebuiltCell, rebuild
from course_utils.grading.notebook.submission import Flag, Parsed, Submission, parse
from course_utils.grading.notebook.tampering import tampering_flags


@dataclass(frozen=True)
class Reading:
    """The cells of a rebuilt notebook and what was found on the way; or why there is nothing.

    With a `reason`, the cells are those of the release.
    """

    places: tuple[RebuiltCell, ...]
    flags: tuple[Flag, ...] = ()
    reason: str = ""


def read(release: Notebook, submission: Submission) -> Reading:
    """Read a submission."""
    reason = submission.reason
    parsed = Parsed(reason=reason) if reason else parse(submission.data)
    rebuilt = rebuild(release, parsed.cells, whole=not parsed.cut)
    lost = {p.name for p in rebuilt.places if p.role == "answer"} & set(rebuilt.missing)
    if parsed.cut and lost:
        return unread(release, parsed.cut)
    if not parsed.reason and _is_of_another_lesson(release, parsed, rebuilt):
        names = sorted(filter(None, map(grade_id, parsed.cells)))
        asked = ", ".join(name[:40] for name in names[:3])
        return unread(
            release,
            f"This is the notebook of another lesson: it asks for {asked}. Hand in the one of "
            f"{submission.lesson}.",
        )
    own = [
        place.cell["source"]
        for place in rebuilt.places
        if place.touched and place.cell["cell_type"] == "code"
    ]
    flags = (*parsed.flags, *rebuilt.flags, *tampering_flags(own))
    return Reading(rebuilt.places, flags, parsed.reason)


def _is_of_another_lesson(release: Notebook, parsed: Parsed, rebuilt: Rebuilt) -> bool:
    theirs = {grade_id(cell) for cell in parsed.cells} - {""}
    ours = {grade_id(cell) for cell in release["cells"]}
    answered = any(place.touched for place in rebuilt.places if place.role == "answer")
    return bool(theirs) and not theirs & ours and not answered


def unread(release: Notebook, reason: str) -> Reading:
    """Return the result for a submission that could not be read."""
    return Reading(rebuild(release, ()).places, reason=reason)
