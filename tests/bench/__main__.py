"""How fast grading is, beside others: ``make bench``, or ``python -m tests.bench [PART]...``.

The parts are ``grading`` (`course grade` beside nbgrader's autograde and Otter-Grader on the same
submissions), ``scale`` (small and large classes, one worker and two), ``reading`` (the costliest
files of 5 MB), ``checks`` (a student's `check`), ``others`` (further commands), ``widgets`` (pictures in
a browser) and ``site`` (the web site, with Python in the page). All are run
if none is named.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path

from tests.bench import checks, class_grading, costly_files, peers, pictures, web_site
from tests.bench.honest import LESSON, ROOT, make_course
from tests.bench.measure import load

PARTS = ("grading", "scale", "reading", "checks", "others", "widgets", "site")


def grading(folder: Path, submissions: int, seconds: float) -> None:
    """Print how many submissions a second each grader gets through."""
    print(
        f"{LESSON}, all answers right, from submitted/ to gradebook and autograded/, two processes "
        f"({load()}).\nOurs runs every cell but those tagged `demo`, which the others run too; "
        "so the others are timed without them as well."
    )
    ours = class_grading.grade(make_course(folder / "ours", submissions))
    class_grading.told("course grade", ours)
    course = make_course(folder / "nbgrader", 100)
    peers.nbgrader(course, seconds).tell(ours)
    otter = peers.otter(course, folder, seconds)
    if otter:
        otter.tell(ours)
    course = make_course(folder / "nbgrader-without", 100)
    peers.without_demos(course)
    peers.nbgrader(course, seconds, ", demo cells taken out").tell(ours)
    again = class_grading.grade(make_course(folder / "again", submissions))
    class_grading.told("course grade, once more", again)


def main() -> None:
    """Run the parts that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--submissions", type=int, default=200, help="to be graded by us")
    parser.add_argument("--large", type=int, default=2000, help="submissions of a large class")
    parser.add_argument("--seconds", type=float, default=90, help="for each of the others")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    packages = [
        f"{name} {version(name)}" for name in ("numpy", "ipython", "nbgrader", "sqlalchemy")
    ]
    print(
        f"Python {platform.python_version()}, {', '.join(packages)}, "
        f"{class_grading.bubblewrap_version()}, {os.cpu_count()} processors"
    )
    with tempfile.TemporaryDirectory(prefix="course-bench-") as name:
        folder = Path(name)
        for part in options.parts or PARTS:
            if part == "grading":
                grading(folder, options.submissions, options.seconds)
            elif part == "scale":
                class_grading.scale(folder, options.submissions, options.large)
            elif part == "checks":
                print(f"Checks in a notebook's process ({load()}):")
                checks.checks()
            elif part == "reading":
                costly_files.tell(5_000_000)
            elif part == "others":
                class_grading.others(folder)
            elif part == "widgets":
                pictures.latency(folder)
            else:
                web_site.visits(folder, ROOT / ".site-cache", ROOT)


if __name__ == "__main__":
    main()
