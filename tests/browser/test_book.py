"""The book in Chromium: every page alone, on a desk and on a phone, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from course_utils.lessons import LESSONS
from tests.browser.lab import CHROMIUM
from tests.browser.lite import PAGE, Visitor

pytestmark = pytest.mark.browser
PAGES = ("index", *(lesson.id for lesson in LESSONS))
LESSON = LESSONS[1].id
SOURCE = "window.jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel"


def test_every_page_stands_alone_and_fits_a_phone_light_and_dark(visitor: Visitor) -> None:
    page = visitor.context.new_page()
    said: list[str] = []
    page.on(
        "console",
        lambda message: said.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    # What the pages fetch for later is another test's concern.
    page.route("**/pyodide/**", lambda route: route.abort())
    page.set_viewport_size({"width": 390, "height": 844})
    first, second = "light", "dark"
    for name in PAGES:
        page.emulate_media(color_scheme=first)  # type: ignore[arg-type]
        page.goto(f"{visitor.address}{name}.html")
        page.wait_for_function("window.MathJax === undefined || MathJax.startup?.promise")
        page.evaluate("() => window.MathJax?.startup.promise")
        for scheme in (first, second):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_selector(f"html[data-theme={scheme}]")
            wide = page.evaluate("() => document.documentElement.scrollWidth")
            assert wide <= 390, f"{name} is {wide} pixels wide"
        assert page.locator("mjx-merror").count() == 0
        pictures = page.locator(".cell_output img").all()
        assert all(picture.get_attribute("alt") for picture in pictures), name
        first, second = second, first  # the next page comes in the other scheme
    assert [line for line in said if "ERR_FAILED" not in line] == []


def test_one_reads_on_and_searches(visitor: Visitor) -> None:
    page = visitor.context.new_page()
    page.route("**/pyodide/**", lambda route: route.abort())
    page.goto(f"{visitor.address}{LESSON}.html")
    page.locator("a.right-next").click()
    assert page.url.endswith(f"{LESSONS[2].id}.html")
    page.locator("a.left-prev").click()
    assert page.url.endswith(f"{LESSON}.html")
    page.goto(f"{visitor.address}search.html?q=momentum")
    page.locator(".search a", has_text="Gradient Descent").first.wait_for()


def test_a_printed_page_is_the_lesson_alone(visitor: Visitor) -> None:
    page = visitor.context.new_page()
    page.route("**/pyodide/**", lambda route: route.abort())
    page.goto(f"{visitor.address}{LESSON}.html")
    page.emulate_media(media="print")
    assert page.locator("h1").first.is_visible()
    for hidden in (".bd-sidebar-primary", ".bd-header-article", ".lesson-actions"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_work_outlives_the_browser(
    chromium: Browser, needs_chromium: str, address: str, tmp_path: Path
) -> None:
    kind = chromium.browser_type
    for words in ("# mine", ""):
        context = kind.launch_persistent_context(
            tmp_path / "profile", executable_path=needs_chromium, args=CHROMIUM
        )
        page = context.new_page()
        page.goto(f"{address}{PAGE}{LESSON}.ipynb")
        page.wait_for_selector(".jp-Notebook", timeout=120_000)
        if words:
            page.evaluate(
                f"""async words => {{
                    {SOURCE}.setSource(words);
                    await window.jupyterapp.commands.execute('docmanager:save');
                }}""",
                words,
            )
        else:
            assert page.evaluate(f"() => {SOURCE}.source") == "# mine"
        context.close()
