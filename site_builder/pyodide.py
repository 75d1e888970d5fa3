"""Python for the browser: Pyodide's core, the wheels that the course uses, and one list of them.

Pyodide loads what its ``pyodide-lock.json`` names, and checks each file's sha256. The site has a lock of its
own: the wheels made for WebAssembly, each checked against Pyodide's own lock before it is compiled, and the
pure wheels that are pinned here. So one parallel download brings all that a notebook needs, and nothing is
looked up anywhere. Only the core may come from Pyodide's CDN: the wheels and the library there are not compiled.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from site_builder.compiling import compile_wheels
from site_builder.fetching import (
    BROWSER_PYTHON,
    PINS,
    SiteError,
    check,
    npm_package,
    sha256,
    take_from_wheel,
    unpack_npm,
    wheels,
)

Lock = dict[str, Any]

# Made for WebAssembly, or needed by what is: from Pyodide's own lock, with its sha256.
FROM_PYODIDE = (
    *("micropip", "packaging", "numpy", "matplotlib", "contourpy", "cycler"),
    *("kiwisolver", "pillow", "pyparsing", "python-dateutil", "six"),
)
CARRIER = (
    "open_webui/frontend/pyodide"  # the folder with Pyodide's wheels, see pins/wasm_wheels.txt
)
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
LIBRARY = "python_stdlib.zip"  # always the site's own, compiled
CDN = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"


def pyodide_version() -> str:
    """Return the version of Pyodide that is pinned."""
    version: str = json.loads((PINS / "npm.json").read_text("utf-8"))["pyodide"]["version"]
    return version


def add_pyodide(target: Path, cache: Path, own: list[Path], vendor: bool) -> Lock:
    """Write the lock, the wheels, the library and, if vendored, the core into `target`; return the lock.

    Parameters
    ----------
    target : Path
        The folder ``static/pyodide`` of the app.
    cache : Path
        Where downloads are kept.
    own : list of Path
        Further pure wheels: the course's and the kernel's.
    vendor : bool
        Whether the core comes from the site itself, instead of Pyodide's own CDN.

    Raises
    ------
    SiteError
        If a file cannot be fetched or is not the one that was pinned.
    """
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        core, fetched = Path(folder) / "core", Path(folder) / "fetched"
        unpack_npm(npm_package("pyodide", cache), ".", core)
        official = json.loads((core / "pyodide-lock.json").read_text(encoding="utf-8"))
        packages = {name: _official(official, name) for name in FROM_PYODIDE}
        pure = [*wheels(PINS / "pure_wheels.txt", cache, *BROWSER_PYTHON).values(), *own]
        made_for_it = taken_out(packages, fetched, cache)
        for archive in compile_wheels([*made_for_it, *pure, core / LIBRARY], core, cache):
            shutil.copy(archive, target / archive.name)
        if vendor:
            for name in CORE:
                shutil.copy(core / name, target / name)
    for entry in packages.values():
        entry["sha256"] = sha256(target / entry["file_name"])
    for wheel in pure:
        entry = entry_of(target / wheel.name)
        packages[entry["name"]] = entry
    lock = {"info": official["info"], "packages": packages}
    (target / "pyodide-lock.json").write_text(json.dumps(lock, indent=1), encoding="utf-8")
    return lock


def taken_out(packages: dict[str, dict[str, Any]], target: Path, cache: Path) -> list[Path]:
    """Take Pyodide's own wheels out of the package that carries them; each must be the lock's."""
    carrier = wheels(PINS / "wasm_wheels.txt", cache)["open-webui"]
    found = []
    for entry in packages.values():
        place = target / entry["file_name"]
        take_from_wheel(carrier, f"{CARRIER}/{place.name}", place)
        found.append(check(place, entry["sha256"]))
    return found


def _official(lock: Lock, name: str) -> dict[str, Any]:
    entry: dict[str, Any] = lock["packages"][name]
    return {**entry, "depends": [d for d in entry["depends"] if d in FROM_PYODIDE]}


def entry_of(wheel: Path) -> dict[str, Any]:
    """Return the lock's entry of a pure wheel.

    It names no dependencies: the kernel is told to load every package of the lock.

    Raises
    ------
    SiteError
        If the wheel is not pure.
    """
    if not wheel.name.endswith("-none-any.whl"):
        raise SiteError(f"{wheel.name} is not a pure wheel, so a browser cannot load it.")
    name, version = wheel.name.split("-")[:2]
    with zipfile.ZipFile(wheel) as archive:
        tops = {member.split("/")[0] for member in archive.namelist()}
    imports = sorted({top.split(".")[0] for top in tops if re.fullmatch(r"\w+(\.pyc?)?", top)})
    return {
        "name": re.sub(r"[-_.]+", "-", name).lower(),
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": sha256(wheel),
        "package_type": "package",
        "imports": imports,
        "depends": [],
        "unvendored_tests": False,
    }


def early_files(folder: Path, place: str) -> list[str]:
    """Return the addresses of the largest files that the app loads, to be fetched beforehand.

    Parameters
    ----------
    folder : Path
        The app's ``static/pyodide``.
    place : str
        The address of that folder, as the book's pages see it.
    """
    there = place if (folder / CORE[0]).exists() else CDN.format(version=pyodide_version())
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    wheels = sorted(place + entry["file_name"] for entry in lock["packages"].values())
    return [*(there + name for name in CORE), place + LIBRARY, *wheels]
