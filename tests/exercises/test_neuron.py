from collections.abc import Callable

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.checking.verdict import Verdict
from course_utils.exercises.neuron import EXERCISES

SEEDS = (101, 102, 103, 104)
BY_NAME = {exercise.name: exercise for exercise in EXERCISES}


def judged(name: str, answer: Callable[..., object], seed: int = 7) -> Verdict:
    return judge(BY_NAME[name], caller_of(answer), np.random.default_rng(seed))


def test_no_case_is_square() -> None:
    for name in ("relu", "sigmoid_derivative", "signed_distance"):
        for group in BY_NAME[name].groups:
            for seed in SEEDS:
                array = next(group.cases(np.random.default_rng(seed)))[-1]
                assert array.ndim == 1 or array.shape[0] != array.shape[1]


def test_a_kink_of_one_costs_a_part_of_the_points_only() -> None:
    verdict = judged("relu_derivative", lambda z: (z >= 0).astype(float))
    assert 0.5 < verdict.earned < 1
    assert verdict.mistake == "1 at z = 0"


def test_a_neuron_that_takes_any_name_earns_most_of_the_points() -> None:
    def forgetful(w: np.ndarray, x: np.ndarray, b: float, activation: str) -> float:
        z = float(w @ x + b)
        if activation == "sigmoid":
            return 1 / (1 + np.exp(-z))
        if activation == "tanh":
            return float(np.tanh(z))
        return max(0.0, z) if activation == "relu" else z

    verdict = judged("neuron", forgetful)
    assert verdict.mistake == "what should be refused passes silently"
    assert verdict.earned == pytest.approx(3.5 / 4)


def test_one_activation_forgotten_costs_its_own_share() -> None:
    def without_relu(w: np.ndarray, x: np.ndarray, b: float, activation: str) -> float:
        z = float(w @ x + b)
        table = {"identity": z, "sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z)}
        if activation not in table:
            raise ValueError(activation)
        return table[activation]

    assert judged("neuron", without_relu).earned == pytest.approx(0.75)


def test_an_answer_right_on_the_plane_only_does_not_get_full_marks() -> None:
    def flat(w: np.ndarray, b: float, X: np.ndarray) -> np.ndarray:
        return (w[0] * X[0] + w[1] * X[1] + b) / np.hypot(w[0], w[1])

    assert 0 < judged("signed_distance", flat).earned < 1


def test_a_mistake_in_whole_numbers_is_named_as_one_in_floats_is() -> None:
    verdict = judged("relu_derivative", lambda z: np.where(z >= 0, 1, 0))
    assert verdict.mistake == "1 at z = 0"
