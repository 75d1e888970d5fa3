"""Lesson 08's checks, proved; and that no answer can bring learned weights along."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_utils.checking.answers import function_of
from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.checking.verdict import Verdict
from course_utils.datasets import load_digits
from course_utils.exercises.capstone.digits import ORIENTATIONS, kept_back, oriented, to_learn
from course_utils.exercises.capstone.networks import form_fault, unseen_accuracy
from course_utils.exercises.capstone.train_digits import TRAIN_DIGITS, _fitted


def judged(answer: Any, seed: int = 11) -> Verdict:
    return judge(TRAIN_DIGITS, caller_of(answer), np.random.default_rng(seed))


def test_digits_are_kept_back_and_named_alike(rng: np.random.Generator) -> None:
    digits = load_digits()
    X, labels, _ = to_learn(rng, 1150)
    X_rest, labels_rest = kept_back(X, labels)
    assert X.shape == (64, 1150)
    assert X_rest.shape == (64, 647)
    together = {column.tobytes() for column in np.hstack([X, X_rest]).T}
    assert len(together) == 1797
    # Every class has as many members as one of the shipped classes, and none its old name.
    renamed = np.concatenate([labels, labels_rest])
    assert sorted(np.bincount(renamed)) == sorted(np.bincount(digits.labels))
    plain = {
        column.tobytes(): label for column, label in zip(digits.X.T, digits.labels, strict=True)
    }
    assert not any(column.tobytes() in plain for column in X.T[:200])
    for number in range(ORIENTATIONS):
        back = [plain.get(column.tobytes()) for column in oriented(X, number).T]
        if None not in back:
            assert all(old != new for old, new in zip(back, labels, strict=True))
            break
    else:
        raise AssertionError("in no orientation are these the shipped digits")


def test_other_digits_are_refused(rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match="not the course's digits"):
        kept_back(rng.random((64, 5)), np.arange(5))


def test_what_was_learned_elsewhere_reads_no_better_than_guessing() -> None:
    digits = load_digits()
    network = _fitted(digits.X, digits.labels, np.random.default_rng(0))
    shares = [
        unseen_accuracy(network, *to_learn(np.random.default_rng(seed), 1150)[:2])
        for seed in range(6)
    ]
    assert max(shares) < 0.4


def test_between_85_and_95_percent_earns_a_part() -> None:
    brief = next(m for m in TRAIN_DIGITS.mistakes if m.name == "it has not learned enough yet")
    assert isinstance(brief.code, str)
    code = brief.code.replace("range(8)", "range(22)")
    longer = function_of(code, TRAIN_DIGITS.reference, brief.place)

    def middling(X: Any, labels: Any, rng: Any) -> Any:
        return longer(X, labels, rng)

    X, labels, rng = to_learn(np.random.default_rng(3), 1150)
    assert 0.86 < unseen_accuracy(middling(X, labels, rng), X, labels) < 0.945
    verdict = judged(middling)
    assert verdict.status == "wrong"
    assert verdict.earned == pytest.approx(0.6)
    assert verdict.mistake == "it has not learned enough yet"
    assert "95 % are asked for" in verdict.message


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "list with one pair"),
        ([], "list with one pair"),
        ([(np.ones((10, 64)), "b")], "list with one pair"),
        ([(np.ones((10, 63)), np.ones((10, 1)))], "given 64 numbers"),
        ([(np.ones((10, 64)), np.ones(10))], r"expected (10, 1)"),
        ([(np.ones((9, 64)), np.ones((9, 1)))], "9 outputs"),
        ([(np.full((10, 64), np.inf), np.ones((10, 1)))], "nan or inf"),
        ([(np.array([[object()]]), np.ones((10, 1)))], "list with one pair"),
        ([(np.ones((40_000, 64), np.int8), np.ones((40_000, 1), np.int8))], "at most 2,000,000"),
    ],
)
def test_what_is_no_network_is_said(value: object, words: str) -> None:
    assert words in str(form_fault(value))
    verdict = judged(lambda X, labels, rng: value)
    assert verdict.earned == 0
    assert words in verdict.message


def test_an_answer_that_changes_the_images_loses_its_points() -> None:
    def careless(X: Any, labels: Any, rng: Any) -> Any:
        network = _fitted(X, labels, rng)
        X += 1
        return network

    verdict = judged(careless)
    assert verdict.earned == 0
    assert "changes its argument `X`" in verdict.message
