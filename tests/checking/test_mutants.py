"""Every single edit of a reference is judged, and luck is found."""

from __future__ import annotations

import numpy as np

from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.mutants import mutants_of


def relu(z: np.ndarray) -> np.ndarray:
    """Cut off below 0."""
    return np.maximum(0.0, z)


def exercise(low: float, high: float) -> Exercise:
    return Exercise(relu, (Group("one", lambda rng: (rng.uniform(low, high, size=1),)),))


def test_where_the_cases_cover_everything_no_mark_is_luck() -> None:
    groups = (
        Group("all", lambda rng: (rng.permutation(np.r_[rng.uniform(1, 2, 2), -1.5, 0.01, 0]),)),
    )
    mutants = list(mutants_of(Exercise(relu, groups), seeds=range(10)))
    assert len(mutants) > 20
    assert not [m.source for m in mutants if m.lucky]
    survivors = {m.source.splitlines()[-1].strip() for m in mutants if m.survived}
    assert "return np.maximum(z, 0.0)" in survivors
    assert "return np.minimum(0.0, z)" not in survivors


def test_a_mark_that_depends_on_the_draw_is_found() -> None:
    lucky = [m for m in mutants_of(exercise(-1.0, 1.0), seeds=range(20)) if m.lucky]
    assert any(m.source.strip().endswith("return z") for m in lucky)


def test_what_the_cases_never_reach_survives() -> None:
    survivors = [m for m in mutants_of(exercise(1.0, 2.0), seeds=range(5)) if m.survived]
    assert any(m.source.strip().endswith("return z") for m in survivors)
