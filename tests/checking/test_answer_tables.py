"""Answers in one text become mistakes and alternatives, each with its name, hint, code and place."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.answers import function_of
from course_utils.checking.closure import AnswerError


def twice(x: float) -> float:
    """Double."""
    return x + x


def _shift(x: float) -> float:
    """A helper of this file, which answers may use."""
    return x + 10


WRONG = wrong_answers("""
## tripled
# Two, not three,
# and not four.
3 * x
## fails
# A sum of unlike things.
y = x

return y + "an odd sum"
## shifted
# A helper of this file.
_shift(_right(x))
## squared
# A piece of the reference is replaced.
x + x -> x * x
""")


def test_each_has_its_name_hint_and_code() -> None:
    assert [m.name for m in WRONG] == ["tripled", "fails", "shifted", "squared"]
    assert WRONG[0].hint == "Two, not three, and not four."
    assert WRONG[1].code == 'y = x\n\nreturn y + "an odd sum"'
    values = [function_of(m.code, twice, m.place)(3) for m in WRONG if m.name != "fails"]
    assert values == [9, 16, 9]


def test_an_error_inside_an_answer_shows_the_files_own_line() -> None:
    with pytest.raises(TypeError) as caught:
        function_of(WRONG[1].code, twice, WRONG[1].place)(1.0)
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert Path(last.filename).name == "test_answer_tables.py"
    assert last.line == 'return y + "an odd sum"'


def test_pieces_are_replaced_in_a_base_of_ones_own() -> None:
    base = "y = x\nreturn y + y"
    cube, none = wrong_answers(
        "## cubed\n# Twice.\ny + y -> y * z\ny = x -> y, z = x, x * x\n"
        "## nothing\n# All of it.\nreturn y + y ->",
        base=base,
    )
    assert function_of(cube.code, twice)(2) == 8
    assert function_of(none.code, twice)(2) is None
    (sum_of_two,) = right_answers("## a sum\ny + y -> sum((y, y))", base=base)
    assert function_of(sum_of_two.code, twice)(2) == 4


def test_a_detector_goes_with_its_mistake() -> None:
    (mistake,) = wrong_answers("## a\n# hint\nx", detectors={"a": bool})
    assert mistake.detect is bool


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3 * x", r"test_answer_tables.py: a text of answers begins with '## '"),
        ("", "begins with"),
        ("## tripled\n3 * x", r"test_answer_tables.py, line \d+: 'tripled' has no hint"),
        ("## tripled\n# Two.", "'tripled' has no code"),
        ("## tripled\n# Two.\nz + z -> x", "'tripled': there is no piece 'z [+] z' to replace"),
    ],
)
def test_what_is_missing_is_said_with_its_place(text: str, says: str) -> None:
    with pytest.raises(AnswerError, match=says):
        wrong_answers(text, base="x + x")


def test_a_hint_of_a_right_answer_and_a_detector_of_none_are_refused() -> None:
    with pytest.raises(AnswerError, match="'a sum' is right and needs no hint"):
        right_answers("## a sum\n# hint\nx + x")
    with pytest.raises(AnswerError, match="that are not in the text"):
        wrong_answers("## a\n# hint\nx", detectors={"b": bool})
