"""Right and wrong answers, written as one text: code at the margin, name and hint in comments above it.

    ## the absolute value
    # `abs` makes negative numbers positive. ReLU replaces them by 0.
    np.abs(z)
    ## `np.max` instead of `np.maximum`
    # `np.max(0, z)` takes z for an axis. The larger of two, entry by entry, is `np.maximum`.
    np.max(0, z)

A line that begins with ``## `` starts an answer and is its name. The comments that follow are its
hint, and the rest is its code, in one of the forms of `answers`. Code whose lines all read
``old -> new`` replaces pieces of another code: of `base`, or of the reference's own. A line that ends
with ``->`` takes a piece out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from course_utils.checking.answers import Code, Source, edited
from course_utils.checking.closure import AnswerError
from course_utils.checking.detectors import Detector
from course_utils.checking.exercise import Alternative, Mistake

NAME, HINT, BECOMES = "## ", "#", " -> "


@dataclass
class _Entry:
    name: str
    hint: str
    code: Code
    place: Source

    @property
    def error(self) -> str:
        return f"{Path(self.place[0]).name}, line {self.place[1]}: {self.name!r}"


def wrong_answers(
    text: str, *, base: str = "", detectors: Mapping[str, Detector] | None = None
) -> tuple[Mistake, ...]:
    """Return the mistakes that a text lists.

    Parameters
    ----------
    text : str
        Names, hints and codes, in the form above.
    base : str, optional
        A right answer, in which pieces are replaced; by default the reference.
    detectors : dict of str to callable, optional
        ``detect(trials)`` for the mistakes, by name, that are not told by their code.

    Raises
    ------
    AnswerError
        If a mistake has no hint or no code, replaces what is not there, or a detector's mistake is
        not in the text. The message names file and line.
    """
    detectors = dict(detectors or {})
    mistakes = []
    for entry in _entries(text, base):
        if not entry.hint:
            raise AnswerError(f"{entry.error} has no hint: add a comment below its name")
        detect = detectors.pop(entry.name, None)
        mistakes.append(Mistake(entry.name, entry.code, entry.hint, detect, entry.place))
    if detectors:
        raise AnswerError(f"detectors of mistakes that are not in the text: {[*detectors]}")
    return tuple(mistakes)


def right_answers(text: str, *, base: str = "") -> tuple[Alternative, ...]:
    """Return the alternatives that a text lists; arguments and errors as for `wrong_answers`."""
    entries = list(_entries(text, base))
    for entry in entries:
        if entry.hint:
            raise AnswerError(f"{entry.error} is right and needs no hint")
    return tuple(Alternative(entry.name, entry.code, entry.place) for entry in entries)


def _entries(text: str, base: str) -> Iterator[_Entry]:
    frame = sys._getframe(2)  # past this generator and the function that runs it
    file, module = frame.f_code.co_filename, frame.f_globals["__name__"]
    lines = text.strip("\n").splitlines()
    if not lines or not lines[0].startswith(NAME):
        raise AnswerError(f"{Path(file).name}: a text of answers begins with '{NAME}' and a name")
    offset = _line_of(text, file, frame.f_lineno)
    starts = [number for number, line in enumerate(lines) if line.startswith(NAME)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        name, rest = lines[start].removeprefix(NAME), lines[start + 1 : end]
        length = next((n for n, line in enumerate(rest) if not line.startswith(HINT)), len(rest))
        hint = " ".join(line.removeprefix(HINT).strip() for line in rest[:length])
        place = (file, offset + start + 1 + length, module)
        entry = _Entry(name, hint, "\n".join(rest[length:]), place)
        entry.code = _code(entry, rest[length:], base)
        yield entry


def _code(entry: _Entry, lines: Sequence[str], base: str) -> Code:
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise AnswerError(f"{entry.error} has no code")
    if not all(BECOMES in f"{line} " for line in lines):
        return str(entry.code)
    pairs = (f"{line} ".partition(BECOMES) for line in lines)
    edits = {old: new.strip() for old, _, new in pairs}
    try:
        return edited(base, edits) if base else edits
    except AnswerError as error:
        raise AnswerError(f"{entry.error}: {error}") from None


def _line_of(text: str, file: str, line: int) -> int:
    """Return the line of a file on which a text's first name stands."""
    try:
        source = Path(file).read_text(encoding="utf-8")
    except OSError:
        return line
    at = source.find(text.strip("\n"))
    return source.count("\n", 0, at) + 1 if at >= 0 else line
