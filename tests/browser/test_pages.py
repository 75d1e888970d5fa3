"""The pages in Chromium: nothing of a submission runs or loads, and tables sort and filter."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from course_utils.checking.verdict import Verdict
from course_utils.grading.gradebook.class_marks import Mark
from course_utils.grading.notebook.submission import Flag
from course_utils.reports.alike import Alike, Pair
from course_utils.reports.class_report import class_report
from course_utils.reports.feedback import Part, page
from tests.reports.classes import LESSON, class_of, handed, typical_class

pytestmark = pytest.mark.browser

# Each breaks out of another place that a careless page could put it in, and would leave a trace.
HOSTILE = [
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "</title></style></script><script>window.ran = 1</script>",
    "\" onmouseover='window.ran = 1' autofocus onfocus='window.ran = 1' x=\"",
    "<iframe src='file:///etc/hostname'></iframe><object data='file:///etc/hostname'></object>",
    "<link rel=stylesheet href='http://127.0.0.1:9/x.css'><style>@import 'http://127.0.0.1:9/y';</style>",
    "<meta http-equiv=refresh content='0; url=http://127.0.0.1:9/'>",
    "<base href='http://127.0.0.1:9/'><form action='http://127.0.0.1:9/'><button>x</button></form>",
    "<svg onload='window.ran = 1'><a href='javascript:window.ran = 1'>x</a></svg>",
    "{{ 7 * 7 }}{% raw %}<b>",
    "`<script>window.ran = 1</script>`",
    "\x00\x0b\u202e\ud800 end",
]


class Opened:
    """A page opened from a file, with all that it asked for and all that it complained of."""

    def __init__(self, chromium: Browser, path: Path, text: str, **options: object) -> None:
        path.write_bytes(text.encode("utf-8", "replace"))
        self.page: Page = chromium.new_page(**options)  # type: ignore[arg-type]
        self.asked: list[str] = []
        self.said: list[str] = []
        self.stopped: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on(
            "requestfailed",
            lambda request: self.stopped.append(request.url) if request.failure == "csp" else None,
        )
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append("dialog"))
        self.address = path.as_uri()
        self.page.goto(self.address)

    def assert_dead(self) -> None:
        """Nothing ran, nothing was loaded, and the page is where it was."""
        self.page.evaluate(
            """() => document.querySelectorAll('a, th, td, summary').forEach(
                element => element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
            )"""
        )
        self.page.wait_for_timeout(200)
        assert self.page.evaluate("window.ran") is None
        assert self.asked == [self.address]
        assert self.page.url == self.address
        assert self.said == []
        strange = self.page.locator("img, iframe, object, link, base, form, [style], [onload]")
        assert strange.count() == 0


def hostile_report() -> str:
    submissions = []
    for number, text in enumerate(HOSTILE):
        flags = (Flag(text, text, deliberate=True),)
        kinds = {"sigmoid": "wrong", "classify": "error"}
        one = handed(f"{text} {number}", kinds, kinds, kinds, flags=flags, written=(text,))
        evil = dataclasses.replace(
            one.verdicts["sigmoid"], message=text, mistake=text, hint=text, stage=text
        )
        late = dataclasses.replace(one.verdicts["classify"], message=text, failure="timeout")
        verdicts = {"sigmoid": evil, "classify": late}
        graded = dataclasses.replace(one.graded, verdicts=verdicts, log=flags, reason="")
        submissions.append(dataclasses.replace(one, graded=graded))
    pairs = tuple(Pair(text, text, ((text, 2),), 0.001) for text in HOSTILE)
    alike = Alike(pairs, tuple(HOSTILE), HOSTILE[0])
    return class_report(class_of(*submissions, missing=tuple(HOSTILE)), alike)


def test_a_hostile_class_stays_dead_in_the_report(chromium: Browser, tmp_path: Path) -> None:
    opened = Opened(chromium, tmp_path / "report.html", hostile_report())
    opened.assert_dead()
    for text in HOSTILE[:3]:
        assert opened.page.get_by_text(text, exact=False).first.is_visible()
    # Sorting and filtering move what is there; they make no markup of it.
    for button in opened.page.locator("th button").all():
        button.click()
    for field in opened.page.locator("input[type=search]").all():
        field.fill("<script>window.ran = 1</script>")
    opened.assert_dead()


def hostile_feedback(text: str) -> str:
    verdict = Verdict("sigmoid", "wrong", 0.0, text, f"{text}\n{text}", text, text, text)
    mark = Mark(0.0, needs_look=True)
    parts = [
        Part("sigmoid", text, 2.0, mark, verdict, text),
        Part("why", text, 3.0, mark, None, text),
    ]
    return page(text, LESSON, parts, text, 0.0)


def test_a_hostile_answer_stays_dead_in_the_feedback(chromium: Browser, tmp_path: Path) -> None:
    for text in HOSTILE:
        opened = Opened(chromium, tmp_path / "page.html", hostile_feedback(text))
        opened.assert_dead()
        opened.page.close()


def test_the_policy_would_stop_markup_that_slipped_through(
    chromium: Browser, tmp_path: Path
) -> None:
    for text in (hostile_feedback("plain"), hostile_report()):
        broken = text.replace("</main>", f"{HOSTILE[0]}{HOSTILE[1]}{HOSTILE[5]}{HOSTILE[8]}</main>")
        assert broken != text
        opened = Opened(chromium, tmp_path / "page.html", broken)
        opened.page.wait_for_timeout(200)
        assert opened.page.evaluate("window.ran") is None
        # What the browser found and would have fetched, its policy stopped.
        assert set(opened.asked) - set(opened.stopped) == {opened.address}
        assert any("Content Security Policy" in words for words in opened.said)
        opened.page.close()


def test_the_report_sorts_and_filters_by_keyboard(chromium: Browser, tmp_path: Path) -> None:
    text = class_report(typical_class(12, np.random.default_rng(3)), Alike())
    opened = Opened(chromium, tmp_path / "report.html", text)
    table = opened.page.locator("table.map")
    heading = table.locator("th", has_text="points").first
    points = "[...document.querySelectorAll('table.map tbody tr')].map(r => +r.cells[9].innerText)"
    before = opened.page.evaluate(points)
    assert heading.get_attribute("aria-sort") is None
    heading.locator("button").focus()
    opened.page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    assert opened.page.evaluate(points) == sorted(before) != before
    opened.page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert opened.page.evaluate(points) == sorted(before, reverse=True)
    opened.page.get_by_label("Filter: Newest answers").fill("student-0003")
    assert table.locator("tbody tr:visible").count() == 1
    assert opened.page.get_by_text("1 of 12").is_visible()
    assert opened.said == []


def test_a_link_to_folded_mistakes_unfolds_them(chromium: Browser, tmp_path: Path) -> None:
    text = class_report(typical_class(12, np.random.default_rng(3)), Alike())
    opened = Opened(chromium, tmp_path / "report.html", text)
    link = opened.page.locator("#mistakes tbody a").first
    target = (link.get_attribute("href") or "").removeprefix("#")
    folded = opened.page.locator(f"[id='{target}']")  # an id may begin with a digit
    assert not folded.locator("table").is_visible()
    link.click()
    assert folded.locator("table").is_visible()
    assert opened.said == []


def test_the_report_is_whole_without_scripts(chromium: Browser, tmp_path: Path) -> None:
    text = class_report(typical_class(12, np.random.default_rng(3)), Alike())
    opened = Opened(chromium, tmp_path / "report.html", text, java_script_enabled=False)
    assert opened.page.locator("table.map tbody tr").count() == 12
    assert opened.page.locator("input, th button").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_pages_fit_the_window(chromium: Browser, tmp_path: Path, scheme: str, width: int) -> None:
    text = class_report(typical_class(12, np.random.default_rng(3)), Alike())
    window = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    opened = Opened(chromium, tmp_path / "report.html", text, **window)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    back = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert back == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}[scheme]
    assert opened.said == []
