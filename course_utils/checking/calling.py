"""Call a function in this process, and record all that the judge needs to know about the call."""

from __future__ import annotations

import copy
import linecache
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

from course_utils.checking.outcome import Call, Failure, Outcome

# Frames of these files are not the student's code.
OTHERS = (
    "site-packages",
    "<__array",
    str(Path(__file__).parent),
    str(Path(__file__).parents[1] / "reference"),
)


def call_here(
    function: Callable[..., object], arguments: tuple, *, says_where: bool = True
) -> Outcome:
    """Call `function` on deep copies of `arguments`; catch whatever it raises.

    With `says_where` false a failure has its class only: to find its line takes longer than the call.

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
            failure = (
                failure_of(error)
                if says_where
                else Failure("exception", error_type=_known_class(error).__name__)
            )
        seconds = time.perf_counter() - start
    return Outcome(value, failure, copies, tuple(str(w.message) for w in caught), seconds)


def failure_of(error: BaseException) -> Failure:
    """Describe an exception by its innermost frame in the student's code, and the line that called it.

    Frames of the engine and of installed packages are passed over: the line to show is one that the
    student can change.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if not any(part in f.filename for part in OTHERS)]
    try:
        message = str(error)
    except Exception:
        message = "(its message cannot be shown)"
    kind = _known_class(error).__name__
    if not own:
        return Failure("exception", message[:500], kind)
    last = own[-1]
    line = _text_of(last)
    if len(own) > 1 and own[-2].name != last.name and own[-2].lineno != last.lineno:
        line = f"{_text_of(own[-2])}\n        {line}"  # the line in the helper, below the line that calls it
    return Failure("exception", message[:500], kind, line[:200], last.lineno)


def _text_of(frame: traceback.FrameSummary) -> str:
    return (frame.line or linecache.getline(frame.filename, frame.lineno or 0)).strip()


def _known_class(error: BaseException) -> type:
    """Return an exception's class, or of a class of the student's own its nearest ancestor.

    Who raises a subclass of ValueError has raised a ValueError.
    """
    known = {"builtins", "numpy", *sys.stdlib_module_names}
    return next(c for c in type(error).__mro__ if c.__module__.partition(".")[0] in known)


def caller_of(function: Callable[..., object], *, says_where: bool = True) -> Call:
    """Return a `Call` that calls `function` in this process, as `call_here` does."""
    return lambda arguments: call_here(function, arguments, says_where=says_where)
