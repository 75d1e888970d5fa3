"""The exercises of the course: one module a lesson, found by lesson or by name.

Each lesson's module has a tuple `EXERCISES`, in the order of the notebook.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module

from course_utils.checking.exercise import Exercise
from course_utils.lessons import LESSONS, Lesson
from course_utils.lessons import find as find_lesson


@cache
def of_lesson(lesson_id: str) -> tuple[Exercise, ...]:
    """Return a lesson's exercises in order.

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    lesson = find_lesson(lesson_id)
    return tuple(import_module(f"{__name__}.{lesson.module}").EXERCISES)


def _lookup(name: str) -> tuple[Exercise, Lesson]:
    # Lesson by lesson: a notebook of an early lesson loads no later one.
    names: list[str] = []
    for lesson in LESSONS:
        for exercise in of_lesson(lesson.id):
            if exercise.name == name:
                return exercise, lesson
            names.append(exercise.name)
    near = difflib.get_close_matches(name, names, n=1)
    advice = f" Did you mean `{near[0]}`?" if near else ""
    raise KeyError(f"There is no exercise named `{name}`.{advice}")


def find(name: str) -> Exercise:
    """Return the exercise of that name.

    Raises
    ------
    KeyError
        If there is none; the message names the nearest.
    """
    return _lookup(name)[0]


def up_to(name: str) -> dict[str, Exercise]:
    """Return the exercises of the lesson that asks for this one, and of the lessons before it."""
    last = LESSONS.index(lesson_of(name))
    return {e.name: e for lesson in LESSONS[: last + 1] for e in of_lesson(lesson.id)}


def lesson_of(name: str) -> Lesson:
    """Return the lesson that asks the exercise of that name; errors as for `find`."""
    return _lookup(name)[1]
