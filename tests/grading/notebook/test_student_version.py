"""nbgrader's own preprocessors are the oracle of the student's version."""

import json
from typing import Any

import nbformat
import pytest
from nbgrader.preprocessors import CheckCellMetadata, ClearSolutions, ComputeChecksums, LockCells

from course_utils.grading.notebook.cells import NotebookError, as_json, grade_id
from course_utils.grading.notebook.student_version import (
    CODE_STUB,
    TEXT_STUB,
    solution_lines,
    student_version,
)

Notebook = dict[str, Any]


def test_it_is_what_nbgrader_would_make_of_it(source: Notebook, release: Notebook) -> None:
    node = nbformat.from_dict(source)
    clear = ClearSolutions(code_stub={"python": CODE_STUB}, text_stub=TEXT_STUB)
    for step in (LockCells(), clear, ComputeChecksums()):
        node, _ = step.preprocess(node, {})
    for ours, theirs in zip(release["cells"], node.cells, strict=True):
        assert ours["source"] == theirs.source
        assert ours["metadata"] == theirs.metadata


def test_it_is_a_valid_notebook_for_jupyter_and_nbgrader(release: Notebook) -> None:
    node = nbformat.reads(as_json(release).decode(), as_version=4)
    nbformat.validate(node)
    CheckCellMetadata().preprocess(node, {})


def test_no_solution_no_output_and_no_count_is_left(source: Notebook, release: Notebook) -> None:
    text = json.dumps(release)
    hidden = list(solution_lines(source))
    assert "return secret_helper(z)" in hidden
    assert "The marking guide." in hidden
    assert not [line for line in hidden if json.dumps(line)[1:-1] in text]
    assert "an output" not in text
    assert "left over" not in text
    assert all(cell.get("execution_count") is None for cell in release["cells"])


def test_what_stands_around_a_solution_is_kept(release: Notebook) -> None:
    texts = {grade_id(cell): cell["source"] for cell in release["cells"]}
    assert texts["sigmoid"].startswith('def sigmoid(z):\n    """Return the sigmoid')
    assert texts["sigmoid"].endswith(f"\n    {CODE_STUB}")
    assert texts["why"] == f"**Why is it convex?**\n\n{TEXT_STUB}"


def test_a_solution_cell_without_marks_becomes_a_stub_as_a_whole(source: Notebook) -> None:
    cell = next(c for c in source["cells"] if grade_id(c) == "classify")
    cell["source"] = "everything here is the solution"
    fresh = {grade_id(c): c["source"] for c in student_version(source)["cells"]}
    assert fresh["classify"] == CODE_STUB


@pytest.mark.parametrize(
    ("cell", "text", "message"),
    [
        ("sigmoid", "### BEGIN SOLUTION\nx", "no END SOLUTION"),
        ("sigmoid", "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", "inside another"),
        ("imports", "### BEGIN SOLUTION\n### END SOLUTION", "outside a solution cell"),
    ],
)
def test_a_source_that_could_leak_is_refused(
    source: Notebook, cell: str, text: str, message: str
) -> None:
    next(c for c in source["cells"] if c["id"] == cell)["source"] = text
    with pytest.raises(NotebookError, match=message):
        student_version(source)


TESTS = "assert f(1)\n### BEGIN HIDDEN TESTS\nassert f(2)\n### END HIDDEN TESTS\nassert f(3)"


def with_tests(source: Notebook, text: str, **about: object) -> Notebook:
    cell = next(c for c in source["cells"] if grade_id(c) == "check_sigmoid")
    cell["source"] = text
    cell["metadata"]["nbgrader"] |= {"grade_id": "tests", **about}
    return source


def test_hidden_tests_are_left_out(source: Notebook) -> None:
    fresh = student_version(with_tests(source, TESTS))
    cell = next(c for c in fresh["cells"] if grade_id(c) == "tests")
    assert cell["source"] == "assert f(1)\nassert f(3)"


@pytest.mark.parametrize(
    ("text", "about", "message"),
    [
        (TESTS, {"grade": False}, "tests stand outside a cell of autograder tests"),
        (TESTS.replace("END", "AND"), {}, "hidden tests has no END HIDDEN TESTS"),
        ("### AUTOTEST f(1)", {}, "nbgrader generates tests"),
    ],
)
def test_tests_that_could_leak_or_test_nothing_are_refused(
    source: Notebook, text: str, about: dict[str, object], message: str
) -> None:
    with pytest.raises(NotebookError, match=message):
        student_version(with_tests(source, text, **about))


def test_an_id_that_comes_twice_is_refused(source: Notebook) -> None:
    source["cells"].append(source["cells"][2])
    with pytest.raises(NotebookError, match="sigmoid"):
        student_version(source)


def test_the_source_is_left_as_it_was(source: Notebook) -> None:
    before = json.dumps(source)
    student_version(source)
    assert json.dumps(source) == before
