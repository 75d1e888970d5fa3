"""Variants of one piece of a program: what a slip could have put in its place, or left out."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from typing import Any

# The position of a node: its parent, the parent's field, and the index if the field is a list.
Location = tuple[Any, str, int | None]
ARITHMETIC = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.MatMult: "@",
    ast.Pow: "**",
}
COMPARISONS = {
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
FAMILIES = (
    ("sum", "mean", "max", "min", "prod", "std", "var", "cumsum"),
    ("exp", "log", "sqrt", "abs", "square", "sign", "log1p", "expm1"),
    ("maximum", "minimum"),
    ("argmax", "argmin"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("tanh", "tan", "sinh", "cosh"),
    ("any", "all"),
    ("vstack", "hstack"),
    ("floor", "ceil", "round"),
    ("shuffle", "permutation"),
    ("normal", "uniform"),
)
RELATIVES = {name: family for family in FAMILIES for name in family}
REDUCTIONS = ("sum", "mean", "max", "min", "prod", "std", "var", "argmax", "argmin", "any", "all")
# The family of edits that add a `return`.
RETURN = "return"
MOST_RETURNED = 20
MOST_QUOTED = 30  # characters of a piece of code
# Methods that change what they belong to and return None.
IN_PLACE = ("append", "extend", "insert", "reverse", "sort")
# The replacement, what to look at in words, the family of the slip, and how likely it is.
Variant = tuple[Any, str, str, int]


def variants(location: Location, node: ast.AST, names: Sequence[str]) -> Iterator[Variant]:
    """Yield the variants of a statement or an expression; `names` are those of the function."""
    if isinstance(node, ast.stmt):
        yield from _statement_variants(location, node, names)
        return
    if not isinstance(node, ast.expr) or _is_store(node) or location[1] == "func":
        return
    if isinstance(node, ast.BinOp):
        yield from _operation_variants(node)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand, f"the sign `{_sign(node)}`", "sign", 0
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and not asks_for_a_name(node):
        yield from _comparison_variants(node)
    elif isinstance(node, ast.Constant):
        is_negative = isinstance(getattr(location[0], "op", None), ast.USub)
        yield from _constant_variants(node, "-" * is_negative)
    elif isinstance(node, ast.Call):
        yield from _call_variants(node)
    elif isinstance(node, ast.Name):
        for other in names if not asks_for_a_name(location[0]) else ():
            if other != node.id and node.id in names and not _into_itself(location[0], other):
                yield ast.Name(other, ast.Load()), f"the name `{node.id}`", f"name {node.id}", 1
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value, "the transpose `.T`", "transpose", 0
    elif isinstance(node, ast.Subscript):
        yield from _subscript_variants(node)
    elif isinstance(node, ast.IfExp):
        new = ast.IfExp(node.test, node.orelse, node.body)
        yield new, "which value goes with which case of `if ... else`", "branches", 0
    elif isinstance(node, ast.BoolOp):
        other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(other_op, node.values), "`and` and `or`", "bool", 0
    elif isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) == 2:
        swapped = type(node)(node.elts[::-1], node.ctx)
        yield swapped, f"the order of {_quoted(node) or 'these two'}", "order", 1


def operation(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.BinOp:
    """Return ``left op right``; a power is one of floats.

    Whole numbers have no largest one: in a loop a power of them may never end, and nothing can stop it.
    """
    if isinstance(op, ast.Pow):
        right = ast.BinOp(right, ast.Mult(), ast.Constant(1.0))
    return ast.BinOp(left, op, right)


def asks_for_a_name(node: ast.AST) -> bool:
    """Whether this compares with a string: to change that only switches a branch off."""
    return isinstance(node, ast.Compare) and any(
        isinstance(side, ast.Constant) and isinstance(side.value, str)
        for side in (node.left, *node.comparators)
    )


def _quoted(node: ast.expr, before: str = "", after: str = "") -> str:
    """Return a short piece of code in quotes, or nothing if it is long."""
    text = ast.unparse(node)
    text = text[1:-1] if isinstance(node, ast.Tuple) else text  # as one writes it
    return f"`{before}{text}{after}`" if len(text) <= MOST_QUOTED else ""


def _into_itself(parent: ast.AST, name: str) -> bool:
    """Whether this puts a list into itself, `a.append(a)`: making an array of it would never end."""
    func = getattr(parent, "func", None)
    return isinstance(func, ast.Attribute) and getattr(func.value, "id", "") == name


def _is_store(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del))


def _sign(node: ast.UnaryOp) -> str:
    return {ast.USub: "-", ast.Not: "not", ast.UAdd: "+", ast.Invert: "~"}[type(node.op)]


def _operation_variants(node: ast.BinOp) -> Iterator[Variant]:
    sign = ARITHMETIC.get(type(node.op))
    if sign is None:
        return
    for op in ARITHMETIC:
        if not isinstance(node.op, op):
            rank = 1 if op in (ast.Pow, ast.MatMult) else 0
            yield (
                operation(node.left, op(), node.right),
                f"the operator `{sign}`",
                f"op {sign}",
                rank,
            )
    if not isinstance(node.op, (ast.Add, ast.Mult)):
        swapped = ast.BinOp(node.right, node.op, node.left)
        yield swapped, f"the order of the two sides of `{sign}`", f"swap {sign}", 0
    for kept, left_out in (
        (node.left, _quoted(node.right, before=f"{sign} ")),
        (node.right, _quoted(node.left, after=f" {sign}")),
    ):
        piece = left_out or f"one side of `{sign}`"
        yield kept, f"{piece}, which may not be needed", f"drop {sign}", 1
    # a * (b + c) written without its parentheses, and the other way round.
    for side, first in (("left", True), ("right", False)):
        inner = getattr(node, side)
        if isinstance(inner, ast.BinOp) and ARITHMETIC.get(type(inner.op)):
            if first:
                new = ast.BinOp(inner.left, inner.op, ast.BinOp(inner.right, node.op, node.right))
            else:
                new = ast.BinOp(ast.BinOp(node.left, node.op, inner.left), inner.op, inner.right)
            yield new, "where the parentheses stand", "parentheses", 0
    # a + (1 - b) * c written as a + 1 - b * c.
    left, right = node.left, node.right
    if (
        isinstance(node.op, (ast.Add, ast.Sub))
        and isinstance(left, ast.BinOp)
        and isinstance(left.op, (ast.Add, ast.Sub))
        and isinstance(right, ast.BinOp)
        and isinstance(right.op, (ast.Mult, ast.Div, ast.MatMult))
    ):
        inner = ast.BinOp(ast.BinOp(left.right, node.op, right.left), right.op, right.right)
        yield ast.BinOp(left.left, left.op, inner), "where the parentheses stand", "parentheses", 0
    if isinstance(node.right, ast.Call) and len(node.right.args) == 1 and node.right.args:
        inside = copy.copy(node.right)
        inside.args = [ast.BinOp(node.left, node.op, node.right.args[0])]
        yield inside, "where the parentheses stand", "parentheses", 1
    if isinstance(node.left, ast.Call) and len(node.left.args) == 1:
        inside = copy.copy(node.left)
        inside.args = [ast.BinOp(node.left.args[0], node.op, node.right)]
        yield inside, "where the parentheses stand", "parentheses", 1


def _comparison_variants(node: ast.Compare) -> Iterator[Variant]:
    sign = COMPARISONS.get(type(node.ops[0]))
    for op in COMPARISONS if sign else ():
        if not isinstance(node.ops[0], op):
            new = ast.Compare(node.left, [op()], node.comparators)
            yield new, f"the comparison `{sign}`", f"compare {sign}", 0


def _constant_variants(node: ast.Constant, sign: str) -> Iterator[Variant]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value), f"`{value}`", f"number {value}", 1
    elif isinstance(value, (int, float)):
        near: list[float] = [value + 1, value - 1, -value, 0, 1, 2, 0.5, -1, value * 2, value / 2]
        near += [value**2, value * 10, value / 10] if value not in (0, 1) else []
        for other in dict.fromkeys(near):
            if isinstance(value, int) and other == int(other):
                other = int(other)  # what a hand writes: 50 for 500, not 50.0
            if other != value:
                yield ast.Constant(other), f"the number {sign}{value}", f"number {value}", 1
    elif value is None:
        for axis in (0, 1):
            yield ast.Constant(axis), "`None`", "number None", 1


def _call_variants(node: ast.Call) -> Iterator[Variant]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    shown = f"`{ast.unparse(node.func)}`"
    for other in RELATIVES.get(name, ()):
        if other != name and isinstance(node.func, ast.Attribute):
            func = ast.Attribute(node.func.value, other, ast.Load())
            new = ast.Call(func, node.args, node.keywords)
            yield ast.copy_location(new, node), f"the function {shown}", f"function {name}", 0
    if name in REDUCTIONS:
        yield from _axis_variants(node, name)
    for i, argument in enumerate(node.args[:2]):
        if not isinstance(argument, ast.Starred):
            rank = 1 if i == 0 else 2
            yield argument, f"the call of {shown}", f"call {name}", rank
    inside = node.args[0] if len(node.args) == 1 else None
    if isinstance(inside, ast.BinOp) and type(inside.op) in ARITHMETIC:
        # np.sqrt(a / b) written for a / np.sqrt(b), and the other way round.
        kept = [ast.Call(node.func, [side], node.keywords) for side in (inside.left, inside.right)]
        for one_side in (
            ast.BinOp(inside.left, inside.op, kept[1]),
            ast.BinOp(kept[0], inside.op, inside.right),
        ):
            yield one_side, "where the parentheses stand", "parentheses", 1
    if isinstance(node.func, ast.Attribute) and not node.args:
        yield node.func.value, f"the call of {shown}", f"call {name}", 1
    # The condition of `where` is no choice, and what it chooses no condition.
    for i in range(1 if name == "where" else 0, len(node.args) - 1):
        args = list(node.args)
        args[i], args[i + 1] = args[i + 1], args[i]
        new = ast.Call(node.func, args, node.keywords)
        what = "the shape that `reshape` gives" if name == "reshape" else ""
        what = what or f"the order of the arguments of {shown}"
        yield new, what, f"arguments {name}", 0
    if name in ("dot", "matmul") and len(node.args) == 2:
        yield ast.BinOp(node.args[0], ast.Mult(), node.args[1]), f"the function {shown}", "dot", 0
    if name == "multiply" and len(node.args) == 2:
        product = ast.BinOp(node.args[0], ast.MatMult(), node.args[1])
        yield product, f"the function {shown}", "dot", 0
    if name == "range":
        yield from _range_variants(node)


def _axis_variants(node: ast.Call, name: str) -> Iterator[Variant]:
    kind = f"the axis of this `{name}`"
    others = [k for k in node.keywords if k.arg != "axis"]
    now = next((k.value for k in node.keywords if k.arg == "axis"), None)
    shown = now.value if isinstance(now, ast.Constant) else ... if now is not None else None
    for axis in (None, 0, 1):
        if axis != shown:
            keywords = [
                *others,
                *([ast.keyword("axis", ast.Constant(axis))] if axis is not None else []),
            ]
            yield ast.Call(node.func, node.args, keywords), kind, "axis", 0
    without = [k for k in node.keywords if k.arg != "keepdims"]
    if name in REDUCTIONS[:7]:
        if len(without) == len(node.keywords):
            without = [*without, ast.keyword("keepdims", ast.Constant(True))]
        yield ast.Call(node.func, node.args, without), f"`keepdims` of this `{name}`", "keepdims", 0
        # Both at once, where a sum had neither.
        if now is None:
            for axis in (0, 1):
                more = [ast.keyword("axis", ast.Constant(axis))]
                more += [ast.keyword("keepdims", ast.Constant(True))]
                yield ast.Call(node.func, node.args, [*others, *more]), kind, "axis", 0


def _range_variants(node: ast.Call) -> Iterator[Variant]:
    kind = "where this `range` begins and ends"
    for i, argument in enumerate(node.args[:2]):
        for op in (ast.Add(), ast.Sub()):
            args = list(node.args)
            args[i] = ast.BinOp(argument, op, ast.Constant(1))
            yield ast.Call(node.func, args, node.keywords), kind, "range", 0
    if len(node.args) == 1:
        yield ast.Call(node.func, [ast.Constant(1), node.args[0]], []), kind, "range", 0
        more = [ast.Constant(1), ast.BinOp(node.args[0], ast.Add(), ast.Constant(1))]
        yield ast.Call(node.func, more, []), kind, "range", 0
    new = ast.Call(ast.Name("reversed", ast.Load()), [node], [])
    yield new, "the order in which this loop goes", "order", 1


def _slice_variants(node: ast.Subscript, part: ast.Slice) -> Iterator[Variant]:
    yield node.value, "this slice", "slice", 1
    for field, first in (("lower", 1), ("upper", -1)):
        end = getattr(part, field)
        others: list[ast.expr | None] = [ast.Constant(first) if end is None else None]
        if end is not None:
            others += [ast.BinOp(end, op, ast.Constant(1)) for op in (ast.Add(), ast.Sub())]
        for other in others:
            changed = copy.copy(part)
            setattr(changed, field, other)
            yield ast.Subscript(node.value, changed, node.ctx), "this slice", "slice", 0


def _subscript_variants(node: ast.Subscript) -> Iterator[Variant]:
    part = node.slice
    if isinstance(part, ast.Slice):
        yield from _slice_variants(node, part)
        return
    if isinstance(part, ast.Tuple) and len(part.elts) == 2:
        new = ast.Subscript(node.value, ast.Tuple(part.elts[::-1], ast.Load()), node.ctx)
        yield new, "the order of rows and columns in this index", "index", 0
    elif not isinstance(part, ast.Constant):
        for op in (ast.Add(), ast.Sub()):
            new = ast.Subscript(node.value, ast.BinOp(part, op, ast.Constant(1)), node.ctx)
            yield new, "this index, which may be off by one", "index", 0
        yield (
            ast.Subscript(node.value, ast.UnaryOp(ast.USub(), part), node.ctx),
            "this index",
            "index",
            1,
        )


def _statement_variants(
    location: Location, node: ast.stmt, names: Sequence[str]
) -> Iterator[Variant]:
    if isinstance(node, ast.AugAssign):
        yield from _augmented_variants(node)
    if isinstance(node, ast.Assign):
        yield from _assignment_variants(node)
    if isinstance(node, ast.If) and not asks_for_a_name(node.test):
        negated = ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        yield negated, "the condition of this `if`", "branches", 0
    if isinstance(node, (ast.For, ast.While)) and isinstance(node.body[-1], ast.Return):
        loop = copy.copy(node)
        loop.body = node.body[:-1] or [ast.Pass()]
        after_loop = ast.If(ast.Constant(True), [loop, node.body[-1]], [])
        yield after_loop, "the indentation of `return`", "indentation", 0
    plain = (ast.Assign, ast.AugAssign, ast.Expr)
    if isinstance(node, (*plain, ast.If)):
        yield ast.Pass(), "this line, which may not be needed", "statement", 2
    siblings, index = getattr(location[0], location[1]), location[2]
    if isinstance(location[0], ast.FunctionDef) and node is siblings[-1]:
        yield from _return_variants(node)
        if isinstance(node, (ast.For, ast.While)):
            for name in names[-MOST_RETURNED:]:
                then = ast.Return(ast.Name(name, ast.Load()))
                yield ast.If(ast.Constant(True), [node, then], []), "a missing `return`", RETURN, 0
    if index is not None and index + 1 < len(siblings):
        following = siblings[index + 1]
        if isinstance(node, plain) and isinstance(following, plain):
            # The second comes before the first, and once more in its own place, which seldom matters.
            swapped = ast.If(ast.Constant(True), [following, node], [])
            yield swapped, "the order of these two lines", "lines", 1


def _return_variants(node: ast.stmt) -> Iterator[Variant]:
    """Yield the last statement of a function with the `return` that it lacks."""
    if isinstance(node, ast.Expr):
        if isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "print":
            for argument in node.value.args[:1]:
                yield ast.Return(argument), "`print`, which returns nothing", RETURN, 0
        else:
            yield ast.Return(node.value), "a missing `return`", RETURN, 0
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Call):
        func = node.value.func
        if isinstance(func, ast.Attribute) and func.attr in IN_PLACE:
            changed: list[ast.stmt] = [ast.Expr(node.value), ast.Return(func.value)]
            kind = f"`{func.attr}`, which changes the list and returns nothing"
            yield ast.If(ast.Constant(True), changed, []), kind, RETURN, 0
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    if isinstance(node, (ast.Assign, ast.AugAssign)) and isinstance(target, ast.Name):
        then = ast.Return(ast.Name(target.id, ast.Load()))
        yield ast.If(ast.Constant(True), [node, then], []), "a missing `return`", RETURN, 0


def _augmented_variants(node: ast.AugAssign) -> Iterator[Variant]:
    sign = ARITHMETIC.get(type(node.op), "")
    for op in (ast.Add, ast.Sub, ast.Mult, ast.Div):
        if not isinstance(node.op, op):
            other = ast.AugAssign(node.target, op(), node.value)
            yield other, f"the operator `{sign}=`", f"op {sign}", 0
    yield ast.Assign([node.target], node.value), f"the operator `{sign}=`", f"aug {sign}", 0
    if isinstance(node.target, ast.Name):
        value = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
        kind = f"`{sign}=`, which changes the array in place"
        yield ast.Assign([node.target], value), kind, "in place", 0


def _assignment_variants(node: ast.Assign) -> Iterator[Variant]:
    if isinstance(node.value, (ast.Name, ast.Subscript)):
        copied = ast.Call(ast.Attribute(node.value, "copy", ast.Load()), [], [])
        yield ast.Assign(node.targets, copied), "a missing copy of the array", "copy", 1
    target = node.targets[0]
    if len(node.targets) == 1 and isinstance(target, ast.Tuple) and len(target.elts) == 2:
        swapped = ast.Tuple(target.elts[::-1], ast.Store())
        kind = f"the order of {_quoted(target) or 'these two names'}"
        yield ast.Assign([swapped], node.value), kind, "order", 2
    if len(node.targets) == 1 and isinstance(target, (ast.Name, ast.Subscript)):
        added = ast.AugAssign(target, ast.Add(), node.value)
        yield added, "the `=`, which may have to be `+=`", "aug", 1
