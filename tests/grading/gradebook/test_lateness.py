"""Times in ``timestamp.txt``, as systems and people write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from course_utils.grading.gradebook.lateness import parse_timestamp

NOON = datetime(2026, 3, 5, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05 12:00:00 UTC",
        "2026-03-05 12:00:00.000000 UTC",
        "2026-03-05 12:00:00",
        "2026-03-05T12:00:00Z",
        "2026-03-05 14:00:00 +0200",
        "2026-03-05 14:00:00+02:00",
        "2026-03-05T14:00:00.000+0200",
        "2026-03-05 14:00 +02",
        "2026-03-05 07:30:00 -0430",
        "2026-03-05 13:00:00 Europe/Berlin",
        "5 March 2026 12:00 UTC",
        "2026-03-05 12:00:00 UTC\n",
    ],
)
def test_the_same_moment_in_many_ways(text: str) -> None:
    assert parse_timestamp(text) == NOON


@pytest.mark.parametrize(
    "text", ["", "some time yesterday", "7", "2026-13-05 12:00:00 UTC", "2026-03-05 25:00 +0200"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_timestamp(text) is None


@pytest.mark.parametrize(
    ("winter", "hours"), [("2026-10-25 02:30:00 +0200", 0), ("2026-10-25 02:30:00 +0100", 1)]
)
def test_the_hour_that_comes_twice_is_told_apart(winter: str, hours: int) -> None:
    assert parse_timestamp(winter) == datetime(2026, 10, 25, hours, 30)
