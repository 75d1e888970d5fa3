"""Answers as source: the code that a student would hand in, as a function and as a notebook cell.

An answer is written in one of four forms: an expression, the body of the function, whole
definitions (helpers beside the function itself), or replacements in the reference's own source.
What it may use is what the reference may use: the names of the reference's module, NumPy as ``np``,
``math``, ``pairwise``, and ``reference`` for the course's other functions. Helpers that several
answers share are functions of the module in which the answers are written.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import math
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.checking.closure import (
    RIGHT,
    AnswerError,
    Closure,
    Plain,
    bound_by,
    definition_of,
)

Function = Callable[..., Any]
Code = str | Mapping[str, str]
# The file, line and module that contain an answer's code.
Source = tuple[str, int, str]
NOWHERE: Source = ("", 0, "")


def function_of(code: Code, reference: Function, place: Source = NOWHERE) -> Function:
    """Return the function that an answer defines.

    Parameters
    ----------
    code : str or mapping of str to str
        See the module's docstring; a mapping says which pieces of the reference's source are
        replaced by what.
    reference : callable
        The right function, whose name and parameters the answer has.
    place : tuple of str, int, str
        File, line and module that contain the code, for tracebacks and shared helpers.

    Raises
    ------
    AnswerError
        If it is not Python, or replaces what is not there. The message names the place.
    """
    tree = tree_of(code, reference, place)
    space = names_for(reference, place[2])
    exec(compile(tree, place[0] or "<answer>", "exec"), space)
    function: Function = space[reference.__name__]
    return function


def cell_of(code: Code, reference: Function, module: str = "") -> str:
    """Return the answer as one notebook cell that needs no other cell.

    `module` is the one in which the answer is written. The course's functions that it calls are
    written out inside the answer, where they hide no function of the notebook.
    """
    tree = tree_of(code, reference)
    name = reference.__name__
    main = next(node for node in tree.body if _defines(node, name))
    helpers = [node for node in tree.body if node is not main]
    closure = Closure(reference, module)
    closure.add([*helpers, main], reference.__module__, bound={name, *bound_by(helpers)})
    main.body = [*closure.statements, *helpers, *main.body]  # type: ignore[attr-defined]
    imports = [f"{line}\n" for line in sorted(closure.imports)]
    return "".join(
        [*imports, "\n\n" if imports else "", ast.unparse(ast.fix_missing_locations(main))]
    )


def source_of(function: Function) -> str:
    """Return a function's source without its docstring and annotations."""
    return ast.unparse(definition_of(function))


def tree_of(code: Code, reference: Function, place: Source = NOWHERE) -> ast.Module:
    """Return a module that defines the answer, its line numbers those of the file."""
    where = f"{Path(place[0]).name}, line {place[1]}: " if place[0] else ""
    text = code if isinstance(code, str) else _replaced(code, reference, where)
    text = textwrap.dedent(text).strip("\n")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise AnswerError(f"{where}this answer is not Python: {error.msg}: {error.text}") from error
    tree = Plain().visit(tree)
    if not any(_defines(node, reference.__name__) for node in tree.body):
        body = tree.body
        if len(body) == 1 and isinstance(body[0], ast.Expr):
            body = [ast.copy_location(ast.Return(body[0].value), body[0])]
        header = definition_of(reference)
        header.body = body
        tree = ast.Module([ast.copy_location(header, body[0])], [])
    if isinstance(code, str):
        ast.increment_lineno(tree, max(place[1], 1) - 1)
    return ast.fix_missing_locations(tree)


def edited(text: str, edits: Mapping[str, str]) -> str:
    """Return a text with pieces replaced.

    Raises
    ------
    AnswerError
        If a piece does not occur.
    """
    for old, new in edits.items():
        if old not in text:
            raise AnswerError(f"there is no piece {old!r} to replace")
        text = text.replace(old, new)
    return text


def _replaced(edits: Mapping[str, str], reference: Function, where: str) -> str:
    source = textwrap.dedent(inspect.getsource(reference))
    _, _, body = source.partition('"""')[2].partition('"""')
    start = source[: len(source) - len(body)] if body else ""
    try:
        return start + edited(body or source, edits)
    except AnswerError as error:
        raise AnswerError(f"{where}in {reference.__name__} {error}") from None


def names_for(reference: Function, module: str = "") -> dict[str, Any]:
    """Return what an answer finds when it is run; `module` is the one in which it is written."""
    package = sys.modules.get(reference.__module__.rpartition(".")[0])
    given = {"np": np, "math": math, "pairwise": itertools.pairwise, "reference": package}
    shared = vars(sys.modules[module]) if module else {}
    return {**shared, **given, **reference.__globals__, RIGHT: reference}


def _defines(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == name
