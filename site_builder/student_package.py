"""`course_utils` as a wheel for the browser: what a student's notebook imports, nothing of grading."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import course_utils
from site_builder.fetching import SiteError

PACKAGE = Path(course_utils.__file__).parent
# Folders and modules that no student's notebook imports.
INSTRUCTORS = ("grading", "reports", "demo_class", "commands", "new_course", "cli.py")
EPOCH = "315532800"  # 1980, where the times of a zip begin
PROJECT = """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "course-utils"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["anywidget", "ipywidgets", "matplotlib", "numpy"]

[tool.setuptools.packages.find]
include = ["course_utils*"]

[tool.setuptools.package-data]
"*" = ["*.csv.gz", "*.css", "*.js", "*.json", "*.npz", "*.txt", "py.typed"]
"""


def _left_out(folder: str, names: list[str]) -> set[str]:
    at_the_top = Path(folder) == PACKAGE
    return {n for n in names if n == "__pycache__" or (at_the_top and n in INSTRUCTORS)}


def build_wheel(target: Path) -> Path:
    """Build the wheel into the folder `target`; return its path.

    Raises
    ------
    SiteError
        If setuptools refuses.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(PACKAGE, Path(folder) / "course_utils", ignore=_left_out)
        (Path(folder) / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-input"]
        command += ["--disable-pip-version-check", "--no-build-isolation", "--wheel-dir"]
        done = subprocess.run(
            [*command, str(target.resolve()), folder],
            # The same modules give the same file, so that it is compiled once.
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SiteError(f"The wheel of course_utils could not be built:\n{done.stderr[-2000:]}")
    return next(target.glob("course_utils-*.whl"))
