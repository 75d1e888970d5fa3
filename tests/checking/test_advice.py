from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from course_utils.checking.advice import ADVICE, advice_on
from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.judge import judge
from course_utils.checking.outcome import Failure


def double(x: np.ndarray) -> object:
    return 2.0 * x


EXERCISE = Exercise(
    reference=double,
    groups=(
        Group(
            "numbers", lambda rng: (rng.normal(size=(2, 3)),), count=2, hint="Twice every number."
        ),
    ),
)


def xor(x: np.ndarray) -> object:
    return x ^ 2


def xor_of_a_list(x: np.ndarray) -> object:
    return x.tolist() ^ 2


def if_array(x: np.ndarray) -> object:
    return x if x > 0 else -x


def largest(x: np.ndarray) -> object:
    return max(x, 0 * x)


def of_math(x: np.ndarray) -> object:
    return math.exp(x)


def two_sizes(x: np.ndarray) -> object:
    return np.zeros(len(x), 1)  # type: ignore[call-overload]


def ragged(x: np.ndarray) -> object:
    return np.array([x, x[0]])


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (xor, "`**`"),
        (xor_of_a_list, "`**`"),
        (if_array, "np.where"),
        (largest, "np.maximum"),
        (of_math, "np.exp"),
        (two_sizes, "tuple"),
        (ragged, "loop"),
    ],
)
def test_a_common_error_is_explained(answer: Callable[..., object], says: str) -> None:
    verdict = judge(EXERCISE, caller_of(answer), np.random.default_rng(1))
    assert verdict.mistake == ""
    assert says in verdict.hint


def test_another_error_leaves_the_groups_hint() -> None:
    def fails(x: np.ndarray) -> object:
        raise KeyError("a")

    assert judge(EXERCISE, caller_of(fails), np.random.default_rng(1)).hint == "Twice every number."


def test_the_class_of_the_error_counts_too() -> None:
    for error_type, piece, advice in ADVICE:
        assert advice_on(Failure("exception", f"... {piece} ...", error_type)) == advice
        assert advice_on(Failure("exception", piece, "RuntimeError")) == ""
