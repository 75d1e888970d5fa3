"""Values are described by type and shape, and no number of an array is told."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.checking.in_words import counted, describe, shape_of
from course_utils.checking.outcome import Foreign


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None"),
        (Foreign("Series"), "a Series"),
        (np.zeros((2, 3)), "an array of shape (2, 3)"),
        (np.array(7.0), "a number"),
        (np.bool_(True), "True or False"),
        (np.int64(7), "a whole number"),
        (2.5, "a number"),
        ({"a": 1}, "a dict of 1 item"),
        ((np.zeros(2), 1.5), "a tuple (an array of shape (2,), a number)"),
        ([[1], [2]], "a list of 2 items"),
        ("relu", "a string"),
        ({1}, "a set"),
    ],
)
def test_a_value_is_described_without_its_numbers(value: object, words: str) -> None:
    assert describe(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.zeros((2, 3)), "(2, 3)"),
        ([64, 16, 10], "[64, 16, 10]"),
        ([np.zeros(2)], "list of 1"),
        ("relu", "'relu'"),
        (0.12345, "0.123"),
        ({"a": 1}, "dict"),
    ],
)
def test_an_argument_is_described_in_a_line(value: object, words: str) -> None:
    assert shape_of(value) == words


def test_one_thing_is_no_plural() -> None:
    assert [counted(n, "key") for n in (0, 1, 2)] == ["0 keys", "1 key", "2 keys"]
