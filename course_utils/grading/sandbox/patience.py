"""Decide when a request is late: by the clock, unless the machine kept the submission from running.

Where other work holds the processors, a right answer would be late by no fault of its own. So half
way, and at the end, it is seen how much processor time the submission has had, with all that it
started. Had it little, though it was ready to run, it gets more time on the clock. One that sleeps is
not ready, and one that keeps many processes busy has had enough.
"""

from __future__ import annotations

import contextlib
import os
import time

FAIR = 0.5  # of a processor
MOST = 6.0  # times its seconds


class Patience:
    """The time of one request to the processes that descend from `root`."""

    def __init__(self, seconds: float, root: int) -> None:
        self.seconds = seconds
        self.root = root
        self.start = time.monotonic()
        self.end = self.start + seconds
        self.next_look = self.start + seconds / 2
        self.before: tuple[float, float] | None = None

    def left(self) -> float:
        """Return the seconds until it has to be asked whether the time is over."""
        return max(self.next_look - time.monotonic(), 0.0)

    def is_over(self) -> bool:
        """Whether the request is late."""
        now = time.monotonic()
        if now < self.next_look:
            return False
        used, ready = used_by(self.root)
        if now >= self.end and self.before is not None:
            since, used_then = self.before
            share = (used - used_then) / max(now - since, 1e-9)
            last = self.start + MOST * self.seconds
            if not ready or share >= FAIR or now >= last:
                return True
            self.end = min(now + self.seconds / 2, last)
        self.before = now, used
        self.next_look = self.end
        return False

    @property
    def extra(self) -> float:
        """The seconds that were given beyond those that were due."""
        return self.end - self.start - self.seconds


def used_by(root: int) -> tuple[float, bool]:
    """Return the processor time of all that descends from a process, and whether any is ready to run."""
    from course_utils.grading.sandbox.inside.processes import descendants  # not on Windows

    ticks, ready = 0, False
    for pid in descendants(root):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
            ready = ready or fields[0] == "R"
    return ticks / os.sysconf("SC_CLK_TCK"), ready
