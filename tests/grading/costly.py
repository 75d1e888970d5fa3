"""Files that cost a reader as much as their size allows, each by another part of reading."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Cell = dict[str, Any]
LONG = 199_000  # characters of a cell, about as many as are read


def code(source: str, **more: Any) -> Cell:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], **more}


def notebook(*cells: Cell) -> bytes:
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content).encode()


def repeated(text: str, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """Cells of code that repeat a text as often as it fits."""

    def make(size: int) -> bytes:
        source = before + text * (min(LONG, size) // len(text)) + after
        return notebook(*[code(source)] * max(1, size // len(source)))

    return make


def filled(before: bytes, text: bytes, after: bytes) -> Callable[[int], bytes]:
    """A file that repeats a text between two others."""
    return lambda size: before + text * (size // len(text)) + after


def old_format(size: int) -> bytes:
    outputs = [{"output_type": "bad", "metadata": []}] * 30
    cell = {"cell_type": "code", "input": "x", "language": "python", "outputs": outputs}
    sheet = {"cells": [cell] * (size // len(json.dumps(cell)))}
    return json.dumps({"nbformat": 3, "worksheets": [sheet], "metadata": {}}).encode()


FILES: dict[str, Callable[[int], bytes]] = {
    "lists in outputs": filled(b'{"cells":[{"outputs":[', b"[],", b"[]]}]}"),
    "outputs that never end": filled(b'{"cells":[{"outputs":', b"[", b""),
    "many outputs": filled(b'{"cells":[', b'{"outputs":[]},', b"{}]}"),
    "texts in outputs": filled(b'{"cells":[{"outputs":[', b'"\\\\",', b'""]}]}'),
    "lists": filled(b'{"cells":[', b"[],", b"[]]}"),
    "dictionaries": filled(b'{"cells":[', b'{"":0},', b"{}]}"),
    "cells in cells": filled(b'{"cells":[', b'{"cells":[],"x":1},', b"{}]}"),
    "a text that never ends": filled(b'{"cells":["', b'\\"', b""),
    "bytes of Windows-1252": filled(b'{"cells":["', b"\xffa", b'"]}'),
    "bytes of Windows-1252 in UTF-8": filled(b'{"cells":["\xc3\xa9', b"\xffa", b'"]}'),
    "merge conflicts": filled(b'{"cells":[\n', b"<<<<<<< a\n0,\n=======\n0,\n>>>>>>> b\n", b"0]}"),
    "merge conflicts that never end": filled(b'{"cells":[\n', b"<<<<<<<\n", b""),
    "format 3": old_format,
    "tags": lambda size: notebook(code("x", metadata={"tags": ["a"] * (size // 5)})),
    "commas": repeated("0,"),
    "statements": repeated("x=1\n"),
    "calls": repeated("a(b.c)(d);"),
    "attributes": repeated(".b", '"a"'),
    "parentheses": repeated("("),
    "signs": repeated("-", after="1"),
    "subscripts": repeated("[0]", "a"),
    "texts with values": repeated("f'{a}';"),
    "imports": repeated("import a.b.c\n"),
    "definitions": repeated("async\n", after="def sigmoid(): pass"),
}
