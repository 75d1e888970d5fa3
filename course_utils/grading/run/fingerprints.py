"""Fingerprints of all that a mark comes from: if one changes, what it touches is judged again.

What a mark depends on is found and not listed. The starting points are the module that grades a
submission, the room in which the code of submissions runs, and the modules that define an exercise;
import statements lead to the rest. Of a module counts the code, without comments and docstrings.
"""

from __future__ import annotations

import ast
import hashlib
import io
import sys
import tokenize
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.util import resolve_name
from pathlib import Path
from types import MappingProxyType

from course_utils.checking.exercise import Exercise
from course_utils.course import Course

PACKAGE = Path(__file__).resolve().parents[2]
GRADES = f"{PACKAGE.name}.grading.run.grade_submission"
RUNS_CODE = PACKAGE / "grading" / "sandbox"
SPACE = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)


def of_parts(
    submission: str,
    grader: str,
    release: bytes,
    secret: bytes,
    data: Sequence[tuple[str, bytes]] = (),
    tests: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return a fingerprint of all that every verdict of a submission depends on."""
    beside = [*data, *((name, text.encode()) for name, text in tests.items())]
    files = (f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in beside)
    parts = (submission, grader, hashlib.sha256(release).hexdigest(), *files)
    return hashlib.sha256("".join(parts).encode() + hashlib.sha256(secret).digest()).hexdigest()


def of_grader() -> str:
    """Return a fingerprint of the code that every mark depends on: the judge and the sandbox."""
    inside = (_name_of(path) for path in RUNS_CODE.rglob("*.py"))
    return _of_files(_files_of([GRADES, *inside]))


def of_exercises(course: Course, lesson_id: str) -> dict[str, str]:
    """Return for each exercise of a lesson a fingerprint of the code and data that define it."""
    exercises = course.of_lesson(lesson_id)
    home = course.module_of(lesson_id)
    return {e.name: _of_files(_files_of(_modules_of(e, home))) for e in exercises}


def _modules_of(exercise: Exercise, home: str) -> set[str]:
    """Return the modules of a lesson that hold an exercise.

    The lesson's package lists all of its exercises, so it is left out if another module has this one.
    """
    modules = {name for name in sys.modules if name == home or name.startswith(f"{home}.")}
    holding = {
        name
        for name in modules
        if any(value is exercise for value in vars(sys.modules[name]).values())
    }
    return (holding - {home}) or {home}


def _files_of(modules: Iterable[str]) -> set[Path]:
    """Return the files of modules, of all that they import from this package, and their data."""
    waiting, found = list(modules), dict[str, Path]()
    while waiting:
        name = waiting.pop()
        path = _file_of(name)
        if path is not None and name not in found:
            found[name] = path
            waiting += _imports_of(path, name)
    code = set(found.values())
    return code | {data for path in code for data in _data_of(path)}


def _file_of(module: str) -> Path | None:
    """Return the file of a module of this package, or of a course that has been loaded."""
    top, _, rest = module.partition(".")
    folders = getattr(sys.modules.get(top), "__path__", None)
    base = Path(next(iter(folders))).joinpath(*rest.split(".")) if folders and rest else None
    if base is None:
        return None
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def _name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _imports_of(path: Path, module: str) -> tuple[str, ...]:
    """Return the names that a module imports from its own course and this package.

    Some may be no modules.
    """
    names: list[str] = []
    package, top = module.rpartition(".")[0], module.partition(".")[0]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            home = resolve_name("." * node.level + (node.module or ""), package)
            # A package stands for what is taken from it: its own list would name everything.
            modules = [f"{home}.{alias.name}" for alias in node.names]
            names += [m if _file_of(m) else home for m in modules]
    return tuple(name for name in names if name.split(".")[0] in (PACKAGE.name, top))


@cache
def _data_of(path: Path) -> tuple[Path, ...]:
    """Return the data files of a module: those beside it whose names stand in its code."""
    beside = [p for p in path.parent.iterdir() if p.is_file() and p.suffix not in (".py", ".pyc")]
    if not beside:
        return ()
    texts = {
        node.value
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return tuple(p for p in beside if p.name in texts)


def _of_files(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(hashlib.sha256(_content_of(path)).digest())
    return digest.hexdigest()


def _content_of(path: Path) -> bytes:
    content = path.read_bytes()
    return code_of(content.decode()).encode() if path.suffix == ".py" else content


@cache
def code_of(source: str) -> str:
    """Return Python source without what decides nothing: comments, docstrings, blank lines."""
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    lines = source.splitlines(keepends=True)
    cuts = [(t.start, t.end) for t in tokens if t.type == tokenize.COMMENT]
    telling = [t for t in tokens if t.type not in SPACE]
    line_ends = (tokenize.NEWLINE, tokenize.ENDMARKER)
    for place, token in enumerate(telling):
        # A text that is a whole statement: a docstring.
        begins = place == 0 or telling[place - 1].type in line_ends
        if token.type == tokenize.STRING and begins and telling[place + 1].type in line_ends:
            cuts.append((token.start, token.end))
    empty = {t.start[0] for t in tokens if t.type == tokenize.NL and not t.line.strip()}
    for (first, begin), (last, end) in sorted(cuts, reverse=True):
        rest = lines[first - 1][:begin] + lines[last - 1][end:]
        lines[first - 1 : last] = [rest.rstrip() + "\n", *[""] * (last - first)]
        if not rest.strip():
            empty.add(first)
    return "".join(line for number, line in enumerate(lines, 1) if number not in empty)
