"""Lesson 01's checks, proved with inputs other than those of `course verify`."""

from __future__ import annotations

import numpy as np

from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.exercises.logistic_regression.cross_entropy_from_logits import (
    CROSS_ENTROPY_FROM_LOGITS,
)
from course_utils.exercises.logistic_regression.sigmoid import SIGMOID


def test_overflow_is_named_though_the_value_is_right() -> None:
    def sigmoid(z: np.ndarray) -> np.ndarray:
        return 1.0 / (1.0 + np.exp(-z))

    verdict = judge(SIGMOID, caller_of(sigmoid), np.random.default_rng(0))
    assert "overflows" in verdict.mistake
    assert verdict.earned == 3.5 / 4.5


def test_half_a_sigmoid_earns_nothing() -> None:
    """A constant agrees with the sigmoid nowhere but at 0."""
    verdict = judge(SIGMOID, caller_of(lambda z: np.full(z.shape, 0.5)), np.random.default_rng(0))
    assert verdict.earned == 0


def test_an_overflow_of_the_right_formula_is_not_blamed_on_the_sigmoid() -> None:
    def as_it_stands(y: np.ndarray, z: np.ndarray) -> float:
        return float(np.sum(y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z))))

    verdict = judge(CROSS_ENTROPY_FROM_LOGITS, caller_of(as_it_stands), np.random.default_rng(0))
    assert verdict.mistake == "log(1 + exp(...)) as it stands overflows"
