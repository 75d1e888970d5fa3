"""A name is said only where nothing that the answer does speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.checking.answer_tables import wrong_answers
from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise, Group, Law, Trial
from course_utils.checking.judge import judge
from course_utils.checking.verdict import Verdict

Array = np.ndarray


def root(x: Array) -> Array:
    """Take the root of what is positive."""
    if isinstance(x, str):
        raise ValueError("not a text")
    return np.sqrt(np.maximum(x, 0.0))


ROOT = Exercise(
    reference=root,
    groups=(
        Group("positive numbers", lambda rng: (rng.uniform(1.0, 9.0, (3, 4)),), weight=2),
        Group("negative numbers", lambda rng: (rng.uniform(-9.0, -1.0, (3, 4)),)),
        Group("a text is refused", lambda rng: ("x",), refused=True),
    ),
    mistakes=wrong_answers("""
## the square, with the sign lost
# You square.
x**2
## the root of the size
# Negative numbers are to become 0.
np.sqrt(np.abs(x))
"""),
)


def two_parts(x: Array) -> tuple[Array, Array]:
    """Double, and triple."""
    return 2 * x, 3 * x


TWO_PARTS = Exercise(
    reference=two_parts,
    groups=(Group("a matrix", lambda rng: (rng.normal(size=(3, 4)),)),),
    mistakes=wrong_answers("""
## both are halved
# Nothing is to be halved.
x / 2, x / 2
"""),
    returns=("double", "triple"),
)


def told(exercise: Exercise, answer: Callable[..., Any]) -> Verdict:
    return judge(exercise, caller_of(answer), np.random.default_rng(5))


def test_a_mistake_that_is_wrong_where_the_answer_is_right_is_not_its_name() -> None:
    def answer(x: Array) -> Array:
        # Wrong for negative numbers alone, and there like the square.
        return np.where(np.asarray(x) < 0, np.square(x), root(x))

    assert told(ROOT, answer).mistake == ""


def test_whether_arguments_are_checked_says_nothing_of_the_formula() -> None:
    def answer(x: Array) -> Array:
        if isinstance(x, str):
            raise ValueError("not a text")
        return np.asarray(np.sqrt(np.abs(x)))

    assert told(ROOT, answer).mistake == "the root of the size"


def test_a_mistake_in_a_part_of_the_answer_is_said_to_be_there() -> None:
    whole = told(TWO_PARTS, lambda x: (x / 2, x / 2))
    part = told(TWO_PARTS, lambda x: (x / 2, 3 * x))
    assert whole.mistake == part.mistake == "both are halved"
    assert whole.hint == "Nothing is to be halved."
    assert part.hint.startswith("This is about `double`; the rest is right.")


def test_a_name_that_only_an_error_speaks_for_is_no_certainty() -> None:
    def total(X: Array, w: Array) -> Array:
        return X.T @ w

    exercise = Exercise(
        reference=total,
        groups=(
            Group("a matrix", lambda rng: (rng.normal(size=(3, 4)), rng.normal(size=3)), count=2),
        ),
        mistakes=wrong_answers("""
## X is not transposed
# Which way does X lie?
X @ w
"""),
    )
    verdict = told(exercise, lambda X, w: np.dot(X, w))
    assert verdict.mistake == "X is not transposed"
    assert "Other slips can end in the same error" in verdict.hint


def test_results_in_another_order_are_told_the_right_one() -> None:
    verdict = told(TWO_PARTS, lambda x: (3 * x, 2 * x))
    assert verdict.mistake == "the results are in the opposite order"
    assert verdict.hint.endswith("double, triple.")


def test_a_single_row_does_not_count_as_an_example_per_row() -> None:
    def scaled(Y: Array) -> Array:
        return 2 * Y

    exercise = Exercise(
        reference=scaled, groups=(Group("a row", lambda rng: (rng.normal(size=(1, 6)),)),)
    )
    assert told(exercise, lambda Y: 2 * Y / Y.shape[1]).mistake == ""


def shuffled(x: Array, rng: np.random.Generator) -> Array:
    """Shuffle."""
    return rng.permutation(x)


def _signs(trials: Sequence[Trial]) -> tuple[int, list[bool]]:
    # Called once for the answer, whatever the number of mistakes: see the test below.
    CALLS.append(len(trials))
    return len(trials), [set(t.value) == set(t.arguments[0]) for t in trials]


CALLS: list[int] = []
SHUFFLED = Exercise(
    reference=shuffled,
    groups=(Group("ten numbers", lambda rng: (rng.normal(size=10), np.random.default_rng(1))),),
    unique=False,
    laws=(Law("all are there", lambda t: "some" if set(t.value) != set(t.arguments[0]) else None),),
    signs=_signs,
    mistakes=wrong_answers("""
## as it is
# Shuffle it.
x
## drawn with replacement
# Some come twice.
rng.choice(x, len(x))
"""),
)


def test_a_random_answer_is_known_by_its_signs() -> None:
    CALLS.clear()

    def answer(x: Array, rng: np.random.Generator) -> Array:
        return x[rng.integers(0, len(x), len(x))]

    verdict = judge(SHUFFLED, caller_of(answer), np.random.default_rng(3))
    assert verdict.mistake == "drawn with replacement"
    assert CALLS == [2] * 3  # the answer, and each wrong code


def test_an_answer_whose_signs_cannot_be_read_has_no_name() -> None:
    verdict = judge(SHUFFLED, caller_of(lambda x, rng: [[], {}]), np.random.default_rng(3))
    assert (verdict.status, verdict.mistake) == ("wrong", "")
