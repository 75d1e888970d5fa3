"""`course demo`: a made-up class through release, grading, gradebook and feedback."""

from __future__ import annotations

import shutil

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from course_utils.commands.feedback import write_feedback
from course_utils.commands.grade import run_lesson, runs_for, settings_for
from course_utils.commands.release import release_lessons
from course_utils.commands.report import write_report
from course_utils.demo_class.comparison import Row, compare
from course_utils.demo_class.made_up_class import PREFIX, MadeUpSubmission, made_up_class
from course_utils.grading.course_root import CourseError, CourseRoot, seed_of, write_atomically
from course_utils.grading.model import GradedSubmission
from course_utils.grading.notebook.cells import read_source
from course_utils.reports.class_report import FORMGRADER
from course_utils.reports.export import grades_table

REPORT = "report.html"


def run_demo(course: CourseRoot, workers: int | None, isolation: str) -> bool:
    """Make up a class, grade it and show what came out; return whether it is as intended.

    Raises
    ------
    CourseError
        If the course holds submissions of real students, or cannot be graded here.
    """
    console = Console()
    settings = settings_for(course, workers, isolation, force=True)
    chosen = course.definition.demo
    lessons = [lesson for lesson in course.lessons() if lesson in chosen] or course.lessons()
    _make_room(course)
    release_lessons(course, lessons)
    classes = {lesson: _hand_in(course, lesson, console) for lesson in lessons}
    rows: list[Row] = []
    for run in runs_for(course, lessons, settings):
        found: list[GradedSubmission] = []
        summary = run_lesson(run, console, found.append)
        graded = {one.student: one for one in found}
        console.print(f"Graded in {summary.seconds:.1f} s.", highlight=False)
        release, gradebook = run.prepared.release, _gradebook(course)
        lesson_rows = [compare(s, graded, release, gradebook) for s in classes[run.lesson_id]]
        _show(console, run.lesson_id, lesson_rows)
        rows += lesson_rows
    write_feedback(course, lessons)
    write_report(course, lessons, course.path / REPORT, FORMGRADER)
    faults = [f"{row.student}: {fault}" for row in rows for fault in row.wrong]
    for fault in faults:
        console.print(fault, style="red", markup=False, highlight=False)
    if faults:
        return False
    console.print(
        f"Every mark is what was intended, in the verdicts and in the gradebook: {len(rows)} "
        f"submissions, {sum(row.answers for row in rows)} answers, "
        f"{sum(row.named for row in rows)} mistakes named.\n"
        f"To look at them: open a page in {course.path / 'feedback'}, or {course.path / REPORT}; "
        f"or run `jupyter lab` in {course.path} and open nbgrader's Formgrader.",
        highlight=False,
    )
    return True


def _hand_in(course: CourseRoot, lesson_id: str, console: Console) -> list[MadeUpSubmission]:
    """Let a made-up class hand in a lesson."""
    release = read_source(course.released(lesson_id))
    secret = course.secret()
    with console.status("Making up a class ..."):
        students = list(
            made_up_class(
                release,
                course.definition.of_lesson(lesson_id),
                lambda s, e: seed_of(secret, s, lesson_id, e),
            )
        )
    for student in students:
        folder = course.submitted / student.student / lesson_id
        write_atomically(folder / (student.file_name or f"{lesson_id}.ipynb"), student.data)
    console.print(f"{len(students)} students have handed in {lesson_id}.", highlight=False)
    return students


def _make_room(course: CourseRoot) -> None:
    """Remove an earlier made-up class; refuse to mix one with a real class."""
    here = sorted(p.name for p in course.submitted.iterdir()) if course.submitted.is_dir() else []
    real = [name for name in here if not name.startswith((PREFIX, "."))]
    if real:
        raise CourseError(
            f"There are submissions of real students here, such as {real[0]}. For the demo, copy "
            "nbgrader_config.py and notebooks/ into another folder: course demo --root FOLDER"
        )
    for name in here:
        if name.startswith(PREFIX):
            shutil.rmtree(course.submitted / name)


def _gradebook(course: CourseRoot) -> dict[str, dict[str, float]]:
    """Return the marks in the gradebook by student and exercise."""
    headings, *rows = grades_table(course)
    return {
        str(row[0]): {
            str(name): float(value)
            for name, value in zip(headings[1:], row[1:], strict=True)
            if value is not None
        }
        for row in rows
    }


def _show(console: Console, lesson_id: str, rows: list[Row]) -> None:
    table = Table(title=f"{lesson_id}: what came of it", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("student", no_wrap=True)
    table.add_column("what")
    for heading in ("due", "got", "named"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("as due", no_wrap=True)
    for row in rows:
        table.add_row(
            row.student,
            row.about,
            f"{row.due:.4g}",
            f"{row.earned:.4g}",
            str(row.named or ""),
            "no" if row.wrong else "yes",
            style="bold red" if row.wrong else "",
        )
    console.print(table)
