"""The time limit of a browser's Python; tests/browser/test_site.py has it end a loop in the page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from course_utils.checking.browser_clock import JumpClock


class Monitoring:
    """Stands in for `sys.monitoring`, which the oldest Python of the course does not have."""

    events = SimpleNamespace(JUMP=1)

    def __init__(self) -> None:
        self.watched = 0
        self.tools: list[int] = []
        self.callback: Callable[..., object] = print

    def use_tool_id(self, tool: int, _name: str) -> None:
        assert tool not in self.tools
        self.tools.append(tool)

    def free_tool_id(self, tool: int) -> None:
        self.tools.remove(tool)

    def register_callback(self, _tool: int, _event: int, callback: Callable[..., object]) -> None:
        self.callback = callback

    def set_events(self, _tool: int, events: int) -> None:
        self.watched = events

    def jump(self) -> None:
        """Do what the interpreter does at a jump."""
        if self.watched:
            self.callback(None, 0, 0)


@pytest.fixture
def monitoring(monkeypatch: pytest.MonkeyPatch) -> Monitoring:
    """Give the stand-in, in place."""
    monitoring = Monitoring()
    monkeypatch.setattr(sys, "monitoring", monitoring, raising=False)
    return monitoring


def test_a_jump_after_the_end_raises_once(monitoring: Monitoring) -> None:
    clock = JumpClock(TimeoutError)
    with clock.limit(-1):
        with pytest.raises(TimeoutError):
            monitoring.jump()
        monitoring.jump()
    assert (monitoring.watched, monitoring.tools) == (0, [])


def test_a_jump_before_the_end_goes_on(monitoring: Monitoring) -> None:
    with JumpClock(TimeoutError).limit(1000):
        monitoring.jump()
        assert monitoring.watched
    monitoring.jump()


def test_an_outer_limit_counts_inside_another(monitoring: Monitoring) -> None:
    clock = JumpClock(TimeoutError)
    with clock.limit(-1), clock.limit(1000), pytest.raises(TimeoutError):
        monitoring.jump()
    assert monitoring.tools == []


def test_after_an_error_inside_nothing_is_watched(monitoring: Monitoring) -> None:
    with pytest.raises(ZeroDivisionError), JumpClock(TimeoutError).limit(1000):
        raise ZeroDivisionError
    assert monitoring.tools == []
