"""What the site needs from package registries: fetched once, pinned, and checked by sha256.

`pip` and `npm` know their registries by themselves. What they bring is kept in a folder, so a second
build needs no network.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

PINS = Path(__file__).parent / "pins"
# The Python that Pyodide is.
BROWSER_PYTHON = ("--python-version", "3.14", "--implementation", "py", "--abi", "none")


class SiteError(Exception):
    """The site cannot be built; the message says why, and what to do."""


def sha256(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(path: Path, wanted: str) -> Path:
    """Return `path` if the file has this sha256.

    Raises
    ------
    SiteError
        If it has another.
    """
    if (found := sha256(path)) != wanted:
        raise SiteError(
            f"{path.name} is not the file that was pinned: its sha256 is {found},\n"
            f"and {wanted} was expected. Remove {path} and build again; if that does not\n"
            "help, do not use the file."
        )
    return path


def pinned_wheels(pins: Path) -> dict[str, str]:
    """Map ``name==version`` to the sha256, of each line of a list of pins."""
    lines = pins.read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" --hash=sha256:") for line in lines if line and not line.startswith("#")]
    return dict(pairs)


def wheels(pins: Path, cache: Path, *options: str) -> dict[str, Path]:
    """Return the pinned wheels by package name; one call of pip downloads those that `cache` lacks.

    Raises
    ------
    SiteError
        If one cannot be fetched, or is not the one that was pinned.
    """
    pinned = pinned_wheels(pins)
    patterns = {one: f"{one.replace('-', '_').replace('==', '-')}-*.whl" for one in pinned}
    if missing := {one: p for one, p in patterns.items() if not list(cache.glob(p))}:
        pip_download(missing, cache, *options)
    return {
        one.split("==")[0]: check(next(cache.glob(patterns[one])), wanted)
        for one, wanted in pinned.items()
    }


def npm_package(name: str, cache: Path) -> Path:
    """Return the pinned tarball of a package of npm, packed by npm where it is not in `cache`.

    Raises
    ------
    SiteError
        If it cannot be fetched, or is not the one that was pinned.
    """
    pin = json.loads((PINS / "npm.json").read_text(encoding="utf-8"))[name]
    file = f"{name}-{pin['version']}.tgz"
    if not (cache / file).exists():
        npm_pack(f"{name}@{pin['version']}", file, cache)
    return check(cache / file, pin["sha256"])


def pip_download(wanted: dict[str, str], folder: Path, *options: str) -> dict[str, Path]:
    """Download wheels into `folder`; `wanted` maps a requirement to the pattern of its file's name.

    Raises
    ------
    SiteError
        If one cannot be fetched.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-input", "--only-binary", ":all:"]
    return _fetch([*command, *options, *wanted], wanted, folder)


def npm_pack(what: str, pattern: str, folder: Path) -> Path:
    """Let npm pack a package into `folder`; return the tarball, whose name fits `pattern`.

    Raises
    ------
    SiteError
        If npm is missing, or fails.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise SiteError(f"npm is missing, which fetches {what}. On Debian: apt install npm")
    return _fetch([npm, "pack", "--silent", what], {what: pattern}, folder)[what]


def _fetch(command: list[str], wanted: dict[str, str], target: Path) -> dict[str, Path]:
    """Run `command` in a folder of its own; move the files that it made to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target) as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        made = {what: list(Path(folder).glob(pattern)) for what, pattern in wanted.items()}
        if missing := [what for what, files in made.items() if not files]:
            raise SiteError(
                f"{', '.join(missing)} could not be fetched: is there a network?\n"
                f"{done.stderr.strip()[-600:]}"
            )
        return {what: file.replace(target / file.name) for what, (file,) in made.items()}


def unpack_npm(tarball: Path, inside: str, target: Path) -> None:
    """Copy the folder `inside` of a package of npm to `target`."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(tarball) as archive:
        archive.extractall(folder, filter="data")
        shutil.copytree(Path(folder) / "package" / inside, target, dirs_exist_ok=True)


def take_from_npm(tarball: Path, member: str) -> bytes:
    """Return one file of a package of npm."""
    with tarfile.open(tarball) as archive:
        file = archive.extractfile(f"package/{member}")
        if file is None:
            raise SiteError(f"{tarball.name} has no file {member}.")
        return file.read()


def take_from_wheel(wheel: Path, member: str, target: Path) -> None:
    """Copy one file out of a wheel."""
    with zipfile.ZipFile(wheel) as archive, archive.open(member) as source:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
