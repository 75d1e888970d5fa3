"""Take the zip of all submissions that Moodle or Canvas gives into ``submitted/``.

Files are named by nbgrader's collector: a regular expression with named groups. Those of Moodle
and Canvas are known here; ``c.FileNameCollectorPlugin.named_regexp`` in ``nbgrader_config.py``
comes first, as for ``nbgrader zip_collect``. That command unpacks an archive as it is, without
limits, so only its reading of names is used.
"""

from __future__ import annotations

import logging
import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from course_utils.grading.collecting.archive import Archive, ArchivedFile
from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.grading.gradebook.class_marks import Person, enrolled
from course_utils.grading.gradebook.connection import open_gradebook

# Both begin with what the system writes: what follows is the student's, who may try to look like
# somebody else. Moodle: "Ada Lovelace_123456_assignsubmission_file_/lesson.ipynb", or the same
# without a folder. The number is another one in each assignment.
MOODLE = r"(?P<student_id>[^/]+?)_(?P<participant>\d+)_assignsubmission_file_/?(?P<file_id>.+)"
# Canvas: "lovelaceada_LATE_4711_123456_work-2.ipynb": user, submission, and the number of an upload
# that was handed in again. The user's number stays.
CANVAS = r"(?P<student_id>[^/_]+)(?:_(?:LATE|late))?_(?P<lms_user_id>\d+)_\d+_(?P<file_id>[^/]+)"
UNCLEAR = "it is unclear whose this is; put the notebook into submitted/ by hand"


@dataclass(frozen=True)
class Collected:
    """What became of one student's files, or of a file that is nobody's.

    `what` is "new", "replaced", "unchanged", "kept" (what is here is newer), "refused" or
    "nothing" (no notebook among the files).
    """

    what: str
    student: str
    detail: str = ""


@dataclass
class _StudentFiles:
    """The files of one name in the archive."""

    name: str
    groups: dict[str, str]
    notebooks: list[ArchivedFile]


def collect(
    course: CourseRoot, path: Path, lesson_id: str, *, force: bool = False
) -> list[Collected]:
    """Take a lesson's submissions out of an archive; say of each what became of it.

    A submission that is here already and differs is replaced only if the archive's is later (or
    with `force`); otherwise it is kept, and that is said.

    Raises
    ------
    CourseError
        If the archive cannot be read, or no file in it is named as Moodle or Canvas do.
    """
    gradebook = open_gradebook(course.db_url())
    try:
        with Archive(path) as archive:
            files = list(archive.files())
            collector = _collector(course, files)
            works, said = _works(files, collector)
            if not works and not said:
                raise CourseError(
                    f"No file in {path} is named as Moodle or Canvas name submissions. Set "
                    "c.FileNameCollectorPlugin.named_regexp in nbgrader_config.py."
                )
            if collector.named_regexp in (MOODLE, CANVAS):
                students = _students(works, enrolled(gradebook))
            else:
                students = [work.name if _is_folder_name(work.name) else "" for work in works]
            numbers: dict[str, str] = {}
            for work, student in zip(works, students, strict=True):
                if not student:
                    said.append(Collected("refused", work.name, UNCLEAR))
                    continue
                said.append(_take(course, archive, work, student, lesson_id, force))
                numbers[student] = work.groups.get("lms_user_id", "")
            _note_numbers(gradebook, numbers)
    finally:
        gradebook.close()
    return said


def _note_numbers(gradebook: Any, numbers: dict[str, str]) -> None:
    """Keep Canvas's numbers in the gradebook: the next archive, and the export, need them."""
    from nbgrader import api

    known = {student.id: student for student in gradebook.db.query(api.Student)}
    for name, number in numbers.items():
        if number and name not in known:
            gradebook.db.add(api.Student(id=name, lms_user_id=number))
        elif number and not known[name].lms_user_id:
            known[name].lms_user_id = number
    gradebook.db.commit()


def _collector(course: CourseRoot, files: list[ArchivedFile]) -> Any:
    """Return the collector for the instructor's own pattern, or for the one that fits the most."""
    from nbgrader.plugins.zipcollect import FileNameCollectorPlugin

    own = FileNameCollectorPlugin(config=course.config())
    pattern = own.named_regexp or max(
        (MOODLE, CANVAS), key=lambda p: sum(bool(re.match(p, file.name)) for file in files)
    )
    collector = FileNameCollectorPlugin(named_regexp=pattern, valid_ext=own.valid_ext)
    collector.log = logging.Logger("collect", logging.CRITICAL)  # it warns of every other name
    return collector


