"""Containers are compared part by part, and the part that is wrong is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_utils.checking.compare import Tolerance, find_fault, same
from course_utils.checking.part_names import Layers, words_for

TOLERANCE = Tolerance()
SUMMARY = {"mean": 2.0, "spread": np.arange(3.0), "unit": "cm"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"mean": 2.5}, "The entry 'mean' of your answer is not the right number."),
        ({"mean": "2"}, "The entry 'mean' of your answer is a string; expected a number."),
        ({"spread": np.arange(4.0)}, "The entry 'spread' of your answer has shape (4,)"),
        ({"unit": "m"}, "The entry 'unit' of your answer is not the right string."),
        ({"unit": 1}, "The entry 'unit' of your answer is a whole number; expected a string."),
        ({"count": 3}, "Your answer has 1 key too many."),
    ],
)
def test_the_wrong_entry_of_a_dict_is_named(change: dict[str, Any], says: str) -> None:
    fault = find_fault(SUMMARY | change, SUMMARY, TOLERANCE)
    assert fault
    assert fault.message.startswith(says)
    assert not same(SUMMARY | change, SUMMARY, TOLERANCE)


def test_entries_of_a_dict_may_differ_by_rounding() -> None:
    rounded = SUMMARY | {"mean": 2.0 + 1e-12, "spread": np.arange(3.0) * (1 + 1e-12)}
    assert find_fault(rounded, SUMMARY, TOLERANCE) is None
    assert same(rounded, SUMMARY, TOLERANCE)


def test_what_is_no_dict_is_said_to_be_none() -> None:
    for got, says in ((None, "is None: is there a `return`?"), ([1], "is a list")):
        fault = find_fault(got, SUMMARY, TOLERANCE)
        assert fault
        assert says in fault.message


def test_a_missing_key_is_not_told() -> None:
    fault = find_fault({"mean": 2.0, "unit": "cm"}, SUMMARY, TOLERANCE)
    assert fault
    assert fault.message == "Your answer has 1 key missing."


def test_the_type_of_every_entry_comes_before_the_value_of_any() -> None:
    fault = find_fault({"a": 1.5, "b": "x"}, {"a": 1.0, "b": 2.0}, TOLERANCE)
    assert fault
    assert fault.stage == "type"


def test_parts_are_named_through_lists_and_dicts() -> None:
    assert words_for((1, "x"), None) == "the entry 'x' of part 2 of your answer"
    assert words_for((1, "x"), ("a", ("the table", ()))) == "the entry 'x' of the table"
    assert words_for((0, 1), Layers(("W", "b"))) == "b of layer 1"


PAIRS: list[Any] = [
    None,
    True,
    0,
    1,
    1.0,
    1.0 + 1e-9,
    np.nan,
    np.inf,
    np.float64(1.0),
    np.array(1.0),
    np.array([1.0]),
    np.array([1, 2]),
    np.array([1.0, 2.0]),
    np.array([1.0, 2.0 + 1e-9]),
    np.array([1.0, np.nan]),
    np.array([[1.0, 2.0]]),
    np.array([True, False]),
    "relu",
    "tanh",
    [],
    [1.0, 2.0],
    (1.0, 2.0),
    (np.array([1.0, 2.0]), "relu"),
    [np.array([1, 2]), "relu"],
    {"mean": 1.0},
    {"mean": 1},
    {"mean": 2.0},
]


@pytest.mark.parametrize("expected", PAIRS, ids=repr)
@pytest.mark.parametrize("got", PAIRS, ids=repr)
def test_a_fault_is_found_where_two_values_are_not_the_same(got: Any, expected: Any) -> None:
    fault = find_fault(got, expected, Tolerance())
    if same(got, expected, Tolerance()):
        assert fault is None
    elif same(got, expected, Tolerance(), whole_as_float=True):
        # Whole numbers may stand for floats, floats not for whole numbers.
        assert fault is None or fault.message.endswith("expected whole numbers (int).")
    else:
        assert fault is not None
