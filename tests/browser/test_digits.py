"""Lesson 08's reader in JupyterLab: a digit drawn with the mouse is read by the network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.lab import Lab

pytestmark = pytest.mark.browser

CELL = """import numpy as np
from course_utils import datasets, reference, widgets
digits = datasets.load_digits()
network = reference.train_digits(digits.X, digits.labels, np.random.default_rng(8))
widgets.digit_reader(lambda: network, digits.X, digits.labels)"""
SAYS = "text => document.querySelector('[role=status]').textContent.includes(text)"
# The pad's place in the picture, and its size.
LEFT, TOP, PAD = 12, 32, 256
SEVEN = [(0.15, 0.15), (0.5, 0.15), (0.28, 0.6)]


def draw(page: Page, points: list[tuple[float, float]]) -> None:
    edge = page.locator("canvas[role=img]").bounding_box()
    assert edge
    places = [(edge["x"] + LEFT + PAD * x, edge["y"] + TOP + PAD * y) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def test_a_drawn_seven_is_read_and_the_pad_can_be_cleared(lab: Lab) -> None:
    lab.write("digits.ipynb", CELL)
    notebook = lab.open("digits.ipynb")
    notebook.run_all()
    page = notebook.page
    page.wait_for_function(SAYS, arg="Test digit 0, a 0 is read as 0")
    draw(page, SEVEN)
    page.wait_for_function(SAYS, arg="Your drawing is read as 7", timeout=30_000)
    page.get_by_role("button", name="Clear the pad").click()
    page.wait_for_function(SAYS, arg="The empty pad is read as", timeout=30_000)
    # Without a mouse: the controls are JupyterLab's own.
    page.locator(".widget-hslider .noUi-handle").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(SAYS, arg="Test digit 1, a 1 is read as 1", timeout=30_000)
    assert notebook.tracebacks() == []
    assert notebook.errors == []
