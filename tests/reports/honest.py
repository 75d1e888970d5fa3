"""Honest answers as independent students would vary them, for measuring false alarms.

Each starts from one of the ways that the course knows, the first ones more often, and is rewritten
as people write: a temporary here, operands the other way round there, `np.dot` for `@`, a method
for a function. How often is a person's style, the same in all that one hands in.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

import numpy as np

from course_utils.checking.exercise import Exercise


@dataclass(frozen=True)
class Style:
    """How often a person rewrites in each of the ways."""

    swap: float
    temporary: float
    dot: float
    method: float


STYLES = (
    Style(0.1, 0.1, 0.0, 0.1),
    Style(0.3, 0.5, 0.0, 0.6),
    Style(0.3, 0.2, 0.8, 0.1),
    Style(0.5, 0.8, 0.5, 0.5),
)


def ways(exercise: Exercise) -> list[str]:
    """Return the sources of the right answers that the course knows."""
    return [exercise.cell(answer) for answer in (None, *exercise.alternatives)]


def variants(exercise: Exercise, style: Style, count: int, rng: np.random.Generator) -> list[str]:
    """Return honest answers to an exercise in one style."""
    known = ways(exercise)
    weights = 1 / np.arange(1, len(known) + 1)
    bases = rng.choice(len(known), size=count, p=weights / weights.sum())
    return [rewritten(known[base], style, rng) for base in bases]


def rewritten(source: str, style: Style, rng: np.random.Generator) -> str:
    """Return a source rewritten at random places; it computes the same."""
    tree = _Rewriting(style, rng).visit(ast.parse(source))
    return ast.unparse(ast.fix_missing_locations(tree))


class _Rewriting(ast.NodeTransformer):
    def __init__(self, style: Style, rng: np.random.Generator) -> None:
        self.style = style
        self.rng = rng
        self.temporaries = 0

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Add | ast.Mult) and self.rng.random() < self.style.swap:
            node.left, node.right = node.right, node.left
        if isinstance(node.op, ast.MatMult) and self.rng.random() < self.style.dot:
            return _call("dot", node.left, node.right)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if (
            isinstance(function, ast.Attribute)
            and function.attr in ("sum", "mean")
            and isinstance(function.value, ast.Name)
            and function.value.id == "np"
            and self.rng.random() < self.style.method
        ):
            return ast.Call(
                ast.Attribute(node.args[0], function.attr, ast.Load()), node.args[1:], node.keywords
            )
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.AST]:
        self.generic_visit(node)
        if node.value is None or self.rng.random() >= self.style.temporary:
            return node
        self.temporaries += 1
        name = f"result_{self.temporaries}"
        assign = ast.Assign([ast.Name(name, ast.Store())], node.value)
        return [assign, ast.Return(ast.Name(name, ast.Load()))]


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    numpy = ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load())
    return ast.Call(numpy, list(arguments), [])
