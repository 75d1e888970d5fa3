"""Edits that add what may be missing around an expression: a transpose, sign, factor, term or call."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from course_utils.checking.variants import Location, Variant, operation

WRAPPERS = {"sqrt": "root", "square": "square", "abs": "absolute value"}
PRODUCTS, SUMS = (ast.Mult, ast.Div), (ast.Add, ast.Sub)


def missing(
    location: Location, node: ast.AST, names: Sequence[str], numbers: Sequence[str]
) -> Iterator[Variant]:
    """Yield an expression with each thing that may be missing around it.

    `names` are those of the function; `numbers` are those that may be a term or a factor.
    """
    if not isinstance(node, (ast.Name, ast.Call, ast.BinOp, ast.Subscript, ast.Attribute)):
        return
    if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)) or location[1] == "func":
        return
    if isinstance(node, ast.Name) and node.id not in names:
        return
    if location[1] in ("slice", "iter", "value") and isinstance(
        location[0], (ast.Subscript, ast.Attribute)
    ):
        return
    if getattr(getattr(location[0], "func", None), "id", "") == "range":
        length = ast.Call(ast.Name("len", ast.Load()), [node], [])
        yield length, "a missing call of `len`", "len", 1
    yield ast.Attribute(node, "T", ast.Load()), "a missing transpose", "transpose", 1
    yield ast.UnaryOp(ast.USub(), node), "the sign", "sign", 1
    if isinstance(node, (ast.Name, ast.Call, ast.Subscript)):
        backwards = ast.Slice(None, None, ast.UnaryOp(ast.USub(), ast.Constant(1)))
        yield ast.Subscript(node, backwards, ast.Load()), "the order of this list", "order", 2
    if not _makes_an_array(node):
        for wrapper, what in WRAPPERS.items():
            yield _call_of(wrapper, node), f"a missing {what}", wrapper, 2
    yield ast.BinOp(ast.Constant(1), ast.Div(), node), "the inverse", "inverse", 2
    yield ast.BinOp(ast.Constant(1), ast.Sub(), node), "a missing `1 - ...`", "complement", 2
    for op in (ast.Div(), ast.Mult()):
        if not _is_inside(location, PRODUCTS):
            yield ast.BinOp(node, op, ast.Constant(2)), "a factor 2", "half", 2
    for wrapper in ("exp", "log", "tanh", "sum", "mean", "linalg.norm"):
        yield _call_of(wrapper, node), f"a missing call of `np.{wrapper}`", wrapper, 2
    for name in numbers:
        yield from _completed(location, node, name)


def forgotten_calls(
    location: Location, node: ast.AST, callables: Sequence[str]
) -> Iterator[Variant]:
    """Yield an expression inside the call of each function that may have been forgotten."""
    if isinstance(getattr(node, "ctx", None), ast.Store):
        return
    if isinstance(node, (ast.BinOp, ast.Name, ast.Call)) and isinstance(
        location[0], (ast.Return, ast.Assign, ast.Tuple, ast.List, ast.BinOp)
    ):
        for name in callables:
            call = ast.Call(ast.Name(name, ast.Load()), [node], [])
            yield call, f"a missing call of `{name}`", f"call {name}", 2


def _call_of(name: str, argument: ast.expr) -> ast.Call:
    func: ast.expr = ast.Name("np", ast.Load())
    for part in name.split("."):
        func = ast.Attribute(func, part, ast.Load())
    return ast.Call(func, [argument], [])


def _makes_an_array(node: ast.expr) -> bool:
    """Whether this is `np.zeros(...)` or its like: a root of that only changes whole numbers into floats."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "").startswith(
        ("zeros", "ones", "empty", "full", "array", "arange", "eye")
    )


def _is_inside(location: Location, operators: tuple[type[ast.operator], ...]) -> bool:
    """Whether an expression is a side of one of these operators.

    What is missing there is found at the whole product or sum: it is the same.
    """
    parent = location[0]
    return isinstance(parent, ast.BinOp) and isinstance(parent.op, operators)


def _completed(location: Location, node: ast.expr, name: str) -> Iterator[Variant]:
    """Yield an expression with a name beside it that may have been left out."""
    other = ast.Name(name, ast.Load())
    found: list[tuple[ast.expr, type[ast.operator], ast.expr, str]] = []
    if not _is_inside(location, SUMS):
        found += [
            (node, ast.Add, other, "term"),
            (node, ast.Sub, other, "term"),
            (other, ast.Sub, node, "term"),
        ]
    if not _is_inside(location, PRODUCTS):
        rest = ast.BinOp(ast.Constant(1), ast.Sub(), other)
        found += [
            (node, ast.Mult, other, "factor"),
            (node, ast.Div, other, "factor"),
            (other, ast.Div, node, "factor"),
            (node, ast.Mult, rest, "factor"),
        ]
        shape = ast.Attribute(other, "shape", ast.Load())
        sizes = [ast.Subscript(shape, ast.Constant(i), ast.Load()) for i in (0, 1)]
        found += [(node, sized, size, "factor") for size in sizes for sized in PRODUCTS]
    found += [(node, ast.MatMult, other, "factor"), (other, ast.MatMult, node, "factor")]
    if isinstance(node, ast.Name):
        found.append((node, ast.Pow, other, "power"))
    for left, op, right, what in found:
        yield operation(left, op(), right), f"a missing {what}", "missing", 3
