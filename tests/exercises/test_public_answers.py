"""Answers that people really wrote: right ones earn full marks, wrong ones are called by their name."""

from __future__ import annotations

import linecache
import math
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from course_utils import exercises, reference
from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.checking.places import find_place
from course_utils.checking.verdict import Verdict
from course_utils.lessons import LESSONS

SEEDS = range(5)
PUBLIC = [
    import_module(f"tests.exercises.public.{path.stem}")
    for path in sorted((Path(__file__).parent / "public").glob("[!_]*.py"))
]
RIGHT = [
    (name, code) for module in PUBLIC for name, codes in module.RIGHT.items() for code in codes
]
WRONG = [
    (name, *case) for module in PUBLIC for name, cases in module.WRONG.items() for case in cases
]
PLACED = [
    (name, *case)
    for module in PUBLIC
    for name, cases in getattr(module, "PLACED", {}).items()
    for case in cases
]


def map_arrays(function: Callable[..., Any], *lists: Any) -> list[tuple[Any, Any]]:
    """Apply a function to the arrays in the same place of lists of pairs."""
    return [
        (function(*firsts), function(*seconds))
        for firsts, seconds in map(_turned, zip(*lists, strict=True))
    ]


def _turned(pairs: Any) -> Any:
    return zip(*pairs, strict=True)


def answer(name: str, code: str) -> Callable[..., Any]:
    """Run an answer where it finds what a notebook's cell finds; return its function."""
    space = names_in_a_cell()
    # Where lines of a cell are shown, they are looked up by its name.
    cell = f"<cell {hash(code)}>"
    linecache.cache[cell] = (len(code), None, code.splitlines(keepends=True), cell)
    exec(compile(code, cell, "exec"), space)
    return space[name]


def names_in_a_cell() -> dict[str, Any]:
    keys = [import_module(f"course_utils.reference.{lesson.module}") for lesson in LESSONS]
    space: dict[str, Any] = {}
    for key in keys:
        space |= {n: f for n, f in vars(key).items() if not n.startswith("_") and callable(f)}
    space |= {"np": np, "math": math, "pairwise": pairwise, "reference": reference}
    return space | {"map_arrays": map_arrays}


def verdicts(name: str, code: str) -> list[Verdict]:
    function = answer(name, code)
    exercise = exercises.find(name)
    return [judge(exercise, caller_of(function), np.random.default_rng(seed)) for seed in SEEDS]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(("name", "code"), RIGHT)
def test_a_right_answer_has_full_marks(name: str, code: str) -> None:
    assert all(verdict.passed for verdict in verdicts(name, code))


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::SyntaxWarning")
@pytest.mark.parametrize(("name", "code", "mistake"), WRONG)
def test_a_wrong_answer_is_called_by_its_name(name: str, code: str, mistake: str) -> None:
    told = verdicts(name, code)
    assert mistake
    assert {verdict.mistake for verdict in told} == {mistake}
    assert not any(verdict.passed for verdict in told)
    assert len({verdict.earned for verdict in told}) == 1


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(("name", "code", "lines", "kind"), PLACED)
def test_a_wrong_answer_without_a_name_of_the_exercise_s_own_has_its_place(
    name: str, code: str, lines: tuple[int, ...], kind: str
) -> None:
    exercise = exercises.find(name)
    function = answer(name, code)
    verdict = judge(exercise, caller_of(function), np.random.default_rng(1))
    assert verdict.status == "wrong"
    assert verdict.mistake not in {mistake.name for mistake in exercise.mistakes}
    place = find_place(exercise, code, names_in_a_cell(), seconds=60.0)
    assert place is not None
    assert (place.lines, place.kind) == (lines, kind)
