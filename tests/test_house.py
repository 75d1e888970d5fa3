"""The house rules: what is light stays light, arrows run one way, the lists of packages agree."""

import ast
import fnmatch
import json
import os
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from course_utils.lessons import LESSONS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "course_utils"

# From the ground up. A part may import itself and what lies below it, nothing else.
TIERS = (
    ("lessons", "datasets", "checking"),
    ("course", "reference"),
    ("exercises", "figures"),
    ("key_use",),
    ("notebook_functions",),
    ("notebook", "widgets", "own_functions", "library"),
    ("grading",),
    ("reports", "adopting"),
    ("demo_class",),
    ("commands",),
    ("cli",),
)
TEMPLATE = PACKAGE / "new_course"
# The same for the rooms of grading.
ROOMS = (
    ("course_root", "notebook", "sandbox"),
    ("model",),
    ("gradebook",),
    ("run", "collecting"),
    ("preprocessors",),
)
# The parts that no student's notebook imports; only they may import more than a student has.
INSTRUCTORS = {"grading", "adopting", "reports", "demo_class", "commands", "cli"}
# PIL, IPython and traitlets come with Matplotlib and ipywidgets.
STUDENT_HAS = {"numpy", "matplotlib", "PIL", "IPython", "course_utils"}
STUDENT_HAS |= {"ipywidgets", "anywidget", "traitlets"}


def house_files() -> list[Path]:
    """List the files that are or may be committed: all but those that .gitignore names.

    It asks .gitignore instead of git, as neither git nor a clone is needed to run the tests.
    """
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = [line for line in lines if line and not line.startswith("#")] + [".git"]

    def is_ignored(path: Path) -> bool:
        place = "/" + path.relative_to(ROOT).as_posix()
        return any(
            fnmatch.fnmatch(place if pattern.startswith("/") else path.name, pattern.rstrip("/"))
            for pattern in ignored
        )

    files = []
    for folder, subfolders, names in os.walk(ROOT):
        here = Path(folder)
        subfolders[:] = [name for name in subfolders if not is_ignored(here / name)]
        files += [here / name for name in names if not is_ignored(here / name)]
    return sorted(files)


def name_of(path: Path) -> str:
    """Give a module's dotted name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules() -> dict[str, Path]:
    """Map the dotted name of every module of the package to its file."""
    # What `course new` writes is a course and no part of the house.
    files = (p for p in sorted(PACKAGE.rglob("*.py")) if TEMPLATE not in p.parents)
    return {name_of(path): path for path in files}


def imports(name: str) -> set[str]:
    """List the dotted names of the modules that a module of the package imports."""
    known = modules()
    found = set()
    for node in ast.walk(ast.parse(known[name].read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                inside = name.split(".")
                if known[name].name != "__init__.py":
                    inside.pop()
                inside = inside[: len(inside) - node.level + 1]
                base = ".".join([*inside, base] if base else inside)
            for alias in node.names:
                full = f"{base}.{alias.name}"
                found.add(full if full in known else base)
    return found


def part_of(name: str, package: str = "course_utils") -> str:
    """Give the part of a package to which a module belongs ("" for the package itself)."""
    return name.removeprefix(package).removeprefix(".").split(".")[0]


def direct_requirements() -> dict[str, Requirement]:
    """Map the names of all requirements in pyproject.toml, extras too, to what they ask."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        lines += extra
    found = {str(canonicalize_name(Requirement(line).name)): Requirement(line) for line in lines}
    del found["course-utils"]  # an extra that takes in the other extras
    return found


def pins() -> dict[str, str]:
    """Map the names in requirements.txt to their versions."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return dict(pairs)  # a line without exactly one "==" is an error here


def environment_pins() -> dict[str, str]:
    """Map the names in environment.yml to their versions."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return dict(re.findall(r"^ +- ([a-z0-9-]+)==(\S+)$", text, re.MULTILINE))


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_pins_are_names_and_versions_only() -> None:
    for name, version in pins().items():
        assert name == canonicalize_name(name)
        assert re.fullmatch(r"[0-9][0-9a-z.]*", version), f"{name}=={version}"


