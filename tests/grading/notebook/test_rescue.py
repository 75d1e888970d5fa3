"""Files as real classes hand them in: mended and said so, or named for what they are."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import nbformat
import pytest

from course_utils.grading.notebook import rescue
from course_utils.grading.notebook.cells import as_json
from course_utils.grading.notebook.other_files import what_it_is
from course_utils.grading.notebook.rescue import without_outputs
from course_utils.grading.notebook.submission import parse
from tests.grading.conftest import RIGHT, fill_in

Notebook = dict[str, Any]


@pytest.fixture
def notebook(release: Notebook) -> Notebook:
    """Give a notebook with answers, typographic quotes in one of them, and outputs."""
    quoted = (
        RIGHT["sigmoid"] + "  # \N{LEFT DOUBLE QUOTATION MARK}smooth\N{RIGHT DOUBLE QUOTATION MARK}"
    )
    filled = fill_in(release, RIGHT | {"sigmoid": quoted})
    for number, cell in enumerate(filled["cells"]):
        if cell["cell_type"] == "code":
            text = {"output_type": "stream", "name": "stdout", "text": [f'"{number}" ]}}\\\n']}
            cell |= {"outputs": [text], "execution_count": number}
    return filled


def conflict(text: str, ours: str, theirs: str, where: str) -> str:
    """Put both sides of a line into a text, as git does."""
    assert text.count(where) == 1
    both = f"<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> 1234567 (work)\n"
    return text.replace(where, both)


def conflict_in_outputs(data: bytes) -> bytes:
    text = data.decode()
    begin = text.index('"execution_count": 3,')
    end = text.index('"name": "stdout"', begin)
    lines = text[begin:end]
    where = text.index("\n", begin) + 1
    other = lines[lines.index("\n") + 1 :]
    both = f"<<<<<<< HEAD\n{other}\n||||||| base\n[[[\n=======\n{other} \n>>>>>>> theirs\n"
    return (text[:where] + both + text[where + len(other) :]).encode()


def without_format(data: bytes) -> bytes:
    notebook = json.loads(data)
    del notebook["nbformat"]
    return json.dumps(notebook).encode()


MENDED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "Windows-1252": (lambda data: data.decode().encode("cp1252"), "Windows-1252"),
    "one wrong byte": (lambda data: data.replace(b"smooth", b"smooth\xe9"), "Windows-1252"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "UTF-16"),
    "a stray line": (lambda data: data + b"Sent from my phone\n", "18 characters after"),
    "twice": (lambda data: data + data, "after the notebook's end"),
    "one byte short": (lambda data: data.rstrip()[:-1], "end, after the last cell"),
    "cut in its metadata": (lambda data: data[: data.rindex(b'"metadata"') + 40], "end, after"),
    "no format": (without_format, "number is missing"),
    "format as text": (lambda data: data.replace(b'"nbformat": 4', b'"nbformat": "4"'), "is text"),
    "conflict in a count": (
        lambda data: conflict(
            data.decode(),
            '   "execution_count": 3,',
            '   "execution_count": 30,',
            '   "execution_count": 3,\n',
        ).encode(),
        "merge conflict",
    ),
    "conflict in outputs": (conflict_in_outputs, "merge conflict"),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_can_be_mended_is_read_whole_and_noted(notebook: Notebook, name: str) -> None:
    damage, note = MENDED[name]
    whole = parse(as_json(notebook))
    assert not whole.flags
    mended = parse(damage(as_json(notebook)))
    assert mended.reason == mended.cut == ""
    expected = [cell["source"] for cell in whole.cells]
    if name == "one wrong byte":
        expected = [
            source.replace("smooth", "smooth\N{LATIN SMALL LETTER E WITH ACUTE}")
            for source in expected
        ]
    assert [cell["source"] for cell in mended.cells] == expected
    assert [flag.kind for flag in mended.flags] == ["mended"]
    assert note in mended.flags[0].reason
    assert "Ask for the file again" in mended.flags[0].reason
    assert not mended.flags[0].deliberate


def test_a_mark_of_byte_order_and_zeros_at_the_end_are_nothing(notebook: Notebook) -> None:
    data = as_json(notebook)
    for same in (b"\xef\xbb\xbf" + data, data + bytes(512), data.replace(b"\n", b"\r\n")):
        assert parse(same) == parse(data)


def test_what_windows_1252_does_not_have_is_latin_1(notebook: Notebook) -> None:
    for accented in (b"\xe4\x81", b"\xe4\x81\xc3\xa9"):
        parsed = parse(
            b'{"nbformat": 4, "cells": [{"cell_type": "raw", "source": "%b"}]}' % accented
        )
        text = accented[:2].decode("latin-1") + accented[2:].decode()
        assert parsed.cells[0]["source"] == text


def test_the_whole_cells_of_a_cut_file_are_read(notebook: Notebook) -> None:
    data = as_json(notebook)
    cut = data[: data.index(b"def classify")]
    parsed = parse(cut)
    whole = parse(data).cells
    assert parsed.cells == whole[: len(parsed.cells)]
    assert 0 < len(parsed.cells) < len(whole)
    assert "ends in the middle" in parsed.cut
    assert "ends in the middle" in parsed.flags[0].reason


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_no_side_is_chosen_where_code_differs(notebook: Notebook, side: str) -> None:
    begin = as_json(notebook).decode()
    line = next(text for text in begin.splitlines() if "np.tanh" in text)
    texts = {"ours": line, "theirs": line} | {side: line.replace("0.5", "0.4")}
    data = conflict(begin, texts["ours"], texts["theirs"], f"{line}\n")
    parsed = parse(data.encode())
    assert "merge conflict" in parsed.reason
    assert parsed.cells == ()


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("work.ipynb", data)
    return file.getvalue()


OTHER_FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "empty"),
    "zeros": (lambda data: bytes(len(data)), "zeros"),
    "login page": (lambda data: b"\n<!DOCTYPE html><html><title>Log in</title>", "login page"),
    "old login page": (lambda data: b"<html lang=en>", "login page"),
    "git-lfs": (
        lambda data: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
        "Git LFS",
    ),
    "iCloud": (lambda data: b"bplist00\xd3\x01\x02NSURLNameKey", "iCloud"),
    "iCloud as text": (lambda data: b'<?xml version="1.0"?><!DOCTYPE plist><plist>', "iCloud"),
    "link": (lambda data: b"[InternetShortcut]\nURL=https://example.org", "link"),
    "Google Drive": (lambda data: b'{"doc_id": "x", "email": "ada@example.org"}', "link"),
    "zip": (zipped, "archive"),
    "gzip": (gzip.compress, "archive"),
    "PDF": (lambda data: b"%PDF-1.7", "a PDF"),
    "picture": (lambda data: b"\x89PNG\r\n\x1a\n", "a picture"),
    "export": (
        lambda data: b"#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n",
        "Python script",
    ),
    "percent": (lambda data: b"# %%\nimport numpy as np\n", "Python script"),
    "plain code": (lambda data: b"# my work\nimport numpy as np\n", "Python script"),
    "plain text": (lambda data: b"Dear grader, see my PDF.", "text, but not a notebook"),
    "a program": (lambda data: b"\x7fELF\x02\x01\x01\x00", "not even text"),
    "other JSON": (lambda data: b'{"name": "ada"}', "format is None"),
    "a list": (lambda data: b"[1, 2]", "no cell can be read"),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_what_is_no_notebook_is_named_and_says_what_to_do(notebook: Notebook, name: str) -> None:
    make, words = OTHER_FILES[name]
    parsed = parse(make(as_json(notebook)))
    assert words in parsed.reason
    assert any(word in parsed.reason for word in ("hand in", "hand that", "hand it"))
    assert parsed.cells == ()


def test_a_notebook_is_nothing_else(notebook: Notebook) -> None:
    assert what_it_is(as_json(notebook)) == ""


def test_outputs_are_dropped_and_nothing_else(notebook: Notebook) -> None:
    data = as_json(notebook)
    kept = without_outputs(data)
    assert kept is not None
    emptied = json.loads(data)
    for cell in emptied["cells"]:
        if "outputs" in cell:
            cell["outputs"] = []
    assert json.loads(kept) == emptied


def test_a_text_about_outputs_is_no_output(notebook: Notebook) -> None:
    source = 'x = {"outputs": [1, 2]}\ny = "\\\\"\n"outputs": ['
    notebook["cells"][1]["source"] = source
    assert source in [cell["source"] for cell in parse(as_json(notebook)).cells]


def test_a_picture_of_more_values_than_are_read_costs_nothing(notebook: Notebook) -> None:
    plot = {"output_type": "display_data", "metadata": {}}
    plot["data"] = {"application/vnd.plotly.v1+json": {"x": [0] * (rescue.MAX_VALUES + 1)}}
    notebook["cells"][1]["outputs"] = [plot]
    parsed = parse(json.dumps(notebook).encode())
    assert not parsed.reason
    assert not parsed.flags


def test_bad_outputs_of_an_old_format_are_never_looked_at() -> None:
    cell = nbformat.v3.new_code_cell(input="x = 1")
    cell["outputs"] = [{"output_type": ["bad"] * 9, "metadata": {"a": {}}}] * 20_000
    sheets = [nbformat.v3.new_worksheet(cells=[cell])] * 2
    parsed = parse(json.dumps(nbformat.v3.new_notebook(worksheets=sheets)).encode())
    assert [cell["source"] for cell in parsed.cells] == ["x = 1", "x = 1"]
