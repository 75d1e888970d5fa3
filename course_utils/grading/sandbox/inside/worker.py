"""Inside the process of a submission: run a cell, call a function, send back the result."""

from __future__ import annotations

import os
import socket

from course_utils.checking.calling import call_here, failure_of
from course_utils.checking.outcome import Failure, Outcome
from course_utils.grading.sandbox.codec import CodecError, decode, encode
from course_utils.grading.sandbox.inside.shell import CellOutputs, Shell
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.messages import (
    HEADER,
    READY,
    failure_to_data,
    frame,
    is_sealed,
    outcome_to_data,
)

MISSING = object()


def serve(line: socket.socket, key: bytes, shell: Shell, limits: Limits, printed: int) -> None:
    """Answer the judge's requests until it hangs up.

    `key` seals the replies.
    `printed` is the file to which the standard streams of this process go: what a program that a
    cell started, or a library, writes there without Python.
    """
    me = os.getpid()
    shell.capture()
    line.sendall(frame(key, READY, encode("ready", limits)))
    while True:
        number, request = _receive(line, key, limits)
        if request[0] == "cell":
            reply = _run(shell, request[1], limits, printed)
        else:
            reply = _call(shell, request[1], request[2], limits)
        if os.getpid() != me:
            os._exit(0)  # a cell forked: only one of the two may go on to speak
        line.sendall(frame(key, number, reply))


def _run(shell: Shell, source: str, limits: Limits, printed: int) -> bytes:
    outputs, failure = shell.record(source, limits.output)
    text = _drain(printed, limits.output)
    if text:
        shell.cell_outputs.write("stdout", text)
    try:
        return encode((outputs, failure_to_data(failure)), limits)
    except CodecError as error:
        failure = failure or Failure("unreadable", str(error))
        return encode(([], failure_to_data(failure)), limits)


def _drain(printed: int, most: int) -> str:
    if not os.fstat(printed).st_size:
        return ""
    text = os.pread(printed, most, 0).decode("utf-8", "replace")
    os.ftruncate(printed, 0)
    os.lseek(printed, 0, os.SEEK_SET)
    return text


def _call(shell: Shell, name: str, arguments: tuple[object, ...], limits: Limits) -> bytes:
    shell.cell_outputs = CellOutputs(limits.output)
    try:
        function = shell.user_ns.get(name, MISSING)
        if function is MISSING:
            outcome = Outcome(failure=Failure("missing"))
        else:
            outcome = call_here(function, arguments)
        return encode(outcome_to_data(_without_arguments(outcome)), limits)
    except CodecError as error:
        failure = Failure("unreadable", str(error))
    except BaseException as error:  # a KeyboardInterrupt that the function raised, a patched codec
        failure = failure_of(error)
    return encode(outcome_to_data(Outcome(failure=failure)), limits)


def _without_arguments(outcome: Outcome) -> Outcome:
    """Leave out the arguments of a failed call: nobody looks at them."""
    if outcome.failure is None:
        return outcome
    return Outcome(failure=outcome.failure, warnings=outcome.warnings, seconds=outcome.seconds)


def _receive(
    line: socket.socket, key: bytes, limits: Limits
) -> tuple[int, tuple[str, str, tuple[object, ...]]]:
    number, length, seal = HEADER.unpack(_exactly(line, HEADER.size))
    message = _exactly(line, length)
    if not is_sealed(key, number, seal, message):
        os._exit(1)  # this is not our judge
    return number, decode(message, limits)


def _exactly(line: socket.socket, length: int) -> bytes:
    data = bytearray(length)
    view = memoryview(data)
    while view:
        got = line.recv_into(view)
        if not got:
            os._exit(0)  # the judge has hung up
        view = view[got:]
    return bytes(data)
