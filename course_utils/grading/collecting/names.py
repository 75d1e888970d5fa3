"""Find the owner of a file by the name that Moodle or Canvas gave it.

Both begin with what the system writes: what follows is the student's, who may try to look like
somebody else. So the first place that fits is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from course_utils.grading.gradebook.class_marks import Person

# A folder around everything is of whoever packed the archive once more.
_AROUND = r"(?:[^/]*/)??"
# "Ada Lovelace_123456_assignsubmission_file_/lesson.ipynb", since Moodle 4.5 without the last "_", or
# without folders. In front of the name may stand a group's. The number is another one each time.
_MOODLE = re.compile(
    _AROUND + r"(?P<student>[^/]+?)_(?P<participant>\d+)_assignsubmission_[a-z]+_?/?(?P<file>.+)",
    re.DOTALL,
)
# "lovelaceada_LATE_4711_123456_work-2.ipynb": user, submission, and the number of an upload that was
# handed in again. The user's number stays.
_CANVAS = re.compile(
    _AROUND + r"(?P<student>[^/]+?)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<file>[^/]+)",
    re.IGNORECASE | re.DOTALL,
)
# "anon_x7Yb2_LATE_123456_work.ipynb", where marking is anonymous.
_CANVAS_ANONYMOUS = re.compile(
    _AROUND + r"(?P<student>anon_(?!\d+_)[^/_]+)(?P<late>_LATE)?(?:_\d+)?_\d+_(?P<file>[^/]+)",
    re.IGNORECASE | re.DOTALL,
)
SYSTEMS = {"Moodle": (_MOODLE,), "Canvas": (_CANVAS_ANONYMOUS, _CANVAS)}
# What Moodle calls everybody where marking is blind, in some languages.
_EVERYBODY = (
    "participant",
    "teilnehmer",
    "teilnehmerin",
    "participante",
    "partecipante",
    "deelnemer",
)
# Windows makes no folder of such a name.
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)\d")


@dataclass(frozen=True)
class Named:
    """What a file's name says: who handed it in, and its name there.

    `number` is Canvas's, which stays; `participant` is Moodle's, which does not.
    """

    student: str
    file: str
    number: str = ""
    participant: str = ""
    late: bool = False
    timestamp: str = ""

    @property
    def owner(self) -> str:
        """A key that is different for two students of the same name."""
        return f"{self.student}/{self.number or self.participant}"


def system_of(names: Sequence[str]) -> str:
    """Return the system whose names fit the most files."""
    return max(SYSTEMS, key=lambda system: sum(named(system, n) is not None for n in names))


def named(system: str, name: str) -> Named | None:
    """Return what a file's name says, if the system gives such names."""
    for pattern in SYSTEMS[system]:
        if found := pattern.match(name):
            groups = found.groupdict(default="")
            late = bool(groups.pop("late", ""))
            return Named(**groups, late=late)
    return None


def is_left_behind(name: str) -> bool:
    """Whether a file is one that systems leave beside others, such as macOS's ``._work.ipynb``."""
    parts = name.replace("\\", "/").split("/")
    known = ("__macosx", "thumbs.db", "desktop.ini")
    return any(part.startswith(".") or part.lower() in known for part in parts if part != "..")


def assign(owners: Sequence[Named], people: Sequence[Person]) -> list[tuple[str, str]]:
    """Return for each owner a student's folder, empty where it is unclear who it is; and why."""
    by_number = {person.lms_user_id: person.id for person in people if person.lms_user_id}
    by_name: dict[str, set[str]] = defaultdict(set)
    for person in people:
        first, last = person.first_name, person.last_name
        for name in (person.id, f"{first} {last}", f"{last}{first}", person.email):
            by_name[_key(name)].add(person.id)
    by_name.pop("", None)
    taken = {person.id: person.lms_user_id for person in people}
    found: list[tuple[str, str]] = []
    for owner in owners:
        if student := by_number.get(owner.number, ""):
            found.append((student, f"by Canvas's number {owner.number}"))
        elif _key(owner.student.rpartition("-")[2]) in _EVERYBODY:
            found.append((f"participant-{owner.participant}", "marking is blind"))
        else:
            found.append(_by_name(owner, by_name, taken))
        if owner.number and found[-1][0]:
            taken.setdefault(found[-1][0], owner.number)
            by_number[owner.number] = found[-1][0]
    # Two people with the same name must not get each other's work.
    students = [student for student, _ in found]
    twice = {name for name in students if students.count(name) > 1}
    return [("", "there are two of this name") if one[0] in twice else one for one in found]


def _by_name(owner: Named, by_name: dict[str, set[str]], taken: dict[str, str]) -> tuple[str, str]:
    for name in _without_groups(owner.student):
        known = sorted(by_name.get(_key(name), ()))
        if owner.number:
            known = [student for student in known if taken[student] in ("", owner.number)]
        if folder_name(name) in known:  # "Jean Luc" and "Jeanluc" may be two people
            known = [folder_name(name)]
        if len(known) == 1:
            return known[0], "by the name in the gradebook"
        if known:
            return "", "the gradebook has two of this name"
    folder = folder_name(owner.student)
    if owner.number and folder in taken:
        folder = f"{folder}-{owner.number}"
    return folder, "a new student, by name" if folder else "the name has no letters"


def _without_groups(name: str) -> list[str]:
    """Return a name, and what is left if its beginning is the name of a group."""
    parts = name.split("-")
    return ["-".join(parts[place:]) for place in range(min(len(parts), 10))]


def folder_name(name: str) -> str:
    """Return a student's folder for a name: letters, digits and hyphens; empty if nothing is left."""
    plain = unicodedata.normalize("NFKC", name).lower()
    folder = re.sub(r"[\W_]+", "-", plain).strip("-")[:100].strip("-")
    return f"student-{folder}" if _RESERVED.fullmatch(folder) else folder


def is_folder_name(name: str) -> bool:
    """Whether an instructor's own pattern has found what can be a student's folder."""
    return name.isprintable() and name[:1] not in ("", ".") and not set(name) & set("/\\")


def _key(name: str) -> str:
    return folder_name(name).replace("-", "")
