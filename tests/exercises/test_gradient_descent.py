import tracemalloc
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from course_utils import reference
from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.checking.outcome import Foreign, Outcome
from course_utils.checking.verdict import Verdict
from course_utils.exercises.gradient_descent import EXERCISES, batch_laws
from course_utils.reference import gradient_descent as key

SEEDS = (101, 102)
BY_NAME = {exercise.name: exercise for exercise in EXERCISES}


def judged(name: str, answer: Callable[..., object], seed: int = 7) -> Verdict:
    return judge(BY_NAME[name], caller_of(answer), np.random.default_rng(seed))


def wrong(name: str, mistake: str) -> Callable[..., object]:
    exercise = BY_NAME[name]
    return exercise.function(next(m for m in exercise.mistakes if m.name == mistake))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("name", "mistake", "earned"),
    [
        ("train", "an array of costs", 0),
        ("mini_batches", "an empty batch at the end", 0),
        ("momentum_step", "beta is written into the code", 0),
        ("adam_step", "epsilon inside the root", 4 / 5),
        ("adam_step", "epsilon is left out", 4 / 5),
        ("adam_step", "no bias correction", 0),
    ],
)
def test_part_marks(name: str, mistake: str, earned: float, seed: int) -> None:
    verdict = judged(name, wrong(name, mistake), seed)
    assert verdict.mistake == mistake
    assert verdict.earned == pytest.approx(earned)


@pytest.mark.parametrize("seed", SEEDS)
def test_hessians_have_their_largest_eigenvalue_off_the_diagonal(seed: int) -> None:
    (H,) = next(
        BY_NAME["largest_stable_learning_rate"].groups[0].cases(np.random.default_rng(seed))
    )
    values = np.linalg.eigvalsh(H)
    assert values[0] > 0
    assert np.diag(H).max() < 0.999 * values[-1] < 0.999 * np.trace(H)


@pytest.mark.parametrize("seed", SEEDS)
def test_adam_is_asked_after_the_third_step_and_with_a_real_second_average(seed: int) -> None:
    _, _, (first, second, t), rate, beta_1, beta_2, epsilon = next(
        BY_NAME["adam_step"].groups[0].cases(np.random.default_rng(seed))
    )
    assert t >= 3
    assert all((array > 0).all() for pair in second for array in pair)
    assert any((array < 0).any() for pair in first for array in pair)
    assert len({rate, beta_1, beta_2, epsilon}) == 4


@pytest.mark.parametrize("name", list(BY_NAME))
@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_leaves_no_case_without_a_finite_answer(name: str, seed: int) -> None:
    for group in BY_NAME[name].groups:
        with np.errstate(all="raise"):
            BY_NAME[name].reference(*next(group.cases(np.random.default_rng(seed))))


def test_answers_may_build_on_each_other() -> None:
    def momentum_step(
        parameters: list, gradients: list, velocity: list, learning_rate: float, beta: float = 0.9
    ) -> tuple[list, list]:
        old = [(beta * v_W, beta * v_b) for v_W, v_b in velocity]
        velocity = key.gradient_descent_step(old, gradients, beta - 1)
        return key.gradient_descent_step(parameters, velocity, learning_rate), velocity

    assert judged("momentum_step", momentum_step).passed


def test_a_generator_is_named_from_beyond_the_wall_too() -> None:
    def call(arguments: tuple) -> Outcome:
        return Outcome(Foreign("generator"), None, arguments)

    verdict = judge(BY_NAME["mini_batches"], call, np.random.default_rng(3))
    assert (verdict.mistake, verdict.stage) == ("a generator instead of a list", "type")


@pytest.mark.parametrize("shape", [(0, 60_000_000), (3, 20_000_000), (1, 60_000_000)])
def test_batches_of_no_slip_are_not_gone_through(shape: tuple[int, int]) -> None:
    wide = np.broadcast_to(np.int8(0), shape)
    tracemalloc.start()
    verdict = judge(
        BY_NAME["mini_batches"],
        lambda arguments: Outcome([(wide, wide)], None, arguments),
        np.random.default_rng(3),
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (verdict.earned, verdict.mistake) == (0, "")
    assert most < 50_000_000


def test_a_rotation_is_not_a_shuffle() -> None:
    def mini_batches(
        X: np.ndarray, Y: np.ndarray, batch_size: int, rng: np.random.Generator
    ) -> list:
        m = X.shape[1]
        order = np.roll(np.arange(m), int(rng.integers(m)))
        starts = range(0, m, batch_size)
        return [(X[:, order[s : s + batch_size]], Y[:, order[s : s + batch_size]]) for s in starts]

    verdict = judged("mini_batches", mini_batches)
    assert (verdict.earned, verdict.stage) == (0, "law")


@pytest.mark.parametrize("step", [1, -1])
def test_two_examples_that_change_places_are_not_a_shuffle(step: int) -> None:
    def mini_batches(
        X: np.ndarray, Y: np.ndarray, batch_size: int, rng: np.random.Generator
    ) -> list:
        order = np.arange(X.shape[1])[::step]
        i, j = rng.choice(len(order), 2, replace=False)
        order[[i, j]] = order[[j, i]]
        starts = range(0, len(order), batch_size)
        return [(X[:, order[s : s + batch_size]], Y[:, order[s : s + batch_size]]) for s in starts]

    for seed in range(5):
        verdict = judged("mini_batches", mini_batches, seed)
        assert (verdict.earned, verdict.stage) == (0, "law")


def test_right_mini_batches_are_never_refused_in_many_gradings() -> None:
    assert all(judged("mini_batches", key.mini_batches, seed).passed for seed in range(60))


def test_columns_that_are_not_in_X_break_a_law() -> None:
    def mini_batches(*arguments: object) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        return [(X_b + 1e-9, Y_b) for X_b, Y_b in key.mini_batches(*arguments)]  # type: ignore

    verdict = judged("mini_batches", mini_batches)
    assert verdict.stage == "law"
    assert "not in X" in verdict.message


@pytest.mark.parametrize(
    ("part", "m", "is_run"),
    [([3, 4, 5], 9, True), ([8, 0, 1], 9, True), ([3, 5, 4], 9, True), ([0, 2], 9, False)],
)
def test_runs_of_neighbors(part: list[int], m: int, is_run: bool) -> None:
    assert batch_laws._is_run(part, m) == is_run


def test_training_a_neuron_with_a_linear_layer_before_it_passes() -> None:
    """An answer by another road: the gradient taken by hand for the last layer's bias is the same."""

    def train(
        X: np.ndarray, Y: np.ndarray, parameters: list, activations: list, rate: float, steps: int
    ) -> tuple[list, list]:
        costs = []
        for _ in range(steps):
            Y_hat, cache = reference.forward(X, parameters, activations)
            costs.append(reference.cost(Y_hat, Y))
            gradients = reference.backward(Y_hat, Y, cache, parameters, activations)
            gradients[-1] = (gradients[-1][0], np.mean(Y_hat - Y, axis=1, keepdims=True))
            parameters = [
                (W - rate * dW, b - rate * db)
                for (W, b), (dW, db) in zip(parameters, gradients, strict=True)
            ]
        return parameters, costs

    assert judged("train", train).passed


def test_a_dropped_batch_costs_part_of_the_marks() -> None:
    answer = wrong("mini_batches", "the last short batch is dropped")
    earned = {round(judged("mini_batches", answer, seed).earned * 5.5, 6) for seed in range(12)}
    assert earned == {3.5}
