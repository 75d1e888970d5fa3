"""The whole site, built aside and put in place at the end, so that a failure leaves the old one whole."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from course_utils.grading.notebook.cells import as_json, read_source
from course_utils.grading.notebook.student_version import student_version
from course_utils.lessons import LESSONS
from site_builder.book import APP, build_book
from site_builder.lite import build_lite
from site_builder.pyodide import early_files


def build_site(root: Path, target: Path, cache: Path, vendor: bool) -> None:
    """Build the site of the course at `root` into `target`.

    Parameters
    ----------
    root : Path
        The folder of the course.
    target : Path
        The folder of the site; what was there is replaced when all is done.
    cache : Path
        Where downloads are kept.
    vendor : bool
        Whether Pyodide comes from the site itself.

    Raises
    ------
    SiteError
        If something cannot be fetched, checked or built. `target` is then as it was.
    """
    solved = {
        lesson.id: read_source(root / "notebooks" / lesson.id / f"{lesson.id}.ipynb")
        for lesson in LESSONS
    }
    # Beside the target, as only within one file system a folder moves in one step.
    with tempfile.TemporaryDirectory(prefix=".site-", dir=target.resolve().parent) as folder:
        work = Path(folder)
        notebooks = work / "notebooks"
        notebooks.mkdir()
        for name, notebook in solved.items():
            (notebooks / f"{name}.ipynb").write_bytes(as_json(student_version(notebook)))
        build_lite(work / "app", work, cache, notebooks, vendor)
        early = early_files(work / "app" / "static" / "pyodide", f"{APP}/static/pyodide/")
        site = work / "site"
        build_book(site, work, cache, solved, early)
        shutil.move(work / "app", site / APP)
        shutil.copytree(notebooks, site / "notebooks")
        (site / ".nojekyll").touch()  # GitHub Pages leaves out folders such as _static otherwise
        if target.exists():
            target.rename(work / "old")
        site.rename(target)
