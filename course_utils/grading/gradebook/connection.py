"""Open nbgrader's gradebook, wait while another program has locked it, and know what it can hold."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import ArgumentError, OperationalError

from course_utils.grading.course_root import CourseError

LOCKED_SECONDS = 60.0


def open_gradebook(db_url: str) -> Any:
    """Return nbgrader's `Gradebook` of that address, made if it does not exist.

    To make one, nbgrader calls the program ``alembic``, which stands beside Python's own and is
    not on the path unless the environment has been activated.

    Raises
    ------
    CourseError
        If the address is none, its driver is not installed, or the gradebook is of an nbgrader with
        other tables.
    """
    from nbgrader.api import Base, Gradebook

    beside = str(Path(sys.executable).parent)
    if beside not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])
    try:
        gradebook = Gradebook(db_url)
        _look_at_columns(gradebook, Base)
        return gradebook
    except (ArgumentError, ImportError) as error:
        raise CourseError(
            f"The gradebook of `c.CourseDirectory.db_url` cannot be opened: {error}.\n"
            "For PostgreSQL: pip install 'course-utils[postgres]', and an address that begins with "
            "postgresql+psycopg2://"
        ) from error


def _look_at_columns(gradebook: Any, base: Any) -> None:
    """Refuse a gradebook that lacks a column that this nbgrader knows."""
    inspector = inspect(gradebook.engine)
    for table in base.metadata.tables.values():
        there = {column["name"] for column in inspector.get_columns(table.name)}
        if lacking := [column.name for column in table.columns if column.name not in there]:
            gradebook.close()
            raise CourseError(
                f"The gradebook is of another version of nbgrader: its table {table.name} has no "
                f"{', '.join(lacking)}.\nMake a copy of it, then run: nbgrader db upgrade"
            )


def unfit_name(student: str) -> str:
    """Return why the gradebook cannot hold a student with such a folder, or nothing."""
    from nbgrader import api

    most = api.Student.__table__.c.id.type.length
    if len(student) > most:
        return f"The folder's name has more than {most} characters. Rename it."
    if "\n" in student:  # nbgrader's own patterns end at a line's end, and its commands with them
        return "The folder's name holds a line break. Rename it."
    try:
        student.encode()
    except UnicodeEncodeError:
        return "The folder's name is not text in UTF-8. Rename it."
    return ""


def when_unlocked(action: Callable[[], None]) -> None:
    """Do what needs the gradebook as soon as no other program has locked it.

    Raises
    ------
    CourseError
        If it stays locked, or cannot be used at all.
    """
    deadline = time.monotonic() + LOCKED_SECONDS
    while True:
        try:
            return action()
        except OperationalError as error:
            if "locked" not in str(error):
                reason = str(error.orig).strip()
                raise CourseError(f"The gradebook cannot be used: {reason}.") from error
            if time.monotonic() > deadline:
                raise CourseError(
                    "The gradebook is locked by another program. The results are kept: "
                    "close that program and run the same command again."
                ) from error
            time.sleep(0.2)
