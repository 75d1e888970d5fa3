"""`course grade` on a class of right answers: its speed, its memory, how both grow with the class."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from course_utils.checking.verify import verify
from course_utils.exercises import of_lesson
from course_utils.grading.course_root import CourseRoot
from course_utils.lessons import LESSONS
from tests.bench.honest import LESSON, full_marks, make_course
from tests.bench.measure import Run, load, run


@dataclass(frozen=True)
class Timed:
    """A run of `course grade`, and the median of the seconds that one submission took in it."""

    whole: Run
    submissions: int
    median: float

    @property
    def rate(self) -> float:
        """Submissions a second, from the command's start to its end."""
        return self.submissions / self.whole.seconds

    @property
    def processor(self) -> float:
        """Seconds of processor time that one submission took, the command's start included."""
        return self.whole.processor / self.submissions

    @property
    def steady(self) -> float:
        """Submissions a second, without the command's own start."""
        seconds = float(self.whole.output.split(" graded in ")[1].split(" s")[0])
        return self.submissions / seconds


def grade(course: CourseRoot, workers: int = 2) -> Timed:
    """Grade a class from ``submitted/`` to the gradebook, and see that all got full marks."""
    for folder in ("autograded", ".course/results"):
        shutil.rmtree(course.path / folder, ignore_errors=True)
    command = [sys.executable, "-m", "course_utils.cli", "grade", LESSON]
    whole = run([*command, "--workers", str(workers), "--force"], course.path)
    seconds = []
    for path in (course.state / "results" / LESSON).glob("*/result.json"):
        graded = json.loads(path.read_bytes())
        assert sum(v for k, v in graded["earned"].items() if k.startswith("check_")) == full_marks(
            course
        ), f"{path}: a right answer was not given its points"
        seconds.append(graded["seconds"])
    return Timed(whole, len(seconds), statistics.median(seconds))


def told(name: str, timed: Timed) -> None:
    """Print one run."""
    peaks = ", ".join(f"{kind} {mib:.0f}" for kind, mib in timed.whole.peaks.items())
    print(
        f"  {name}: {timed.submissions:,} submissions in {timed.whole.seconds:.1f} s, "
        f"{timed.rate:.2f} a second ({timed.steady:.2f} without the start); median of one "
        f"{timed.median * 1000:.0f} ms; {timed.processor * 1000:.0f} ms of processor time each; "
        f"peak MiB: {peaks}",
        flush=True,
    )


def scale(folder: Path, small: int, large: int) -> None:
    """Print the cost of a submission in a small and a large class, and with one worker or two.

    Workers are compared on the large class, where the seconds in which they start weigh little.
    """
    print(f"Growth ({load()}):")
    courses = {size: make_course(folder / f"class-{size}", size) for size in (small, large)}
    runs = {}
    for size, workers in ((small, 2), (large, 2), (large, 1)):
        runs[size, workers] = timed = grade(courses[size], workers)
        told(f"{workers} worker{'s' * (workers > 1)}", timed)
    two = runs[large, 2].steady / runs[large, 1].steady
    cost = runs[small, 2].steady / runs[large, 2].steady
    print(f"  two workers are {two:.2f} times as fast as one")
    time_each = runs[large, 2].processor / runs[small, 2].processor
    print(
        f"  a submission of {large:,} costs {cost:.2f} times one of {small:,} (processor time: "
        f"{time_each:.2f} times)"
    )


def others(folder: Path) -> None:
    """Print what an unchanged class, feedback and the proof of the checks take."""
    print(f"Other commands ({load()}):")
    course = make_course(folder / "others", 50)
    grade(course)
    for name in ("grade", "feedback", "export"):
        seconds = run([sys.executable, "-m", "course_utils.cli", name], course.path).seconds
        print(f"  course {name}, 50 submissions, all graded before: {seconds:.1f} s", flush=True)
    for lesson in LESSONS:
        start = time.perf_counter()
        proofs = list(verify(of_lesson(lesson.id)))
        seconds = time.perf_counter() - start
        print(f"  course verify {lesson.id}, {len(proofs)} exercises: {seconds:.1f} s", flush=True)


def bubblewrap_version() -> str:
    """Return the version of bubblewrap, for the record."""
    said = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, check=False)
    return said.stdout.strip()
