"""Read submissions in a process of its own, with limits: what is in a file is the student's choice.

The process limits itself anew for each submission. If one takes more, the kernel ends the process,
and the next submission gets a fresh one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
from typing import IO, Any

from course_utils.grading.notebook.cells import Notebook
from course_utils.grading.notebook.other_files import SAVE
from course_utils.grading.notebook.reading import Reading, read, unread
from course_utils.grading.notebook.submission import Submission
from course_utils.grading.sandbox.limits import MIB

SECONDS = 10.0  # of processor time
MEMORY = 256 * MIB  # beyond what Python takes, and beyond the file and its copies
COPIES = 4
PROGRAM = f"from {__name__} import main; main()"
_SIZE = struct.Struct("!Q")


class ReaderError(RuntimeError):
    """Reading has a fault of its own, which is not the submission's."""


class Reader:
    """A process that reads submissions, started with the first one; a context manager."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, release: Notebook, submission: Submission) -> Reading:
        """Return what `reading.read` does, or a reason why that takes too much.

        Raises
        ------
        ReaderError
            If reading fails in a way that no file should be able to bring about.
        """
        if self._process is None:
            self._start()
        try:
            answer = self._ask((release, submission))
        except (OSError, EOFError):  # the kernel has ended it
            self.close()
            limits = f"{self.seconds:g} s or {self.memory // MIB} MB of memory"
            took = f"To read the file took more than {limits}"
            return unread(release, f"{took}. Take out what is not your work. {SAVE}")
        if isinstance(answer, Reading):
            return answer
        raise ReaderError(answer)

    def _start(self) -> None:
        path = os.pathsep.join(folder for folder in sys.path if folder)
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.seconds), str(self.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is for the command alone
        )

    def _ask(self, question: Any) -> Any:
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        _send(self._process.stdin, question)
        return _receive(self._process.stdout)

    def close(self) -> None:
        """End the process."""
        if self._process is None:
            return
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not sent any more
                    pipe.close()
        self._process.wait()
        self._process = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _send(pipe: IO[bytes], what: Any) -> None:
    data = pickle.dumps(what)
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    (size,) = _SIZE.unpack(_exactly(pipe, _SIZE.size))
    return pickle.loads(_exactly(pipe, size))


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def main() -> None:
    """Answer until the pipe is closed; the limits are the arguments."""
    import resource  # which Windows does not have

    seconds, memory = float(sys.argv[1]), int(sys.argv[2])
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    _limit(resource.RLIMIT_CORE, 0)
    addresses = _addresses()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            (size,) = _SIZE.unpack(_exactly(questions, _SIZE.size))
            # Processor time; when it is over, the signal ends this process.
            signal.setitimer(signal.ITIMER_PROF, seconds)
            if addresses:
                _limit(resource.RLIMIT_AS, addresses + memory + COPIES * size)
            try:
                answer: Any = read(*pickle.loads(_exactly(questions, size)))
            except MemoryError:
                os._exit(1)
            except Exception as error:
                answer = f"{type(error).__name__}: {error}"
            _send(answers, answer)


def _limit(kind: int, bound: int) -> None:
    import resource

    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        bound = min(bound, most)
    with contextlib.suppress(ValueError, OSError):  # macOS knows no bound of addresses
        resource.setrlimit(kind, (bound, most))


def _addresses() -> int:
    """Return the bytes of addresses that this process has taken; 0 where that is not known."""
    with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0
