"""`course grade --explain STUDENT EXERCISE`: judge one exercise again and show each call.

For an appeal. The same submission is rebuilt, run in the sandbox and judged on the same inputs as in
grading; here every call is shown with its arguments, the right answer and the student's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import numpy as np
import typer

from course_utils.checking.calling import call_here
from course_utils.checking.display import as_text
from course_utils.checking.exercise import Draw, Exercise, Group
from course_utils.checking.outcome import Outcome
from course_utils.commands.printing import printable
from course_utils.course import Course
from course_utils.grading.course_root import CourseError, CourseRoot
from course_utils.grading.model import CodeRunner, GradedSubmission, Job, RunSettings
from course_utils.grading.notebook.cells import grade_id
from course_utils.grading.notebook.submission import find_students
from course_utils.grading.run import result_files
from course_utils.grading.run.grade_lesson import prepare
from course_utils.grading.run.grade_submission import grade
from course_utils.grading.run.reader import Reader
from course_utils.grading.sandbox.preloaded import SandboxUnavailable
from course_utils.grading.sandbox.sandbox import Sandbox
from course_utils.grading.sandbox.session import CellResult

MOST_ENTRIES = 60
MOST_CHARACTERS = 2000


@dataclass(frozen=True)
class _Case:
    """One call of the student's function, for the group of cases that was being judged."""

    group: Group
    arguments: tuple
    outcome: Outcome


@dataclass
class _Recording:
    """The calls that are made while one exercise is judged."""

    course: Course
    exercise: Exercise
    group: Group | None = None
    cases: list[_Case] = field(default_factory=list)

    def find(self, name: str) -> Exercise:
        """Return an exercise; the one that is explained notes for which group it draws."""
        if name != self.exercise.name:
            return self.course.find(name)
        groups = tuple(replace(g, draw=self._drawing(g)) for g in self.exercise.groups)
        return replace(self.exercise, groups=groups)

    def _drawing(self, group: Group) -> list[Draw]:
        def noting(draw: Draw) -> Draw:
            def note_and_draw(rng: np.random.Generator) -> tuple:
                self.group = group
                return draw(rng)

            return note_and_draw

        draws = (group.draw,) if callable(group.draw) else group.draw
        return [noting(draw) for draw in draws]

    def note(self, name: str, arguments: tuple, outcome: Outcome) -> None:
        """Keep a call of the exercise that is explained."""
        if name == self.exercise.name and self.group is not None:
            self.cases.append(_Case(self.group, arguments, outcome))


class _RecordedSession:
    """A session that also records each call."""

    def __init__(self, session: CodeRunner, record: _Recording) -> None:
        self.session = session
        self.record = record
        self.judging = True

    @property
    def alive(self) -> bool:
        return self.session.alive

    @alive.setter
    def alive(self, alive: bool) -> None:
        self.session.alive = alive

    @property
    def waited(self) -> float:
        return self.session.waited

    def run_cell(self, source: str, cell_id: str) -> CellResult:
        result: CellResult = self.session.run_cell(source, cell_id)
        return result

    def call(self, function_name: str, arguments: tuple) -> Outcome:
        outcome = self.session.call(function_name, arguments)
        if self.judging:
            self.record.note(function_name, arguments, outcome)
        return outcome

    def restart(self) -> None:
        self.session.restart()

    def within(self, seconds: float) -> AbstractContextManager[None]:
        self.judging = False  # what follows is the search for the place of the mistake
        return self.session.within(seconds)

    def close(self) -> None:
        self.session.close()


