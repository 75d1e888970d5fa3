"""The process of one submission, as the grader uses it: run a cell, call a function."""

from __future__ import annotations

import contextlib
import select
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

from course_utils.checking.outcome import Failure, Outcome
from course_utils.grading.sandbox.codec import CodecError, decode, encode
from course_utils.grading.sandbox.limits import MIB, Limits
from course_utils.grading.sandbox.messages import (
    HEADER,
    MEMORY,
    PROCESSES,
    failure_from_data,
    frame,
    has_news,
    is_sealed,
    outcome_from_data,
)
from course_utils.grading.sandbox.patience import Patience
from course_utils.grading.sandbox.preloaded import Preloaded

CHUNK = 256 * 1024
ESCAPED = 16  # bytes at most that a character of output takes in a reply, with what is around it
NOTICE = 1.0  # seconds in which the sandbox sees that a process has ended


@dataclass(frozen=True)
class CellResult:
    """What running a cell showed, and why it stopped if it did not end.

    The outputs are dictionaries as in nbformat 4, if the submission is honest. They are data that
    it has chosen: `shown.harmless` takes them apart.
    """

    outputs: list[dict[str, Any]] = field(default_factory=list)
    failure: Failure | None = None


class _Stopped(Exception):
    """There is no reply, and none can come any more."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.failure = Failure(kind, message)


class Session:
    """One submission's process: run its cells, call its functions.

    Nothing that the process does raises an exception here. After a time-out or a crash it is gone
    (`alive` is False) and every request fails at once, until `restart` gives a fresh process in
    which the cells must be run again. Time spent before a restart still counts.
    """

    def __init__(self, preloaded: Preloaded, limits: Limits) -> None:
        self.preloaded = preloaded
        self.limits = limits
        self.alive = False
        self.ending = "it is closed"
        self.spent = 0.0
        self.waited = 0.0  # seconds that it got beyond its own, since the machine was busy
        self.number = 0
        self.asked = 0.0
        self.seconds = 0.0
        self.line: socket.socket | None = None
        self.key = b""
        self.restart()

    def restart(self) -> None:
        """Go on with a fresh process; what ran before is forgotten.

        Raises
        ------
        SandboxUnavailable
            If no process can be started any more.
        """
        self.close()
        self.line, self.key = self.preloaded.fork()
        self.line.setblocking(False)
        self.number = 0
        self.alive = True

    def run_cell(self, source: str, cell_id: str = "") -> CellResult:
        """Run one cell. `cell_id` names it in the message of a cell that takes too long."""
        where = f"cell {cell_id}" if cell_id else "a cell"
        try:
            reply = self._ask(("cell", source), self.limits.cell_seconds, where)
        except _Stopped as stop:
            return CellResult(failure=stop.failure)
        except CodecError:
            return CellResult(failure=Failure("unreadable", "the cell is too long"))
        try:
            if len(reply) > ESCAPED * self.limits.output:
                raise CodecError("more output than is kept of a cell")
            told = decode(reply, self.limits)
            if type(told) is not tuple or len(told) != 2 or not _are_outputs(told[0]):
                raise CodecError("not the result of a cell")
            return CellResult(told[0], failure_from_data(told[1]))
        except CodecError as error:
            return CellResult(failure=Failure("unreadable", str(error)))

    def call(self, name: str, arguments: tuple[Any, ...]) -> Outcome:
        """Call the notebook's function of this name.

        `Outcome.seconds` is measured here, from the request's last byte to the reply's first: the
        submission cannot make itself faster than it is.

        Raises
        ------
        CodecError
            If the arguments are no data; that is the caller's mistake, not the submission's.
        """
        try:
            reply = self._ask(("call", name, arguments), self.limits.call_seconds, f"`{name}`")
        except _Stopped as stop:
            return Outcome(failure=stop.failure, seconds=self.seconds)
        try:
            outcome = outcome_from_data(decode(reply, self.limits), len(arguments))
        except CodecError as error:
            outcome = Outcome(failure=Failure("unreadable", str(error)))
        return replace(outcome, seconds=self.seconds)

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Allow a cell or a call no more than so many seconds while the block runs."""
        before = self.limits
        cell, call = min(before.cell_seconds, seconds), min(before.call_seconds, seconds)
        self.limits = replace(before, cell_seconds=cell, call_seconds=call)
        try:
            yield
        finally:
            self.limits = before

    def close(self) -> None:
        """End the process and all that it started, and wait until they are gone."""
        if self.line is None:
            return
        self.line.close()
        self.line = None
        self.alive = False
        self.preloaded.end()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, request: tuple[object, ...], seconds: float, what: str) -> bytearray:
        """Send a request; return the reply to it and to no other."""
        message = encode(request, self.limits)
        self.seconds = 0.0
        line = self.line
        if line is None:
            raise _Stopped("crash", f"the process of this submission is gone: {self.ending}")
        left = self.limits.submission_seconds - self.spent
        whole = seconds >= left
        start = time.monotonic()
        patience = Patience(min(seconds, left), self.preloaded.pid)
        self.number += 1
        try:
            if has_news(line, 0.0) and self._some(line, 1):
                raise _Stopped("crash", "it answered before it was asked")
            self._send(line, frame(self.key, self.number, message), patience)
            return self._receive(line, patience)
        except TimeoutError:
            late = f"no end after {min(seconds, left):.3g} s of {what}"
            if whole:
                late = f"the notebook took {self.limits.submission_seconds:.3g} s, all that it has"
            raise self._stopped("timeout", late) from None
        except ConnectionError:
            raise self._stopped("crash", self._why()) from None
        except _Stopped as stop:
            raise self._stopped(stop.failure.kind, stop.failure.message) from None
        finally:
            self.spent += time.monotonic() - start - patience.extra
            self.waited += patience.extra

    def _stopped(self, kind: str, message: str) -> _Stopped:
        self.close()
        self.ending = message
        return _Stopped(kind, message)

    def _send(self, line: socket.socket, data: bytes, patience: Patience) -> None:
        rest = memoryview(data)
        while rest:
            self._wait(line, select.POLLOUT, patience)
            # Before it is sent: the reply may have come before we are back from sending.
            self.asked = time.perf_counter()
            with contextlib.suppress(BlockingIOError):
                rest = rest[line.send(rest[:CHUNK]) :]

    def _receive(self, line: socket.socket, patience: Patience) -> bytearray:
        header = self._exactly(line, HEADER.size, patience)
        self.seconds = time.perf_counter() - self.asked
        number, length, seal = HEADER.unpack(header)
        if number != self.number or length > self.limits.frame:
            raise _Stopped("crash", "it sent something other than an answer")
        message = self._exactly(line, length, patience)
        if not is_sealed(self.key, number, seal, message):
            raise _Stopped("crash", "it sent something other than an answer")
        return message

    def _exactly(self, line: socket.socket, length: int, patience: Patience) -> bytearray:
        data = bytearray()
        while len(data) < length:
            self._wait(line, select.POLLIN, patience)
            data += self._some(line, length - len(data))
        return data

    def _some(self, line: socket.socket, most: int) -> bytes:
        """Read what has come; at its end say why there is no more."""
        try:
            data = line.recv(min(most, CHUNK))
        except BlockingIOError:
            return b""
        except ConnectionError:
            data = b""
        if not data:
            raise _Stopped("crash", self._why())
        return data

    def _wait(self, line: socket.socket, event: int, patience: Patience) -> None:
        """Wait until the process is ready, or has been seen to end: then what it sent is read."""
        while True:
            poll = select.poll()
            poll.register(line, event)
            if self.preloaded.ended is None:
                poll.register(self.preloaded.control, select.POLLIN)
            ready = [file for file, _ in poll.poll(patience.left() * 1000)]
            if line.fileno() in ready:
                return
            if ready:
                self.preloaded.note_end()
            elif patience.is_over():
                raise TimeoutError

    def _why(self) -> str:
        """Say in words how the process ended."""
        with contextlib.suppress(TimeoutError):
            self.preloaded.note_end(NOTICE)
        if self.preloaded.ended is None:
            return "its process closed the line to its grader"
        why, status = self.preloaded.ended
        if why == MEMORY:
            return f"it took more than {self.limits.memory // MIB} MiB of memory"
        if why == PROCESSES:
            return f"it started more than {self.limits.processes} processes"
        if status >= 0:
            return f"it ended its own process, with status {status}"
        with contextlib.suppress(ValueError):
            return f"its process was ended by {signal.Signals(-status).name}"
        return f"its process was ended by signal {-status}"


def _are_outputs(told: object) -> bool:
    return type(told) is list and all(type(output) is dict for output in told)
