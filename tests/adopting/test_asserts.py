"""Asserts are read as cases, or not at all; each reason is one that an author understands."""

from __future__ import annotations

import ast

import pytest

from course_utils.adopting.asserts import Case, cases_in

HEADS = "def f(x, y=2, *, z=0): pass\ndef g(x): pass"
FUNCTIONS = {
    node.name: node.args for node in ast.parse(HEADS).body if isinstance(node, ast.FunctionDef)
}
NAMES: dict[str, ast.expr] = {"k": ast.parse("[9]", mode="eval").body}


@pytest.mark.parametrize(
    ("source", "cases"),
    [
        ("assert f(1) == 2", [("1",)]),
        ("assert [1, 'a'] == f([1, 2], {'k': -1.5})", [("[1, 2]", "{'k': -1.5}")]),
        ("assert f(1, y=3) == 2 and f(2) is None", [("1", "3"), ("2",)]),
        ("a = np.array([[1, 2]])\nassert (f(a) == a).all()", [("np.array([[1, 2]])",)]),
        ("a = 3\nb = [a, a]\nassert f(b, a) == 1, 'no'", [("[3, 3]", "3")]),
        ("got = f(1)\nassert got == 1", [("1",)]),
        ("assert np.array_equal(f(np.zeros(3)), np.zeros(3))", [("np.zeros(3)",)]),
        ("assert np.all(f(np.arange(4).reshape(2, 2)) == 1)", [("np.arange(4).reshape(2, 2)",)]),
        ("assert_equal(f(1), 3)\nself.assertEqual(f(2), 3)", [("1",), ("2",)]),
        ("for a, b in [(1, 2), (3, 4)]:\n    assert f(a) == b", [("1",), ("3",)]),
        ("assert f(3)\nassert not f(4)", [("3",), ("4",)]),
        ("'''A title.'''\nimport x\nprint(f(9))\nassert g(1) == 1", [("1",)]),
        ("f(1)\nassert f(2) == 1", [("2",)]),
        ("assert np.allclose(f(k), np.sin(k) * other)", [("[9]",)]),
        ("k = 3\nassert f(k) == k", [("3",)]),
    ],
)
def test_comparisons_are_cases(source: str, cases: list[tuple[str, ...]]) -> None:
    found, unread = cases_in(source, FUNCTIONS, NAMES)
    assert unread == []
    assert [case.arguments for case in found] == cases
    assert not any(case.rtol > 1e-5 or case.error for case in found)


@pytest.mark.parametrize(
    ("source", "rtol"),
    [
        ("assert np.allclose(f(1), 2)", 1e-5),
        ("assert np.allclose(2, f(1), rtol=1e-3)", 1e-3),
        ("assert np.isclose(f(1), 4.0, atol=0.02, rtol=0)", 0.005),
        ("assert math.isclose(f(1), 2, rel_tol=0.01)", 0.01),
        ("assert abs(f(1) - 5) < 0.5", 0.1),
        ("assert abs(5 - f(1)) <= 1e-2", 0.002),
        ("assert np.max(np.abs(f(1) - np.array([2, 4]))) < 10**-3", 5e-4),
        ("assert round(f(1), 2) == 0.5", 0.01),
        ("assert f(1) == pytest.approx(3, rel=0.02)", 0.02),
        ("np.testing.assert_allclose(f(1), 2)", 1e-7),
        ("assert_almost_equal(f(1), 2.0, decimal=3)", 5e-4),
        ("np.testing.assert_allclose(3.0, f(1), rtol=0, atol=0.03)", 0.01),
    ],
)
def test_closeness_becomes_a_relative_tolerance(source: str, rtol: float) -> None:
    found, unread = cases_in(source, FUNCTIONS, NAMES)
    assert unread == []
    assert [case.rtol for case in found] == [pytest.approx(rtol)]


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    f(0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no error')",
        "try:\n    a = f(0)\n    assert False\nexcept ValueError:\n    pass",
        "with pytest.raises(ValueError):\n    f(0)",
        "assert_raises(ValueError, f, 0)",
        "self.assertRaises(ValueError, f, x=0)",
    ],
)
def test_an_error_that_has_to_come_is_a_case(source: str) -> None:
    assert cases_in(source, FUNCTIONS, NAMES) == ([Case("f", ("0",), error="ValueError")], [])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("assert f(1) > 0", "does not compare what a call returns with a value"),
        ("assert f(1)[0] == 2", "does not compare"),
        ("assert isinstance(f(1), float)", "does not compare"),
        ("assert f(1) == g(1)", "made by a function that is to be written"),
        ("assert f(1) == 2 * g(1)", "made by a function that is to be written"),
        ("assert f(g(1)) == 2", "an argument is not a value"),
        ("assert f({1, 2}) == 2", "an argument is not a value"),
        ("assert f(*[1]) == 2", "an argument is not a value"),
        ("assert f(1, z=3) == 2", "no place of its own"),
        ("assert f(y=3) == 2", "no argument for `x`"),
        ("a = np.random.rand(3)\nassert f(1) == 1", "`a` is not a value"),
        ("a = 1\na = open('x')\nassert f(a) == 1", "`a` is not a value"),
        ("f = print\nassert f(1) is None", "gives `f` another meaning"),
        ("del f", "something other"),
        ("if f(1): raise AssertionError", "something other"),
        ("for a in range(3):\n    assert f(a) == a", "a loop over something other"),
        ("for a in [1, 2]:\n    assert f(a) > a", "does not compare"),
        ("for a, b in [(1, 2, 3)]:\n    assert f(a) == b", "do not fit its names"),
        ("try:\n    f(0)\nexcept Exception:\n    pass\nelse:\n    assert False", "which class"),
        ("try:\n    f(0)\nexcept ValueError:\n    pass", "something other than expect an error"),
        ("assert abs(f(1) - 0) < 0.01", "its tolerance is absolute"),
        ("assert abs(f(1) - 1e-9) < 0.01", "its tolerance is absolute"),
        ("assert np.allclose(f(1), 2, rtol=tight)", "its tolerance is not a number"),
        ("assert f(1 ==", "not Python"),
    ],
)
def test_what_is_no_case_is_named_with_its_reason(source: str, reason: str) -> None:
    found, unread = cases_in(source, FUNCTIONS, NAMES)
    assert unread, found
    assert reason in unread[0].reason


def test_a_loop_is_read_as_a_whole_or_not_at_all() -> None:
    source = "for a in [1, 2]:\n    assert f(a) == 1\n    assert f(a) > 0"
    found, unread = cases_in(source, FUNCTIONS, NAMES)
    assert (found, len(unread)) == ([], 1)
    assert unread[0].line == 1
