"""A course of one's own goes the whole way: new, verify, start, release, grade, feedback, export.

`course new` makes its first lesson; the second one lies in tests/statistics.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course_utils import check
from course_utils.cli import app
from course_utils.grading.notebook.cells import as_json, grade_id, read_source

SECOND = Path(__file__).parent / "statistics"
RIGHT = {
    "01_spread": {
        "mean_absolute_deviation": "def mean_absolute_deviation(x):\n"
        "    return np.abs(x - x.mean()).mean()",
        "outliers": "def outliers(x, limit):\n    return x[np.abs(x - x.mean()) > limit * x.std()]",
    },
    "02_association": {
        "covariance": "def covariance(x, y):\n    return np.mean((x - x.mean()) * (y - y.mean()))",
        "correlation": "def correlation(x, y):\n    return covariance(x, y) / x.std() / y.std()",
        "regression_line": "def regression_line(x, y):\n    return tuple(np.polyfit(x, y, 1))",
        "frequencies": "def frequencies(words):\n    return {w: words.count(w) for w in words}",
    },
}


def course(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("own") / "stats"
    course("new", root)
    shutil.copytree(SECOND, root, dirs_exist_ok=True)
    return root


@pytest.fixture(scope="module")
def graded(made: Path) -> Path:
    course("release", "--root", made)

    def hand_in(student: str, lesson: str, answers: dict[str, str]) -> None:
        release = read_source(made / "release" / lesson / f"{lesson}.ipynb")
        path = made / "submitted" / student / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        filled = RIGHT[lesson] | answers
        for cell in release["cells"]:
            cell["source"] = filled.get(grade_id(cell), cell["source"])
        path.write_bytes(as_json(release))

    thief = (
        "import glob, sys\n"
        f"found = glob.glob({str(made / 'checks' / '*.py')!r}) + glob.glob('checks/*.py')\n"
        "found += [name for name in sys.modules if name.startswith('checks')]\n"
        "assert found\n"
        "def {name}(x, y=None):\n    return 0"
    )
    data = "survey = np.loadtxt('survey.csv', skiprows=1)\nassert survey.shape == (40,)\n"
    outliers = RIGHT["01_spread"]["outliers"]
    hand_in("ada", "01_spread", {"outliers": data + outliers})
    hand_in("ada", "02_association", {})
    hand_in("bob", "01_spread", {"outliers": outliers.replace("np.abs", "")})
    wrong = "def covariance(x, y):\n    return np.mean(x * y)"
    hand_in("bob", "02_association", {"covariance": wrong})
    mad = "mean_absolute_deviation"
    hand_in("eve", "01_spread", {mad: thief.replace("{name}", mad)})
    hand_in("eve", "02_association", {"frequencies": "frequencies = check"})
    course("grade", "--root", made, "--workers", "2")
    return made


def test_it_verifies(made: Path) -> None:
    assert "All 6 checks are sound; 13 mistakes" in course("verify", "--root", made)


def test_marks_are_fair_and_the_key_is_out_of_reach(graded: Path) -> None:
    course("export", "--root", graded, "--to", graded / "grades.csv")
    with (graded / "grades.csv").open() as file:
        marks = {row["student"]: row for row in csv.DictReader(file)}
    names = [name for answers in RIGHT.values() for name in answers]
    earned = {who: [float(marks[who][name]) for name in names] for who in marks}
    assert earned["ada"] == [2, 2, 2, 2, 2, 2]
    # correlation and the line stand over a wrong covariance, and are right themselves.
    assert earned["bob"] == [2, 0, 0, 2, 2, 2]
    assert earned["eve"] == [0, 2, 2, 2, 2, 0]


def test_mistakes_are_named_on_feedback_pages_and_in_the_report(graded: Path) -> None:
    course("feedback", "--root", graded)
    page = (graded / "feedback" / "bob" / "01_spread" / "01_spread.html").read_text()
    assert "only those above the mean" in page
    assert "Spread" in page
    course("report", "--root", graded, "--to", graded / "report.html")
    report = (graded / "report.html").read_text()
    assert "the means are not subtracted" in report
    assert "Association" in report


def test_a_student_s_folder_has_notebooks_data_and_checks(made: Path, tmp_path: Path) -> None:
    course("start", tmp_path / "mine", "--root", made, "--no-lab")
    names = {str(p.relative_to(tmp_path / "mine")) for p in (tmp_path / "mine").rglob("*.*")}
    assert {
        "01_spread.ipynb",
        "02_association.ipynb",
        "survey.csv",
        "checks/01_spread.py",
        "checks/_drawing.py",
    } <= names
    program = (
        "import numpy as np\nfrom course_utils import check, progress\n"
        "def covariance(x, y): return np.mean(x * y)\n"
        "print(check(covariance))\nprint(progress())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "mine",
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "This looks like: the means are not subtracted." in done.stdout
    assert "Association: 0 of 4 done" in done.stdout


def test_a_changed_data_file_is_graded_again(graded: Path) -> None:
    lesson = "01_spread"
    assert "0 graded" in course("grade", lesson, "--root", graded)
    source = graded / "notebooks" / lesson / "survey.csv"
    source.write_text(source.read_text() + "7.0\n")
    course("release", lesson, "--root", graded)
    assert "3 graded" in course("grade", lesson, "--root", graded)
    result = json.loads((graded / f".course/results/{lesson}/ada/result.json").read_text())
    verdicts = {verdict["exercise"]: verdict for verdict in result["verdicts"]}
    assert "AssertionError" in verdicts["outliers"]["message"]


def test_a_made_up_class_gets_what_it_should(tmp_path: Path) -> None:
    course("new", tmp_path / "stats")
    assert "Every mark is what was intended" in course("demo", "--root", tmp_path / "stats")


def test_a_lesson_without_a_notebook_is_noted(tmp_path: Path) -> None:
    course("new", tmp_path / "stats")
    shutil.rmtree(tmp_path / "stats" / "notebooks" / "01_spread")
    assert "There is no notebook" in course("verify", "--root", tmp_path / "stats")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("check(outliers)", "check(outliers) # now"), "exactly"),
        (lambda text: text.replace("check_outliers", "check_others"), "no cell checks `outliers`"),
        (lambda text: text.replace('"points": 2', '"points": 0', 1), "has no points"),
        (lambda text: text.replace('"points": 2,', "", 1), "has no points: set them"),
        (lambda text: text.replace('"locked": true', '"locked": false'), "is not locked"),
        (lambda text: text.replace("limit * np.std", "2 * limit * np.std"), "is refused"),
    ],
)
def test_verify_compares_the_notebook_with_the_definitions(
    tmp_path: Path, change: object, words: str
) -> None:
    root = tmp_path / "stats"
    course("new", root)
    path = root / "notebooks" / "01_spread" / "01_spread.ipynb"
    path.write_text(change(path.read_text()))  # type: ignore[operator]
    result = CliRunner().invoke(app, ["verify", "--root", str(root)])
    assert result.exit_code == 1
    assert words in " ".join(result.output.split())


def test_release_says_what_verify_finds_in_the_notebook(tmp_path: Path) -> None:
    root = tmp_path / "stats"
    course("new", root)
    path = root / "notebooks" / "01_spread" / "01_spread.ipynb"
    path.write_text(path.read_text().replace("check_outliers", "check_others"))
    said = " ".join(course("release", "--root", root).split())
    assert "no cell checks `outliers`" in said
    assert "`others`, which no exercise defines" in said


@pytest.mark.parametrize("command", ["verify", "release"])
def test_a_folder_that_is_no_course_or_has_no_checks_is_said_to_be_so(
    tmp_path: Path, command: str
) -> None:
    result = CliRunner().invoke(app, [command, "--root", str(tmp_path)])
    assert result.exit_code == 2
    assert "is not a course" in result.output
    root = tmp_path / "stats"
    course("new", root)
    shutil.rmtree(root / "checks")
    result = CliRunner().invoke(app, [command, "--root", str(root)])
    assert result.exit_code == 2
    assert "checks/01_spread.py" in "".join(result.output.split())


HEAD = """import numpy as np
from course_utils.checking.answer_tables import wrong_answers
from course_utils.checking.exercise import Exercise, Group, Law

