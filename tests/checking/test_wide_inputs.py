"""Wide inputs reach where no case stands, and fit the reference all the same."""

from __future__ import annotations

import numpy as np

from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.mutants import Trials
from course_utils.checking.wide_inputs import WideInput, wide_inputs


def scaled(x: np.ndarray, t: float, name: str) -> np.ndarray:
    """Multiply by t, or divide."""
    if name not in ("times", "over"):
        raise ValueError(name)
    return x * t if name == "times" else x / t


SCALED = Exercise(
    scaled,
    (
        Group("times", lambda rng: (rng.uniform(1, 2, (2, 3)), float(rng.uniform(1, 2)), "times")),
        Group("over", lambda rng: (rng.uniform(1, 2, (3, 4)), float(rng.uniform(1, 2)), "over")),
        Group("unknown", lambda rng: (rng.uniform(1, 2, 3), 1.0, "plus"), refused=True),
    ),
    preconditions=("t > 0",),
)


def inputs() -> list[WideInput]:
    return wide_inputs(SCALED, Trials(SCALED, range(3)).cases[0])


def test_they_have_zeros_ties_both_signs_and_other_shapes() -> None:
    arrays = [one.arguments[0] for one in inputs()]
    assert any((a == 0).any() for a in arrays)
    assert any((a < 0).any() for a in arrays)
    assert any(np.abs(a).max() > 500 for a in arrays)
    assert any(a.size > 1 and np.ptp(a) == 0 for a in arrays)
    assert {1, 2, 3, 4} <= {size for a in arrays for size in a.shape}


def test_each_name_is_tried_with_each_case() -> None:
    found = {(one.arguments[0].shape, one.arguments[2]) for one in inputs()}
    assert {((2, 3), "over"), ((3, 4), "times")} <= found


def test_the_reference_gives_finite_numbers_on_them() -> None:
    for one in inputs():
        assert one.expected.failure is None
        assert np.isfinite(one.expected.value).all()


def test_a_broken_precondition_is_noted() -> None:
    for one in inputs():
        assert one.broken == (() if one.arguments[1] > 0 else ("t > 0",))
    assert {one.broken for one in inputs()} == {(), ("t > 0",)}
