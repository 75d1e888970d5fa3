"""How long a visitor of the web site waits, and how many bytes come, in Chromium on this machine."""

from __future__ import annotations

import gzip
import shutil
import statistics
import time
from pathlib import Path

from playwright.sync_api import Browser, Response

from tests.bench.measure import load
from tests.browser.lab import browser
from tests.browser.lite import Visitor, served
from tests.browser.widgets import explorers, move_all

FIRST = "01_logistic_regression"
RIGHT = "def sigmoid(z):\n    e = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1, e) / (1 + e)"


def visits(folder: Path, cache: Path, root: Path) -> None:
    """Build the site with Python in it; print what a visitor waits for."""
    from site_builder.site import build_site

    chromium_path = shutil.which("chromium")
    if chromium_path is None:
        print("Chromium is missing, so no visit was timed. On Debian: apt install chromium")
        return
    begin = time.perf_counter()
    build_site(root, folder / "site", cache, vendor=True)
    print(f"make site VENDOR=1: {time.perf_counter() - begin:.0f} s ({load()})")
    with served(folder / "site") as address, browser(chromium_path) as chromium:
        _first_check(chromium, address)
        _sliders(chromium, address)


def _first_check(chromium: Browser, address: str) -> None:
    visitor = Visitor.come(chromium, address)
    sizes: dict[str, tuple[int, int]] = {}

    def weigh(response: Response) -> None:
        if response.url.startswith(address) and response.status == 200:
            body = response.body()
            sizes[response.url] = (len(body), len(gzip.compress(body, 6)))

    for name in ("first visit", "again, from the cache"):
        begin = time.perf_counter()
        notebook = visitor.open(FIRST)
        notebook.run("import numpy")
        said = notebook.answer("sigmoid", RIGHT)
        print(
            f"{name}: {time.perf_counter() - begin:.1f} s to the first answered check, {said} "
            f"({load()})",
            flush=True,
        )
        notebook.close()
    visitor.context.close()
    weighed = Visitor.come(chromium, address)
    weighed.context.on("response", weigh)
    weighed.open(FIRST)
    plain, small = (sum(pair[i] for pair in sizes.values()) / 1e6 for i in (0, 1))
    print(f"first visit: {len(sizes)} files, {plain:.1f} MB, {small:.1f} MB compressed by gzip")
    weighed.context.close()


def _sliders(chromium: Browser, address: str) -> None:
    for lesson_id in ("01_logistic_regression", "07_gradient_descent", "08_capstone"):
        visitor = Visitor.come(chromium, address)
        notebook = visitor.open(lesson_id)
        begin = time.perf_counter()
        notebook.run_all(seconds=240)
        whole = time.perf_counter() - begin
        moved = [one for box in explorers(notebook) for one in move_all(notebook, box)]
        times = [one.milliseconds for one in moved if one.milliseconds is not None]
        print(
            f"{lesson_id}: all cells of the untouched notebook in {whole:.0f} s; from a moved control "
            f"to the new picture: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms, "
            f"{len(times)} of {len(moved)} controls ({load()})",
            flush=True,
        )
        visitor.context.close()