def size(x):
    return {"rows": len(x), "columns": 1}

def draw(rng):
    return (rng.normal(size=rng.integers(2, 9)),)

SIZE = Exercise(size, (Group("arrays", draw),)"""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            ", laws=(Law('a law', lambda trial: trial.actual),)",
            "size: the law 'a law' stops with Att",
        ),
        (
            ', mistakes=wrong_answers("""\n## none\n# A hint.\nlen(y) -> 0\n""")',
            "there is no piece",
        ),
        (
            ', mistakes=wrong_answers("""\n## none\n# A hint.\nlenn(x)\n""")',
            "the mistake 'none' stops with NameError: name 'lenn' is not defined",
        ),
        (", laws=Law('a law', lambda trial: '')", "with a comma at its end"),
        ("", "All 3 checks are sound"),
    ],
)
def test_a_mistake_in_checks_is_said_in_a_sentence(tmp_path: Path, more: str, words: str) -> None:
    root = tmp_path / "stats"
    course("new", root)
    (root / "checks" / "02_size.py").write_text(f"{HEAD}{more})\n")
    result = CliRunner().invoke(app, ["verify", "--root", str(root)])
    assert (result.exit_code == 0) == (not more)
    assert "Traceback" not in result.output
    assert words in " ".join(result.output.split())


