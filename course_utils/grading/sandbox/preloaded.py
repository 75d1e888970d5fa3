"""The pre-loaded process, from which the process of each submission is forked: the grader's end."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Literal

from course_utils.grading.sandbox import bubblewrap
from course_utils.grading.sandbox.codec import CodecError, decode
from course_utils.grading.sandbox.limits import ONE_THREAD, Limits
from course_utils.grading.sandbox.messages import ENDED, HEADER, has_news, is_sealed, new_key
from course_utils.grading.sandbox.package_copy import PACKAGE

Isolation = Literal["bubblewrap", "process"]

ADVICE = (
    "Install it (Debian and Ubuntu: apt install bubblewrap), or grade with --isolation process, "
    "which has limits but no walls."
)
START_SECONDS = 60.0
END_SECONDS = 30.0
COURSE, SCRATCH, FONTS, DATA = "course", "scratch", ".fonts", ".data"
PROGRAM = "from course_utils.grading.sandbox.inside.zygote import main; main()"
# Users that systemd keeps for services without one of their own: they own no file, and are within
# the numbers that a container usually has.
FIRST_USER, USERS = 61184, 4336

_count = itertools.count()


class SandboxUnavailable(RuntimeError):
    """The sandbox cannot be built on this machine; the message says what to do."""


class Preloaded:
    """One pre-loaded process, and at most one process of a submission, forked from it.

    Parameters
    ----------
    folder : Path
        Holds the copy of the package (in `COURSE`) and the scratch folder (in `SCRATCH`).
    absent : sequence of str
        Files of this package that must not be found inside: the answer key.
    isolation, limits, hidden, processor :
        See `Sandbox`.
    """

    def __init__(
        self,
        folder: Path,
        isolation: Isolation,
        limits: Limits,
        absent: Sequence[str] = (),
        hidden: Iterable[Path] = (),
        processor: int | None = None,
    ) -> None:
        self.folder = folder
        self.absent = absent
        self.isolation = isolation
        self.limits = limits
        self.hidden = (*bubblewrap.to_hide(), *hidden)
        self.processor = processor
        # Why the submission's process has ended, and its exit status; nothing while it runs.
        self.ended: tuple[int, int] | None = None
        self.control: socket.socket
        self._running = False
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None

    def start(self) -> None:
        """Start the pre-loaded process.

        Raises
        ------
        SandboxUnavailable
            If that does not work on this machine.
        """
        course = self.folder / COURSE
        walled = self.isolation == "bubblewrap"
        seen = bubblewrap.COURSE if walled else course
        home = bubblewrap.HOME if walled else self.folder / SCRATCH
        folders = (PACKAGE.parent, *bubblewrap.package_folders())
        self.control, theirs = socket.socketpair()
        settings = {
            "control": theirs.fileno(),
            "limits": asdict(self.limits),
            "walled": walled,
            "processor": self.processor,
            "uid": _user() if walled and bubblewrap.privileged() else None,
            "fonts": str(seen / FONTS),
            "data": str(seen / DATA),
            "scratch": str(home),
            "absent": [str(f / PACKAGE.name / name) for f in folders for name in self.absent]
            if walled
            else [],
        }
        walls = bubblewrap.command(course, self.hidden) if walled else []
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 (closed when the process is)
        with theirs:
            self._process = subprocess.Popen(
                [*walls, sys.executable, "-c", PROGRAM, json.dumps(settings)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._stderr,
                pass_fds=[theirs.fileno()],
                env=_environment(seen, home),
                cwd=self.folder,
                start_new_session=True,
            )
        self.control.settimeout(START_SECONDS)
        with contextlib.suppress(OSError):
            if self.control.recv(1) == b"r":
                return
        self._stderr.seek(0)
        reason = _last_line(self._stderr.read(100_000).decode("utf-8", "replace"))
        self.stop()
        if walled:
            raise SandboxUnavailable(f"bubblewrap cannot build its walls here ({reason}). {ADVICE}")
        raise SandboxUnavailable(f"the process for submissions does not start: {reason}")

    def fork(self) -> tuple[socket.socket, bytes]:
        """Start the process of one session; return the line to it, and the key of its messages."""
        if self._running:
            raise RuntimeError("the sandbox's last session is still open")
        if self._process is not None and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            self.start()
        ours, theirs = socket.socketpair()
        with theirs:
            key = new_key()
            socket.send_fds(self.control, [b"o"], [theirs.fileno()])
            self.control.sendall(key)
        self._running, self.ended = True, None
        ours.settimeout(START_SECONDS)
        try:
            said = self._first_words(ours, key)
        except (OSError, CodecError) as error:
            said = f"no word from its process: {error}"
        if said != "ready":
            ours.close()
            self.end()
            raise SandboxUnavailable(f"no submission can be started: {_last_line(str(said))}")
        return ours, key

    def _first_words(self, line: socket.socket, key: bytes) -> object:
        header = line.recv(HEADER.size, socket.MSG_WAITALL)
        if len(header) < HEADER.size:
            raise ConnectionError("it ended at once")
        number, length, seal = HEADER.unpack(header)
        message = line.recv(length, socket.MSG_WAITALL)
        if not is_sealed(key, number, seal, message):
            raise ConnectionError("somebody else answers")
        return decode(message, self.limits)

    def end(self) -> None:
        """End the running session's process and all that it started; wait until they are gone."""
        if not self._running:
            return
        self._running = False
        try:
            if self.ended is None:
                self.control.sendall(b"k")
                self.note_end(END_SECONDS)
        except OSError:
            self.stop()  # a fresh one is started when it is needed

    def note_end(self, seconds: float = END_SECONDS) -> None:
        """Take the news that the session's process has ended.

        Raises
        ------
        TimeoutError
            If there is no such news for so many seconds.
        """
        if self.ended is not None:
            return
        if not has_news(self.control, seconds):
            raise TimeoutError
        news = self.control.recv(1 + ENDED.size, socket.MSG_WAITALL)
        if len(news) == 1 + ENDED.size:
            self.ended = ENDED.unpack(news[1:])
        else:
            self.ended = (0, -9)  # the pre-loaded process is gone, and the session with it
            self.stop()

    @property
    def pid(self) -> int:
        """The process outside of the walls from which all inside descends; 0 if there is none."""
        return self._process.pid if self._process else 0

    def stop(self) -> None:
        """End the pre-loaded process and all that runs inside."""
        self._running = False
        if self._process is None:
            return
        with contextlib.suppress(OSError):
            # Closing it is not enough where a pool has forked this process: a copy is open there.
            self.control.shutdown(socket.SHUT_RDWR)
        self.control.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        if self._stderr is not None:
            self._stderr.close()


def _environment(course: Path, home: Path) -> dict[str, str]:
    """Return all that a submission finds in its environment."""
    path = [str(course), *map(str, bubblewrap.extra_packages())]
    return {
        "COURSE_SANDBOX": "1",
        "HOME": str(home),
        "IPYTHONDIR": f"{home}/ipython",
        "LANG": "C.UTF-8",
        "LOGNAME": "student",
        "MALLOC_ARENA_MAX": "2",
        "MPLBACKEND": "agg",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "PIP_NO_INDEX": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONSAFEPATH": "1",
        "TERM": "dumb",
        "USER": "student",
        **ONE_THREAD,
    }


def _user() -> int:
    """Return a user for the submissions, another one for each sandbox that runs beside this one."""
    return FIRST_USER + (os.getpid() + next(_count)) % USERS


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]
