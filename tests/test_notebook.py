"""What `check`, `progress` and `when_written` do in a student's notebook."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import check, notebook, progress, when_written


def right_sigmoid(z: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0, -z))


right_sigmoid.__name__ = "sigmoid"


def wrong_sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(z))


wrong_sigmoid.__name__ = "sigmoid"


@pytest.fixture(autouse=True)
def _student(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NBGRADER_EXECUTION", "NBGRADER_VALIDATING", "COURSE_SANDBOX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(notebook, "_record", {})


def test_check_shows_a_verdict() -> None:
    shown = check(wrong_sigmoid)
    assert shown is not None
    assert shown.mistake == "the sign of the exponent is flipped"
    assert "1 - sigmoid(z)" in repr(shown)
    assert "<code>sigmoid</code>" in shown._repr_html_()


def test_the_place_is_looked_for_unless_the_exercise_knows_the_mistake() -> None:
    def sigmoid(z: np.ndarray) -> np.ndarray:
        return 2 * right_sigmoid(z)

    shown = check(sigmoid)
    assert isinstance(shown, notebook.PlacedVerdict)
    assert shown.mistake == "twice the right answer"
    assert not isinstance(check(wrong_sigmoid), notebook.PlacedVerdict)


@pytest.mark.parametrize("thing", [None, 3, "sigmoid", np.zeros(3), [right_sigmoid]])
def test_check_never_raises(thing: object) -> None:
    shown = check(thing)
    assert shown is not None
    assert shown.status == "error"
    assert "itself" in shown.message


def test_check_of_an_unknown_name_suggests_a_known_one() -> None:
    def sigmiod(z: np.ndarray) -> np.ndarray:
        return z

    shown = check(sigmiod)
    assert shown is not None
    assert "`sigmoid`" in shown.message


@pytest.mark.parametrize("name", ["NBGRADER_EXECUTION", "NBGRADER_VALIDATING"])
def test_under_plain_nbgrader_a_wrong_answer_raises(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(AssertionError, match="sign of the exponent"):
        check(wrong_sigmoid)
    assert check(right_sigmoid) is not None


def test_in_the_sandbox_check_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_SANDBOX", "1")
    assert check(wrong_sigmoid) is None
    assert progress() is None


def test_progress_counts_what_was_checked() -> None:
    check(right_sigmoid)
    shown = progress()
    assert shown is not None
    assert shown.done == 1
    assert ("predict_proba", "not started") in shown.statuses
    check(wrong_sigmoid)
    again = progress("01_logistic_regression")
    assert again is not None
    assert ("sigmoid", "started") in again.statuses


def test_progress_of_an_unknown_lesson_lists_the_lessons() -> None:
    with pytest.raises(ValueError, match="01_logistic_regression"):
        progress("99_nothing")


def test_when_written_waits_for_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    def sigmoid(z: float) -> float:
        raise NotImplementedError

    with when_written():
        sigmoid(1.0)
    assert capsys.readouterr().out == (
        "sigmoid is not written yet. Run this cell again when it is.\n"
    )
    with pytest.raises(ZeroDivisionError), when_written():
        _ = 1 / 0
