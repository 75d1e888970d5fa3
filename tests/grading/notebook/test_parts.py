"""Parts of a cell's code."""

import pytest

from course_utils.grading.notebook.parts import LONGEST, defined_in, definitions_of, imports_of


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(x):\n    y = 1\nasync def g(): pass", {"f", "g"}),
        ("h = lambda x: x\nif a == 1: pass\nb == 2", {"h"}),
        ("def broken(:\nc = (", {"broken", "c"}),
        ("# def no(): pass", set()),
    ],
)
def test_what_a_cell_defines(source: str, names: set[str]) -> None:
    assert defined_in(source) == names


def test_imports_are_taken_out_of_a_cell() -> None:
    source = "%matplotlib inline\nimport numpy as np, math\nx = 1\nfrom a import b"
    assert imports_of(source) == "import numpy as np, math\nfrom a import b"


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("import math\nplot(1)", "import math"),
        ("RATE = 0.1\nx = train(RATE)\ny: int = 3", "RATE = 0.1\ny: int = 3"),
        ("@cache\ndef f(x): return x\nf(1)", "@cache\ndef f(x):\n    return x"),
        ("for i in range(9): pass\n!ls\nclass A: pass", "class A:\n    pass"),
        ("def broken(:", ""),
        ("x = 1\n" * LONGEST, ""),
    ],
)
def test_what_does_nothing_but_define_is_taken_out_of_a_cell(source: str, kept: str) -> None:
    assert definitions_of(source) == kept
