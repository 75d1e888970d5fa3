"""Every single edit of a reference is judged, and luck is found."""

from __future__ import annotations

import numpy as np

from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.mutants import Mutant, Trials, mutants_of


def relu(z: np.ndarray) -> np.ndarray:
    """Cut off below 0."""
    return np.maximum(0.0, z)


def halved(n: int) -> int:
    """Count how often n can be halved."""
    steps = 0
    while n > 1:
        n = n // 2
        steps += 1
    return steps


def exercise(low: float, high: float) -> Exercise:
    return Exercise(relu, (Group("one", lambda rng: (rng.uniform(low, high, size=1),)),))


def mutants(exercise: Exercise, seeds: int) -> list[Mutant]:
    return list(mutants_of(exercise, Trials(exercise, range(seeds))))


def test_where_the_cases_cover_everything_no_mark_is_luck() -> None:
    groups = (
        Group("all", lambda rng: (rng.permutation(np.r_[rng.uniform(1, 2, 2), -1.5, 0.01, 0]),)),
    )
    found = mutants(Exercise(relu, groups), 10)
    assert len(found) > 20
    assert not [m.source for m in found if m.lucky]
    survivors = {m.source.splitlines()[-1].strip() for m in found if m.survived}
    assert "return np.maximum(z, 0.0)" in survivors
    assert "return np.minimum(0.0, z)" not in survivors


def test_a_mark_that_depends_on_the_draw_is_found() -> None:
    lucky = [m for m in mutants(exercise(-1.0, 1.0), 20) if m.lucky]
    assert any(m.source.strip().endswith("return z") for m in lucky)


def test_what_the_cases_never_reach_survives() -> None:
    survivors = [m for m in mutants(exercise(1.0, 2.0), 5) if m.survived]
    assert any(m.source.strip().endswith("return z") for m in survivors)


def test_a_group_without_points_refuses_nothing() -> None:
    groups = (
        Group("positive", lambda rng: (rng.uniform(1, 2, 2),)),
        Group("negative", lambda rng: (rng.uniform(-2, -1, 2),), weight=0),
    )
    survivors = [m for m in mutants(Exercise(relu, groups), 5) if m.survived]
    assert any(m.source.strip().endswith("return z") for m in survivors)


def test_a_loop_without_end_is_refused() -> None:
    group = Group("some", lambda rng: (int(rng.integers(5, 20)),))
    found = mutants(Exercise(halved, (group,)), 5)
    (endless,) = (m for m in found if "n = n // 2" not in m.source and "pass" in m.source)
    assert not endless.passed


def test_the_case_that_refuses_most_comes_first() -> None:
    groups = (
        Group("positive", lambda rng: (rng.uniform(1, 2, 2),)),
        Group("both", lambda rng: (np.r_[rng.uniform(1, 2), -1.0, 0.3],)),
    )
    trials = Trials(Exercise(relu, groups), range(3))
    refused = sum(not m.passed for m in mutants_of(trials.exercise, trials))
    assert sum(trials.refused) >= 3 * refused
    assert max(trials.refused[:2]) > max(trials.refused[2:]) or max(trials.refused) > refused
