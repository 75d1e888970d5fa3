"""A request is late by its own doing, and not by what else runs on the machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from course_utils.grading.sandbox import patience
from course_utils.grading.sandbox.patience import MOST, Patience, used_by

SECONDS = 10.0


def given(monkeypatch: pytest.MonkeyPatch, share: float, ready: bool) -> tuple[float, float]:
    """Return when a request is late, and the extra time, if it has that share of a processor."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(patience, "used_by", lambda root: (share * (now[0] - 100.0), ready))
    one = Patience(SECONDS, 1)
    while not one.is_over():
        assert one.left() > 0
        now[0] += one.left()
    return now[0] - 100.0, one.extra


@pytest.mark.parametrize(
    ("share", "ready"), [(1.0, True), (29.0, True), (0.0, False), (0.3, False)]
)
def test_one_that_works_or_sleeps_is_late_by_the_clock(
    monkeypatch: pytest.MonkeyPatch, share: float, ready: bool
) -> None:
    assert given(monkeypatch, share, ready) == (SECONDS, 0.0)


def test_one_that_is_kept_from_working_gets_more_time_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert given(monkeypatch, 0.1, True) == (MOST * SECONDS, (MOST - 1) * SECONDS)


def test_before_its_time_nothing_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "used_by", lambda root: pytest.fail("looked too early"))
    one = Patience(1000.0, 1)
    assert not one.is_over()
    assert 0 < one.left() <= 500


def test_no_time_at_all_is_over() -> None:
    one = Patience(0.0, 0)
    assert [one.is_over() for _ in range(3)][-1]


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc to look at")
def test_processor_time_is_counted_over_all_that_descends() -> None:
    busy = "print(flush=True)\nwhile True: pass"
    before, _ = used_by(os.getpid())
    with subprocess.Popen([sys.executable, "-c", busy], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        used, ready = before, False
        while used < before + 0.05 or not ready:
            used, ready = used_by(os.getpid())
        process.kill()
