"""`course collect`: a zip of all submissions into ``submitted/``, and who was collected."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console

from course_utils.commands.printing import printable
from course_utils.grading.collecting.collect import Collected, collect
from course_utils.grading.course_root import CourseRoot

SAID = {
    "new": "collected",
    "replaced": "replaced by later work",
    "unchanged": "here already",
    "kept": "not replaced, since what is here is newer (--force replaces it)",
    "nothing": "without a notebook",
    "refused": "refused",
    "nobody's": "files that belong to nobody",
}
# Results that a person has to look at.
OPEN = ("kept", "refused", "nobody's")


def collect_archive(course: CourseRoot, archive: Path, lesson: str, force: bool) -> bool:
    """Collect an archive and print what became of it; return whether all of it was taken.

    Raises
    ------
    CourseError
        If there is no such lesson, or the archive cannot be used.
    """
    course.lessons([lesson])  # says which lessons there are
    found = collect(course, archive, lesson, force=force)
    console = Console()
    counts = Counter(one.what for one in found)
    for what, words in SAID.items():
        if counts[what]:
            console.print(f"{counts[what]} {words}", highlight=False, markup=False)
    for one in sorted(found, key=lambda one: one.what in OPEN):
        console.print(f"  {_line(one)}", highlight=False, markup=False, soft_wrap=True)
    return not any(counts[what] for what in OPEN)


def _line(one: Collected) -> str:
    whose = f" ({one.why}): {one.file}" if one.file else ""
    return printable(f"{one.student}: " + "; ".join(filter(None, [one.what + whose, one.detail])))
