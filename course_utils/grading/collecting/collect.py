"""Take the zip of all submissions that Moodle or Canvas gives into ``submitted/``.

Names are read by `names`; ``c.FileNameCollectorPlugin.named_regexp`` in ``nbgrader_config.py``
comes first, as for ``nbgrader zip_collect``. That command unpacks an archive as it is, without
limits, so only its reading of names is used.

Nothing is lost: what is replaced is kept under ``.course/earlier``, and who was given what, and
why, under ``.course/collected``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from course_utils.grading.collecting.archive import Archive, ArchivedFile
from course_utils.grading.collecting.names import (
    Named,
    assign,
    is_folder_name,
    is_left_behind,
    named,
    system_of,
)
from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.grading.gradebook.class_marks import enrolled
from course_utils.grading.gradebook.connection import open_gradebook

UNCLEAR = "it is unclear whose this is; put the notebook into submitted/ by hand"
# Some browsers and editors give a notebook a second ending.
_NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)
_COPY = re.compile(r"(?:[-_ +()\d]|copy|kopie)*", re.IGNORECASE)


@dataclass(frozen=True)
class Collected:
    """What was done with one student's files, or with a file that belongs to nobody.

    `what` is "new", "replaced", "unchanged", "kept" (what is here is newer), "refused",
    "nobody's" (its name says nobody) or "nothing" (no notebook among the files). `file` is the
    archive's name of the file that was taken, and `why` says why it is this student's.
    """

    what: str
    student: str
    detail: str = ""
    file: str = ""
    why: str = ""


@dataclass
class _StudentFiles:
    """The files of one owner in the archive."""

    owner: Named
    files: list[tuple[Named, ArchivedFile]] = field(default_factory=list)

    def ending(self, pattern: str | re.Pattern[str]) -> list[ArchivedFile]:
        """Return the files whose names end so."""
        return [file for name, file in self.files if re.search(pattern, name.file)]


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
            found = _Collecting(course, archive, lesson_id, force, gradebook).all()
    finally:
        gradebook.close()
    _keep_record(course, path, lesson_id, found)
    return found


class _Collecting:
    """The collection of one archive."""

    def __init__(
        self, course: CourseRoot, archive: Archive, lesson_id: str, force: bool, gradebook: Any
    ) -> None:
        self.course = course
        self.archive = archive
        self.lesson_id = lesson_id
        self.force = force
        self.gradebook = gradebook
        self.due = _due(gradebook, lesson_id)
        self.said: list[Collected] = []
        self.own = _own_pattern(course)
        self.system = system_of([file.name for file in archive.files()])

    def all(self) -> list[Collected]:
        works = self._works()
        owners = [work.owner for work in works]
        if self.own is None:
            students = assign(owners, enrolled(self.gradebook))
        else:
            why = "by the pattern in nbgrader_config.py"
            students = [(o.student if is_folder_name(o.student) else "", why) for o in owners]
        numbers: dict[str, str] = {}
        for work, (student, why) in zip(works, students, strict=True):
            if not work.ending(_NOTEBOOK) and not work.ending(r"(?i)\.zip$"):
                names = ", ".join(sorted(name.file for name, _ in work.files)[:5])
                detail = f"no notebook was handed in, but {names}"
                self.said.append(Collected("nothing", work.owner.student, detail))
            elif not student:
                self.said.append(
                    Collected("refused", work.owner.student, f"{UNCLEAR} ({why})", why=why)
                )
            else:
                self.said.append(replace(self._take(work, student), why=why))
                numbers[student] = work.owner.number
        _note_numbers(self.gradebook, numbers)
        return self.said

    def _works(self) -> list[_StudentFiles]:
        """Group the files by owner; report files that are refused or belong to nobody."""
        works: dict[str, _StudentFiles] = {}
        nobodys = []
        for file in self.archive.files():
            if file.refused:
                self.said.append(Collected("refused", file.name, file.refused))
            elif not is_left_behind(file.name):
                name = named(self.system, file.name) if self.own is None else self.own(file.name)
                if name is None:
                    nobodys.append(file.name)
                else:
                    works.setdefault(name.owner, _StudentFiles(name)).files.append((name, file))
        if not works and not self.said:
            raise CourseError(
                "No file in this archive is named as Moodle or Canvas name submissions. Set "
                "c.FileNameCollectorPlugin.named_regexp in nbgrader_config.py."
            )
        system = self.system if self.own is None else "your pattern"
        why = f"its name is none of {system}; if it is a submission, put it into submitted/ by hand"
        self.said += [Collected("nobody's", name, why) for name in nobodys]
        return list(works.values())

    def _take(self, work: _StudentFiles, student: str) -> Collected:
        if notebooks := work.ending(_NOTEBOOK):
            return self._take_from(self.archive, notebooks, work, student)
        try:
            return self._take_from_zip(work, student)
        except (ValueError, CourseError) as error:
            return Collected("refused", student, f"the zip that was handed in: {error}")

    def _take_from_zip(self, work: _StudentFiles, student: str) -> Collected:
        """Take a notebook that the student has packed into an archive."""
        file = max(work.ending(r"(?i)\.zip$"), key=lambda f: f.time or datetime.min)
        with self.archive.inner(file) as inner:
            notebooks = [
                one
                for one in inner.files()
                if _NOTEBOOK.search(one.name) and not one.refused and not is_left_behind(one.name)
            ]
            if not notebooks:
                return Collected("nothing", student, "no notebook is in the zip", file.name)
            taken = self._take_from(inner, notebooks, work, student)
        detail = "; ".join(filter(None, [taken.detail, "it was packed as a zip"]))
        return replace(taken, detail=detail, file=f"{file.name}/{taken.file}")

    def _take_from(
        self,
        archive: Archive,
        notebooks: Sequence[ArchivedFile],
        work: _StudentFiles,
        student: str,
    ) -> Collected:
        file, detail = _chosen(notebooks, self.lesson_id)
        if file is None:
            return Collected("refused", student, detail)
        try:
            data = archive.read(file)
        except ValueError as error:
            return Collected("refused", student, f"{_base(file)}: {error}", file.name)
        path = self.course.submitted / student / self.lesson_id / f"{self.lesson_id}.ipynb"
        what = "new"
        if path.exists():
            if path.read_bytes() == data:
                return Collected("unchanged", student, detail, file.name)
            here = datetime.fromtimestamp(path.stat().st_mtime)
            later = file.time is not None and file.time > here
            when = f"here {here:%Y-%m-%d %H:%M}, in the archive {_when(file)}"
            if not later and not self.force:
                return Collected("kept", student, f"what is here is newer: {when}", file.name)
            what = "replaced"
            detail = f"{detail}; {when}" if detail else when
            _put_away(self.course, student, self.lesson_id, here)
        write_atomically(path, data)
        if file.time is not None:
            os.utime(path, (file.time.timestamp(), file.time.timestamp()))
        timestamp, late = self._timestamp(work, file)
        if timestamp:
            write_atomically(path.with_name("timestamp.txt"), f"{timestamp}\n".encode())
        return Collected(what, student, "; ".join(filter(None, [detail, late])), file.name)

    def _timestamp(self, work: _StudentFiles, file: ArchivedFile) -> tuple[str, str]:
        """Return when the work was handed in, as far as it is known, and what is to be said of it."""
        name = next((name for name, one in work.files if one is file), work.owner)
        if name.timestamp or not name.late:
            return name.timestamp, ""
        handed = file.time.astimezone(UTC).replace(tzinfo=None) if file.time else None
        if self.due is None and handed is None:
            return "", "late, says Canvas; when is not known"
        # The archive's time may be that of the archive: what Canvas calls late is late.
        least = self.due + timedelta(minutes=1) if self.due else datetime.min
        moment = max(handed or least, least)
        return f"{moment:%Y-%m-%d %H:%M:%S} UTC", "late, says Canvas"


def _own_pattern(course: CourseRoot) -> Any:
    """Return what reads names by the instructor's own pattern; nothing if there is none."""
    from nbgrader.plugins.zipcollect import FileNameCollectorPlugin

    collector = FileNameCollectorPlugin(config=course.config())
    if not collector.named_regexp:
        return None
    pattern = re.compile(collector.named_regexp)

    def read(name: str) -> Named | None:
        found = pattern.match(name)
        groups = found.groupdict() if found else {}
        if not groups.get("student_id"):
            return None
        number, timestamp = groups.get("lms_user_id") or "", groups.get("timestamp") or ""
        return Named(groups["student_id"], name, number, timestamp=timestamp)

    return read


