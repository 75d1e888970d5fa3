"""The cell "The same in a library": its output with the library, and without it."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from course_utils import in_library
from course_utils.library import CELL, LIBRARIES, STORED, stored
from tests.refresh import library_output

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LESSONS = sorted(json.loads(STORED.read_text(encoding="utf-8")))


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_stored_is_what_the_notebook_shows(lesson: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / lesson / f"{lesson}.ipynb", as_version=4)
    assert library_output(notebook) == stored(lesson)
    assert "False" not in stored(lesson)


def test_every_such_cell_is_stored() -> None:
    having = {
        path.stem
        for path in NOTEBOOKS.glob("*/*.ipynb")
        if any(cell.get("id") == CELL for cell in nbformat.read(path, as_version=4).cells)
    }
    assert having == set(LESSONS)


def test_without_the_library_the_stored_output_is_shown_and_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = builtins.__import__

    def absent(name: str, *arguments: Any, **more: Any) -> Any:
        if name in LIBRARIES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return find(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    for lesson in LESSONS:
        with in_library(lesson):
            import torch  # noqa: F401
        said = capsys.readouterr().out
        assert "PyTorch is not installed here" in said
        assert "pip install" in said
        assert said.endswith(stored(lesson))


def test_another_missing_module_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError), in_library(LESSONS[0]):
        import not_a_module_of_anybody  # type: ignore[import-not-found]  # noqa: F401


def test_the_package_needs_no_library() -> None:
    code = "import sys, course_utils; sys.exit(any(m in sys.modules for m in ('torch', 'sklearn')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
