"""The first draft of a lesson: what was read of a solved notebook, and the module that it makes."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from course_utils.adopting.asserts import Case, Unread, cases_in
from course_utils.adopting.solved import Needed, Solved, has_autotest, name_of, plain_source
from course_utils.checking.closure import bound_by
from course_utils.grading.course_root import CourseError

_HEAD = '''"""Lesson {lesson}: a first draft, read from the notebook {notebook}.

The inputs are those of the notebook's asserts, the same each time: an answer may know them by heart.
Draw some: `draw(rng)` returns the arguments of one case. Then write down how the answers go wrong.
"""

'''
_ENGINE = "from course_utils.checking.exercise import Exercise, Group, fixed"


@dataclass(frozen=True)
class ReadCell:
    """A test cell that was read: its number, its title and points, and the cases in it."""

    number: int
    title: str
    points: float
    cases: tuple[Case, ...]


@dataclass
class Draft:
    """What was read of a solved notebook.

    Attributes
    ----------
    exercises : dict of str to list of ReadCell
        By function: the test cells from which its cases come.
    left : list of (str, Unread)
        What was not read, and in which cell.
    kept : list of int
        The numbers of the test cells that stay as they are.
    """

    solved: Solved
    exercises: dict[str, list[ReadCell]] = field(default_factory=dict)
    left: list[tuple[str, Unread]] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)


def draft_of(solved: Solved) -> Draft:
    """Read a solved notebook's tests."""
    draft = Draft(solved, left=list(solved.unread))
    for number, cell in solved.tests():
        function, cases, unread = _read_tests(solved, cell)
        if unread:
            draft.left += [(name_of(cell, number), one) for one in unread]
            draft.kept.append(number)
        else:
            points = float(cell.metadata.nbgrader.get("points", 0))
            read = ReadCell(number, _title(cell, number), points, tuple(cases))
            draft.exercises.setdefault(function, []).append(read)
    draft.kept.sort()
    return draft


def module_of(draft: Draft, lesson: str) -> str:
    """Return the text of ``checks/<lesson>.py``."""
    needed = Needed(draft.solved)
    for function, cells in draft.exercises.items():
        needed.add(ast.parse(function), set())
        for case in (case for cell in cells for case in cell.cases):
            for argument in case.arguments:
                needed.add(ast.parse(argument), set())
    imports = sorted(needed.imports, key=lambda line: (line.startswith("from"), line))
    parts = [_HEAD.format(lesson=lesson, notebook=draft.solved.path.name)]
    parts += ["".join(f"{line}\n" for line in imports), "\n" if imports else "", f"{_ENGINE}\n"]
    parts += [f"\n\n{text}\n" for text in needed.statements()]
    taken = set(draft.solved.definitions)
    for function, cells in draft.exercises.items():
        parts.append(f"\n\n{_exercise(function, cells, taken)}")
    return "".join(parts)


def _read_tests(solved: Solved, cell: object) -> tuple[str, list[Case], list[Unread]]:
    """Return the one function that a test cell calls, and its cases; or what stands in the way."""
    if has_autotest(cell):
        return (
            "",
            [],
            [Unread(1, "AUTOTEST", "nbgrader generates its tests, `course release` does not")],
        )
    cases, unread = cases_in(plain_source(cell), solved.parameters, solved.values)
    functions = sorted({case.function for case in cases})
    if not unread:
        reason = _in_the_way(solved, functions)
        unread = [Unread(1, "the whole cell", reason)] if reason else []
    return (functions[0] if functions else ""), cases, unread


def _in_the_way(solved: Solved, functions: list[str]) -> str:
    """Return why the cases of a cell are no exercise; nothing if they are one."""
    if not functions:
        return "it compares nothing"
    if len(functions) > 1:
        both = " and ".join(f"`{name}`" for name in functions)
        return f"it tests {both}: give each a cell of its own"
    function = functions[0]
    others = [
        name
        for name, at in solved.asked.items()
        if at == solved.asked[function] and name != function and solved.is_tested(name)
    ]
    if others:
        return f"`{function}` and `{others[0]}` are asked for in one cell: give each its own"
    node = solved.definitions[function].node
    try:
        Needed(solved).add(node, bound_by([node]))
    except CourseError as error:
        return f"`{function}` cannot stand alone: {error}"
    return ""


def _title(cell: object, number: int) -> str:
    """Return what a test cell says of itself, or its id in words."""
    words = ast.get_docstring(ast.parse(plain_source(cell)))
    if words:
        return words.partition("\n")[0].strip().rstrip(".:")
    return name_of(cell, number).replace("_", " ").replace("-", " ")


def _exercise(function: str, cells: list[ReadCell], taken: set[str]) -> str:
    constant = function.upper()
    while constant in taken:
        constant += "_EXERCISE"
    groups = "".join(_groups(cells))
    return f"{constant} = Exercise(\n    reference={function},\n    groups=(\n{groups}    ),\n)\n"


def _groups(cells: list[ReadCell]) -> Iterator[str]:
    """Yield the groups of an exercise; those that ask for an error last."""
    kinds: list[tuple[bool, float, ReadCell, list[Case]]] = []
    for cell in cells:
        for refused, rtol in dict.fromkeys((bool(c.error), c.rtol) for c in cell.cases):
            same = [c for c in cell.cases if (bool(c.error), c.rtol) == (refused, rtol)]
            kinds.append((refused, rtol, cell, same))
    titles: set[str] = set()
    for refused, rtol, cell, cases in sorted(kinds, key=lambda kind: kind[0]):
        title = base = cell.title
        while title in titles:
            title = f"{base} ({len(titles) + 1})"
        titles.add(title)
        weight = cell.points * len(cases) / len(cell.cases)
        options = [f"weight={weight:.4g}", "count=1"]
        options += ["refused=True"] if refused else [f"rtol={rtol:.2g}"] if rtol > 0 else []
        calls = "".join(f"                {_tuple(case.arguments)},\n" for case in cases)
        lines = [json.dumps(title, ensure_ascii=False), f"fixed(\n{calls}            )", *options]
        inside = "".join(f"            {line},\n" for line in lines)
        yield f"        Group(\n{inside}        ),\n"


def _tuple(arguments: tuple[str, ...]) -> str:
    return f"({', '.join(arguments)}{',' if len(arguments) == 1 else ''})"
