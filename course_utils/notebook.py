"""The functions that a student's notebook calls: `check` and `progress`."""

from __future__ import annotations

import inspect
import os
import textwrap
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.checking.display import as_html, as_text
from course_utils.checking.verdict import GRADER_FAILED, Place, Verdict

if TYPE_CHECKING:
    from course_utils.course import Course

_record: dict[str, Verdict] = {}


class WrongAnswerError(AssertionError):
    """Raised by `check` under plain nbgrader, which marks by exceptions."""


class ShownVerdict:
    """A verdict that shows itself: HTML in Jupyter, text elsewhere."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def __repr__(self) -> str:
        return as_text(self.verdict)

    def _repr_html_(self) -> str:
        return as_html(self.verdict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.verdict, name)


class PlacedVerdict(ShownVerdict):
    """A verdict that no mistake of the exercise's own explains: once it is shown, the place is looked for.

    The search takes two seconds at most, and an interrupt ends it.
    """

    def __init__(self, verdict: Verdict, function: Any) -> None:
        super().__init__(verdict)
        self.function = function

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, display

        handle = display(HTML(self._repr_html_()), display_id=True)
        try:
            place = _place_of(self.verdict.exercise, self.function)
        except KeyboardInterrupt:
            return
        if place and handle:
            self.verdict = replace(self.verdict, place=place)
            _record[self.verdict.exercise] = self.verdict
            handle.update(HTML(self._repr_html_()))


def _place_of(name: str, function: Any) -> Place | None:
    from course_utils.checking.own_merits import names_used
    from course_utils.checking.places import find_place

    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return None
    known = _course().up_to(name)
    helpers = {n: known[n].reference for n in names_used(function) & known.keys() - {name}}
    own = {n: helpers[n] for n in helpers if n in function.__globals__}
    place = find_place(known[name], source, {**function.__globals__, **own})
    if place is None:
        return None
    # In a cell the function may stand below something else.
    above = function.__code__.co_firstlineno - 1
    return replace(place, lines=tuple(above + line for line in place.lines))


def _course() -> Course:
    """Return the course that this notebook belongs to."""
    from course_utils.course import course_around

    return course_around(Path.cwd())


def _where_checks_belong(course: Course) -> str:
    """Say what another course needs, if no notebook of the installed one is here."""
    from course_utils.course import installed_course

    here = {path.stem for path in Path.cwd().glob("*.ipynb")}
    if course is not installed_course() or here & {lesson.id for lesson in course.lessons}:
        return ""
    return " (If this notebook is of another course, that course's folder checks/ has to lie beside it.)"


def check(function: Any) -> ShownVerdict | None:
    """Check your answer to an exercise: hand over the function itself, e.g. ``check(sigmoid)``.

    It never raises, and changes nothing. The inputs are the same at each check; for the official
    grade, fresh ones are drawn.

    Returns
    -------
    ShownVerdict
        The verdict, which Jupyter displays.
    """
    if os.environ.get("COURSE_SANDBOX"):
        return None
    verdict = _verdict_of(function)
    if _under_nbgrader() and not verdict.passed:
        raise WrongAnswerError(as_text(verdict))
    if verdict.status == "wrong" and not _is_explained(verdict):
        return PlacedVerdict(verdict, function)
    return ShownVerdict(verdict)


def _is_explained(verdict: Verdict) -> bool:
    """Whether the exercise itself knows this mistake: what any exercise can have says less."""
    exercise = _course().up_to(verdict.exercise)[verdict.exercise]
    return any(mistake.name == verdict.mistake for mistake in exercise.mistakes)


def _under_nbgrader() -> bool:
    return any(os.environ.get(name) for name in ("NBGRADER_EXECUTION", "NBGRADER_VALIDATING"))


def _verdict_of(function: Any) -> Verdict:
    from course_utils.checking.here import judge_here
    from course_utils.course import CourseDefinitionError
    from course_utils.key_use import BORROWED, borrowed

    name = getattr(function, "__name__", "")
    if not callable(function) or not isinstance(name, str):
        message = (
            "`check` wants the function itself, without a call and without quotes: `check(name)`, not "
            "`check(name(0))` and not `check('name')`."
        )
        return Verdict("check", "error", stage="callable", message=message)
    try:
        course = _course()
        exercise = course.find(name)
        known = course.up_to(name)
    except KeyError as error:
        message = f"{error.args[0]}{_where_checks_belong(course)}"
        return Verdict(name, "error", stage="defined", message=message)
    except CourseDefinitionError as error:
        message = f"The course has made a mistake here, not you. Please tell who runs it: {error}"
        return Verdict(name, GRADER_FAILED, stage="exercise", message=message)
    hidden = course.hidden_key_modules(course.lesson_of(name).id)
    copied = borrowed(function, course.key_modules(), hidden)
    if copied:
        verdict = Verdict(name, "wrong", stage="defined", mistake=BORROWED, hint=copied)
    else:
        verdict = judge_here(exercise, function, known)
    _record[name] = verdict
    return verdict


@contextmanager
def when_written() -> Iterator[None]:
    """Run what is inside; if it calls an answer that is not written yet, say so and go on.

    Examples
    --------
    >>> def sigmoid(z):
    ...     raise NotImplementedError
    >>> with when_written():
    ...     print(sigmoid(0.0))
    sigmoid is not written yet. Run this cell again when it is.
    """
    try:
        yield
    except NotImplementedError as error:
        *_, last = traceback.walk_tb(error.__traceback__)
        name = last[0].f_code.co_name
        print(f"{name} is not written yet. Run this cell again when it is.")


class Progress:
    """The exercises of a lesson that are right, started, and not started."""

    def __init__(self, title: str, statuses: list[tuple[str, str]]) -> None:
        self.title = title
        self.statuses = statuses

    @property
    def done(self) -> int:
        """How many exercises are right."""
        return sum(status == "done" for _, status in self.statuses)

    def __repr__(self) -> str:
        head = f"{self.title}: {self.done} of {len(self.statuses)} done"
        width = max(len(name) for name, _ in self.statuses)
        return "\n".join(
            [head, *(f"  {name:<{width}}  {status}" for name, status in self.statuses)]
        )

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td style='text-align:left'><code>{escape(name)}</code></td>"
            f"<td style='text-align:left'>{status}</td></tr>"
            for name, status in self.statuses
        )
        bar = f'<progress value="{self.done}" max="{len(self.statuses)}"></progress>'
        return (
            f"<div><b>{escape(self.title)}</b>: {self.done} of {len(self.statuses)} done {bar}"
            f"<table><tbody>{rows}</tbody></table></div>"
        )


def progress(lesson_id: str | None = None) -> Progress | None:
    """Show how far you are in a lesson: by default the one whose answers you checked last.

    Raises
    ------
    ValueError
        If `lesson_id` is no lesson of the course.
    """
    if os.environ.get("COURSE_SANDBOX"):
        return None
    course = _course()
    if lesson_id is None:
        lesson = course.lesson_of(next(reversed(_record))) if _record else course.lessons[0]
    else:
        lesson = course.lesson(lesson_id)
    words = {"right": "done", "wrong": "started", "error": "started"}
    statuses = []
    for exercise in course.of_lesson(lesson.id):
        verdict = _record.get(exercise.name)
        statuses.append(
            (exercise.name, words.get(verdict.status if verdict else "", "not started"))
        )
    return Progress(lesson.title, statuses)
