"""The stand-in for the kernel's installer."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from site_builder.fetching import sha256
from site_builder.pyodide import entry_of
from site_builder.stand_in import build_stand_in


def test_it_looks_last_among_the_notebooks_and_installs_nothing(tmp_path: Path) -> None:
    wheel = build_stand_in(tmp_path)
    assert entry_of(wheel)["imports"] == ["piplite"]
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "packages")
    code = (
        "import asyncio, sys; sys.path.append(sys.argv[1]); import piplite.piplite, piplite.cli;"
        "assert sys.path[-1] == '' and sys.path.count('') == 1;"
        "exec(asyncio.run(piplite.cli.get_transformed_code(['install', 'a'])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "packages")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("Nothing can be installed here"), done.stderr


def test_the_same_modules_give_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert sha256(build_stand_in(tmp_path)) == sha256(build_stand_in(tmp_path / "again"))
