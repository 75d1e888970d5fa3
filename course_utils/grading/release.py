"""The student's version of a notebook, and its entry in the gradebook.

`student_version` is the one place that takes solutions out. `course start`, `course release`,
stock ``nbgrader generate_assignment`` (through `course_utils.grading.preprocessors`) and the
rebuilding of submissions all go through it or read what it wrote.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]

CODE_STUB = "raise NotImplementedError"
TEXT_STUB = "*Write your answer here.*"
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
KEPT_METADATA = ("nbgrader", "tags", "deletable", "editable", "jupyter", "slideshow")


class NotebookError(Exception):
    """A notebook of the course is not as it should be; names the file and the cell."""


def read_source(path: Path) -> Notebook:
    """Read one of the course's own notebooks; every cell's text as one string.

    Raises
    ------
    NotebookError
        If it is not a notebook in format 4.
    """
    try:
        notebook: Notebook = json.loads(path.read_bytes())
        cells = notebook["cells"]
        for cell in cells:
            source = cell["source"]
            cell["source"] = source if isinstance(source, str) else "".join(source)
    except (ValueError, KeyError, TypeError) as error:
        raise NotebookError(f"{path} is not a notebook of format 4: {error!r}") from error
    return notebook


def student_version(source: Notebook) -> Notebook:
    """Return the notebook without solutions, outputs and counts, with nbgrader's checksums.

    Two rules, which are nbgrader's: what stands between ``BEGIN SOLUTION`` and ``END SOLUTION``
    becomes a stub; a solution cell without these lines becomes a stub as a whole.

    Raises
    ------
    NotebookError
        If a region is not closed or nested, stands outside a solution cell, or an id comes twice.
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


def _without_solution(cell: Cell) -> tuple[str, bool]:
    kept: list[str] = []
    inside = replaced = False
    for line in cell["source"].split("\n"):
        if BEGIN in line:
            if inside:
                raise NotebookError(f"a solution begins inside another:\n{cell['source'][:200]}")
            inside = replaced = True
            indent = line[: len(line) - len(line.lstrip())]
            kept.append(indent + _stub(cell))
        elif END in line:
            inside = False
        elif not inside:
            kept.append(line)
    if inside:
        raise NotebookError(f"a solution has no {END}:\n{cell['source'][:200]}")
    return "\n".join(kept), replaced


def nbgrader(cell: Cell) -> dict[str, Any]:
    """Return a cell's nbgrader metadata; empty if it has none that can be read."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def grade_id(cell: Cell) -> str:
    """Return a cell's grade_id, or an empty string."""
    name = nbgrader(cell).get("grade_id")
    return name if isinstance(name, str) else ""


def is_solution(cell: Cell) -> bool:
    """Whether the student writes in this cell."""
    return bool(nbgrader(cell).get("solution"))


def is_grade(cell: Cell) -> bool:
    """Whether the cell bears points."""
    return bool(nbgrader(cell).get("grade"))


def is_locked(cell: Cell) -> bool:
    """Whether the text is the course's own, in nbgrader's sense."""
    return not is_solution(cell) and (is_grade(cell) or bool(nbgrader(cell).get("locked")))


def tags(cell: Cell) -> list[str]:
    """Return a cell's tags."""
    found = cell.get("metadata", {}).get("tags", [])
    return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []


def checksum(cell: Cell) -> str:
    """Return nbgrader's checksum of a cell, by which an untouched answer is known.

    The same as ``nbgrader.utils.compute_checksum``, without its import of several seconds.
    """
    parts = [
        cell["source"],
        cell["cell_type"],
        str(is_grade(cell)),
        str(is_solution(cell)),
        str(is_locked(cell)),
        grade_id(cell),
    ]
    if is_grade(cell):
        parts.append(str(float(nbgrader(cell)["points"])))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


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


def as_json(notebook: Notebook) -> bytes:
    """Return a notebook as Jupyter writes it: keys sorted, texts as lists of lines."""
    written = deepcopy(notebook)
    for cell in written["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    return (json.dumps(written, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
