"""`python -m site_builder` without a network, or with a changed file: it says so and changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from site_builder import __main__ as command
from site_builder.fetching import PINS


@pytest.fixture
def old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a site that was built before; the command is to build it again, with an empty cache."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("old")
    monkeypatch.setattr(command, "CACHE", tmp_path / "cache")
    arguments = ["site_builder", "build", "--folder", str(tmp_path / "site")]
    monkeypatch.setattr(sys, "argv", arguments)
    return tmp_path / "site"


def test_without_a_network(
    old_site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    npm = old_site.parent / "npm"
    npm.write_text("#!/bin/sh\necho getaddrinfo failed >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(old_site.parent), prepend=":")
    assert command.main() == 1
    said = capsys.readouterr().err
    assert "pyodide@" in said
    assert "could not be fetched: is there a network?" in said
    assert said.endswith("Nothing was changed.\n")
    assert [path.name for path in old_site.iterdir()] == ["index.html"]


def test_with_another_wheel(
    old_site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = old_site.parent / "cache"
    cache.mkdir()
    for pin in (PINS / "pure_wheels.txt").read_text().splitlines()[1:]:
        name, version = pin.split(" ")[0].replace("-", "_").split("==")
        (cache / f"{name}-{version}-py3-none-any.whl").write_bytes(b"another")
    monkeypatch.setattr("site_builder.pyodide.npm_package", lambda *_: cache / "pyodide.tgz")
    monkeypatch.setattr("site_builder.pyodide.unpack_npm", _core)
    assert command.main() == 1
    said = capsys.readouterr().err
    assert "is not the file that was pinned" in said
    assert said.endswith("Nothing was changed.\n")
    assert [path.name for path in old_site.iterdir()] == ["index.html"]


def _core(_tarball: Path, _inside: str, target: Path) -> None:
    """Write the lock of a Pyodide that knows every package."""
    from site_builder.pyodide import FROM_PYODIDE

    target.mkdir(parents=True)
    entries = ", ".join(f'"{name}": {{"depends": []}}' for name in FROM_PYODIDE)
    (target / "pyodide-lock.json").write_text(f'{{"packages": {{{entries}}}}}')
