"""Answers as source: the code that a student would hand in, as a function and as a notebook cell.

An answer is written in one of four forms: an expression, the body of the function, whole
definitions (helpers beside the function itself), or replacements in the reference's own source.
What it may use is what the reference may use: the names of the reference's module, NumPy as ``np``,
``math``, ``pairwise``, and ``reference`` for the course's other functions.
"""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import itertools
import math
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

Function = Callable[..., Any]
Code = str | Mapping[str, str]
# The name under which an answer may call the right function.
RIGHT = "_right"


class AnswerError(Exception):
    """An answer is not Python, or a piece that it replaces does not occur in the reference."""


def function_of(code: Code, reference: Function, place: tuple[str, int] = ("", 0)) -> Function:
    """Return the function that an answer defines.

    Parameters
    ----------
    code : str or mapping of str to str
        See the module's docstring; a mapping says which pieces of the reference's source are
        replaced by what.
    reference : callable
        The right function, whose name and parameters the answer has.
    place : tuple of str and int
        File and line where the answer is written, for tracebacks.

    Raises
    ------
    AnswerError
        If it is not Python, or replaces what is not there. The message names the place.
    """
    tree = _tree(code, reference, place)
    space = names_for(reference)
    exec(compile(tree, place[0] or "<answer>", "exec"), space)
    function: Function = space[reference.__name__]
    return function


def cell_of(code: Code, reference: Function) -> str:
    """Return the answer as one notebook cell that needs no other cell.

    The course's functions that it calls are written out inside the answer, where they hide no
    function of the notebook.
    """
    tree = _tree(code, reference, ("", 0))
    name = reference.__name__
    main = next(node for node in tree.body if _defines(node, name))
    helpers = [node for node in tree.body if node is not main]
    closure = _Closure(reference)
    closure.add([*helpers, main], vars(sys.modules[reference.__module__]), {name, *_bound(helpers)})
    main.body = [*closure.statements, *helpers, *main.body]  # type: ignore[attr-defined]
    imports = [f"{line}\n" for line in sorted(closure.imports)]
    return "".join(
        [*imports, "\n\n" if imports else "", ast.unparse(ast.fix_missing_locations(main))]
    )


def source_of(function: Function) -> str:
    """Return a function's source without its docstring and annotations."""
    return ast.unparse(definition_of(function))


def definition_of(function: Function) -> ast.FunctionDef:
    """Return a function's definition without its docstring, decorators and annotations."""
    node = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function)))).body[0]
    assert isinstance(node, ast.FunctionDef)
    node.decorator_list = []
    return _Plain().visit(node)


class _Plain(ast.NodeTransformer):
    """Takes docstrings and annotations away."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return self.generic_visit(ast.copy_location(ast.Assign([node.target], node.value), node))


def _tree(code: Code, reference: Function, place: tuple[str, int]) -> ast.Module:
    """Return a module that defines the answer, its line numbers those of the file."""
    where = f"{Path(place[0]).name}, line {place[1]}: " if place[0] else ""
    text = code if isinstance(code, str) else _replaced(code, reference, where)
    text = textwrap.dedent(text).strip("\n")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise AnswerError(f"{where}this answer is not Python: {error.msg}: {error.text}") from error
    tree = _Plain().visit(tree)
    if not any(_defines(node, reference.__name__) for node in tree.body):
        body = tree.body
        if len(body) == 1 and isinstance(body[0], ast.Expr):
            body = [ast.copy_location(ast.Return(body[0].value), body[0])]
        header = definition_of(reference)
        header.body = body
        tree = ast.Module([ast.copy_location(header, body[0])], [])
    if isinstance(code, str):
        ast.increment_lineno(tree, _first_line(text, place) - 1)
    return ast.fix_missing_locations(tree)


def _replaced(edits: Mapping[str, str], reference: Function, where: str) -> str:
    text = textwrap.dedent(inspect.getsource(reference))
    head, quotes, rest = text.partition('"""')
    docstring, _, body = rest.partition('"""')
    for old, new in edits.items():
        if not quotes or old not in body:
            raise AnswerError(f"{where}{reference.__name__} has no piece {old!r} to replace")
        body = body.replace(old, new)
    return f'{head}"""{docstring}"""{body}'


