"""The web site as a stranger uses it: the book, the course in the page, the download, its mark."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course_utils.cli import app
from course_utils.grading.course_root import CONFIG, CourseRoot
from course_utils.grading.gradebook.release_lesson import release_lesson
from course_utils.grading.notebook.cells import is_solution, read_source
from course_utils.lessons import LESSONS, Lesson
from tests.browser.lite import LiteNotebook, Visitor
from tests.browser.widgets import answers, explorers, move_all, press

ROOT = Path(__file__).parents[2]
LESSON = "01_logistic_regression"
TITLE = "Logistic Regression as a Neural Network"
WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
RIGHT = """def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)"""

pytestmark = pytest.mark.browser


def test_a_stranger_does_lesson_01(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.context.new_page()
    page.goto(visitor.address)
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.wait_for_selector("mjx-container", state="attached")
    page.get_by_role("link", name="Do it in the browser").click()
    page.get_by_text("Loading the course").wait_for()

    notebook = LiteNotebook(page)
    assert page.get_by_text("Not Trusted").count() == 0
    notebook.run("import numpy")
    assert "the sign of the exponent is flipped" in notebook.answer("sigmoid", WRONG)
    assert notebook.answer("sigmoid", RIGHT) == "\N{CHECK MARK} sigmoid: right"
    notebook.run("progress(")
    assert "1 of 8 done" in notebook.output_of("progress(")
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    page.reload()
    notebook.wait_ready()
    sources = {cell["grade_id"]: cell["source"] for cell in notebook.outputs()}
    assert sources["sigmoid"] == RIGHT
    with page.expect_download() as download:
        notebook.command("docmanager:download")
    handed_in = tmp_path / "sigmoid.ipynb"
    download.value.save_as(handed_in)
    assert notebook.errors == []
    assert _points(tmp_path / "course", handed_in) == {"check_sigmoid": 2}


def _points(root: Path, handed_in: Path) -> dict[str, float]:
    """Grade one notebook by `course grade`; return the points of the checks that earned some."""
    course = CourseRoot(root)
    course.source(LESSON).parent.mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, root)
    shutil.copy(ROOT / "notebooks" / LESSON / f"{LESSON}.ipynb", course.source(LESSON))
    release_lesson(course, LESSON)
    place = course.submitted / "ada" / LESSON / f"{LESSON}.ipynb"
    place.parent.mkdir(parents=True)
    shutil.copy(handed_in, place)
    command = ["grade", LESSON, "--root", str(root), "--isolation", "process"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    result = json.loads(course.result("ada", LESSON).read_text(encoding="utf-8"))
    return {name: points for name, points in result["earned"].items() if points}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_every_cell_runs_and_every_control_moves(
    lesson: Lesson, regular: Visitor, tmp_path: Path
) -> None:
    notebook = regular.open(lesson.id)
    right = _answers(lesson)
    notebook.write(right)
    notebook.run_all(seconds=400)
    assert notebook.tracebacks() == []
    assert notebook.warnings() == []
    said = {
        cell["grade_id"].removeprefix("check_"): cell["outputs"][0]["data"]["text/plain"]
        for cell in notebook.outputs()
        if cell["grade_id"].startswith("check_")
    }
    assert said == {name: f"\N{CHECK MARK} {name}: right" for name in right}
    boxes = explorers(notebook)
    assert boxes
    for number, box in enumerate(boxes):
        moved = move_all(notebook, box)
        assert moved
        assert [m.label for m in moved if m.milliseconds is None] == []
        box.screenshot(path=tmp_path / f"{lesson.id}-{number}.png")
    if lesson.id == "07_gradient_descent":
        _move_by_keys_alone(notebook)
    if lesson.id == "08_capstone":
        playground = notebook.page.locator(".widget-vbox:has(canvas[role=img])")
        step = playground.get_by_role("button", name="Step", exact=True).first
        assert press(notebook, step), "the playground does not train"
    assert notebook.errors == []


def _answers(lesson: Lesson) -> dict[str, str]:
    """Return the right answers of a lesson by name."""
    solved = read_source(ROOT / "notebooks" / lesson.id / f"{lesson.id}.ipynb")
    cells = [c for c in solved["cells"] if c["cell_type"] == "code" and is_solution(c)]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell["source"] for cell in cells}


def _move_by_keys_alone(notebook: LiteNotebook) -> None:
    """Go by Tab from the first cell's text to the first slider, and move it."""
    page = notebook.page
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
    page.locator(".jp-Cell").first.focus()
    handle = ".noUi-handle:focus"
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.locator(handle).count():
            box = page.locator(f".widget-vbox:has({handle})").first
            keys = ("ArrowRight", "ArrowLeft")
            if any(answers(notebook, box, partial(page.keyboard.press, key)) for key in keys):
                return
    pytest.fail("no slider was moved by the keyboard alone")


