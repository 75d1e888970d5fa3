"""How long a visitor of the web site waits, and how many bytes come, in Chromium on this machine."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import Browser

from course_utils.lessons import LESSONS
from tests.bench.measure import load, pace
from tests.browser.lab import browser
from tests.browser.lite import Visitor, served
from tests.browser.widgets import explorers, move_all

FIRST = "01_logistic_regression"
READING = 20_000  # milliseconds
RIGHT = "def sigmoid(z):\n    e = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1, e) / (1 + e)"


TRAIN = """
import time, numpy as np
from course_utils import datasets
from course_utils.reference import capstone
digits = datasets.load_digits()
train = datasets.split(digits.labels.size, np.random.default_rng(0)).train
begin = time.perf_counter()
capstone.train_digits(digits.X[:, train], digits.labels[train], np.random.default_rng(8))
print(f"{time.perf_counter() - begin:.1f}")
"""


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
        for name, reads in (("first visit", False), ("first visit, after reading a page", True)):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                _first_check(chromium, chromium_path, address, profile, name, reads)
                for again in ("second visit, from the cache", "third visit, from the cache"):
                    _first_check(chromium, chromium_path, address, profile, again, False)
        _weigh(chromium, address)
        _sliders(chromium, address)
        _training(chromium, address)


def _first_check(
    chromium: Browser, path: str, address: str, profile: str, name: str, reads: bool
) -> None:
    """Print how long it takes a browser that was just started to the first answered check."""
    visitor = Visitor.with_profile(chromium, path, address, Path(profile))
    if reads:
        page = visitor.context.new_page()
        page.goto(f"{address}{FIRST}.html")
        page.wait_for_timeout(READING)
    begin = time.perf_counter()
    notebook = visitor.open(FIRST)
    ready = time.perf_counter() - begin
    notebook.run("import numpy")
    said = notebook.answer("sigmoid", RIGHT)
    print(
        f"{name}: {time.perf_counter() - begin:.1f} s to the first answered check, {said}; Python is "
        f"ready after {ready:.1f} s ({load()}; {pace()})",
        flush=True,
    )
    visitor.context.close()


def _weigh(chromium: Browser, address: str) -> None:
    """Print how many bytes come until Python is ready."""
    weighed = Visitor.come(chromium, address)
    asked: set[str] = set()
    weighed.context.on("request", lambda request: asked.add(request.url))
    weighed.open(FIRST)
    bodies = []
    for url in sorted(url for url in asked if url.startswith(address) and "/api/" not in url):
        with contextlib.suppress(HTTPError), urlopen(url) as answer:
            bodies.append(answer.read())
    plain = sum(len(body) for body in bodies) / 1e6
    small = sum(len(gzip.compress(body, 6)) for body in bodies) / 1e6
    print(f"first visit: {len(bodies)} files, {plain:.1f} MB, {small:.1f} MB compressed by gzip")
    weighed.context.close()


def _training(chromium: Browser, address: str) -> None:
    visitor = Visitor.come(chromium, address)
    said = visitor.open("08_capstone").execute(TRAIN).strip()
    print(f"the capstone's training: {said} s ({load()}; {pace()})")
    visitor.context.close()


def _sliders(chromium: Browser, address: str) -> None:
    for lesson in LESSONS:
        visitor = Visitor.come(chromium, address)
        notebook = visitor.open(lesson.id)
        begin = time.perf_counter()
        notebook.run_all(seconds=240)
        whole = time.perf_counter() - begin
        moved = [one for box in explorers(notebook) for one in move_all(notebook, box)]
        times = [one.milliseconds for one in moved if one.milliseconds is not None]
        print(
            f"{lesson.id}: all cells of the untouched notebook in {whole:.0f} s; from a moved control "
            f"to the picture: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms, "
            f"{len(times)} of {len(moved)} controls ({load()})",
            flush=True,
        )
        visitor.context.close()
