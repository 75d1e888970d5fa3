"""Whatever is handed in: cells, or a reason; never an exception."""

import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.grading.notebook import submission
from course_utils.grading.notebook.submission import (
    find_students,
    parse,
    read_beside,
    read_submission,
)

LESSON = "01_logistic_regression"
CELL = {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": [], "id": "a"}


def written(**changes: Any) -> bytes:
    notebook = {"cells": [CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps({**notebook, **changes}).encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"Dear grader", "text, but not a notebook"),
        (b"{", "damaged"),
        (b"\x7fELF\x02\x01\x00", "not even text"),
        (b"[" * 100_000, "damaged"),
        (b"[]", "no cell can be read"),
        (b"7", "not a notebook"),
        (written(nbformat=5), "format is 5"),
        (written(nbformat="5"), "format is '5'"),
        (written(nbformat=None, cells=None), "format is None"),
        (written(nbformat=3), "no cells"),
        (written(cells="none"), "no cells"),
        (written(cells={}), "no cells"),
        (b"{" + b"[]," * 1_500_000 + b"[]}", "values"),
        (b'{"outputs": [' + b"[]," * 1_100_000 + b"[]]}", "Clear them"),
    ],
)
def test_what_is_no_notebook_has_a_reason(data: bytes, reason: str) -> None:
    parsed = parse(data)
    assert reason in parsed.reason
    assert parsed.cells == ()


@pytest.mark.parametrize(
    "cell",
    [
        7,
        None,
        [],
        {},
        {"cell_type": "code"},
        {**CELL, "source": 7},
        {**CELL, "cell_type": "x"},
        {**CELL, "source": [1, 2]},
        {**CELL, "source": "x" * 300_000},
    ],
)
def test_a_damaged_cell_is_left_out_and_the_rest_is_read(cell: object) -> None:
    parsed = parse(written(cells=[cell, CELL]))
    assert [c["source"] for c in parsed.cells] == ["x = 1"]
    assert len(parsed.flags) == 1
    assert not parsed.reason


def test_metadata_that_is_none_and_text_that_cannot_be_written_are_repaired() -> None:
    cell = {**CELL, "metadata": [], "source": "a\ud800b", "id": 7}
    (read,) = parse(written(cells=[cell])).cells
    assert read == {"cell_type": "code", "source": "a?b", "metadata": {}, "id": ""}


def test_format_3_is_upgraded_as_nbformat_does_it() -> None:
    cells = [
        nbformat.v3.new_code_cell(input="x = 1"),
        nbformat.v3.new_text_cell("markdown", source="words", metadata={"tags": ["a"]}),
        nbformat.v3.new_text_cell("html", source="<b>"),
        nbformat.v3.new_heading_cell("Title", level=2),
    ]
    other = nbformat.v3.new_code_cell(input="x = 2")
    sheets = [nbformat.v3.new_worksheet(cells=cells), nbformat.v3.new_worksheet(cells=[other])]
    old = nbformat.v3.new_notebook(worksheets=sheets)
    parsed = parse(json.dumps(old).encode())
    new = nbformat.convert(old, 4)
    for key in ("cell_type", "source", "metadata"):
        expected = [{} if key == "metadata" and "x" in c.source else c[key] for c in new.cells]
        assert [cell[key] for cell in parsed.cells] == expected
    assert parsed.flags[0].kind == "old format"


