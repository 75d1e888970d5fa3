"""Slips that any exercise can have are named without being written out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.judge import judge


def layer(X: np.ndarray, W: np.ndarray) -> np.ndarray:
    """Multiply by weights."""
    return W @ X


def row_means(X: np.ndarray) -> np.ndarray:
    """Average over columns, as a column."""
    return np.mean(X, axis=1, keepdims=True)


def total(x: np.ndarray) -> float:
    """Add up."""
    return float(np.sum(x))


def both(X: np.ndarray) -> tuple[np.ndarray, float]:
    """Return two things."""
    return 2 * X, float(X.sum())


def powers(x: np.ndarray) -> list[np.ndarray]:
    """Return three powers."""
    return [x, x**2, x**3]


def extremes(x: np.ndarray) -> dict[str, float]:
    """Return two things by name."""
    return {"lower": float(x.min()), "upper": float(x.max())}


def surprise(p: np.ndarray) -> np.ndarray:
    """Return minus the logarithm."""
    return -np.log(p)


def _X(rng: np.random.Generator) -> tuple[np.ndarray]:
    return (rng.normal(size=(3, 4)) + 2,)


EXERCISES = {
    f.__name__: Exercise(f, (Group("numbers", draw, count=2),))
    for f, draw in (
        (layer, lambda rng: (rng.normal(size=(3, 4)), rng.normal(size=(2, 3)))),
        (row_means, _X),
        (total, lambda rng: (rng.normal(size=5) + 2,)),
        (both, _X),
        (powers, lambda rng: (rng.normal(size=5) + 2,)),
        (extremes, lambda rng: (rng.normal(size=5) + 2,)),
        (surprise, lambda rng: (rng.uniform(0.1, 0.9, size=5),)),
    )
}
SLIPS: list[tuple[str, Callable[..., Any], str]] = [
    ("layer", lambda X, W: -(W @ X), "the sign is flipped"),
    ("layer", lambda X, W: (W @ X).T, "rows and columns are exchanged"),
    ("layer", lambda X, W: (W @ X).tolist(), "a list instead of an array"),
    ("layer", lambda X, W: X @ W, "one example per row"),
    ("layer", lambda X, W: (W @ X, X), "something is returned beside the answer"),
    ("layer", lambda X, W: np.roll(W @ X, 1), "the right numbers in the wrong places"),
    ("layer", lambda X, W: np.round(W @ X, 4), "rounded"),
    ("layer", lambda X, W: 2 * W @ X, "twice the right answer"),
    ("layer", lambda X, W: W @ X / 2, "half of the right answer"),
    ("layer", lambda X, W: (W @ X).astype(int), "cut to whole numbers"),
    ("layer", lambda X, W: W @ X // 1, "cut to whole numbers"),
    ("surprise", lambda p: -np.log2(p), "the logarithm to base 2"),
    ("surprise", lambda p: -np.log10(p), "the logarithm to base 10"),
    ("row_means", lambda X: X.mean(axis=1), "the array is flat"),
    ("row_means", lambda X: X.sum(axis=1, keepdims=True), "the sum instead of the mean"),
    ("total", np.mean, "the mean instead of the sum"),
    ("total", lambda x: np.array([x.sum()]), "an array instead of a number"),
    ("total", lambda x: np.array([[x.sum()]]), "a matrix instead of a number"),
    ("both", lambda X: (2 * X, -float(X.sum())), "the sign is flipped"),
    (
        "extremes",
        lambda x: {"lower": x.max(), "upper": x.min()},
        "the right values under the wrong keys",
    ),
    ("powers", lambda x: [x**3, x**2, x], "the list is in the opposite order"),
]


@pytest.mark.parametrize(("name", "answer", "slip"), SLIPS)
def test_a_slip_is_named(name: str, answer: Callable[..., Any], slip: str) -> None:
    verdict = judge(EXERCISES[name], caller_of(answer), np.random.default_rng(4))
    assert verdict.mistake == slip
    assert verdict.hint


def test_a_changed_argument_is_named() -> None:
    def answer(X: np.ndarray) -> tuple[np.ndarray, float]:
        total = float(X.sum())
        X *= 2
        return X, total

    verdict = judge(EXERCISES["both"], caller_of(answer), np.random.default_rng(4))
    assert verdict.stage == "arguments"
