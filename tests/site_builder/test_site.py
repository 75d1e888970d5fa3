"""The whole site: what is in it, and that a failure leaves the old one as it was."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from course_utils.grading.notebook.cells import as_json, read_source
from course_utils.grading.notebook.student_version import student_version
from course_utils.lessons import LESSONS
from site_builder import site as site_module
from site_builder.fetching import SiteError, sha256
from site_builder.site import build_site

ROOT = Path(__file__).parents[2]


def test_a_failure_leaves_the_old_site_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise SiteError("numpy could not be fetched")

    monkeypatch.setattr(site_module, "build_lite", refuse)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    with pytest.raises(SiteError):
        build_site(ROOT, tmp_path / "site", tmp_path / "cache", vendor=True)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "index.html").read_text() == "old"


def test_every_lesson_is_there_to_read_to_do_and_to_download(site: Path) -> None:
    start = (site / "index.html").read_text(encoding="utf-8")
    for lesson in LESSONS:
        name = f"{lesson.id}.ipynb"
        solved = read_source(ROOT / "notebooks" / lesson.id / name)
        assert (site / "notebooks" / name).read_bytes() == as_json(student_version(solved))
        assert json.loads((site / "course" / "files" / name).read_bytes())["cells"]
        assert (site / f"{lesson.id}.html").exists()
        assert f"course/notebooks/index.html?path={name}" in start


def test_no_page_of_the_book_names_another_place_to_load_from(site: Path) -> None:
    for page in site.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(https?:[^\"]+)", text)
        assert loaded == [], page.name


def test_every_package_of_the_browser_is_there_and_checked(site: Path) -> None:
    folder = site / "course" / "static" / "pyodide"
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    for entry in lock["packages"].values():
        assert sha256(folder / entry["file_name"]) == entry["sha256"]
    config = json.loads((site / "course" / "jupyter-lite.json").read_text(encoding="utf-8"))
    settings = config["jupyter-config-data"]["litePluginSettings"]
    kernel = settings["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["loadPyodideOptions"]["packages"] == sorted(lock["packages"])
    extensions = {e["name"] for e in config["jupyter-config-data"]["federated_extensions"]}
    assert extensions == {
        "@jupyter-widgets/jupyterlab-manager",
        "@jupyterlite/pyodide-kernel-extension",
        "anywidget",
    }
