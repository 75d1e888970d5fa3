"""Flags of tampering: code that only somebody who wants to cheat would write.

A flag changes no mark: marks come from the judge, which such code cannot reach. Flags tell the
instructor where to look.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator

from course_utils.grading.notebook.submission import Flag

# Dotted names in a student's code that are worth a look, and why.
_NAMES = {
    "ast_transformers": "changes how Jupyter reads code",
    "input_transformers_post": "changes how Jupyter reads code",
    "input_transformers_cleanup": "changes how Jupyter reads code",
    "set_custom_exc": "changes how Jupyter treats errors",
    "showtraceback": "changes how Jupyter treats errors",
    "meta_path": "changes how Python imports",
    "path_hooks": "changes how Python imports",
    "getppid": "looks for the process that grades",
    "kill": "sends signals to processes",
    "fork": "starts processes",
    "_exit": "ends the process from inside",
    "settrace": "traces other code",
    "_getframe": "looks into its caller",
    "get_objects": "searches the memory of the process",
    "get_referrers": "searches the memory of the process",
}
_MODULES = {
    "ctypes": "reaches below Python",
    "socket": "opens a connection",
    "subprocess": "starts processes",
    "multiprocessing": "starts processes",
    "signal": "changes how the process is interrupted",
    "nbgrader": "reaches for the gradebook",
    "course_utils.reference": "uses the answer key",
    "course_utils.exercises": "uses the definitions of the exercises",
    "course_utils.checking": "uses the engine that judges",
    "course_utils.grading": "uses the grader",
}
_PATCHED = ("np", "numpy", "builtins", "sys", "math", "course_utils", "IPython", "warnings")
_FILES = ("gradebook.db", "/proc/", ".course", "submitted/", "autograded/", ".ipynb", "checks/")
# The kinds of nodes to look at; most nodes are of other kinds.
_TELLING = frozenset(
    (
        *(ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.Call, ast.Attribute),
        *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Constant),
    )
)
LONGEST_NAME = 8
MAX_CHARACTERS = 400_000  # that are searched: Python takes some seconds to read a million
_METHODS = ("__eq__", "__array__", "__float__", "__array_function__", "__array_ufunc__")


def tampering_flags(sources: Iterable[str]) -> list[Flag]:
    """Return a flag for each kind of suspicious code in a student's own cells, once each."""
    found: dict[str, Flag] = {}
    room = MAX_CHARACTERS
    for source in sources:
        if len(source) > room:
            reason = f"Only the first {MAX_CHARACTERS:,} characters of code were searched."
            found.setdefault(reason, Flag("long code", reason))
            continue
        room -= len(source)
        for reason in _reasons(source):
            found.setdefault(reason, Flag("suspicious code", reason, deliberate=True))
    return list(found.values())


def _reasons(source: str) -> Iterator[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the student's invalid escapes are not our concern
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if type(node) in _TELLING:
            yield from _of_node(node)


def _of_node(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete):
        targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else [node.target]
        for target in targets:
            yield from _of_target(target)
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr") and node.args:
            yield from _patch(node.args[0], "an attribute")
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from _of_import(node)
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        if node.name == "check":
            yield "Defines `check` anew."
        if node.name in _METHODS:
            yield f"Defines `{node.name}`, so that its values lie when they are compared."
    elif isinstance(node, ast.Attribute) and node.attr in _NAMES:
        yield f"Uses `{node.attr}`: {_NAMES[node.attr]}."
    elif isinstance(node, ast.Attribute) and _dotted(node).startswith("course_utils.reference"):
        yield "Uses `course_utils.reference`: uses the answer key."
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 300:
        for name in _FILES:
            if name in node.value:
                yield f"Names the file or folder {name!r}."


def _of_target(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            yield from _of_target(element)
    elif isinstance(target, ast.Attribute):
        yield from _patch(target.value, f"`{_dotted(target)}`")
    elif isinstance(target, ast.Subscript) and _dotted(target.value) in (
        "sys.modules",
        "os.environ",
    ):
        yield f"Changes `{_dotted(target.value)}`."
    elif isinstance(target, ast.Name) and target.id == "check":
        yield "Defines `check` anew."


def _patch(owner: ast.expr, what: str) -> Iterator[str]:
    name = _dotted(owner)
    if name.partition(".")[0] in _PATCHED:
        yield f"Replaces {what} of the module `{name}`."


def _of_import(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        base = node.module or ""
        names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
    for module, reason in _MODULES.items():
        if any(name == module or name.startswith(f"{module}.") for name in names):
            yield f"Imports `{module}`: {reason}."


def _dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for such an expression, otherwise an empty string."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        if (
            len(parts) == LONGEST_NAME
        ):  # a chain of thousands would be walked from each of its links
            return ""
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])
