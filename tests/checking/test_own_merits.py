"""A function is judged on its own merits, whatever its helpers are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_utils import exercises
from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise
from course_utils.checking.own_merits import judge_on_own_merits, names_used, with_helpers
from course_utils.checking.verdict import Verdict

KNOWN = {exercise.name: exercise for exercise in exercises.of_lesson("02_neuron")}
NEURON = """
def neuron(w, x, b, activation):
    z = {pre}(w, x, b)
    table = {{"identity": lambda z: z, "tanh": np.tanh, "relu": relu,
              "sigmoid": lambda z: 1 / (1 + np.exp(-z))}}
    if activation not in table:
        raise ValueError(activation)
    return table[activation](z)
"""
WRONG_LINEAR = "def linear(w, x, b):\n    return float(w @ x)\n"
NO_LINEAR = "def linear(w, x, b):\n    raise NotImplementedError\n"
RIGHT_LINEAR = "def linear(w, x, b):\n    return float(w @ x + b)\n"
RIGHT_RELU = "def relu(z):\n    return np.maximum(0, z)\n"
WRONG_RELU = "def relu(z):\n    return abs(z)\n"


def verdict_of(*sources: str, name: str = "neuron") -> Verdict:
    space: dict[str, Any] = {"np": np}
    for source in sources:
        exec(source, space)

    def rng(exercise: Exercise) -> np.random.Generator:
        return np.random.default_rng(3)

    return judge_on_own_merits(KNOWN[name], space[name], KNOWN, caller_of, rng)


@pytest.mark.parametrize("linear", [WRONG_LINEAR, NO_LINEAR])
def test_a_right_function_over_a_wrong_helper_is_right_and_names_it(linear: str) -> None:
    verdict = verdict_of(linear, RIGHT_RELU, NEURON.format(pre="linear"))
    assert (verdict.status, verdict.earned) == ("right", 1.0)
    assert verdict.message == "This function is right; `linear`, which it calls, is not right yet."


def test_two_wrong_helpers_are_both_named() -> None:
    verdict = verdict_of(WRONG_LINEAR, WRONG_RELU, NEURON.format(pre="linear"))
    assert "`linear` and `relu`" in verdict.message


def test_where_all_is_right_nothing_is_said() -> None:
    assert verdict_of(RIGHT_LINEAR, RIGHT_RELU, NEURON.format(pre="linear")).message == ""


def test_a_wrong_function_over_a_wrong_helper_is_told_of_its_own_mistake() -> None:
    wrong = NEURON.format(pre="linear").replace("return table[activation](z)", "return z")
    verdict = verdict_of(WRONG_LINEAR, RIGHT_RELU, wrong)
    assert verdict.mistake == "the activation function is left out"


def test_a_helper_that_is_no_exercise_stays_the_students() -> None:
    helper = "def weigh(w, x, b):\n    return float(w @ x)\n"
    verdict = verdict_of(helper, RIGHT_RELU, NEURON.format(pre="weigh"))
    assert (verdict.status, verdict.mistake) == ("wrong", "the bias is left out")


def test_a_students_own_helper_between_finds_the_courses_function() -> None:
    between = "def weigh(w, x, b):\n    return linear(w, x, b)\n"
    verdict = verdict_of(WRONG_LINEAR, between, RIGHT_RELU, NEURON.format(pre="weigh"))
    assert verdict.passed
    assert "`linear`" in verdict.message


def test_nothing_of_the_notebook_is_changed() -> None:
    space: dict[str, Any] = {"np": np}
    exec(WRONG_LINEAR + RIGHT_RELU + NEURON.format(pre="linear"), space)
    before = dict(space)
    copied = with_helpers(space["neuron"], {"linear": lambda w, x, b: 0.0})
    assert copied(np.ones(2), np.ones(2), 1.0, "identity") == 0.0
    assert space == before
    assert space["neuron"](np.ones(2), np.ones(2), 1.0, "identity") == 2.0


def test_names_in_nested_functions_count() -> None:
    space: dict[str, Any] = {}
    exec(
        "def f(x):\n    def g():\n        return h(x)\n    return g()\ndef h(x): return k(x)", space
    )
    assert {"h", "k"} <= names_used(space["f"])
