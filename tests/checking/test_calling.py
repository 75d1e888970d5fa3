"""Calling an answer, and what is said of an error in it."""

import numpy as np

from course_utils.checking.calling import call_here


def test_the_line_of_an_error_is_the_answers_own() -> None:
    def fails(x: object) -> object:
        return np.ones(2) @ np.ones(3)

    failure = call_here(fails, (1,)).failure
    assert failure is not None
    assert failure.line == "return np.ones(2) @ np.ones(3)"


def test_an_error_outside_the_answer_has_no_line() -> None:
    failure = call_here(lambda: None, (1,)).failure
    assert failure is not None
    assert (failure.error_type, failure.line) == ("TypeError", "")


def test_the_line_that_called_a_helper_stands_above_the_helper_s() -> None:
    def helper(x: float) -> float:
        return x / 0

    def answer(x: float) -> float:
        return helper(x)

    failure = call_here(answer, (1,)).failure
    assert failure is not None
    assert [line.strip() for line in failure.line.splitlines()] == [
        "return helper(x)",
        "return x / 0",
    ]


def test_the_line_of_a_failure_is_looked_for_only_if_it_is_asked_for() -> None:
    def fails(x: float) -> float:
        return 1 / (x - x)

    failure = call_here(fails, (1,), says_where=False).failure
    assert failure is not None
    assert (failure.kind, failure.error_type, failure.line) == (
        "exception",
        "ZeroDivisionError",
        "",
    )
