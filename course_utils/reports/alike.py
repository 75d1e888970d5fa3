"""Find students whose answers are the same more often than independent work explains.

Right answers are short and much alike, so most coincidences say nothing. An answer is reduced to
its normal form: the syntax tree with local names numbered, and without comments, layout,
docstrings, annotations, imports and prints. A form counts as evidence only if it is long and if it is not
one that the course itself knows (its solution, a right alternative, a known mistake).

A form that c of the n students wrote is taken to be written by chance with probability 2c/n: its
share of the class, doubled, since people have habits and those of like habits write alike. Let two
students share forms in m of the k exercises that can tell anything. The number of pairs of the
class expected to do so by chance is at most

    E = n(n-1)/2 * binomial(k, m) * product of 2c/n over the m exercises

(the union bound over pairs and over sets of m exercises). A pair is reported if m >= 3 and
E < 1/100.

Measured on made-up honest classes with habits (`tests/reports/test_alike.py` does it in small):
none of 1,100 classes of 30 to 1,000 students, over 8 or 23 exercises, had a reported pair, so the
rate is below 0.3 % a class (95 % confidence). The price is that much is missed: of pairs that
copied everything, one in eight is found in a class of 30 after one lesson (8 exercises), two in
three after three lessons (23 exercises), six in seven in a class of 100.
"""

from __future__ import annotations

import ast
import math
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

LONG = 40  # nodes of the tree; a formula of one line has fewer
LONGEST = 20_000  # characters
FEW = 3
RATE = 0.01
HABITS = 2.0
# The probability c/n of a form is measured too roughly below this.
SMALL_CLASS = 8


@dataclass(frozen=True)
class Pair:
    """Two students, the exercises they share with how many of the class wrote the same, and E."""

    first: str
    second: str
    shared: tuple[tuple[str, int], ...]
    expected: float


@dataclass(frozen=True)
class Alike:
    """The result of a comparison; `silent` are the exercises from which nothing can be concluded."""

    pairs: tuple[Pair, ...] = ()
    silent: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Form:
    """A normal form and its size in nodes."""

    text: str
    size: int


def compare(
    answers: Mapping[str, Mapping[str, str]], known: Mapping[str, Iterable[str]], class_size: int
) -> Alike:
    """Find pairs of students whose answers coincide beyond chance.

    Parameters
    ----------
    answers : mapping
        By exercise, by student: the source of the answer as handed in.
    known : mapping
        By exercise: sources that everybody may come to, the untouched stub among them.
    class_size : int
        Number of students, n.
    """
    if class_size < SMALL_CLASS:
        note = f"In a class of fewer than {SMALL_CLASS} nothing can be concluded from any answer."
        return Alike(silent=tuple(answers), note=note)
    telling: dict[str, dict[str, list[str]]] = {}
    silent = []
    for name, sources in answers.items():
        course = {form.text for source in known.get(name, ()) if (form := normal_form(source))}
        students: dict[str, list[str]] = defaultdict(list)
        for student, source in sources.items():
            form = normal_form(source)
            if form and form.size >= LONG and form.text not in course:
                students[form.text].append(student)
        if students:
            telling[name] = students
        else:
            silent.append(name)
    return Alike(tuple(_pairs(telling, class_size)), tuple(silent))


def _pairs(telling: Mapping[str, Mapping[str, list[str]]], class_size: int) -> list[Pair]:
    shared: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for name, students in telling.items():
        for same in students.values():
            # A form of more than a fifth of the class is what many would write.
            if len(same) * 5 <= class_size:
                for pair in combinations(sorted(same), 2):
                    shared[pair].append((name, len(same)))
    found = []
    for (first, second), both in shared.items():
        if len(both) < FEW:
            continue
        log = math.log(class_size * (class_size - 1) / 2)
        log += math.log(math.comb(len(telling), len(both)))
        log += sum(math.log(HABITS * count / class_size) for _, count in both)
        if log < math.log(RATE):
            found.append(Pair(first, second, tuple(sorted(both)), math.exp(log)))
    return sorted(found, key=lambda pair: (pair.expected, pair.first, pair.second))


@lru_cache(maxsize=100_000)
def normal_form(source: str) -> Form | None:
    """Return the normal form of a cell's code; nothing if it cannot be read, or is far too long."""
    if len(source) > LONGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the student's escapes
            tree = ast.parse(source)
        tree.body = _without_noise(tree.body)
        numbered = _Numbering(tree).visit(tree)
        text = ast.dump(numbered, annotate_fields=False)
        return Form(text, sum(1 for _ in ast.walk(numbered)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _without_noise(body: list[ast.stmt]) -> list[ast.stmt]:
    """Leave out what makes no difference: docstrings, prints, imports, `pass`."""
    kept = [statement for statement in body if not _is_noise(statement)]
    for statement in kept:
        for name in ("body", "orelse", "finalbody"):
            inner = getattr(statement, name, None)
            if isinstance(inner, list):
                setattr(statement, name, _without_noise(inner))
    return kept


def _is_noise(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass | ast.Import | ast.ImportFrom):
        return True
    value = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id == "print"
    return isinstance(value, ast.Constant)


class _Numbering(ast.NodeTransformer):
    """Numbers the names that the cell itself gives, in the order of their first appearance.

    Names from outside (``np``, ``len``, other exercises) and attributes are kept.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.own: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.arg):
                self.own.add(node.arg)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.own.add(node.id)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.own.add(node.name)
        self.numbers: dict[str, str] = {}

    def _number(self, name: str) -> str:
        if name not in self.own:
            return name
        return self.numbers.setdefault(name, f"#{len(self.numbers)}")

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Return a variable by its number."""
        return ast.Name(self._number(node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """Return a parameter by its number, without its annotation."""
        return ast.arg(self._number(node.arg))

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        """Keep a keyword of a call, whose value may hold names."""
        return ast.keyword(node.arg, self.visit(node.value))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """Drop an annotation."""
        if node.value is None:
            return ast.Pass()
        return ast.Assign([self.visit(node.target)], self.visit(node.value))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Return a function by its number, without its annotation."""
        node.name = self._number(node.name)
        node.returns = None
        return self.generic_visit(node)
