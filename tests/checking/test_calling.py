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
