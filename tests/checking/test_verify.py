"""The proof has to find a check that is unsound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from course_utils import exercises
from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Alternative, Exercise, Group, Law, Mistake
from course_utils.checking.judge import cases_of, judge, judge_on
from course_utils.checking.verify import prove


def double(x: np.ndarray) -> np.ndarray:
    return 2.0 * x


VECTOR = (Group("a vector", lambda rng: (rng.normal(size=5),)),)


def test_a_sound_exercise_is_sound() -> None:
    exercise = Exercise(
        double,
        VECTOR,
        mistakes=(Mistake("tripled", "3 * x", ""),),
        alternatives=(Alternative("sum", "x + x"),),
    )
    proof = prove(exercise)
    assert proof.sound
    assert (proof.caught, proof.named, proof.alternatives_passed) == (1, 1, 1)


def test_a_wrong_alternative_is_found() -> None:
    proof = prove(Exercise(double, VECTOR, alternatives=(Alternative("cube", "x**3"),)))
    assert not proof.sound


def test_a_mistake_that_passes_is_found() -> None:
    proof = prove(Exercise(double, VECTOR, mistakes=(Mistake("none", "x + x", ""),)))
    assert "passes" in proof.problems[0]


def test_a_mistake_with_another_name_is_found() -> None:
    twins = (Mistake("a", "3 * x", ""), Mistake("b", "x * 3", ""))
    proof = prove(Exercise(double, VECTOR, mistakes=twins))
    assert proof.problems == ["the mistake 'b' is called 'a'"]


def test_an_empty_answer_that_earns_is_found() -> None:
    def nothing(x: np.ndarray) -> None:
        return None

    proof = prove(Exercise(nothing, VECTOR, laws=(Law("any", lambda trial: None),), unique=False))
    assert "the empty answer earns 100%" in proof.problems


def test_a_mistake_that_shows_in_one_case_only_is_explained() -> None:
    groups = (*VECTOR, Group("zeros", lambda rng: (np.zeros(3),), count=1))
    wrong = Mistake("not at 0", "2 * x if x.any() else x + 1", "")
    (said,) = prove(Exercise(double, groups, mistakes=(wrong,))).problems
    assert said == (
        "the mistake 'not at 0' is called nothing: one case only tells it from a right answer, and a "
        "name needs two. Give that group count=2 or more"
    )


def test_an_answer_is_judged_alike_whoever_was_judged_on_the_cases_before() -> None:
    exercise = exercises.find("backward")
    cases = list(cases_of(exercise, np.random.default_rng(3)))
    answers: list[Mistake | Alternative] = [*exercise.mistakes, *exercise.alternatives]
    for answer in answers * 2:
        call = caller_of(exercise.function(answer))
        alone = judge(exercise, call, np.random.default_rng(3))
        shared = judge_on(exercise, call, cases, np.random.default_rng(3).spawn(1)[0])
        assert replace(shared, seconds=0.0) == replace(alone, seconds=0.0)
