"""The stand-in for the kernel's installer of packages, as a wheel."""

from __future__ import annotations

import zipfile
from pathlib import Path

MODULES = Path(__file__).parent / "in_pyodide" / "piplite"
WHEEL = "Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
METADATA = "Metadata-Version: 2.1\nName: piplite\nVersion: 0\n"


def build_stand_in(target: Path) -> Path:
    """Write the wheel into the folder `target`; return its path."""
    files = {f"piplite/{path.name}": path.read_bytes() for path in sorted(MODULES.glob("*.py"))}
    files["piplite-0.dist-info/METADATA"] = METADATA.encode()
    files["piplite-0.dist-info/WHEEL"] = WHEEL.encode()
    place = target / "piplite-0-py3-none-any.whl"
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in files.items():
            # The times of a ZipInfo are 1980: the same modules give the same file.
            archive.writestr(zipfile.ZipInfo(name), content)
    return place
