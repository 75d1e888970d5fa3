"""`course start`: the student's own copy of the notebooks."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import typer

from course_utils.course import CHECKS
from course_utils.grading.course_root import CourseError, CourseRoot, write_atomically
from course_utils.grading.notebook.cells import NotebookError, as_json, read_source
from course_utils.grading.notebook.student_version import student_version
from course_utils.grading.sandbox.limits import ONE_THREAD


def copy_notebooks(course: CourseRoot, folder: Path) -> None:
    """Write the student's notebooks that are not yet in `folder`.

    Raises
    ------
    CourseError
        If `folder` is a file, or a part of the course itself.
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file. Name a folder for your notebooks.")
    own = [course.path / name for name in ("notebooks", "release", "submitted", "autograded")]
    if folder == course.path or any(folder.is_relative_to(part) for part in own):
        raise CourseError(
            f"{folder} is part of the course. Name a folder of your own: course start my_course"
        )
    kept = 0
    lessons = course.lessons()
    for lesson_id in lessons:
        path = folder / f"{lesson_id}.ipynb"
        if path.exists():
            kept += 1
            continue
        try:
            notebook = student_version(read_source(course.source(lesson_id)))
        except NotebookError as error:
            raise CourseError(str(error)) from error
        for data in course.data_files(lesson_id):
            if not (folder / data.name).exists():
                write_atomically(folder / data.name, data.read_bytes())
        write_atomically(path, as_json(notebook))
    _copy_checks(course, folder)
    there = f", {kept} already there and left as they are" if kept else ""
    typer.echo(f"Your notebooks are in {folder}: {len(lessons) - kept} new{there}.")


def _copy_checks(course: CourseRoot, folder: Path) -> None:
    """Copy the modules of a course of one's own: `check` needs them, and they hold the answers."""
    for path in sorted((course.path / CHECKS).glob("*.py")):
        write_atomically(folder / CHECKS / path.name, path.read_bytes())


def open_lab(folder: Path, browser: bool) -> int:
    """Run JupyterLab in `folder`; return its exit code.

    Raises
    ------
    CourseError
        If it is not installed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise CourseError("JupyterLab is not installed. Run: pip install jupyterlab")
    command = [sys.executable, "-m", "jupyterlab"]
    typer.echo("Opening JupyterLab. To end it, press Ctrl-C here twice.")
    try:
        options = [] if browser else ["--no-browser"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # In a container there is often no other user.
            options.append("--allow-root")
        env = {**ONE_THREAD, **os.environ}
        done = subprocess.run([*command, *options], cwd=folder, env=env, check=False)
        return done.returncode
    except KeyboardInterrupt:
        return 0
