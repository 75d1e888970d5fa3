"""The time that a lesson states is honest: reading by words, exercises by their minutes."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from course_utils.lessons import LESSONS, Lesson

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
# Words with formulas, pictures and questions between them, by somebody who looks at all of them.
WORDS_PER_MINUTE = 75
MOST = 120


def texts(lesson: Lesson) -> list[str]:
    """Return the lesson's text cells, without answers to the written question."""
    notebook = nbformat.read(NOTEBOOKS / lesson.id / f"{lesson.id}.ipynb", as_version=4)
    return [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata
    ]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_the_stated_time_is_enough_for_reading_and_exercises(lesson: Lesson) -> None:
    cells = texts(lesson)
    words = sum(len(re.sub(r"\$\$.*?\$\$|<[^>]*>", " ", t, flags=re.S).split()) for t in cells)
    exercises = [int(n) for t in cells for n in re.findall(r"\*(\d+) minutes, difficulty", t)]
    stated = re.search(r"\*\*Time\*\* about (\d+) minutes", cells[0])
    assert stated, "the first cell says **Time** about N minutes"
    assert exercises, "each exercise says *N minutes, difficulty D of 5.*"
    needed = words / WORDS_PER_MINUTE + sum(exercises)
    assert needed <= int(stated[1]) <= min(needed + 20, MOST), (
        f"{words} words / {WORDS_PER_MINUTE} + {sum(exercises)} minutes of exercises = {needed:.0f}: "
        f"the first cell says {stated[1]} (**Time**); say up to 20 minutes more than that, and at "
        f"most {MOST}"
    )
