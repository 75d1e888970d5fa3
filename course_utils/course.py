"""A course as the engine sees it: its lessons in order, their exercises, and what a submission may see.

A course of one's own is a folder with ``checks/<lesson>.py``, a module per lesson: it holds the
reference functions and an `Exercise` for each. Where there is no such folder, the course is the one
that is installed with this package.
"""

from __future__ import annotations

import difflib
import hashlib
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

from course_utils.checking.exercise import Exercise

CHECKS = "checks"
PACKAGE = __name__.partition(".")[0]
INSTALLED = f"{PACKAGE}.exercises"
# A notebook may lie in its course's folder, or in a folder of its own in one of these.
LEVELS = 3


class CourseDefinitionError(ValueError):
    """A course's modules do not define what they should; the message names the file."""


class Lesson(Protocol):
    """A lesson: its id, which names its notebook and its folder, and its title."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class OwnLesson:
    """A lesson of a course in a folder."""

    id: str
    title: str


class Course:
    """The lessons of a course, in order.

    Parameters
    ----------
    lessons : sequence of Lesson
    module_of : callable
        ``module_of(lesson_id)`` returns the name of the module that defines a lesson's exercises.
    key_of : callable
        ``key_of(lesson_id)`` returns the name of the module that holds its reference functions.
    seen : callable, optional
        ``seen(lesson_id)`` returns the files of this package that a submission to the lesson may see
        beside the engine's, as paths within the package; by default none.
    demo : sequence of str, optional
        The lessons that `course demo` grades; by default all.
    """

    def __init__(
        self,
        lessons: Sequence[Lesson],
        module_of: Callable[[str], str],
        key_of: Callable[[str], str],
        seen: Callable[[str], Sequence[str]] = lambda lesson_id: (),
        demo: Sequence[str] = (),
    ) -> None:
        self.lessons = tuple(lessons)
        self.module_of = module_of
        self.key_of = key_of
        self.seen = seen
        self.demo = tuple(demo)
        self._exercises: dict[str, tuple[Exercise, ...]] = {}

    def lesson(self, lesson_id: str) -> Lesson:
        """Return the lesson of that id.

        Raises
        ------
        ValueError
            If there is none; the message lists the lessons.
        """
        for lesson in self.lessons:
            if lesson.id == lesson_id:
                return lesson
        known = ", ".join(lesson.id for lesson in self.lessons)
        raise ValueError(f"no lesson {lesson_id!r}; the lessons are {known}")

    def of_lesson(self, lesson_id: str) -> tuple[Exercise, ...]:
        """Return a lesson's exercises in order.

        Raises
        ------
        ValueError
            If there is no such lesson.
        CourseDefinitionError
            If its module does not import, or holds no exercise.
        """
        if lesson_id not in self._exercises:
            self.lesson(lesson_id)
            self._exercises[lesson_id] = _exercises_in(_load(self.module_of(lesson_id)))
        return self._exercises[lesson_id]

    def find(self, name: str) -> Exercise:
        """Return the exercise of that name.

        Raises
        ------
        KeyError
            If there is none; the message names the nearest.
        """
        return self._lookup(name)[0]

    def lesson_of(self, name: str) -> Lesson:
        """Return the lesson that asks for the exercise of that name; errors as for `find`."""
        return self._lookup(name)[1]

    def up_to(self, name: str) -> dict[str, Exercise]:
        """Return the exercises of the lesson that asks for this one, and of the lessons before it."""
        last = self.lessons.index(self.lesson_of(name))
        return {e.name: e for lesson in self.lessons[: last + 1] for e in self.of_lesson(lesson.id)}

    def key_modules(self) -> set[str]:
        """Return the names of the modules that hold the reference functions."""
        return {self.key_of(lesson.id) for lesson in self.lessons}

    def hidden_key_modules(self, lesson_id: str) -> set[str]:
        """Return those that are not there when answers to this lesson are graded."""
        first = self.lessons.index(self.lesson(lesson_id))
        return {self.key_of(later.id) for later in self.lessons[first:]}

    def key_files(self, lesson_id: str) -> list[str]:
        """Return the files of this package that no submission to the lesson may see."""
        names = sorted(self.hidden_key_modules(lesson_id))
        inside = [name.partition(".")[2] for name in names if name.partition(".")[0] == PACKAGE]
        return [f"{name.replace('.', '/')}.py" for name in inside]

    def _lookup(self, name: str) -> tuple[Exercise, Lesson]:
        # Lesson by lesson: a notebook of an early lesson loads no later one.
        names: list[str] = []
        for lesson in self.lessons:
            for exercise in self.of_lesson(lesson.id):
                if exercise.name == name:
                    return exercise, lesson
                names.append(exercise.name)
        near = difflib.get_close_matches(name, names, n=1)
        advice = f" Did you mean `{near[0]}`?" if near else ""
        raise KeyError(f"There is no exercise named `{name}`.{advice}")


def course_around(folder: Path) -> Course:
    """Return the course that a notebook in `folder` belongs to."""
    folder = folder.resolve()
    for place in (folder, *folder.parents[: LEVELS - 1]):
        if _check_files(place):
            return course_at(place)
    return installed_course()


def course_at(folder: Path | str) -> Course:
    """Return the course of a folder: the one in its ``checks/``, or else the installed one."""
    files = _check_files(Path(folder))
    if not files:
        return installed_course()
    stamps = tuple((path, path.stat().st_mtime_ns) for path in files)
    return _own_course(Path(folder).resolve() / CHECKS, stamps)


def installed_course() -> Course:
    """Return the course that is installed with this package."""
    course: Course = import_module(INSTALLED).COURSE
    return course


def _check_files(folder: Path) -> tuple[Path, ...]:
    """Return the modules of a folder's ``checks/``; a name that begins with ``_`` is a helper's."""
    paths = sorted((folder / CHECKS).glob("*.py"))
    return tuple(path for path in paths if not path.name.startswith("_"))


@cache
def _own_course(checks: Path, stamps: tuple[tuple[Path, int], ...]) -> Course:
    """Return the course in a folder ``checks/``; a changed file makes a new one."""
    digest = hashlib.sha256(repr((checks, stamps)).encode()).hexdigest()[:12]
    package = types.ModuleType(f"checks_{digest}")
    package.__path__ = [str(checks)]
    sys.modules[package.__name__] = package

    def module_of(lesson_id: str) -> str:
        return f"{package.__name__}.{lesson_id}"

    lessons = [OwnLesson(path.stem, _title_of(path.stem)) for path, _ in stamps]
    course = Course(lessons, module_of, module_of)
    _refuse_namesakes(course)
    return course


def _title_of(lesson_id: str) -> str:
    """Return a title made of a lesson's id: "01_rates_of_change" is "Rates of change"."""
    words = lesson_id.lstrip("0123456789").strip("_- ").replace("_", " ") or lesson_id
    return words[:1].upper() + words[1:]


