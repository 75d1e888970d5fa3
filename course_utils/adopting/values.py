"""Which expressions are values that are written out: no name of the notebook, nothing that is drawn."""

from __future__ import annotations

import ast

MAKERS = ("array", "asarray", "zeros", "ones", "full", "eye", "identity", "arange", "linspace")
MODULES = ("np", "numpy")
CONSTANTS = ("nan", "inf", "pi", "e", "NaN", "Inf")
TYPES = ("int", "float", "bool", "complex")
BUILDERS = ("list", "tuple", "range", "float", "complex")
METHODS = ("reshape", "astype", "transpose")


def is_value(node: ast.expr) -> bool:
    """Whether an expression is a value that the sandbox's messages carry."""
    match node:
        case ast.Constant(value):
            return value is None or isinstance(value, (bool, int, float, complex, str))
        case ast.UnaryOp(_, operand):
            return is_value(operand)
        case ast.BinOp(left, _, right):
            return is_value(left) and is_value(right)
        case ast.List(elements) | ast.Tuple(elements):
            return all(map(is_value, elements))
        case ast.Dict(keys, values):
            texts = all(isinstance(k, ast.Constant) and isinstance(k.value, str) for k in keys)
            return texts and all(map(is_value, values))
        case ast.Attribute(ast.Name(module), name):
            return module in (*MODULES, "math") and name in CONSTANTS
        case ast.Attribute(inner, "T"):
            return _makes_array(inner)
        case ast.Call():
            return _makes(node)
    return False


def _makes(node: ast.Call) -> bool:
    """Whether a call only makes a value of values."""
    values = [argument for argument in node.args if not _is_type(argument)]
    values += [k.value for k in node.keywords if not _is_type(k.value)]
    if not all(map(is_value, values)):
        return False
    match node.func:
        case ast.Name(name):
            return name in BUILDERS or name in MAKERS
        case ast.Attribute(inner, name) if name in METHODS:
            return _makes_array(inner)
        case ast.Attribute(ast.Name(module), name):
            return module in MODULES and name in MAKERS
    return False


def _makes_array(node: ast.expr) -> bool:
    return isinstance(node, ast.Call | ast.Attribute) and is_value(node)


def _is_type(node: ast.expr) -> bool:
    """Whether this names a type of numbers: ``int``, ``np.float64``."""
    match node:
        case ast.Name(name):
            return name in TYPES
        case ast.Attribute(ast.Name(module), name):
            return module in MODULES and name.startswith((*TYPES, "uint"))
    return False
