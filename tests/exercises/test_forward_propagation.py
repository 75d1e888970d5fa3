"""Lesson 03's checks, proved with inputs other than those of `course verify`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.checking.verdict import Verdict
from course_utils.exercises import find
from tests.exercises.shares import share_without


def judged(name: str, answer: Callable[..., Any], seed: int = 0) -> Verdict:
    return judge(find(name), caller_of(answer), np.random.default_rng(seed))


@pytest.mark.parametrize("answer", [True, False])
def test_a_guess_never_passes_for_a_search_of_cycles(answer: bool) -> None:
    verdicts = [judged("is_feed_forward", lambda A: answer, seed) for seed in range(40)]
    assert {v.earned for v in verdicts} == {0.0}


def test_coins_earn_nothing() -> None:
    coin = np.random.default_rng(9)
    verdicts = [judged("is_feed_forward", lambda A: bool(coin.random() < 0.5)) for _ in range(60)]
    assert max(v.earned for v in verdicts) == 0


def test_missing_two_cycles_costs_a_part_and_no_more() -> None:
    """Kahn's method after both of a pair's connections are struck out."""
    exercise = find("is_feed_forward")
    reference = exercise.reference
    verdict = judged(
        "is_feed_forward", lambda A: reference(A & ~(A & A.T & ~np.eye(len(A), dtype=bool)))
    )
    share = share_without(exercise, "two neurons that feed each other")
    assert verdict.earned == pytest.approx(share)


def test_an_unknown_name_that_passes_silently_costs_a_part() -> None:
    functions: dict[str, Callable[[Any], Any]] = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
    }
    functions["relu"] = lambda z: np.where(z > 0, z, 0)

    def layer_forward(A_prev: Any, W: Any, b: Any, activation: str) -> Any:
        Z = W @ A_prev + b
        return functions.get(activation, lambda z: z)(Z), Z

    verdict = judged("layer_forward", layer_forward)
    assert 0.8 < verdict.earned < 1
    assert verdict.mistake == "what should be refused passes silently"


def test_a_flat_bias_is_named_where_sizes_forbid_it_and_where_they_do_not() -> None:
    for flat in (lambda b: b.ravel(), lambda b: b.T, lambda b: b[:, 0]):

        def layer_forward(A_prev: Any, W: Any, b: Any, activation: str, flat: Any = flat) -> Any:
            return find("layer_forward").reference(A_prev, W, flat(b), activation)

        assert (
            judged("layer_forward", layer_forward).mistake == "the bias runs along the wrong axis"
        )


def test_a_network_of_two_hard_coded_layers_earns_nothing() -> None:
    def forward(X: Any, parameters: Any, activations: Any) -> Any:
        return find("forward").reference(X, parameters[:2], activations[:2])

    assert judged("forward", forward).earned == 0


def test_a_forward_pass_in_place_is_seen() -> None:
    def forward(X: Any, parameters: Any, activations: Any) -> Any:
        result = find("forward").reference(X, parameters, activations)
        X *= 0
        return result

    verdict = judged("forward", forward)
    assert verdict.stage in ("value", "arguments")
    assert verdict.earned == 0


def made(W_1: Any, b_1: Any, W_2: Any, b_2: float) -> list[Any]:
    return [
        (np.array(W_1, dtype=float), np.array(b_1, dtype=float).reshape(2, 1)),
        (np.array([W_2], dtype=float), np.array([[float(b_2)]])),
    ]


def test_a_good_fold_passes_at_any_scale_that_saturates_the_sigmoid() -> None:
    for size in (6.0, 30.0, 1000.0):
        answer = made([[1, -1], [-1, 1]], [0, 0], [size, size], -size / 2)
        assert judged("xor_parameters", lambda answer=answer: answer).passed
    for size in (0.5, 2.0, 4.0):
        answer = made([[1, -1], [-1, 1]], [0, 0], [size, size], -size / 2)
        verdict = judged("xor_parameters", lambda answer=answer: answer)
        assert verdict.mistake == "the right side, but not sure enough"


def test_other_weights_for_the_same_mistake_bear_the_same_name() -> None:
    known = {
        "this is OR": made([[1, 1], [2, 2]], [0, 0], [8, 4], -4),
        "this is AND": made([[3, 3], [1, 0]], [-4, 0], [9, 0], -5),
        "every input gets the same probability": made([[1, 2], [3, 4]], [1, 2], [0, 0], 3),
        "the two hidden neurons tell the same": made([[1, 2], [3, 6]], [1, 3], [5, -4], 1),
        "made for a sigmoid in the hidden layer": made(
            [[-30, -30], [30, 30]], [45, -15], [25, 25], -37
        ),
    }
    for name, answer in known.items():
        assert judged("xor_parameters", lambda answer=answer: answer).mistake == name


@pytest.mark.parametrize(
    "answer",
    [
        None,
        3,
        "weights",
        [],
        [1, 2],
        [(1, 2), (3, 4)],
        [None, None],
        {"W1": 1},
        np.eye(2),
        [([], [])] * 2,
    ],
    ids=repr,
)
def test_no_xor_answer_breaks_the_check(answer: object) -> None:
    verdict = judged("xor_parameters", lambda: answer)
    assert verdict.status == "wrong"
    assert verdict.earned == 0


def test_nan_weights_are_refused() -> None:
    answer = made([[1, 1], [1, 1]], [0, -1], [10, float("nan")], -5)
    assert judged("xor_parameters", lambda: answer).stage == "finite"
