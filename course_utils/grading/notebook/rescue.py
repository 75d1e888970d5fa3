"""Read a notebook's file, and repair what can be repaired without guessing at code.

Outputs are dropped from the text before anything else looks at it: they are never needed, and they
are nearly all that can be large. The time is linear in the size of the file.

Mended, and noted so that the instructor can ask for the file again:

- text in Windows-1252, Latin-1 or UTF-16;
- something after the notebook's end;
- an end that is missing or damaged: the whole cells before it are read;
- the markers of a merge conflict, where both sides have the same cells;
- a format number that is missing, or text.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, replace
from typing import Any

from course_utils.grading.notebook.other_files import SAVE, not_a_notebook, what_it_is

MAX_BYTES = 40_000_000  # beside outputs: pictures in text
# Each value in a JSON text follows one of these; a value takes at most some hundred bytes of memory.
MAX_VALUES = 1_000_000
MAX_BRACKETS = 2_000_000  # of the outputs
MAX_WRONG = 10_000  # bytes that are not UTF-8, in a text that is

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
# In a text of JSON's own, a quote with this before it is inside of a string.
_DROPPED = re.compile(rb'(?<!\\)"(?:outputs|widgets)"\s*:\s*(?=[\[{])')
_BRACKET = re.compile(rb'[^"\[\]{}]*+(?:' + _STRING + rb'[^"\[\]{}]*+)*+([\[\]{}])', re.DOTALL)
_CONFLICT = re.compile(rb"^(<{7}|\|{7}|={7}|>{7})(?: [^\n]*)?\r?\n?", re.MULTILINE)
_CELLS = re.compile(r'(?<!\\)"cells"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")

_decoder = json.JSONDecoder(strict=False)


@dataclass(frozen=True)
class ReadFile:
    """What could be read of a file.

    Attributes
    ----------
    notebook : object
        The file's content without outputs.
    reason : str
        Why there is none, if so, and what the student has to do.
    mended : tuple of str
        What was mended.
    cut : str
        If cells are missing at the end: the reason to give where an answer is among them.
    """

    notebook: Any = None
    reason: str = ""
    mended: tuple[str, ...] = ()
    cut: str = ""


def read_file(data: bytes) -> ReadFile:
    """Read a notebook's file; no content raises an exception."""
    if reason := what_it_is(data):
        return ReadFile(reason=reason)
    mended: tuple[str, ...] = ()
    encoding = json.detect_encoding(data)
    if encoding.startswith(("utf-16", "utf-32")):
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
        mended = (f"The text is in {encoding[:6].upper()} and not in UTF-8.",)
    sides = _sides(data)
    found = _read_text(data) if sides is None else _agreed(*map(_read_text, sides))
    return replace(found, mended=(*mended, *found.mended))


def _read_text(data: bytes) -> ReadFile:
    kept = without_outputs(data)
    if kept is None:
        return ReadFile(
            reason=f"The outputs hold more than {MAX_BRACKETS:,} values. Clear them, save, and hand "
            "in again."
        )
    if len(kept) > MAX_BYTES or _values(kept) > MAX_VALUES:
        return ReadFile(
            reason=f"The file holds more than {MAX_VALUES:,} values or {MAX_BYTES // 1_000_000} MB "
            "beside its outputs. Take out what does not belong to your work, and hand in again."
        )
    mended = []
    try:
        text = kept.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _from_windows(kept.removeprefix(codecs.BOM_UTF8))
        mended.append("The text is in Windows-1252 or Latin-1 and not in UTF-8.")
    start = len(text) - len(text.lstrip())
    try:
        notebook, end = _decoder.raw_decode(text, start)
    except RecursionError:
        return ReadFile(reason=not_a_notebook(data))
    except ValueError:
        found = _whole_cells(text)
        if found is None:
            return ReadFile(reason=not_a_notebook(data))
        return replace(found, mended=(*mended, *found.mended))
    if not isinstance(notebook, dict):
        return ReadFile(reason=not_a_notebook(data))
    if rest := text[end:].strip("\0 \t\r\n"):
        mended.append(f"{len(rest):,} characters after the notebook's end were left out.")
    return ReadFile(notebook, mended=tuple(mended))


