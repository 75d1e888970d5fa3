"""Which code decides on a mark: when some of it changes, only what it touches is judged again.

Found out from the import statements, so that it need not be kept by hand.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from course_utils.checking.exercise import Exercise
from course_utils.exercises import of_lesson
from course_utils.lessons import find as find_lesson

PACKAGE = Path(__file__).resolve().parents[2]
# The parts of grading/ that every mark depends on; others may change without regrading a class.
_MARKING = tuple(
    f"notebook/{n}"
    for n in ("rebuild", "cells", "student_version", "submission", "tampering", "safe_outputs")
) + ("run/grade_submission",)


def marking() -> str:
    """Return a fingerprint of the code that decides on every mark: the judge, and what it is given."""
    files = [
        *(PACKAGE / "checking").glob("*.py"),
        *(PACKAGE / "grading" / f"{name}.py" for name in _MARKING),
    ]
    return _fingerprint(files)


def of_exercises(lesson_id: str) -> dict[str, str]:
    """Return for each exercise of a lesson a fingerprint of the code that defines it.

    That is the module in which it stands, and the exercises' and references' modules that this
    one imports, directly or through others.
    """
    home = f"{PACKAGE.name}.exercises.{find_lesson(lesson_id).module}"
    return {e.name: _fingerprint(_needed(_modules_of(e, home))) for e in of_lesson(lesson_id)}


def _modules_of(exercise: Exercise, home: str) -> set[str]:
    """Return the modules of a lesson that hold an exercise; its package lists all, so it is left out."""
    modules = {name for name in sys.modules if name == home or name.startswith(f"{home}.")}
    holding = {
        name
        for name in modules
        if any(value is exercise for value in vars(sys.modules[name]).values())
    }
    return (holding - {home}) or {home}


def _needed(modules: Iterable[str]) -> set[Path]:
    """Return the files of modules and of all that they import from this package."""
    waiting, found = list(modules), dict[str, Path]()
    while waiting:
        name = waiting.pop()
        path = _file_of(name)
        if path is not None and name not in found:
            found[name] = path
            waiting += _imported(path)
    return set(found.values())


def _file_of(module: str) -> Path | None:
    base = PACKAGE.parent.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


@cache
def _imported(path: Path) -> tuple[str, ...]:
    """Return the names that a file imports from this package; some may be no modules."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            # A package stands for what is taken from it: its own list would name everything.
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
            names += [m if _file_of(m) else node.module for m in modules]
    return tuple(name for name in names if name.split(".")[0] == PACKAGE.name)


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(set(files)):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