def test_every_requirement_is_pinned_to_a_version_that_it_allows() -> None:
    for name, requirement in direct_requirements().items():
        assert name in pins(), f"{name} is not in requirements.txt; run `make pins`"
        assert requirement.specifier.contains(pins()[name]), f"{requirement}, pinned {pins()[name]}"


def test_conda_and_pip_have_the_same_requirements() -> None:
    # PyTorch is large and optional: conda's users install it by themselves.
    wanted = set(direct_requirements()) - {"torch"}
    assert environment_pins() == {name: pins()[name] for name in wanted}


def test_the_house_files_are_found() -> None:
    # The tests below walk this list, and would say nothing about an empty one.
    found = {path.relative_to(ROOT).as_posix() for path in house_files()}
    assert {"pyproject.toml", ".ci/run", "tests/test_house.py"} <= found
    assert not [name for name in found if name.startswith((".venv/", ".git/"))]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        # Written in pieces, so that this file does not find itself.
        ("a path of somebody's machine", r"(?<![\w.)}-])/(?:" + r"work|root|home/[a-z]+|Users)/"),
        (
            "the address of a package registry",
            r"py" + r"pi\.org|python" + r"hosted|ana" + r"conda\.",
        ),
        ("an option that names a registry", r"index" + r"-url|find" + r"-links"),
        ("an emoji", "[\U0001f000-\U0001faff]"),
    ],
)
def test_no_file_holds(what: str, pattern: str) -> None:
    for path in house_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # not a text: a picture, an archive
        for number, line in enumerate(text.splitlines(), 1):
            found = re.search(pattern, line)
            assert not found, f"{path.relative_to(ROOT)}:{number} holds {what}: {line[:120]!r}"


def test_no_file_is_large() -> None:
    sizes = {path.relative_to(ROOT).as_posix(): path.stat().st_size for path in house_files()}
    assert not {name: size for name, size in sizes.items() if size >= 1500 * 1024}


def test_no_module_is_long() -> None:
    lengths = {
        name: path.read_text(encoding="utf-8").count("\n") for name, path in modules().items()
    }
    assert not {name: length for name, length in lengths.items() if length > 400}


def test_importing_the_package_is_light() -> None:
    heavy = ["nbgrader", "dask", "distributed", "jupyter_server", "jupyterlab", "IPython"]
    heavy += ["matplotlib", "ipywidgets", "sqlalchemy", "sklearn", "scipy", "typer", "rich"]
    code = f"import sys, course_utils; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize(
    ("package", "tiers"), [("course_utils", TIERS), ("course_utils.grading", ROOMS)]
)
def test_every_part_has_its_tier(package: str, tiers: tuple[tuple[str, ...], ...]) -> None:
    parts = {part_of(name, package) for name in modules() if name.startswith(f"{package}.")}
    assert parts == {part for tier in tiers for part in tier}, "a new part of the house: TIERS"


@pytest.mark.parametrize(
    ("package", "tiers"), [("course_utils", TIERS), ("course_utils.grading", ROOMS)]
)
def test_arrows_run_one_way(package: str, tiers: tuple[tuple[str, ...], ...]) -> None:
    tier_of = {part: number for number, tier in enumerate(tiers) for part in tier}
    names = [name for name in modules() if name.startswith(f"{package}.")]
    assert names
    for name in names:
        here = part_of(name, package)
        for other in imports(name):
            there = part_of(other, package)
            if not f"{other}.".startswith(f"{package}.") or there == here:
                continue
            assert there, f"{name} imports the front door of {package}"
            assert tier_of[there] < tier_of[here], f"{name} imports {other}"


def test_the_engine_knows_no_course() -> None:
    # It meets the installed course as any other: through the door `course.Course`.
    ours = {"lessons", "reference", "exercises", "figures", "widgets", "datasets"}
    engine = INSTRUCTORS | {"checking", "course", "key_use"}
    for name in modules():
        if part_of(name, "course_utils") in engine:
            parts = {part_of(other, "course_utils") for other in imports(name)}
            assert not parts & ours, f"{name} imports {parts & ours}"
    text = "".join(
        path.read_text(encoding="utf-8")
        for name, path in modules().items()
        if part_of(name, "course_utils") in engine
    )
    named = [lesson.id for lesson in LESSONS if lesson.id in text]
    assert named == []


