"""Call a function here and now, and note everything that a judge wants to know of the call."""

from __future__ import annotations

import copy
import linecache
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from course_utils.checking.outcome import Call, Failure, Outcome

# Seconds of work that one call of an answer may take in a notebook: several times what a right one
# needs where it trains a network, a thousand times elsewhere. Counted is the processor time of the
# thread, so that a busy machine makes nobody's time run out.
PATIENCE = 10.0
LOOK_EVERY = 0.5


class _TooLate(BaseException):
    """Ends a call; no exception that an answer would catch by ``except Exception``."""


def call_here(function: Callable[..., object], arguments: tuple) -> Outcome:
    """Call `function` on deep copies of `arguments`; catch whatever it raises.

    Returns
    -------
    Outcome
        With the value or the failure, the copies as the call left them, the warnings and the time.
    """
    if not callable(function):
        return Outcome(failure=Failure("not_callable", type(function).__name__))
    copies = copy.deepcopy(arguments)
    value: object = None
    failure = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        start = time.perf_counter()
        try:
            value = function(*copies)
        except NotImplementedError:
            failure = Failure("not_started")
        except (Exception, SystemExit) as error:
            failure = failure_of(error)
        seconds = time.perf_counter() - start
    return Outcome(value, failure, copies, tuple(str(w.message) for w in caught), seconds)


def failure_of(error: BaseException) -> Failure:
    """Describe an exception by its innermost frame in the student's code.

    Frames of this module and of installed packages are passed over: the line to show is one that
    the student can change.
    """
    frames = traceback.extract_tb(error.__traceback__)
    others = ("site-packages", "<__array", __file__)
    own = [f for f in frames if not any(part in f.filename for part in others)]
    try:
        message = str(error)
    except Exception:
        message = "(its message cannot be shown)"
    if not own:
        return Failure("exception", message[:500], type(error).__name__)
    last = own[-1]
    line = (last.line or linecache.getline(last.filename, last.lineno or 0)).strip()
    return Failure("exception", message[:500], type(error).__name__, line[:200], last.lineno)


def caller_of(function: Callable[..., object]) -> Call:
    """Return a `Call` that calls `function` in this process."""
    return lambda arguments: call_here(function, arguments)


def caller_within(function: Callable[..., object], seconds: float = PATIENCE) -> Call:
    """Return a `Call` that also ends a call which computes for longer, where the system has timers.

    A loop that never ends would otherwise hold the notebook until somebody interrupts it.
    """

    def call(arguments: tuple) -> Outcome:
        try:
            with _timer(seconds):
                return call_here(function, arguments)
        except _TooLate as late:
            line = failure_of(late).line
            where = f" It was at this line:\n    {line}" if line else ""
            message = (
                f"After {seconds:g} seconds it was still at work: a loop that never ends?{where}"
            )
            return Outcome(failure=Failure("timeout", message), seconds=seconds)

    return call


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    """Raise `_TooLate` after so many seconds of work; do nothing where signals cannot be had."""
    main = threading.current_thread() is threading.main_thread()
    # Windows has no timers, and in a browser's Python nothing would ring.
    if not main or not hasattr(signal, "setitimer") or sys.platform == "emscripten":
        yield
        return

    end = time.thread_time() + seconds

    def ring(number: int, frame: FrameType | None) -> None:
        if time.thread_time() >= end:
            # First of all it is stopped: a second one might ring when the call is over.
            signal.setitimer(signal.ITIMER_REAL, 0)
            raise _TooLate

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, min(seconds, LOOK_EVERY))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
