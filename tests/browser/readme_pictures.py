"""Draws the pictures of README anew: ``python -m tests.browser.readme_pictures [NAME...]``.

`check` and `playground` are taken in JupyterLab, `class_report` and `feedback` from the folder that
``make demo`` has made, `site` from ``site/``, which ``make site`` has built.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from course_utils.commands.start import copy_notebooks
from course_utils.grading.course_root import CourseRoot
from tests.browser.lab import Notebook, browser, new_page, server, write_notebook
from tests.browser.lite import served

ROOT = Path(__file__).parents[2]
LESSON = "01_logistic_regression"
PAGE = {"width": 900, "height": 1000}
SITE_HEIGHT = 700
PLAYGROUND = (
    "widgets.playground(steps=2500, data='spiral', noise=0.04, width=8, optimizer='adam_step',"
    " learning_rate=0.01)"
)


def check(chromium: Browser, folder: Path) -> Image.Image:
    """Return a wrong answer in lesson 01, and what its check says."""
    copy_notebooks(CourseRoot.open(ROOT), folder / "mine")
    path = next((folder / "mine").rglob(f"{LESSON}.ipynb")).relative_to(folder)
    with server(folder) as address:
        notebook = Notebook(new_page(chromium), address, str(path))
        notebook.run_all()
        notebook.answer("sigmoid", "def sigmoid(z):\n    return 1 / (1 + np.exp(z))")
        notebook.show("**Goal** the sigmoid")
        page = notebook.page
        page.evaluate("window.jupyterapp.shell.currentWidget.content.deselectAll()")
        page.wait_for_timeout(1500)
        top = page.locator(".jp-Cell", has_text="the sigmoid of every entry").bounding_box()
        said = page.locator(".jp-Cell", has_text="check(sigmoid)").bounding_box()
        assert top
        assert said
        clip = {
            "x": top["x"],
            "y": top["y"],
            "width": 870.0,
            "height": said["y"] + said["height"] - top["y"],
        }
        return _opened(page.screenshot(clip=clip))  # type: ignore[arg-type]


def playground(chromium: Browser, folder: Path) -> Image.Image:
    """Return lesson 08's playground after a while of training."""
    write_notebook(folder / "play.ipynb", f"from course_utils import widgets\n{PLAYGROUND}")
    with server(folder) as address:
        notebook = Notebook(new_page(chromium), address, "play.ipynb")
        page = notebook.page
        notebook.command("application:toggle-left-area")
        page.set_viewport_size({"width": 1160, "height": 1300})
        notebook.run_all()
        page.get_by_role("button", name="Step", exact=True).click()
        page.wait_for_timeout(5000)
        edge = page.locator(".jp-OutputArea-output").last.bounding_box()
        assert edge
        last = page.locator("canvas[role=img]").bounding_box()
        assert last
        clip = {**edge, "width": last["width"], "height": last["y"] + last["height"] - edge["y"]}
        return _opened(page.screenshot(clip=clip))  # type: ignore[arg-type]


def class_report(chromium: Browser, folder: Path) -> Image.Image:
    """Return the beginning of the demo class's report."""
    return _page(chromium, ROOT / "report.html")


def feedback(chromium: Browser, folder: Path) -> Image.Image:
    """Return the beginning of a page for a student who has made known mistakes."""
    pages = sorted((ROOT / "feedback").glob(f"*/{LESSON}/*.html"))
    return _page(chromium, next(p for p in pages if "This looks like" in p.read_text("utf-8")))


def site(chromium: Browser, folder: Path) -> Image.Image:
    """Return a page of the book, on a desk and on a phone."""
    with served(ROOT / "site") as address:
        desk = _book(chromium, address, 1180, "light")
        phone = _book(chromium, address, 390, "dark")
    both = Image.new("RGB", (desk.width + phone.width + 20, SITE_HEIGHT), "white")
    both.paste(desk, (0, 0))
    both.paste(phone, (desk.width + 20, 0))
    return both


def _page(chromium: Browser, path: Path) -> Image.Image:
    page = chromium.new_page(viewport=PAGE)  # type: ignore[arg-type]
    page.goto(path.as_uri())
    return _opened(page.screenshot())


def _book(chromium: Browser, address: str, width: int, scheme: str) -> Image.Image:
    page = chromium.new_page(viewport={"width": width, "height": SITE_HEIGHT})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    # Python is not needed to read.
    page.route("**/pyodide/**", lambda route: route.abort())
    page.goto(f"{address}{LESSON}.html")
    page.wait_for_selector("mjx-container", state="attached")
    page.wait_for_timeout(2000)
    page.evaluate("() => document.getElementById('exercise-sigmoid-z').scrollIntoView()")
    page.wait_for_timeout(500)
    return _opened(page.screenshot())


def _opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


DRAWN: dict[str, Callable[[Browser, Path], Image.Image]] = {
    one.__name__: one for one in (check, playground, class_report, feedback, site)
}


def main(names: list[str]) -> None:
    """Draw the pictures of these names, by default all."""
    with browser(shutil.which("chromium") or "") as chromium:
        for name in names or DRAWN:
            with tempfile.TemporaryDirectory() as folder:
                picture = DRAWN[name](chromium, Path(folder))
            picture.quantize(128).save(ROOT / "images" / f"{name}.png", optimize=True)
            print(f"images/{name}.png: {picture.width} x {picture.height}")


if __name__ == "__main__":
    main(sys.argv[1:])
