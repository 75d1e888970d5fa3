"""What a student wrote, rendered by nbconvert as nbgrader's pages do, is text."""

from html.parser import HTMLParser

import pytest
from nbconvert.filters.markdown import markdown2html
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from course_utils.checking.verdict import Verdict
from course_utils.grading.notebook.safe_outputs import (
    defused,
    harmless,
    share_of_test,
    verdict_outputs,
)

HOSTILE = [
    "<script>evil()</script>",
    "<img src=x onerror=evil()>",
    "a <b onclick='evil()'>b</b>",
    "<!-- --><svg/onload=evil()>",
    "</div><iframe src='javascript:evil()'>",
    "<?php evil() ?>",
    "[x](javascript:evil())",
    "[x]( javascript:evil() )",
    "[x](<javascript:evil()>)",
    "[x](&#106;avascript:evil())",
    "[x](data:text/html,evil())",
    "[x][y]\n\n[y]: javascript:evil()",
    "[x][a\\]b]\n\n[a\\]b]: javascript:evil()",
    "<javascript:evil()>",
    "![x](http://tracker/evil)",
    "![x][y]\n\n[y]: http://tracker/evil",
    "[![x](http://tracker/evil)](http://page)",
    "<a\nhref='javascript:evil()'>x</a>",
    "`<script>`\n\n<script>evil()</script>",
]
HARMLESS = [
    "Because $a < b$ and $x_1 > 0$.",
    "See [the paper](https://example.org/paper) and `x[1]`.",
    "- one\n- two\n\n```python\nx = 1\n```",
    "**bold**, *slanted*, 3 < 4 > 2",
]


class Page(HTMLParser):
    """Collects the tags of a page and where its links and pictures lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.targets: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.targets += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_becomes_text(text: str) -> None:
    page = Page(markdown2html(defused(text)))
    assert page.tags <= {"p", "a", "code", "pre", "span", "div", "em", "strong"}
    assert not [name for name in page.names if name.startswith("on")]
    assert not [target for target in page.targets if not target.startswith(("http", "#"))]


def test_the_table_is_hostile_indeed() -> None:
    pages = [Page(markdown2html(text)) for text in HOSTILE]
    harmed = [p for p in pages if p.tags & {"script", "img", "iframe", "svg", "b"} or p.targets]
    assert len(harmed) > len(HOSTILE) / 2


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_markdown_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


def test_outputs_are_bounded() -> None:
    long = {"output_type": "stream", "name": "stdout", "text": "x" * 10**6}
    shown = harmless([long] * 1000)
    assert len(shown) == 50
    assert all(len(output["text"]) < 10**5 for output in shown)


def test_points_are_the_last_output_of_a_check() -> None:
    outputs = verdict_outputs(Verdict("sigmoid", "wrong", 0.5), 1.5, 3)
    assert [output["output_type"] for output in outputs] == ["display_data", "execute_result"]
    assert outputs[1]["data"] == {"text/plain": "1.5"}


@pytest.mark.parametrize(
    "outputs",
    [
        [],
        [new_output("stream", name="stdout", text="fine")],
        [new_output("stream", name="stderr", text="a warning")],
        [new_output("error", ename="AssertionError", evalue="", traceback=[])],
        [new_output("execute_result", data={"text/plain": "1.5"})],
        [new_output("execute_result", data={"text/plain": "True"})],
        [new_output("execute_result", data={"text/plain": "-1"})],
        [
            new_output("stream", name="stdout", text="fine"),
            new_output("execute_result", data={"text/plain": "0"}),
            new_output("error", ename="ValueError", evalue="", traceback=[]),
        ],
    ],
)
def test_tests_earn_what_nbgrader_gives(outputs: list[NotebookNode]) -> None:
    cell = new_code_cell("", outputs=outputs)
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "points": 2}
    assert share_of_test(outputs, 2.0) == determine_grade(cell)[0]


def test_tests_earn_no_more_than_their_points() -> None:
    result = {"output_type": "execute_result", "data": {"text/plain": "99"}}
    assert share_of_test([result], 2.0) == 2.0
    assert share_of_test([{"output_type": "execute_result", "data": 3}], 2.0) == 2.0