def _due(gradebook: Any, lesson_id: str) -> datetime | None:
    from nbgrader.api import MissingEntry

    try:
        due: datetime | None = gradebook.find_assignment(lesson_id).duedate
    except MissingEntry:
        return None
    return due


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


def _put_away(course: CourseRoot, student: str, lesson_id: str, when: datetime) -> None:
    """Keep what is about to be replaced."""
    folder = course.submitted / student / lesson_id
    kept = course.state / "earlier" / lesson_id / student
    for number in range(1, 1000):
        place = kept / f"{when:%Y-%m-%d_%H-%M-%S}_{number}"
        if not place.exists():
            break
    for name in (f"{lesson_id}.ipynb", "timestamp.txt"):
        if (folder / name).is_file():
            write_atomically(place / name, (folder / name).read_bytes())
    (folder / "timestamp.txt").unlink(missing_ok=True)


def _keep_record(
    course: CourseRoot, path: Path, lesson_id: str, found: Sequence[Collected]
) -> None:
    """Add to the record who was given what, and why."""
    record = course.state / "collected" / f"{lesson_id}.jsonl"
    record.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with record.open("a", encoding="utf-8") as file:
        for one in found:
            line = {"time": now, "archive": path.name, **asdict(one)}
            file.write(json.dumps(line, sort_keys=True) + "\n")


def _chosen(notebooks: Sequence[ArchivedFile], lesson_id: str) -> tuple[ArchivedFile | None, str]:
    """Return the lesson's notebook, the newest if there are several."""
    numbers = {file.name: number for file in notebooks for number in _copies(file, lesson_id)}
    of_lesson = [file for file in notebooks if file.name in numbers]
    if of_lesson:
        chosen = max(of_lesson, key=lambda f: (f.time or datetime.min, numbers[f.name]))
        detail = f"the newest of {len(of_lesson)}" if len(of_lesson) > 1 else ""
        return chosen, detail
    if len(notebooks) == 1:
        return notebooks[0], f"handed in as {_base(notebooks[0])}"
    return None, f"{len(notebooks)} notebooks, none of them named {lesson_id}.ipynb"


def _copies(file: ArchivedFile, lesson_id: str) -> Iterator[int]:
    """Yield the number of a copy ("-2", " (1)") if the file is named after the lesson."""
    stem = _NOTEBOOK.sub("", _base(file))
    before, name, after = stem.lower().rpartition(lesson_id.lower())
    if name and (not before or before.endswith("_")) and _COPY.fullmatch(after):
        digits = re.findall(r"\d{1,9}", after)
        yield int(digits[-1]) if digits else 0


def _base(file: ArchivedFile) -> str:
    return PurePosixPath(file.name).name


def _when(file: ArchivedFile) -> str:
    return f"{file.time:%Y-%m-%d %H:%M}" if file.time else "unknown"
