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

import linecache
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from course_utils.checking.answers import Code, Source, edited
from course_utils.checking.closure import AnswerError
from course_utils.checking.detectors import Detector
from course_utils.checking.exercise import Alternative, Mistake

NAME, HINT, BECOMES = "## ", "#", " -> "


@dataclass(frozen=True)
class _Entry:
    name: str
    hint: str
    code: Code
    place: Source


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
            raise AnswerError(f"{_at(entry.place, entry.name)} has no hint: add a comment below it")
        detect = detectors.pop(entry.name, None)
        mistakes.append(Mistake(entry.name, entry.code, entry.hint, detect, entry.place))
    if detectors:
        raise AnswerError(f"detectors for mistakes that are not in the text: {[*detectors]}")
    return tuple(mistakes)


def right_answers(text: str, *, base: str = "") -> tuple[Alternative, ...]:
    """Return the alternatives that a text lists; arguments and errors as for `wrong_answers`."""
    alternatives = []
    for entry in _entries(text, base):
        if entry.hint:
            raise AnswerError(f"{_at(entry.place, entry.name)} is right and needs no hint")
        alternatives.append(Alternative(entry.name, entry.code, entry.place))
    return tuple(alternatives)


def _entries(text: str, base: str) -> Iterator[_Entry]:
    frame = sys._getframe(2)  # past this generator and the function that runs it
    file, module = frame.f_code.co_filename, frame.f_globals["__name__"]
    lines = text.strip("\n").splitlines()
    if not lines or not lines[0].startswith(NAME):
        raise AnswerError(f"{Path(file).name}: a text of answers begins with '{NAME}' and a name")
    offset = _line_of(lines[0], file, frame.f_lineno)
    starts = [number for number, line in enumerate(lines) if line.startswith(NAME)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        name, rest = lines[start].removeprefix(NAME), lines[start + 1 : end]
        length = next((n for n, line in enumerate(rest) if not line.startswith(HINT)), len(rest))
        hint = " ".join(line.removeprefix(HINT).strip() for line in rest[:length])
        place = (file, offset + start + 1 + length, module)
        yield _Entry(name, hint, _code(rest[length:], base, _at(place, name)), place)


def _at(place: Source, name: str) -> str:
    return f"{Path(place[0]).name}, line {place[1]}: {name!r}"


def _code(lines: Sequence[str], base: str, at: str) -> Code:
    written = [line for line in lines if line.strip()]
    if not written:
        raise AnswerError(f"{at} has no code")
    if not all(BECOMES in f"{line} " for line in written):
        return "\n".join(lines)
    pairs = (f"{line} ".partition(BECOMES) for line in written)
    edits = {old: new.strip() for old, _, new in pairs}
    try:
        return edited(base, edits) if base else edits
    except AnswerError as error:
        raise AnswerError(f"{at}: {error}") from None


def _line_of(first: str, file: str, line: int) -> int:
    """Return the line of a file, from `line` on, with the first name of a text."""
    lines = enumerate(linecache.getlines(file)[line - 1 :], line)
    return next((number for number, text in lines if text.rstrip("\n") == first), line)
