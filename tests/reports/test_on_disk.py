"""From results and gradebook on disk to pages and tables, by the commands that a person types."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from course_utils.cli import app
from course_utils.commands.report import alike_answers
from course_utils.grading.course_root import CourseError, CourseRoot
from course_utils.grading.gradebook.connection import open_gradebook
from course_utils.grading.run import versions
from course_utils.reports.class_data import read_class
from course_utils.reports.feedback import pages
from tests.reports.classes import LESSON
from tests.reports.conftest import Give

FLIPPED = "the sign of the exponent is flipped"
RIGHT = {"sigmoid": "right", "classify": "right", "as_network": "right"}
MIXED = {"sigmoid": FLIPPED, "classify": "right", "as_network": "not started"}


def run(course: CourseRoot, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--root", str(course.path)])


def enroll(course: CourseRoot, student: str, **about: str) -> None:
    with open_gradebook(course.db_url()) as gradebook:
        gradebook.update_or_create_student(student, **about)


def test_history_has_a_version_for_each_work_handed_in(course: CourseRoot, give: Give) -> None:
    give("ada", MIXED, {"sigmoid": "1"})
    give("ada", MIXED, {"sigmoid": "2"}, failed=True)  # the grader failed on it
    give("ada", MIXED, {"sigmoid": "2"})
    give("ada", RIGHT, {"sigmoid": "2"})  # the same work, after a check was corrected
    path = course.result("ada", LESSON).with_name("history.jsonl")
    path.write_text(path.read_text() + '\n{"submission": "cut sho')
    give("ada", RIGHT, {"sigmoid": "3"})
    first, second, third = versions.load(course, "ada", LESSON)
    assert first.statuses == {"sigmoid": "wrong", "classify": "right", "as_network": "not started"}
    assert first.mistakes == {"sigmoid": FLIPPED}
    assert second.statuses == third.statuses == dict.fromkeys(RIGHT, "right")
    assert versions.load(course, "bob", LESSON) == ()


def test_a_class_is_read_with_marks_versions_answers_and_those_missing(
    course: CourseRoot, give: Give
) -> None:
    enroll(course, "cyd", first_name="Cyd")
    give("ada", MIXED, {"sigmoid": "1"})
    give("ada", RIGHT, {"sigmoid": "2\n3", "why": "because"})
    give("bob", MIXED)
    with open_gradebook(course.db_url()) as gradebook:
        notebook = gradebook.find_submission_notebook(LESSON, LESSON, "bob")
        identity = notebook.id
        grade = gradebook.find_grade("why", LESSON, LESSON, "bob")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    data = read_class(course, [LESSON, "02_neuron"])
    assert [person.id for person in data.students] == ["ada", "bob", "cyd"]
    (lesson,) = data.lessons
    assert lesson.exercises == ("sigmoid", "classify", "as_network")
    assert lesson.missing == ("cyd",)
    assert lesson.possible == 14
    ada, bob = lesson.handed
    assert (ada.earned, bob.earned) == (9.0, 4.5)
    assert ada.answers["sigmoid"] == "2\n3"
    assert (ada.written, bob.written) == (("why",), ())
    assert len(ada.versions) == 2
    assert bob.notebook == identity


def test_a_lost_release_is_answered_with_what_to_do(course: CourseRoot, give: Give) -> None:
    give("ada", RIGHT)
    course.released(LESSON).unlink()
    with pytest.raises(CourseError, match=f"course release {LESSON}"):
        read_class(course, [LESSON])


def test_answers_that_many_write_are_not_alike_beyond_chance(
    course: CourseRoot, give: Give
) -> None:
    for number in range(9):
        give(f"s{number}", RIGHT, {name: f"def {name}(z):\n    return z" for name in RIGHT})
    alike = alike_answers(course, read_class(course, [LESSON]))
    assert alike.pairs == ()
    assert set(alike.silent) == set(RIGHT)


def test_course_report_writes_a_page(course: CourseRoot, give: Give) -> None:
    refused = run(course, "report")
    assert refused.exit_code == 2
    assert "course grade" in refused.output
    give("ada", MIXED)
    to = course.path / "report.html"
    result = run(course, "report", "--to", str(to), "--formgrader", "https://hub/formgrader")
    assert result.exit_code == 0, result.output
    text = to.read_text()
    assert FLIPPED in text
    assert 'href="https://hub/formgrader/submissions/' in text


def test_a_name_that_is_no_text_does_not_stop_the_pages(course: CourseRoot, give: Give) -> None:
    student = b"b\xffd".decode("utf-8", "surrogateescape")
    give("ada", RIGHT)
    folder = course.result(student, LESSON).parent
    course.result("ada", LESSON).parent.rename(folder)
    to = course.path / "report.html"
    result = run(course, "report", "--to", str(to))
    assert result.exit_code == 0, result.output


def test_feedback_has_what_the_instructor_wrote(course: CourseRoot, give: Give) -> None:
    give("ada", MIXED, {"sigmoid": "def sigmoid(z):\n    return z", "why": "be\n\ncause"})
    with open_gradebook(course.db_url()) as gradebook:
        comment = gradebook.find_comment("why", LESSON, LESSON, "ada")
        comment.manual_comment = "Say <more>."
        gradebook.db.commit()
    ((student, page),) = pages(course, LESSON)
    assert student == "ada"
    assert "<pre><code>def sigmoid(z):\n    return z</code></pre>" in page
    for words in (FLIPPED, ">be\n\ncause<", "Say &lt;more&gt;.", "3 of 14 points"):
        assert words in page


def table(course: CourseRoot, layout: str, *options: str) -> list[list[str]]:
    """Export a table, and read it as Canvas and Moodle do: semicolons, decimal commas, a mark of byte order."""
    to = course.path / "grades.csv"
    result = run(course, "export", "--format", layout, "--to", str(to), *options)
    assert result.exit_code == 0, result.output
    text = to.read_text(encoding="utf-8").removeprefix("\N{BYTE ORDER MARK}")
    head = text.partition("\n")[0]
    separator = max(",;", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [[re.sub(r"^(\d+),(\d+)$", r"\1.\2", value) for value in row] for row in rows]


def read_as_canvas(rows: list[list[str]]) -> dict[tuple[str, str], tuple[float, float]]:
    """Read a table as Canvas does: grade and points by student (number, or login) and assignment."""
    head, points, *students = rows
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert head[2:4] == ["SIS User ID", "SIS Login ID"]
    assert "Section" in head[4]
    assert "Points Possible" in points[0]
    assert "read only" not in "".join(points)
    return {
        (row[1] or row[3], head[place]): (float(row[place]), float(points[place]))
        for row in students
        for place in range(5, len(head))
        if row[place]
    }


def read_as_moodle(rows: list[list[str]], key: str) -> dict[tuple[str, str], float]:
    """Read a table as Moodle does: a row without the key is the student's of the row before."""
    head, *students = rows
    grades, student = {}, ""
    for row in students:
        student = row[head.index(key)] or student
        for place in range(len(head)):
            if head[place].startswith("Assignment: ") and row[place] not in ("", "-"):
                grades[student, head[place]] = float(row[place])
    return grades


