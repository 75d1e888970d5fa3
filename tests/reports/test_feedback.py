"""The page is for a student's browser: readable, and nothing in it but text."""

import html
import re
from html.parser import HTMLParser

from course_utils.checking.verdict import GroupResult, Verdict
from course_utils.grading.gradebook.class_marks import Mark, Marks
from course_utils.reports.feedback import Part, page, parts_of

LESSON = "01_logistic_regression"
EVIL = "</pre><script>evil()</script><img src=x onerror=evil()>"


def part(verdict: Verdict | None = None, **changes: object) -> Part:
    values = {"name": "sigmoid", "answer": "def sigmoid(z): ...", "points": 2.0}
    return Part(**{**values, "mark": Mark(1.5, needs_look=False), "verdict": verdict, **changes})  # type: ignore[arg-type]


class Tags(HTMLParser):
    """Collects the names of all tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_marks_answer_verdict_and_comment_are_there() -> None:
    verdict = Verdict("sigmoid", "wrong", 0.75, "value", "It differs.", "a mistake", "a hint")
    text = page("ada", LESSON, [part(verdict, comment="well done")], "", 0.0)
    for words in ("ada", "1.5 of 2", "def sigmoid(z)", "It differs.", "a mistake", "a hint"):
        assert words in text
    assert "well done" in text
    assert "lateness" not in text


def test_lateness_reasons_and_open_marks_are_said() -> None:
    waiting = part(None, name="why", mark=Mark(0.0, needs_look=True))
    text = page("ada", LESSON, [part(), waiting], "The file is empty.", 0.5)
    assert "1 of 4 points" in text
    assert "0.5 taken off for lateness" in text
    assert "The file is empty." in text
    assert "Not marked by a person yet: why" in text


def test_the_picture_of_where_it_differs_has_signs_and_their_words() -> None:
    picture = (("=", "+"), ("--", "?"))
    groups = (
        GroupResult("few rows", 1.0, passed=True, share=1.0),
        GroupResult("a `nan`", 1.0, passed=False, share=0.0),
    )
    verdict = Verdict(
        *("sigmoid", "wrong", 0.5, "value", "It `differs`:\n    return z", "m", "h", "z (2, 2)"),
        picture=picture,
        groups=groups,
    )
    text = page("ada", LESSON, [part(verdict)], "", 0.0)
    for cell in ("same", "more", "least", "broken"):
        assert text.count(f'<td class="{cell}">') == 1
    words = "right, + a little too large, -- too small, ? not finite"
    assert f"Where it differs: = {words}" in re.sub("</?code>", "", text)
    assert "It <code>differs</code>:" in text
    assert "<pre>return z</pre>" in text
    assert "Called with: z (2, 2)" in text
    assert "few rows: right" in text
    assert "a <code>nan</code>: fails" in text
    assert "(50 % of the points)" in text


def test_a_right_answer_shows_no_more_than_that() -> None:
    text = page("ada", LESSON, [part(Verdict("sigmoid", "right", 1.0, hint="h"))], "", 0.0)
    assert '<div class="verdict right">' in text
    assert "Hint" not in text


def test_nothing_that_somebody_wrote_is_markup() -> None:
    verdict = Verdict(EVIL, "wrong", 0.0, EVIL, EVIL, EVIL, EVIL, EVIL)
    parts = [part(verdict, answer=EVIL, comment=EVIL), part(None, name=EVIL, answer=EVIL)]
    text = page(EVIL, LESSON, parts, EVIL, 0.0)
    seen = Tags(text)
    assert not seen.tags & {"script", "img", "iframe", "object", "form", "link"}
    assert not [name for name in seen.attributes if name.startswith("on") or name == "src"]
    assert html.escape("<script>evil()") in text


def test_the_browser_is_told_to_fetch_and_run_nothing() -> None:
    text = page("ada", LESSON, [part()], "", 0.0)
    assert "default-src 'none'; style-src 'sha256-" in text.replace("&#39;", "'")
    assert "unsafe" not in text
    assert "script" not in Tags(text).tags
    assert "style" not in Tags(text).attributes
    assert "http-equiv" in Tags(text).attributes
    assert "http://" not in text
    assert "https://" not in text


def test_parts_come_from_notebook_verdicts_and_gradebook() -> None:
    about = {"grade": True, "solution": False, "grade_id": "check_f", "points": 2}
    cells = [
        {"source": "my f", "metadata": {"nbgrader": {"solution": True, "grade_id": "f"}}},
        {"source": "check(f)", "metadata": {"nbgrader": about}},
        {
            "source": "because",
            "metadata": {"nbgrader": {**about, "solution": True, "grade_id": "why", "points": 3}},
        },
        {"source": "text", "metadata": {}},
    ]
    verdict = Verdict("f", "right", 1.0)
    marks = Marks(
        {"check_f": Mark(2.0, needs_look=False), "why": Mark(0.0, needs_look=True)},
        {"why": "more"},
        0.0,
    )
    assert parts_of(cells, {"f": verdict}, marks) == [
        Part("f", "my f", 2.0, Mark(2.0, needs_look=False), verdict),
        Part("why", "because", 3.0, Mark(0.0, needs_look=True), None, "more"),
    ]
