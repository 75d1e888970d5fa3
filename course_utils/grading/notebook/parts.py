"""Parts of a cell's code: its imports, and what it defines without doing anything."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence

LONGEST = 20_000  # characters; a cell that only shows has some hundred

_DEFINES = re.compile(r"^(?:async[ \t]+)?def[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)
_MAGIC = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)
_DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def defined_in(source: str) -> set[str]:
    """Return the names that a cell seems to give at its top level."""
    return {function or name for function, name in _DEFINES.findall(source)}


def imports_of(source: str) -> str:
    """Return the import statements of a cell."""
    found = (n for n in _statements(source) if isinstance(n, ast.Import | ast.ImportFrom))
    return "\n".join(ast.unparse(node) for node in found)


def definitions_of(source: str) -> str:
    """Return what a cell defines: imports, functions, classes, and values that no call makes."""
    if len(source) > LONGEST:
        return ""
    kept = []
    for node in _statements(source):
        plain = isinstance(node, ast.Assign | ast.AnnAssign) and not any(
            isinstance(part, ast.Call) for part in ast.walk(node)
        )
        if plain or isinstance(node, _DEFINITIONS):
            kept.append(ast.unparse(node))
    return "\n".join(kept)


def _statements(source: str) -> Sequence[ast.stmt]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the student's invalid escapes are not our concern
            return ast.parse(_MAGIC.sub("", source)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
