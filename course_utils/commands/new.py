"""`course new`: a small course of one's own that works at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import typer

from course_utils.grading.course_root import CourseError

TEMPLATE = Path(__file__).resolve().parents[1] / "new_course"


def new_course(folder: Path) -> None:
    """Write a course of one lesson with two exercises into a new folder.

    Raises
    ------
    CourseError
        If there is something in the folder already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is there already. Name a new folder.")
    without = shutil.ignore_patterns("__pycache__", "*.pyc", ".ipynb_checkpoints")
    shutil.copytree(TEMPLATE, folder, ignore=without, dirs_exist_ok=True)
    typer.echo(
        f"{folder} is a course with one lesson. Change these:\n"
        "  notebooks/01_spread/01_spread.ipynb   the solved notebook; survey.csv beside it is data\n"
        "  checks/01_spread.py                   what its exercises ask for, and how they go wrong\n"
        f"In {folder}: `course verify` proves the checks; `course release` makes the students' version;\n"
        "`course grade` grades what they hand in. A file per lesson in checks/ and a folder per lesson\n"
        "in notebooks/, of the same name, make the course."
    )
