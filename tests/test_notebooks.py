"""Every notebook of the course: runs, with the outputs that are stored; and untouched, without a traceback."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from course_utils import exercises
from course_utils.checking.exercise import Exercise
from course_utils.grading.notebook.student_version import student_version
from course_utils.lessons import LESSONS, Lesson
from course_utils.library import CELL, LIBRARIES
from tests.refresh import clean

ROOT = Path(__file__).parents[1]
all_lessons = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)


def path_of(lesson: Lesson) -> Path:
    return ROOT / "notebooks" / lesson.id / f"{lesson.id}.ipynb"


def read(lesson: Lesson) -> nbformat.NotebookNode:
    return nbformat.read(path_of(lesson), as_version=4)


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """Give a copy of all notebooks for nbval, in which the output of each closing cell counts.

    Where its libraries are not installed that cell says so, and nbval passes over its output.
    """
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    if all(map(importlib.util.find_spec, LIBRARIES)):
        for path in (tmp_path / "notebooks").glob("*/*.ipynb"):
            notebook = nbformat.read(path, as_version=4)
            for cell in notebook.cells:
                if cell.id == CELL:
                    cell.metadata.tags.remove("nbval-ignore-output")
            nbformat.write(notebook, path)
    return tmp_path / "notebooks"


@all_lessons
def test_runs_with_the_stored_outputs(lesson: Lesson, notebooks: Path) -> None:
    """Run it under nbval, outputs compared."""
    path = notebooks / lesson.id / f"{lesson.id}.ipynb"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
    command += ["--nbval", "--nbval-sanitize-with", str(ROOT / "tests" / "nbval.cfg")]
    command += ["-W", "ignore", "-o", "addopts=", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_what_a_closing_cell_prints_is_compared(needs_libraries: None, notebooks: Path) -> None:
    for lesson in LESSONS:
        notebook = nbformat.read(notebooks / lesson.id / f"{lesson.id}.ipynb", as_version=4)
        for cell in notebook.cells:
            assert cell.id != CELL or "nbval-ignore-output" not in cell.metadata.tags


@all_lessons
def test_untouched_student_version_runs_without_a_traceback(lesson: Lesson) -> None:
    """Run the student's version as it is handed out: each check says "not started yet"."""
    notebook = nbformat.from_dict(student_version(read(lesson)))
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True)
    client.execute()
    said: dict[str, str] = {}
    for cell in notebook.cells:
        outputs = cell.get("outputs", ())
        assert not [o.ename for o in outputs if o.output_type == "error"], cell.source
        assert not [o.text for o in outputs if o.get("name") == "stderr"], cell.source
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id.startswith("check_"):
            said[grade_id[6:]] = "".join(o.data["text/plain"] for o in outputs)
    assert set(said) == {e.name for e in exercises.of_lesson(lesson.id)}
    assert all("not started yet" in text for text in said.values()), said


@all_lessons
def test_no_line_of_a_solution_is_handed_out(lesson: Lesson) -> None:
    source = read(lesson)
    handed_out = [cell["source"] for cell in student_version(source)["cells"]]
    for cell in source.cells:
        if "### BEGIN SOLUTION" not in cell.source:
            continue
        solution = cell.source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
        for line in filter(None, map(str.strip, solution.splitlines())):
            answers = [c for c in handed_out if line in (part.strip() for part in c.splitlines())]
            assert not answers, f"handed out: {line}"


def arguments_of(exercise: Exercise) -> str:
    """Return the names and defaults of the reference's arguments, as a notebook writes them."""
    parameters = inspect.signature(exercise.reference).parameters.values()
    return ", ".join(
        p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in parameters
    )


@all_lessons
def test_cells_are_as_the_grader_expects(lesson: Lesson) -> None:
    """Answer and check cells in pairs, in the exercises' order; points; one written question."""
    notebook = read(lesson)
    nbformat.validate(notebook)
    graded = [c for c in notebook.cells if "nbgrader" in c.metadata]
    ids = [c.metadata.nbgrader.grade_id for c in graded]
    names = [e.name for e in exercises.of_lesson(lesson.id)]
    assert len(ids) == len(set(ids))
    answers = [i for i in ids if i in names]
    assert answers == names, "EXERCISES in the lesson's __init__.py and the answer cells"
    for name in names:
        answer, check = (
            next(c for c in graded if c.metadata.nbgrader.grade_id == i)
            for i in (name, f"check_{name}")
        )
        assert answer.metadata.nbgrader.solution
        (function,) = (f for f in ast.parse(answer.source).body if getattr(f, "name", "") == name)
        assert isinstance(function, ast.FunctionDef)
        assert ast.unparse(function.args) == arguments_of(exercises.find(name))
        assert check.source == f"check({name})"
        assert check.metadata.nbgrader.grade
        assert check.metadata.nbgrader.locked
        assert 1 <= check.metadata.nbgrader.points <= 8
    written = [c for c in graded if c.cell_type == "markdown"]
    assert len(written) == 1, "a lesson has one question for a person to mark"
    assert "### BEGIN SOLUTION" in written[0].source
    assert written[0].metadata.nbgrader.grade
    assert written[0].metadata.nbgrader.solution


@all_lessons
def test_stored_notebook_holds_nothing_that_changes_from_run_to_run(lesson: Lesson) -> None:
    notebook = read(lesson)
    assert clean(nbformat.from_dict(dict(notebook))) == notebook
    assert "widget-view" not in path_of(lesson).read_text(encoding="utf-8")
    counts = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


@all_lessons
def test_every_picture_has_a_text_alternative(lesson: Lesson) -> None:
    for cell in read(lesson).cells:
        for output in cell.get("outputs", ()):
            html = "".join(output.get("data", {}).get("text/html", ""))
            for image in html.split("<img ")[1:]:
                alt = image.split('alt="')[1].split('"')[0]
                assert len(alt) > 30, f"{cell.id}: {alt!r}"
                assert "could not be drawn" not in alt, f"{cell.id}: {alt!r}"
                assert "is not written yet" not in alt, f"{cell.id}: {alt!r}"


def test_the_first_lesson_says_how_many_lessons_there_are() -> None:
    words = dict(zip(range(8, 13), ["eight", "nine", "ten", "eleven", "twelve"], strict=True))
    text = "\n".join(cell.source for cell in read(LESSONS[0]).cells)
    assert text.count(f"{words[len(LESSONS)]} lessons") == 2
