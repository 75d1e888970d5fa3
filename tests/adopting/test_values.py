"""Values that are written out can be arguments of a case; what is drawn, read or named cannot."""

from __future__ import annotations

import ast

import pytest

from course_utils.adopting.values import is_value


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("[1, -2.5, 'a', None, (True, 2j)]", True),
        ("{'a': [1], 'b': {}}", True),
        ("2**10 - 1", True),
        ("np.array([[1, 2], [3, 4]], dtype=float)", True),
        ("np.zeros((2, 3), dtype=np.int64).T", True),
        ("numpy.linspace(0, np.pi, 5).reshape(-1, 1).astype(int)", True),
        ("list(range(5))", True),
        ("float('inf')", True),
        ("x", False),
        ("{1, 2}", False),
        ("{1: 'a'}", False),
        ("b'bytes'", False),
        ("np.random.rand(3)", False),
        ("np.array(x)", False),
        ("open('x')", False),
        ("'a'.upper()", False),
        ("[x for x in [1]]", False),
    ],
)
def test_what_is_a_value(source: str, told: bool) -> None:
    assert is_value(ast.parse(source, mode="eval").body) is told
