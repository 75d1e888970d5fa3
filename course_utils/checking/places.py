"""Find the line of a mistake: look for an edit of the answer's own code that makes it right.

The line and the kind of the edit are told, never the mended code. Where no single edit helps, two of
the same family are tried: one slip made twice.
"""

from __future__ import annotations

import ast
import copy
import itertools
import time
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from typing import Any, Protocol

import numpy as np

from course_utils.checking.calling import caller_of
from course_utils.checking.edits import ADDED, Edit, edits_of
from course_utils.checking.exercise import Exercise
from course_utils.checking.here import TimeLimits, TooLate
from course_utils.checking.judge import Case, cases_of, is_right, try_case
from course_utils.checking.outcome import Call
from course_utils.checking.variants import RETURN
from course_utils.checking.verdict import Place
from course_utils.checking.watching import Seen, seen_in

SECONDS = 2.0
# How many times as long as the reference an edited answer may work on a case, and bounds in seconds.
PATIENCE, LEAST_SECONDS, MOST_SECONDS = 20, 0.05, 0.5
# Seeds of the cases on which edits are tried first, and of those that a mended answer has to pass.
FIRST_SEED, FURTHER_SEEDS = 1, (2, 3, 4)
MOST_OF_A_FAMILY = 14
MOST_CALLABLES = 6
EDITED = "<edited answer>"


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
    space = dict(namespace)
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()), TimeLimits() as limits:
        here = _Here(exercise.name, space, limits)
        return find_place_on(here, exercise, source, seconds, callables=_callables_of(space))


class Workbench(Protocol):
    """The place where edited answers are defined and called."""

    def define(self, tree: ast.Module) -> Call | None:
        """Return how to call the answer that a tree defines; None if it defines none."""

    def limit(self, seconds: float) -> AbstractContextManager[None]:
        """Raise `TooLate` inside after so many seconds of work."""

    def watch(self, tree: ast.Module, arguments: tuple) -> Seen:
        """Return what is seen of the answer when it is called."""


@dataclass(frozen=True)
class _Here:
    """The workbench is this process, with what the answer's cell finds."""

    name: str
    namespace: dict[str, Any]
    limits: TimeLimits

    def define(self, tree: ast.Module) -> Call | None:
        function = self._function(tree)
        return None if function is None else caller_of(function)

    def limit(self, seconds: float) -> AbstractContextManager[None]:
        return self.limits.limit(seconds)

    def watch(self, tree: ast.Module, arguments: tuple) -> Seen:
        function = self._function(tree)
        return Seen() if function is None else seen_in(function, arguments, EDITED)

    def _function(self, tree: ast.Module) -> Callable[..., Any] | None:
        space = dict(self.namespace)
        try:
            exec(compile(tree, EDITED, "exec"), space)
        except Exception:
            return None
        function = space.get(self.name)
        return function if callable(function) else None


def find_place_on(
    workbench: Workbench,
    exercise: Exercise,
    source: str,
    seconds: float,
    most: int | None = None,
    callables: Sequence[str] = (),
) -> Place | None:
    """Return where a wrong answer goes wrong, as `find_place` does, trying edits on a workbench.

    Parameters
    ----------
    workbench : Workbench
    exercise : Exercise
    source : str
    seconds : float
        How long to search.
    most : int, optional
        How many edits to try: with this limit the same answer has the same place on every machine.
    callables : sequence of str
        Functions of one argument whose call may have been forgotten.
    """
    deadline = time.perf_counter() + seconds
    if exercise.free_form:  # each edit needs a whole training run
        return None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if not any(node.name == exercise.name for node in functions):
        return None
    search = _Search(exercise, tree, workbench, deadline, most)
    seen = search.watch_answer()
    edits = [edit for one in functions for edit in edits_of(one, seen.no_numbers, callables)]
    if search.returns_nothing:
        edits = [edit for edit in edits if edit.family == RETURN]
    edits.sort(key=lambda edit: (edit.rank, not set(edit.lines) & seen.raised_at))
    likely = [edit for edit in edits if edit.rank < ADDED]
    found = (
        search.best([(edit,) for edit in likely])
        or search.best(_pairs(edits, often_twice=True))
        or search.best([(edit,) for edit in edits if edit.rank >= ADDED])
        or search.best(_pairs(edits))
    )
    if found is None:
        return None
    lines = sorted({line for edit in found for line in edit.lines})
    written = source.splitlines()
    return Place(tuple(lines), found[0].kind, tuple(written[line - 1].strip() for line in lines))


