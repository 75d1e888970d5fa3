"""The functions that a notebook defines, without running the rest of it.

Only definitions are run: functions, imports, and assignments that call nothing.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Function = Callable[..., Any]


def definitions(path: Path, stand: object = None) -> dict[str, Function]:
    """Run the definitions in a notebook's code cells; return the answers among them by name.

    Parameters
    ----------
    path : path
        A notebook that cannot be read has no answers.
    stand : object
        What the name `reference` stands for in there, by default what the notebook imports.
    """
    space: dict[str, Any] = {"__name__": path.stem}
    answers: dict[str, Function] = {}
    for name, source in _code_cells(path):
        for statement in _definitions(source):
            try:
                exec(compile(ast.Module([statement], []), f"{path.name}: {name}", "exec"), space)
            except Exception:
                # It needed what only a whole run of the notebook makes: then no answer needs it,
                # or the answer's check will say so.
                continue
            if "reference" in space and stand is not None:
                space["reference"] = stand
            # A demo cell further down may use the name of an answer for something else.
            space |= {other: kept for other, kept in answers.items() if other != name}
            if name in space and callable(space[name]):
                answers[name] = space[name]
    return answers


def _code_cells(path: Path) -> list[tuple[str, str]]:
    """Return the grade_id (or "") and the source of every code cell; none if it is no notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [
            (cell["metadata"].get("nbgrader", {}).get("grade_id", ""), "".join(cell["source"]))
            for cell in cells
            if cell["cell_type"] == "code"
        ]
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return []


def _definitions(source: str) -> Iterator[ast.stmt]:
    """Yield the statements of a cell that define something and do nothing."""
    plain = "\n".join(line for line in source.splitlines() if not line.startswith(("%", "!")))
    try:
        statements = ast.parse(plain).body
    except SyntaxError:
        return
    for statement in statements:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield statement
        elif isinstance(statement, ast.FunctionDef):
            statement.decorator_list = []
            yield statement
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)) and not _calls(statement):
            yield statement


def _calls(node: ast.AST) -> bool:
    """Whether running this calls something; what a lambda would call does not count."""
    if isinstance(node, ast.Lambda):
        return False
    return isinstance(node, ast.Call) or any(map(_calls, ast.iter_child_nodes(node)))
