from collections.abc import Callable

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.checking.verdict import Verdict
from course_utils.exercises.regularization import EXERCISES
from tests.exercises.shares import share_without

SEEDS = (101, 102, 103, 104)
BY_NAME = {exercise.name: exercise for exercise in EXERCISES}
SCALERS = ("min_max_scale", "standardize")
CONSTANT = "a feature that never changes"
CONSTANT_THERE = "a feature that is constant over X_train but not in X"


def judged(name: str, answer: Callable[..., object], seed: int = 7) -> Verdict:
    return judge(BY_NAME[name], caller_of(answer), np.random.default_rng(seed))


@pytest.mark.parametrize("name", SCALERS)
def test_no_case_of_scaling_fits_by_luck(name: str) -> None:
    for group in BY_NAME[name].groups:
        for seed in SEEDS:
            X_train, X = next(group.cases(np.random.default_rng(seed)))
            p, m_train = X_train.shape
            assert X.shape[0] == p != m_train
            assert X.shape[1] != p
            assert group.title == "the training set itself" or X.shape[1] != m_train


@pytest.mark.parametrize("seed", SEEDS)
def test_new_examples_lie_beyond_the_training_set(seed: int) -> None:
    X_train, X = next(BY_NAME["min_max_scale"].groups[0].cases(np.random.default_rng(seed)))
    assert (X.max(axis=1) > X_train.max(axis=1)).all()
    assert (X.min(axis=1) < X_train.min(axis=1)).all()


def test_a_plain_formula_loses_only_what_constant_features_bear() -> None:
    def plain(X_train: np.ndarray, X: np.ndarray) -> np.ndarray:
        return (X - X_train.mean(axis=1, keepdims=True)) / X_train.std(axis=1, keepdims=True)

    verdict = judged("standardize", plain)
    assert verdict.mistake == "nan on a constant feature"
    share = share_without(BY_NAME["standardize"], CONSTANT, CONSTANT_THERE)
    assert verdict.earned == pytest.approx(share)


def test_a_divisor_of_1_loses_only_the_last_group() -> None:
    def shifted(X_train: np.ndarray, X: np.ndarray) -> np.ndarray:
        low, high = X_train.min(axis=1), X_train.max(axis=1)
        size = np.where(high > low, high - low, 1.0)
        return (X - low[:, None]) / size[:, None]

    verdict = judged("min_max_scale", shifted)
    assert verdict.mistake == "a constant feature is shifted, but not 0"
    assert verdict.earned == pytest.approx(share_without(BY_NAME["min_max_scale"], CONSTANT_THERE))


def test_a_mistake_in_one_norm_leaves_the_other_its_points() -> None:
    def l1_wrong(W: np.ndarray, lam: float, m: int, norm: str) -> np.ndarray:
        if norm not in ("l1", "l2"):
            raise ValueError(norm)
        return lam / m * W

    verdict = judged("penalty_gradient", l1_wrong)
    assert verdict.mistake == "L1 with W for sign(W)"
    assert verdict.earned == pytest.approx(2.5 / 5.5)


def test_an_answer_with_two_mistakes_is_named_by_the_first() -> None:
    def half_and_silent(W: np.ndarray, lam: float, m: int, norm: str) -> np.ndarray:
        return lam * np.sign(W) / m if norm == "l1" else lam * W / (2 * m)

    assert judged("penalty_gradient", half_and_silent).mistake == "lam / (2 m) for L2"


@pytest.mark.parametrize("name", ["l1_penalty", "l2_penalty"])
@pytest.mark.parametrize("seed", SEEDS)
def test_sums_of_weights_do_not_pass_for_sums_of_sizes(name: str, seed: int) -> None:
    parameters, lam, _ = next(BY_NAME[name].groups[0].cases(np.random.default_rng(seed)))
    sums = [float(W.sum()) for W, _ in parameters]
    assert min(sums) < 0 < max(sums)
    assert lam > 0
    assert all((b != 0).all() for _, b in parameters)


def test_leaving_the_bias_pairs_out_is_a_fault_of_shape() -> None:
    verdict = judged("regularized_gradients", lambda g, parameters, lam, norm, m: g[:1])
    assert (verdict.stage, verdict.earned) == ("shape", 0.0)


def test_dividing_by_the_size_of_a_weight_of_0_is_right_if_it_ends_right() -> None:
    def by_ratio(W: np.ndarray, t: float) -> np.ndarray:
        safe = np.where(W == 0, 1.0, np.abs(W))
        return W * np.maximum(1 - t / safe, 0)

    assert judged("soft_threshold", by_ratio).passed