def without_outputs(data: bytes) -> bytes | None:
    """Return a notebook's text with empty outputs; nothing if they have too many parts.

    What a cut file has of its last outputs is left out too.
    """
    parts = []
    begin = brackets = 0
    while (found := _DROPPED.search(data, begin)) is not None:
        place = found.end()
        parts += [data[begin:place], b"[]" if data[place] == ord("[") else b"{}"]
        depth = 0
        while True:
            bracket = _BRACKET.match(data, place)
            brackets += 1
            if bracket is None:
                return b"".join(parts)
            if brackets > MAX_BRACKETS:
                return None
            place = bracket.end()
            depth += 1 if bracket[1] in b"[{" else -1
            if depth <= 0:
                break
        begin = place
    return b"".join([*parts, data[begin:]])


def _values(data: bytes) -> int:
    """Return about how many values a JSON text has at most, without reading it as such."""
    return data.count(b",") + data.count(b"[") + data.count(b"{")


def _from_windows(data: bytes) -> str:
    """Read text in Windows-1252, or in UTF-8 with some bytes of Windows-1252 among it."""
    known = data.decode("utf-8", "ignore")
    if not known.isascii() and len(data) - len(known.encode()) <= MAX_WRONG:
        return data.decode("utf-8", "course-windows")
    return _of_windows(data)


def _of_windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # it does not have all of Latin-1
        return data.decode("latin-1")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return _of_windows(error.object[error.start : error.end]), error.end


codecs.register_error("course-windows", _as_windows)


def _whole_cells(text: str) -> ReadFile | None:
    """Read the cells before the place where a text breaks off or is damaged."""
    begin = _CELLS.search(text)
    if begin is None:
        return None
    cells: list[Any] = []
    place = begin.end()
    while True:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if text[place : place + 1] == "]":
            return ReadFile({"cells": cells, "nbformat": 4}, mended=(_END,))
        try:
            cell, place = _decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        cells.append(cell)
    if not cells:
        return None
    read = f"only its first {len(cells)} cells can be read"
    cut = f"The file is damaged or ends in the middle: {read}. {SAVE}"
    mended = f"The file ends in the middle, or is damaged there: {read}."
    return ReadFile({"cells": cells, "nbformat": 4}, mended=(mended,), cut=cut)


_END = "The file's end, after the last cell, is missing or damaged."


def _sides(data: bytes) -> tuple[bytes, bytes] | None:
    """Return both sides of a file with the markers of a merge conflict; nothing if it has none."""
    if b"<<<<<<<" not in data:
        return None
    sides: tuple[list[bytes], list[bytes]] = ([], [])
    here: tuple[int, ...] = (0, 1)  # the sides that what follows belongs to
    place, conflicts = 0, 0
    for marker in _CONFLICT.finditer(data):
        for side in here:
            sides[side].append(data[place : marker.start()])
        place = marker.end()
        here = {b"<": (0,), b"|": (), b"=": (1,), b">": (0, 1)}[marker[1][:1]]
        conflicts += 1
    for side in here:
        sides[side].append(data[place:])
    return (b"".join(sides[0]), b"".join(sides[1])) if conflicts else None


def _agreed(ours: ReadFile, theirs: ReadFile) -> ReadFile:
    """Return what both sides of a merge conflict have in common, if these are all the cells."""
    if ours.reason or theirs.reason or _told(ours) != _told(theirs):
        return ReadFile(
            reason="The file has the markers of a merge conflict (lines that begin with <<<<<<<), "
            "and its two sides have different cells. Decide for one side, check that the notebook "
            "opens, and hand it in again."
        )
    both = "A merge conflict was left in the file; both sides have the same cells."
    return replace(ours, mended=(*ours.mended, both))


def _told(found: ReadFile) -> object:
    """Return the kinds and the texts of a notebook's cells, which are all that counts."""
    cells = found.notebook.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        return found.notebook
    return [(cell.get("cell_type"), text_of(cell.get("source"))) for cell in cells]


def text_of(source: object) -> object:
    """Return a cell's text as one string, if it is text."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source
