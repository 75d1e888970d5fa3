"""Every lesson's notebook in JupyterLab: all cells run, every control moved, every picture answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from course_utils.lessons import LESSONS, Lesson
from tests.browser.lab import Notebook, browser, server
from tests.browser.widgets import explorers, move_all

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(
    needs_chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Browser, str]]:
    """Give a browser, and the address of a JupyterLab with all lessons."""
    folder = tmp_path_factory.mktemp("lessons")
    for lesson in LESSONS:
        shutil.copy(ROOT / "notebooks" / lesson.id / f"{lesson.id}.ipynb", folder)
    with server(folder) as address, browser(needs_chromium) as chromium:
        yield chromium, address


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_every_control_changes_its_picture(
    lesson: Lesson, lab: tuple[Browser, str], tmp_path: Path
) -> None:
    theme = "dark" if lesson.number % 2 else "light"
    notebook = Notebook(*lab, f"{lesson.id}.ipynb", theme)
    notebook.run_all()
    assert notebook.tracebacks() == []
    boxes = explorers(notebook)
    module = ROOT / "course_utils" / "widgets" / f"{lesson.module}.py"
    has_own = module.is_file() or module.with_suffix("").is_dir()
    assert bool(boxes) == has_own, "widgets/ and the notebook disagree on interactive pictures"
    for number, box in enumerate(boxes):
        moved = move_all(notebook, box)
        assert moved
        assert [m.label for m in moved if m.milliseconds is None] == []
        box.screenshot(path=tmp_path / f"{lesson.id}-{theme}-{number}.png")
    assert notebook.errors == []
    notebook.close()
