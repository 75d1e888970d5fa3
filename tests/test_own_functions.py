"""The student's own functions, read out of the notebooks of earlier lessons."""

from __future__ import annotations

from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_utils import earlier_functions, reference
from course_utils.checking import here
from course_utils.own_functions import GRADING, NAMES

ROOT = Path(__file__).parents[1]

RELU = "def relu(z):\n    return np.maximum(0, z)"
START = "import numpy as np\nfrom course_utils import check, reference"


def write(folder: Path, lesson: str, *sources: str) -> None:
    """Write a notebook; a source that begins with a def is that exercise's answer cell."""
    notebook = new_notebook()
    for source in sources:
        cell = new_code_cell(source)
        if source.startswith("def "):
            name = source[4 : source.index("(")]
            cell.metadata["nbgrader"] = {"grade_id": name, "solution": True}
        notebook.cells.append(cell)
    nbformat.write(notebook, folder / f"{lesson}.ipynb")


def test_without_notebooks_the_course_stands_in(tmp_path: Path) -> None:
    earlier = earlier_functions(folder=tmp_path)
    assert earlier.forward is reference.forward
    assert earlier.written == {}
    assert set(earlier.whose) >= set(NAMES)
    assert all("no notebook" in whose for whose in earlier.whose.values())


def test_a_right_answer_is_the_students_own(tmp_path: Path) -> None:
    write(tmp_path, "02_neuron", START, RELU)
    earlier = earlier_functions("relu", "forward", folder=tmp_path)
    assert earlier.relu.__module__ == "02_neuron"
    assert earlier.whose["relu"] == "yours"
    assert list(earlier.written) == ["relu"]
    assert "yours" in repr(earlier)
    assert "<code>relu</code>" in earlier._repr_html_()


def test_a_wrong_answer_is_named_and_kept_for_the_playground(tmp_path: Path) -> None:
    write(tmp_path, "02_neuron", START, "def relu(z):\n    return np.abs(z)")
    earlier = earlier_functions("relu", folder=tmp_path)
    assert earlier.relu is reference.relu
    assert "fails its check" in earlier.whose["relu"]
    assert earlier.written["relu"](np.array([-2.0])) == 2


def test_an_answer_that_never_ends_does_not_hold_the_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "SECONDS", 0.1)
    write(tmp_path, "02_neuron", START, "def relu(z):\n    while True: pass")
    earlier = earlier_functions("relu", folder=tmp_path)
    assert earlier.relu is reference.relu
    assert "does not end" in earlier.whose["relu"]
    assert earlier.written == {}


def test_an_unwritten_answer_is_not_the_students(tmp_path: Path) -> None:
    write(tmp_path, "02_neuron", START, "def relu(z):\n    raise NotImplementedError")
    earlier = earlier_functions("relu", folder=tmp_path)
    assert "not written yet" in earlier.whose["relu"]
    assert earlier.written == {}


def test_only_definitions_are_run(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    touch = f"open({str(trace)!r}, 'w').close()"
    write(
        tmp_path,
        "02_neuron",
        START,
        touch,
        f"value = {touch}",
        f"for i in range(2):\n    {touch}",
        f"class Loud:\n    {touch}",
        f"%matplotlib inline\nFLOOR = 0\nhalf = lambda z: {touch}",
        "def relu(z):\n    return np.maximum(FLOOR, z)",
        "check(relu)",
        "relu = 3",
        "this is not Python",
    )
    assert earlier_functions("relu", folder=tmp_path).whose["relu"] == "yours"
    assert not trace.exists()


def test_earlier_own_functions_do_the_work_inside_later_ones(tmp_path: Path) -> None:
    calls = "CALLS = []"
    relu = "def relu(z):\n    CALLS.append(1)\n    return np.maximum(0, z)"
    forward = (
        "def forward(X, parameters, activations):\n"
        "    A, cache = X, []\n"
        "    for (W, b), name in zip(parameters, activations):\n"
        "        g, _ = reference.activation_functions(name)\n"
        "        cache.append((A, W @ A + b))\n"
        "        A = g(cache[-1][1])\n"
        "    return A, cache"
    )
    write(tmp_path, "02_neuron", START, calls, relu)
    write(tmp_path, "03_forward_propagation", START, forward)
    earlier = earlier_functions("forward", folder=tmp_path)
    assert earlier.whose["forward"] == "yours"
    seen = earlier.written["relu"].__globals__["CALLS"]
    before = len(seen)
    earlier.forward(np.ones((2, 3)), [(np.ones((1, 2)), np.ones((1, 1)))], ["relu"])
    assert len(seen) == before + 1


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 3}', "\x00"])
def test_what_is_no_notebook_has_no_answers(tmp_path: Path, content: str) -> None:
    (tmp_path / "02_neuron.ipynb").write_text(content)
    earlier = earlier_functions("relu", folder=tmp_path)
    assert earlier.relu is reference.relu
    assert "cannot be read" in earlier.whose["relu"]


@pytest.mark.parametrize("variable", GRADING)
def test_in_grading_the_course_stands_for_all(
    tmp_path: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "02_neuron", START, RELU)
    monkeypatch.setenv(variable, "1")
    assert earlier_functions("relu", folder=tmp_path).relu is reference.relu


def test_the_courses_own_notebooks_answer_everything() -> None:
    earlier = earlier_functions(folder=ROOT / "notebooks" / "08_capstone")
    assert set(earlier.whose.values()) == {"yours"}
    assert all(earlier.get(name) is not reference.find(name) for name in NAMES)
