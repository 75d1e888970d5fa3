"""The answer key as a whole: found by name, complete, importable one lesson at a time."""

import inspect
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import reference
from course_utils.exercises import of_lesson
from course_utils.lessons import LESSONS

NAMES = [(lesson.module, e.name) for lesson in LESSONS for e in of_lesson(lesson.id)]


def test_every_lesson_has_exercises_and_every_exercise_a_name_of_its_own() -> None:
    assert {module for module, _ in NAMES} == {lesson.module for lesson in LESSONS}
    assert len({name for _, name in NAMES}) == len(NAMES)


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_every_exercise_is_found_in_its_lesson(module: str, name: str) -> None:
    assert reference.find(name).__module__ == f"course_utils.reference.{module}"


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_every_exercise_has_a_docstring_with_returns_source_and_an_example(
    module: str, name: str
) -> None:
    docstring = inspect.getdoc(reference.find(name)) or ""
    for section in ("Returns\n-------", "References\n----------", "Examples\n--------\n>>> "):
        assert section in docstring, f"{name} lacks {section.split()[0]}"


def test_attributes_are_functions_and_lessons() -> None:
    assert reference.forward is reference.find("forward")
    assert reference.forward_propagation.forward is reference.forward
    assert reference.neuron.neuron is reference.find("neuron")


@pytest.mark.parametrize("name", ["no_such_function", "np", "_private", "__wrapped__"])
def test_an_unknown_name_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(reference, name)


def run(code: str, folder: Path) -> list[str]:
    """Run code in a fresh Python that finds the package in a folder; it prints a list as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    names: list[str] = json.loads(done.stdout)
    return names


def test_importing_the_key_imports_no_lesson_and_nothing_but_numpy_at_run_time() -> None:
    root = Path(__file__).parents[2]
    code = """
import json, sys
from course_utils import reference
from course_utils.exercises import of_lesson
before = [name for name in sys.modules if name.startswith("course_utils.reference.")]
import course_utils.datasets
import course_utils.reference.capstone
third_party = [name for name in ("scipy", "sklearn", "autograd", "pandas") if name in sys.modules]
print(json.dumps(before + third_party))
"""
    assert run(code, root) == []


@pytest.mark.parametrize("last", range(len(LESSONS)))
def test_a_lesson_needs_no_later_lesson(tmp_path: Path, last: int) -> None:
    package = Path(reference.__file__).parents[1]
    present = [lesson.module for lesson in LESSONS[: last + 1]]
    folder = tmp_path / "course_utils" / "reference"
    folder.mkdir(parents=True)
    (tmp_path / "course_utils" / "__init__.py").touch()
    shutil.copy(package / "lessons.py", folder.parent)
    for module in ["__init__", *present]:
        shutil.copy(package / "reference" / f"{module}.py", folder)
    code = f"""
import json
from course_utils import reference
from course_utils.exercises import of_lesson
for module in {present}:
    getattr(reference, module)
found = []
for name in {[name for _, name in NAMES]}:
    try:
        found.append(reference.find(name).__name__)
    except AttributeError:
        pass
print(json.dumps(found))
"""
    assert run(code, tmp_path) == [name for module, name in NAMES if module in present]
