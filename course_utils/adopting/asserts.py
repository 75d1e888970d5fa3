"""Read the asserts of a test cell as cases of an exercise, or say why that is not possible.

An assert is a case if it compares what a call returns with something, and the arguments are values:
literals, arrays of literals, names that got such values. A call that has to raise an error is
a case too. What an assert expects is not kept: the reference says it.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType

from course_utils.adopting.tolerances import Close, Untold, closeness, within
from course_utils.adopting.values import is_value

MOST_ROUNDS = 100  # of a loop that is written out
BROAD = ("Exception", "BaseException", "AssertionError")
EQUAL = ("assert_equal", "assertEqual", "assert_array_equal")
RAISES = ("raises", "assert_raises", "assertRaises")


@dataclass(frozen=True)
class Case:
    """One call: the function, its arguments as source, and how its value is judged.

    `rtol` is 0 for an exact comparison. `error` is the class that the call has to raise.
    """

    function: str
    arguments: tuple[str, ...]
    rtol: float = 0.0
    error: str = ""


@dataclass(frozen=True)
class Unread:
    """A statement that cannot be read as a case: its line in the cell, its first words, and the reason."""

    line: int
    text: str
    reason: str


class _NotACase(Exception):
    """A statement that is no case; the message says why."""


def cases_in(
    source: str,
    functions: Mapping[str, ast.arguments],
    names: Mapping[str, ast.expr] = MappingProxyType({}),
) -> tuple[list[Case], list[Unread]]:
    """Return the cases of a test cell, and the statements that are none.

    Parameters
    ----------
    source : str
    functions : mapping
        The parameters of each function that the notebook asks for, by its name.
    names : mapping
        The values that cells before this one have given to names.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        return [], [Unread(error.lineno or 1, (error.text or "").strip(), "it is not Python")]
    reader = _Reader(functions, names)
    for statement in statements:
        try:
            reader.read(statement)
        except (_NotACase, Untold) as reason:
            text = ast.unparse(statement).partition("\n")[0]
            reader.unread.append(Unread(statement.lineno, text, str(reason)))
    return reader.cases, reader.unread


