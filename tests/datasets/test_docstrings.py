"""The examples in the docstrings of datasets/ (those of reference/ are collected by pytest)."""

import doctest
from types import ModuleType

import pytest

from course_utils.datasets import real, splitting, toy


@pytest.mark.parametrize("module", [real, splitting, toy])
def test_the_examples_hold(module: ModuleType) -> None:
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0
