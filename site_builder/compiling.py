"""Wheels with compiled modules: a browser's Python would need seconds to compile them at each visit."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from site_builder.fetching import SiteError, sha256

INSIDE = Path(__file__).parent / "in_pyodide"
SCRIPT = INSIDE / "compile_wheels.py"


def compile_wheels(wheels: list[Path], core: Path, cache: Path) -> list[Path]:
    """Return the wheels with their modules compiled by Pyodide itself, which Node runs.

    Parameters
    ----------
    wheels : list of Path
        Wheels, checked.
    core : Path
        The unpacked package `pyodide` of npm.
    cache : Path
        Where compiled wheels are kept, each in a folder named after its content and the script.

    Raises
    ------
    SiteError
        If Node is missing or fails.
    """
    script = SCRIPT.read_bytes()
    places = {}
    for wheel in wheels:
        key = hashlib.sha256(sha256(wheel).encode() + script).hexdigest()[:24]
        places[wheel] = cache / "compiled" / key / wheel.name
    missing = [wheel for wheel, place in places.items() if not place.exists()]
    if missing:
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            for wheel in missing:
                shutil.copy(wheel, folder)
            _run(core, Path(folder))
            for wheel in missing:
                places[wheel].parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / wheel.name).replace(places[wheel])
    return list(places.values())


def _run(core: Path, folder: Path) -> None:
    node = shutil.which("node")
    if node is None:
        raise SiteError("Node is missing, which compiles the browser's modules: apt install npm")
    command = [node, str(INSIDE / "compile.mjs"), str(core), str(SCRIPT), str(folder)]
    # Pyodide looks for its own parts beside the working folder.
    done = subprocess.run(command, cwd=core, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SiteError(f"The wheels could not be compiled:\n{(done.stdout + done.stderr)[-2000:]}")
