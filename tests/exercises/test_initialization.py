"""Lesson 05's checks, proved; and the rates at which random answers are judged wrongly, measured.

``python tests/exercises/test_initialization.py 30000 1000`` grades the reference 30,000 times and
each wrong initializer 1,000 times, and prints how many right ones were refused and wrong ones passed.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy import stats

from course_utils.checking import chance
from course_utils.checking.answers import Function
from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.exercises.initialization import laws
from course_utils.exercises.initialization.distinct_units import DISTINCT_UNITS
from course_utils.exercises.initialization.initialize import INITIALIZE
from course_utils.exercises.initialization.inputs import NARROWING, ONE_INPUT, WIDENING
from course_utils.reference import initialization as key

# The networks of one grading, by the scheme that is asked.
GRADED = {"he": NARROWING, "glorot": WIDENING, "xavier": ONE_INPUT}


def passes(function: Function, seed: int) -> bool:
    return judge(INITIALIZE, caller_of(function), np.random.default_rng(seed)).passed


def test_a_right_initializer_is_refused_less_than_once_in_ten_thousand_gradings() -> None:
    assert sum(laws.chance(len(sizes) - 1) for sizes in GRADED.values()) < 5e-6


# The standard deviation of layer l's weights, from the layer sizes, l from 1, and the scheme.
Scale = Callable[[list[int], int, str], float]


def always(name: str) -> Scale:
    return lambda sizes, l, _scheme: key.weight_std(sizes[l - 1], sizes[l], name)


WRONG_DEVIATIONS: dict[str, Scale] = {
    "variance": lambda sizes, l, scheme: key.weight_std(sizes[l - 1], sizes[l], scheme) ** 2,
    "fan-out": lambda sizes, l, scheme: key.weight_std(sizes[l], sizes[l - 1], scheme),
    "first fans": lambda sizes, l, scheme: key.weight_std(sizes[0], sizes[1], scheme),
    "not scaled": lambda sizes, l, scheme: 1.0,
    "always he": always("he"),
    "always glorot": always("glorot"),
    "always xavier": always("xavier"),
}


@pytest.mark.parametrize("wrong", WRONG_DEVIATIONS)
def test_a_wrong_deviation_passes_less_than_once_in_a_million(wrong: str) -> None:
    """Exact: the weights' second moment is chi-squared, scaled by the ratio of the variances."""
    rule = WRONG_DEVIATIONS[wrong]
    rng = np.random.default_rng(5)
    for _ in range(50):
        all_pass = 1.0
        for scheme, base in GRADED.items():
            sizes = [int(n + rng.integers(n // 20 + 1)) for n in base]
            for l, (n_in, n_out) in enumerate(pairwise(sizes), 1):
                N = n_in * n_out
                ratio = (rule(sizes, l, scheme) / key.weight_std(n_in, n_out, scheme)) ** 2
                low, high = chance.second_moment_band(N)
                all_pass *= stats.chi2.cdf(N * high / ratio, N) - stats.chi2.cdf(N * low / ratio, N)
        assert all_pass < 1e-6


def test_uniform_weights_pass_less_than_once_in_a_million() -> None:
    """Their distribution is so far from the normal one that Massart's inequality rules it out."""
    x = np.linspace(-4, 4, 80_001)
    uniform = stats.uniform(-math.sqrt(3), 2 * math.sqrt(3))
    distance = float(np.max(np.abs(uniform.cdf(x) - stats.norm.cdf(x))))
    for sizes in GRADED.values():
        n = sum(n_in * n_out for n_in, n_out in pairwise(sizes))
        spare = distance - chance.shape_bound(n)
        assert 2 * math.exp(-2 * n * spare**2) < 1e-6


def test_the_laws_judge_initializers_that_are_not_in_the_list() -> None:
    def initialize(layer_sizes: list[int], scheme: str, rng: np.random.Generator) -> list:
        """Draw signs only: right mean, right variance, every layer its own."""
        return [
            (np.sign(W) * key.weight_std(W.shape[1], W.shape[0], scheme), b)
            for W, b in key.initialize(layer_sizes, scheme, rng)
        ]

    verdict = judge(INITIALIZE, caller_of(initialize), np.random.default_rng(0))
    assert (verdict.earned, verdict.stage, verdict.mistake) == (0, "law", "")


@pytest.mark.parametrize("other", [0, (), "W", [np.zeros(3)]])
def test_an_answer_may_be_something_else_when_it_is_called_again(other: Any) -> None:
    known: list[Any] = []

    def initialize(layer_sizes: list[int], scheme: str, rng: np.random.Generator) -> list:
        state = (layer_sizes, scheme, rng.bit_generator.state)
        if known and known[-1][:2] == state[:2] and known[-1] != state:
            return [other] * (len(layer_sizes) - 1)
        known.append(state)
        return key.initialize(layer_sizes, scheme, rng)

    verdict = judge(INITIALIZE, caller_of(initialize), np.random.default_rng(0))
    assert (verdict.earned, verdict.stage) == (0, "law")
    assert "something else" in verdict.message


def test_part_marks_for_a_right_draw_that_takes_any_name() -> None:
    def takes_any_name(layer_sizes: list[int], scheme: str, rng: np.random.Generator) -> object:
        known = scheme if scheme in ("xavier", "glorot", "he") else "he"
        return INITIALIZE.reference(layer_sizes, known, rng)

    verdict = judge(INITIALIZE, caller_of(takes_any_name), np.random.default_rng(0))
    assert verdict.earned == pytest.approx(5 / 6)
    assert verdict.mistake == "what should be refused passes silently"


def test_part_marks_for_units_compared_exactly() -> None:
    exact = next(m for m in DISTINCT_UNITS.mistakes if m.name == "compared exactly")
    verdict = judge(
        DISTINCT_UNITS, caller_of(DISTINCT_UNITS.function(exact)), np.random.default_rng(0)
    )
    assert verdict.earned == pytest.approx(5 / 6)


def test_few_gradings_make_no_error() -> None:
    refused, passed = error_rates(30, 3)
    assert refused == 0
    assert set(passed.values()) == {0}
    assert len(passed) == len(INITIALIZE.mistakes)


def error_rates(right: int, wrong: int) -> tuple[int, dict[str, int]]:
    """Count the right answers refused and, by name, the wrong ones passed, in so many gradings."""
    refused = sum(not passes(INITIALIZE.reference, 1000 + seed) for seed in range(right))
    passed = {
        mistake.name: sum(
            passes(INITIALIZE.function(mistake), 1000 + seed) for seed in range(wrong)
        )
        for mistake in INITIALIZE.mistakes
    }
    return refused, passed


if __name__ == "__main__":
    gradings = [int(word) for word in sys.argv[1:]] or [3000, 300]
    refused, passed = error_rates(gradings[0], gradings[-1])
    print(f"right answers refused: {refused} of {gradings[0]}")
    for name, count in passed.items():
        print(f"passed {count} of {gradings[-1]}: {name}")
