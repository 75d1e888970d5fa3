"""The same submissions through stock `nbgrader autograde` and Otter-Grader's `otter run`."""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from course_utils.exercises import of_lesson
from course_utils.grading.course_root import CONFIG, CourseRoot
from course_utils.grading.gradebook.connection import open_gradebook
from course_utils.grading.notebook.cells import as_json, read_source, tags
from tests.bench.class_grading import Timed
from tests.bench.honest import LESSON, ROOT, full_marks
from tests.bench.measure import run

OTTER = "7.0.0"
# One test for each exercise, which asks the same judge as our check cell does.
OTTER_TEST = """OK_FORMAT = True
test = {{"name": "{name}", "points": 1, "suites": [{{
    "scored": True, "setup": "", "teardown": "", "type": "doctest",
    "cases": [{{"hidden": False, "locked": False, "code": '''>>> import numpy
>>> from course_utils.checking.calling import caller_of
>>> from course_utils.checking.judge import judge
>>> from course_utils.exercises import find
>>> judge(find("{name}"), caller_of({name}), numpy.random.default_rng(1)).passed
True'''}}]}}]}}
"""


@dataclass(frozen=True)
class Peer:
    """What another grader got through: the seconds of each submission, of all, of the processor."""

    name: str
    each: tuple[float, ...]
    seconds: float
    processor: float

    @property
    def rate(self) -> float:
        """Submissions a second."""
        return len(self.each) / self.seconds

    def tell(self, ours: Timed) -> None:
        """Print it, and how many times as many are ours."""
        each = self.processor / len(self.each)
        print(
            f"  {self.name}: {len(self.each)} submissions in {self.seconds:.1f} s, {self.rate:.3f} "
            f"a second; median of one {statistics.median(self.each):.2f} s; {each:.2f} s of "
            f"processor time each. course grade: {ours.rate / self.rate:.0f} times as many a second "
            f"({each / ours.processor:.0f} times less processor time)",
            flush=True,
        )


def without_demos(course: CourseRoot) -> None:
    """Take the cells that only show out of all submissions: our own grading leaves them out."""
    for path in course.submitted.glob(f"*/{LESSON}/{LESSON}.ipynb"):
        notebook = read_source(path)
        notebook["cells"] = [cell for cell in notebook["cells"] if "demo" not in tags(cell)]
        path.write_bytes(as_json(notebook))


def nbgrader(course: CourseRoot, limit: float, note: str = "") -> Peer:
    """Let nbgrader autograde the class, with its own preprocessors, for so many seconds."""
    config = course.path / CONFIG
    text = (ROOT / CONFIG).read_text()
    config.write_text(text[: text.index("c.Autograde.")])
    shutil.rmtree(course.path / "autograded", ignore_errors=True)
    before = time.time()
    whole = run([sys.executable, "-m", "nbgrader", "autograde", LESSON], course.path, limit)
    graded = list((course.path / "autograded").glob("*/*/*.ipynb"))
    if not graded:
        raise RuntimeError(f"nbgrader has graded nothing: {whole.output[-2000:]}")
    with open_gradebook(course.db_url()) as gradebook:
        for path in graded:
            score = gradebook.find_submission(LESSON, path.parts[-3]).score
            assert score == full_marks(course), f"{path}: {score} points"
    done = sorted(path.stat().st_mtime for path in graded)
    each = [later - earlier for earlier, later in zip([before, *done], done, strict=False)]
    return Peer(
        f"nbgrader {version('nbgrader')} autograde{note}",
        tuple(each),
        done[-1] - before,
        whole.processor,
    )


def otter(course: CourseRoot, folder: Path, limit: float) -> Peer | None:
    """Let `otter run` grade the class, one call a submission; nothing if it cannot be installed."""
    python = _install_otter()
    if python is None:
        return None
    archive = folder / "autograder.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in ("requirements.txt", "run_otter.py"):
            file.writestr(name, "")
        file.writestr("otter_config.json", "{}")
        for exercise in of_lesson(LESSON):
            file.writestr(f"tests/{exercise.name}.py", OTTER_TEST.format(name=exercise.name))
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    each: list[float] = []
    start, before = time.perf_counter(), _children_time()
    for student in sorted(course.submitted.iterdir()):
        if time.perf_counter() - start > limit:
            break
        place = folder / "otter" / student.name
        place.mkdir(parents=True)
        shutil.copy(student / LESSON / f"{LESSON}.ipynb", place)
        began = time.perf_counter()
        command = [str(python), "-m", "otter", "run", "-a", str(archive), "-o", ".", "--no-logo"]
        said = subprocess.run(
            [*command, f"{LESSON}.ipynb"],
            cwd=place,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        each.append(time.perf_counter() - began)
        if said.returncode:
            raise RuntimeError(f"otter run failed: {(said.stdout + said.stderr)[-2000:]}")
        tests = json.loads((place / "results.json").read_text())["tests"]
        assert all(test["score"] == test["max_score"] for test in tests if "score" in test), tests
    seconds = time.perf_counter() - start
    return Peer(f"Otter-Grader {OTTER} run", tuple(each), seconds, _children_time() - before)


def _children_time() -> float:
    """Return the processor seconds of what was started from here and has ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _install_otter() -> Path | None:
    """Return the Python of a venv with Otter-Grader, made in the user's cache at the first time."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "course-utils" / f"otter-{OTTER}"
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    if stamp.exists():
        return python
    print(f"  installing Otter-Grader {OTTER} into a venv in the cache ...", flush=True)
    packages = [
        f"{name}=={version(name)}" for name in ("numpy", "matplotlib", "ipywidgets", "ipykernel")
    ]
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "-q", f"otter-grader=={OTTER}", *packages],
            check=True,
            capture_output=True,
            text=True,
        )
    except subprocess.CalledProcessError as error:
        reason = (error.stderr or str(error)).strip().splitlines()[-1]
        print(f"  Otter-Grader cannot be installed, so it is left out: {reason}")
        return None
    stamp.touch()
    return python
