"""Every lesson's notebook in JupyterLab: all cells run, every control moved, every picture answers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from course_utils.lessons import LESSONS, Lesson
from tests.browser.lab import Lab
from tests.browser.widgets import explorers, move_all

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_every_control_changes_its_picture(lesson: Lesson, lab: Lab, tmp_path: Path) -> None:
    for one in LESSONS:  # the last takes functions from the others
        shutil.copy(ROOT / "notebooks" / one.id / f"{one.id}.ipynb", lab.folder)
    theme = "dark" if lesson.number % 2 else "light"
    notebook = lab.open(f"{lesson.id}.ipynb", theme)
    notebook.run_all()
    assert notebook.tracebacks() == []
    for cell in notebook.outputs():
        if "in_library(" in cell["source"]:
            assert "is not installed here" in cell["outputs"][0]["text"]
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
