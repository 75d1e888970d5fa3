"""`course grade`: grade a class with a progress bar; at the end, print what to look at."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import get_args

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from course_utils.commands.printing import printable
from course_utils.grading.course_root import CourseError, CourseRoot
from course_utils.grading.model import GradedSubmission, RunSettings, RunSummary, SandboxSettings
from course_utils.grading.notebook.submission import MENDED, find_students
from course_utils.grading.run.grade_lesson import LessonRun
from course_utils.grading.run.pool import local_pool
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.preloaded import Isolation, SandboxUnavailable
from course_utils.grading.sandbox.sandbox import unavailable

MOST_SHOWN = 20


def grade_lessons(course: CourseRoot, lessons: list[str], settings: RunSettings) -> bool:
    """Grade lessons (all with submissions, if none is named); return whether all got a verdict."""
    console = Console()
    for name, count in other_folders(course).items():
        console.print(
            printable(
                f"submitted/ has work of {count} students for {name}, which is no lesson of this course. If "
                "you have renamed it, rename these folders and the notebooks in them too."
            ),
            style="yellow",
            markup=False,
        )
    summaries = []
    flagged: list[GradedSubmission] = []
    for run in runs_for(course, lessons, settings):
        summary = run_lesson(run, console, flagged.append)
        summaries.append(summary)
        console.print(_line(summary), highlight=False)
    _show_flags(console, flagged)
    for summary in summaries:
        for failed in summary.failed:
            console.print(
                printable(f"{summary.lesson}, not graded, to be tried again: {failed}"),
                style="red",
                markup=False,
            )
        if slow := summary.too_slow:
            console.print(
                printable(
                    f"{summary.lesson}, not graded yet, {len(slow)} that take long: {_some(slow)}. "
                    "Run the same command again: it goes on with them. Or give them more time at "
                    "once: c.CourseGrader.slow_seconds in nbgrader_config.py."
                ),
                style="red",
                markup=False,
            )
    return not any(summary.failed or summary.too_slow for summary in summaries)


def settings_for(
    course: CourseRoot,
    workers: int | None,
    isolation: str,
    force: bool,
    scheduler: str = "",
    without_tls: bool = False,
) -> RunSettings:
    """Return the settings that the command's options stand for.

    There are at most as many workers as processors: with more, submissions would take each other's
    time.

    Raises
    ------
    CourseError
        If there is no such isolation, or it is not installed, or no such cluster.
    """
    if isolation not in get_args(Isolation):
        known = " or ".join(get_args(Isolation))
        raise CourseError(f"There is no isolation {isolation!r}; it is {known}.")
    folder = str(course.path)
    limits = Limits(submission_seconds=course.seconds("submission"))
    sandbox = SandboxSettings(isolation, (folder,), limits, folder)  # type: ignore[arg-type]
    times = course.seconds("quick"), course.seconds("slow")
    if scheduler:
        from course_utils.grading.run.cluster import ClusterExecutor, threads

        at_once = threads(scheduler, folder, without_tls)
        executor = partial(ClusterExecutor, scheduler, folder, without_tls)
        return RunSettings(executor, sandbox, at_once, force, *times)
    if reason := unavailable(isolation):
        raise CourseError(reason)
    processors = _processors()
    if workers and workers > processors:
        Console().print(f"With {processors} processors, {processors} workers are started.")
    workers = min(workers or processors, processors)
    return RunSettings(partial(local_pool, workers), sandbox, workers, force, *times)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def runs_for(course: CourseRoot, lessons: list[str], settings: RunSettings) -> list[LessonRun]:
    """Return a run for each lesson with submissions.

    Raises
    ------
    CourseError
        If a lesson does not exist, is not released, or there is nothing to grade.
    """
    runs = [
        LessonRun(course, lesson_id, settings)
        for lesson_id in course.lessons(lessons)
        if lessons or find_students(course.submitted, lesson_id)
    ]
    runs = [run for run in runs if run.students]
    if not runs:
        what = f" for {', '.join(lessons)}" if lessons else ""
        raise CourseError(
            f"There are no submissions{what}. Put them here: "
            f"{course.submitted}/<student>/<lesson>/<lesson>.ipynb"
        )
    return runs


def other_folders(course: CourseRoot) -> dict[str, int]:
    """Return the folders in which students have handed in something that is for no lesson, and their number."""
    known = {lesson.id for lesson in course.definition.lessons}
    found: Counter[str] = Counter()
    for path in course.submitted.glob("[!._]*/[!._]*/*.ipynb"):
        found[path.parent.name] += path.parent.name not in known
    return {name: count for name, count in sorted(found.items()) if count}


def run_lesson(
    run: LessonRun, console: Console, take: Callable[[GradedSubmission], None]
) -> RunSummary:
    """Grade one lesson with a progress bar; give each result to `take`.

    Raises
    ------
    CourseError
        If the sandbox's walls cannot be built.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(run.lesson_id, total=run.summary.total)
        try:
            for graded in run.run():
                take(graded)
                progress.advance(task)
        except SandboxUnavailable as error:
            raise CourseError(str(error)) from error
        except KeyboardInterrupt:
            progress.stop()
            left = run.summary.total - run.summary.graded - run.summary.unchanged
            console.print(f"Stopped; {left} are left. The same command goes on from here.")
            raise SystemExit(130) from None
    return run.summary


def _some(names: list[str]) -> str:
    more = len(names) - MOST_SHOWN
    return ", ".join([*names[:MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])])


def _line(summary: RunSummary) -> str:
    rate = f" in {summary.seconds:.1f} s" if summary.graded else ""
    again = ", ".join(sorted(summary.again))
    only = f" (where nothing else has changed, only {again})" if again else ""
    return (
        f"{summary.lesson}: {summary.graded} graded{rate}{only}, {summary.unchanged} unchanged, "
        f"{len(summary.failed) + len(summary.too_slow)} failed."
    )


def _show_flags(console: Console, graded: list[GradedSubmission]) -> None:
    groups: dict[str, list[tuple[str, list[str]]]] = {
        "could not be read": [(g.student, [g.reason]) for g in graded if g.reason and not g.failed],
        "was mended": [(g.student, _reasons(g, MENDED)) for g in graded if not g.reason],
        "wants a look": [
            (g.student, [flag.reason for flag in g.flags if flag.deliberate]) for g in graded
        ],
    }
    for title, found in groups.items():
        group = [(student, reasons) for student, reasons in found if reasons]
        for student, reasons in group[:MOST_SHOWN]:
            said = printable(f"{student} {title}: {' '.join(reasons)}")
            console.print(f"  {escape(said)}", highlight=False)
        if len(group) > MOST_SHOWN:
            console.print(f"  ... and {len(group) - MOST_SHOWN} more")


def _reasons(graded: GradedSubmission, kind: str) -> list[str]:
    return [flag.reason for flag in graded.flags if flag.kind == kind]
