"""How long a reader waits for a picture after moving a control, in a real browser."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

from course_utils.lessons import LESSONS
from tests.bench.honest import ROOT
from tests.bench.measure import load, pace


def latency(folder: Path) -> None:
    """Print for each lesson the median and the longest of the milliseconds of a moved control."""
    from tests.browser.lab import Notebook, browser, new_page, server
    from tests.browser.widgets import explorers, move_all

    chromium_path = shutil.which("chromium")
    if chromium_path is None:
        print("Chromium is missing, so no picture was timed. On Debian: apt install chromium")
        return
    print(f"From a control moved to the new picture on the screen, in Chromium ({load()}):")
    for lesson in LESSONS:
        place = folder / lesson.id
        place.mkdir()
        shutil.copy(ROOT / "notebooks" / lesson.id / f"{lesson.id}.ipynb", place)
        with server(place) as address, browser(chromium_path) as chromium:
            notebook = Notebook(new_page(chromium), address, f"{lesson.id}.ipynb")
            notebook.run_all()
            moved = [one for box in explorers(notebook) for one in move_all(notebook, box)]
        times = [one.milliseconds for one in moved if one.milliseconds is not None]
        if not times:
            print(f"  {lesson.id}: no picture has answered")
            continue
        print(
            f"  {lesson.id}: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms, "
            f"{len(times)} of {len(moved)} controls ({pace()})",
            flush=True,
        )
