"""The solved notebook of each lesson, handed in: it earns all its points, and nothing in it stops."""

from pathlib import Path

import pytest

from course_utils.grading.model import Job
from course_utils.grading.notebook.cells import as_json, read_source
from course_utils.grading.notebook.rebuild import exercises_of
from course_utils.grading.notebook.student_version import student_version
from course_utils.grading.notebook.submission import Submission
from course_utils.grading.run.grade_submission import grade
from course_utils.grading.sandbox.sandbox import Sandbox
from course_utils.lessons import LESSONS

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.mark.sandbox
@pytest.mark.usefixtures("needs_bubblewrap")
@pytest.mark.parametrize("lesson", [lesson.id for lesson in LESSONS])
def test_the_solved_notebook_earns_all_in_the_sandbox(lesson: str) -> None:
    solved = read_source(NOTEBOOKS / lesson / f"{lesson}.ipynb")
    release = student_version(solved)
    seeds = {name: number for number, name in enumerate(exercises_of(release))}
    job = Job(Submission("ada", lesson, as_json(solved)), release, seeds)
    with Sandbox(lesson) as sandbox:
        graded = grade(job, sandbox.open, sandbox.course.find)
    assert [v for v in graded.verdicts.values() if not v.passed] == []
    assert graded.log == ()