def test_canvas_reads_what_is_exported_for_it(course: CourseRoot, give: Give) -> None:
    give("ada", RIGHT)
    give("bob", MIXED)
    enroll(course, "ada", first_name="Ada", last_name="Lovelace", lms_user_id="4711")
    rows = table(course, "canvas")
    title = "Logistic Regression as a Neural Network"
    assert read_as_canvas(rows) == {("4711", title): (9.0, 14.0), ("bob", title): (3.0, 14.0)}
    assert [row[0] for row in rows[2:]] == ["Lovelace, Ada", "bob"]


def test_moodle_reads_what_is_exported_for_it(course: CourseRoot, give: Give) -> None:
    give("ada", RIGHT)
    give("bob", MIXED)
    enroll(course, "ada", first_name="Ada", last_name="Lovelace", email="ada@example.org")
    enroll(course, "cyd")  # has handed in nothing: no row
    title = "Assignment: Logistic Regression as a Neural Network (Real)"
    rows = table(course, "moodle")
    assert "Email address" not in rows[0]  # bob's is not known
    assert read_as_moodle(rows, "ID number") == {("ada", title): 9.0, ("bob", title): 3.0}
    enroll(course, "bob", email="bob@example.org")
    rows = table(course, "moodle")
    assert read_as_moodle(rows, "Email address") == {
        ("ada@example.org", title): 9.0,
        ("bob@example.org", title): 3.0,
    }


@pytest.mark.parametrize("layout", ["csv", "canvas", "moodle"])
def test_a_european_spreadsheet_has_the_same_table(
    course: CourseRoot, give: Give, layout: str
) -> None:
    give("ada", RIGHT)
    enroll(course, "ada", first_name="Ada; b", last_name="Lov\N{LATIN SMALL LETTER E WITH ACUTE}")
    with open_gradebook(course.db_url()) as gradebook:
        gradebook.find_grade("why", LESSON, LESSON, "ada").manual_score = 2.5
        gradebook.db.commit()
    plain = table(course, layout)
    assert "11.5" in plain[-1]
    assert table(course, layout, "--semicolons") == plain
    written = (course.path / "grades.csv").read_bytes()
    assert written.startswith("\N{BYTE ORDER MARK}".encode())
    assert b";11,5" in written


def test_a_lesson_that_nobody_handed_in_is_not_exported(course: CourseRoot, give: Give) -> None:
    give("ada", RIGHT)
    with open_gradebook(course.db_url()) as gradebook:
        gradebook.add_assignment("02_neuron")
    assert len(table(course, "canvas")[0]) == 6
    assert len(table(course, "moodle")[0]) == 4


def test_an_unknown_format_is_answered_with_the_known_ones(course: CourseRoot, give: Give) -> None:
    give("ada", RIGHT)
    result = run(course, "export", "--format", "excel")
    assert result.exit_code == 2
    assert "csv, canvas, moodle" in result.output


def test_course_collect_says_of_whom(course: CourseRoot, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"Ada Lovelace_1_assignsubmission_file_/{LESSON}.ipynb", "{}")
    result = run(course, "collect", str(path), LESSON)
    assert result.exit_code == 0, result.output
    assert "1 collected" in result.output
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("Bob\x1b[2J_2_assignsubmission_file_/a.pdf", "")
        file.writestr(f"../Eve_3_assignsubmission_file_/{LESSON}.ipynb", "")
    result = run(course, "collect", str(path), LESSON)
    assert result.exit_code == 1
    for words in (
        "1 here already",
        "1 refused",
        "leads out of the archive",
        r"Bob\x1b[2J: nothing",
    ):
        assert words in result.output, result.output
    result = run(course, "collect", str(path), "99_nothing")
    assert result.exit_code == 2


def test_export_names_the_answers_that_nobody_has_read(course: CourseRoot, give: Give) -> None:
    give("ada", RIGHT, {"why": "because"})
    give("bob", MIXED)
    with open_gradebook(course.db_url()) as gradebook:
        mark = gradebook.find_grade("why", LESSON, LESSON, "bob")
        mark.manual_score = 3
        gradebook.db.commit()
    result = run(course, "export", "--to", str(course.path / "grades.csv"))
    assert "1 written answers of 1 students" in result.output
    assert f"ada: {LESSON}: why" in result.output
    assert "bob:" not in result.output
