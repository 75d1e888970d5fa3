"""`make notebooks`, in what can go wrong for an author."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from course_utils.library import CELL
from tests import refresh

HINT = "PyTorch is not installed here; it is optional.\n"


def notebook_that_printed(text: str) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell("print()", id=CELL)
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
    return nbformat.v4.new_notebook(cells=[cell])


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "library.json"
    path.write_text(json.dumps({"01_old": "equal: True\n"}))
    monkeypatch.setattr(refresh, "STORED", path)
    return path


def test_what_a_library_printed_is_stored(stored: Path) -> None:
    refresh.keep_library_output("02_new", notebook_that_printed("4 digits\n"))
    assert json.loads(stored.read_text()) == {"01_old": "equal: True\n", "02_new": "4 digits\n"}


def test_without_the_library_the_stored_output_stays(stored: Path) -> None:
    before, notebook = stored.read_text(), notebook_that_printed(HINT)
    refresh.keep_library_output("01_old", notebook)
    assert refresh.library_output(notebook) == "equal: True\n"
    assert stored.read_text() == before


@pytest.mark.usefixtures("stored")
def test_without_the_library_and_without_an_output_it_says_what_to_install() -> None:
    with pytest.raises(SystemExit, match=r"02_new: install .* make \.venv/\.has-bridge"):
        refresh.keep_library_output("02_new", notebook_that_printed(HINT))


def test_an_unknown_lesson_is_answered_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="2"):
        refresh.main(["99_nothing"])
    assert "99_nothing" in (said := capsys.readouterr().err)
    assert "02_neuron" in said


def test_a_solution_that_its_check_refuses_is_told() -> None:
    cells = []
    for name, said in (
        ("relu", "\N{CHECK MARK} relu: right"),
        ("neuron", "X neuron: not yet right"),
    ):
        cell = nbformat.v4.new_code_cell(f"check({name})")
        cell.metadata["nbgrader"] = {"grade_id": f"check_{name}"}
        cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": said})]
        cells.append(cell)
    assert refresh.not_right(nbformat.v4.new_notebook(cells=cells)) == ["check_neuron"]