def test_functions_of_earlier_lessons_come_from_the_visitors_notebooks(regular: Visitor) -> None:
    first = regular.open("02_neuron")
    first.run("import numpy")
    said = first.answer("relu", "def relu(z):\n    return np.maximum(z, 0)")
    assert said == "\N{CHECK MARK} relu: right"
    first.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    first.close()
    last = regular.open("08_capstone")
    said = last.execute(
        "from course_utils import earlier_functions\nprint(earlier_functions('relu'))"
    )
    assert said.split("\n")[1].split() == ["relu", "2", "yours"]


def test_a_loop_without_end_is_ended(regular: Visitor) -> None:
    notebook = regular.open(LESSON)
    notebook.run("import numpy")
    notebook.execute("from course_utils.checking import here\nhere.SECONDS = 0.5")
    endless = "def sigmoid(z):\n    while True:\n        z = z + 1"
    said = notebook.answer("sigmoid", endless)
    assert "a loop that never ends?" in said
    assert "z = z + 1" in said or "while True" in said
    assert notebook.answer("sigmoid", RIGHT) == "\N{CHECK MARK} sigmoid: right"
    # In a cell of one's own nothing watches the time: there it is the restart that helps.
    page = notebook.page
    page.evaluate(RUN_ENDLESS)
    page.wait_for_function(f"{KERNEL}.status === 'busy'")
    notebook.command("notebook:restart-kernel")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.wait_idle(180)
    kept = {cell["grade_id"]: cell["source"] for cell in notebook.outputs()}["sigmoid"]
    assert kept == RIGHT
    notebook.execute("import numpy as np\nfrom course_utils import check")
    assert notebook.answer("sigmoid", kept) == "\N{CHECK MARK} sigmoid: right"


def test_nothing_is_installed_and_names_are_completed(regular: Visitor) -> None:
    notebook = regular.open("00_neural_networks")
    assert "Nothing can be installed here" in notebook.execute("%pip install scipy")
    notebook.execute("import numpy as np")
    completed = notebook.page.evaluate(
        f"async () => (await {KERNEL}.requestComplete({{ code: 'np.linsp', cursor_pos: 8 }})).content"
    )
    assert any("linspace" in one for one in completed["matches"])


def test_with_the_keyboard_alone(regular: Visitor) -> None:
    page = regular.context.new_page()
    page.goto(f"{regular.address}{LESSON}.html")
    link = page.get_by_role("link", name="Do it in the browser")
    for _ in range(80):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    notebook = LiteNotebook(page)
    # The first cells are run from the keyboard, and the answer typed.
    notebook.page.locator(".jp-Cell").first.focus()
    for _ in range(12):
        if page.evaluate(ACTIVE).startswith("def sigmoid"):
            break
        page.keyboard.press("Shift+Enter")
        notebook.wait_idle()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(RIGHT)
    page.keyboard.press("Shift+Enter")
    notebook.wait_idle()
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-OutputArea-output", has_text="sigmoid: right").wait_for(timeout=60_000)
    assert notebook.output_of("check(sigmoid)") == "\N{CHECK MARK} sigmoid: right"


KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
RUN_ENDLESS = """async () => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    await window.jupyterapp.commands.execute('notebook:insert-cell-below');
    notebook.activeCell.model.sharedModel.setSource('while True:\\n    pass');
    window.jupyterapp.commands.execute('notebook:run-cell');
}"""
ACTIVE = "() => window.jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.source"
