"""The `course` command. A command's imports happen when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from course_utils.grading.course_root import CourseError, CourseRoot

# Packages that only instructors need, and the extra that installs them.
EXTRAS = dict.fromkeys(("jinja2", "nbclient", "nbformat", "nbgrader", "sqlalchemy"), "grading")
EXTRAS |= {"distributed": "cluster", "psycopg2": "postgres"}


class _Commands(TyperGroup):
    """Commands that answer bad use with what to do, in a line or two, and exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except CourseError as error:
            said = str(error)
        except ModuleNotFoundError as error:
            extra = EXTRAS.get((error.name or "").partition(".")[0])
            if extra is None:
                raise
            said = f"{error.name} is missing. Run: pip install 'course-utils[{extra}]'"
        typer.secho(said, err=True, fg=typer.colors.RED)
        raise typer.Exit(2)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A course on neural networks from scratch: for students, `start`; the rest is for "
    "instructors, in a folder with nbgrader_config.py and notebooks/.",
)

Root = Annotated[Path, typer.Option("--root", help="The course's folder.", show_default="here")]
Lessons = Annotated[
    list[str] | None,
    typer.Argument(metavar="[LESSON]...", help="Ids of lessons.", show_default="all"),
]
HERE = Path()


@app.command()
def start(
    folder: Annotated[Path, typer.Argument(help="Where your notebooks go.")] = Path("my_course"),
    lab: Annotated[bool, typer.Option(help="Open JupyterLab there.")] = True,
    browser: Annotated[bool, typer.Option(help="Let JupyterLab open a browser.")] = True,
    root: Root = HERE,
) -> None:
    """Copy the notebooks into a folder of your own, and open JupyterLab there.

    A notebook that is there already is left as it is.
    """
    from course_utils.commands.start import copy_notebooks, open_lab

    course = CourseRoot.open(root)
    copy_notebooks(course, folder)
    if lab:
        raise typer.Exit(open_lab(folder, browser))


@app.command()
def release(lessons: Lessons = None, root: Root = HERE) -> None:
    """Write the student versions into release/, and the lessons into the gradebook."""
    from course_utils.commands.release import release_lessons

    release_lessons(CourseRoot.open(root), lessons or [])


@app.command()
def grade(
    lessons: Lessons = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many submissions at a time.", show_default="processors"),
    ] = None,
    isolation: Annotated[
        str, typer.Option(help="bubblewrap: walls and limits; process: limits alone.")
    ] = "bubblewrap",
    force: Annotated[
        bool, typer.Option("--force", help="Grade unchanged submissions too.")
    ] = False,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A Dask cluster to grade on.", show_default="")
    ] = "",
    without_tls: Annotated[
        bool,
        typer.Option(
            "--without-tls",
            help="Grade on a cluster of other machines although others can listen and join in.",
        ),
    ] = False,
    explain: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="STUDENT EXERCISE",
            help="Only replay one verdict, and show its inputs and what was expected.",
        ),
    ] = None,
    root: Root = HERE,
) -> None:
    """Grade what is in submitted/ into autograded/ and the gradebook.

    Submissions that have not changed are not graded again. The exit code is 0 if every submission
    has got its verdict.
    """
    from course_utils.commands.grade import grade_lessons, settings_for

    course = CourseRoot.open(root)
    settings = settings_for(course, workers, isolation, force, scheduler, without_tls)
    if explain:
        from course_utils.commands.explain import explain as explain_one

        explain_one(course, *explain, settings)
        return
    done = grade_lessons(course, lessons or [], settings)
    raise typer.Exit(0 if done else 1)


@app.command()
def feedback(lessons: Lessons = None, root: Root = HERE) -> None:
    """Write a page for each graded submission into feedback/."""
    from course_utils.commands.feedback import write_feedback

    write_feedback(CourseRoot.open(root), lessons or [])


@app.command()
def report(
    lessons: Lessons = None,
    to: Annotated[Path, typer.Option(help="The page to write.")] = Path("report.html"),
    formgrader: Annotated[
        str, typer.Option(help="Address of nbgrader's formgrader, for links.")
    ] = "http://localhost:8888/formgrader",
    root: Root = HERE,
) -> None:
    """Write the class report: mistakes and how many made them, and whom to look at."""
    from course_utils.commands.report import write_report

    write_report(CourseRoot.open(root), lessons or [], to, formgrader)


