"""The stand-in for the kernel's installer."""

from __future__ import annotations

import os
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
    code = (
        "assert sys.path[-1] == '' and sys.path.count('') == 1;"
        "asyncio.run(piplite.install('a', keep_going=True));"
        "exec(asyncio.run(piplite.cli.get_transformed_code(['install', 'a'])))"
    )
    said, complaint = _after_the_stand_in(wheel, code, tmp_path)
    assert said.startswith("Nothing can be installed here"), complaint


def test_ipython_starts_without_its_terminal_and_a_library_for_completion(tmp_path: Path) -> None:
    wheel = build_stand_in(tmp_path)
    code = (
        "import IPython; print('prompt_toolkit' in sys.modules);"
        "shell = type('Shell', (), {'Completer': type('Completer', (), {'use_jedi': True})});"
        "get_ipython = lambda: shell;"
        "from traitlets.config import PyFileConfigLoader;"
        "lines = PyFileConfigLoader(str(piplite.piplite.settings)).load_config();"
        "[exec(line) for line in lines.InteractiveShellApp.exec_lines];"
        "print(shell.Completer.use_jedi)"
    )
    said, complaint = _after_the_stand_in(wheel, code, tmp_path)
    assert said.split() == ["False", "False"], complaint


def _after_the_stand_in(wheel: Path, code: str, folder: Path) -> tuple[str, str]:
    """Import the stand-in in a Python of its own, then run `code`; return what both streams say."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "packages")
    begin = (
        "import asyncio, sys; sys.path.append(sys.argv[1]); import piplite.piplite, piplite.cli;"
    )
    command = [sys.executable, "-c", begin + code, str(folder / "packages")]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(folder)},
    )
    return done.stdout, done.stderr


def test_the_same_modules_give_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert sha256(build_stand_in(tmp_path)) == sha256(build_stand_in(tmp_path / "again"))