class _Reader:
    def __init__(
        self, functions: Mapping[str, ast.arguments], names: Mapping[str, ast.expr]
    ) -> None:
        self.functions = functions
        self.cases: list[Case] = []
        self.unread: list[Unread] = []
        self.names = dict(names)

    def read(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr(ast.Constant(str())) | ast.Import() | ast.ImportFrom() | ast.Pass():
                return
            case ast.Expr(ast.Call(ast.Name("print"))):
                return
            case ast.Assign([ast.Name(name)], value):
                self._assign(name, self._resolved(value))
            case ast.Assert(test):
                self._claim(self._resolved(test))
            case ast.Expr(ast.Call() as call):
                self._helper(call)
            case ast.Try():
                self._has_to_raise(node)
            case ast.With([ast.withitem(ast.Call(helper, [error]), None)], [ast.Expr(call)]) if (
                _last_name(helper) in RAISES
            ):
                self._raising(self._resolved(call), error)
            case ast.For(target, values, body, []):
                self._loop(target, self._resolved(values), body)
            case _:
                raise _NotACase("it does something other than compare a call with a value")

    def _assign(self, name: str, value: ast.expr) -> None:
        if name in self.functions:
            raise _NotACase(f"it gives `{name}` another meaning")
        if not is_value(value) and not self._is_call(value):
            self.names.pop(name, None)
            raise _NotACase(f"`{name}` is not a value that is written out")
        self.names[name] = value

    def _resolved(self, node: ast.expr) -> ast.expr:
        """Return an expression with the cell's own names written out."""

        class Written(ast.NodeTransformer):
            def visit_Name(self, name: ast.Name) -> ast.AST:
                return deepcopy(names[name.id]) if name.id in names else name

        names = self.names
        resolved: ast.expr = Written().visit(deepcopy(node))
        return resolved

    def _claim(self, test: ast.expr) -> None:
        """Read what an assert claims."""
        match test:
            case ast.BoolOp(ast.And(), parts):
                for part in parts:
                    self._claim(part)
            case ast.Call(ast.Name() | ast.Attribute() as function, [inner]) if (
                _last_name(function) == "all"
            ):
                self._claim(inner)
            case ast.Call(ast.Attribute(inner, "all"), []):
                self._claim(inner)
            case ast.Compare(ast.Call(ast.Name("round"), [one, digits]), [ast.Eq()], [other]):
                self._add(one, other, within(other, digits))
            case ast.Compare(one, [ast.Eq()], [ast.Call(function, [other, *more], keywords)]) if (
                _last_name(function) == "approx"
            ):
                self._close("approx", one, other, more, keywords)
            case ast.Compare(one, [ast.Eq() | ast.Is()], [other]):
                self._add(one, other)
            case ast.Compare(difference, [ast.Lt() | ast.LtE()], [limit]):
                one, other = _difference(difference)
                self._add(one, other, closeness("difference", other, [limit], {}))
            case ast.Call(function, [one, other]) if _last_name(function) == "array_equal":
                self._add(one, other)
            case ast.Call(function, [one, other, *more], keywords) if _last_name(function) in Close:
                self._close(_last_name(function), one, other, more, keywords)
            case _ if self._is_call(test) or (
                isinstance(test, ast.UnaryOp) and self._is_call(test.operand)
            ):
                call = test.operand if isinstance(test, ast.UnaryOp) else test
                self._add(call, ast.Constant(value=True))
            case _:
                raise _NotACase("it does not compare what a call returns with a value")

    def _helper(self, call: ast.Call) -> None:
        """Read a call of a function that asserts."""
        name = _last_name(call.func)
        arguments = [self._resolved(a) for a in call.args]
        match arguments:
            case [error, ast.Name(function), *rest] if name in RAISES:
                self._raising(ast.Call(ast.Name(function), rest, call.keywords), error)
            case [one, other, *_] if name in EQUAL:
                self._add(one, other)
            case [one, other, *more] if name in Close and name.startswith("assert"):
                self._close(name, one, other, more, call.keywords)
            case _ if name in self.functions:
                return  # a call for its own sake claims no more than that nothing is raised
            case _:
                raise _NotACase("it does something other than compare a call with a value")

    def _has_to_raise(self, node: ast.Try) -> None:
        """Read a `try` whose call has to raise an error."""
        match node:
            case ast.Try(
                [ast.Expr(call) | ast.Assign(_, call), *failing],
                [ast.ExceptHandler(ast.expr() as error, _, [ast.Pass()])],
                otherwise,
                [],
            ) if len([*failing, *otherwise]) == 1 and _fails([*failing, *otherwise][0]):
                self._raising(self._resolved(call), error)
            case _:
                raise _NotACase("this `try` does something other than expect an error")

    def _raising(self, call: ast.expr, error: ast.expr) -> None:
        name = _last_name(error)
        if not name or name in BROAD:
            raise _NotACase("it does not say which class of error is to be raised")
        self.cases.append(self._case(call, error=name))

    def _loop(self, target: ast.expr, values: ast.expr, body: list[ast.stmt]) -> None:
        """Read a loop over values as if it were written out; all of it, or nothing."""
        if not isinstance(values, ast.List | ast.Tuple) or len(values.elts) > MOST_ROUNDS:
            raise _NotACase("it is a loop over something other than a list that is written out")
        names, cases = dict(self.names), list(self.cases)
        try:
            for value in values.elts:
                self._bind(target, value)
                for statement in body:
                    self.read(statement)
        except (_NotACase, Untold):
            self.cases = cases
            raise
        finally:
            self.names = names

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Name(name), _:
                self._assign(name, value)
            case ast.Tuple(targets) | ast.List(targets), ast.Tuple(values) | ast.List(values) if (
                len(targets) == len(values)
            ):
                for one, other in zip(targets, values, strict=True):
                    self._bind(one, other)
            case _:
                raise _NotACase("its loop's values do not fit its names")

    def _add(self, one: ast.expr, other: ast.expr, rtol: float = 0.0) -> None:
        """Add the case of a comparison; either side is the call."""
        if not self._is_call(one):
            one, other = other, one
        if not self._is_call(one):
            raise _NotACase("it does not compare what a call returns with a value")
        if any(map(self._is_call, ast.walk(other))):
            raise _NotACase("what it expects is made by a function that is to be written")
        self.cases.append(self._case(one, rtol))

    def _close(
        self,
        name: str,
        one: ast.expr,
        other: ast.expr,
        more: list[ast.expr],
        keywords: list[ast.keyword],
    ) -> None:
        """Add the case of a comparison by a function that allows a difference."""
        named = {keyword.arg: keyword.value for keyword in keywords if keyword.arg}
        value = other if self._is_call(one) else one
        self._add(one, other, closeness(name, value, more, named))

    def _is_call(self, node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in self.functions
        )

    def _case(self, call: ast.expr, rtol: float = 0.0, error: str = "") -> Case:
        if not isinstance(call, ast.Call) or not self._is_call(call):
            raise _NotACase("it calls no function that the notebook asks for")
        name = _last_name(call.func)
        arguments = _in_order(call, self.functions[name])
        if not all(map(is_value, arguments)):
            raise _NotACase("an argument is not a value that is written out")
        return Case(name, tuple(map(ast.unparse, arguments)), rtol, error)


def _in_order(call: ast.Call, parameters: ast.arguments) -> list[ast.expr]:
    """Return a call's arguments in the order of the parameters."""
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        raise _NotACase("an argument is not a value that is written out")
    names = [argument.arg for argument in [*parameters.posonlyargs, *parameters.args]]
    first_default = len(names) - len(parameters.defaults)
    defaults = dict(zip(names[first_default:], parameters.defaults, strict=True))
    given = list(call.args)
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    for name in names[len(given) :]:
        if not named:
            break
        if name not in named and name not in defaults:
            raise _NotACase(f"it gives no argument for `{name}`")
        given.append(named.pop(name) if name in named else defaults[name])
    if named:
        raise _NotACase("it names an argument that has no place of its own")
    return given


def _difference(node: ast.expr) -> tuple[ast.expr, ast.expr]:
    """Return the two sides of ``abs(a - b)``, the call first."""
    match node:
        case ast.Call(function, [ast.BinOp(one, ast.Sub(), other)], []) if _last_name(function) in (
            "abs",
            "absolute",
            "fabs",
        ):
            return (other, one) if is_value(one) else (one, other)
        case ast.Call(function, [inner], []) if _last_name(function) in ("max", "amax"):
            return _difference(inner)
    raise _NotACase("it does not compare what a call returns with a value")


def _fails(node: ast.stmt) -> bool:
    """Whether a statement makes a test fail."""
    match node:
        case ast.Raise() | ast.Assert(ast.Constant(False)):
            return True
        case ast.Expr(ast.Call(function)):
            return _last_name(function) == "fail"
    return False


def _last_name(node: ast.expr) -> str:
    """Return ``c`` of ``a.b.c``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
