"""Mutation tests of the exercises: every single edit of a reference has to be refused."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.checking.answers import Function, names_for
from course_utils.checking.calling import caller_of
from course_utils.checking.closure import definition_of
from course_utils.checking.edits import ADDED, Edit, edits_of
from course_utils.checking.exercise import Exercise
from course_utils.checking.here import TimeLimits, TooLate
from course_utils.checking.judge import Case, cases_of, is_right

# How many times as long as the reference a mutant may compute on the cases of one seed, and bounds in
# seconds: a loop without end must end soon.
PATIENCE, LEAST_SECONDS, MOST_SECONDS = 50, 0.1, 2.0


@dataclass(frozen=True)
class Mutant:
    """The reference with one edit.

    `passed` are the seeds on which it would have earned full marks: of all, it may be the same
    function written in another way; of some, its mark is luck.
    """

    source: str
    edit: Edit
    passed: tuple[int, ...]
    tried: int

    @property
    def survived(self) -> bool:
        """Whether it passes on every seed."""
        return len(self.passed) == self.tried

    @property
    def lucky(self) -> bool:
        """Whether its mark depends on the seed."""
        return 0 < len(self.passed) < self.tried


def mutants_of(exercise: Exercise, seeds: Sequence[int]) -> Iterator[Mutant]:
    """Judge every single edit of a reference on each seed.

    Edits that give a text which has been seen, or the reference's own, are left out, and those that
    add a name as a term or factor, which few slips do.
    """
    definition = definition_of(exercise.reference)
    module = ast.fix_missing_locations(ast.Module([definition], []))
    start = time.process_time()
    drawn = [(seed, list(cases_of(exercise, np.random.default_rng(seed)))) for seed in seeds]
    taken = (time.process_time() - start) / len(drawn)
    patience = min(max(PATIENCE * taken, LEAST_SECONDS), MOST_SECONDS)
    seen = {ast.unparse(module)}
    with TimeLimits() as limits:
        for edit in edits_of(definition):
            if edit.rank == ADDED:
                continue
            with edit.applied():
                source = ast.unparse(module)
                if source in seen:
                    continue
                seen.add(source)
                function = compiled(source, exercise)
            if function is None:
                continue
            passed = []
            for seed, cases in drawn:
                with suppress(TooLate), limits.limit(patience):
                    if passes(exercise, function, cases, seed):
                        passed.append(seed)
            yield Mutant(source, edit, tuple(passed), len(drawn))


def compiled(
    source: str, exercise: Exercise, names: Mapping[str, Any] | None = None
) -> Function | None:
    """Return the function that a source defines; None if it is no Python.

    `names` are those that it finds, by default the reference's.
    """
    space = dict(names or names_for(exercise.reference))
    try:
        exec(source, space)
    except Exception:
        return None
    function: Function = space[exercise.name]
    return function


def passes(exercise: Exercise, function: Function, cases: Sequence[Case], seed: int) -> bool:
    """Whether a function is right in all cases; it stops at the first fault."""
    call = caller_of(function)
    rng = np.random.default_rng(seed).spawn(1)[0]
    return all(is_right(exercise, case, call, rng) for case in cases)
