"""Damaged submissions for the grader: each gets a verdict for every exercise, whatever it is.

Half of them start from right answers and half from wrong ones, and no damage makes a wrong answer
right: what comes of wrong answers must be 0, and of right ones at most their points.
"""

from __future__ import annotations

import contextlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import nbformat

from course_utils.checking.outcome import Failure, Outcome
from course_utils.exercises import find
from course_utils.grading.model import CodeRunner, GradedSubmission, Job
from course_utils.grading.notebook.cells import as_json, is_locked
from course_utils.grading.notebook.rebuild import exercises_of, points_of
from course_utils.grading.notebook.student_version import student_version
from course_utils.grading.notebook.submission import Submission
from course_utils.grading.run.grade_submission import grade
from course_utils.grading.sandbox.sandbox import Sandbox
from course_utils.grading.sandbox.session import CellResult
from tests.grading.conftest import LESSON, RIGHT, WRONG, fill_in, source_notebook

Notebook = dict[str, Any]
SEED = 3

# What a program, or a student with an editor, may leave in the place of a value.
WORDS: list[Any] = [None, True, 0, -1, 1.5, 1e308, 2**80, float("nan"), "", "code", "markdown"]
WORDS += [
    "nbgrader",
    "grade_id",
    "solution",
    "sigmoid",
    "check_sigmoid",
    "\x00",
    "\ud800",
    "é" * 99,
]
WORDS += ["def sigmoid(z):", "skip-execution", "x" * 3000, [], {}, [[[[]]]], {"cells": []}]
WORDS += ["heading", "raw", 3, 4, 5, ["\n", 1], {"source": "1"}, ["skip-execution"]]
TOKENS = [b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\\u", b"\\ud800", b"NaN", b"1e999"]
TOKENS += [b"null", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"/*", b"-", b"[" * 2000]
CODINGS = ("utf-16", "utf-8-sig", "utf-32", "latin-1", "utf-7", "cp037")


@dataclass(frozen=True)
class Damaged:
    """A submission that something went wrong with, and whether it was one of right answers."""

    data: bytes
    was_right: bool


class Nobody:
    """Stands in for a sandbox in which no answer is defined."""

    alive = True
    waited = 0.0

    def run_cell(self, source: str, cell_id: str) -> CellResult:
        return CellResult()

    def call(self, function_name: str, arguments: tuple) -> Outcome:
        return Outcome(failure=Failure("missing"))

    def restart(self) -> None:
        """Nothing is lost with this one."""

    def within(self, seconds: float) -> contextlib.AbstractContextManager[None]:
        """Take whatever time it takes."""
        return contextlib.nullcontext()

    def close(self) -> None:
        """Nothing runs here."""


def fuzz(count: int, seed: int, run_every: int) -> Counter[str]:
    """Grade so many damaged notebooks, each `run_every`-th in the real sandbox; count what came.

    Raises
    ------
    AssertionError
        If one has not got a sound verdict for each exercise.
    Exception
        Whatever grading one raised.
    """
    release = student_version(source_notebook())
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    with Sandbox(LESSON) as sandbox:
        for number, damaged in enumerate(damaged_notebooks(release, chance, count)):
            run = number % run_every == 0
            try:
                graded = graded_by(damaged.data, release, sandbox.open if run else Nobody)
                look_at(graded, release, damaged.was_right and run)
            except BaseException:
                print(f"damaged notebook {number} of seed {seed}: {damaged.data[:3000]!r}")
                raise
            counts["run" if run else "read"] += 1
            counts["refused" if graded.reason else "taken"] += 1
            counts["flagged"] += bool(graded.flags)
            counts["earned points"] += sum(graded.earned.values()) > 0
    return counts


def graded_by(
    data: bytes, release: Notebook, session: Callable[[], CodeRunner]
) -> GradedSubmission:
    submission = Submission("student", LESSON, data)
    return grade(
        Job(submission, release, dict.fromkeys(exercises_of(release), SEED)), session, find
    )


def look_at(graded: GradedSubmission, release: Notebook, may_earn: bool) -> None:
    """Hold a graded submission against what must be so, whatever was handed in."""
    points = points_of(release)
    assert list(graded.verdicts) == exercises_of(release)
    checks = {name: value for name, value in graded.earned.items() if name.startswith("check_")}
    assert set(checks) == {name for name in points if name.startswith("check_")}
    assert all(0 <= value <= (points[name] if may_earn else 0) for name, value in checks.items())
    assert not [flag for flag in graded.log if flag.kind == "grader"], graded.log
    written = json.loads(graded.notebook)
    nbformat.validate(nbformat.from_dict(written))
    locked = [cell["source"] for cell in written["cells"] if is_locked(cell)]
    assert locked == [cell["source"] for cell in release["cells"] if is_locked(cell)]
    assert GradedSubmission.from_dict(json.loads(json.dumps(graded.to_dict()))).earned


def damaged_notebooks(release: Notebook, chance: random.Random, count: int) -> Iterator[Damaged]:
    for _ in range(count):
        was_right = chance.random() < 0.5
        notebook = fill_in(release, {**(RIGHT if was_right else WRONG), "why": "because"})
        for _ in range(chance.randint(1, 3)):
            kind = chance.randrange(6)
            if kind < 3:
                _change_cells(chance, notebook["cells"])
            elif kind < 5:
                notebook["cells"] = _damage(chance, notebook["cells"])
            else:
                notebook = _damage(chance, notebook)
            if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
                break
        yield Damaged(_written(chance, notebook), was_right)


def _change_cells(chance: random.Random, cells: list[Any]) -> None:
    """Do to the cells what a student or a broken editor does."""
    if not cells:
        return
    cell = chance.choice(cells)
    kind = chance.randrange(7)
    if kind == 0:
        cells.remove(cell)
    elif kind == 1:
        cells.insert(chance.randrange(len(cells) + 1), deepcopy(cell))
    elif kind == 2:
        chance.shuffle(cells)
    elif kind == 3:
        cells += [cell] * (3000 if chance.random() < 0.04 else 5)
    elif not isinstance(cell, dict):
        return
    elif kind == 4:
        cell["metadata"] = deepcopy(
            chance.choice([{}, chance.choice(WORDS), _other(chance, cells)])
        )
    elif kind == 5:
        cell["cell_type"] = chance.choice(["code", "markdown", "raw", "heading", 7])
    else:
        lines = str(cell.get("source", "")).split("\n")
        at = chance.randrange(len(lines) + 1)
        cell["source"] = "\n".join(lines[:at])
        cells.insert(chance.randrange(len(cells) + 1), {**cell, "source": "\n".join(lines[at:])})


def _other(chance: random.Random, cells: list[Any]) -> Any:
    other = chance.choice(cells)
    return other.get("metadata") if isinstance(other, dict) else other


def _damage(chance: random.Random, value: Any) -> Any:
    """Change one value somewhere in a tree for another, or a key, or take it out."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.03:
        return deepcopy(chance.choice(WORDS))
    if isinstance(value, list):
        at = chance.randrange(len(value))
        rest = value[at + 1 :] if chance.random() < 0.95 else []
        return [*value[:at], _damage(chance, value[at]), *rest]
    key = chance.choice(list(value))
    changed = dict(value)
    what = chance.random()
    if what < 0.1:
        del changed[key]
    elif what < 0.2:
        changed[str(chance.choice(WORDS))] = changed.pop(key)
    else:
        changed[key] = _damage(chance, value[key])
    return changed


def _written(chance: random.Random, notebook: Any) -> bytes:
    """Write it as a file, which may be damaged itself."""
    try:
        data = as_json(notebook)
    except (TypeError, KeyError, AttributeError, ValueError):  # not as our writer wants it
        data = json.dumps(notebook).encode("utf-8", "surrogatepass")
    kind = chance.randrange(16)
    if kind == 0:
        return data[: chance.randrange(len(data) + 1)]
    if kind == 1:
        return data.decode("utf-8", "replace").encode(chance.choice(CODINGS), "replace")
    if kind == 2:
        return chance.randbytes(chance.randrange(200))
    if kind == 3:
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) + 1)
            cut = at + chance.choice((0, 0, 1, 3, 50))
            data = data[:at] + chance.choice([*TOKENS, data[at : at + 80]]) + data[cut:]
    if kind == 4:
        return data[: -chance.randrange(1, 60)] + chance.choice([b"", b"]}", b"\nbye", data])
    if kind == 5:
        return _in_conflict(chance, data)
    return data


def _in_conflict(chance: random.Random, data: bytes) -> bytes:
    """Put the markers of a merge conflict somewhere, in the right order or not."""
    lines = data.splitlines(keepends=True)
    places = sorted(chance.randrange(len(lines) + 1) for _ in range(3))
    markers = [b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> other\n"]
    if chance.random() < 0.1:
        chance.shuffle(markers)
    if chance.random() < 0.5:  # the same lines on both sides
        lines[places[1] : places[2]] = lines[places[0] : places[1]]
        places[2] = 2 * places[1] - places[0]
    for place, marker in reversed(list(zip(places, markers, strict=True))):
        lines.insert(place, marker)
    return b"".join(lines)
