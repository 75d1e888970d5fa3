"""Run a student's function here, in the notebook's own process: with a time limit and a fixed seed."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import numpy as np

from course_utils.checking.browser_clock import JumpClock
from course_utils.checking.calling import call_here, failure_of
from course_utils.checking.exercise import Exercise, ExerciseError
from course_utils.checking.outcome import Call, Failure, Outcome
from course_utils.checking.own_merits import judge_on_own_merits
from course_utils.checking.verdict import GRADER_FAILED, Verdict

# Seconds of work that one call of an answer may take in a notebook: several times what a right one
# needs where it trains a network, a thousand times elsewhere. The processor time of the thread is
# counted, so that nobody's time runs out because the machine is busy.
SECONDS = 10.0
LOOKS = 0.02  # seconds from one look at the clock to the next

_set_exception = ctypes.pythonapi.PyThreadState_SetAsyncExc
_set_exception.argtypes = (ctypes.c_ulong, ctypes.py_object)


class TooLate(BaseException):
    """Ends what has worked for too long; ``except Exception`` does not catch it."""


_in_browser = JumpClock(TooLate)


def judge_here(
    exercise: Exercise,
    function: Callable[..., object],
    known: Mapping[str, Exercise] | None = None,
) -> Verdict:
    """Judge an answer in this process, on the same inputs each time.

    `known` are the exercises whose functions it may call: where the answer fails, it is judged
    again with the course's in their place.
    """
    try:
        return judge_on_own_merits(exercise, function, known or {}, _call_of, _rng_of)
    except ExerciseError as error:
        message = f"The course has made a mistake here, not you. Please tell who runs it: {error}"
        return Verdict(exercise.name, GRADER_FAILED, stage="exercise", message=message)


def _call_of(function: Callable[..., object]) -> Call:
    return caller_within(function, SECONDS)


def _rng_of(exercise: Exercise) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(exercise.name.encode()))


def caller_within(function: Callable[..., object], seconds: float) -> Call:
    """Return a `Call` that calls `function` in this process, and ends a call that takes too long.

    A loop that never ends would otherwise hold the notebook until somebody interrupts it.
    """

    def call(arguments: tuple) -> Outcome:
        try:
            with time_limit(seconds):
                return call_here(function, arguments)
        except TooLate as late:
            line = failure_of(late).line
            where = f" It was at this line:\n    {line}" if line else ""
            message = (
                f"After {seconds:g} seconds it was still at work: a loop that never ends?{where}"
            )
            return Outcome(failure=Failure("timeout", message), seconds=seconds)

    return call


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TooLate` inside after so many seconds of work, in whatever thread this is.

    Only Python code can be ended: one long call of NumPy goes on.
    """
    with TimeLimits() as limits, limits.limit(seconds):
        yield


class TimeLimits:
    """Time limits, one after the other, in the thread that enters this.

    A second thread watches the time; in a browser's Python, which has no threads, the code itself
    looks at the clock.

    Examples
    --------
    >>> with TimeLimits() as limits:
    ...     for number in (1, 2):
    ...         with limits.limit(0.5):
    ...             print(number)
    1
    2
    """

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.end: float | None = None
        self.fired = False
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.watcher: threading.Thread | None = None

    def __enter__(self) -> TimeLimits:
        if sys.platform != "emscripten":
            self.clock = _clock_of(self.thread)
            self.watcher = threading.Thread(target=self._watch, daemon=True)
            self.watcher.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        if self.watcher is not None:
            self.watcher.join()

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Raise `TooLate` inside after so many seconds of work."""
        if self.watcher is None:
            with _in_browser.limit(seconds):
                yield
            return
        with self.lock:
            self.end = self.clock() + seconds
        try:
            yield
        finally:
            with self.lock:
                self.end = None
            if self.fired:
                self.fired = False
                _let_it_arrive()

    def _watch(self) -> None:
        while not self.over.wait(LOOKS):
            with self.lock:
                if self.end is not None and self.clock() > self.end:
                    self.end = None
                    self.fired = True
                    _set_exception(self.thread, TooLate)


def _let_it_arrive() -> None:
    """Wait for an exception that is set and not raised yet, so that it does not come later.

    To take it back instead would leave Python 3.11 looking for it ever after: slowly, and with a
    tracer or profiler without end.
    """
    try:
        for _ in range(1000):
            pass
    except TooLate:
        pass


def _clock_of(thread: int) -> Callable[[], float]:
    """Return a clock of a thread's processor time, or of the whole process where there is none."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.process_time
    number = time.pthread_getcpuclockid(thread)
    return lambda: time.clock_gettime(number)
