"""Right answers are broken at a known line, and the line is found."""

from __future__ import annotations

from course_utils.checking.place_proof import broken_answers
from course_utils.exercises import find


def test_the_broken_line_is_found() -> None:
    broken = list(broken_answers(find("linear"), 8, seed=3))
    assert len(broken) == 8
    assert len({one.source for one in broken}) == 8
    assert sum(one.found for one in broken) >= 7
    for one in broken:
        assert one.place is None or max(one.place.lines) <= len(one.source.splitlines())