@app.command()
def export(
    to: Annotated[
        Path | None,
        typer.Option(help="The file to write.", show_default="grades.csv, or grades_FORMAT.csv"),
    ] = None,
    layout: Annotated[
        str,
        typer.Option(
            "--format",
            help="csv: a column per exercise; canvas, moodle: what their gradebooks import.",
        ),
    ] = "csv",
    semicolons: Annotated[
        bool,
        typer.Option(
            "--semicolons",
            help="Semicolons between columns and commas in numbers, as European spreadsheets have it.",
        ),
    ] = False,
    root: Root = HERE,
) -> None:
    """Write the gradebook as a table, a row per student."""
    from course_utils.commands.export import export_grades

    usual = Path("grades.csv" if layout == "csv" else f"grades_{layout}.csv")
    export_grades(CourseRoot.open(root), to or usual, layout, semicolons)


@app.command()
def collect(
    archive: Annotated[Path, typer.Argument(help="The zip of all submissions.")],
    lesson: Annotated[str, typer.Argument(help="Id of the lesson.")],
    force: Annotated[bool, typer.Option("--force", help="Replace newer work too.")] = False,
    root: Root = HERE,
) -> None:
    """Take a zip of all submissions, from Moodle or Canvas, into submitted/.

    The exit code is 0 if every student's notebook could be taken.
    """
    from course_utils.commands.collect import collect_archive

    done = collect_archive(CourseRoot.open(root), archive, lesson, force)
    raise typer.Exit(0 if done else 1)


@app.command()
def verify(
    lessons: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LESSON]...", help="Ids of lessons.", show_default="all"),
    ] = None,
    mutants: Annotated[
        int,
        typer.Option(min=0, help="Instead: edit each reference, and judge it on so many seeds."),
    ] = 0,
    places: Annotated[
        int,
        typer.Option(min=0, help="Instead: break right answers so often, and look for the line."),
    ] = 0,
    root: Root = HERE,
) -> None:
    """Prove that every check is sound: right answers pass, wrong ones are caught and named.

    With --mutants, every single edit of each reference has to be refused on all seeds, or to have a
    reason. That takes long: half an hour for 50 seeds. With --places, right answers are broken
    by one edit, and the edited line has to be found in 95 of 100.
    """
    from course_utils.commands.verify import (
        course_to_verify,
        verify_lessons,
        verify_places,
    )
    from course_utils.commands.verify_mutants import verify_mutants

    course = course_to_verify(root)
    if mutants:
        sound = verify_mutants(course, lessons or [], mutants)
    elif places:
        sound = verify_places(course, lessons or [], places)
    else:
        sound = verify_lessons(course, lessons or [], root)
    raise typer.Exit(0 if sound else 1)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
) -> None:
    """Write a small course of your own: one lesson, two exercises, a question, a picture."""
    from course_utils.commands.new import new_course

    new_course(folder)


@app.command()
def adopt(
    notebook: Annotated[Path, typer.Argument(help="The solved notebook, in nbgrader's format.")],
    lesson: Annotated[
        str, typer.Option(help="Id of the lesson.", show_default="the notebook's name")
    ] = "",
    root: Root = HERE,
) -> None:
    """Make the first draft of a lesson from a solved nbgrader notebook with asserts.

    The asserts that can be read become cases of exercises; the rest is listed, and stays as it is. With
    --root, a new folder becomes a course.
    """
    from course_utils.commands.adopt import adopt as adopt_notebook

    adopt_notebook(notebook, root, lesson)


@app.command()
def demo(
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many submissions at a time.", show_default="processors"),
    ] = None,
    isolation: Annotated[
        str, typer.Option(help="bubblewrap: walls and limits; process: limits alone.")
    ] = "bubblewrap",
    root: Root = HERE,
) -> None:
    """Make up a class, grade it, and check that every mark is what was intended."""
    from course_utils.commands.demo import run_demo

    raise typer.Exit(0 if run_demo(CourseRoot.open(root), workers, isolation) else 1)


if __name__ == "__main__":
    app()
