"""Find where a wrong answer goes wrong: the edit of its own code that makes it right.

The line and the kind of the edit are told, never the mended code. Where no single edit helps, two of
the same family are tried: one slip made twice.
"""

from __future__ import annotations

import ast
import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from typing import Any

import numpy as np

from course_utils.checking.calling import caller_of
from course_utils.checking.edits import Edit, edits_of
from course_utils.checking.exercise import Exercise
from course_utils.checking.here import TooLate, time_limit
from course_utils.checking.judge import Case, cases_of, fault_of, try_case
from course_utils.checking.verdict import Place

SECONDS = 2.0
CANDIDATE_SECONDS = 0.5
# Seeds of the cases on which edits are tried first, and of those that a mended answer has to pass.
FIRST_SEED, FURTHER_SEEDS = 1, (2, 3, 4)
MOST_OF_A_FAMILY = 14
Function = Callable[..., Any]


def find_place(
    exercise: Exercise,
    source: str,
    namespace: Mapping[str, Any],
    seconds: float = SECONDS,
) -> Place | None:
    """Return where a wrong answer goes wrong, or None if no edit makes it right.

    Parameters
    ----------
    exercise : Exercise
    source : str
        The source of the answer's cell.
    namespace : mapping
        What that cell finds: imports, helpers, the student's other functions. It is not changed.
    seconds : float
        How long to search.
    """
    deadline = time.perf_counter() + seconds
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if not any(node.name == exercise.name for node in functions):
        return None
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        return _found(exercise, source, tree, functions, dict(namespace), deadline)


def _found(
    exercise: Exercise,
    source: str,
    tree: ast.Module,
    functions: list[ast.FunctionDef],
    namespace: dict[str, Any],
    deadline: float,
) -> Place | None:
    search = _Search(exercise, tree, namespace, deadline)
    edits = [edit for function in functions for edit in edits_of(function)]
    edits.sort(key=lambda edit: edit.rank)
    found = search.best([(edit,) for edit in edits]) or search.best(_pairs(edits))
    if found is None:
        return None
    lines = sorted({line for edit in found for line in edit.lines})
    written = source.splitlines()
    return Place(tuple(lines), found[0].kind, tuple(written[line - 1].strip() for line in lines))


def _pairs(edits: Sequence[Edit]) -> Iterator[tuple[Edit, ...]]:
    """Yield two edits of one family in two places."""
    families: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.rank < 2:
            families.setdefault(edit.family, []).append(edit)
    for family in families.values():
        for one, other in itertools.combinations(family[:MOST_OF_A_FAMILY], 2):
            if one.location != other.location and not _inside(one, other):
                yield one, other


def _inside(one: Edit, other: Edit) -> bool:
    """Whether one of two edits replaces what the other stands in."""
    parents = [edit.location[0] for edit in (one, other)]
    old = [_old(edit) for edit in (one, other)]
    return any(
        parent is node
        for parent, tree in zip(parents, old[::-1], strict=True)
        for node in ast.walk(tree)
    )


def _old(edit: Edit) -> ast.AST:
    parent, field, index = edit.location
    value = getattr(parent, field)
    found: ast.AST = value if index is None else value[index]
    return found


class _Search:
    def __init__(
        self, exercise: Exercise, tree: ast.Module, namespace: dict[str, Any], deadline: float
    ) -> None:
        self.exercise = exercise
        self.tree = tree
        self.namespace = namespace
        self.deadline = deadline
        self.used = _parameters_used(tree, exercise)
        cases = self._cases(FIRST_SEED)
        answer = self._compiled()
        # An edit is tried first where the answer is wrong.
        self.cases = cases
        if answer is not None:
            with suppress(TooLate), time_limit(CANDIDATE_SECONDS):
                self.cases = sorted(cases, key=lambda case: self._right(answer, case))

    def best(
        self, edits: Iterator[tuple[Edit, ...]] | list[tuple[Edit, ...]]
    ) -> tuple[Edit, ...] | None:
        """Return the likeliest edits after which the answer is right."""
        found: list[tuple[Edit, ...]] = []
        for several in edits:
            if time.perf_counter() > self.deadline or (
                found and several[0].rank > found[0][0].rank
            ):
                break
            if self._mends(several):
                found.append(several)
        return min(found, key=lambda several: len({e.lines for e in several}), default=None)

    def _mends(self, edits: tuple[Edit, ...]) -> bool:
        with ExitStack() as stack:
            for edit in edits:
                stack.enter_context(edit.applied())
            if self.used - _parameters_used(self.tree, self.exercise):
                return False  # what is asked for cannot be right without this argument
            function = self._compiled()
        if function is None:
            return False
        try:
            with time_limit(CANDIDATE_SECONDS):
                return self._passes(function)
        except TooLate:
            return False

    def _passes(self, function: Function) -> bool:
        return all(self._right(function, case) for case in self.cases) and all(
            self._right(function, case) for seed in FURTHER_SEEDS for case in self._cases(seed)
        )

    def _cases(self, seed: int) -> list[Case]:
        return list(cases_of(self.exercise, np.random.default_rng(seed)))

    def _compiled(self) -> Function | None:
        space = dict(self.namespace)
        try:
            exec(compile(self.tree, "<edited answer>", "exec"), space)
        except Exception:
            return None
        function = space.get(self.exercise.name)
        return function if callable(function) else None

    def _right(self, function: Function, case: Case) -> bool:
        trial = try_case(case, caller_of(function), np.random.default_rng(0))
        return fault_of(self.exercise, case.group, trial) is None


def _parameters_used(tree: ast.Module, exercise: Exercise) -> set[str]:
    """Return the parameters of the answer that its own body mentions."""
    main = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == exercise.name)
    mentioned = {
        node.id
        for statement in main.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name)
    }
    return {argument.arg for argument in main.args.args} & mentioned
