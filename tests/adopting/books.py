"""Three solved notebooks as lecturers write them for nbgrader, to be adopted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat


def text(source: str, name: str = "", **about: Any) -> Any:
    return _marked(nbformat.v4.new_markdown_cell(source), name, about)


def code(source: str, name: str = "", **about: Any) -> Any:
    cell = _marked(nbformat.v4.new_code_cell(source.strip("\n")), name, about)
    cell.execution_count = 3
    cell.outputs = [nbformat.v4.new_output("stream", text="old")]
    return cell


def answer(source: str, name: str) -> Any:
    return code(source, name, solution=True)


def tests(source: str, name: str, points: float) -> Any:
    return code(source, name, grade=True, locked=True, points=points)


def _marked(cell: Any, name: str, about: dict[str, Any]) -> Any:
    if name:
        none = {"grade": False, "solution": False, "locked": False, "schema_version": 3}
        cell.metadata["nbgrader"] = {**none, "grade_id": name, "task": False, **about}
    return cell


def write(folder: Path, name: str, cells: list[Any]) -> Path:
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "language": "python",
        "display_name": "Python 3",
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook, path)
    return path


# Whole numbers: a list, an error, a test that only makes sense as code, a question, free code.
SQUARES = [
    text("# Squares and their sum"),
    answer(
        '''
def squares(n):
    """Return the squares of 1, 2, ..., n as a list; a ValueError for n below 1."""
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError("there is no such list")
    return [k * k for k in range(1, n + 1)]
    ### END SOLUTION
''',
        "squares",
    ),
    code("squares(10)"),
    tests(
        '''
"""The squares of the first numbers."""
assert squares(1) == [1]
assert squares(4) == [1, 4, 9, 16]
### BEGIN HIDDEN TESTS
assert squares(7) == [1, 4, 9, 16, 25, 36, 49]
### END HIDDEN TESTS
''',
        "squares_are_right",
        1,
    ),
    tests(
        '''
"""Below 1 there is nothing to square."""
try:
    squares(0)
except ValueError:
    pass
else:
    raise AssertionError("no error")

try:
    squares(-3)
    assert False, "no error"
except ValueError:
    pass
''',
        "squares_of_nothing",
        1,
    ),
    answer(
        '''
def sum_of_squares(n):
    """Return 1 + 4 + ... + n * n."""
    ### BEGIN SOLUTION
    return sum(squares(n))
    ### END SOLUTION
''',
        "check_sum",
    ),
    tests(
        "for n, total in [(1, 1), (2, 5), (10, 385)]:\n    assert sum_of_squares(n) == total",
        "sums-of-the-first",
        0.5,
    ),
    tests(
        '''
"""It has to call squares."""
kept = squares
del squares
try:
    sum_of_squares(2)
except NameError:
    pass
else:
    raise AssertionError("squares is not called")
finally:
    squares = kept
### BEGIN HIDDEN TESTS
SECRET_LINE = sum_of_squares(3)
assert SECRET_LINE == 14
### END HIDDEN TESTS
''',
        "check_squares_is_called",
        0.5,
    ),
    text("$\\sum k^2$", "formula", grade=True, solution=True, points=1),
    code("print(sum_of_squares(24) == 70**2)", "use", grade=True, solution=True, points=2),
    text("---\n## Look one up", "look-up", task=True, locked=True, points=4),
]

# Arrays: tolerances, names in the test cell, defaults and keywords, a helper and a constant.
ARRAYS = [
    code("%matplotlib inline\nimport numpy as np\nfrom math import sqrt as root"),
    text("Helpers:"),
    code(
        "WIDTH = 2\n\ndef window(x, k):\n    return x[k : k + WIDTH]\n\ndata = np.loadtxt('data.csv')"
    ),
    answer(
        """
def moving_average(x, weight=1.0, *, unused=None):
    ### BEGIN SOLUTION
    return weight * np.array([np.mean(window(x, k)) for k in range(len(x) - WIDTH + 1)])
    ### END SOLUTION
