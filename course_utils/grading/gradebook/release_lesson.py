"""Release a lesson: the student's version into ``release/``, its cells into the gradebook."""

from __future__ import annotations

from pathlib import Path

from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.grading.gradebook.connection import open_gradebook
from course_utils.grading.notebook.cells import NotebookError, as_json, read_source
from course_utils.grading.notebook.student_version import student_version


def release_lesson(root: CourseRoot, lesson_id: str) -> Path:
    """Release one lesson, and return the path of the student's version.

    Raises
    ------
    CourseError
        If the notebook is not as it should be, or its graded cells are no longer those that
        submissions in the gradebook were graded on.
    """
    import nbformat
    from nbgrader.preprocessors import CheckCellMetadata, SaveCells

    try:
        notebook = student_version(read_source(root.source(lesson_id)))
    except NotebookError as error:
        raise CourseError(f"{root.source(lesson_id)}: {error}") from error
    db_url = root.db_url()
    resources = {"nbgrader": {"notebook": lesson_id, "assignment": lesson_id, "db_url": db_url}}
    node = nbformat.from_dict(notebook)
    CheckCellMetadata().preprocess(node, resources)
    with open_gradebook(db_url) as gradebook:
        gradebook.update_or_create_assignment(lesson_id)
    try:
        SaveCells().preprocess(node, resources)
    except RuntimeError as error:
        raise CourseError(
            f"{lesson_id} has graded submissions, and its graded cells are not those of the last "
            "release.\nPut the cells back, or start a new gradebook."
        ) from error
    path = root.released(lesson_id)
    for data in root.data_files(lesson_id):
        write_atomically(path.with_name(data.name), data.read_bytes())
    write_atomically(path, as_json(notebook))
    return path
