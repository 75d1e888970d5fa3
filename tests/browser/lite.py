"""The built web site in Chromium: served here, with every request that would leave it noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, BrowserContext, Page, Request

from site_builder.serving import server
from tests.browser.lab import CHROMIUM, Notebook

PAGE = "course/notebooks/index.html?path="


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the site on a free port; yield its address."""
    with server(site, 0) as web:
        thread = Thread(target=web.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{web.server_port}/"
        finally:
            web.shutdown()
            thread.join()


@dataclass
class Visitor:
    """Somebody with a browser, whose storage is empty at the first visit."""

    context: BrowserContext
    address: str
    left: list[str] = field(default_factory=list)  # requests to another place than the site

    def __post_init__(self) -> None:
        """Note what leaves the site from now on."""
        self.context.on("request", self._note)

    @classmethod
    def come(cls, chromium: Browser, address: str) -> Visitor:
        """Begin a visit."""
        return cls(chromium.new_context(viewport={"width": 1200, "height": 900}), address)

    @classmethod
    def with_profile(cls, chromium: Browser, path: str, address: str, profile: Path) -> Visitor:
        """Start a browser of its own, whose cache and storage are in the folder `profile`."""
        context = chromium.browser_type.launch_persistent_context(
            profile, executable_path=path, args=CHROMIUM, viewport={"width": 1200, "height": 900}
        )
        return cls(context, address)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", f"blob:{self.address}")):
            self.left.append(request.url)

    def open(self, lesson_id: str) -> LiteNotebook:
        """Open a lesson's notebook in a page of its own and wait for Python."""
        page = self.context.new_page()
        page.goto(f"{self.address}{PAGE}{lesson_id}.ipynb")
        return LiteNotebook(page)


class LiteNotebook(Notebook):
    """One notebook, open in the site's app."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.wait_ready()

    def wait_ready(self) -> None:
        """Wait for the notebook, then for Python."""
        self.page.wait_for_function("window.jupyterapp !== undefined", timeout=120_000)
        self.page.wait_for_selector(".jp-Notebook", timeout=120_000)
        self.wait_idle(180)

    def run(self, *beginnings: str) -> None:
        """Run the code cells whose source begins so, one after the other."""
        for beginning in beginnings:
            found = self.page.evaluate(
                """beginning => window.jupyterapp.shell.currentWidget.content.widgets.findIndex(
                    c => c.model.type === 'code' && c.model.sharedModel.source.startsWith(beginning)
                )""",
                beginning,
            )
            assert found >= 0, f"no cell begins with {beginning!r}"
            self.run_cell(found)
            self.wait_idle()

    def close(self) -> None:
        """Close the page."""
        self.page.close()

    def write(self, answers: dict[str, str]) -> None:
        """Put sources into the answer cells of these names."""
        self.page.evaluate(
            """answers => {
                for (const cell of window.jupyterapp.shell.currentWidget.content.widgets) {
                    const name = (cell.model.getMetadata('nbgrader') || {}).grade_id;
                    if (name in answers) cell.model.sharedModel.setSource(answers[name]);
                }
            }""",
            answers,
        )

    def output_of(self, beginning: str) -> str:
        """Return the text of the output of the cell that begins so."""
        cell = next(c for c in self.outputs() if c["source"].startswith(beginning))
        return "".join("".join(o.get("data", {}).get("text/plain", "")) for o in cell["outputs"])

    def execute(self, code: str) -> str:
        """Run `code` beside the notebook; return what it prints, or its error."""
        return str(
            self.page.evaluate(
                """async code => {
                    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                    const future = kernel.requestExecute({ code });
                    let said = '';
                    future.onIOPub = ({ content }) => {
                        said += content.text ?? content.traceback?.join('\\n') ?? '';
                    };
                    await future.done;
                    return said;
                }""",
                code,
            )
        )