""",
        "ma",
    ),
    tests(
        """
x = np.array([1.0, 3.0, 5.0])
assert np.allclose(moving_average(x), [2.0, 4.0])
y = moving_average(np.zeros((4,)), weight=2)
assert y.shape == (3,)
""",
        "ma_shape",
        1,
    ),
    tests(
        """
x = np.array([1.0, 3.0, 5.0])
got = moving_average(x)
assert np.allclose(got, np.array([2.0, 4.0]))
np.testing.assert_allclose(moving_average(x, weight=-2), [-4.0, -8.0], rtol=1e-3)
assert (moving_average(x[:2] if False else x) == np.array([2.0, 4.0])).all()
""",
        "ma_partly",
        1,
    ),
    tests(
        """
x = np.array([1.0, 3.0, 5.0])
got = moving_average(x)
assert np.allclose(got, np.array([2.0, 4.0]))
np.testing.assert_allclose(moving_average(x, weight=-2), [-4.0, -8.0], rtol=1e-3)
""",
        "ma_values",
        3,
    ),
    answer(
        "def spread(x):\n    return root(np.var(x))",
        "spread",
    ),
    tests(
        """
assert abs(spread(np.arange(4)) - 1.118) < 0.001
assert round(spread([1, 5]), 2) == 2.0 and spread([3.0, 3.0]) == 0
assert not spread(np.ones(3))
""",
        "spread_tests",
        2,
    ),
    answer("def center(x):\n    return x - data.mean()", "center"),
    tests("assert center(2.0) == 1.0", "center_tests", 1),
    code("few = [4.0, 8.0]\nchanged = 1\nchanged = 2"),
    answer("def half(x):\n    return np.array(x) / 2", "half"),
    tests("assert np.allclose(half(few), np.array(few) / 2)", "half_tests", 1),
    tests("assert half(changed) == 1", "half_of_changed", 1),
]

# Texts: helpers that assert, properties, parts of the points, generated tests, answers of other kinds.
TEXTS = [
    code("from nose.tools import assert_equal, assert_raises\nimport pytest, string"),
    answer(
        """
def shifted(text, by):
    if not isinstance(text, str):
        raise TypeError("a text is needed")
    letters = string.ascii_lowercase
    return "".join(letters[(letters.index(c) + by) % 26] if c in letters else c for c in text)
""",
        "shifted",
    ),
    tests(
        """
import pytest
assert_equal(shifted("abc", 1), "bcd")
assert "a b" == shifted("z a", by=1)
with pytest.raises(TypeError):
    shifted(3, 1)
assert_raises(TypeError, shifted, None, 2)
""",
        "shifts",
        2,
    ),
    tests("assert isinstance(shifted('a', 1), str)", "kind", 1),
    tests("score = 1.5 if shifted('a', 1) == 'b' else 0\nscore", "parts", 2),
    tests("### AUTOTEST shifted('a', 1)", "generated", 1),
    answer("def is_vowel(c):\n    return c in 'aeiou'\n\ndef other(c):\n    return c", "two"),
    tests("assert is_vowel('a')\nassert not is_vowel('b')", "vowels", 1),
    tests("assert other('a') > ''", "others", 1),
    answer("def helper(c):\n    return c\n\ndef doubled(c):\n    return 2 * helper(c)", "d"),
    tests("assert doubled('a') == 'aa' and doubled('') == ''", "doubles", 1),
    answer("class Counter:\n    pass", "a_class"),
    answer("length = len('abc')", "a_value"),
    tests("assert length == 3", "length_test", 1),
    answer("def first(words):\n    return min(words)", "first"),
    tests("assert first({'b', 'a'}) == 'a'", "first_of_a_set", 1),
    tests("assert first(['b', 'a']) == shifted('z', 1)", "first_by_shift", 1),
]
