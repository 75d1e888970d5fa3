"""The course in the browser: JupyterLite with the Pyodide kernel, offline."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from site_builder.fetching import SiteError
from site_builder.pyodide import CDN, LIBRARY, add_pyodide, pyodide_version
from site_builder.stand_in import build_stand_in
from site_builder.student_package import build_wheel

APPS = ("lab", "notebooks", "tree")
# What the course's page shows, and nothing of grading: no other extension of this Python is taken.
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
)
KERNEL = "@jupyterlite/pyodide-kernel-extension"
# Of the wheels that the kernel ships: one is for another JupyterLab, one has a stand-in here.
NOT_NEEDED = ("widgetsnbextension-3", "piplite-")
# A badge "Not Trusted" stands at every notebook otherwise: nothing in a browser is signed.
TRUST_BADGE = "@jupyter-notebook/notebook-extension:trusted"
# What stands below JupyterLite's turning planets while the page is empty.
LOADING = "Loading JupyterLite...", "Loading the course ..."
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
}


def build_lite(target: Path, work: Path, cache: Path, notebooks: Path, vendor: bool) -> None:
    """Build the app into `target`, with the notebooks of the folder `notebooks`.

    Parameters
    ----------
    target : Path
        A folder that does not exist yet.
    work : Path
        A folder for what is made on the way.
    cache : Path
        Where downloads are kept.
    notebooks : Path
        The student's notebooks.
    vendor : bool
        Whether Pyodide comes from the site itself.

    Raises
    ------
    SiteError
        If JupyterLite refuses, or a file is missing.
    """
    extensions = _extensions(work / "extensions")
    kernel_wheels = [
        wheel
        for wheel in sorted((extensions / KERNEL / "static" / "pypi").glob("*.whl"))
        if not wheel.name.startswith(NOT_NEEDED)
    ]
    lite = work / "lite"
    lite.mkdir()
    (work / "wheels").mkdir()
    own = [build_wheel(work / "wheels"), build_stand_in(work / "wheels"), *kernel_wheels]
    lock = add_pyodide(work / "pyodide", cache, own, vendor)
    _write(lite / "jupyter-lite.json", lite_config(sorted(lock["packages"]), vendor))
    _write(lite / "overrides.json", SETTINGS)
    _write(
        lite / "jupyter_lite_config.json",
        {
            "LiteBuildConfig": {
                "apps": APPS,
                "contents": [str(notebooks.resolve())],
                "federated_extensions": [str((extensions / name).resolve()) for name in EXTENSIONS],
                "ignore_sys_prefix": ["federated_extensions"],
                "no_sourcemaps": True,
                "no_unused_shared_packages": True,
            }
        },
    )
    command = [
        sys.executable,
        "-m",
        "jupyterlite_core",
        "build",
        f"--output-dir={target.resolve()}",
    ]
    done = subprocess.run(
        command,
        cwd=lite,
        env={**os.environ, "JUPYTER_PREFER_ENV_PATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not (target / "lab" / "index.html").exists():
        raise SiteError(f"JupyterLite could not be built:\n{(done.stdout + done.stderr)[-3000:]}")
    shutil.copytree(work / "pyodide", target / "static" / "pyodide")
    for app in APPS:
        page = target / app / "index.html"
        page.write_text(page.read_text("utf-8").replace(*LOADING), encoding="utf-8")


def lite_config(packages: list[str], vendor: bool) -> dict[str, Any]:
    """Return what ``jupyter-lite.json`` says: which Python, and what it loads at the start."""
    there = "./static/pyodide/" if vendor else CDN.format(version=pyodide_version())
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Neural networks from scratch",
            "exposeAppInBrowser": True,
            "enableMemoryStorage": True,
            "showLoadingIndicator": True,
            "disabledExtensions": [TRUST_BADGE],
            "litePluginSettings": {
                f"{KERNEL}:kernel": {
                    "pyodideUrl": f"{there}pyodide.mjs",
                    "disablePyPIFallback": True,
                    "loadPyodideOptions": {
                        "lockFileURL": "./static/pyodide/pyodide-lock.json",
                        "stdLibURL": f"./static/pyodide/{LIBRARY}",
                        "packages": packages,
                    },
                }
            },
        },
    }


def _extensions(target: Path) -> Path:
    """Copy the wanted extensions of this Python's JupyterLab to `target`."""
    there = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    for name in EXTENSIONS:
        if not (there / name).is_dir():
            raise SiteError(f"JupyterLab's extension {name} is missing here. Run: make site")
        shutil.copytree(there / name, target / name)
    return target


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
