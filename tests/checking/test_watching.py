"""What is seen of a function while it runs."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from course_utils.checking.watching import seen_in

NAME = "<watched>"
SOURCE = """
def f(x, names):
    total = x.sum()
    for name in names:
        total = total / int(name)
    return total
"""


def made() -> Any:
    space: dict[str, Any] = {}
    exec(compile(SOURCE, NAME, "exec"), space)
    return space["f"]


def test_names_that_hold_no_number_are_seen() -> None:
    seen = seen_in(made(), (np.ones(3), ["1", "2"]), NAME)
    assert seen.no_numbers == {"names", "name"}
    assert seen.raised_at == frozenset()


def test_the_line_of_an_error_is_seen() -> None:
    assert seen_in(made(), (np.ones(3), ["1", "two"]), NAME).raised_at == {5}


def test_a_profiler_that_was_there_is_there_again() -> None:
    before = sys.getprofile()
    seen_in(made(), (np.ones(3), []), NAME)
    assert sys.getprofile() is before
