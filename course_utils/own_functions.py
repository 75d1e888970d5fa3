"""The student's own functions from the notebooks of earlier lessons.

Only definitions are run: functions, imports, and assignments that call nothing, in the student's
own process. Demo cells, training runs and checks of an earlier notebook are not run again. In
official grading the course's functions are used for all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from course_utils import reference
from course_utils.lessons import LESSONS, Lesson
from course_utils.notebook_functions import definitions

Function = Callable[..., Any]

# What the last lesson builds a network from, lesson by lesson.
NAMES = (
    *("relu", "sigmoid_derivative", "tanh_derivative", "relu_derivative"),
    *("forward", "cost"),
    "backward",
    *("initialize_constant", "initialize"),
    *("standardize", "regularized_gradients"),
    *("mini_batches", "gradient_descent_step", "momentum_step", "adam_step"),
)
GRADING = ("COURSE_SANDBOX", "NBGRADER_EXECUTION", "NBGRADER_VALIDATING")


class EarlierFunctions:
    """Functions of earlier lessons as attributes: the student's if it is right, else the course's.

    Attributes
    ----------
    written : dict of name to function
        Those that the student has written, right or not: the playground shows what they do.
    whose : dict of name to str
        Of each function, whose it is and why, in words.
    """

    def __init__(self, names: Sequence[str], folder: Path | None) -> None:
        self.written: dict[str, Function] = {}
        self.whose: dict[str, str] = {}
        self._chosen: dict[str, Function] = {}
        self._found: dict[str, Function] = {}
        self._lesson_of = {name: lesson for name in names for lesson in _lessons_with(name)}
        self._notebooks: set[Lesson] = set()
        for lesson in LESSONS if folder else ():
            path = _notebook_of(lesson, folder)
            if path:
                self._notebooks.add(lesson)
                self._found |= definitions(path, _ReferenceStandIn(self))
        for name in names:
            self.get(name)

    def get(self, name: str) -> Function:
        """Return the function of this name: the student's if it is right, else the course's."""
        if name not in self._chosen:
            # Until it is judged, everybody gets the course's.
            self._chosen[name] = reference.find(name)
            own = self._found.get(name)
            self.whose[name] = self._judged(name, own)
            if own and self.whose[name] == "yours":
                self._chosen[name] = own
        return self._chosen[name]

    def _judged(self, name: str, own: Function | None) -> str:
        if own is None:
            lesson = self._lesson_of.get(name)
            missing = lesson is not None and lesson not in self._notebooks
            return f"the course's: {'no notebook of yours' if missing else 'yours cannot be read'}"
        from course_utils import exercises
        from course_utils.checking.here import judge_here

        verdict = judge_here(exercises.find(name), own, exercises.up_to(name))
        if verdict.status == "not started":
            return "the course's: yours is not written yet"
        if verdict.failure == "timeout":  # whoever calls it would wait forever
            return "the course's: yours does not end"
        self.written[name] = own
        return "yours" if verdict.passed else "the course's: yours fails its check"

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_") or name not in self._chosen:
            raise AttributeError(name)
        return self._chosen[name]

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        for name, lesson in self._lesson_of.items():
            yield name, str(lesson.number), self.whose[name]

    def __repr__(self) -> str:
        rows = [("function", "lesson", "whose"), *self._rows()]
        return "\n".join(f"{name:<22} {lesson:>6}  {whose}" for name, lesson, whose in rows)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:left'><code>{escape(name)}</code></td><td>{lesson}</td>"
            f"<td style='text-align:left'>{escape(whose)}</td></tr>"
            for name, lesson, whose in self._rows()
        )
        return f"<table><tr><th>function</th><th>lesson</th><th>whose</th></tr>{rows}</table>"


class _ReferenceStandIn:
    """What an earlier notebook gets as `reference`: the student's own functions come first."""

    def __init__(self, earlier: EarlierFunctions) -> None:
        self._earlier = earlier

    def __getattr__(self, name: str) -> Any:
        if name == "activation_functions":
            return self._activation_functions
        if name in self._earlier._found:
            return self._earlier.get(name)
        return getattr(reference, name)

    def find(self, name: str) -> Function:
        return self._earlier.get(name)

    def _activation_functions(self, name: str) -> tuple[Function, Function]:
        pair = reference.find("activation_functions")(name)
        names = (name, f"{name}_derivative")
        known = self._earlier._found
        g, g_prime = (
            self._earlier.get(n) if n in known else f for n, f in zip(names, pair, strict=True)
        )
        return g, g_prime


def earlier_functions(*names: str, folder: str | Path | None = None) -> EarlierFunctions:
    """Gather the functions of earlier lessons, by default all that the last lesson uses.

    Parameters
    ----------
    names : str
        Names of exercises.
    folder : path, optional
        Where the notebooks are, by default the current folder. A notebook of an earlier lesson is
        looked for beside this one, and in a folder of its own beside this one's.

    Returns
    -------
    EarlierFunctions
        Shown by Jupyter as a table that says which are whose.
    """
    graded = any(os.environ.get(name) for name in GRADING)
    return EarlierFunctions(names or NAMES, None if graded else Path(folder or Path.cwd()))


def _lessons_with(name: str) -> list[Lesson]:
    """Return the lesson whose answer key defines a function, in a list."""
    module = reference.find(name).__module__.rpartition(".")[2]
    return [lesson for lesson in LESSONS if lesson.module == module]


def _notebook_of(lesson: Lesson, folder: Path | None) -> Path | None:
    if folder is None:
        return None
    name = f"{lesson.id}.ipynb"
    places = (folder / name, folder.resolve().parent / lesson.id / name)
    return next((place for place in places if place.is_file()), None)
