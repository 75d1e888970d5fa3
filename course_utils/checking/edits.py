"""Single edits of a function's source: each is a slip that a person could make, or undoes one.

`course verify` applies them to the reference: every edit that matters has to be refused. For a wrong
answer that has no name, the edit that makes it right tells where it goes wrong.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from course_utils.checking.missing import forgotten_calls, missing
from course_utils.checking.moved import LOOK_AT, after_the_loop, moved
from course_utils.checking.variants import Location, variants

# The rank of edits that add a term or a factor.
ADDED = 3


@dataclass(frozen=True, eq=False)
class Edit:
    """One replacement in a tree: where it is, what it concerns, and how common a slip it is.

    Attributes
    ----------
    lines : tuple of int
        Lines of the source, from 1.
    kind : str
        What to look at, in words, e.g. "the axis of this sum".
    family : str
        Two edits of one family may be the same slip made twice.
    rank : int
        0 for a wrong sign or number, up to `ADDED` for what is seldom the cause.
    """

    lines: tuple[int, ...]
    kind: str
    family: str
    rank: int
    location: Location
    new: Any

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Change the tree while the block runs."""
        old = _at(self.location)
        _put(self.location, self.new)
        try:
            yield
        finally:
            _put(self.location, old)


def edits_of(
    function: ast.FunctionDef, no_numbers: Collection[str] = (), callables: Sequence[str] = ()
) -> list[Edit]:
    """Return every single edit of a function's body, likely slips first.

    Parameters
    ----------
    function : ast.FunctionDef
    no_numbers : collection of str
        Names that are known to hold no number or array, so that they are no term or factor.
    callables : sequence of str
        Functions of one argument whose call may have been forgotten.
    """
    names = _names(function)
    numbers = [name for name in names if name not in no_numbers]
    found = [
        edit
        for location, node in _places(function)
        for edit in _edits_at(location, node, names, numbers, callables)
    ]
    return sorted(found, key=lambda edit: edit.rank)


def _at(location: Location) -> Any:
    parent, field, index = location
    value = getattr(parent, field)
    return value if index is None else value[index]


def _put(location: Location, new: Any) -> None:
    parent, field, index = location
    if index is None:
        setattr(parent, field, new)
    else:
        getattr(parent, field)[index] = new


def _places(function: ast.FunctionDef) -> Iterator[tuple[Location, ast.AST]]:
    """Yield every node below the function's header, and where it hangs; docstrings left out."""
    stack: list[tuple[Location, ast.AST]] = []
    start = 1 if ast.get_docstring(function) is not None else 0
    for index, statement in enumerate(function.body):
        if index >= start:
            stack.append(((function, "body", index), statement))
    while stack:
        location, node = stack.pop(0)
        if isinstance(node, ast.Raise):
            continue  # any change here raises some error
        yield location, node
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.AST):
                stack.append(((node, field, None), value))
            elif isinstance(value, list):
                stack += [
                    ((node, field, i), one)
                    for i, one in enumerate(value)
                    if isinstance(one, ast.AST)
                ]


def _names(function: ast.FunctionDef) -> list[str]:
    """Return the names of arguments and of what the function assigns."""
    names = [argument.arg for argument in function.args.args]
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
    return list(dict.fromkeys(names))


def _edits_at(
    location: Location,
    node: ast.AST,
    names: Sequence[str],
    numbers: Sequence[str],
    callables: Sequence[str],
) -> Iterator[Edit]:
    found = itertools.chain(
        variants(location, node, names),
        missing(location, node, names, numbers),
        forgotten_calls(location, node, callables),
        moved(location, node),
        after_the_loop(location, node),
    )
    for new, kind, family, rank in found:
        if new is not None:
            ast.copy_location(new, node)
            ast.fix_missing_locations(new)
        # A line in the wrong place is found at the loop.
        at = getattr(new, LOOK_AT, node)
        if family == "indentation" and at is node:
            at = node.body[-1]  # type: ignore[attr-defined]
        lines = (at.lineno,) if hasattr(at, "lineno") else ()
        yield Edit(lines or _lines_of(location), kind, family, rank, location, new)


def _lines_of(location: Location) -> tuple[int, ...]:
    line = getattr(location[0], "lineno", None)
    return () if line is None else (line,)
