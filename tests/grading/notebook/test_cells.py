"""Notebooks as data: read, written, and nbgrader's checksum."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from course_utils.grading.notebook.cells import (
    NotebookError,
    as_json,
    checksum,
    grade_id,
    is_locked,
    nbgrader,
    read_source,
    tags,
)

Notebook = dict[str, Any]


def test_checksums_are_nbgraders(release: Notebook) -> None:
    graded = [cell for cell in release["cells"] if grade_id(cell)]
    assert len(graded) == 7
    for cell in graded:
        assert checksum(cell) == compute_checksum(nbformat.from_dict(cell))


def test_what_is_written_is_read_again_and_is_a_notebook(tmp_path: Path, release: Notebook) -> None:
    path = tmp_path / "lesson.ipynb"
    path.write_bytes(as_json(release))
    assert read_source(path) == release
    nbformat.validate(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cells": [1]}', '{"cells": [{}]}'])
def test_what_is_no_notebook_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "lesson.ipynb"
    path.write_text(content)
    with pytest.raises(NotebookError, match=r"lesson\.ipynb"):
        read_source(path)


@pytest.mark.parametrize("metadata", [None, 3, [], {}, {"nbgrader": 1}, {"nbgrader": {}}])
def test_metadata_that_is_none_says_nothing(metadata: Any) -> None:
    cell = {"metadata": metadata}
    assert (nbgrader(cell), grade_id(cell), is_locked(cell)) == ({}, "", False)


@pytest.mark.parametrize(("given", "found"), [(["demo", 3], ["demo"]), ("demo", []), (None, [])])
def test_only_texts_are_tags(given: Any, found: list[str]) -> None:
    assert tags({"metadata": {"tags": given}}) == found
