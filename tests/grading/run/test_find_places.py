"""The place of a mistake in a submission is found by code that runs in its process alone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from course_utils.checking.calling import call_here
from course_utils.checking.outcome import Failure, Outcome
from course_utils.exercises import find
from course_utils.grading.run.find_places import MOST_EDITS, place_in
from course_utils.grading.sandbox.session import CellResult

SLOPE = """\
import numpy as np

def tanh_derivative(z):
    t = np.tanh(z)
    return 1 - t**3
"""


class Process:
    """Runs cells here; `dies_after` so many of them."""

    def __init__(self, dies_after: int = 10_000) -> None:
        self.names: dict[str, Any] = {}
        self.left = dies_after
        self.alive = True
        self.waited = 0.0
        self.limits: list[float] = []
        self.ran = 0

    def run_cell(self, source: str, cell_id: str) -> CellResult:
        self.left -= 1
        self.ran += 1
        self.alive = self.left > 0
        if not self.alive:
            return CellResult(failure=Failure("timeout"))
        try:
            exec(source, self.names)
        except Exception:
            return CellResult(failure=Failure("raised"))
        return CellResult()

    def call(self, function_name: str, arguments: tuple) -> Outcome:
        return call_here(self.names[function_name], arguments)

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        self.limits.append(seconds)
        yield


def test_the_line_and_the_kind_are_found() -> None:
    process = Process()
    place = place_in(process, find("tanh_derivative"), SLOPE)
    assert place is not None
    assert place.lines == (5,)
    assert place.code == ("return 1 - t**3",)
    assert place.kind == "the number 3"
    assert process.limits == [1.0]


def test_no_more_edits_are_tried_than_were_agreed() -> None:
    process = Process()
    assert place_in(process, find("tanh_derivative"), SLOPE.replace("t**3", "len(str(t))")) is None
    assert process.ran <= MOST_EDITS + 1


@pytest.mark.parametrize("dies_after", [1, 2, 20])
def test_a_process_that_ends_ends_the_search(dies_after: int) -> None:
    process = Process(dies_after)
    assert place_in(process, find("tanh_derivative"), SLOPE.replace("t**3", "len(str(t))")) is None
    assert process.ran <= dies_after + 1


@pytest.mark.parametrize("source", ["def def", "x = 1", ""])
def test_a_cell_without_the_function_has_no_place(source: str) -> None:
    assert place_in(Process(), find("tanh_derivative"), source) is None
