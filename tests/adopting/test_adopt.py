"""`course adopt`: an nbgrader notebook becomes a lesson that releases, grades and verifies."""

from __future__ import annotations

import csv
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import determine_grade
from typer.testing import CliRunner

from course_utils.cli import app
from course_utils.grading.course_root import CourseRoot
from course_utils.grading.notebook.cells import as_json, grade_id, is_grade, nbgrader, read_source
from tests.adopting import books

LESSON = "01_squares"
SQUARES = "def squares(n):\n    if n < 1:\n        raise ValueError('no')\n    return [k**2 for k in range(1, n + 1)]"
SUM = "def sum_of_squares(n):\n    return sum(squares(n))"
ALONE = "def sum_of_squares(n):\n    return n * (n + 1) * (2 * n + 1) // 6"


def run(*arguments: str | Path, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give a course with the adopted notebook, and what the command said."""
    folder = tmp_path_factory.mktemp("adopt")
    path = books.write(folder / "old", "Problem 1", books.SQUARES)
    (folder / "old" / "table.csv").write_text("1,2\n")
    said = run("adopt", path, "--lesson", LESSON, "--root", folder / "course")
    return folder / "course", said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (books.SQUARES, "All 2 checks are sound"),
        (books.ARRAYS, "half: there is one case only"),
        (books.TEXTS, "has AUTOTEST lines"),
    ],
)
def test_the_draft_verifies(cells: list[object], said: str, tmp_path: Path) -> None:
    run("adopt", books.write(tmp_path / "old", "book", cells), "--root", tmp_path / "new")
    code = 0 if "sound" in said else 1
    assert said in " ".join(run("verify", "--root", tmp_path / "new", code=code).split())


def test_checks_stand_in_the_place_of_the_tests_that_were_read(adopted: tuple[Path, str]) -> None:
    cells = read_source(CourseRoot(adopted[0]).source(LESSON))["cells"]
    graded = {grade_id(c): (c["source"], nbgrader(c)["points"]) for c in cells if is_grade(c)}
    assert graded["check_squares"] == ("check(squares)", 2)
    assert graded["check_sum_of_squares"] == ("check(sum_of_squares)", 0.5)
    # An id that would mean a check got another name; the rest is as it was.
    assert list(graded)[2:] == ["test_squares_is_called", "formula", "use"]
    names = [grade_id(cell) for cell in cells]
    assert names.index("squares") < names.index("check_squares") < names.index("sum_of_squares")
    assert "check_sum" not in names
    assert [c["source"] for c in cells][1] == "from course_utils import check"
    assert not any(cell.get("outputs") for cell in cells)
    assert (CourseRoot(adopted[0]).source(LESSON).parent / "table.csv").is_file()
    nbformat.validate(nbformat.read(CourseRoot(adopted[0]).source(LESSON), as_version=4))


def test_it_says_what_was_not_read_and_where_such_marks_are_decided(
    adopted: tuple[Path, str],
) -> None:
    said = adopted[1]
    assert "squares: 5 cases of 2 test cells, 2 points" in said
    assert "check_squares_is_called, line 2: `kept` is not a value" in said
    assert "inside the submission's own process" in said
    assert "Hidden tests that were read now stand in checks/01_squares.py" in said


def test_nothing_is_written_over(adopted: tuple[Path, str], tmp_path: Path) -> None:
    path = books.write(tmp_path, "again", books.SQUARES)
    root = ("--root", adopted[0])
    assert "is there already" in run("adopt", path, "--lesson", LESSON, *root, code=2)
    said = run("adopt", path, "--lesson", "02_again", *root, code=2)
    assert "Lesson 01_squares has an exercise `squares` already" in said
    assert "no id of a lesson" in run("adopt", path, "--lesson", "a b", *root, code=2)
    (tmp_path / "mine.txt").write_text("mine")
    assert "is not a course" in run("adopt", path, "--root", tmp_path, code=2)


def test_a_notebook_without_a_test_that_can_be_read_writes_nothing(tmp_path: Path) -> None:
    path = books.write(tmp_path, "book", books.ARRAYS[2:3] + books.ARRAYS[9:11])
    said = run("adopt", path, "--root", tmp_path / "new", code=2)
    assert "nothing is written" in said
    assert "`center` cannot stand alone" in said
    assert not (tmp_path / "new").exists()


def test_hidden_tests_are_not_released(adopted: tuple[Path, str]) -> None:
    run("release", "--root", adopted[0])
    text = CourseRoot(adopted[0]).released(LESSON).read_text()
    assert "squares is not called" in text
    assert "SECRET_LINE" not in text
    assert "HIDDEN" not in text


@pytest.mark.sandbox
@pytest.mark.usefixtures("needs_bubblewrap")
def test_tests_that_stay_are_run_in_the_sandbox_and_the_report_says_so(
    adopted: tuple[Path, str],
) -> None:
    course = CourseRoot(adopted[0])
    run("release", "--root", course.path)

    def hand_in(student: str, **answers: str) -> None:
        release = read_source(course.released(LESSON))
        for cell in release["cells"]:
            cell["source"] = answers.get(grade_id(cell), cell["source"])
        path = course.submitted / student / LESSON / f"{LESSON}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(as_json(release))

    hand_in("ada", squares=SQUARES, sum_of_squares=SUM)
    hand_in("bob", squares=SQUARES, sum_of_squares=ALONE)
    hand_in("cyd", squares=SQUARES, sum_of_squares=f"{SUM} + (n == 3)")
    hand_in("dan")
    hand_in("eve", squares=SQUARES, sum_of_squares="import os\nos._exit(0)", use="2")
    run("grade", "--root", course.path, "--workers", "2")
    said = run("export", "--root", course.path, "--to", course.path / "grades.csv")
    with (course.path / "grades.csv").open() as file:
        marks = {row["student"]: row for row in csv.DictReader(file)}
    names = ("squares", "sum_of_squares", "test_squares_is_called")
    assert {who: [float(marks[who][name]) for name in names] for who in marks} == {
        "ada": [2, 0.5, 0.5],
        "bob": [2, 0.5, 0],
        "cyd": [2, 0.5, 0],  # only the hidden test finds it
        "dan": [0, 0, 0],
        "eve": [2, 0, 0],
    }
    # What a person marks waits: free code, if it is not empty, and the task.
    assert {(float(row["use"]), float(row["look-up"])) for row in marks.values()} == {(0, 0)}
    assert "eve: 01_squares: look-up, 01_squares: use\n" in said
    assert "dan: 01_squares: look-up\n" in said
    for student in marks:
        path = course.autograded(student, LESSON) / f"{LESSON}.ipynb"
        for cell in nbformat.read(path, as_version=4).cells:
            if grade_id(cell) == names[2]:
                assert determine_grade(cell)[0] == float(marks[student][names[2]])
    run("report", "--root", course.path, "--to", course.path / "report.html")
    assert (
        "decided inside the process of the submission" in (course.path / "report.html").read_text()
    )
    run("feedback", "--root", course.path)
    page = course.feedback("bob", LESSON).read_text()
    assert "AssertionError: squares is not called" in page
    assert "look-up" in page
    # A hidden test that is mended counts at the next run.
    source = course.source(LESSON)
    source.write_text(source.read_text().replace("SECRET_LINE == 14", "SECRET_LINE >= 14"))
    assert "5 graded" in run("grade", "--root", course.path)
    run("export", "--root", course.path, "--to", course.path / "grades.csv")
    assert "cyd,2.0,0.5,0.5" in (course.path / "grades.csv").read_text().replace(
        "cyd,2,", "cyd,2.0,"
    )
