"""The browser's list of packages."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from site_builder import pyodide
from site_builder.fetching import SiteError
from site_builder.pyodide import CDN, CORE, early_files, entry_of, pyodide_version


def wheel(folder: Path, name: str) -> Path:
    """Write a wheel with a package, a module and its metadata."""
    with zipfile.ZipFile(folder / name, "w") as archive:
        for member in ("a_package/__init__.py", "a_module.py", "A.Name-1.0.dist-info/METADATA"):
            archive.writestr(member, "")
    return folder / name


def test_a_wheel_is_named_as_pyodide_names_it(tmp_path: Path) -> None:
    place = wheel(tmp_path, "A.Name_x-1.0-py3-none-any.whl")
    entry = entry_of(place)
    assert (entry["name"], entry["version"]) == ("a-name-x", "1.0")
    assert entry["imports"] == ["a_module", "a_package"]
    assert entry["sha256"] == hashlib.sha256(place.read_bytes()).hexdigest()


def test_a_wheel_for_one_machine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="not a pure wheel"):
        entry_of(wheel(tmp_path, "a-1.0-cp314-cp314-manylinux_x86_64.whl"))


@pytest.mark.parametrize("vendor", [True, False])
def test_the_pages_know_what_the_app_loads(vendor: bool, tmp_path: Path) -> None:
    packages = {"a": {"file_name": "a.whl"}, "b": {"file_name": "b.whl"}}
    (tmp_path / "pyodide-lock.json").write_text(json.dumps({"packages": packages}))
    if vendor:
        (tmp_path / CORE[0]).touch()
    there = "x/" if vendor else CDN.format(version=pyodide_version())
    assert early_files(tmp_path, "x/") == [
        *(there + name for name in CORE),
        "x/python_stdlib.zip",
        "x/a.whl",
        "x/b.whl",
    ]


@pytest.mark.parametrize("changed", [False, True])
def test_a_wheel_that_is_not_pyodides_stops_the_build(
    changed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier = tmp_path / "carrier.whl"
    with zipfile.ZipFile(carrier, "w") as archive:
        archive.writestr(f"{pyodide.CARRIER}/numpy-1.whl", "another" if changed else "numpy")
    monkeypatch.setattr(pyodide, "wheels", lambda *_: {"open-webui": carrier})
    entry = {"file_name": "numpy-1.whl", "sha256": hashlib.sha256(b"numpy").hexdigest()}
    if changed:
        with pytest.raises(SiteError, match=r"numpy-1\.whl is not the file that was pinned"):
            pyodide.taken_out({"numpy": entry}, tmp_path / "out", tmp_path)
    else:
        (place,) = pyodide.taken_out({"numpy": entry}, tmp_path / "out", tmp_path)
        assert place.read_bytes() == b"numpy"
