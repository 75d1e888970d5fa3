"""A time limit in a browser's Python, which has no threads.

The interpreter calls back at each jump of the code that runs (`sys.monitoring`), so every loop looks at the
clock. One long call of NumPy goes on.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

TOOL = 4  # a number that neither a debugger, a profiler nor a measurement of coverage takes


class JumpClock:
    """Ends what works for too long, in the one thread there is; limits may stand inside each other.

    Needs Python 3.12.
    """

    def __init__(self, error: type[BaseException]) -> None:
        self.error = error
        self.ends: list[float] = []

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Raise the error inside after so many seconds."""
        monitoring = sys.monitoring  # type: ignore[attr-defined]  # not in Python 3.11
        if not self.ends:
            monitoring.use_tool_id(TOOL, "time limit")
            monitoring.register_callback(TOOL, monitoring.events.JUMP, self._look)
            monitoring.set_events(TOOL, monitoring.events.JUMP)
        self.ends.append(time.perf_counter() + seconds)
        try:
            yield
        finally:
            self.ends.pop()
            if not self.ends:
                monitoring.set_events(TOOL, 0)
                monitoring.free_tool_id(TOOL)

    def _look(self, *_place: object) -> None:
        now = time.perf_counter()
        for number, end in enumerate(self.ends):
            if now > end:
                self.ends[number] = float("inf")  # it is raised once
                raise self.error
