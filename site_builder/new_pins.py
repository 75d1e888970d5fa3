"""The newest versions of what the site downloads, into ``pins/``: a part of ``make pins``."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

from site_builder.fetching import (
    BROWSER_PYTHON,
    PINS,
    SiteError,
    npm_pack,
    pinned_wheels,
    pip_download,
    sha256,
    take_from_npm,
)
from site_builder.pyodide import CARRIER

MATHJAX = "3"  # the newest that Sphinx loads as one file
PURE, CARRIED, NPM = "pure_wheels.txt", "wasm_wheels.txt", "npm.json"


def renew(requirements: Path, pins: Path = PINS) -> None:
    """Write the newest versions that fit together into the folder `pins`.

    The package with the wheels made for WebAssembly says which Pyodide they are for; Pyodide's lock says
    the versions of the packages that it knows, and `requirements` (of the course) those of others.

    Raises
    ------
    SiteError
        If something cannot be fetched, or Pyodide has another Python than this builder is made for.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        carrier = pip_download({"open-webui": "open_webui-*.whl"}, folder)["open-webui"]
        with zipfile.ZipFile(carrier) as archive:
            version = json.loads(archive.read(f"{CARRIER}/package.json"))["version"]
        pyodide = npm_pack(f"pyodide@{version}", "pyodide-*.tgz", folder)
        mathjax = npm_pack(f"mathjax@{MATHJAX}", "mathjax-*.tgz", folder)
        lock = json.loads(take_from_npm(pyodide, "pyodide-lock.json"))
        if not f"{lock['info']['python']}.".startswith(f"{BROWSER_PYTHON[1]}."):
            raise SiteError(
                f"Pyodide {version} is Python {lock['info']['python']}: site_builder says "
                f"{BROWSER_PYTHON[1]}, in fetching.py and in_pyodide/."
            )
        known = dict(line.split("==") for line in _lines(requirements) if "==" in line)
        known |= {one: entry["version"] for one, entry in lock["packages"].items()}
        names = [requirement.split("==")[0] for requirement in pinned_wheels(pins / PURE)]
        wanted = {
            f"{one}=={known[one]}" if one in known else one: f"{one.replace('-', '_')}-*.whl"
            for one in names
        }
        pure = pip_download(wanted, folder, *BROWSER_PYTHON)
        _write(pins / PURE, dict(zip(names, pure.values(), strict=True)))
        _write(pins / CARRIED, {"open-webui": carrier})
        new = {
            one: {"version": path.stem.removeprefix(f"{one}-"), "sha256": sha256(path)}
            for one, path in (("pyodide", pyodide), ("mathjax", mathjax))
        }
        (pins / NPM).write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _write(pins: Path, wheels: dict[str, Path]) -> None:
    """Write a list of pins; the comment at its head is kept."""
    head = [line for line in _lines(pins) if line.startswith("#")]
    lines = [
        f"{name}=={wheel.name.split('-')[1]} --hash=sha256:{sha256(wheel)}"
        for name, wheel in wheels.items()
    ]
    pins.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
