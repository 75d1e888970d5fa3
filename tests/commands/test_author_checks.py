"""What an author is told of an exercise, beside the proof of its check."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake, fixed
from course_utils.commands.author_checks import drawn, findings_on, lost_of
from course_utils.course import course_at
from course_utils.grading.sandbox.codec import decode, encode
from course_utils.grading.sandbox.limits import Limits
from tests.test_own_course import SECOND

CALLS: list[tuple[float, float]] = []


def area(width: float, height: float) -> float:
    CALLS.append((width, height))
    size = width * height + 1.0 - 1.0
    return 2.0 * size / 2.0


def capped(x: int) -> int:
    if x > 5:
        return 5
    return x


def same(x: Any) -> Any:
    return x


def _sides(rng: np.random.Generator) -> tuple[float, float]:
    return rng.uniform(1, 2), rng.uniform(1, 2)


def problems(exercise: Exercise) -> list[str]:
    found = findings_on(exercise)
    return [*found.problems, *found.not_carried]


def test_a_good_exercise_has_none() -> None:
    good = Exercise(area, (Group("sides", _sides),), (Mistake("a sum", "width + height", "No."),))
    assert problems(good) == []
    for lesson in course_at(SECOND).lessons:
        for exercise in course_at(SECOND).of_lesson(lesson.id):
            assert problems(exercise) == []


@pytest.mark.parametrize(
    ("hint", "told"),
    [
        ("It is `2.0*size/2.0`.", "2.0 * size / 2.0"),
        ("Write width * height + 1.0 - 1.0 there.", "width * height + 1.0 - 1.0"),
        ("np.prod([width, height]) * 1.0 will do", "np.prod([width, height]) * 1.0"),
        ("The sides are multiplied: `width * height`.", ""),
        ("You add. Is an area a sum?", ""),
    ],
)
def test_a_hint_that_gives_the_answer_away_is_named(hint: str, told: str) -> None:
    exercise = Exercise(
        area,
        (Group("sides", _sides),),
        (Mistake("a sum", "width + height", hint),),
        (Alternative("a product", "np.prod([width, height]) * 1.0"),),
    )
    said = f"area: the hint of the mistake 'a sum' gives the answer away: `{told}`."
    assert problems(exercise) == ([said] if told else [])
    group = Group("sides", _sides, hint=hint)
    assert len(problems(Exercise(area, (group,), (), exercise.alternatives))) == bool(told)


def test_one_case_names_no_mistake() -> None:
    alone = Exercise(area, (Group("sides", _sides, count=1),))
    assert "there is one case only" in problems(alone)[0]
    two = (Group("sides", _sides, count=1), Group("more", fixed((2.0, 3.0)), count=1))
    assert problems(Exercise(area, two)) == []


def test_the_cases_are_drawn_once() -> None:
    CALLS.clear()
    problems(Exercise(area, (Group("sides", _sides, count=3),)))
    assert len(CALLS) == 2 * 3


def test_a_line_that_no_case_reaches_is_named() -> None:
    exercise = Exercise(capped, (Group("small", fixed((1,), (2,)), count=1),))
    (said,) = problems(exercise)
    assert said.startswith("capped: no case reaches line")
    assert said.endswith(": return 5")
    cases, reached = drawn(exercise)
    assert len(cases) == 4
    assert capped.__code__.co_firstlineno + 2 not in reached


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            type("DataFrame", (), {})(),
            ["a DataFrame", "as a dict of arrays: {name: df[name].to_numpy() for name in df}"],
        ),
        ({1, 2}, ["holds a set", "Give a sorted list."]),
        ([1, frozenset()], ["holds a frozenset", "Give a sorted list."]),
        (range(3), ["a range", "Give a list."]),
        (datetime.date(2026, 1, 31), ["a date", "Give a string such as '2026-01-31'."]),
        ({"f": same}, ["a function", "Pass the name of the function as a string"]),
        ({1: "a"}, ["dict with keys other than strings", "strings as keys"]),
        (np.array(["a"]), ["array of str", "Cases may hold numbers"]),
        (np.array([None]), ["array of object", "Cases may hold numbers"]),
        (np.ma.array([1, 2]), ["a MaskedArray", "Cases may hold numbers"]),
        (2**70, ["an int", "Cases may hold numbers"]),
    ],
)
def test_a_value_that_does_not_reach_a_submission_is_named(value: Any, words: list[str]) -> None:
    exercise = Exercise(same, (Group("values", fixed((value,)), count=2),))
    said = problems(exercise)
    assert any("the argument `x`" in one for one in said)
    assert any("what the reference returns" in one for one in said)
    for word in words:
        assert all(word in one for one in said), said


ROW = re.compile(r"^\| .+ \| `(.+)` \| (yes|no)\b.* \|$", re.MULTILINE)


def test_the_table_of_values_in_the_author_s_page_is_true() -> None:
    rows = ROW.findall((Path(__file__).parents[2] / "COURSES.md").read_text(encoding="utf-8"))
    assert len(rows) == 19
    for example, told in rows:
        value = eval(example, {"np": np, "datetime": datetime})
        assert (lost_of(value) == "") == (told == "yes"), example
        if told == "yes":
            again = decode(encode(value, Limits()), Limits())
            assert type(again) is type(value)
            assert repr(again) == repr(value) or isinstance(value, np.random.Generator)
