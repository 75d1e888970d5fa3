"""Newer versions for the site's downloads fit together."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from site_builder import new_pins
from site_builder.fetching import BROWSER_PYTHON, PINS, SiteError, pinned_wheels, sha256
from site_builder.new_pins import renew
from site_builder.pyodide import CARRIER

LOCK = {"info": {"python": f"{BROWSER_PYTHON[1]}.2"}, "packages": {"comm": {"version": "7.0"}}}


class Registries:
    """Stand for pip and npm: write what they would bring, and note what they were asked for."""

    def __init__(self, python: str = LOCK["info"]["python"]) -> None:  # type: ignore[index]
        self.asked: list[str] = []
        self.lock = {**LOCK, "info": {"python": python}}

    def pip_download(self, wanted: dict[str, str], folder: Path, *_options: str) -> dict[str, Path]:
        """Write a wheel for each requirement; the one that carries others says for which Pyodide."""
        self.asked += wanted
        made = {}
        for requirement, pattern in wanted.items():
            version = requirement.partition("==")[2] or "9.9"
            made[requirement] = folder / pattern.replace("*", f"{version}-py3-none-any")
            with zipfile.ZipFile(made[requirement], "w") as archive:
                archive.writestr(f"{CARRIER}/package.json", json.dumps({"version": "400.1"}))
        return made

    def npm_pack(self, what: str, pattern: str, folder: Path) -> Path:
        """Write a tarball with a lock."""
        self.asked.append(what)
        place = folder / pattern.replace("*", "400.1")
        content = json.dumps(self.lock).encode()
        with tarfile.open(place, "w:gz") as archive:
            member = tarfile.TarInfo("package/pyodide-lock.json")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        return place


@pytest.fixture
def pins(tmp_path: Path) -> Path:
    """Give a copy of the pins."""
    return Path(shutil.copytree(PINS, tmp_path / "pins"))


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    """Give the versions of the course."""
    (tmp_path / "requirements.txt").write_text("# why\nanywidget==5.0\ncomm==1.0\n")
    return tmp_path / "requirements.txt"


def use(registries: Registries, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the module ask these registries."""
    monkeypatch.setattr(new_pins, "pip_download", registries.pip_download)
    monkeypatch.setattr(new_pins, "npm_pack", registries.npm_pack)


def test_the_versions_are_pyodides_then_the_courses(
    pins: Path, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(registries := Registries(), monkeypatch)
    heads = [(pins / name).read_text().split("\n")[0] for name in ("pure_wheels.txt",)]
    before = [one.split("==")[0] for one in pinned_wheels(pins / "pure_wheels.txt")]
    renew(requirements, pins)
    after = pinned_wheels(pins / "pure_wheels.txt")
    assert [one.split("==")[0] for one in after] == before
    assert {"comm==7.0", "anywidget==5.0", "traitlets==9.9"} <= set(after)
    assert {"open-webui", "pyodide@400.1", "mathjax@3"} <= set(registries.asked)
    assert (pins / "pure_wheels.txt").read_text().split("\n")[0] == heads[0]
    npm = json.loads((pins / "npm.json").read_text())
    assert npm["pyodide"]["version"] == "400.1"
    assert set(pinned_wheels(pins / "wasm_wheels.txt")) == {"open-webui==9.9"}


def test_another_python_is_told_and_changes_nothing(
    pins: Path, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(Registries(python="3.99.0"), monkeypatch)
    before = {path.name: sha256(path) for path in pins.iterdir()}
    with pytest.raises(SiteError, match=r"400\.1 is Python 3\.99"):
        renew(requirements, pins)
    assert {path.name: sha256(path) for path in pins.iterdir()} == before


def test_widgets_are_of_the_version_that_the_pages_scripts_are_for() -> None:
    lines = (Path(__file__).parents[2] / "requirements.txt").read_text().splitlines()
    pure = pinned_wheels(PINS / "pure_wheels.txt")
    for name in ("anywidget", "ipywidgets"):
        (version,) = [line for line in lines if line.startswith(f"{name}==")]
        assert version in pure
