"""The processor that a worker keeps its submissions to, so that they slow nobody beside.

Workers of a pool, of a cluster, or of two commands know nothing of each other: whoever locks a file
has its processor, and the lock ends with the process.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import IO

LAYERS = 16  # workers that share a processor


class Processor:
    """A processor that has as few workers as any; `number` is None where the system has no such choice."""

    def __init__(self, folder: Path | None = None) -> None:
        self.number: int | None = None
        self._lock: IO[bytes] | None = None
        if not hasattr(os, "sched_getaffinity"):
            return
        processors = sorted(os.sched_getaffinity(0))
        self.number = processors[os.getpid() % len(processors)]  # if there are no locks to be had
        folder = folder or Path(tempfile.gettempdir(), f"course-processors-{os.geteuid()}")
        if not _is_ours(folder):
            return
        for layer in range(LAYERS):
            for number in processors:
                self._lock = _locked(folder / f"{number}-{layer}")
                if self._lock is not None:
                    self.number = number
                    return

    def release(self) -> None:
        """Leave the processor to another worker."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _is_ours(folder: Path) -> bool:
    """Whether this is a folder in which nobody else can lock anything; it is made if need be."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    safe = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o022
    return safe and found.st_uid == os.geteuid()


def _locked(path: Path) -> IO[bytes] | None:
    import fcntl

    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file
