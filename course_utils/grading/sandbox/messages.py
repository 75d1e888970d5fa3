"""The messages between grader and worker: requests, replies, and the frames around them.

A frame is a number, a length, a seal and that many bytes of a `codec` message. The grader numbers
its requests, and accepts only a frame with the same number as the reply. The seal is made with a key
that the grader draws for each session: a frame that another session has stolen or made is void.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import select
import socket
import struct
from typing import Any

from course_utils.checking.outcome import Failure, Outcome
from course_utils.grading.sandbox.codec import CodecError

SEAL = 16
HEADER = struct.Struct(f"!II{SEAL}s")
READY = 0

# Why a session's process has ended, and its exit status: negative is the number of a signal.
ENDED = struct.Struct("!Bh")
ITSELF, KILLED, MEMORY, PROCESSES = range(4)

# A worker may report these only; "timeout" and "crash" are found by the grader.
WORKER_FAILURES = ("missing", "not_callable", "not_started", "exception", "unreadable")
MESSAGE, NAME, LINE, WARNINGS = 2000, 100, 300, 20


def new_key() -> bytes:
    """Return the key of a new session."""
    return secrets.token_bytes(SEAL)


def frame(key: bytes, number: int, message: bytes) -> bytes:
    """Return a message with its number, its length and its seal in front of it."""
    return HEADER.pack(number, len(message), _seal(key, number, message)) + message


def is_sealed(key: bytes, number: int, seal: bytes, message: bytes | bytearray) -> bool:
    """Whether a frame was made in the session that has this key."""
    return hmac.compare_digest(seal, _seal(key, number, message))


def _seal(key: bytes, number: int, message: bytes | bytearray) -> bytes:
    digest = hashlib.blake2b(number.to_bytes(4, "big"), key=key, digest_size=SEAL)
    digest.update(message)
    return digest.digest()


def has_news(line: socket.socket, seconds: float) -> bool:
    """Wait up to so many seconds until there is something to read, or the other end is gone."""
    poll = select.poll()
    poll.register(line, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def failure_to_data(failure: Failure | None) -> tuple[object, ...] | None:
    """Return a failure as data that the codec knows."""
    if failure is None:
        return None
    texts = failure.message[:MESSAGE], failure.error_type[:NAME], failure.line[:LINE]
    return (failure.kind, *texts, failure.line_number)


def failure_from_data(data: object) -> Failure | None:
    """Return the failure that a worker reports.

    Raises
    ------
    CodecError
        If it is none that a worker may report.
    """
    if data is None:
        return None
    if type(data) is not tuple or len(data) != 5 or any(type(d) is not str for d in data[:4]):
        raise CodecError("not a failure")
    kind, message, error_type, line, number = data
    if kind not in WORKER_FAILURES or not (number is None or type(number) is int):
        raise CodecError("not a failure that a worker may report")
    return Failure(kind, message[:MESSAGE], error_type[:NAME], line[:LINE], number)


def outcome_to_data(outcome: Outcome) -> tuple[object, ...]:
    """Return an outcome as data that the codec knows, if its value and arguments are."""
    failure = failure_to_data(outcome.failure)
    warnings = tuple(text[:MESSAGE] for text in outcome.warnings[:WARNINGS])
    return (outcome.value, failure, outcome.arguments, warnings, outcome.seconds)


def outcome_from_data(data: Any, argument_count: int) -> Outcome:
    """Return the outcome that a worker reports of a call with so many arguments.

    Raises
    ------
    CodecError
        If it is none.
    """
    if type(data) is not tuple or len(data) != 5:
        raise CodecError("not an outcome")
    value, told, arguments, warnings, seconds = data
    failure = failure_from_data(told)
    if failure is not None:
        value = None
    if type(arguments) is not tuple or len(arguments) != (0 if failure else argument_count):
        raise CodecError("not the arguments of the call")
    if type(warnings) is not tuple or any(type(text) is not str for text in warnings):
        raise CodecError("not warnings")
    if type(seconds) is not float or not math.isfinite(seconds):
        raise CodecError("not a time")
    return Outcome(value, failure, arguments, tuple(t[:MESSAGE] for t in warnings[:WARNINGS]))
