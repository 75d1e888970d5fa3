"""The same judge for nbgrader's own ``nbgrader autograde`` and formgrader's button.

``nbgrader_config.py`` names `Judge` as the one step of sanitizing. It rebuilds, runs and judges the
submission as `course grade` does, so that nbgrader's own later steps only read the marks.
`AnyNotebook` lets a submission through that nbgrader cannot read, so that it gets its verdict too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum

from course_utils.grading.course_root import CourseRoot
from course_utils.grading.model import SandboxSettings
from course_utils.grading.run import result_files
from course_utils.grading.run.grade_lesson import one_run_at_a_time, prepare
from course_utils.grading.run.pool import close_sandbox, grade_here
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.preloaded import Isolation


class AnyNotebook(NotebookExporter):
    """Reads a file that is no notebook as an empty one: the judge looks at the file itself."""

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> Any:
        """Return the exported notebook, and nbconvert's resources."""
        try:
            notebook = nbformat.read(file_stream, as_version=4)
        except Exception:  # anything may be wrong with a submission
            notebook = nbformat.v4.new_notebook()
        return self.from_notebook_node(notebook, resources=resources, **kw)


class Judge(NbGraderPreprocessor):
    """Grades the submission in the sandbox, in the place of nbgrader's `Execute`."""

    isolation = Enum(
        ["bubblewrap", "process"],
        "bubblewrap",
        help="bubblewrap: walls and limits; process: limits alone.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return the graded notebook; what nbgrader has read of the submission is not used.

        Raises
        ------
        CourseError
            If the lesson was not released, or `course grade` is at work on this course.
        SandboxUnavailable
            If the walls cannot be built.
        """
        student, lesson_id = (resources["nbgrader"][key] for key in ("student", "assignment"))
        # nbgrader works in the course's folder.
        course = CourseRoot.open(Path.cwd())
        job = prepare(course, lesson_id).job(student)
        folder = str(course.path)
        limits = Limits(submission_seconds=course.seconds("submission"))
        settings = SandboxSettings(cast(Isolation, self.isolation), (folder,), limits, folder)
        try:
            graded = grade_here(job, settings)
        finally:
            # The process may be a server that lives long after.
            close_sandbox()
        with one_run_at_a_time(course):
            result_files.save(course, graded)
        return nbformat.from_dict(json.loads(graded.notebook)), resources
