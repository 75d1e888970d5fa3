"""Where a wrong answer goes wrong is found in its own source."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest

from course_utils.checking.edits import edits_of
from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.places import find_place


def spread(x: np.ndarray) -> float:
    """Average the squared distance from the mean."""
    middle = x.sum() / x.size
    total = 0.0
    for value in x:
        total += (value - middle) ** 2
    return float(total / x.size)


EXERCISE = Exercise(spread, (Group("numbers", lambda rng: (rng.normal(size=6) + 1,), count=2),))
RIGHT = """\
def spread(x):
    middle = x.sum() / x.size
    total = 0.0
    for value in x:
        total += (value - middle) ** 2
    return float(total / x.size)
"""
# What is replaced by what, and the line on which that is.
BREAKS = [
    ("x.sum() / x.size", "x.sum() * x.size", 2),
    ("total = 0.0", "total = 1.0", 3),
    ("total +=", "total -=", 5),
    ("total +=", "total =", 5),
    ("value - middle", "value + middle", 5),
    ("** 2", "** 3", 5),
    ("(value - middle) ** 2", "value - middle ** 2", 5),
    ("total / x.size", "total", 6),
    ("    return", "        return", 6),
    ("return float", "return -float", 6),
]


@pytest.mark.parametrize(("old", "new", "line"), BREAKS)
def test_the_line_is_found(old: str, new: str, line: int) -> None:
    source = RIGHT.replace(old, new)
    assert source != RIGHT
    place = find_place(EXERCISE, source, {"np": np}, seconds=20.0)
    assert place is not None
    assert place.lines == (line,)
    assert place.code == (source.splitlines()[line - 1].strip(),)
    assert place.kind in str(place)


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("total / x.size", "a missing `return`"),
        ("average = total / x.size", "a missing `return`"),
        ("total /= x.size", "a missing `return`"),
        ("print(total / x.size)", "`print`, which returns nothing"),
    ],
)
def test_a_missing_return_is_found(last: str, kind: str) -> None:
    source = RIGHT.replace("return float(total / x.size)", last)
    place = find_place(EXERCISE, source, {"np": np}, seconds=20.0)
    assert place is not None
    assert (place.lines, place.kind) == ((6,), kind)


def test_a_return_does_not_mend_another_mistake() -> None:
    source = RIGHT.replace("return float(total / x.size)", "print(total * x.size)")
    assert find_place(EXERCISE, source, {"np": np}, seconds=20.0) is None


def test_a_number_in_an_array_without_a_dimension_is_a_number() -> None:
    source = "def spread(x):\n    return np.squeeze([np.std(x)])\n"
    place = find_place(EXERCISE, source, {"np": np}, seconds=20.0)
    assert place is not None
    assert place.lines == (2,)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("return np.square(np.linalg.norm(x - x.mean()) / x.size)", "where the parentheses stand"),
        (
            "return sum((x[i] - x.mean()) ** 2 for i in range(x)) / x.size",
            "a missing call of `len`",
        ),
    ],
)
def test_the_kind_says_what_to_look_at(body: str, kind: str) -> None:
    place = find_place(EXERCISE, f"def spread(x):\n    {body}\n", {"np": np}, seconds=20.0)
    assert place is not None
    assert (place.lines, place.kind) == ((2,), kind)


def test_one_slip_made_twice_is_found() -> None:
    source = "def spread(x):\n    a = x - x.sum()\n    return (a**2).sum() / x.size + x.sum() * 0\n"
    place = find_place(EXERCISE, source.replace("x.sum() * 0", "0"), {"np": np}, seconds=20.0)
    assert place is not None
    assert place.lines == (2,)


@pytest.mark.parametrize(
    "source",
    [
        "def spread(x): return 'text'",
        "def other(x): return x",
        "def def",
        "def spread(x):\n    while True:\n        pass",
        "",
    ],
)
def test_there_is_no_place_where_no_edit_helps(source: str) -> None:
    assert find_place(EXERCISE, source, {}, seconds=0.5) is None


def test_what_an_edited_answer_prints_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    source = RIGHT.replace("+=", "-=").replace("    total", "    print('here')\n    total", 1)
    assert find_place(EXERCISE, source, {}) is not None
    assert capsys.readouterr().out == ""


def test_an_edit_that_fakes_a_pass_is_no_place() -> None:
    """The only edits that make this right throw the argument away."""

    def zero(x: float) -> float:
        """Return 0."""
        return 0 * x

    exercise = Exercise(zero, (Group("numbers", lambda rng: (float(rng.normal()),), count=2),))
    place = find_place(exercise, "def zero(x):\n    return abs(x) + 1\n", {}, seconds=1.0)
    assert place is None or "x" in place.code[0]


def test_the_namespace_is_left_alone() -> None:
    namespace: dict[str, Any] = {"np": np, "kept": 1}
    find_place(EXERCISE, RIGHT.replace("+=", "-="), namespace)
    assert namespace == {"np": np, "kept": 1}


def test_every_edit_is_python_and_is_taken_back() -> None:
    tree = ast.parse(RIGHT)
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    before = ast.dump(tree)
    texts = set()
    for edit in edits_of(function):
        with edit.applied():
            texts.add(ast.unparse(tree))
        assert set(edit.lines) <= set(range(2, 7))
        assert ast.dump(tree) == before
    for text in texts:
        ast.parse(text)
    assert len(texts) > 100