def _works(
    files: list[ArchivedFile], collector: Any
) -> tuple[list[_StudentFiles], list[Collected]]:
    """Group the notebooks by student; also return what is to be said of other files."""
    works: dict[str, _StudentFiles] = {}
    said: list[Collected] = []
    without: set[str] = set()
    for file in files:
        if file.refused:
            said.append(Collected("refused", file.name, file.refused))
            continue
        if PurePosixPath(file.name).name.startswith("."):
            continue
        found = collector.collect(file.name)
        if found is None:
            other = re.match(collector.named_regexp, file.name)
            without |= {other["student_id"]} if other else set()
            continue
        groups = {key: value for key, value in found.items() if value}
        number = groups.get("lms_user_id", groups.get("participant", ""))
        name = groups["student_id"]
        work = works.setdefault(f"{name}/{number}", _StudentFiles(name, groups, []))
        work.notebooks.append(file)
    for name in sorted(without - {work.name for work in works.values()}):
        said.append(Collected("nothing", name, "no notebook was handed in"))
    return list(works.values()), said


def _students(works: list[_StudentFiles], people: list[Person]) -> list[str]:
    """Return a folder's name for each student, empty where it is unclear who it is."""
    by_number = {person.lms_user_id: person.id for person in people if person.lms_user_id}
    by_name: dict[str, set[str]] = defaultdict(set)
    for person in people:
        first, last = person.first_name, person.last_name
        for name in (person.id, f"{first} {last}", f"{last}{first}", person.email):
            by_name[_key(name)].add(person.id)
    taken = {person.id: person.lms_user_id for person in people}
    students = []
    for work in works:
        number = work.groups.get("lms_user_id", "")
        student = by_number.get(number, "")
        if not student:
            known = sorted(by_name[_key(work.name)] if _key(work.name) else ())
            folder = folder_name(work.name)
            if number:
                known = [name for name in known if taken[name] in ("", number)]
                if folder in taken and not known:
                    folder = f"{folder}-{number}"
                taken.setdefault(folder, number)
                by_number[number] = known[0] if len(known) == 1 else folder
            student = known[0] if len(known) == 1 else "" if known else folder
        students.append(student)
    # Two people of one name must not get each other's work.
    twice = {name for name in students if students.count(name) > 1}
    return ["" if name in twice else name for name in students]


def folder_name(name: str) -> str:
    """Return a student's folder for a name: letters, digits and hyphens; empty if nothing is left."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:100]


def _is_folder_name(name: str) -> bool:
    return name.isprintable() and name[:1] not in ("", ".") and not set(name) & set("/\\")


def _key(name: str) -> str:
    return folder_name(name).replace("-", "")


def _take(
    course: CourseRoot,
    archive: Archive,
    work: _StudentFiles,
    student: str,
    lesson_id: str,
    force: bool,
) -> Collected:
    file, detail = _chosen(work.notebooks, lesson_id)
    if file is None:
        return Collected("refused", student, detail)
    try:
        data = archive.read(file)
    except ValueError as error:
        return Collected("refused", student, f"{PurePosixPath(file.name).name}: {error}")
    path = course.submitted / student / lesson_id / f"{lesson_id}.ipynb"
    what = "new"
    if path.exists():
        if path.read_bytes() == data:
            return Collected("unchanged", student, detail)
        here = datetime.fromtimestamp(path.stat().st_mtime)
        later = file.time is not None and file.time > here
        when = f"here {here:%Y-%m-%d %H:%M}, in the archive {_when(file)}"
        if not later and not force:
            return Collected("kept", student, f"what is here is newer: {when}")
        what = "replaced"
        detail = f"{detail}; {when}" if detail else when
    write_atomically(path, data)
    if file.time is not None:
        os.utime(path, (file.time.timestamp(), file.time.timestamp()))
    timestamp = work.groups.get("timestamp", "")
    if timestamp:
        write_atomically(path.with_name("timestamp.txt"), f"{timestamp}\n".encode())
    return Collected(what, student, detail)


def _chosen(notebooks: list[ArchivedFile], lesson_id: str) -> tuple[ArchivedFile | None, str]:
    """Choose the lesson's notebook, the newest of several of that name."""

    def number(file: ArchivedFile) -> int:
        found = re.search(r"-(\d{1,9})\.ipynb$", file.name)
        return int(found[1]) if found else 0

    def is_lesson(file: ArchivedFile) -> bool:
        return re.search(rf"{re.escape(lesson_id)}(-\d+)?\.ipynb$", file.name) is not None

    named = [file for file in notebooks if is_lesson(file)]
    if named:
        return max(named, key=lambda e: (number(e), e.time or datetime.min)), ""
    if len(notebooks) == 1:
        name = PurePosixPath(notebooks[0].name).name
        return notebooks[0], f"handed in as {name}"
    return None, f"{len(notebooks)} notebooks, none of them named {lesson_id}.ipynb"


def _when(file: ArchivedFile) -> str:
    return f"{file.time:%Y-%m-%d %H:%M}" if file.time else "unknown"
