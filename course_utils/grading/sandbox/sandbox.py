"""Where submissions run: one pre-loaded process behind walls, and from it a child for each of them."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Literal

from course_utils.grading.sandbox import bubblewrap
from course_utils.grading.sandbox.codec import CodecError, decode
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.messages import ENDED, HEADER
from course_utils.grading.sandbox.package_copy import PACKAGE, copy_package
from course_utils.grading.sandbox.session import CellResult, Session, has_news
from course_utils.lessons import find

__all__ = ["CellResult", "Isolation", "Sandbox", "SandboxUnavailable", "Session"]

Isolation = Literal["bubblewrap", "process"]

ADVICE = (
    "Install it (Debian and Ubuntu: apt install bubblewrap), or grade with --isolation process, "
    "which has limits but no walls."
)
START_SECONDS = 60.0
END_SECONDS = 30.0
FONTS = ".fonts"
PROGRAM = "from course_utils.grading.sandbox.inside.zygote import main; main()"
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
# Users that systemd keeps for services without one of their own: they own no file, and are within
# the numbers that a container usually has.
FIRST_USER, USERS = 61184, 4336

_count = itertools.count()


class SandboxUnavailable(RuntimeError):
    """The walls cannot be built on this machine; the message says what to do."""


class Sandbox:
    """A place to run the submissions to one lesson, one after the other.

    Parameters
    ----------
    lesson_id : str
        The answer key of this lesson and of later ones is out of reach.
    isolation : {"bubblewrap", "process"}
        Walls and limits, or limits alone.
    limits : Limits
        What each submission may use.
    hidden : iterable of Path
        Folders that must not be seen even if they lie within the system's, such as the course root.
    processor : int, optional
        The one processor that submissions run on, whatever they start: so they slow nobody beside.

    Raises
    ------
    SandboxUnavailable
        On entering, if the walls cannot be built.
    ValueError
        If there is no such lesson.

    Notes
    -----
    Enter it in the thread that uses it, in a process that stays: when that thread ends, the kernel
    ends the sandbox.
    """

    def __init__(
        self,
        lesson_id: str,
        isolation: Isolation = "bubblewrap",
        limits: Limits | None = None,
        hidden: Iterable[Path] = (),
        processor: int | None = None,
    ) -> None:
        self.lesson = find(lesson_id)
        self.isolation = isolation
        self.limits = limits or Limits()
        self.hidden = (*bubblewrap.to_hide(), *hidden)
        self.processor = processor
        self.ended: tuple[int, int] | None = None
        self.control: socket.socket
        self._running = False
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._stderr: IO[bytes] | None = None

    def __enter__(self) -> Sandbox:
        if self.isolation == "bubblewrap" and (missing := bubblewrap.missing()):
            raise SandboxUnavailable(f"{missing}. {ADVICE}")
        if not hasattr(os, "fork"):
            raise SandboxUnavailable("Grading needs Linux or macOS: this system cannot fork.")
        self._folder = Path(tempfile.mkdtemp(prefix="course-"))
        try:
            course = self._folder / "course"
            _copy_font_list(course / FONTS)
            copy_package(self.lesson.id, course)
            (self._folder / "scratch").mkdir()
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> Session:
        """Return a session for one submission. Close it before the next one is opened."""
        return Session(self, self.limits)

    def close(self) -> None:
        """End everything that runs in the sandbox, and remove what it stood on."""
        self._stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def fork(self) -> socket.socket:
        """Start the process of one session; return the line to it."""
        if self._running:
            raise RuntimeError("the sandbox's last session is still open")
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._process is None:
            self._start()
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.control, [b"o"], [theirs.fileno()])
        self._running, self.ended = True, None
        ours.settimeout(START_SECONDS)
        try:
            said = self._first_words(ours)
        except (OSError, CodecError) as error:
            said = f"no word from its process: {error}"
        if said != "ready":
            ours.close()
            self.end()
            raise SandboxUnavailable(f"no submission can be started: {_last_line(str(said))}")
        return ours

    def _first_words(self, line: socket.socket) -> object:
        header = line.recv(HEADER.size, socket.MSG_WAITALL)
        if len(header) < HEADER.size:
            raise ConnectionError("it ended at once")
        _, length = HEADER.unpack(header)
        return decode(line.recv(length, socket.MSG_WAITALL), self.limits)

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
            self._stop()  # a fresh one is started when it is needed

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
            self._stop()

    def _start(self) -> None:
        assert self._folder is not None
        course = self._folder / "course"
        walled = self.isolation == "bubblewrap"
        seen = bubblewrap.COURSE if walled else course
        home = bubblewrap.HOME if walled else self._folder / "scratch"
        folders = (PACKAGE.parent, *bubblewrap.package_folders())
        self.control, theirs = socket.socketpair()
        settings = {
            "control": theirs.fileno(),
            "limits": asdict(self.limits),
            "walled": walled,
            "processor": self.processor,
            "uid": _user() if walled and bubblewrap.privileged() else None,
            "fonts": str(seen / FONTS),
            "scratch": str(home),
            "absent": [str(f / self._key()) for f in folders] if walled else [],
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
                cwd=self._folder,
                start_new_session=True,
            )
        self.control.settimeout(START_SECONDS)
        with contextlib.suppress(OSError):
            if self.control.recv(1) == b"r":
                return
        self._stderr.seek(0)
        reason = _last_line(self._stderr.read(100_000).decode("utf-8", "replace"))
        self._stop()
        if walled:
            raise SandboxUnavailable(f"bubblewrap cannot build its walls here ({reason}). {ADVICE}")
        raise SandboxUnavailable(f"the process for submissions does not start: {reason}")

    def _key(self) -> str:
        return f"{PACKAGE.name}/reference/{self.lesson.module}.py"

    def _stop(self) -> None:
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
        **dict.fromkeys(ONE_THREAD, "1"),
    }


def _user() -> int:
    """Return a user for the submissions, another one for each sandbox that runs beside this one."""
    return FIRST_USER + (os.getpid() + next(_count)) % USERS


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]


def _copy_font_list(folder: Path) -> None:
    """Copy Matplotlib's list of fonts, which each submission would take seconds to draw up anew."""
    folder.mkdir(parents=True)
    lists = list(_font_cache().glob("fontlist-*.json"))
    if not lists:
        # Matplotlib draws it up where this user's own would be, and finds it there ever after.
        program = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(program, capture_output=True, check=False)
        lists = list(_font_cache().glob("fontlist-*.json"))
    for path in lists:
        shutil.copy(path, folder)


def _font_cache() -> Path:
    if own := os.environ.get("MPLCONFIGDIR"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
