"""Describe values by their types and shapes, in words."""

from __future__ import annotations

import numbers

import numpy as np

from course_utils.checking.outcome import Foreign


def describe(value: object) -> str:
    """Describe a value by its type and shape, without its numbers."""
    if value is None:
        return "None"
    if isinstance(value, Foreign):
        return f"a {value.type_name}"
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return f"an array of shape {value.shape}"
    if isinstance(value, (bool, np.bool_)):
        return "True or False"
    if isinstance(value, (int, np.integer)):
        return "a whole number"
    if isinstance(value, (np.ndarray, np.generic, numbers.Number)):
        return "a number"
    if isinstance(value, dict):
        return f"a dict of {counted(len(value), 'item')}"
    if isinstance(value, (tuple, list)):
        name = type(value).__name__
        if len(value) > 4 or any(isinstance(v, (tuple, list)) for v in value):
            return f"a {name} of {len(value)} items"
        return f"a {name} ({', '.join(describe(v) for v in value)})"
    return {"str": "a string"}.get(type(value).__name__, f"a {type(value).__name__}")


def shape_of(value: object) -> str:
    """Describe an argument in a line: its shape, its length, or its value where that is a plain scalar."""
    if isinstance(value, np.ndarray):
        return str(value.shape)
    if isinstance(value, (tuple, list)):
        if value and all(isinstance(v, (int, str, np.integer)) for v in value):
            return repr(list(value))
        return f"{type(value).__name__} of {len(value)}"
    if isinstance(value, (bool, int, str, np.integer)):
        return repr(value)
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.3g}"
    return type(value).__name__


def counted(n: int, thing: str) -> str:
    """Return e.g. "1 item" or "3 items"."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
