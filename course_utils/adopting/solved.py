"""A solved nbgrader notebook: the functions that it asks for, its tests, and what its code defines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader import nbgraderformat
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError
from nbgrader.utils import is_grade, is_solution

from course_utils.adopting.asserts import Unread
from course_utils.adopting.values import is_value
from course_utils.checking.closure import GIVEN, bound_by
from course_utils.grading.course_root import CourseError
from course_utils.grading.notebook.student_version import AUTOTEST

OLD = "\nMake a copy, and bring it up to date: nbgrader update COPY.ipynb"
_MARKER = re.compile(r"^.*(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS).*$\n?", re.MULTILINE)
_MAGIC = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)


@dataclass(frozen=True)
class Definition:
    """A top-level statement of the notebook that gives a name; `again`: not the first to do so."""

    node: ast.stmt
    text: str
    cell: int
    again: bool = False


@dataclass
class Solved:
    """A solved notebook.

    Attributes
    ----------
    notebook : NotebookNode
        As nbformat reads it.
    definitions : dict
        What its cells define, by name; of test cells, only what they import.
    asked : dict
        By name: the functions that are to be written, with the number of their cell.
    unread : list of (cell's name, Unread)
        What is asked for and is no function.
    """

    path: Path
    notebook: Any
    definitions: dict[str, Definition] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    unread: list[tuple[str, Unread]] = field(default_factory=list)

    @property
    def parameters(self) -> dict[str, ast.arguments]:
        """The parameters of each function that is asked for."""
        nodes = {name: self.definitions[name].node for name in self.asked}
        return {n: node.args for n, node in nodes.items() if isinstance(node, ast.FunctionDef)}

    @property
    def values(self) -> dict[str, ast.expr]:
        """The names that the notebook gives a value that is written out, once and for all."""
        found = {}
        for name, definition in self.definitions.items():
            match definition.node:
                case ast.Assign([ast.Name()], value) if is_value(value) and not definition.again:
                    found[name] = value
        return found

    def is_tested(self, name: str) -> bool:
        """Whether a test cell mentions a name."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        return any(word.search(cell.source) for _, cell in self.tests())

    def tests(self) -> Iterator[tuple[int, Any]]:
        """Yield the cells of tests, with their numbers."""
        for number, cell in enumerate(self.notebook.cells):
            if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
                yield number, cell


def read_solved(path: Path) -> Solved:
    """Read a solved notebook.

    Raises
    ------
    CourseError
        If it is no notebook, is not in Python, or asks for nothing.
    """
    try:
        notebook = nbgraderformat.read(str(path), as_version=4)
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from error
    except (SchemaTooOldError, SchemaTooNewError) as error:
        raise CourseError(f"{path}: {error}".partition("\n")[0] + OLD) from error
    except Exception as error:  # nbformat and nbgrader have many of their own
        said = str(error).partition("\n")[0]
        raise CourseError(f"{path} is not a notebook with nbgrader's metadata: {said}") from error
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    if language != "python":
        raise CourseError(f"{path} is in {language}; only Python can be adopted.")
    solved = Solved(path, notebook)
    tests = {number for number, _ in solved.tests()}
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            _read_cell(solved, number, cell, number in tests)
    if not any(is_solution(cell) or is_grade(cell) for cell in notebook.cells):
        raise CourseError(
            f"{path} has no cell that nbgrader knows as a solution or a test. Adopt the solved "
            "notebook of the instructor, not a student's version."
        )
    return solved


def name_of(cell: Any, number: int) -> str:
    """Return a cell's grade_id, or its place in the notebook."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id") or f"number {number + 1}")


def plain_source(cell: Any) -> str:
    """Return a cell's Python without magic lines and nbgrader's markers."""
    return _MAGIC.sub("", _MARKER.sub("", cell.source))


def has_autotest(cell: Any) -> bool:
    """Whether nbgrader is to generate this cell's tests."""
    return AUTOTEST.search(cell.source) is not None


def _read_cell(solved: Solved, number: int, cell: Any, is_test: bool) -> None:
    text = plain_source(cell)
    asks = is_solution(cell) and not is_grade(cell)
    try:
        statements = ast.parse(text).body
    except SyntaxError as error:
        if asks:
            reason = Unread(error.lineno or 1, (error.text or "").strip(), "it is not Python")
            solved.unread.append((name_of(cell, number), reason))
        return
    own = []
    for node in statements:
        if is_test and not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for name in _bound_at_top(node):
            # A cell further down may use the name of an answer for something else.
            if asks or name not in solved.asked:
                again = name in solved.definitions
                definition = Definition(node, _text_of(text, node), number, again)
                solved.definitions[name] = definition
        if isinstance(node, ast.FunctionDef):
            own.append(node.name)
    if asks:
        solved.asked |= dict.fromkeys(own, number)
        if not own:
            first = statements[0] if statements else ast.Pass(lineno=1)
            words = ast.unparse(first).partition("\n")[0]
            reason = Unread(first.lineno, words, "this answer defines no function")
            solved.unread.append((name_of(cell, number), reason))


def _bound_at_top(node: ast.stmt) -> set[str]:
    """Return the names that a statement gives to its cell: not those inside a function."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
        return {f"* {node.module}"}
    return bound_by([node])


def _text_of(source: str, node: ast.stmt) -> str:
    """Return the lines of a statement, with its decorators."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(source.split("\n")[first - 1 : node.end_lineno])


class Needed:
    """Gathers what pieces of code need of a notebook: imports, and definitions in their order.

    Attributes
    ----------
    imports : set of str
    """

    def __init__(self, solved: Solved) -> None:
        self.solved = solved
        self.imports: set[str] = set()
        self._names: dict[str, Definition] = {}

    def add(self, node: ast.AST, bound: set[str]) -> None:
        """Gather what a piece of code needs, but for the names that are `bound` in it.

        Raises
        ------
        CourseError
            If the notebook makes it by running something, or not at all.
        """
        import builtins

        used = {
            n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
        }
        for name in sorted(used - bound - set(self._names)):
            if name in self.solved.definitions:
                self._add_definition(name)
            elif not hasattr(builtins, name):
                self._add_unknown(name)

    def statements(self) -> list[str]:
        """Return the definitions as they stand in the notebook."""
        found = {id(d.node): d for d in self._names.values()}
        kept = sorted(found.values(), key=lambda d: (d.cell, d.node.lineno))
        return [definition.text for definition in kept]

    def _add_definition(self, name: str) -> None:
        definition = self.solved.definitions[name]
        node = definition.node
        if isinstance(node, ast.Import | ast.ImportFrom):
            own = [a for a in node.names if (a.asname or a.name).partition(".")[0] == name]
            alone = (
                ast.Import(own)
                if isinstance(node, ast.Import)
                else ast.ImportFrom(node.module, own, node.level)
            )
            self.imports.add(ast.unparse(alone))
            return
        made = isinstance(node, ast.FunctionDef | ast.ClassDef) or (
            isinstance(node, ast.Assign | ast.AnnAssign)
            and not any(isinstance(part, ast.Call) for part in ast.walk(node))
        )
        if not made:
            raise CourseError(f"it uses `{name}`, which the notebook makes by running something")
        self._names[name] = definition
        self.add(node, bound_by([node]))

    def _add_unknown(self, name: str) -> None:
        stars = [
            ast.unparse(d.node)
            for d in self.solved.definitions.values()
            if isinstance(d.node, ast.ImportFrom) and d.node.names[0].name == "*"
        ]
        if name in GIVEN:
            self.imports.add(GIVEN[name])
        elif stars:
            self.imports |= set(stars)
        else:
            raise CourseError(f"it uses `{name}`, which the notebook does not define")