def test_no_module_imports_itself_through_others() -> None:
    # Imports inside functions count too; only the front door takes what it hands out when asked.
    known = modules()
    graph = {name: imports(name) & set(known) for name in known}
    TopologicalSorter(graph).prepare()  # raises CycleError, with the circle in its message


def test_every_module_of_grading_has_its_tests() -> None:
    # In a file of its name, or in one that CONTRIBUTING.md names beside it.
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    elsewhere = dict(
        re.findall(r"^\| `(grading/[\w/]+)` \| `(tests/[\w/]+\.py)` \|$", contributing, re.M)
    )
    needed = set()
    for name, path in modules().items():
        if name.startswith("course_utils.grading.") and path.name != "__init__.py":
            place = path.relative_to(PACKAGE).with_suffix("")
            if not (ROOT / "tests" / place.parent / f"test_{place.name}.py").is_file():
                needed.add(place.as_posix())
    assert needed == set(elsewhere), "the table of tests in CONTRIBUTING.md"
    assert not [test for test in elsewhere.values() if not (ROOT / test).is_file()]


def test_students_parts_import_only_what_a_student_has() -> None:
    for name in modules():
        if part_of(name) not in INSTRUCTORS:
            packages = {other.split(".")[0] for other in imports(name)} - sys.stdlib_module_names
            assert packages <= STUDENT_HAS, f"{name} imports {sorted(packages - STUDENT_HAS)}"


def test_notebooks_hold_nothing_volatile() -> None:
    for path in (path for path in house_files() if path.suffix == ".ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        place = path.relative_to(ROOT)
        assert notebook["metadata"]["kernelspec"]["name"] == "python3", place
        assert "widgets" not in notebook["metadata"], f"{place} holds a widget's state"
        for number, cell in enumerate(notebook["cells"]):
            volatile = {"execution", "ExecuteTime", "scrolled"} & set(cell["metadata"])
            assert not volatile, f"{place}, cell {number}: {volatile}"


def test_a_lesson_folder_holds_its_notebook_only() -> None:
    # nbgrader would copy anything else to the students.
    inside = [
        path.relative_to(ROOT / "notebooks")
        for path in house_files()
        if "notebooks" in path.relative_to(ROOT).parts[:1]
    ]
    assert inside
    for path in inside:
        assert path.parts[1:] == (f"{path.parts[0]}.ipynb",)


def test_every_make_target_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    targets = set(phony[1].split())
    assert set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) == targets
    for target in targets - {"help"}:
        assert f"make {target}" in readme(), f"the README does not say `make {target}`"


def test_every_command_is_in_the_readme() -> None:
    import typer.main

    from course_utils.cli import app

    for command in typer.main.get_command(app).commands:  # type: ignore[attr-defined]
        assert f"course {command}" in readme(), f"the README does not say `course {command}`"


def test_the_readme_lists_the_lessons_as_they_are() -> None:
    rows = re.findall(r"^\| `(\d\d_\w+)` (.+) \| (.+) \|$", readme(), re.MULTILINE)
    lessons = [(lesson.id, lesson.title, lesson.teaches) for lesson in LESSONS]
    assert rows == lessons, "the table of lessons in README.md and the one in lessons.py"


def load_nbgrader_config(folder: Path) -> Config:
    config: Config = PyFileConfigLoader("nbgrader_config.py", str(folder)).load_config()
    return config


def test_nbgrader_config_is_at_home_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    )
    assert load_nbgrader_config(tmp_path).CourseDirectory == {
        "root": str(tmp_path),
        "source_directory": "notebooks",
    }


def test_no_submission_can_know_the_tag_that_skips_a_cell() -> None:
    first, second = (load_nbgrader_config(ROOT).Execute.skip_cells_with_tag for _ in range(2))
    assert len(first) >= 32
    assert first != second