def _refuse_namesakes(course: Course) -> None:
    first: dict[str, Lesson] = {}
    for lesson in course.lessons:
        for exercise in course.of_lesson(lesson.id):
            other = first.setdefault(exercise.name, lesson)
            if other is not lesson:
                raise CourseDefinitionError(
                    f"Two exercises are named `{exercise.name}`: in {CHECKS}/{other.id}.py and in "
                    f"{CHECKS}/{lesson.id}.py. Give one of them another name."
                )


def _load(name: str) -> types.ModuleType:
    try:
        return import_module(name)
    except CourseDefinitionError:
        raise
    except Exception as error:
        package, _, module = name.rpartition(".")
        folder = Path(next(iter(sys.modules[package].__path__)))
        path = folder / f"{module}.py"
        frames = traceback.extract_tb(error.__traceback__)
        line = next((f.lineno for f in reversed(frames) if Path(f.filename).parent == folder), None)
        where = f", line {line}" if line else ""
        raise CourseDefinitionError(
            f"{path}{where} cannot be imported: {type(error).__name__}: {error}"
        ) from error


def _exercises_in(module: types.ModuleType) -> tuple[Exercise, ...]:
    """Return a module's `EXERCISES`, or every exercise that stands in it, in order."""
    listed = getattr(module, "EXERCISES", None)
    if listed is None:
        listed = [value for value in vars(module).values() if isinstance(value, Exercise)]
    exercises = tuple(dict.fromkeys(listed))
    if not exercises:
        raise CourseDefinitionError(
            f"{module.__file__} defines no exercise. Write: NAME = Exercise(reference=..., groups=...)"
        )
    names = [exercise.name for exercise in exercises]
    for name in names:
        if names.count(name) > 1:
            raise CourseDefinitionError(f"{module.__file__} defines `{name}` twice.")
    return exercises
