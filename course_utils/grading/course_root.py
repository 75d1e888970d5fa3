"""A course on disk: its folders, the address of its gradebook, its secret.

A course root is any folder with ``nbgrader_config.py`` and ``notebooks/``. Its exercises are those of
its own ``checks/``, or of the installed course.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from course_utils.course import Course, CourseDefinitionError, course_at

CONFIG = "nbgrader_config.py"
# Seconds of `CourseRoot.seconds`, if nbgrader_config.py says nothing.
SECONDS = {"submission": 120.0, "quick": 5.0, "slow": 480.0}
MOST_DATA = 16 * 2**20  # bytes beside one notebook


class CourseError(Exception):
    """A command cannot do what it should; the message says what to do instead."""


@dataclass(frozen=True)
class CourseRoot:
    """A course on disk.

    Raises
    ------
    CourseError
        From `open`, if the folder is not a course root.
    """

    path: Path

    @classmethod
    def open(cls, path: Path) -> CourseRoot:
        """Return the course at `path`."""
        path = path.resolve()
        if not (path / CONFIG).is_file() or not (path / "notebooks").is_dir():
            raise CourseError(
                f"{path} is not a course: it needs {CONFIG} and a folder notebooks/.\n"
                "Run this command in the course's folder, or name it with --root."
            )
        return cls(path)

    @cached_property
    def definition(self) -> Course:
        """The lessons and their exercises.

        Raises
        ------
        CourseError
            If the modules in ``checks/`` do not define a course.
        """
        try:
            return course_at(self.path)
        except CourseDefinitionError as error:
            raise CourseError(str(error)) from error

    def source(self, lesson_id: str) -> Path:
        """Return the path of a lesson's solved notebook."""
        return self.path / "notebooks" / lesson_id / f"{lesson_id}.ipynb"

    def data_files(self, lesson_id: str) -> list[Path]:
        """Return the files that lie beside a lesson's notebook: its data, for students too.

        Raises
        ------
        CourseError
            If they are larger than `MOST_DATA` together.
        """
        source = self.source(lesson_id)
        data = data_beside(source)
        size = sum(path.stat().st_size for path in data)
        if size > MOST_DATA:
            raise CourseError(
                f"The files beside {source} have {size / 2**20:.0f} MB together; a lesson may have "
                f"{MOST_DATA // 2**20} MB. Make them smaller, or read them from elsewhere."
            )
        return data

    def released_data(self, lesson_id: str) -> list[Path]:
        """Return the files that students were given beside the notebook."""
        return data_beside(self.released(lesson_id))

    def released(self, lesson_id: str) -> Path:
        """Return the path of a lesson's student version."""
        return self.path / "release" / lesson_id / f"{lesson_id}.ipynb"

    def autograded(self, student: str, lesson_id: str) -> Path:
        """Return the folder of a graded submission."""
        return self.path / "autograded" / student / lesson_id

    def feedback(self, student: str, lesson_id: str) -> Path:
        """Return the path of a submission's feedback page."""
        return self.path / "feedback" / student / lesson_id / f"{lesson_id}.html"

    def result(self, student: str, lesson_id: str) -> Path:
        """Return the path where the result of one submission is kept."""
        return self.state / "results" / lesson_id / student / "result.json"

    @property
    def submitted(self) -> Path:
        """The folder of submissions: ``submitted/<student>/<lesson>/<lesson>.ipynb``."""
        return self.path / "submitted"

    @property
    def state(self) -> Path:
        """The grader's own folder: results, and the secret."""
        return self.path / ".course"

    def lessons(self, chosen: list[str] | None = None) -> list[str]:
        """Return the ids of lessons that have a notebook here, in order; or the chosen ones.

        Raises
        ------
        CourseError
            If a chosen lesson does not exist.
        """
        here = [lesson.id for lesson in self.definition.lessons if self.source(lesson.id).is_file()]
        for lesson_id in chosen or []:
            try:
                self.definition.lesson(lesson_id)
            except ValueError as error:
                raise CourseError(str(error)) from None
            if lesson_id not in here:
                raise CourseError(f"{self.source(lesson_id)} does not exist, so nothing to do.")
        return [lesson_id for lesson_id in here if not chosen or lesson_id in chosen]

    def config(self) -> Any:
        """Return ``nbgrader_config.py`` as a traitlets ``Config``."""
        from traitlets.config.loader import PyFileConfigLoader

        return PyFileConfigLoader(CONFIG, path=str(self.path)).load_config()

    def db_url(self) -> str:
        """Return the gradebook's address: nbgrader's own setting, or SQLite in the course root."""
        configured = self.config().CourseDirectory.get("db_url", "")
        return str(configured) or f"sqlite:///{self.path / 'gradebook.db'}"

    def seconds(self, name: str) -> float:
        """Return a time of ``c.CourseGrader.<name>_seconds``, or of `SECONDS`.

        Raises
        ------
        CourseError
            If that is no number of seconds.
        """
        seconds = self.config().CourseGrader.get(f"{name}_seconds", SECONDS[name])
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
            raise CourseError(
                f"c.CourseGrader.{name}_seconds in {CONFIG} is {seconds!r}; a number of "
                "seconds is needed."
            )
        return float(seconds)

    def secret(self) -> bytes:
        """Return the secret that inputs are drawn from; the first call makes it.

        ``COURSE_SECRET`` in the environment comes first. Whoever knows it can predict the inputs,
        so the file is readable by its owner alone, and the sandbox does not show it.
        """
        given = os.environ.get("COURSE_SECRET")
        if given:
            return given.encode()
        path = self.state / "secret"
        if not path.exists():
            self.state.mkdir(mode=0o700, exist_ok=True)
            write_atomically(path, secrets.token_hex(32).encode(), mode=0o600)
        return path.read_bytes().strip()


def data_beside(notebook: Path) -> list[Path]:
    """Return the files that lie beside a notebook."""
    paths = sorted(notebook.parent.iterdir()) if notebook.parent.is_dir() else []
    return [p for p in paths if p.is_file() and p != notebook and not p.name.startswith(".")]


def seed_of(secret: bytes, student: str, lesson_id: str, exercise: str) -> int:
    """Return the seed of one exercise's inputs for one student: HMAC-SHA256 of the three names.

    The names are joined by a character that no folder name can hold, so no two triples collide.
    """
    message = "\0".join((student, lesson_id, exercise)).encode("utf-8", "surrogateescape")
    return int.from_bytes(hmac.digest(secret, message, hashlib.sha256), "big")


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file so that after a crash it is there whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Always the same name: what a killed run leaves behind is written over by the next one.
    temporary = path.with_name(f".{path.name}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
