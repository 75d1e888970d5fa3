"""Lesson 04's checks, proved with inputs other than those of `course verify`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Array, Pairs
from course_utils.checking.judge import judge
from course_utils.checking.probes import Probe
from course_utils.checking.verdict import Verdict
from course_utils.exercises.backpropagation import EXERCISES
from course_utils.exercises.backpropagation.backward import _updating
from course_utils.reference import backpropagation as key
from course_utils.reference import forward_propagation as forward_key

BY_NAME = {exercise.name: exercise for exercise in EXERCISES}
SEEDS = tuple(range(200, 206))


def judged(name: str, answer: Callable[..., object], seed: int = 11) -> Verdict:
    return judge(BY_NAME[name], caller_of(answer), np.random.default_rng(seed))


@pytest.mark.parametrize("group", BY_NAME["backward"].groups, ids=lambda g: g.title)
def test_a_cache_comes_from_a_forward_pass(group: object) -> None:
    for seed in SEEDS:
        Y_hat, Y, cache, parameters, names = next(group.cases(np.random.default_rng(seed)))  # type: ignore[attr-defined]
        again, cache_again = forward_key.forward(cache[0][0], parameters, names)
        np.testing.assert_array_equal(Y_hat, again)
        for ours, theirs in zip(cache, cache_again, strict=True):
            np.testing.assert_array_equal(ours[0], theirs[0])
            np.testing.assert_array_equal(ours[1], theirs[1])
        assert set(np.unique(Y)) == {0, 1}


@pytest.mark.parametrize("name", ["hidden_delta", "parameter_gradients", "backward"])
def test_sizes_of_the_first_group_are_all_different(name: str) -> None:
    group = BY_NAME[name].groups[0]
    shapes = set()
    drawn = [list(group.cases(np.random.default_rng(seed))) for seed in SEEDS]
    for arguments in (case for cases in drawn for case in cases):
        arrays = [a for a in arguments if isinstance(a, np.ndarray)]
        if name == "backward":
            arrays = [W for W, _ in arguments[3]] + [Z for _, Z in arguments[2]]
            assert all((b != 0).all() for _, b in arguments[3])
        for array in arrays:
            assert array.shape[0] != array.shape[1]
        shapes.add(arrays[0].shape)
    assert len(shapes) > 1


def test_functions_to_differentiate_are_probes() -> None:
    """They have to cross a wall as data."""
    for group in BY_NAME["numerical_gradient"].groups:
        assert isinstance(next(group.cases(np.random.default_rng(0)))[0], Probe)


@pytest.mark.parametrize("rate", [1e-3, 0.05, 1.0, -0.3])
def test_updated_weights_are_named_whatever_the_learning_rate(rate: float) -> None:
    def backward(
        Y_hat: Array, Y: Array, cache: Pairs, parameters: Pairs, activations: list[str]
    ) -> Pairs:
        return _updating(Y_hat, Y, cache, parameters, activations, rate)

    assert judged("backward", backward).mistake == "updated weights are used on the way back"


def test_answers_of_any_make_are_judged_without_a_crash() -> None:
    """The signs look into what a student returned, which may be anything."""
    strange: list[object] = [
        None, 3, "text", [], [1, 2, 3], [(1, 2)] * 3, [(np.ones(2),)] * 3, {"a": 1}, (None, None),
        np.array([]), [np.array([[1.0]])] * 3, float("nan"), [(None, None)] * 3,
    ]  # fmt: skip
    for name in BY_NAME:
        for value in strange:
            verdict = judged(name, lambda *_, value=value: value)
            assert (verdict.status, verdict.earned) == ("wrong", 0)


def test_zeros_are_named_and_other_constants_are_not() -> None:
    zeros = judged("numerical_gradient", lambda f, theta, h=1e-5: np.zeros(len(theta)))
    ones = judged("numerical_gradient", lambda f, theta, h=1e-5: np.ones(len(theta)))
    assert zeros.mistake == "f is called twice at the same point"
    assert ones.mistake == ""


def test_an_error_in_the_middle_of_the_numbers_is_not_named_but_found() -> None:
    def backward(*arguments: object) -> Pairs:
        gradients = key.backward(*arguments)  # type: ignore[arg-type]
        dW, db = gradients[0]
        return [(dW + 1e-4, db), *gradients[1:]]

    verdict = judged("backward", backward)
    assert (verdict.earned, verdict.mistake) == (0, "")
    assert verdict.stage == "value"


def test_three_layers_written_out_earn_a_part() -> None:
    exercise = BY_NAME["backward"]
    name = "the number of layers is written into the code"
    three = next(mistake for mistake in exercise.mistakes if mistake.name == name)
    assert judged("backward", exercise.function(three)).earned == pytest.approx(3 / 5.5)


def test_an_unsimplified_product_earns_a_part() -> None:
    verdict = judged(
        "output_delta", lambda a, y: key.cross_entropy_derivative(a, y) * (a * (1 - a))
    )
    assert verdict.earned == pytest.approx(4 / 5)
    assert "0/0" in verdict.mistake


def test_nan_for_two_zeros_costs_a_part_only() -> None:
    def relative_error(g: Array, n: Array) -> float:
        return float(np.linalg.norm(g - n) / (np.linalg.norm(g) + np.linalg.norm(n)))

    verdict = judged("relative_error", relative_error)
    assert verdict.earned == pytest.approx(5 / 6)
    assert verdict.mistake == "nan where both are zero"
