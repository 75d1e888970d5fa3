"""A made-up class for `course demo` and the tests: what each student hands in, and what it should get.

Right answers and mistakes are those of the exercises' own definitions, written as
cells; so each mistake is tried through the whole of grading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

import numpy as np

from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise
from course_utils.checking.judge import judge
from course_utils.course import CHECKS, PACKAGE
from course_utils.grading.notebook.cells import (
    Cell,
    Notebook,
    as_json,
    grade_id,
    is_grade,
    is_solution,
    tags,
)

PREFIX = "demo-"
ESSAY = "An answer in words, which a person marks in formgrader."


@dataclass(frozen=True)
class Due:
    """What an answer should get: its share of the points, and the mistake that should be named."""

    share: float
    mistake: str = ""


RIGHT, NOTHING = Due(1.0), Due(0.0)
# The seed of a student's inputs to an exercise, by their names.
Seed = Callable[[str, str], int]


@dataclass(frozen=True)
class MadeUpSubmission:
    """One student's submission to a lesson.

    `due` is by exercise; `flagged` says whether the instructor should be told.
    """

    student: str
    about: str
    data: bytes
    due: Mapping[str, Due]
    flagged: bool = False
    file_name: str = ""


def answered(release: Notebook, answers: Mapping[str, str]) -> Notebook:
    """Return the release with some answers filled in, by exercise."""
    notebook = deepcopy(release)
    for cell in notebook["cells"]:
        if is_solution(cell) and grade_id(cell) in answers:
            cell["source"] = answers[grade_id(cell)]
    return notebook


def written_questions(release: Notebook) -> list[str]:
    """Return the grade_ids of the questions that a person marks."""
    return [grade_id(c) for c in release["cells"] if is_solution(c) and is_grade(c)]


def right_answers(exercises: tuple[Exercise, ...]) -> dict[str, str]:
    """Return the reference's answers as cells."""
    return {e.name: e.cell() for e in exercises}


def nothing_answers(exercises: tuple[Exercise, ...]) -> dict[str, str]:
    """Return answers that run and are all wrong."""
    return {e.name: f"def {e.name}({', '.join(e.parameters)}):\n    return None" for e in exercises}


def made_up_class(
    release: Notebook, exercises: tuple[Exercise, ...], seed: Seed
) -> Iterator[MadeUpSubmission]:
    """Yield three dozen submissions or so: right, each mistake, half done, empty, broken, attacks.

    A mistake should get what the judge gives it here, on inputs drawn with `seed`.
    """
    right = right_answers(exercises)
    all_right = dict.fromkeys(right, RIGHT)
    all_wrong = dict.fromkeys(right, NOTHING)
    essays = dict.fromkeys(written_questions(release), ESSAY)
    yield _student("right", "every answer right", answered(release, right | essays), all_right)
    for number in range(1, 3):
        yield _alternatives(release, exercises, number)
    for number in range(1, 1 + max((len(e.mistakes) for e in exercises), default=0)):
        yield _mistakes(release, exercises, number, seed)
    half = dict(list(right.items())[: len(right) // 2])
    due = all_wrong | dict.fromkeys(half, RIGHT)
    yield _student("half-done", "the first half of the answers", answered(release, half), due)
    yield _student("empty", "the notebook as released", release, all_wrong)
    yield from _broken(release, right)
    yield from attacks(release, exercises)


def _student(
    name: str,
    about: str,
    notebook: Notebook | bytes,
    due: Mapping[str, Due],
    flagged: bool = False,
    file_name: str = "",
) -> MadeUpSubmission:
    data = notebook if isinstance(notebook, bytes) else as_json(notebook)
    return MadeUpSubmission(f"{PREFIX}{name}", about, data, due, flagged, file_name)


def _alternatives(
    release: Notebook, exercises: tuple[Exercise, ...], number: int
) -> MadeUpSubmission:
    answers = right_answers(exercises)
    for exercise in exercises:
        if exercise.alternatives:
            other = exercise.alternatives[(number - 1) % len(exercise.alternatives)]
            answers[exercise.name] = exercise.cell(other)
    notebook = answered(release, answers)
    due = dict.fromkeys(answers, RIGHT)
    return _student(f"otherwise-{number}", "right in other ways", notebook, due)


def _mistakes(
    release: Notebook, exercises: tuple[Exercise, ...], number: int, seed: Seed
) -> MadeUpSubmission:
    """One student who makes the n-th known mistake in each exercise that has so many."""
    name = f"mistakes-{number:02}"
    answers = right_answers(exercises)
    due = dict.fromkeys(answers, RIGHT)
    for exercise in exercises:
        if len(exercise.mistakes) < number:
            continue
        mistake = exercise.mistakes[number - 1]
        answers[exercise.name] = exercise.cell(mistake)
        rng = np.random.default_rng(seed(f"{PREFIX}{name}", exercise.name))
        verdict = judge(exercise, caller_of(exercise.function(mistake)), rng)
        due[exercise.name] = Due(verdict.earned, mistake.name)
    about = f"mistake {number} everywhere"
    return _student(name, about, answered(release, answers), due)


def _broken(release: Notebook, right: dict[str, str]) -> Iterator[MadeUpSubmission]:
    due = dict.fromkeys(right, NOTHING)
    yield _student("not-json", "a file that is no notebook", b"Dear grader, see my PDF.", due)
    yield _student("no-file", "an empty file", b"", due)
    first = next(iter(right))
    notebook = answered(release, right | {first: "def def"})
    due = dict.fromkeys(right, RIGHT) | {first: NOTHING}
    yield _student("one-typo", "a syntax error in one answer", notebook, due)


def attacks(release: Notebook, exercises: tuple[Exercise, ...]) -> Iterator[MadeUpSubmission]:
    """Yield the attacks that every grader should know."""
    wrong, right = nothing_answers(exercises), right_answers(exercises)
    due = dict.fromkeys(wrong, NOTHING)
    first = exercises[0].name
    but_first = dict.fromkeys(right, RIGHT) | {first: NOTHING}

    lies = "import numpy as np\nnp.allclose = np.array_equal = lambda *a, **k: True\n"
    patched = answered(release, wrong | {first: lies + wrong[first]})
    yield _student("patched", "np.allclose always says True", patched, due, flagged=True)

    skipping = answered(release, wrong)
    for cell in skipping["cells"]:
        cell["metadata"]["tags"] = [*tags(cell), "skip-execution"]
    yield _student("skipping", "every cell is tagged skip-execution", skipping, due, flagged=True)

    unchecked = answered(release, wrong)
    unchecked["cells"] = [c for c in unchecked["cells"] if not _is_check(c)]
    yield _student("unchecked", "every check is deleted", unchecked, due, flagged=True)

    arguments = ", ".join(exercises[0].parameters)
    loop = right | {first: f"def {first}({arguments}):\n    while True:\n        pass"}
    yield _student("endless", "one answer never returns", answered(release, loop), but_first)

    stolen = answered(release, right | {first: _theft(exercises[0])})
    yield _student("borrowed", "one answer is the answer key's", stolen, but_first, flagged=True)


def _theft(exercise: Exercise) -> str:
    """Return a cell that takes the answer from the key: of a package, or of a course's own file."""
    package, _, module = exercise.reference.__module__.rpartition(".")
    if package.partition(".")[0] == PACKAGE:
        return f"from {package}.{module} import {exercise.name}"
    return f"exec(open('../../{CHECKS}/{module}.py').read())"


def _is_check(cell: Cell) -> bool:
    return grade_id(cell).startswith("check_")
