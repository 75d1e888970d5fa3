"""How a verdict looks, and that what a student wrote stays text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from course_utils.checking.display import as_html, as_text
from course_utils.checking.verdict import GroupResult, Verdict

WRONG = Verdict(
    "sigmoid",
    "wrong",
    earned=0.5,
    stage="value",
    message="Your answer differs in 2 of 4 entries.",
    mistake="the sign is flipped",
    hint="Use `-z`.",
    inputs="z (2, 2)",
    picture=(("=", "++"), ("-", "?")),
    groups=(
        GroupResult("a vector", 1.0, passed=True, share=1.0),
        GroupResult("a matrix", 1.0, passed=False, share=0.0),
    ),
)


def test_a_first_group_that_fails_is_said_to_come_before_the_others() -> None:
    first, second = WRONG.groups
    nothing = replace(WRONG, earned=0.0, groups=(replace(second, title="first"), first))
    for shown in (as_text, as_html):
        assert shown(nothing).count("has to be right before the others") == 1
        assert "has to be right before the others" not in shown(WRONG)


def test_text_says_everything_once() -> None:
    text = as_text(WRONG)
    for piece in (WRONG.message, WRONG.mistake, WRONG.hint, WRONG.inputs, "=  ++", "-  ?", "50%"):
        assert text.count(piece) == 1, piece


def test_html_says_everything_too() -> None:
    html = as_html(WRONG)
    for piece in (WRONG.message, WRONG.mistake, "<code>-z</code>", WRONG.inputs, "too large"):
        assert piece in html
    assert 'role="status"' in html


def test_not_started_is_a_verdict_of_its_own() -> None:
    verdict = Verdict("sigmoid", "not started")
    assert "not started yet" in as_text(verdict)
    assert "not started yet" in as_html(verdict)
    assert not verdict.passed


@pytest.mark.parametrize("field", ["exercise", "message", "mistake", "hint", "inputs"])
def test_markup_of_a_submission_stays_text(field: str) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    verdict = Verdict.from_dict({**WRONG.to_dict(), field: hostile})
    assert "<script" not in as_html(verdict)
    assert "<img" not in as_html(verdict)


def test_a_verdict_survives_the_way_through_plain_data() -> None:
    import json

    assert Verdict.from_dict(json.loads(json.dumps(WRONG.to_dict()))) == WRONG


def test_unknown_status_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown status"):
        Verdict("sigmoid", "fine")
