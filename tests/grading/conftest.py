"""A small course: one lesson with three of lesson 01's exercises, released once and copied."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course_utils.grading.course_root import CourseRoot
from course_utils.grading.gradebook.release_lesson import release_lesson
from course_utils.grading.notebook.cells import as_json
from course_utils.grading.notebook.student_version import student_version
from tests.conftest import Once

LESSON = "01_logistic_regression"
CONFIG = Path(__file__).parents[2] / "nbgrader_config.py"
Notebook = dict[str, Any]

SIGMOID = """def sigmoid(z):
    \"\"\"Return the sigmoid of z, entry by entry.\"\"\"
    ### BEGIN SOLUTION
    return secret_helper(z)
    ### END SOLUTION"""
CLASSIFY = """def classify(y_hat, threshold=0.5):
    ### BEGIN SOLUTION
    return (y_hat >= threshold).astype(int)
    ### END SOLUTION"""
AS_NETWORK = """def as_network(beta, beta_0):
    ### BEGIN SOLUTION
    return beta[None, :], np.array([[beta_0]])
    ### END SOLUTION"""
WHY = "**Why is it convex?**\n\n### BEGIN SOLUTION\nThe marking guide.\n### END SOLUTION"

RIGHT = {
    "sigmoid": "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(z / 2))",
    "classify": "def classify(y_hat, threshold=0.5):\n    return (y_hat >= threshold).astype(int)",
    "as_network": "def as_network(beta, beta_0):\n    return beta[None, :], np.array([[beta_0]])",
}
WRONG = {name: source.split("\n")[0] + "\n    return None" for name, source in RIGHT.items()}


def _cell(kind: str, name: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    if kind == "code":
        printed = {"output_type": "stream", "name": "stdout", "text": "an output"}
        cell |= {"execution_count": 7, "outputs": [printed]}
    if nbgrader:
        about = {"grade": False, "solution": False, "locked": False, "task": False}
        cell["metadata"]["nbgrader"] = {**about, "schema_version": 3, "grade_id": name, **nbgrader}
    return cell


def source_notebook() -> Notebook:
    """Make the solved notebook."""
    cells = [
        _cell("markdown", "title", "# Lesson"),
        _cell("code", "imports", "import numpy as np\nfrom course_utils import check"),
    ]
    points = {"sigmoid": 2, "classify": 3, "as_network": 4}
    for name, source in zip(points, (SIGMOID, CLASSIFY, AS_NETWORK), strict=True):
        cells.append(_cell("code", name, source, solution=True))
        check = {"grade": True, "locked": True, "points": points[name]}
        cells.append(_cell("code", f"check_{name}", f"check({name})", **check))
    demo = _cell("code", "demo", "1 / 0  # grading must not run this")
    demo["metadata"]["tags"] = ["demo"]
    cells += [demo, _cell("markdown", "why", WHY, grade=True, solution=True, points=5)]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "widgets": {"state": "left over"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def source() -> Notebook:
    """Give the solved notebook."""
    return source_notebook()


@pytest.fixture
def release(source: Notebook) -> Notebook:
    """Give the student's version."""
    return student_version(source)


@pytest.fixture(scope="session")
def released_course(once: Once) -> Path:
    """Give a course with its lesson released; to be copied, since making a gradebook takes seconds."""
    return once("released", make_course)


def make_course(path: Path) -> None:
    path.mkdir()
    shutil.copy(CONFIG, path)
    course = CourseRoot(path)
    notebook = course.source(LESSON)
    notebook.parent.mkdir(parents=True)
    notebook.write_bytes(as_json(source_notebook()))
    release_lesson(course, LESSON)


@pytest.fixture
def course(released_course: Path, tmp_path: Path) -> CourseRoot:
    """Give a released course of the test's own."""
    shutil.copytree(released_course, tmp_path / "course")
    return CourseRoot.open(tmp_path / "course")


HandIn = Callable[..., Path]


@pytest.fixture
def hand_in(course: CourseRoot, release: Notebook) -> HandIn:
    """Give a function that hands in a notebook: bytes, a notebook, or answers by exercise."""

    def hand_in(student: str, work: bytes | Notebook) -> Path:
        if isinstance(work, dict):
            work = as_json(work) if "cells" in work else as_json(fill_in(release, work))
        path = course.submitted / student / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(work)
        return path

    return hand_in


def fill_in(release: Notebook, answers: dict[str, str]) -> Notebook:
    """Return a copy of a notebook with some cells' sources replaced, by cell id."""
    notebook: Notebook = json.loads(json.dumps(release))
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    return notebook
