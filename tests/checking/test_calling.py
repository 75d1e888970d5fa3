"""Calling an answer in the notebook's own process: what it cannot hold up, and what is said of it."""

import signal
import threading
from collections.abc import Callable

import numpy as np
import pytest

from course_utils import exercises
from course_utils.checking.calling import call_here, caller_within
from course_utils.checking.judge import judge

Function = Callable[..., object]


def endless(*arguments: object) -> object:
    count = 0
    while count >= 0:
        count += 1
    return count


def stubborn(*arguments: object) -> object:
    while True:
        try:
            while True:
                pass
        except Exception:
            pass


@pytest.mark.parametrize("function", [endless, stubborn])
def test_a_loop_that_never_ends_is_ended_and_shown(function: Function) -> None:
    outcome = caller_within(function, 0.05)((1,))
    assert outcome.failure is not None
    assert outcome.failure.kind == "timeout"
    assert "After 0.05 seconds" in outcome.failure.message
    line = outcome.failure.message.splitlines()[-1].strip()
    assert line in ("while count >= 0:", "count += 1", "while True:", "pass")


def test_its_verdict_says_so() -> None:
    sigmoid = exercises.find("sigmoid")
    verdict = judge(sigmoid, caller_within(endless, 0.05), np.random.default_rng(1))
    assert (verdict.status, verdict.earned) == ("error", 0.0)
    assert "did not end in time" in verdict.message
    assert "loop that never ends" in verdict.message


def test_nothing_rings_afterwards() -> None:
    before = signal.getsignal(signal.SIGALRM)
    assert caller_within(abs, 5.0)((-2,)).value == 2
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_other_threads_have_no_timer_and_are_called_all_the_same() -> None:
    values: list[object] = []
    thread = threading.Thread(target=lambda: values.append(caller_within(abs)((-3,)).value))
    thread.start()
    thread.join()
    assert values == [3]


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
