"""The student's version of a notebook: solutions and hidden tests are removed here and nowhere else.

`course start` and `course release` write it; submissions are rebuilt from what `release` wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from course_utils.grading.notebook.cells import (
    Cell,
    Notebook,
    NotebookError,
    checksum,
    grade_id,
    is_grade,
    is_solution,
    is_test,
)

CODE_STUB = "raise NotImplementedError"
TEXT_STUB = "*Write your answer here.*"
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
AUTOTEST = re.compile(r"^\s*#+\s*(?:HASHED )?AUTOTEST", re.MULTILINE)
KEPT_METADATA = ("nbgrader", "tags", "deletable", "editable", "jupyter", "slideshow")


def student_version(source: Notebook) -> Notebook:
    """Return the notebook without solutions, outputs and counts, with nbgrader's checksums.

    Three rules, which are nbgrader's: what stands between ``BEGIN SOLUTION`` and ``END SOLUTION``
    becomes a stub; a solution cell without these lines becomes a stub as a whole; what stands between
    ``BEGIN HIDDEN TESTS`` and ``END HIDDEN TESTS`` is left out.

    Raises
    ------
    NotebookError
        If a region is not closed or nested, stands in a cell of another kind, or an id comes twice; if
        nbgrader is to generate a test.
    """
    notebook: Notebook = {
        "cells": [_student_cell(cell) for cell in source["cells"]],
        "metadata": {
            key: deepcopy(source["metadata"][key])
            for key in ("kernelspec", "language_info")
            if key in source["metadata"]
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    ids = [grade_id(cell) for cell in notebook["cells"] if grade_id(cell)]
    for name in ids:
        if ids.count(name) > 1:
            raise NotebookError(f"two cells have the grade_id {name!r}")
    for number, cell in enumerate(notebook["cells"]):
        cell.setdefault("id", f"cell-{number}")
    return notebook


def _student_cell(cell: Cell) -> Cell:
    fresh: Cell = {"cell_type": cell["cell_type"]}
    if "id" in cell:
        fresh["id"] = cell["id"]
    fresh["metadata"] = {
        key: deepcopy(value) for key, value in cell["metadata"].items() if key in KEPT_METADATA
    }
    fresh["source"] = cell["source"]
    if cell["cell_type"] == "code":
        fresh["execution_count"] = None
        fresh["outputs"] = []
    elif "attachments" in cell and not is_solution(cell):
        fresh["attachments"] = deepcopy(cell["attachments"])
    _take_hidden_tests_out(fresh)
    fresh["source"], replaced = _without_solution(fresh)
    if replaced and not is_solution(fresh):
        raise NotebookError(f"a solution stands outside a solution cell:\n{cell['source'][:200]}")
    if is_solution(fresh) and not replaced:
        fresh["source"] = _stub(fresh)
    about = fresh["metadata"].get("nbgrader")
    if about and (is_grade(fresh) or is_solution(fresh) or about.get("locked")):
        about["cell_type"] = fresh["cell_type"]
        about["checksum"] = checksum(fresh)
        fresh["metadata"]["deletable"] = False
        if not is_solution(fresh):
            fresh["metadata"]["editable"] = False
    return fresh


def _stub(cell: Cell) -> str:
    return CODE_STUB if cell["cell_type"] == "code" else TEXT_STUB


def _take_hidden_tests_out(cell: Cell) -> None:
    source, hidden = _without(
        cell["source"], (BEGIN_HIDDEN, END_HIDDEN), "a region of hidden tests", ""
    )
    if (hidden or AUTOTEST.search(source)) and not is_test(cell):
        raise NotebookError(f"tests stand outside a cell of autograder tests:\n{source[:200]}")
    if AUTOTEST.search(source):
        raise NotebookError(
            f"the cell {grade_id(cell)} has AUTOTEST lines, from which nbgrader generates tests; "
            "`course` does not. Write the tests out."
        )
    cell["source"] = source


def _without_solution(cell: Cell) -> tuple[str, bool]:
    return _without(cell["source"], (BEGIN, END), "a solution", _stub(cell))


def _without(source: str, marks: tuple[str, str], what: str, stub: str) -> tuple[str, bool]:
    """Return a text with what stands between two marks replaced, and whether there was any."""
    kept: list[str] = []
    inside = replaced = False
    for line in source.split("\n"):
        if marks[0] in line:
            if inside:
                raise NotebookError(f"{what} begins inside another:\n{source[:200]}")
            inside = replaced = True
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + stub] if stub else []
        elif marks[1] in line:
            inside = False
        elif not inside:
            kept.append(line)
    if inside:
        raise NotebookError(f"{what} has no {marks[1]}:\n{source[:200]}")
    return "\n".join(kept), replaced


def solution_lines(source: Notebook) -> Iterator[str]:
    """Yield each line of a solved notebook that a student must not see."""
    for cell in source["cells"]:
        if not is_solution(cell):
            continue
        inside = BEGIN not in cell["source"]
        for line in cell["source"].split("\n"):
            if BEGIN in line:
                inside = True
            elif END in line:
                inside = False
            elif inside and re.search(r"\w", line):
                yield line.strip()
