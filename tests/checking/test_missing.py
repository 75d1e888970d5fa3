"""What may be missing around an expression."""

from __future__ import annotations

import ast

from course_utils.checking.edits import edits_of


def texts(
    source: str, no_numbers: tuple[str, ...] = (), callables: tuple[str, ...] = ()
) -> set[str]:
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    found = set()
    for edit in edits_of(function, no_numbers, callables):
        with edit.applied():
            found.add(ast.unparse(function.body[0]))
    return found


def test_terms_factors_transposes_and_calls_are_tried() -> None:
    found = texts("def f(W, x, b):\n    return W @ x", callables=("sigmoid",))
    assert {
        "return W @ x + b",
        "return W @ x * b",
        "return W.T @ x",
        "return sigmoid(W @ x)",
        "return np.sqrt(W @ x)",
    } <= found


def test_a_name_that_is_no_number_is_no_term() -> None:
    found = texts("def f(x, activation):\n    return x", no_numbers=("activation",))
    assert "return x + activation" not in found
    assert "return x * x" in found


def test_a_factor_is_tried_once_for_a_whole_product() -> None:
    found = texts("def f(a, b, c):\n    return a * b")
    assert "return a * b * c" in found
    assert "return a * (b * c)" not in found
    assert "return a * c * b" not in found


def test_no_edit_makes_a_power_of_whole_numbers() -> None:
    powers = [text for text in texts("def f(n, k):\n    return n * k") if "**" in text]
    assert "return n ** (k * 1.0)" in powers
    assert all("* 1.0" in text for text in powers)


def test_no_edit_puts_a_list_into_itself() -> None:
    source = "def f(x):\n    a = []\n    for b in x:\n        a.append(b)\n    return a"
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    for edit in edits_of(function):
        with edit.applied():
            assert "a.append(a)" not in ast.unparse(function)
