"""Inside the pre-loaded process: NumPy and IPython are loaded, and a child is forked per submission.

It talks with the grader over one socket, in single bytes::

    grader  "o" + a socket     fork a child that serves that socket
            "k"                end the child and all that it started
    zygote  "r"                ready
            "x" + why + status the child has ended (once for each "o")

It runs no code of a submission, holds no secret, and never reads what a child writes. It has one
thread, so that forking it is safe.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import select
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.grading.sandbox.codec import encode
from course_utils.grading.sandbox.inside import confinement, processes, worker
from course_utils.grading.sandbox.inside import shell as shells
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.messages import (
    ENDED,
    ITSELF,
    KILLED,
    MEMORY,
    MESSAGE,
    PROCESSES,
    READY,
    SEAL,
    frame,
)

TICK = 0.02
LINE, PRINTED = 3, 4


def _close_from(lowest: int) -> None:
    """Close every file from this number on, however many the process has inherited.

    The line to the grader may have any number: a grader with many open files hands over a high one.
    """
    for name in os.listdir("/proc/self/fd" if sys.platform == "linux" else "/dev/fd"):
        if int(name) >= lowest:
            with contextlib.suppress(OSError):  # such as the one that listed the folder
                os.close(int(name))


class Zygote:
    """One pre-loaded process, and at most one child of it."""

    def __init__(self, control: socket.socket, settings: dict[str, Any]) -> None:
        self.control = control
        self.limits = Limits(**settings["limits"])
        self.walled: bool = settings["walled"]
        self.uid: int | None = settings["uid"]
        self.fonts: str = settings["fonts"]
        self.data: str = settings["data"]
        self.scratch: str = settings["scratch"]
        self.folder: str | None = None
        self.child: int | None = None
        self.shell = shells.start()
        self.addresses = processes.address_space()
        self.resident = processes.memory_of([os.getpid()], sys.maxsize)
        self.processes = confinement.NewProcesses() if self.walled else contextlib.nullcontext()
        if found := [path for path in settings["absent"] if os.path.exists(path)]:
            raise RuntimeError(f"a submission could read {found[0]}")
        if threads := len(os.listdir("/proc/self/task")) - 1 if os.path.isdir("/proc") else 0:
            raise RuntimeError(f"{threads} threads are running beside the one that forks")

    def serve(self) -> None:
        """Do what the grader says until it closes the line."""
        self.control.sendall(b"r")
        while True:
            ready, _, _ = select.select([self.control], [], [], TICK if self.child else None)
            if self.child:
                self.look()
            if not ready:
                continue
            word, files, _, _ = socket.recv_fds(self.control, 1, 1)
            if word == b"o":
                self.open(files[0], self.control.recv(SEAL, socket.MSG_WAITALL))
            elif self.child:
                self.end(KILLED)
            if not word:
                return

    def open(self, line: int, key: bytes) -> None:
        """Fork the child for a submission."""
        if not self.walled:
            self.folder = tempfile.mkdtemp(dir=self.scratch)
        with self.processes:
            pid = os.fork()
            if pid == 0:
                self.be_child(line, key)
        self.child = pid
        os.close(line)

    def be_child(self, line: int, key: bytes) -> None:
        """Confine the child, then answer the grader until the end."""
        status = 1
        try:
            self._serve_child(line, key)
            status = 0
        except BaseException:
            message = encode(traceback.format_exc()[-MESSAGE:], self.limits)
            with contextlib.suppress(OSError):
                os.write(LINE, frame(key, READY, message))
        finally:
            os._exit(status)

    def _serve_child(self, line: int, key: bytes) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.setsid()
        os.dup2(line, LINE)
        os.set_inheritable(LINE, False)
        _close_from(PRINTED)
        with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
        if self.walled:
            confinement.enclose(self.limits, self.scratch, self.uid)
        confinement.limit(self.limits, self.addresses)
        scratch = self.folder or self.scratch
        self._settle(scratch)
        printed, name = tempfile.mkstemp(dir=scratch)
        os.unlink(name)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (printed, 1), (printed, 2)):
            os.dup2(source, target)
        os.close(nothing)
        worker.serve(socket.socket(fileno=LINE), key, self.shell, self.limits, printed)

    def _settle(self, scratch: str) -> None:
        """Make the scratch folder the home, with the list of fonts that Matplotlib would draw up."""
        os.umask(0o077)
        os.chdir(scratch)
        cache = Path(scratch, "matplotlib")
        cache.mkdir()
        if os.path.isdir(self.fonts):
            for name in os.listdir(self.fonts):
                os.symlink(os.path.join(self.fonts, name), cache / name)
        for name in os.listdir(self.data):
            shutil.copyfile(os.path.join(self.data, name), os.path.join(scratch, name))
        for name, value in (("HOME", scratch), ("TMPDIR", scratch), ("MPLCONFIGDIR", str(cache))):
            os.environ[name] = value

    def look(self) -> None:
        """Note a child that has ended, and end one that takes too much."""
        assert self.child is not None
        pid, status = os.waitpid(self.child, os.WNOHANG)
        if pid:
            self.end(ITSELF, status)
            return
        pids = processes.descendants(os.getpid())
        most = self.limits.memory + self.resident
        if len(pids) > self.limits.processes:
            self.end(PROCESSES)
        elif processes.memory_of(pids, most) > most:
            self.end(MEMORY)

    def end(self, why: int, status: int | None = None) -> None:
        """End everything that is left of the session, and say so."""
        if status is None:
            status = processes.end_all(self.child) or 0
        else:
            processes.end_all(None)
        self.child = None
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.control.sendall(b"x" + ENDED.pack(why, os.waitstatus_to_exitcode(status)))


def main() -> None:
    """Start with the settings in the first argument, which the grader wrote."""
    settings = json.loads(sys.argv[1])
    control = socket.socket(fileno=settings["control"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if settings["processor"] is not None:
        os.sched_setaffinity(0, {settings["processor"]})
    confinement.become_reaper()
    zygote = Zygote(control, settings)
    # The same seed each time, so that a replay gives the same result.
    random.seed(0)
    np.random.seed(0)
    gc.collect()
    gc.freeze()
    zygote.serve()
