"""Alike answers: what is removed, what counts, and how often honest classes raise an alarm."""

from __future__ import annotations

import re

import numpy as np
import pytest

from course_utils.exercises import of_lesson
from course_utils.reports.alike import LONG, Pair, compare, normal_form
from tests.reports.honest import STYLES, variants, ways

LESSONS = ("03_forward_propagation", "04_backpropagation")
POOL = 25

PLAIN = """def forward(x, w):
    total = x @ w
    return total * 2
"""
SAME = """import numpy as np
# a comment
def forward(  inputs: 'array', weights ) -> float:
    \"\"\"Another docstring.\"\"\"
    print("here", weights)

    s: float = (inputs @ weights)
    return s*2
"""


def test_names_layout_and_noise_are_removed() -> None:
    assert normal_form(PLAIN) == normal_form(SAME)


@pytest.mark.parametrize(
    ("before", "after"),
    [("@", "+"), ("2", "3"), ("total * 2", "total * 2 + w"), ("x @ w", "w @ x"), ("x @", "np @")],
)
def test_what_is_computed_is_not_removed(before: str, after: str) -> None:
    assert normal_form(PLAIN) != normal_form(PLAIN.replace(before, after))


@pytest.mark.parametrize("source", ["def f(:", "x = '\0'", "(" * 5000, "raise NotImplementedError"])
def test_what_cannot_be_read_has_no_form_or_a_short_one(source: str) -> None:
    form = normal_form(source)
    assert form is None or form.size < LONG


def long_answer(number: int) -> str:
    """Return a long answer, another one for each number."""
    lines = [f"    x = x * {number} + np.exp(x / {k + 2}) - np.sum(x)" for k in range(4)]
    return "\n".join(["def f(x):", *lines, "    return x"])


def class_with(copies: int, size: int = 100, known: int = 0) -> tuple[Pair, ...]:
    """Return the pairs found where two of a class share their answers to `copies` of 6 exercises."""
    answers, course = {}, {}
    for place in range(6):
        name = f"exercise_{place}"
        own = {f"s{n:03}": long_answer(1000 * place + n) for n in range(size)}
        if place < copies:
            own["s007"] = re.sub(r"\bx\b", "value", own["s003"])
        answers[name] = own
        course[name] = [own["s003"]] if place < known else []
    return compare(answers, course, size).pairs


def test_several_long_rare_answers_are_needed() -> None:
    (pair,) = class_with(copies=5)
    assert (pair.first, pair.second) == ("s003", "s007")
    assert pair.shared == tuple((f"exercise_{n}", 2) for n in range(5))
    # 4950 pairs, 6 ways to choose 5 of 6 exercises, each form of 2 in 100, doubled.
    assert pair.expected == pytest.approx(4950 * 6 * 0.04**5)
    assert class_with(copies=4) == ()  # 4950 * 15 * 0.04**4 is over 0.01


def test_answers_that_the_course_knows_do_not_count() -> None:
    assert class_with(copies=6, known=0)
    assert class_with(copies=6, known=4) == ()


def test_a_small_class_says_nothing() -> None:
    found = compare({"f": {f"s{n}": long_answer(1) for n in range(5)}}, {}, 5)
    assert found.pairs == ()
    assert found.silent == ("f",)
    assert "fewer than 8" in found.note


def test_short_and_common_answers_say_nothing() -> None:
    short = {f"s{n:02}": PLAIN for n in range(30)}
    common = {f"s{n:02}": long_answer(1) for n in range(30)}
    found = compare({"short": short, **{f"c{k}": common for k in range(9)}}, {}, 30)
    assert found.pairs == ()
    assert found.silent == ("short",)


Pools = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def pools() -> tuple[Pools, dict[str, list[str]]]:
    """Give honest answers by exercise and style, and what the course knows."""
    rng = np.random.default_rng(11)
    exercises = [exercise for lesson in LESSONS for exercise in of_lesson(lesson)]
    honest = {e.name: [variants(e, style, POOL, rng) for style in STYLES] for e in exercises}
    return honest, {e.name: ways(e) for e in exercises}


def honest_class(honest: Pools, size: int, rng: np.random.Generator) -> dict[str, dict[str, str]]:
    """Return the answers of a class whose members work alone, each in a style of their own."""
    style = rng.integers(len(STYLES), size=size)
    return {
        name: {f"s{n:03}": of_style[style[n]][rng.integers(POOL)] for n in range(size)}
        for name, of_style in honest.items()
    }


@pytest.mark.parametrize(("size", "classes"), [(12, 100), (30, 100), (100, 60)])
def test_honest_classes_raise_no_alarm(
    pools: tuple[Pools, dict[str, list[str]]], size: int, classes: int
) -> None:
    rng = np.random.default_rng(size)
    honest, known = pools
    alarms = sum(
        bool(compare(honest_class(honest, size, rng), known, size).pairs) for _ in range(classes)
    )
    assert alarms == 0


def test_a_copy_of_everything_is_mostly_found(pools: tuple[Pools, dict[str, list[str]]]) -> None:
    rng = np.random.default_rng(1)
    honest, known = pools
    found = 0
    for _ in range(30):
        answers = honest_class(honest, 100, rng)
        for own in answers.values():
            own["s001"] = own["s000"]
        pairs = [(pair.first, pair.second) for pair in compare(answers, known, 100).pairs]
        assert pairs in ([], [("s000", "s001")])
        found += bool(pairs)
    assert found > 15