def test_the_keys_of_a_dict_stand_in_the_text(tmp_path: Path) -> None:
    root = tmp_path / "stats"
    course("new", root)
    checks = root / "checks" / "01_spread.py"
    checks.write_text(
        checks.read_text().replace(
            "def outliers(x, limit):", "def outliers(x, limit):\n    return {'far': x}\n"
        )
    )
    result = CliRunner().invoke(app, ["verify", "--root", str(root)])
    assert "returns a dict with the key 'far', which its text" in " ".join(result.output.split())


def test_verify_says_what_no_submission_can_be_given(tmp_path: Path) -> None:
    root = tmp_path / "stats"
    course("new", root)
    (root / "checks" / "02_size.py").write_text(
        "from course_utils.checking.exercise import Exercise, Group\n"
        "def size(x):\n    return len(x)\n"
        "SIZE = Exercise(size, (Group('sets', lambda rng: ({1, 2},)),))\n"
    )
    result = CliRunner().invoke(app, ["verify", "--root", str(root)])
    assert result.exit_code == 1
    assert "holds a set" in " ".join(result.output.split())


def test_verify_says_which_line_of_the_reference_no_case_reaches(tmp_path: Path) -> None:
    root = tmp_path / "stats"
    course("new", root)
    (root / "checks" / "02_size.py").write_text(
        "from course_utils.checking.exercise import Exercise, Group\n"
        "def size(x):\n    if len(x) > 5:\n        return 5\n    return len(x)\n"
        "SIZE = Exercise(size, (Group('short', lambda rng: ([1] * int(rng.integers(4)),)),))\n"
    )
    result = CliRunner().invoke(app, ["verify", "--root", str(root)])
    assert result.exit_code == 1
    assert "no case reaches line 4 of the reference: return 5" in " ".join(result.output.split())


def test_new_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = CliRunner().invoke(app, ["new", str(tmp_path)])
    assert result.exit_code == 2
    assert "Name a new folder" in result.output


def test_a_new_course_has_this_course_s_settings() -> None:
    """Two copies, and no link: a checkout on Windows would hold the link's text."""
    house = Path(__file__).parents[1]
    new = house / "course_utils" / "new_course" / "nbgrader_config.py"
    assert new.read_bytes() == (house / "nbgrader_config.py").read_bytes()
    assert not (house / "nbgrader_config.py").is_symlink()


def test_a_check_without_its_course_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newton(x: float) -> float:
        return x

    monkeypatch.chdir(tmp_path)
    shown = check(newton)
    assert shown is not None
    assert "folder checks/ has to lie beside it" in shown.verdict.message
    (tmp_path / "02_neuron.ipynb").write_text("{}")
    shown = check(newton)
    assert shown is not None
    assert "checks/" not in shown.verdict.message
