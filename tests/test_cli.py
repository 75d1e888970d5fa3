"""The `course` command as somebody types it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from course_utils.cli import app

HOUSE = Path(__file__).parent.parent
LESSON = "01_logistic_regression"


def course(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "root"
    shutil.copytree(HOUSE / "notebooks" / LESSON, path / "notebooks" / LESSON)
    shutil.copy(HOUSE / "nbgrader_config.py", path)
    return path


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2, result.output
    for word in words:
        assert word in result.output
    assert "Traceback" not in result.output
    assert len(result.output.strip().splitlines()) <= 4


@pytest.mark.parametrize(
    "command", [["grade"], ["release"], ["feedback"], ["export"], ["demo"], ["start", "mine"]]
)
def test_outside_a_course_it_says_what_a_course_is(command: list[str], tmp_path: Path) -> None:
    refused(course(*command, "--root", tmp_path), "nbgrader_config.py", "--root")


@pytest.mark.parametrize("command", ["grade", "release", "feedback", "verify"])
def test_an_unknown_lesson_is_answered_with_the_known_ones(command: str, root: Path) -> None:
    where = [] if command == "verify" else ["--root", str(root)]
    refused(course(command, "99_nothing", *where), "99_nothing", LESSON)


def test_a_lesson_without_a_notebook_is_named(root: Path) -> None:
    refused(course("release", "02_neuron", "--root", root), "02_neuron.ipynb")


def test_without_submissions_it_says_where_they_go(root: Path) -> None:
    refused(course("grade", "--root", root), "submitted/<student>/<lesson>")


def test_without_a_release_it_says_how_to_make_one(root: Path) -> None:
    refused(course("grade", LESSON, "--root", root), f"course release {LESSON}")
    (root / "submitted" / "ada" / LESSON).mkdir(parents=True)
    refused(course("grade", "--root", root), f"course release {LESSON}")


def test_without_grades_there_is_nothing_to_show(root: Path) -> None:
    refused(course("feedback", "--root", root), "course grade")


def test_an_unknown_isolation_is_refused(root: Path) -> None:
    refused(course("grade", "--root", root, "--isolation", "hope"), "bubblewrap or process")


def test_the_demo_does_not_mix_with_a_real_class(root: Path) -> None:
    (root / "submitted" / "ada").mkdir(parents=True)
    refused(course("demo", "--root", root), "ada", "--root FOLDER")


def test_start_copies_the_students_notebooks(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    result = course("start", folder, "--root", root, "--no-lab")
    assert result.exit_code == 0, result.output
    text = (folder / f"{LESSON}.ipynb").read_text()
    assert "BEGIN SOLUTION" not in text
    assert "raise NotImplementedError" in text
    assert all(not c.get("outputs") for c in json.loads(text)["cells"])


def test_start_never_writes_over_work(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / f"{LESSON}.ipynb").write_text("my work")
    result = course("start", folder, "--root", root, "--no-lab")
    assert result.exit_code == 0
    assert (folder / f"{LESSON}.ipynb").read_text() == "my work"
    assert "1 already there" in result.output


def test_start_refuses_a_file_and_the_courses_own_folders(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(course("start", tmp_path / "file", "--root", root, "--no-lab"), "is a file")
    for own in (root, root / "notebooks", root / "notebooks" / "mine"):
        refused(course("start", own, "--root", root, "--no-lab"), "part of the course")


def test_verify_prints_a_line_an_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    result = course("verify", "02_neuron")
    assert result.exit_code == 0, result.output
    (line,) = [line for line in result.output.splitlines() if "sigmoid_derivative" in line]
    assert "passes" in line


def test_verify_fails_where_a_check_is_unsound(monkeypatch: pytest.MonkeyPatch) -> None:
    from course_utils import exercises
    from course_utils.checking.exercise import Exercise, Group, Mistake

    def double(x: float) -> float:
        return 2 * x

    passing = Mistake("it is right", "x + x", "")
    unsound = Exercise(double, (Group("numbers", lambda rng: (rng.normal(),)),), (passing,))
    monkeypatch.setattr(exercises.COURSE, "of_lesson", lambda lesson_id: (unsound,))
    result = course("verify", LESSON)
    assert result.exit_code == 1
    assert "the mistake 'it is right' passes" in result.output


def test_help_names_every_command() -> None:
    result = course("--help")
    for command in ("start", "release", "grade", "feedback", "export", "verify", "demo"):
        assert command in result.output


def test_the_command_starts_without_loading_what_only_some_commands_need() -> None:
    code = "import sys, course_utils.cli; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(out.stdout.split())
    assert not loaded & {"nbgrader", "nbformat", "sqlalchemy", "jinja2", "matplotlib", "jupyterlab"}


@pytest.mark.sandbox
@pytest.mark.usefixtures("needs_bubblewrap")
def test_the_demo_ends_with_every_mark_as_intended(root: Path) -> None:
    result = course("demo", "--root", root)
    assert result.exit_code == 0, result.output
    assert "Every mark is what was intended" in result.output
    result = course("export", "--root", root, "--to", root / "grades.csv")
    assert result.exit_code == 0, result.output
    rows = (root / "grades.csv").read_text().splitlines()
    assert rows[0].startswith("student,sigmoid,predict_proba")
    assert sum(row.startswith("demo-") for row in rows) >= 24
    pages = list((root / "feedback").glob("*/*/*.html"))
    assert len(pages) == len(rows) - 1


def test_without_bubblewrap_it_says_what_to_install_or_to_choose(root: Path) -> None:
    # A process of its own: the program is looked for in the path, which workers inherit.
    command = [sys.executable, "-m", "course_utils.cli", "demo", "--workers", "1"]
    path = str(Path(sys.executable).parent)
    result = subprocess.run(
        [*command, "--root", root],
        env={"PATH": path, "HOME": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2, result.stdout
    assert "bubblewrap" in result.stderr
    assert "--isolation process" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (root / "submitted").exists()


@pytest.mark.parametrize(
    ("command", "missing", "extra"),
    [
        (["release"], "sqlalchemy", "grading"),
        (["adopt", "x.ipynb"], "nbgrader", "grading"),
        (["verify"], "numpy", ""),
    ],
)
def test_a_package_that_is_not_installed_is_named_with_its_extra(
    root: Path, command: list[str], missing: str, extra: str
) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from course_utils.cli import app; app()"
    result = subprocess.run(
        [sys.executable, "-c", code, *command, "--root", root],
        capture_output=True,
        text=True,
        check=False,
    )
    if extra:
        assert result.returncode == 2
        said = f"{missing} is missing. Run: pip install 'course-utils[{extra}]'\n"
        assert result.stderr == said
    else:
        assert f"import of {missing} halted" in result.stderr  # what every command needs