def test_formats_1_and_2_are_upgraded() -> None:
    one = {"nbformat": 1, "cells": [{"cell_type": "code", "code": "x = 1"}]}
    two = {"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}]}
    for old in (one, two):
        assert [cell["source"] for cell in parse(json.dumps(old).encode()).cells] == ["x = 1"]


def test_50_megabytes_of_printed_numbers_are_read() -> None:
    printed = {"output_type": "stream", "name": "stdout", "text": "1, " * 17_000_000}
    parsed = parse(written(cells=[{**CELL, "outputs": [printed]}]))
    assert len(parsed.cells) == 1


def test_a_text_that_is_never_closed_takes_no_longer_than_another() -> None:
    text = b'{"cells": "' + rb"\"" * 2_000_000
    assert "damaged" in parse(text).reason


def test_of_many_long_cells_the_first_are_read() -> None:
    parsed = parse(written(cells=[{**CELL, "source": "#" * 190_000}] * 100))
    assert len(parsed.cells) == submission.MAX_CHARACTERS // 190_000
    assert {flag.kind for flag in parsed.flags} == {"long cell"}


def test_thousands_of_cells_are_cut() -> None:
    parsed = parse(written(cells=[CELL] * 5000))
    assert len(parsed.cells) == submission.MAX_CELLS
    assert parsed.flags[0].kind == "many cells"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_cells_of_any_json_are_read_or_left_out(value: object) -> None:
    for cell in (value, {**CELL, "metadata": value}, {**CELL, "source": value}):
        parsed = parse(written(cells=[cell]))
        assert len(parsed.cells) + len(parsed.flags) == 1


def folder(root: Path, student: str = "ada") -> Path:
    path = root / "submitted" / student / LESSON
    path.mkdir(parents=True)
    return path


def test_the_notebook_and_its_time_are_picked_up(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / f"{LESSON}.ipynb").write_bytes(b"data")
    (path / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC\n")
    found = read_submission(tmp_path / "submitted", "ada", LESSON)
    assert (found.data, found.reason, found.flags) == (b"data", "", ())
    assert found.timestamp == "2026-01-02 03:04:05 UTC"


def test_a_small_file_beside_the_notebook_is_read_and_no_link(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "secret.txt").write_text("of the exchange")
    (path / "large.txt").write_text("x" * 999)
    (path / "link.txt").symlink_to(path / "secret.txt")
    submitted = tmp_path / "submitted"
    assert read_beside(submitted, "ada", LESSON, "secret.txt") == b"of the exchange"
    for name in ("large.txt", "link.txt", "none.txt"):
        assert read_beside(submitted, "ada", LESSON, name) == b""
    assert read_beside(submitted, "bob", LESSON, "secret.txt") == b""


def test_a_misnamed_notebook_that_stands_alone_is_used(tmp_path: Path) -> None:
    (folder(tmp_path) / "mine (1).ipynb").write_bytes(b"data")
    found = read_submission(tmp_path / "submitted", "ada", LESSON)
    assert found.data == b"data"
    assert [flag.kind for flag in found.flags] == ["renamed"]


def test_other_files_are_noted_and_not_used(tmp_path: Path) -> None:
    path = folder(tmp_path)
    for name in (f"{LESSON}.ipynb", "other.ipynb", "numpy.py"):
        (path / name).write_bytes(b"data")
    flags = read_submission(tmp_path / "submitted", "ada", LESSON).flags
    assert {(flag.kind, flag.deliberate) for flag in flags} == {
        ("shadowing", True),
        ("extra file", False),
    }


@pytest.mark.parametrize(
    "what", ["nothing", "two", "folder", "link", "pipe", "large", "unreadable", "listed only"]
)
def test_what_cannot_be_read_has_a_reason(
    tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder(tmp_path)
    target = path / f"{LESSON}.ipynb"
    if what == "two":
        (path / "a.ipynb").touch()
        (path / "b.ipynb").touch()
    elif what == "folder":
        target.mkdir()
    elif what == "link":
        (tmp_path / "secret").write_text("secret")
        target.symlink_to(tmp_path / "secret")
    elif what == "pipe":
        os.mkfifo(target)
    elif what == "large":
        monkeypatch.setattr(submission, "MAX_BYTES", 3)
        target.write_bytes(b"data")
    elif what == "unreadable":
        target.symlink_to(target)
    elif what == "listed only":
        # A folder that may be read and not searched, which root cannot make for itself.
        target.write_bytes(b"data")
        stat = os.stat
        monkeypatch.setattr(os, "stat", lambda path, **how: stat("" if "dir_fd" in how else path))
    found = read_submission(tmp_path / "submitted", "ada", LESSON)
    assert found.reason
    assert found.data == b""


@pytest.mark.parametrize("level", ["student", "lesson"])
def test_linked_folders_are_not_followed(tmp_path: Path, level: str) -> None:
    real = folder(tmp_path, "bob")
    (real / f"{LESSON}.ipynb").write_bytes(b"bob's work")
    link = tmp_path / "submitted" / "eve"
    if level == "student":
        link.symlink_to(real.parent)
    else:
        link.mkdir()
        (link / LESSON).symlink_to(real)
    found = read_submission(tmp_path / "submitted", "eve", LESSON)
    assert found.data == b""
    assert [flag.deliberate for flag in found.flags] == [True]


def test_students_are_found_by_their_folders(tmp_path: Path) -> None:
    folder(tmp_path, "zoe")
    folder(tmp_path, "ada")
    (tmp_path / "submitted" / "bob").mkdir()
    (tmp_path / "submitted" / ".DS_Store").touch()
    (tmp_path / "submitted" / "cyd").mkdir()
    (tmp_path / "submitted" / "cyd" / LESSON).touch()
    assert find_students(tmp_path / "submitted", LESSON) == ["ada", "cyd", "zoe"]
    assert find_students(tmp_path / "nowhere", LESSON) == []
