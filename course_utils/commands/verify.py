"""`course verify`: the proof that every check is sound, one exercise per line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from course_utils.checking.place_proof import broken_answers
from course_utils.checking.verify import Proof, prove
from course_utils.commands.author_checks import findings_on
from course_utils.commands.notebook_checks import notebook_problems, notes_on, solution_problems
from course_utils.course import (
    Course,
    CourseDefinitionError,
    Lesson,
    course_around,
    installed_course,
)
from course_utils.grading.course_root import CourseError, CourseRoot

WANTED_PLACES = 0.95


def course_to_verify(folder: Path) -> Course:
    """Return the course that a folder belongs to.

    Raises
    ------
    CourseError
        If there is none, or its modules do not define a course.
    """
    try:
        course = course_around(folder)
    except CourseDefinitionError as error:
        raise CourseError(str(error)) from error
    return CourseRoot.open(folder).definition if course is installed_course() else course


def verify_lessons(course: Course, lessons: list[str], root: Path) -> bool:
    """Print the table of proofs; return whether all of them hold.

    `root` is the course's folder: notebooks are compared with the definitions where there are any.

    Raises
    ------
    CourseError
        If there is no such lesson.
    """
    chosen = chosen_lessons(course, lessons)
    table = Table(
        title="Is every check sound?", title_justify="left", box=SIMPLE_HEAD, padding=(0, 1)
    )
    table.add_column("exercise", no_wrap=True)
    for heading in ("reference", "others", "empty", "caught", "named"):
        table.add_column(heading, justify="right", no_wrap=True)
    proofs = []
    said: list[str] = []
    notes: list[str] = []
    console = Console()
    with console.status("Trying right and wrong answers on every check ..."):
        for lesson in chosen:
            table.add_row(lesson.id, style="dim")
            for exercise in course.of_lesson(lesson.id):
                found = findings_on(exercise)
                said += [*found.problems, *found.not_carried]
                if found.not_carried:
                    table.add_row(f"  {exercise.name}", "FAILS", style="bold red")
                    continue
                proof = prove(exercise)
                proofs.append(proof)
                table.add_row(*_row(proof), style="" if proof.sound else "bold red")
            notebook = _notebook(root, lesson.id)
            if notebook.is_file():
                said += notebook_problems(notebook, course.of_lesson(lesson.id))
                said += solution_problems(notebook, course.of_lesson(lesson.id))
                notes += notes_on(notebook)
            elif course is not installed_course():
                notes.append(f"There is no notebook {notebook}: nothing could be compared with it.")
    console.print(table)
    console.print(
        "others: other right answers that pass; empty: what an empty answer earns;\n"
        "caught: known mistakes that do not pass; named: those called by their own name."
    )
    for proof in proofs:
        for problem in proof.problems:
            console.print(f"{proof.exercise}: {problem}", style="red", markup=False)
    for problem in said:
        console.print(problem, style="red", markup=False)
    nameless = [proof.exercise for proof in proofs if not proof.mistakes]
    if nameless:
        notes.append(f"No mistake is known by name of: {', '.join(nameless)}.")
    for note in notes:
        console.print(note, style="dim", markup=False, highlight=False)
    sound = all(proof.sound for proof in proofs) and not said
    mistakes = sum(proof.named for proof in proofs)
    if sound:
        console.print(f"All {len(proofs)} checks are sound; {mistakes} mistakes known by name.")
    return sound


def verify_places(course: Course, lessons: list[str], count: int) -> bool:
    """Break right answers by one edit and print how often the line was found.

    Returns whether at least `WANTED_PLACES` of the lines were found.

    Raises
    ------
    CourseError
        If there is no such lesson.
    """
    console = Console()
    found = others = tried = 0
    for lesson in chosen_lessons(course, lessons):
        for exercise in course.of_lesson(lesson.id):
            if exercise.free_form:
                continue
            with console.status(f"Breaking {exercise.name} ..."):
                broken = list(broken_answers(exercise, count, seed=1))
            right = sum(one.found for one in broken)
            wrong = sum(one.place is not None and not one.found for one in broken)
            console.print(f"{exercise.name}: {right} of {len(broken)} lines found, {wrong} others")
            found, others, tried = found + right, others + wrong, tried + len(broken)
    share = found / tried if tried else 1.0
    console.print(
        f"{found} of {tried} lines found ({share:.1%}); another line was said {others} times."
    )
    return share >= WANTED_PLACES


def _notebook(root: Path, lesson_id: str) -> Path:
    return root / "notebooks" / lesson_id / f"{lesson_id}.ipynb"


def chosen_lessons(course: Course, lessons: list[str]) -> Sequence[Lesson]:
    """Return the lessons with these ids, by default all; errors as for `verify_lessons`."""
    try:
        return [course.lesson(lesson_id) for lesson_id in lessons] or course.lessons
    except ValueError as error:
        raise CourseError(str(error)) from None


def _row(proof: Proof) -> tuple[str, ...]:
    return (
        f"  {proof.exercise}",
        "passes" if proof.reference_passed else "FAILS",
        f"{proof.alternatives_passed}/{proof.alternatives}",
        f"{proof.empty_earned:.0%}",
        f"{proof.caught}/{proof.mistakes}",
        f"{proof.named}/{proof.mistakes}",
    )
