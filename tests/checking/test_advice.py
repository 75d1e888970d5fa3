"""Each common error, made by code that really raises it, is explained."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.checking.advice import ALL, advice_on, known_error
from course_utils.checking.answers import function_of
from course_utils.checking.calling import call_here, caller_of
from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.judge import judge
from course_utils.checking.outcome import Failure


def double(x: np.ndarray) -> object:
    return 2.0 * x


EXERCISE = Exercise(
    reference=double,
    groups=(
        Group(
            "numbers", lambda rng: (rng.normal(size=(2, 3)),), count=2, hint="Twice every number."
        ),
    ),
)
# Code that goes wrong with x of shape (2, 3), and a piece of the mistake's name.
CODE = (
    ("x ^ 2", "`^`"),
    ("x.tolist() ^ 2", "`^`"),
    ("x if x > 0 else -x", "True or False"),
    ("max(x, 0 * x)", "True or False"),
    ("math.exp(x)", "single number"),
    ("np.zeros(len(x), 1)", "two arguments"),
    ("np.array([x, x[0]])", "different shapes"),
    ("x.reshape(1, 3)", "another number of entries"),
    ("x @ x", "matrix product"),
    ("np.dot(x, x)", "matrix product"),
    ("x + x.T", "entry by entry"),
    ("np.zeros(x)", "whole number"),
    ("x[0.5]", "index"),
    ("range(len(x) / 2)", "whole number"),
    ("[1, 2][2]", "beyond the end"),
    ("x[2]", "beyond the end"),
    ("np.sum(x[0], axis=1)", "axis"),
    ("x.tolist() * 0.5", "list is multiplied"),
    ("a, b, c = x\nreturn a", "fewer values"),
    ("(a,) = x\nreturn a", "more values"),
    ("a, b = 1\nreturn a", "one value"),
    ("a, b = None\nreturn a", "one value"),
    ("'relu'(x)", "a string is called"),
    ("x.shape(1)", "a tuple is called"),
    ("x.copy[0]", "the parentheses after a method"),
    ("a = x.copy\na[a < 0] = 0\nreturn a", "the parentheses after a method"),
    ("np.zeros((x.shape, 2))", "a shape is used"),
    ("x(0)", "not a function"),
    ("np.sum(x, axes=0)", "an argument name"),
    ("x.size[0]", "brackets after"),
    ("for i in x.size:\n    return i", "a loop over"),
    ("{x.tolist(): 1}", "a single name"),
    ("pair = (x, x)\npair[0] = 2 * x\nreturn pair", "a tuple cannot be changed"),
    ("x[:, x]", "array of floats"),
    ("x[np.array([True, False, True])]", "a mask and an array"),
    ("np.array([[1]], [[1]])", "two arguments"),
    ("np.softmax(x)", "does not exist"),
    ("None + x.tolist()", "cannot be combined"),
    ("[1, 2][0, 1]", "indexed"),
    ("double(x, x)", "number of arguments"),
    ("[1].shape", "as if it were an array"),
    ("(x, x).T", "a pair"),
    ("None.shape", "None"),
    ("y += 1\nreturn y", "before it has a value"),
    ("y * 2", "not defined"),
    ("1 / 0", "by 0"),
    ("import a_package_that_is_not_there\nreturn x", "not there"),
    ("def again(x):\n    return again(x)\nreturn again(x)", "without end"),
)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize(("code", "name"), CODE)
def test_a_common_error_is_explained(code: str, name: str) -> None:
    answer = function_of(code, double)
    verdict = judge(EXERCISE, caller_of(answer), np.random.default_rng(1))
    assert verdict.stage == "runs"
    assert name in verdict.mistake
    assert verdict.hint


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_every_advice_is_given_for_an_error_that_happens() -> None:
    x = np.ones((2, 3))
    failures = [call_here(function_of(code, double), (x,)).failure for code, _ in CODE]
    given = {known_error(failure) for failure in failures if failure}
    assert [known.name for known in ALL if known not in given] == []


def test_another_error_leaves_the_groups_hint() -> None:
    def fails(x: np.ndarray) -> object:
        raise KeyError("a")

    assert judge(EXERCISE, caller_of(fails), np.random.default_rng(1)).hint == "Twice every number."


def test_the_class_of_the_error_counts_too() -> None:
    for advice in ALL:
        assert advice_on(Failure("exception", advice.piece, "RuntimeError")) is None
