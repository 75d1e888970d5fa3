"""Mutation tests of the exercises: every single edit of a reference has to be refused."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator, Mapping, Sequence
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

# How many times as long as the reference a mutant may take on one case, and bounds in seconds: a
# loop without end must end soon.
PATIENCE, LEAST_SECONDS, MOST_SECONDS = 20, 0.03, 2.0
MEASURED = 3  # seeds on which the reference is timed
ENDLESS = 3  # What is late on so many seeds, and right on none, is taken to be late on all.


@dataclass(frozen=True)
class Mutant:
    """The reference with one edit.

    `passed` are the seeds on which it would have earned full marks: of all, it may be the same
    function written in another way; of some, its mark is luck.
    """

    source: str
    edit: Edit
    function: Function
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


class Trials:
    """The cases of an exercise on many seeds, and a time limit for answers that are tried on them.

    Where each case is judged by itself, those that have refused most answers are tried first.
    """

    def __init__(self, exercise: Exercise, seeds: Sequence[int]) -> None:
        self.exercise = exercise
        self.cases = {seed: _cases_with_points(exercise, seed) for seed in seeds}
        self.patience = [self._patience(i) for i in range(len(self.cases[seeds[0]]))]
        self.refused = [0] * len(self.patience)

    def _patience(self, position: int) -> float:
        """Return how many seconds it may take to judge an answer on the case at a position."""
        call = caller_of(self.exercise.reference)
        taken = []
        for seed in list(self.cases)[:MEASURED]:
            start = time.thread_time()
            is_right(self.exercise, self.cases[seed][position], call, np.random.default_rng(seed))
            taken.append(time.thread_time() - start)
        return min(max(PATIENCE * min(taken), LEAST_SECONDS), MOST_SECONDS)

    def passed(self, function: Function, limits: TimeLimits) -> tuple[int, ...]:
        """Return the seeds on which an answer has no fault."""
        order = list(range(len(self.refused)))
        if self.exercise.unique:
            order.sort(key=self.refused.__getitem__, reverse=True)
        passed: list[int] = []
        times_late = 0
        for seed in self.cases:
            refusing, late = self._refusing(function, seed, order, limits)
            if refusing is None:
                passed.append(seed)
                continue
            times_late += late
            if times_late == ENDLESS and not passed:
                break
            self.refused[refusing] += 1
            if self.exercise.unique:
                # What never ends is seen soonest where the reference ends soonest.
                soonest = min(order, key=self.patience.__getitem__) if late else refusing
                order.remove(soonest)
                order.insert(0, soonest)
        return tuple(passed)

    def _refusing(
        self, function: Function, seed: int, order: Sequence[int], limits: TimeLimits
    ) -> tuple[int | None, bool]:
        """Return the first case in which an answer has a fault, and whether the fault is that it is late."""
        call = caller_of(function, says_where=False)
        rng = np.random.default_rng(seed).spawn(1)[0]
        for i in order:
            try:
                with limits.limit(self.patience[i]):
                    if not is_right(self.exercise, self.cases[seed][i], call, rng):
                        return i, False
            except TooLate:
                return i, True
        return None, False


def mutants_of(exercise: Exercise, trials: Trials) -> Iterator[Mutant]:
    """Judge every single edit of a reference on each seed.

    Edits that give a text which has been seen, or the reference's own, are left out, and those that
    add a name as a term or factor, which few slips do.
    """
    definition = definition_of(exercise.reference)
    module = ast.fix_missing_locations(ast.Module([definition], []))
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
            if function is not None:
                passed = trials.passed(function, limits)
                yield Mutant(source, edit, function, passed, len(trials.cases))


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


def _cases_with_points(exercise: Exercise, seed: int) -> list[Case]:
    drawn = cases_of(exercise, np.random.default_rng(seed))
    return [case for case in drawn if case.group.weight]
