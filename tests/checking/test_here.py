"""Running an answer in the notebook's own process: it cannot hold it up, and its inputs repeat."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from course_utils import exercises
from course_utils.checking import here
from course_utils.checking.here import TooLate, caller_within, judge_here, time_limit

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


def test_its_verdict_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "SECONDS", 0.05)
    sigmoid = exercises.find("sigmoid")
    verdict = judge_here(sigmoid, endless)
    assert (verdict.status, verdict.earned, verdict.failure) == ("error", 0.0, "timeout")
    assert "did not end in time" in verdict.message
    assert "loop that never ends" in verdict.message


def test_in_another_thread_it_is_ended_too() -> None:
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(caller_within(endless, 0.05)((1,))))
    thread.start()
    thread.join()
    (outcome,) = outcomes
    assert outcome.failure is not None
    assert outcome.failure.kind == "timeout"


def test_nothing_comes_afterwards() -> None:
    before = threading.active_count()
    for _ in range(200):
        # Each ends about when its time does: the exception comes inside of it, or not at all.
        try:
            with time_limit(0.001):
                end = time.thread_time() + 0.001
                while time.thread_time() < end:
                    pass
        except TooLate:
            pass
    assert caller_within(abs, 5.0)((-2,)).value == 2
    assert sum(range(100_000)) == 4_999_950_000
    assert threading.active_count() == before


def test_waiting_is_not_working() -> None:
    def wait(x: float) -> float:
        time.sleep(0.3)
        return x

    assert caller_within(wait, 0.1)((1.0,)).value == 1.0


def test_the_inputs_are_the_same_each_time() -> None:
    seen: list[bytes] = []

    def sigmoid(z: np.ndarray) -> np.ndarray:
        seen.append(z.tobytes())
        return 1 / (1 + np.exp(z))

    exercise = exercises.find("sigmoid")
    first, second = judge_here(exercise, sigmoid), judge_here(exercise, sigmoid)
    assert first.message == second.message
    assert seen[: len(seen) // 2] == seen[len(seen) // 2 :]


@pytest.mark.parametrize("work", ["pass", "while True: pass"])
def test_a_profiler_works_after_a_time_limit(work: str) -> None:
    program = (
        "import sys, contextlib\n"
        "from course_utils.checking.here import TooLate, time_limit\n"
        "with contextlib.suppress(TooLate), time_limit(0.1):\n"
        f"    {work}\n"
        "sys.setprofile(lambda *_: None)\n"
        "def f(): return 1\n"
        "print(f())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "1\n"
