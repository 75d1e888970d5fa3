"""A student opens lesson 01 in JupyterLab, runs it untouched, answers wrongly, then rightly."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils import exercises
from course_utils.commands.start import copy_notebooks
from course_utils.grading.course_root import CourseRoot
from tests.browser.lab import Lab

ROOT = Path(__file__).parents[2]
LESSON = "01_logistic_regression"

pytestmark = pytest.mark.browser


def test_a_student_meets_the_first_check(lab: Lab, tmp_path: Path) -> None:
    mine = lab.folder / "mine"
    copy_notebooks(CourseRoot.open(ROOT), mine)
    names = [e.name for e in exercises.of_lesson(LESSON)]
    path = next(mine.rglob(f"{LESSON}.ipynb")).relative_to(lab.folder)
    notebook = lab.open(str(path))
    notebook.run_all()
    assert notebook.tracebacks() == []
    checks = {
        c["grade_id"][6:]: c for c in notebook.outputs() if c["grade_id"].startswith("check_")
    }
    assert list(checks) == names
    for cell in checks.values():
        assert "not started yet" in cell["outputs"][0]["data"]["text/plain"]

    said = notebook.answer("sigmoid", "def sigmoid(z):\n    return 1 / (1 + np.exp(z))")
    assert "the sign of the exponent is flipped" in said
    notebook.show("check(sigmoid)")
    notebook.page.screenshot(path=tmp_path / "wrong.png")
    said = notebook.answer(
        "sigmoid",
        "def sigmoid(z):\n    e = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1, e) / (1 + e)",
    )
    assert said == "\N{CHECK MARK} sigmoid: right"
    assert notebook.errors == []
