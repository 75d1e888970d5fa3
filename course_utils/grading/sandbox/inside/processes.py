"""The processes of a session: count them, measure their memory, end them all."""

from __future__ import annotations

import contextlib
import os
import signal
import time

PAGE = os.sysconf("SC_PAGE_SIZE")
SWEEP_SECONDS = 10.0


def descendants(root: int) -> list[int]:
    """Return the processes that `root` started, and those that these started."""
    found: list[int] = []
    queue = [root]
    while queue:
        pid = queue.pop()
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                    queue += (children := [int(word) for word in file.read().split()])
                found += children
    return found


def memory_of(pids: list[int], most: int) -> int:
    """Return how many bytes these processes hold together.

    The quick count counts a shared page once for each process. Only if that is above `most`, it is
    counted exactly.
    """
    quick = sum(_resident(pid) for pid in pids)
    return quick if quick <= most else sum(_proportional(pid) for pid in pids)


def _resident(pid: int) -> int:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * PAGE
    return 0


def _proportional(pid: int) -> int:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        for line in file:
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def address_space() -> int:
    """Return the bytes of addresses that this process has taken."""
    with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * PAGE
    return 0


def end_all(child: int | None) -> int | None:
    """Kill `child` and everything that it started; return the child's exit status.

    None stands for a child that has ended by itself, when only what it left is to be found. Where
    the child is the first of a namespace of processes, the kernel ends the rest with it. Otherwise
    what it left has become ours, since this process is its reaper, and is found and ended one by one.
    """
    status = None
    if child is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    deadline = time.monotonic() + SWEEP_SECONDS
    while _reap() and time.monotonic() < deadline:
        for pid in descendants(os.getpid()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
    return status


def _reap() -> bool:
    """Take note of the children that have ended; return whether any is left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True
