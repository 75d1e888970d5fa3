"""The interactive pictures in an open notebook: find them, move their controls, time the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.browser.lab import Notebook

CONTROLS = (
    ".widget-hslider, .widget-vslider, .widget-dropdown, .widget-checkbox, .widget-toggle-buttons"
)

# What a reader sees of a widget: its pictures and its words.
SIGNATURE = """box => [
    ...[...box.querySelectorAll('img')].map(image => image.src),
    ...[...box.querySelectorAll('[role=status]')].map(words => words.textContent),
].join(' ')"""

# Watches the box from the reader's next key, click or choice in it: resolves with the milliseconds
# until the signature differs and its pictures are there to be painted, or with null.
WATCH = (
    "(box, limit) => {"
    f"const signature = {SIGNATURE};"
    """
    const before = signature(box);
    const there = () => [...box.querySelectorAll('img')].every(image => image.complete);
    window.answered = new Promise(done => {
        const watch = () => {
            events.forEach(name => box.removeEventListener(name, watch, true));
            const start = performance.now();
            const look = () => {
                const passed = performance.now() - start;
                if (signature(box) !== before && there()) done(passed);
                else if (passed > limit) done(null);
                else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
        };
        const events = ['keydown', 'change', 'click'];
        events.forEach(name => box.addEventListener(name, watch, true));
    });
}"""
)
ANSWERED = "() => window.answered"
LONGEST = 3000  # milliseconds to wait for an answer


@dataclass
class Moved:
    """One control, moved: its label, and after how many milliseconds the picture changed, if it did."""

    label: str
    milliseconds: float | None


def explorers(notebook: Notebook) -> list[Locator]:
    """Return the interactive pictures of the notebook: boxes with controls and an image or canvas."""
    boxes = notebook.page.locator(".jp-OutputArea-output .widget-vbox").all()
    return [
        box
        for box in boxes
        if box.locator(".widget-image, img.widget-image, canvas[role=img]").count()
        and box.locator(CONTROLS).count()
        # The outermost box that holds both.
        and not box.evaluate("box => box.parentElement.closest('.widget-vbox') !== null")
    ]


def answers(notebook: Notebook, box: Locator, act: Callable[[], None]) -> bool:
    """Do `act`; say whether the picture or the words of the box change."""
    box.evaluate(WATCH, LONGEST)
    act()
    return notebook.page.evaluate(ANSWERED) is not None


def press(notebook: Notebook, button: Locator) -> bool:
    """Press a button of an interactive picture; say whether its picture or its words change."""
    box = button.locator("xpath=ancestor::*[contains(@class, 'widget-vbox')]").first
    return answers(notebook, box, button.click)


def move_all(notebook: Notebook, box: Locator) -> list[Moved]:
    """Move each control of the box once, by keyboard where it is a slider."""
    return [
        Moved(control.inner_text().split("\n")[0], _move(notebook, box, control))
        for control in box.locator(CONTROLS).all()
        if control.is_visible() and control.locator("[disabled]").count() == 0
    ]


def _move(notebook: Notebook, box: Locator, control: Locator) -> float | None:
    page = notebook.page
    control.scroll_into_view_if_needed()
    kind = control.get_attribute("class") or ""
    for _ in range(4):
        box.evaluate(WATCH, LONGEST)
        if "slider" in kind:
            handle = control.locator(".noUi-handle").first
            handle.focus()
            # At its end a slider moves one way only.
            at_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
            there, back = ("ArrowLeft", "ArrowRight") if at_end else ("ArrowRight", "ArrowLeft")
            page.keyboard.press(there)
        elif "dropdown" in kind:
            select = control.locator("select")
            count = select.locator("option").count()
            chosen = int(select.evaluate("s => s.selectedIndex"))
            select.select_option(index=(chosen + 1) % count)
        elif "checkbox" in kind:
            control.locator("input").click()
        else:
            buttons = control.locator("button")
            now = [
                i
                for i in range(buttons.count())
                if "mod-active" in (buttons.nth(i).get_attribute("class") or "")
            ]
            buttons.nth((now[0] + 1) % buttons.count() if now else 0).click()
        passed = page.evaluate(ANSWERED)
        if passed is not None:
            if "slider" in kind:
                # Back to where it stood: at its end another control may have nothing to say.
                box.evaluate(WATCH, LONGEST)
                page.keyboard.press(back)
                page.evaluate(ANSWERED)
            return float(passed)
    return None
