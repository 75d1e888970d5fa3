"""What a mark comes from: a change of it is noticed, and a change of anything else is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from course_utils.exercises import COURSE, of_lesson
from course_utils.grading.run import fingerprints
from course_utils.grading.run.fingerprints import PACKAGE, code_of, of_exercises, of_grader
from course_utils.lessons import LESSONS

COMMENT, STATEMENT = b"\n# A comment.\n", b"\nNEW = 1\n"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Read every file again: what is known of one is kept while a program runs."""
    fingerprints._imports_of.cache_clear()
    fingerprints._data_of.cache_clear()
    yield
    fingerprints._imports_of.cache_clear()
    fingerprints._data_of.cache_clear()


def append(monkeypatch: pytest.MonkeyPatch, part: str, text: bytes) -> None:
    """From now on, read one file of the package with another text at its end."""
    read, touched = Path.read_bytes, PACKAGE / part
    assert touched.is_file()
    monkeypatch.setattr(Path, "read_bytes", lambda p: read(p) + text * (p == touched))


def changed_by(monkeypatch: pytest.MonkeyPatch, part: str, text: bytes = STATEMENT) -> set[str]:
    """Return the exercises of all lessons that another text at the end of a file touches."""
    before = {l.id: of_exercises(COURSE, l.id) for l in LESSONS}
    with monkeypatch.context() as patched:
        append(patched, part, text)
        after = {l.id: of_exercises(COURSE, l.id) for l in LESSONS}
    return {n for l, names in before.items() for n in names if after[l][n] != names[n]}


def test_every_exercise_has_a_fingerprint() -> None:
    for lesson in LESSONS:
        assert set(of_exercises(COURSE, lesson.id)) == {e.name for e in of_lesson(lesson.id)}


def test_a_changed_exercise_touches_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    part = "exercises/regularization/penalties.py"
    assert changed_by(monkeypatch, part) == {"l1_penalty", "l2_penalty"}
    assert changed_by(monkeypatch, "exercises/backpropagation/hidden_delta.py") == {"hidden_delta"}
    assert changed_by(monkeypatch, part, COMMENT) == set()
    assert changed_by(monkeypatch, "exercises/neural_networks/count_parameters.py") == {
        "count_parameters"
    }


def test_a_changed_reference_touches_the_exercises_that_stand_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A later lesson may build on this one, an earlier one cannot.
    earlier = {e.name for lesson in LESSONS if lesson.number < 8 for e in of_lesson(lesson.id)}
    touched = changed_by(monkeypatch, "reference/capstone.py")
    assert "softmax" in touched
    assert not touched & earlier
    early = changed_by(monkeypatch, "reference/logistic_regression.py")
    assert early >= {"sigmoid", "forward", "backward", "train_digits"}
    assert "count_parameters" not in early


def test_shared_inputs_touch_all_that_draw_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    touched = changed_by(monkeypatch, "exercises/backpropagation/inputs.py")
    lesson = {e.name for e in of_lesson("04_backpropagation")}
    assert {"hidden_delta", "backward"} <= touched <= lesson


def test_a_changed_data_file_touches_the_exercises_that_read_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    touched = changed_by(monkeypatch, "datasets/digits.csv.gz")
    assert "train_digits" in touched
    assert not touched & {e.name for e in of_lesson("02_neuron")}
    assert changed_by(monkeypatch, "datasets/digits.txt") == set()  # about the data, not read


@pytest.mark.parametrize(
    "part",
    [
        "checking/calling.py",
        "checking/compare.py",
        "checking/display.py",
        "checking/judge.py",
        "grading/notebook/rebuild.py",
        "grading/run/grade_submission.py",
        "grading/sandbox/codec.py",
        "grading/sandbox/inside/worker.py",
        "grading/sandbox/session.py",
    ],
)
def test_the_code_that_grades_touches_everything_and_a_comment_in_it_nothing(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = of_grader()
    with monkeypatch.context() as patched:
        append(patched, part, COMMENT)
        assert of_grader() == before
    append(monkeypatch, part, STATEMENT)
    assert of_grader() != before


@pytest.mark.parametrize(
    "part",
    [
        "cli.py",
        "commands/grade.py",
        "exercises/neural_networks/count_parameters.py",
        "grading/gradebook/writer.py",
        "grading/run/pool.py",
        "notebook.py",
        "reports/feedback.py",
    ],
)
def test_what_no_mark_depends_on_touches_nothing(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = of_grader()
    append(monkeypatch, part, STATEMENT)
    assert of_grader() == before


SOURCE = '''"""What it is about."""

import math  # for pi


def area(r):
    """Return the area.

    In two lines.
    """
    # The formula.
    text = """a # b

    c"""
    return math.pi * r**2, text  # of a circle
'''
SAME = '''import math
def area(r):
    text = """a # b

    c"""
    return math.pi * r**2, text
'''


def test_comments_docstrings_and_blank_lines_are_no_code() -> None:
    assert code_of(SOURCE) == code_of(SAME) == SAME


@pytest.mark.parametrize(
    "change",
    [("r**2", "r**3"), ("a # b", "a # c"), ("b\n\n", "b\n"), ("import", "from math import")],
)
def test_everything_else_is_code(change: tuple[str, str]) -> None:
    assert code_of(SOURCE.replace(*change)) != SAME