def explain(course: CourseRoot, student: str, exercise_name: str, settings: RunSettings) -> None:
    """Show how one exercise of one student is judged; write nothing.

    Raises
    ------
    CourseError
        If there is no such exercise or submission, or the sandbox's walls cannot be built.
    """
    lesson_id = lesson_of(course, exercise_name)
    students = find_students(course.submitted, lesson_id)
    if student not in students:
        near = ", ".join(get_close_matches(student, students)) or "nobody of a similar name"
        raise CourseError(f"{student} has handed in nothing for {lesson_id}; there is {near}.")
    record = _Recording(course.definition, course.definition.find(exercise_name))
    job = prepare(course, lesson_id).job(student)
    try:
        isolation, limits = settings.sandbox.isolation, settings.sandbox.limits
        with (
            Reader() as reader,
            Sandbox(
                lesson_id, isolation, limits, (course.path,), course=course.definition
            ) as sandbox,
        ):

            def open_session() -> CodeRunner:
                return _RecordedSession(sandbox.open(), record)

            graded = grade(job, open_session, record.find, reader.read, limits.submission_seconds)
    except SandboxUnavailable as error:
        raise CourseError(str(error)) from error
    for line in _told(graded, record, job, course):
        typer.echo(printable(line))


def lesson_of(course: CourseRoot, exercise_name: str) -> str:
    """Return the lesson of an exercise.

    Raises
    ------
    CourseError
        If no lesson of this course has it.
    """
    names = {
        e.name: lesson for lesson in course.lessons() for e in course.definition.of_lesson(lesson)
    }
    if exercise_name not in names:
        near = ", ".join(get_close_matches(exercise_name, names)) or ", ".join(names)
        raise CourseError(f"There is no exercise {exercise_name!r}; there is {near}.")
    return names[exercise_name]


def _told(
    graded: GradedSubmission, record: _Recording, job: Job, root: CourseRoot
) -> Iterator[str]:
    name = record.exercise.name
    verdict = graded.verdicts[name]
    yield f"{graded.student}, {graded.lesson}, {record.exercise.signature}"
    yield f"Points: {graded.earned.get(f'check_{name}', 0.0):g}. {_kept(graded, name, job, root)}"
    for flag in graded.flags:
        yield f"Flag: {flag.reason}"
    for flag in graded.log:
        yield f"Log: {flag.reason}"
    (source,) = (c["source"] for c in graded.cells if grade_id(c) == name)
    yield f"\nThe answer:\n{_indented(source)}"
    for number, case in enumerate(record.cases, 1):
        yield f"\nCase {number}, of the group {case.group.title!r}"
        for parameter, value in zip(record.exercise.parameters, case.arguments, strict=False):
            yield f"  {parameter} = {_shown(value)}"
        if not record.exercise.free_form:
            yield f"  right answer: {_outcome(call_here(record.exercise.reference, case.arguments))}"
        yield f"  this answer: {_outcome(case.outcome)}"
    yield f"\n{as_text(verdict)}"


def _kept(graded: GradedSubmission, name: str, job: Job, root: CourseRoot) -> str:
    """Say whether this is the verdict that was recorded."""
    before = result_files.load(root, graded.student, graded.lesson)
    if before is None:
        return "This submission has not been graded yet."
    same = replace(graded.verdicts[name], seconds=0.0) == replace(
        before.verdicts[name], seconds=0.0
    )
    if job.fingerprints.changed_since(before.fingerprints) == []:
        return (
            "The same verdict as was recorded."
            if same
            else ("The recorded verdict was another one, on the same submission and inputs.")
        )
    same_work = before.fingerprints.submission == job.fingerprints.submission
    what = "lesson" if same_work else "submission"
    return f"The {what} has changed since it was graded."


def _outcome(outcome: Outcome) -> str:
    if outcome.failure:
        failure = outcome.failure
        return f"{failure.error_type or failure.kind}: {failure.message}".rstrip(": ")
    warned = "".join(f"\n    warns: {text}" for text in outcome.warnings)
    return f"{_shown(outcome.value)}{warned}"


def _shown(value: object) -> str:
    """Return a value as Python writes it; an array with its shape; cut if it is long."""
    with np.printoptions(threshold=MOST_ENTRIES, edgeitems=3, linewidth=100):
        text = repr(value)
    if isinstance(value, np.ndarray):
        text = f"array of shape {value.shape}, {value.dtype}\n{_indented(str_of(value))}"
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]} ..."


def str_of(array: np.ndarray) -> str:
    """Return an array's entries to full precision: an appeal may be about the last digit."""
    return np.array2string(
        array, threshold=MOST_ENTRIES, edgeitems=3, max_line_width=100, floatmode="unique"
    )


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))
