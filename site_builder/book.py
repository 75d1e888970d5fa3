"""The book: every lesson as a page to read, by Sphinx with MyST-NB. No solutions, and no request leaves it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from course_utils.grading.notebook.cells import Notebook
from course_utils.grading.notebook.student_version import student_version
from course_utils.lessons import LESSONS, Lesson
from site_builder.fetching import SiteError, npm_package, unpack_npm

HERE = Path(__file__).parent
# How the book's pages find the app, and the app's page of one notebook.
APP = "course"
OPEN = APP + "/notebooks/index.html?path="


def pages_of(solved: Notebook, lesson: Lesson) -> Notebook:
    """Return a lesson as the book shows it: the student's version with the pictures of the demo cells.

    Answer cells are the student's; what checks say about the solutions is left out.
    """
    shown = student_version(solved)
    for cell, source in zip(shown["cells"], solved["cells"], strict=True):
        tags = cell["metadata"].setdefault("tags", [])
        if "demo" in tags:
            cell["outputs"] = [_still(output) for output in source["outputs"]]
        if cell["metadata"].get("jupyter", {}).get("source_hidden"):
            tags.append("hide-input")
    # Below the title.
    first = shown["cells"][0]
    title, rest = first["source"].split("\n", 1)
    first["source"] = f"{title}\n\n{_actions(lesson)}\n{rest}"
    return shown


def _still(output: dict[str, Any]) -> dict[str, Any]:
    """Return an output without its live widget: a page shows the picture beside it."""
    data = {kind: value for kind, value in output.get("data", {}).items() if "widget" not in kind}
    return {**output, "data": data} if data else output


def _actions(lesson: Lesson) -> str:
    file = f"{lesson.id}.ipynb"
    template = _templates().get_template("actions.html.j2")
    return template.render(open=OPEN + file, file=file)


def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), undefined=StrictUndefined, trim_blocks=True
    )


def build_book(
    target: Path, work: Path, cache: Path, solved: dict[str, Notebook], early: list[str]
) -> None:
    """Build the book into `target`.

    Parameters
    ----------
    target : Path
        Where the pages go.
    work : Path
        A folder for what is made on the way.
    cache : Path
        Where downloads are kept.
    solved : dict of lesson id to notebook
        The solved notebooks.
    early : list of str
        Addresses of what the app needs first: the pages fetch them while the reader reads.

    Raises
    ------
    SiteError
        If Sphinx refuses or warns.
    """
    source = work / "book"
    shutil.copytree(HERE / "static", source / "_static")
    unpack_npm(npm_package("mathjax", cache), "es5", source / "_static" / "mathjax")
    templates = _templates()
    (source / "_templates").mkdir()
    layout = templates.get_template("layout.html.j2").render(early=early)
    (source / "_templates" / "layout.html").write_text(layout, encoding="utf-8")
    shutil.copy(HERE / "templates" / "conf.py.j2", source / "conf.py")
    for lesson in LESSONS:
        page = json.dumps(pages_of(solved[lesson.id], lesson), ensure_ascii=False)
        (source / f"{lesson.id}.ipynb").write_text(page, encoding="utf-8")
    start = templates.get_template("index.md.j2").render(
        lessons=LESSONS, open=OPEN, first=LESSONS[0], last=LESSONS[-1]
    )
    (source / "index.md").write_text(start, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-j", "2", "-b", "html"]
    command += ["-d", str(work / "doctrees"), str(source), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SiteError(f"The book could not be built:\n{(done.stdout + done.stderr)[-3000:]}")
    for left in (".buildinfo", "objects.inv"):
        (target / left).unlink(missing_ok=True)
    shutil.rmtree(target / "_sources")
