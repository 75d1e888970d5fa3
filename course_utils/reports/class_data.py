"""The data of the class report, read from results, gradebook and graded notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from course_utils.checking.verdict import GRADER_FAILED, Verdict
from course_utils.course import Lesson
from course_utils.grading.course_root import CourseError, CourseRoot
from course_utils.grading.gradebook.class_marks import Marks, Person, enrolled, marks_of_class
from course_utils.grading.gradebook.connection import open_gradebook
from course_utils.grading.model import ENDINGS, GradedSubmission
from course_utils.grading.notebook.cells import (
    Notebook,
    NotebookError,
    grade_id,
    is_solution,
    read_source,
)
from course_utils.grading.notebook.rebuild import CHECK, points_of, role_of, tests_of
from course_utils.grading.run import result_files, versions

MANY_VERSIONS = 3
UNREADABLE = "unreadable"
NOT_GRADED = "not graded"


@dataclass(frozen=True)
class Flagged:
    """Something that the instructor should look at, and why; `kind` is one or two words."""

    kind: str
    reason: str
    deliberate: bool = False


@dataclass(frozen=True)
class StudentWork:
    """One student's newest submission to a lesson, and the verdicts of the earlier ones.

    `answers` are the sources of the answer cells by exercise; `written` the grade_ids of questions
    that wait for a person; `notebook` is the id that formgrader's address ends with.
    """

    student: str
    graded: GradedSubmission
    earned: float
    answers: dict[str, str]
    written: tuple[str, ...] = ()
    versions: tuple[versions.Version, ...] = ()
    notebook: str = ""

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The newest verdicts by exercise."""
        return self.graded.verdicts

    def stuck_on(self) -> Iterator[tuple[str, str]]:
        """Yield the exercises on which the student seems to be stuck, and why it seems so."""
        for name, verdict in self.verdicts.items():
            if verdict.status == "right" or self.graded.reason:
                continue
            tried = sum(v.statuses.get(name) in ("wrong", "error") for v in self.versions)
            if tried >= MANY_VERSIONS:
                yield name, f"not right in {tried} versions"
            elif verdict.status == "error":
                yield name, verdict.message

    def flagged(self) -> Iterator[Flagged]:
        """Yield what was noticed: tampering and notes, time-outs, crashes, what cannot be read."""
        if self.graded.reason:
            kind = NOT_GRADED if self.graded.failed else UNREADABLE
            yield Flagged(kind, self.graded.reason)
        for flag in self.graded.flags:
            yield Flagged(flag.kind, flag.reason, flag.deliberate)
        for flag in self.graded.log:
            yield Flagged(flag.kind, flag.reason)
        for name, verdict in self.verdicts.items():
            if verdict.failure in ENDINGS:
                yield Flagged(ENDINGS[verdict.failure], f"{name}: {verdict.message}")


@dataclass(frozen=True)
class LessonClass:
    """The work of a class in one lesson."""

    lesson: Lesson
    exercises: tuple[str, ...]
    points: dict[str, float]
    handed: tuple[StudentWork, ...]
    missing: tuple[str, ...]
    tests: tuple[str, ...] = ()  # cells of the notebook's own tests

    @property
    def possible(self) -> float:
        """All points of the lesson."""
        return sum(self.points.values())


@dataclass(frozen=True)
class ClassData:
    """A class: who is in it, and the lessons that it has handed in."""

    students: tuple[Person, ...]
    lessons: tuple[LessonClass, ...]


def read_class(course: CourseRoot, lesson_ids: list[str]) -> ClassData:
    """Read the results of these lessons; a lesson without graded work is left out.

    Raises
    ------
    CourseError
        If a lesson that was graded has no release any more.
    """
    gradebook = open_gradebook(course.db_url())
    try:
        known = {person.id: person for person in enrolled(gradebook)}
        marks = {lesson_id: marks_of_class(gradebook, lesson_id) for lesson_id in lesson_ids}
    finally:
        gradebook.close()
    lessons = []
    for lesson_id in lesson_ids:
        handed = tuple(_handed(course, lesson_id, marks[lesson_id]))
        if handed:
            release = _release(course, lesson_id)
            title = course.definition.lesson(lesson_id)
            lessons.append(_lesson(title, release, handed, sorted(known)))
    for lesson in lessons:
        for one in lesson.handed:
            known.setdefault(one.student, Person(one.student))
    return ClassData(tuple(known[name] for name in sorted(known)), tuple(lessons))


def _lesson(
    lesson: Lesson, release: Notebook, handed: tuple[StudentWork, ...], students: list[str]
) -> LessonClass:
    roles = [role_of(cell) for cell in release["cells"]]
    exercises = tuple(name for role, name in roles if role == "check")
    there = {one.student for one in handed}
    missing = tuple(name for name in students if name not in there)
    tests = tuple(tests_of(release))
    return LessonClass(lesson, exercises, points_of(release), handed, missing, tests)


def _release(course: CourseRoot, lesson_id: str) -> Notebook:
    try:
        return read_source(course.released(lesson_id))
    except (OSError, NotebookError) as error:
        raise CourseError(
            f"{lesson_id} has no release that can be read. Run: course release {lesson_id}"
        ) from error


def _handed(course: CourseRoot, lesson_id: str, marks: dict[str, Marks]) -> Iterator[StudentWork]:
    folder = course.state / "results" / lesson_id
    for student in sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []:
        result = result_files.load(course, student, lesson_id)
        if result is None:
            continue
        own = marks.get(student, Marks({}, {}, 0.0))
        failed = {f"{CHECK}{n}" for n, v in result.verdicts.items() if v.status == GRADER_FAILED}
        waiting = (n for n, mark in own.marks.items() if mark.needs_look and n not in failed)
        yield StudentWork(
            student,
            result,
            sum(mark.score for mark in own.marks.values()) - own.penalty,
            _answers(course, student, lesson_id),
            tuple(sorted(name.removeprefix(CHECK) for name in waiting)),
            versions.load(course, student, lesson_id),
            own.notebook,
        )


def _answers(course: CourseRoot, student: str, lesson_id: str) -> dict[str, str]:
    path = course.autograded(student, lesson_id) / f"{lesson_id}.ipynb"
    try:
        cells = json.loads(path.read_bytes())["cells"]
    except (OSError, ValueError):
        return {}
    return {
        grade_id(cell): "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code" and is_solution(cell)
    }
