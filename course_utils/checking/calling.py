"""Call a function here and now, and note everything that a judge wants to know of the call."""

from __future__ import annotations

import copy
import linecache
import time
import traceback
import warnings
from collections.abc import Callable

from course_utils.checking.outcome import Call, Failure, Outcome


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
            failure = failure_of(error, depth=1)
        seconds = time.perf_counter() - start
    return Outcome(value, failure, copies, tuple(str(w.message) for w in caught), seconds)


def failure_of(error: BaseException, depth: int = 0) -> Failure:
    """Describe an exception by its innermost frame in the student's code.

    `depth` leaves out that many outermost frames, which are the caller's own. Frames of installed
    packages are passed over: the line to show is one that the student can change.
    """
    frames = traceback.extract_tb(error.__traceback__)[depth:]
    own = [f for f in frames if "site-packages" not in f.filename and "<__array" not in f.filename]
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
