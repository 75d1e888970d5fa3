"""Read and write the course's notebooks, and read the metadata of their cells."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]


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
    """Whether the cell has points."""
    return bool(nbgrader(cell).get("grade"))


def is_task(cell: Cell) -> bool:
    """Whether this asks for work in cells of the student's own, for points that a person gives."""
    return bool(nbgrader(cell).get("task"))


def is_locked(cell: Cell) -> bool:
    """Whether the text is the course's own, in nbgrader's sense."""
    return not is_solution(cell) and (is_grade(cell) or bool(nbgrader(cell).get("locked")))


def is_test(cell: Cell) -> bool:
    """Whether this is code that decides about points when it runs: nbgrader's autograder tests."""
    return is_grade(cell) and not is_solution(cell) and cell["cell_type"] == "code"


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


def is_as_released(cell: Cell) -> bool:
    """Whether a submitted cell is what some release held, by its checksum."""
    try:
        return bool(nbgrader(cell).get("checksum") == checksum(cell))
    except (KeyError, TypeError, ValueError, OverflowError):  # its points are no number
        return False


def as_json(notebook: Notebook) -> bytes:
    """Return a notebook as Jupyter writes it: keys sorted, texts as lists of lines."""
    written = deepcopy(notebook)
    for cell in written["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    return (json.dumps(written, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
