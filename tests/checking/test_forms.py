"""What the form of an answer says, in any exercise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Draw, Exercise, Group, Law
from course_utils.checking.judge import judge
from course_utils.checking.part_names import Layers
from course_utils.checking.verdict import Verdict

Array = np.ndarray


def scaled(x: Array, unit: str) -> tuple[Array, list[tuple[float, float]]]:
    """Return x in another unit, and each entry beside its square."""
    factors = {"m": 1.0, "km": 1e-3}
    if unit not in factors:
        raise ValueError(f"unknown unit {unit!r}")
    y = factors[unit] * x
    return y, [(float(v), float(v * v)) for v in y]


def total(x: Array) -> float:
    return float(x.sum())


def double(x: Array) -> Array:
    return 2 * x


def noisy(x: Array, rng: np.random.Generator) -> Array:
    return x + rng.normal()


def numbers_in(unit: str) -> Draw:
    return lambda rng: (rng.normal(size=5), unit)


NUMBERS = Group("numbers", [numbers_in("km"), numbers_in("m")])
UNKNOWN = Group("an unknown unit", lambda rng: (rng.normal(size=5), "inch"), refused=True)
EXERCISE = Exercise(scaled, (NUMBERS, UNKNOWN), returns=("y", ("the pairs", Layers(("y", "y^2")))))
TOTAL = Exercise(total, (Group("x", lambda rng: (rng.normal(size=4),)),))
DOUBLE = Exercise(double, (Group("x", lambda rng: (rng.normal(size=4),)),))


def told(exercise: Exercise, answer: Callable[..., Any]) -> Verdict:
    return judge(exercise, caller_of(answer), np.random.default_rng(1))


def returns_error(x: Array, unit: str) -> Any:
    return scaled(x, unit) if unit in ("m", "km") else ValueError(unit)


def takes_anything(x: Array, unit: str) -> Any:
    return scaled(x, "km" if unit == "km" else "m")


def looks_up(x: Array, unit: str) -> Any:
    return scaled(x, {"m": "m", "km": "km"}[unit])


def asserts(x: Array, unit: str) -> Any:
    assert unit in ("m", "km"), unit
    return scaled(x, unit)


def knows_one(x: Array, unit: str) -> Any:
    if unit != "m":
        raise ValueError(unit)
    return scaled(x, unit)


def raises_type_error(x: Array, unit: str) -> Any:
    if unit in ("m", "km"): return scaled(x, unit)  # fmt: skip # noqa: E701
    else: raise TypeError(unit)  # fmt: skip # noqa: E701


def in_capitals(x: Array, unit: str) -> Any:
    if unit in ("M", "KM"): return scaled(x, unit)  # fmt: skip # noqa: E701
    else: raise ValueError(unit)  # fmt: skip # noqa: E701


def prints(x: Array, unit: str) -> Any:
    y, _ = scaled(x, unit)
    print(y)


def one_branch_without_return(x: Array, unit: str) -> Any:
    return scaled(x, unit) if unit != "m" else None


def zips(x: Array, unit: str) -> Any:
    y, _ = scaled(x, unit)
    return y, zip(y, y**2, strict=True)


def names(x: Array, unit: str) -> Any:
    return dict(zip(("y", "pairs"), scaled(x, unit), strict=True))


def first_alone(x: Array, unit: str) -> Any:
    return scaled(x, unit)[0]


def two_lists(x: Array, unit: str) -> Any:
    y, pairs = scaled(x, unit)
    return y, tuple(map(list, zip(*pairs, strict=True)))


def not_taken_apart(x: Array, unit: str) -> Any:
    y, pairs = scaled(x, unit)
    return (y, y), pairs


def a_function(x: Array, unit: str) -> Any:
    return np.abs, scaled(x, unit)[1]


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (returns_error, "the error is returned, not raised"),
        (takes_anything, "what should be refused passes silently"),
        (looks_up, "a KeyError instead of a ValueError"),
        (asserts, "another kind of error than a ValueError"),
        (raises_type_error, "another kind of error than a ValueError"),
        (knows_one, "what is known is refused"),
        (in_capitals, "what is known is refused"),
        (prints, "nothing is returned"),
        (one_branch_without_return, "nothing is returned"),
        (zips, "what makes a list instead of the list"),
        (names, "a dictionary instead of a list or a tuple"),
        (first_alone, "one part alone is returned"),
        (two_lists, "two lists instead of a list of pairs"),
        (a_function, "a function instead of its value"),
    ],
)
def test_the_form_has_a_name(answer: Callable[..., Any], name: str) -> None:
    verdict = told(EXERCISE, answer)
    assert verdict.mistake == name
    assert verdict.hint


def test_the_part_that_is_returned_and_all_parts_are_named() -> None:
    assert "It is right: `y`. Return `y`, the pairs" in told(EXERCISE, first_alone).hint


def test_true_and_false_are_no_numbers() -> None:
    assert told(DOUBLE, lambda x: x > 0).mistake == "True and False instead of numbers"


def test_one_number_for_several_and_several_for_one_have_a_hint_and_no_name() -> None:
    one, several = told(DOUBLE, lambda x: float(np.prod(x))), told(TOTAL, lambda x: 3 * x)
    assert one.mistake == several.mistake == ""
    assert one.hint.startswith("Your answer has one number")
    assert several.hint.startswith("Your answer has several numbers")


def test_a_tuple_for_an_array_has_a_hint_and_no_name() -> None:
    verdict = told(EXERCISE, not_taken_apart)
    assert verdict.mistake == ""
    assert "Then unpack it" in verdict.hint


def test_a_changed_argument_is_named_where_answers_cannot_be_compared() -> None:
    exercise = Exercise(
        noisy,
        (Group("x", lambda rng: (rng.normal(size=4), np.random.default_rng(1))),),
        laws=(Law("anything goes", lambda trial: None),),
        unique=False,
    )

    def answer(x: Array, rng: np.random.Generator) -> Array:
        x += 1
        return x

    assert told(exercise, answer).mistake == "an argument is changed in place"