def _callables_of(namespace: Mapping[str, Any]) -> list[str]:
    """Return the names of the functions of one argument."""
    return [
        name
        for name, value in namespace.items()
        if isinstance(value, types.FunctionType)
        and value.__code__.co_argcount == 1
        and not name.startswith("_")
    ][:MOST_CALLABLES]


def _pairs(edits: Sequence[Edit], *, often_twice: bool = False) -> Iterator[tuple[Edit, ...]]:
    """Yield two edits of one family in two places; or only such that are often made twice.

    That is an `=` for `+=`, for weights and for biases, and a call that is missing twice in a line.
    """
    families: dict[str, list[Edit]] = {}
    for edit in edits:
        calls = edit.family.startswith("call ")
        if often_twice and not calls and edit.family != "aug":
            continue
        if edit.rank < 2 or (often_twice and calls):
            families.setdefault(edit.family, []).append(edit)
    for family in families.values():
        for one, other in itertools.combinations(family[:MOST_OF_A_FAMILY], 2):
            if often_twice and one.family != "aug" and one.lines != other.lines:
                continue
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


def _likeliness(edits: tuple[Edit, ...]) -> tuple[int, bool, bool]:
    """Sort edits in one line first, and last those of a name that is only returned.

    A sign too many comes before an operator that would undo it.
    """
    only_returned = any(
        isinstance(edit.location[0], ast.Return) and isinstance(_old(edit), ast.Name)
        for edit in edits
    )
    return len({edit.lines for edit in edits}), only_returned, edits[0].family != "sign"


class _Search:
    def __init__(
        self,
        exercise: Exercise,
        tree: ast.Module,
        workbench: Workbench,
        deadline: float,
        most: int | None,
    ) -> None:
        self.exercise = exercise
        self.tree = tree
        self.workbench = workbench
        self.deadline = deadline
        self.left = most
        self.used = _parameters_used(tree, exercise)
        self.returns_nothing = False
        start = time.process_time()
        self.cases = self._cases(FIRST_SEED)
        # An edited answer may take longer than the reference, but a loop without end must end soon.
        taken = (time.process_time() - start) / len(self.cases)
        self.patience = min(max(PATIENCE * taken, LEAST_SECONDS), MOST_SECONDS)

    def watch_answer(self) -> Seen:
        """Run the answer as it is: an edit is tried first in the case in which it is wrong."""
        call = self.workbench.define(self.tree)
        if call is None:
            return Seen()
        self.cases.sort(key=lambda case: self._right(call, case))
        valued = [case for case in self.cases if case.expected.failure is None]
        self.returns_nothing = all(self._gives_none(call, case) for case in valued)
        with suppress(TooLate), self.workbench.limit(self.patience):
            return self.workbench.watch(self.tree, copy.deepcopy(self.cases[0].arguments))
        return Seen()

    def best(
        self, edits: Iterator[tuple[Edit, ...]] | list[tuple[Edit, ...]]
    ) -> tuple[Edit, ...] | None:
        """Return the likeliest edits after which the answer is right."""
        found: list[tuple[Edit, ...]] = []
        for several in edits:
            if self._is_over() or (found and several[0].rank > found[0][0].rank):
                break
            if self._mends(several):
                found.append(several)
        return min(found, key=_likeliness, default=None)

    def _is_over(self) -> bool:
        if self.left is not None:
            self.left -= 1
        return time.perf_counter() > self.deadline or (self.left is not None and self.left < 0)

    def _mends(self, edits: tuple[Edit, ...]) -> bool:
        with ExitStack() as stack:
            for edit in edits:
                stack.enter_context(edit.applied())
            call = self.workbench.define(self.tree)
            if call is None:
                return False
            passed = self._passes(call)
            # Nothing can be right without an argument that the answer has looked at.
            return passed and not self.used - _parameters_used(self.tree, self.exercise)

    def _passes(self, call: Call) -> bool:
        return all(self._right(call, case) for case in self.cases) and all(
            self._right(call, case) for seed in FURTHER_SEEDS for case in self._cases(seed)
        )

    def _cases(self, seed: int) -> list[Case]:
        """Draw the cases that count for points."""
        cases = cases_of(self.exercise, np.random.default_rng(seed))
        return [case for case in cases if case.group.weight]

    def _right(self, call: Call, case: Case) -> bool:
        try:
            with self.workbench.limit(self.patience):
                return is_right(self.exercise, case, call, np.random.default_rng(0))
        except TooLate:
            return False

    def _gives_none(self, call: Call, case: Case) -> bool:
        with suppress(TooLate), self.workbench.limit(self.patience):
            outcome = try_case(case, call, np.random.default_rng(0)).outcome
            return outcome.failure is None and outcome.value is None
        return False


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
