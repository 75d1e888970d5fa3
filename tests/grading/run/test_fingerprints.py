"""What code an exercise is made of."""

from pathlib import Path

import pytest

from course_utils.exercises import of_lesson
from course_utils.grading.run import fingerprints
from course_utils.grading.run.fingerprints import PACKAGE, marking, of_exercises
from course_utils.lessons import LESSONS


def changed_by(monkeypatch: pytest.MonkeyPatch, part: str) -> set[str]:
    """Return the exercises of all lessons that another text of one file touches."""
    before = {l.id: of_exercises(l.id) for l in LESSONS}
    read = Path.read_bytes
    touched = PACKAGE / part
    assert touched.is_file()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", lambda p: read(p) + b"#" * (p == touched))
        fingerprints._imported.cache_clear()
        after = {l.id: of_exercises(l.id) for l in LESSONS}
    return {n for l, names in before.items() for n in names if after[l][n] != names[n]}


def test_every_exercise_has_a_definition() -> None:
    for lesson in LESSONS:
        assert set(of_exercises(lesson.id)) == {e.name for e in of_lesson(lesson.id)}


def test_a_changed_exercise_touches_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = changed_by(monkeypatch, "exercises/backpropagation/hidden.py")
    assert hidden == {"hidden_delta", "activation_jacobian"}
    assert changed_by(monkeypatch, "exercises/neural_networks.py") == {"count_parameters"}


def test_a_changed_reference_touches_the_exercises_that_stand_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = {e.name for e in of_lesson("08_capstone")}
    assert changed_by(monkeypatch, "reference/capstone.py") <= names
    early = changed_by(monkeypatch, "reference/logistic_regression.py")
    assert early >= {"sigmoid", "forward", "backward", "train_digits"}
    assert "count_parameters" not in early


def test_shared_inputs_touch_all_that_draw_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    touched = changed_by(monkeypatch, "exercises/backpropagation/inputs.py")
    lesson = {e.name for e in of_lesson("04_backpropagation")}
    assert {"hidden_delta", "backward"} <= touched <= lesson


@pytest.mark.parametrize("part", ["checking/judge.py", "grading/rebuild.py"])
def test_the_judge_touches_everything(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = marking(), Path.read_bytes
    touched = PACKAGE / part
    monkeypatch.setattr(Path, "read_bytes", lambda p: read(p) + b"#" * (p == touched))
    assert marking() != before
