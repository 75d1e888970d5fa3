"""Prove that places are found: break right answers by one edit at a known line, and ask for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.checking.answers import names_for, tree_of
from course_utils.checking.calling import caller_of
from course_utils.checking.closure import definition_of
from course_utils.checking.edits import ADDED, edits_of
from course_utils.checking.exercise import Exercise
from course_utils.checking.here import TooLate, time_limit
from course_utils.checking.judge import judge
from course_utils.checking.mutants import compiled
from course_utils.checking.places import find_place
from course_utils.checking.verdict import Place

SECONDS = 3.0  # that a broken answer may compute before it counts as endless


@dataclass(frozen=True)
class Broken:
    """A right answer with one edit.

    Attributes
    ----------
    source : str
    line : int
        The line that was edited, from 1.
    place : Place or None
        What `find_place` says.
    """

    source: str
    line: int
    place: Place | None

    @property
    def found(self) -> bool:
        """Whether the edited line is among those that are told."""
        return self.place is not None and self.line in self.place.lines


def broken_answers(exercise: Exercise, count: int, seed: int) -> Iterator[Broken]:
    """Break the reference and the alternatives, `count` times in all, and look for the places."""
    rng = np.random.default_rng(seed)
    pool = [
        (broken, line, names)
        for source, names in _right_answers(exercise)
        for broken, line in _edited(source, exercise.name)
    ]
    for position in rng.permutation(len(pool)):
        source, line, names = pool[position]
        if _is_wrong(exercise, source, names):
            yield Broken(source, line, find_place(exercise, source, names))
            count -= 1
        if count == 0:
            return


def _right_answers(exercise: Exercise) -> Iterator[tuple[str, dict[str, Any]]]:
    reference = exercise.reference
    yield ast.unparse(definition_of(reference)), names_for(reference)
    for one in exercise.alternatives:
        yield ast.unparse(tree_of(one.code, reference)), names_for(reference, one.place[2])


def _edited(source: str, name: str) -> Iterator[tuple[str, int]]:
    """Yield the text after each edit that changes one line, and the number of that line."""
    tree = ast.parse(source)
    main = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
    before = ast.unparse(tree).splitlines()
    for edit in edits_of(main):
        if edit.rank == ADDED:
            continue  # a term or factor too many that nobody would write
        with edit.applied():
            after = ast.unparse(tree)
        pairs = enumerate(zip(before, after.splitlines(), strict=False), 1)
        changed = [number for number, (old, new) in pairs if old != new]
        if len(before) == len(after.splitlines()) and len(changed) == 1:
            yield after, changed[0]


def _is_wrong(exercise: Exercise, source: str, names: dict[str, Any]) -> bool:
    function = compiled(source, exercise, names)
    if function is None:
        return False
    try:
        with time_limit(SECONDS):
            verdict = judge(exercise, caller_of(function), np.random.default_rng(77))
    except (Exception, TooLate):
        return False
    return verdict.status == "wrong"
