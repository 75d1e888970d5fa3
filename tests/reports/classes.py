"""Made-up classes for the tests of the reports: verdicts without grading."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from course_utils.checking.verdict import Verdict
from course_utils.exercises import of_lesson
from course_utils.grading.gradebook.class_marks import Person
from course_utils.grading.model import GradedSubmission
from course_utils.grading.notebook.submission import Flag
from course_utils.grading.run.versions import Version
from course_utils.lessons import find
from course_utils.reports.class_data import ClassData, LessonClass, StudentWork

LESSON = "01_logistic_regression"
TIME_OUT = Verdict(
    "",
    "error",
    stage="runs",
    message="It did not end in time. 2 s were given.",
    failure="timeout",
)


def verdict(name: str, kind: str) -> Verdict:
    """Return a verdict: a status, or the name of one of the exercise's known mistakes."""
    if kind == "right":
        return Verdict(name, "right", 1.0)
    if kind == "error":
        return replace(TIME_OUT, exercise=name)
    if kind in ("wrong", "not started"):
        return Verdict(name, kind, stage="shape", message="It differs.", inputs="z (3, 4)")
    exercise = next(e for e in of_lesson(LESSON) if e.name == name)
    mistake = next(m for m in exercise.mistakes if m.name == kind)
    return Verdict(name, "wrong", 0.0, "value", "It differs.", mistake.name, mistake.hint)


def handed(
    student: str,
    *versions: dict[str, str],
    flags: tuple[Flag, ...] = (),
    reason: str = "",
    written: tuple[str, ...] = (),
) -> StudentWork:
    """Return a submission whose versions are given as kinds of verdicts by exercise."""
    verdicts = [{name: verdict(name, kind) for name, kind in v.items()} for v in versions]
    history = tuple(
        Version(
            str(number),
            {name: v.status for name, v in one.items()},
            {name: v.mistake for name, v in one.items() if v.mistake},
        )
        for number, one in enumerate(verdicts)
    )
    earned = {f"check_{name}": 2 * v.earned for name, v in verdicts[-1].items()}
    graded = GradedSubmission(
        student, LESSON, b"", verdicts[-1], earned, reason=reason, flags=flags
    )
    notebook = f"id-of-{len(student)}"
    return StudentWork(student, graded, sum(earned.values()), {}, written, history, notebook)


def class_of(*submissions: StudentWork, missing: tuple[str, ...] = ()) -> ClassData:
    """Return a class with one lesson."""
    names = tuple(e.name for e in of_lesson(LESSON))
    points = {f"check_{name}": 2.0 for name in names}
    lesson = LessonClass(find(LESSON), names, points, submissions, missing)
    people = sorted([one.student for one in submissions] + list(missing))
    return ClassData(tuple(Person(name) for name in people), (lesson,))


def typical_class(size: int, rng: np.random.Generator) -> ClassData:
    """Return a class as it might be: mostly right, the first mistakes often, several versions."""
    submissions = []
    for number in range(size):
        versions: list[dict[str, str]] = []
        for _ in range(int(rng.integers(1, 5))):
            kinds = {}
            for exercise in of_lesson(LESSON):
                if versions and versions[-1][exercise.name] == "right":
                    kinds[exercise.name] = "right"
                    continue
                place = min(int(rng.geometric(0.45)), len(exercise.mistakes)) - 1
                some = ["right", exercise.mistakes[place].name, "wrong", "error", "not started"]
                kinds[exercise.name] = str(rng.choice(some, p=[0.5, 0.33, 0.08, 0.02, 0.07]))
            versions.append(kinds)
        flags = (Flag("changed", "The check of sigmoid was changed; restored.", deliberate=True),)
        student = f"student-{number:04}"
        extra = flags if number % 17 == 3 else ()
        written = ("why_convex",) if number % 3 == 0 else ()
        submissions.append(handed(student, *versions, flags=extra, written=written))
    return class_of(*submissions, missing=("late-1", "late-2"))