def _first_line(text: str, place: tuple[str, int]) -> int:
    """Return the line of the file on which an answer begins."""
    first = text.partition("\n")[0].strip()
    for number, line in enumerate(_lines(place[0])[place[1] - 1 :], place[1]):
        if place[1] and first in line:
            return number
    return max(place[1], 1)


@functools.cache
def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def names_for(reference: Function) -> dict[str, Any]:
    """Return what an answer to this reference finds when it is run."""
    package = sys.modules.get(reference.__module__.rpartition(".")[0])
    given = {"np": np, "math": math, "pairwise": itertools.pairwise, "reference": package}
    return {**given, **reference.__globals__, RIGHT: reference}


def _defines(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == name


def _bound(nodes: list[ast.stmt]) -> set[str]:
    """Return the names that statements bind themselves: arguments, assignments, functions."""
    names: set[str] = set()
    for node in itertools.chain.from_iterable(map(ast.walk, nodes)):
        if isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
    return names


def _free(nodes: list[ast.stmt]) -> Iterator[str]:
    bound = _bound(nodes)
    for node in itertools.chain.from_iterable(map(ast.walk, nodes)):
        if isinstance(node, ast.Name) and node.id not in bound and not hasattr(builtins, node.id):
            yield node.id


class _Closure:
    """The statements and imports that an answer needs, each after what it needs itself."""

    def __init__(self, reference: Function) -> None:
        self.reference = reference
        self.package = reference.__module__.rpartition(".")[0] or reference.__module__
        self.statements: list[ast.stmt] = []
        self.imports: set[str] = set()
        self.known: set[str] = set()

    def add(self, nodes: list[ast.stmt], space: Mapping[str, Any], bound: set[str]) -> None:
        """Gather what `nodes` need of a module's names `space`."""
        for name in _free(nodes):
            if name not in bound and name not in self.known:
                self.known.add(name)
                self._add_name(name, space)

    def _add_name(self, name: str, space: Mapping[str, Any]) -> None:
        if name == RIGHT:
            self.known.add(self.reference.__name__)
            self._add_name(self.reference.__name__, self.reference.__globals__)
            self.statements += ast.parse(f"{RIGHT} = {self.reference.__name__}").body
            return
        given = {"np": "import numpy as np", "math": "import math"}
        given |= {"pairwise": "from itertools import pairwise"}
        given |= {"reference": f"from {self.package.rpartition('.')[0]} import reference"}
        if name in given and not self._is_ours(space.get(name)):
            self.imports.add(given[name])
            return
        statement, module = _top_level(name, space["__name__"])
        if isinstance(statement, ast.Import):
            self.imports.add(ast.unparse(statement))
        elif isinstance(statement, ast.ImportFrom):
            source = statement.module or ""
            if source.startswith(self.package):
                self._add_name(name, vars(sys.modules[source]))
            else:
                self.imports.add(ast.unparse(statement))
        else:
            plain = _Plain().visit(statement)
            self.add([plain], vars(module), _bound([plain]))
            self.statements.append(plain)

    def _is_ours(self, value: object) -> bool:
        return str(getattr(value, "__module__", "")).startswith(self.package)


def _top_level(name: str, module_name: str) -> tuple[ast.stmt, ModuleType]:
    """Return the statement of a module that binds a name, an import cut down to that name."""
    module = sys.modules[module_name]
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            own = [a for a in node.names if (a.asname or a.name).partition(".")[0] == name]
            if own:
                node.names = own
                return node, module
        elif name in _bound_at_top(node):
            return node, module
    raise AnswerError(f"{module_name} has no {name!r} of its own: an answer cannot use it")


def _bound_at_top(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {t.id for target in targets for t in ast.walk(target) if isinstance(t, ast.Name)}
    return set()
