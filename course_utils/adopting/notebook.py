"""The notebook of an adopted lesson: check cells in the place of the tests that were read."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import nbformat
from nbgrader.utils import is_grade

from course_utils.adopting.draft import Draft
from course_utils.grading.notebook.rebuild import CHECK


def adopted_notebook(draft: Draft) -> Any:
    """Return the solved notebook with ``check(name)`` in the place of the tests that were read.

    What is not read stays as it is; only an id that would mean a check gets another name. Outputs
    are taken out, as they may be old.
    """
    source = deepcopy(draft.solved.notebook)
    first = {cells[0].number: name for name, cells in draft.exercises.items()}
    read = {cell.number for cells in draft.exercises.values() for cell in cells}
    answers = {draft.solved.asked[name]: name for name in draft.exercises}
    taken = {*draft.exercises, *(CHECK + name for name in draft.exercises)}
    cells = []
    for number, cell in enumerate(source.cells):
        if number in first:
            cells.append(_check_cell(draft, first[number]))
        elif number not in read:
            about = cell.metadata.get("nbgrader")
            if number in answers:
                about["grade_id"] = answers[number]
            elif about and about.get("grade_id"):
                about["grade_id"] = _free(about, taken, is_grade(cell))
                taken.add(about["grade_id"])
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
            cells.append(cell)
    start = 1 if cells and cells[0].cell_type == "markdown" else 0
    cells.insert(start, nbformat.v4.new_code_cell("from course_utils import check"))
    source.cells = cells
    fresh: Any = nbformat.v4.upgrade(source, 4, source.nbformat_minor)
    return fresh


def points_of(draft: Draft, name: str) -> float:
    """Return the points of an exercise: those of the cells that it stands for."""
    return sum(cell.points for cell in draft.exercises[name])


def _check_cell(draft: Draft, name: str) -> Any:
    about = {
        "grade": True,
        "grade_id": f"{CHECK}{name}",
        "locked": True,
        "points": points_of(draft, name),
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return nbformat.v4.new_code_cell(f"check({name})", metadata={"nbgrader": about})


def _free(about: Mapping[str, Any], taken: set[str], graded: bool) -> str:
    """Return a cell's id, or one like it if that is the id of an answer or a check."""
    name = str(about["grade_id"])
    if graded and not about.get("solution") and name.startswith(CHECK):
        name = f"test_{name.removeprefix(CHECK)}"
    while name in taken:
        name = f"test_{name}"
    return name
