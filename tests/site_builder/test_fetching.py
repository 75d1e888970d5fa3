"""What is fetched is pinned; without a network, or with another file, nothing is built."""

from __future__ import annotations

import hashlib
import os
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from site_builder import fetching
from site_builder.fetching import (
    PINS,
    SiteError,
    check,
    npm_package,
    take_from_wheel,
    unpack_npm,
    wheels,
)


def pinned(folder: Path, content: bytes = b"a wheel") -> Path:
    """Write a list of pins with one package."""
    pins = folder / "pins.txt"
    pins.write_text(
        f"# why\nno-such-package==1.0 --hash=sha256:{hashlib.sha256(content).hexdigest()}\n"
    )
    return pins


def test_every_pin_is_a_version_and_a_sha256() -> None:
    for name in ("pure_wheels.txt", "wasm_wheels.txt"):
        pins = fetching.pinned_wheels(PINS / name)
        assert pins
        for requirement, wanted in pins.items():
            assert requirement.count("==") == 1
            assert len(bytes.fromhex(wanted)) == 32


def test_a_file_that_is_in_the_cache_is_taken_from_it(tmp_path: Path) -> None:
    place = tmp_path / "no_such_package-1.0-py3-none-any.whl"
    place.write_bytes(b"a wheel")
    assert wheels(pinned(tmp_path), tmp_path) == {"no-such-package": place}


def test_a_wheel_with_another_sha256_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "no_such_package-1.0-py3-none-any.whl").write_bytes(b"another")
    with pytest.raises(SiteError, match=r"no_such_package-1\.0.* is not the file that was pinned"):
        wheels(pinned(tmp_path), tmp_path)


def test_check_gives_the_path_of_a_right_file(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"right")
    assert check(place, hashlib.sha256(b"right").hexdigest()) == place


def test_without_a_network_it_says_what_it_could_not_fetch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(SiteError, match=r"no-such-package==1\.0 could not be fetched"):
        wheels(pinned(tmp_path), tmp_path / "cache")
    assert not any((tmp_path / "cache").iterdir())


def test_npm_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho network gone >&2\nexit 1\n")
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(SiteError, match=r"pyodide@.* could not be fetched(.|\n)*network gone"):
        npm_package("pyodide", tmp_path / "cache")


def test_a_machine_without_npm_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SiteError, match="npm is missing"):
        npm_package("pyodide", tmp_path / "cache")


def test_a_part_of_a_package_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "inside.js").write_text("code")
    with tarfile.open(tmp_path / "package.tgz", "w:gz") as archive:
        archive.add(tmp_path / "inside.js", "package/es5/inside.js")
    unpack_npm(tmp_path / "package.tgz", "es5", tmp_path / "target")
    assert (tmp_path / "target" / "inside.js").read_text() == "code"


def test_one_file_is_taken_out_of_a_wheel(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "big.whl", "w") as archive:
        archive.writestr("deep/small.whl", "small")
    take_from_wheel(tmp_path / "big.whl", "deep/small.whl", tmp_path / "out" / "small.whl")
    assert (tmp_path / "out" / "small.whl").read_text() == "small"
