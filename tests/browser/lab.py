"""JupyterLab in Chromium, driven as a person would: open a notebook, run it, type, move controls."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from course_utils.library import LIBRARIES
from tests.refresh import KERNEL

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
# What JupyterLab itself says in a closed network, or of its own parts; nothing of the course.
NOT_OURS = ("favicon", "ERR_", "Failed to load resource", "net::", "jupyterlab_extension", "lsp")

# The closing cells show their stored output, as for most students; nbval runs them with the libraries.
WITHOUT_LIBRARIES = f"""
import sys

class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in {[*LIBRARIES]!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent)
"""
SETTINGS = {
    # Every cell stays in the page, so that a widget far down can be found.
    "notebook-extension/tracker": '{"windowingMode": "none"}',
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
}


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Serve `folder` by JupyterLab on a free port; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = folder / ".lab"
    for name, text in SETTINGS.items():
        path = settings / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    startup = settings / "ipython" / "profile_default" / "startup" / "libraries.py"
    startup.parent.mkdir(parents=True)
    startup.write_text(WITHOUT_LIBRARIES)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--IdentityProvider.token=", "--ServerApp.password=", f"--notebook-dir={folder}"]
    command += ["--LabApp.expose_app_in_browser=True"]
    command += [f"--LabApp.labextensions_path={_extensions(settings / 'labextensions')}"]
    env = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(settings),
        "JUPYTERLAB_SETTINGS_DIR": str(settings / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces"),
        "JUPYTER_RUNTIME_DIR": str(settings / "runtime"),
        "IPYTHONDIR": str(settings / "ipython"),
    }
    with (folder / "lab.log").open("w") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/api/status", timeout=2)
                break
            except OSError:
                assert process.poll() is None, (folder / "lab.log").read_text()
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def browser(executable: str) -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=executable, args=CHROMIUM)
        yield chromium
        chromium.close()


def write_notebook(place: Path, *sources: str) -> None:
    """Write a notebook of these code cells."""
    cells = [new_code_cell(source) for source in sources]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), place)


def _extensions(folder: Path) -> Path:
    """Make a folder of JupyterLab's extensions that are here, without what is JupyterLite's alone.

    The one that builds the web site installs an extension that reports an error in JupyterLab.
    """
    folder.mkdir(parents=True)
    for there in (Path(sys.prefix) / "share" / "jupyter" / "labextensions").iterdir():
        if there.name != "@jupyterlite":
            (folder / there.name).symlink_to(there)
    return folder


def new_page(chromium: Browser) -> Page:
    """Return an empty page, in which notebooks can be opened one after the other."""
    return chromium.new_page(viewport={"width": 1200, "height": 1000})


class Notebook:
    """One notebook, open in JupyterLab."""

    def __init__(self, page: Page, address: str, name: str, theme: str = "light") -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", self._note_fault)
        if page.url.startswith(address):  # JupyterLab is there, which takes seconds to load
            page.evaluate(
                "name => { window.jupyterapp.commands.execute('docmanager:open', { path: name }); }",
                name,
            )
        else:
            page.goto(f"{address}/lab/tree/{name}?reset")
        page.wait_for_function(
            "name => window.jupyterapp?.shell.currentWidget?.context?.path === name",
            arg=name,
            timeout=60_000,
        )
        page.wait_for_selector(".jp-Notebook", timeout=60_000)
        self.command("apputils:change-theme", {"theme": f"JupyterLab {theme.title()}"})
        self.wait_idle()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(word in message.text for word in NOT_OURS):
            self.errors.append(message.text)

    def _note_fault(self, error: Error) -> None:
        self.errors.append(str(error))

    def command(self, name: str, arguments: dict[str, Any] | None = None) -> None:
        """Execute one of JupyterLab's commands."""
        self.page.evaluate(
            "([name, args]) => { window.jupyterapp.commands.execute(name, args); }",
            [name, arguments or {}],
        )

    def wait_idle(self, seconds: float = 90) -> None:
        """Wait until the kernel is there and has nothing to do."""
        self.page.wait_for_function(
            """async () => {
                const context = window.jupyterapp.shell.currentWidget?.sessionContext;
                if (!context) return false;
                await context.ready;
                const kernel = context.session?.kernel;
                if (!kernel) return false;
                // The kernel has answered, and is not merely said to be there.
                await kernel.info;
                return kernel.connectionStatus === 'connected' && kernel.status === 'idle';
            }""",
            timeout=seconds * 1000,
        )

    def run_all(self, seconds: float = 120) -> None:
        """Run every cell and wait for the last."""
        self.page.evaluate(
            """async () => {
                await window.jupyterapp.commands.execute('notebook:run-all-cells');
            }"""
        )
        self.page.wait_for_function(
            """() => window.jupyterapp.shell.currentWidget.content.widgets
                .filter(c => c.model.type === 'code' && c.model.sharedModel.source.trim())
                .every(c => c.model.executionCount !== null)""",
            timeout=seconds * 1000,
        )
        self.wait_idle()

    def run_cell(self, number: int) -> None:
        """Run one cell, from 0, and wait until it is done; the kernel may have other things to do."""
        count = "window.jupyterapp.shell.currentWidget.content.widgets[number].model.executionCount"
        before = self.page.evaluate(
            f"""async number => {{
                const before = {count};
                window.jupyterapp.shell.currentWidget.content.activeCellIndex = number;
                await window.jupyterapp.commands.execute('notebook:run-cell');
                return before;
            }}""",
            number,
        )
        self.page.wait_for_function(
            f"([number, before]) => ![null, before].includes({count})", arg=[number, before]
        )

    def outputs(self) -> list[dict[str, Any]]:
        """Return for each code cell its source, its nbgrader id and its outputs as data."""
        return self.page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.widgets
                .filter(c => c.model.type === 'code')
                .map(c => ({
                    source: c.model.sharedModel.source,
                    grade_id: (c.model.getMetadata('nbgrader') || {}).grade_id || '',
                    outputs: c.model.outputs.toJSON(),
                }))"""
        )

    def tracebacks(self) -> list[str]:
        """Return the errors that cells ended with."""
        return [
            f"{o['ename']}: {o['evalue']}"
            for cell in self.outputs()
            for o in cell["outputs"]
            if o["output_type"] == "error"
        ]

    def warnings(self) -> list[str]:
        """Return what cells wrote to the stream of errors."""
        return [
            "".join(o["text"])
            for cell in self.outputs()
            for o in cell["outputs"]
            if o["output_type"] == "stream" and o["name"] == "stderr"
        ]

    def answer(self, name: str, source: str) -> str:
        """Put `source` into the answer cell of exercise `name`, run it and its check; return what is said."""
        self.page.evaluate(
            """async ([name, source]) => {
                const panel = window.jupyterapp.shell.currentWidget;
                const cells = panel.content.widgets;
                const id = c => (c.model.getMetadata('nbgrader') || {}).grade_id;
                const index = cells.findIndex(c => id(c) === name);
                cells[index].model.sharedModel.setSource(source);
                panel.content.activeCellIndex = index;
                await window.jupyterapp.commands.execute('notebook:run-cell');
                panel.content.activeCellIndex = cells.findIndex(c => id(c) === 'check_' + name);
                await window.jupyterapp.commands.execute('notebook:run-cell');
            }""",
            [name, source],
        )
        self.wait_idle()
        cell = next(c for c in self.outputs() if c["grade_id"] == f"check_{name}")
        return "".join("".join(o["data"]["text/plain"]) for o in cell["outputs"])

    def show(self, grade_or_source: str) -> None:
        """Scroll to the first cell whose source contains this text."""
        self.page.evaluate(
            """text => {
                const content = window.jupyterapp.shell.currentWidget.content;
                const cell = content.widgets.find(c => c.model.sharedModel.source.includes(text));
                content.scrollToCell(cell, 'start');
            }""",
            grade_or_source,
        )
        self.page.wait_for_timeout(400)

    def end(self) -> None:
        """End the kernel and close the notebook; the page stays."""
        self.page.evaluate(
            """async () => {
                const notebook = window.jupyterapp.shell.currentWidget;
                await notebook.sessionContext.shutdown();
                notebook.dispose();
            }"""
        )
        self.page.remove_listener("console", self._note)
        self.page.remove_listener("pageerror", self._note_fault)


@dataclass
class Lab:
    """JupyterLab in a page of a browser, and the folder that it serves."""

    page: Page
    folder: Path
    address: str
    opened: list[Notebook] = field(default_factory=list)

    def write(self, name: str, *sources: str) -> None:
        """Write a notebook of these code cells."""
        write_notebook(self.folder / name, *sources)

    def open(self, name: str, theme: str = "light") -> Notebook:
        """Open a notebook of the folder."""
        self.opened.append(Notebook(self.page, self.address, name, theme))
        return self.opened[-1]

    def end(self) -> None:
        """End all that was opened."""
        for notebook in self.opened:
            notebook.end()
