"""Statements that may stand in the wrong place: before a loop instead of in it, and the other way round."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from course_utils.checking.variants import Location, Variant

# How many lines before a loop, and at its beginning, may have to change places with it.
NEAR = 3
# The attribute that says which line of several to look at.
LOOK_AT = "look_at"
KIND = "where this line stands: before the loop, once, or in it, in every round"


def moved(location: Location, node: ast.AST) -> Iterator[Variant]:
    """Yield a loop with a line before it moved in, or a line in it moved out."""
    if not isinstance(node, (ast.For, ast.While)) or location[2] is None:
        return
    before = getattr(location[0], location[1])[max(location[2] - NEAR, 0) : location[2]]
    for line in before:
        if _gives(line) & _named(node.body):
            yield _instead([_with_body(node, [line, *node.body])], line), KIND, "loop", 1
    for line in node.body[:NEAR]:
        if _gives(line):
            rest = [one for one in node.body if one is not line] or [ast.Pass()]
            yield _instead([line, _with_body(node, rest)], line), KIND, "loop", 1


def after_the_loop(location: Location, node: ast.AST) -> Iterator[Variant]:
    """Yield a loop whose last `else` returns, with that `return` below the loop."""
    if not isinstance(node, (ast.For, ast.While)) or not isinstance(node.body[-1], ast.If):
        return
    last = node.body[-1]
    if len(last.orelse) == 1 and isinstance(last.orelse[0], ast.Return):
        alone = ast.If(last.test, last.body, [])
        after = [_with_body(node, [*node.body[:-1], alone]), last.orelse[0]]
        yield _instead(after, last.orelse[0]), "the indentation of `return`", "indentation", 0


def _instead(statements: list[ast.stmt], line: ast.stmt) -> ast.If:
    """Return statements that stand in the place of the loop, and the line that is to be looked at."""
    new = ast.If(ast.Constant(True), statements, [])
    setattr(new, LOOK_AT, line)
    return new


def _with_body(loop: ast.For | ast.While, body: list[ast.stmt]) -> ast.stmt:
    new = copy.copy(loop)
    new.body = body
    return new


def _gives(line: ast.stmt) -> set[str]:
    """Return the names to which a line gives a first value."""
    targets = line.targets if isinstance(line, ast.Assign) else []
    return {
        node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
    }


def _named(body: list[ast.stmt]) -> set[str]:
    return {node.id for line in body for node in ast.walk(line) if isinstance(node, ast.Name)}
