"""Wheels are compiled once, by Pyodide itself."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from site_builder.compiling import compile_wheels
from site_builder.fetching import SiteError


def wheel(folder: Path) -> Path:
    """Write a wheel with one module."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "a-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("a.py", "x = 1\n")
    return folder / "a-1.0-py3-none-any.whl"


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Put a program named node first on the path."""
    folder.mkdir()
    (folder / "node").write_text(f"#!/bin/sh\n{what}\n")
    (folder / "node").chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def test_a_wheel_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = wheel(tmp_path / "in")
    stand_in(tmp_path / "bin", monkeypatch, 'echo compiled > "$4/a-1.0-py3-none-any.whl"')
    (cache := tmp_path / "cache").mkdir()
    done = compile_wheels([place], tmp_path, cache)
    assert [path.read_text() for path in done] == ["compiled\n"]
    (tmp_path / "bin" / "node").write_text("#!/bin/sh\nexit 1\n")
    assert compile_wheels([place], tmp_path, cache) == done


def test_a_failure_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = wheel(tmp_path / "in")
    stand_in(tmp_path / "bin", monkeypatch, "echo broken >&2; exit 1")
    (cache := tmp_path / "cache").mkdir()
    with pytest.raises(SiteError, match="broken"):
        compile_wheels([place], tmp_path, cache)
    assert not list(cache.rglob("*.whl"))


def test_a_machine_without_node_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = wheel(tmp_path / "in")
    monkeypatch.setenv("PATH", str(tmp_path))
    (cache := tmp_path / "cache").mkdir()
    with pytest.raises(SiteError, match="Node is missing"):
        compile_wheels([place], tmp_path, cache)


def test_the_course_keeps_its_source_and_others_are_compiled_alone(site: Path) -> None:
    folder = site / "course" / "static" / "pyodide"
    with zipfile.ZipFile(next(folder.glob("course_utils-*.whl"))) as archive:
        names = set(archive.namelist())
    assert {
        "course_utils/notebook.py",
        "course_utils/__pycache__/notebook.cpython-314.pyc",
    } <= names
    with zipfile.ZipFile(next(folder.glob("ipython-*.whl"))) as archive:
        names = set(archive.namelist())
    assert "IPython/display.pyc" in names
    assert "IPython/display.py" not in names
    with zipfile.ZipFile(folder / "python_stdlib.zip") as archive:
        names = set(archive.namelist())
    assert "json/decoder.pyc" in names
    assert not [name for name in names if name.endswith(".py")]
