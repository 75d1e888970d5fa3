"""A film in JupyterLab: it plays to its end, pauses, and goes on step by step."""

from __future__ import annotations

import pytest

from tests.browser.lab import Lab

pytestmark = pytest.mark.browser

STEP = "() => Number(/[Ss]tep (\\d+)/.exec(document.querySelector('[role=status]').textContent)[1])"
CELL = "from course_utils import widgets\nwidgets.walks_film()"


def test_a_film_plays_to_its_end_and_goes_step_by_step(lab: Lab) -> None:
    lab.write("film.ipynb", CELL)
    notebook = lab.open("film.ipynb")
    notebook.run_all()
    page = notebook.page
    page.wait_for_selector("[role=status]")
    assert page.evaluate(STEP) == 60
    page.get_by_role("button", name="Play", exact=True).click()  # at the end it starts again
    page.wait_for_function(f"({STEP})() < 40", timeout=30_000)
    page.wait_for_function(f"({STEP})() === 60", timeout=60_000)
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.get_by_role("button", name="Back", exact=True).click()
    page.wait_for_function(f"({STEP})() === 59", timeout=30_000)
    page.get_by_role("button", name="Step", exact=True).click()
    page.wait_for_function(f"({STEP})() === 60", timeout=30_000)
    assert notebook.tracebacks() == []
    assert notebook.errors == []
