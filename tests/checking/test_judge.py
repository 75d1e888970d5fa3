"""The engine: what it finds first, what it says, and what it never says."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.display import as_html, as_text
from course_utils.checking.exercise import (
    Exercise,
    ExerciseError,
    Group,
    Law,
    Mistake,
    Trial,
    drawn,
)
from course_utils.checking.judge import judge
from course_utils.checking.outcome import Failure, Foreign, Outcome
from course_utils.checking.verdict import Verdict
from course_utils.checking.verify import prove


def double(x: np.ndarray) -> np.ndarray:
    return 2.0 * x


def pair(x: np.ndarray) -> tuple[np.ndarray, float]:
    return 2.0 * x, float(x.sum())


def _vector(rng: np.random.Generator) -> tuple[np.ndarray]:
    return (rng.normal(size=5) + 3,)


def _matrix(rng: np.random.Generator) -> tuple[np.ndarray]:
    return (rng.normal(size=(3, 4)),)


DOUBLE = Exercise(
    double,
    (Group("a vector", _vector), Group("a matrix", _matrix)),
    mistakes=(
        Mistake("tripled", "3 * x", "Two, not three."),
        Mistake("only the matrix", "3 * x if x.ndim == 1 else 2 * x", "A vector too."),
    ),
)
PAIR = Exercise(
    pair,
    (Group("a vector", _vector),),
    mistakes=(Mistake("mean for sum", "2 * x, float(x.mean())", "Add up."),),
)


def verdict_of(exercise: Exercise, function: Callable[..., Any]) -> Verdict:
    return judge(exercise, caller_of(function), np.random.default_rng(5))


# One row a wrong answer: function, the stage at which it fails, a piece of what is said.
FAULTS: list[tuple[Any, str, str]] = [
    (lambda x: None, "type", "return"),
    (lambda x: list(3 * x), "type", "a list"),
    (lambda x: "text", "type", "string"),
    (lambda x: {"x": 2}, "type", "dict"),
    (lambda x: (2 * x)[:, None], "shape", "(5, 1)"),
    (lambda x: (2 * x).sum(), "type", "a number"),
    (lambda x: 2 * x > 0, "dtype", "bool"),
    (lambda x: (2 * x).astype(np.float32), "dtype", "float32"),
    (lambda x: (2 * x).astype(complex), "dtype", "complex"),
    (lambda x: np.where(x > 3, np.nan, 2 * x), "finite", "nan"),
    (lambda x: np.full_like(x, np.inf), "finite", "inf"),
    (lambda x: -2 * x, "value", "opposite sign"),
    (lambda x: 5 * x, "value", "2.5 times"),
    (lambda x: 0 * x, "value", "0 everywhere"),
    (lambda x: 2 * x + 1, "value", "differs"),
    (lambda x, y: 2 * x, "runs", "TypeError"),
    (lambda: 2, "runs", "TypeError"),
    (lambda x: x[99], "runs", "IndexError"),
    (lambda x: 1 / 0, "runs", "ZeroDivisionError"),
    (lambda x: exit(), "runs", "SystemExit"),
]


@pytest.mark.parametrize(("function", "stage", "said"), FAULTS)
def test_first_fault_is_found_and_said(function: Any, stage: str, said: str) -> None:
    verdict = verdict_of(DOUBLE, function)
    assert (verdict.status, verdict.stage) == ("wrong", stage), verdict.message
    assert said in verdict.message
    assert verdict.earned == 0


def test_right_answer_has_full_marks() -> None:
    verdict = verdict_of(DOUBLE, lambda x: x + x)
    assert (verdict.status, verdict.earned, verdict.message) == ("right", 1.0, "")


def test_integers_may_stand_for_floats_but_not_the_other_way() -> None:
    def count(x: np.ndarray) -> int:
        return len(x)

    exercise = Exercise(count, (Group("a vector", _vector),))
    assert verdict_of(exercise, lambda x: np.int64(len(x))).passed
    assert verdict_of(exercise, lambda x: float(len(x))).stage == "dtype"
    assert verdict_of(exercise, lambda x: True).stage == "dtype"


def test_lists_and_tuples_stand_for_each_other() -> None:
    assert verdict_of(PAIR, lambda x: [2 * x, x.sum()]).passed
    assert verdict_of(PAIR, lambda x: (2 * x,)).stage == "shape"
    assert verdict_of(PAIR, lambda x: (2 * x, x.sum(keepdims=True))).stage == "shape"


def test_mistake_is_named_with_its_hint() -> None:
    verdict = verdict_of(DOUBLE, lambda x: x * 3.0)
    assert (verdict.mistake, verdict.hint) == ("tripled", "Two, not three.")


def test_mistake_is_named_though_another_part_is_right() -> None:
    assert verdict_of(PAIR, lambda x: (x + x, np.mean(x))).mistake == "mean for sum"


def test_what_agrees_with_no_formula_is_not_named() -> None:
    assert verdict_of(DOUBLE, lambda x: 3 * x + 1e-3).mistake == ""


def test_one_witness_is_not_enough() -> None:
    calls = []

    def tripled_once(x: np.ndarray) -> np.ndarray:
        calls.append(x)
        return (3 if len(calls) == 1 else 2) * x

    assert verdict_of(DOUBLE, tripled_once).mistake == ""


def test_the_first_group_is_the_substance() -> None:
    right_for_matrices = verdict_of(DOUBLE, lambda x: 2 * x if x.ndim == 2 else 0 * x)
    assert right_for_matrices.earned == 0
    right_for_vectors = verdict_of(DOUBLE, lambda x: 2 * x if x.ndim == 1 else 0 * x)
    assert right_for_vectors.earned == 0.5
    assert [g.passed for g in right_for_vectors.groups] == [True, False]


def test_changed_argument_is_a_fault_of_its_own() -> None:
    def in_place(x: np.ndarray) -> np.ndarray:
        x *= 2
        return x.copy()

    verdict = verdict_of(DOUBLE, in_place)
    assert verdict.stage == "arguments"
    assert "`x`" in verdict.message


def test_small_values_are_judged_as_strictly_as_large_ones() -> None:
    def tiny(x: np.ndarray) -> np.ndarray:
        return 1e-12 * x

    exercise = Exercise(tiny, (Group("a vector", _vector),))
    assert verdict_of(exercise, lambda x: 1.001e-12 * x).stage == "value"
    assert verdict_of(exercise, lambda x: x / 1e12).passed


def test_a_warning_counts_only_where_silence_is_asked() -> None:
    def quiet(x: np.ndarray) -> np.ndarray:
        return np.exp(-np.abs(x))

    def loud(x: np.ndarray) -> np.ndarray:
        np.exp(1000 * np.abs(x))
        return np.exp(-np.abs(x))

    for silent, stage in ((False, ""), (True, "warnings")):
        exercise = Exercise(quiet, (Group("a vector", _vector, silent=silent),))
        assert verdict_of(exercise, loud).stage == stage


def test_a_refusal_of_the_reference_is_asked_of_the_answer() -> None:
    def refuse(name: str) -> float:
        raise ValueError(f"unknown {name}")

    def wrong_error(name: str) -> float:
        raise KeyError(name)

    exercise = Exercise(refuse, (Group("an unknown name", lambda rng: ("sinus",), refused=True),))
    assert verdict_of(exercise, refuse).passed
    assert "KeyError" in verdict_of(exercise, wrong_error).message
    assert "none was" in verdict_of(exercise, lambda name: 1.0).message


@pytest.mark.parametrize("refused", [True, False])
def test_a_reference_that_does_not_fit_its_inputs_is_found(refused: bool) -> None:
    def first(x: np.ndarray) -> float:
        return float(x[0 if refused else 99])

    exercise = Exercise(first, (Group("a vector", _vector, refused=refused),))
    with pytest.raises(ExerciseError, match="group 'a vector'"):
        verdict_of(exercise, first)
    assert "group 'a vector'" in prove(exercise).problems[0]


def test_a_list_of_right_numbers_costs_half() -> None:
    verdict = verdict_of(DOUBLE, lambda x: (2 * x).tolist())
    assert (verdict.earned, verdict.mistake) == (0.5, "a list instead of an array")


def test_a_group_without_weight_costs_nothing_and_leaves_a_remark() -> None:
    groups = (
        Group("a vector", _vector),
        Group("a matrix", _matrix, weight=0, hint="Not a matrix."),
    )
    verdict = verdict_of(Exercise(double, groups), lambda x: 2 * x if x.ndim == 1 else x)
    assert (verdict.status, verdict.earned, verdict.message) == ("right", 1.0, "Not a matrix.")


def test_each_of_several_draws_makes_a_case() -> None:
    asked: list[int] = []

    def answer(x: np.ndarray) -> np.ndarray:
        asked.append(x.ndim)
        return 2 * x

    verdict_of(Exercise(double, (Group("both", [_vector, _matrix], count=2),)), answer)
    assert asked == [1, 2, 1, 2]


def test_settings_of_a_drawn_case_come_with_the_generator() -> None:
    @drawn
    def case(rng: np.random.Generator, low: int, *, count: int = 1) -> tuple:
        return (rng.integers(low, low + 3, size=count),)

    (few,), (many,) = (draw(np.random.default_rng(0)) for draw in (case(5), case(90, count=4)))
    assert few.shape == (1,)
    assert many.shape == (4,)
    assert many.min() >= 90


def test_laws_judge_where_answers_are_not_unique() -> None:
    def root_of(x: np.ndarray) -> np.ndarray:
        return np.sqrt(np.abs(x))

    def broken(trial: Trial) -> str | None:
        value = np.asarray(trial.value)
        return (
            None if np.allclose(value**2, np.abs(trial.arguments[0])) else "Its square is not |x|."
        )

    exercise = Exercise(
        root_of, (Group("a vector", _vector),), laws=(Law("square", broken),), unique=False
    )
    assert verdict_of(exercise, lambda x: -np.sqrt(np.abs(x))).passed
    assert verdict_of(exercise, lambda x: x).stage == "law"
    assert verdict_of(exercise, lambda x: x[:2]).stage == "shape"


@pytest.mark.parametrize("value", [[], None, 3.0])
def test_a_detector_that_raises_did_not_match(value: object) -> None:
    def detect(trials: Any) -> bool:
        return bool(trials[0].value[0] > 0)

    mistake = Mistake("positive", "2 * x", "The first is positive.", detect)
    exercise = Exercise(double, DOUBLE.groups, mistakes=(mistake,))
    verdict = verdict_of(exercise, lambda x: value)
    assert (verdict.status, verdict.stage) == ("wrong", "type")
    assert verdict.mistake == ("" if value is not None else "nothing is returned")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("missing", "error"),
        ("not_callable", "error"),
        ("not_started", "not started"),
        ("timeout", "error"),
        ("crash", "error"),
        ("unreadable", "wrong"),
    ],
)
def test_a_call_without_a_value_earns_nothing(kind: str, status: str) -> None:
    verdict = judge(
        DOUBLE, lambda arguments: Outcome(failure=Failure(kind)), np.random.default_rng(1)
    )
    assert (verdict.status, verdict.earned) == (status, 0.0)


def test_no_further_call_after_a_time_out() -> None:
    calls = []

    def slow(arguments: tuple) -> Outcome:
        calls.append(arguments)
        return Outcome(failure=Failure("timeout"))

    judge(DOUBLE, slow, np.random.default_rng(1))
    assert len(calls) == 1


def test_foreign_values_are_wrong_answers() -> None:
    def foreign(arguments: tuple) -> Outcome:
        return Outcome(Foreign("DataFrame"), arguments=arguments)

    assert "DataFrame" in judge(DOUBLE, foreign, np.random.default_rng(1)).message


def test_objects_that_lie_about_equality_do_not_pass() -> None:
    class Liar:
        def __eq__(self, other: object) -> bool:
            return True

        def __float__(self) -> float:
            return 0.0

        __hash__ = None  # type: ignore[assignment]

    assert verdict_of(DOUBLE, lambda x: Liar()).stage == "type"
    assert verdict_of(DOUBLE, lambda x: np.array([Liar()] * 5)).stage == "dtype"


def test_same_generator_state_gives_the_same_verdict() -> None:
    verdicts = [verdict_of(DOUBLE, lambda x: np.sin(x)).to_dict() for _ in range(2)]
    for verdict in verdicts:
        verdict.pop("seconds")
    assert verdicts[0] == verdicts[1]


def test_what_the_answer_does_cannot_change_the_inputs() -> None:
    """An answer that draws or scribbles leaves the later cases as they would have been."""
    seen: dict[str, list[np.ndarray]] = {"good": [], "bad": []}

    def good(x: np.ndarray) -> np.ndarray:
        seen["good"].append(x.copy())
        return 2 * x

    def bad(x: np.ndarray) -> np.ndarray:
        seen["bad"].append(x.copy())
        x[:] = 0
        np.random.seed(0)
        return x

    verdict_of(DOUBLE, good)
    verdict_of(DOUBLE, bad)
    # The diagnosis may call a wrong answer again, after all cases.
    for a, b in zip(seen["good"], seen["bad"], strict=False):
        np.testing.assert_array_equal(a, b)


def test_no_message_holds_an_expected_number() -> None:
    """Neither the text nor the HTML of a failed check shows a value of the right answer."""

    def secret(x: np.ndarray) -> np.ndarray:
        return x * 0 + math.pi * 1e5

    exercise = Exercise(secret, (Group("a vector", _vector),))
    for wrong in (lambda x: x, lambda x: np.full(5, np.nan), lambda x: x[:3], lambda x: "a"):
        verdict = verdict_of(exercise, wrong)
        assert "31415" not in as_text(verdict) + as_html(verdict)


def test_an_exercise_that_cannot_judge_is_refused() -> None:
    with pytest.raises(ValueError, match="no groups"):
        Exercise(double, ())
    with pytest.raises(ValueError, match="needs laws"):
        Exercise(double, (Group("a vector", _vector),), unique=False)
    twice = (Mistake("a", "x", ""), Mistake("a", "x", ""))
    with pytest.raises(ValueError, match="one name"):
        Exercise(double, (Group("a vector", _vector),), mistakes=twice)
