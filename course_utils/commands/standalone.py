"""Write a function of the exercises as a student would hand it in: one cell that needs no other.

Known mistakes and right alternatives are functions in `course_utils.exercises`, which use helpers,
the answer key and constants of their modules. What a function uses is written out before it, under
names that no answer has; docstrings, which are the course's, are left out.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import textwrap
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np

OURS = "course_utils."
SHIPPED = "course_utils.datasets"  # what a notebook may import too


def standalone(function: Callable[..., object], name: str) -> str:
    """Return the source of a cell that defines `function` as `name`.

    Raises
    ------
    ValueError
        If it uses something that cannot be written out.
    """
    writer = _Writer()
    if isinstance(function, functools.partial):
        inner = writer.helper(function.func)
        fixed = [writer.literal(value) for value in function.args]
        fixed += [f"{key}={writer.literal(value)}" for key, value in function.keywords.items()]
        text = f"def {name}(*arguments):\n    return {inner}({', '.join(fixed)}, *arguments)"
    else:
        text = ast.unparse(ast.fix_missing_locations(writer.definition(_plain(function), name)))
    return "\n\n".join([*sorted(writer.imports), *writer.helpers, text])


def _plain(function: Callable[..., object]) -> FunctionType:
    plain = inspect.unwrap(function)
    if not isinstance(plain, FunctionType):
        raise ValueError(f"{function!r} is not a function written in Python")
    return plain


class _Writer:
    def __init__(self) -> None:
        self.imports: set[str] = set()
        self.helpers: list[str] = []
        self.known: dict[int, str] = {}  # id of a helper -> its name in the cell

    def definition(self, function: FunctionType, name: str) -> ast.FunctionDef:
        """Return the function's definition under another name, its helpers noted."""
        self.known[id(function)] = name
        node = _tree_of(function)
        if isinstance(node, ast.Lambda):
            body: list[ast.stmt] = [ast.Return(node.body)]
        else:
            body = node.body[ast.get_docstring(node) is not None :]
        outer = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
        fresh = ast.FunctionDef(name, node.args, body, [])
        _Rename(self, outer, _bound(node)).visit(fresh)
        return fresh

    def name_of(self, name: str, value: object) -> str:
        """Return how a value of the function's module is called in the cell."""
        if isinstance(value, ModuleType):
            self.imports.add(f"import {value.__name__} as {name}")
            return name
        module = getattr(value, "__module__", "") or ""
        if callable(value) and module.startswith(SHIPPED):
            self.imports.add(f"from {module} import {getattr(value, '__name__', name)} as {name}")
            return name
        if isinstance(inspect.unwrap(value), FunctionType) and module.startswith(OURS):  # type: ignore[arg-type]
            return self.helper(value)  # type: ignore[arg-type]
        if isinstance(value, type | BuiltinFunctionType | np.ufunc) and not module.startswith(OURS):
            own = getattr(value, "__name__", name)
            self.imports.add(f"from {module or 'numpy'} import {own} as {name}")
            return name
        return self.constant(name, value)

    def constant(self, name: str, value: object) -> str:
        """Write out a value that a function uses; return its name."""
        if id(value) not in self.known:
            text = self.literal(value)
            self.known[id(value)] = self.fresh(name)
            self.helpers.append(f"{self.known[id(value)]} = {text}")
        return self.known[id(value)]

    def literal(self, value: object) -> str:
        """Return the source of a constant, functions in it written out before."""
        if isinstance(value, dict):
            pairs = (f"{self.literal(k)}: {self.literal(v)}" for k, v in value.items())
            return f"{{{', '.join(pairs)}}}"
        if isinstance(value, tuple | list):
            inner = "".join(f"{self.literal(entry)}, " for entry in value)
            return f"[{inner}]" if isinstance(value, list) else f"({inner})"
        if isinstance(value, FunctionType | BuiltinFunctionType | np.ufunc | type):
            return self.name_of(getattr(value, "__name__", ""), value)
        if value is None or isinstance(value, int | float | complex | str):
            return repr(value)
        if isinstance(value, np.ndarray):
            self.imports.add("import numpy as np")
            return f"np.array({value.tolist()!r})"
        raise ValueError(f"this cannot be written out: {value!r}")

    def fresh(self, name: str) -> str:
        """Return a name that no answer has and nothing else in the cell."""
        wanted = f"_{name.strip('_<>')}"
        taken = set(self.known.values())
        numbered = (f"{wanted}_{n}" for n in itertools.count(2))
        return wanted if wanted not in taken else next(n for n in numbered if n not in taken)

    def helper(self, function: Callable[..., object]) -> str:
        """Write out a function that another one uses; return its name."""
        plain = _plain(function)
        if id(plain) not in self.known:
            name = self.fresh(
                f"{plain.__module__.rpartition('.')[2]}_{plain.__name__.strip('_<>')}"
            )
            tree = self.definition(plain, name)
            self.helpers.append(ast.unparse(ast.fix_missing_locations(tree)))
        return self.known[id(plain)]


class _Rename(ast.NodeTransformer):
    """Puts the cell's names in the place of the module's, and drops annotations."""

    def __init__(self, writer: _Writer, outer: dict[str, Any], bound: set[str]) -> None:
        self.writer = writer
        self.outer = outer
        self.bound = bound

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.bound or node.id not in self.outer:
            return node
        return ast.Name(self.writer.name_of(node.id, self.outer[node.id]), node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        owner = self.outer.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if isinstance(owner, ModuleType) and owner.__name__.startswith(OURS):
            name = self.writer.name_of(node.attr, getattr(owner, node.attr))
            return ast.Name(name, node.ctx)
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return self.generic_visit(ast.Assign([node.target], node.value))


def _bound(tree: ast.AST) -> set[str]:
    """Return the names that a function binds itself: arguments, assignments, inner functions."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef) and node is not tree:
            names.add(node.name)
    return names


@functools.cache
def _module_tree(path: str) -> ast.Module:
    with open(path, encoding="utf-8") as file:
        return ast.parse(file.read())


def _tree_of(function: FunctionType) -> ast.FunctionDef | ast.Lambda:
    if function.__name__ != "<lambda>":
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        if not isinstance(tree, ast.FunctionDef):
            raise ValueError(f"{function.__name__} is not defined by def")
        return tree
    # A lambda's source is the statement around it, which may hold several: compare positions.
    code = function.__code__
    places = [p for p in code.co_positions() if None not in p and p[2] != p[3]]
    first = min((line, column) for line, _, column, _ in places)
    last = max((line, column) for _, line, _, column in places)
    for node in ast.walk(_module_tree(code.co_filename)):
        if isinstance(node, ast.Lambda):
            body = node.body
            if (body.lineno, body.col_offset) == first and _end(body) == last:
                return ast.parse(ast.unparse(node), mode="eval").body  # type: ignore[return-value]
    raise ValueError(f"the lambda in line {code.co_firstlineno} was not found")


def _end(node: ast.expr) -> tuple[int | None, int | None]:
    return node.end_lineno, node.end_col_offset
