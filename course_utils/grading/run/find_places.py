"""Look for the place of a mistake in a submission's answer: its edited code runs in the sandbox only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from course_utils.checking.exercise import Exercise
from course_utils.checking.here import TooLate
from course_utils.checking.outcome import Call, Outcome
from course_utils.checking.places import find_place_on
from course_utils.checking.verdict import Place
from course_utils.checking.watching import Seen

# How many edits of one answer are tried. It is a number and no time: the same submission has the same
# places on every machine, however busy it is. The time is for an answer that is slow.
MOST_EDITS = 250
SECONDS, CALL_SECONDS = 4.0, 1.0


class Process(Protocol):
    """The sandbox's process in which the cells of the submission have run."""

    alive: bool

    def run_cell(self, source: str, cell_id: str) -> Any:
        """Run a cell."""

    def call(self, function_name: str, arguments: tuple) -> Outcome:
        """Call a function that the cells have defined."""

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Allow a cell or a call no more than so many seconds."""


def place_in(process: Process, exercise: Exercise, source: str) -> Place | None:
    """Return where the answer in a cell goes wrong, if few enough edits were to be tried."""
    try:
        with process.within(CALL_SECONDS):
            workbench = _Sandboxed(process, exercise.name)
            return find_place_on(workbench, exercise, source, SECONDS, MOST_EDITS)
    except TooLate:
        return None


class _Sandboxed:
    """The workbench is a process of the sandbox."""

    def __init__(self, process: Process, name: str) -> None:
        self.process = process
        self.name = name

    def define(self, tree: ast.Module) -> Call | None:
        failure = self.process.run_cell(ast.unparse(tree), "edited").failure
        if not self.process.alive:
            raise TooLate
        return None if failure else self._call

    def _call(self, arguments: tuple) -> Outcome:
        outcome = self.process.call(self.name, arguments)
        if not self.process.alive:
            raise TooLate
        return outcome

    @contextmanager
    def limit(self, _seconds: float) -> Iterator[None]:
        yield  # the process has limits of its own

    def watch(self, _tree: ast.Module, _arguments: tuple) -> Seen:
        return Seen()
