"""Lesson 08's playground in JupyterLab: it trains, pauses, and lets the kernel answer meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.lab import Lab

pytestmark = pytest.mark.browser

STEP = "() => Number(/Step (\\d+):/.exec(document.querySelector('[role=status]').textContent)[1])"


def test_playground_runs_and_pauses(lab: Lab, tmp_path: Path) -> None:
    cells = "from course_utils import widgets\nwidgets.playground()", "print('still ' + 'here')"
    lab.write("play.ipynb", *cells)
    notebook = lab.open("play.ipynb", "dark")
    notebook.run_all()
    page = notebook.page
    page.wait_for_selector("[role=status]")
    assert page.evaluate(STEP) == 0
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function(f"({STEP})() > 20", timeout=60_000)
    # While it trains, another cell is run.
    notebook.run_cell(1)
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Run", exact=True).wait_for()
    notebook.wait_idle()
    page.wait_for_timeout(1500)  # pictures that are still on their way
    paused = page.evaluate(STEP)
    page.get_by_role("button", name="Step", exact=True).click()
    page.wait_for_function(f"({STEP})() > {paused}", timeout=60_000)
    assert page.evaluate(STEP) == paused + 1
    # The second neuron of the first layer, in the left half of the picture.
    canvas = page.locator("canvas[role=img]")
    assert "after" in (canvas.get_attribute("aria-label") or "")
    edge = canvas.bounding_box()
    assert edge
    words = page.locator("[role=status]").first
    assert "Shown large: the network's output" in words.inner_text()
    for share in range(2, 40):
        page.mouse.click(edge["x"] + edge["width"] * share / 80, edge["y"] + 130)
    page.wait_for_function(
        "/neuron \\d of layer \\d/.test(document.querySelector('[role=status]').textContent)"
    )
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_function(f"({STEP})() === 0", timeout=60_000)
    page.screenshot(path=tmp_path / "playground-dark.png")
    assert notebook.tracebacks() == []
    assert notebook.errors == []
