"""The definitions and imports that a piece of source needs, in an order in which they can run."""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import itertools
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from importlib.util import resolve_name
from typing import Any

Function = Callable[..., Any]
# The name under which an answer may call the right function.
RIGHT = "_right"
GIVEN = {
    "np": "import numpy as np",
    "math": "import math",
    "pairwise": "from itertools import pairwise",
}


class AnswerError(Exception):
    """An answer is not Python, or a piece that it replaces does not occur in the reference."""


def definition_of(function: Function) -> ast.FunctionDef:
    """Return a function's definition without its docstring, decorators and annotations."""
    node = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function)))).body[0]
    assert isinstance(node, ast.FunctionDef)
    node.decorator_list = []
    plain: ast.FunctionDef = Plain().visit(node)
    return plain


class Plain(ast.NodeTransformer):
    """Takes docstrings and annotations away."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:  # noqa: D102
        node.returns = None
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:  # noqa: D102
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:  # noqa: D102
        if node.value is None:
            return None
        return self.generic_visit(ast.copy_location(ast.Assign([node.target], node.value), node))


def bound_by(nodes: Sequence[ast.stmt]) -> set[str]:
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


class Closure:
    """Gathers the statements and imports that an answer needs.

    Attributes
    ----------
    statements : list of ast.stmt
        Definitions of the course, to be written out.
    imports : set of str
        Lines that import what is not the course's.
    """

    def __init__(self, reference: Function, module: str = "") -> None:
        self.reference = reference
        self.shared = module
        # Definitions of these modules are written out, not imported: those beside the reference and the answer.
        modules = (reference.__module__, module)
        self.ours = tuple(m.rpartition(".")[0] or m for m in modules if m)
        self.statements: list[ast.stmt] = []
        self.imports: set[str] = set()
        self.known: set[str] = set()

    def add(self, nodes: Sequence[ast.stmt], module: str, bound: set[str]) -> None:
        """Gather what `nodes` of `module` need, except names that are `bound` elsewhere."""
        bound = bound | bound_by(nodes)
        for name in _names_in(nodes):
            if name not in bound and name not in self.known and not hasattr(builtins, name):
                self.known.add(name)
                self._add_name(name, module)

    def _add_name(self, name: str, module: str) -> None:
        if name == RIGHT:
            own = self.reference.__name__
            self.known.add(own)
            self._add_name(own, self.reference.__module__)
            self.statements += ast.parse(f"{RIGHT} = {own}").body
            return
        statement = _top_level(name, module)
        if statement is None and name in GIVEN:
            self.imports.add(GIVEN[name])
        elif statement is None and name == "reference":
            package = self.reference.__module__.rpartition(".")[0]
            self.imports.add(f"from {package.rpartition('.')[0]} import reference")
        elif statement is None and self.shared and module != self.shared:
            self._add_name(name, self.shared)
        elif statement is None:
            raise AnswerError(f"{module} has no {name!r} of its own: an answer cannot use it")
        elif isinstance(statement, ast.ImportFrom) and self._is_ours(_module_of(statement, module)):
            original = next(a.name for a in statement.names if name in (a.asname, a.name))
            if original != name:
                raise AnswerError(f"{module} imports {original!r} as {name!r}: use its own name")
            self._add_name(name, _module_of(statement, module))
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            self.imports.add(ast.unparse(statement))
        else:
            plain = _Unqualified(self, module).visit(Plain().visit(statement))
            self.add([plain], module, set())
            self.statements.append(plain)

    def _is_ours(self, module: str) -> bool:
        return any(module.startswith(f"{package}.") for package in self.ours)


class _Unqualified(ast.NodeTransformer):
    """Writes ``f`` for ``key.f`` where ``key`` is a module of the course, and gathers ``f``."""

    def __init__(self, closure: Closure, module: str) -> None:
        self.closure = closure
        self.module = module

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.value, ast.Name):
            return node
        value = vars(sys.modules[self.module]).get(node.value.id)
        name = getattr(value, "__name__", "")
        if not inspect.ismodule(value) or not self.closure._is_ours(name):
            return node
        if node.attr not in self.closure.known:
            self.closure.known.add(node.attr)
            self.closure._add_name(node.attr, name)
        return ast.copy_location(ast.Name(node.attr, node.ctx), node)


def _names_in(nodes: Sequence[ast.stmt]) -> Iterator[str]:
    for node in itertools.chain.from_iterable(map(ast.walk, nodes)):
        if isinstance(node, ast.Name):
            yield node.id


def _module_of(statement: ast.ImportFrom, importer: str) -> str:
    """Return the full name of the module that a statement of the module `importer` imports from."""
    name = "." * statement.level + (statement.module or "")
    return resolve_name(name, importer.rpartition(".")[0])


@functools.cache
def _source(module: str) -> str:
    return inspect.getsource(sys.modules[module])


def _top_level(name: str, module: str) -> ast.stmt | None:
    """Return the statement of a module that binds a name, an import cut down to that name."""
    for node in ast.parse(_source(module)).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            own = [a for a in node.names if (a.asname or a.name).partition(".")[0] == name]
            if own:
                node.names = own
                return node
        elif name in _bound_at_top(node):
            return node
    return None


def _bound_at_top(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {t.id for target in targets for t in ast.walk(target) if isinstance(t, ast.Name)}
    return set()
