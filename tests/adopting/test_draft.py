"""What is made of a solved notebook: the module of exercises, and the list of what was not read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from course_utils.adopting.draft import Draft, draft_of, module_of
from course_utils.adopting.solved import read_solved
from course_utils.checking.exercise import Exercise
from course_utils.grading.course_root import CourseError
from tests.adopting import books

RNG = np.random.default_rng(1)


def draft(folder: Path, cells: list[object]) -> Draft:
    return draft_of(read_solved(books.write(folder, "book", cells)))


def left(draft: Draft) -> dict[str, str]:
    """Return the first reason for each cell that was not read."""
    reasons: dict[str, str] = {}
    for cell, one in draft.left:
        reasons.setdefault(cell, one.reason)
    return reasons


def test_whole_numbers(tmp_path: Path) -> None:
    made = draft(tmp_path, books.SQUARES)
    calls = {
        name: [case.arguments for cell in cells for case in cell.cases]
        for name, cells in made.exercises.items()
    }
    assert calls == {
        "squares": [("1",), ("4",), ("7",), ("0",), ("-3",)],
        "sum_of_squares": [("1",), ("2",), ("10",)],
    }
    assert left(made) == {"check_squares_is_called": "`kept` is not a value that is written out"}
    text = module_of(made, "01_squares")
    assert '"The squares of the first numbers",' in text
    assert '"sums of the first",' in text
    assert "SOLUTION" not in text


def test_arrays_and_what_the_reference_needs(tmp_path: Path) -> None:
    made = draft(tmp_path, books.ARRAYS)
    assert left(made) == {
        "ma_shape": "it does not compare what a call returns with a value",
        "ma_partly": "an argument is not a value that is written out",
        "half_of_changed": "an argument is not a value that is written out",
        "center_tests": "`center` cannot stand alone: it uses `data`, which the notebook makes by "
        "running something",
    }
    assert made.exercises["half"][0].cases[0].arguments == ("[4.0, 8.0]",)
    text = module_of(made, "arrays")
    assert text.index("import numpy as np") < text.index("from math import sqrt as root")
    assert text.index("WIDTH = 2") < text.index("def window") < text.index("def moving_average")
    assert "matplotlib" not in text
    assert "data" not in text


def test_each_tolerance_is_a_group_and_a_cell_s_points_are_shared(tmp_path: Path) -> None:
    space: dict[str, object] = {}
    exec(module_of(draft(tmp_path, books.ARRAYS), "arrays"), space)
    spread = space["SPREAD"]
    assert isinstance(spread, Exercise)
    told = [(group.weight, len(list(group.cases(RNG))), group.rtol) for group in spread.groups]
    assert told == [(0.5, 1, 0.00089), (0.5, 1, 0.0025), (1, 2, None)]
    average = space["MOVING_AVERAGE"]
    assert isinstance(average, Exercise)
    second = list(average.groups[1].cases(RNG))
    assert [[float(n) for n in second[0][0]], second[0][1]] == [[1, 3, 5], -2]


def test_texts_and_what_only_makes_sense_as_code(tmp_path: Path) -> None:
    made = draft(tmp_path, books.TEXTS)
    # What stands beside an answer in its cell, and is not tested, is a helper.
    assert list(made.exercises) == ["shifted", "doubled"]
    errors = [case.error for case in made.exercises["shifted"][0].cases]
    assert errors == ["", "", "TypeError", "TypeError"]
    reasons = left(made)
    assert reasons["a_class"] == reasons["a_value"] == "this answer defines no function"
    assert "are asked for in one cell" in reasons["vowels"]
    assert "generates" in reasons["generated"]
    assert {"kind", "parts", "length_test", "first_of_a_set", "first_by_shift"} < set(reasons)
    assert len(made.kept) == 8


def test_a_cell_that_tests_two_functions_or_nothing_is_not_read(tmp_path: Path) -> None:
    both = "assert squares(1) == [1]\nassert sum_of_squares(1) == 1"
    made = draft(tmp_path, [*books.SQUARES, books.tests(both, "both", 1)])
    said = "it tests `squares` and `sum_of_squares`: give each a cell of its own"
    assert left(made)["both"] == said
    made = draft(tmp_path, [*books.SQUARES, books.tests("'Nothing.'", "none", 1)])
    assert left(made)["none"] == "it compares nothing"


def test_what_is_no_solved_notebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="cannot be read"):
        read_solved(tmp_path / "nothing.ipynb")
    (tmp_path / "text.ipynb").write_text("Dear grader")
    with pytest.raises(CourseError, match="is not a notebook"):
        read_solved(tmp_path / "text.ipynb")
    with pytest.raises(CourseError, match="no cell that nbgrader knows"):
        draft(tmp_path, [books.code("1 + 1")])
    path = books.write(tmp_path, "book", books.SQUARES)
    text = path.read_text()
    path.write_text(text.replace('"schema_version": 3', '"schema_version": 1'))
    with pytest.raises(CourseError, match="nbgrader update"):
        read_solved(path)
    path.write_text(text.replace('"language": "python"', '"language": "R"'))
    with pytest.raises(CourseError, match="is in R"):
        read_solved(path)
