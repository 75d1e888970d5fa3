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
    """Return the pinned wheels by package name, downloaded by pip where they are not in `cache`.

    Raises
    ------
    SiteError
        If one cannot be fetched, or is not the one that was pinned.
    """
    found = {}
    for requirement, wanted in pinned_wheels(pins).items():
        name, version = requirement.split("==")
        pattern = f"{name.replace('-', '_')}-{version}-*.whl"
        cache.mkdir(parents=True, exist_ok=True)
        if not list(cache.glob(pattern)):
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            command += ["--disable-pip-version-check", "--no-input", "--only-binary", ":all:"]
            _fetch([*command, *options, requirement], pattern, cache, requirement)
        found[name] = check(next(cache.glob(pattern)), wanted)
    return found


def npm_package(name: str, cache: Path) -> Path:
    """Return the pinned tarball of a package of npm, packed by npm where it is not in `cache`.

    Raises
    ------
    SiteError
        If it cannot be fetched, or is not the one that was pinned.
    """
    pin = json.loads((PINS / "npm.json").read_text(encoding="utf-8"))[name]
    file = f"{name}-{pin['version']}.tgz"
    cache.mkdir(parents=True, exist_ok=True)
    if not (cache / file).exists():
        what = f"{name}@{pin['version']}"
        npm = shutil.which("npm")
        if npm is None:
            raise SiteError(f"npm is missing, which fetches {what}. On Debian: apt install npm")
        _fetch([npm, "pack", "--silent", what], file, cache, what)
    return check(cache / file, pin["sha256"])


def _fetch(command: list[str], pattern: str, cache: Path, what: str) -> None:
    """Run `command` in a folder of its own; keep the file that it made."""
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        made = list(Path(folder).glob(pattern))
        if done.returncode or not made:
            raise SiteError(
                f"{what} could not be fetched: is there a network?\n{done.stderr.strip()[-600:]}"
            )
        made[0].replace(cache / made[0].name)


def unpack_npm(tarball: Path, inside: str, target: Path) -> None:
    """Copy the folder `inside` of a package of npm to `target`."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(tarball) as archive:
        archive.extractall(folder, filter="data")
        shutil.copytree(Path(folder) / "package" / inside, target, dirs_exist_ok=True)


def take_from_wheel(wheel: Path, member: str, target: Path) -> None:
    """Copy one file out of a wheel."""
    with zipfile.ZipFile(wheel) as archive, archive.open(member) as source:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
