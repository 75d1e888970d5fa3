"""Rebuild a submission from the release, so that only the answers are the student's.

The cells and their order are the release's. From the submission come

- answers, by `grade_id`. If several cells have the same id, the last one that is not the untouched
  stub and defines the function is used, as for the student; the others that define it are left out;
- where the metadata is lost, answers by ``def <name>(``;
- the student's text of the course's cells that are not locked, by cell id or same text; the course's
  imports run before the student's;
- what the student defines in a cell that only shows;
- cells that the student added, each before the first course cell that follows it.

Everything else (locked text, points, tags, outputs) is the release's, and what was changed there
is flagged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from course_utils.grading.notebook.cells import (
    Cell,
    Notebook,
    grade_id,
    is_as_released,
    is_grade,
    is_locked,
    is_solution,
    is_task,
    is_test,
    nbgrader,
    tags,
)
from course_utils.grading.notebook.parts import defined_in, definitions_of, imports_of
from course_utils.grading.notebook.submission import Flag

CHECK = "check_"


@dataclass(frozen=True)
class RebuiltCell:
    """One cell of the rebuilt notebook.

    `role` is "answer", "written", "check", "test" (the course's own asserts), "demo", "course" (its other
    code), "text" or "extra" (added by the student); `name` is the exercise's, or a written question's grade_id.
    `runs` is the code to run, in order. An answer that stands in another cell is `elsewhere`; for one
    in words that is not sure.
    """

    role: str
    cell: Cell
    name: str = ""
    touched: bool = False
    runs: tuple[str, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True)
class Rebuilt:
    """The rebuilt notebook, what was found on the way, and the answers without a cell."""

    places: tuple[RebuiltCell, ...]
    flags: tuple[Flag, ...]
    missing: tuple[str, ...] = ()


def role_of(cell: Cell) -> tuple[str, str]:
    """Return the role and the name of a cell of the release."""
    name = grade_id(cell)
    if is_solution(cell):
        return ("answer" if cell["cell_type"] == "code" else "written"), name
    if is_grade(cell) and name.startswith(CHECK):
        return "check", name.removeprefix(CHECK)
    if is_test(cell):
        return "test", name
    if cell["cell_type"] != "code":
        return "text", name
    return ("demo" if "demo" in tags(cell) else "course"), name


def exercises_of(release: Notebook) -> list[str]:
    """Return the names of a release's exercises, in order."""
    roles = [role_of(cell) for cell in release["cells"]]
    return [name for role, name in roles if role == "check"]


def tests_of(notebook: Notebook) -> dict[str, str]:
    """Return by grade_id the notebook's own tests, each as it stands there."""
    cells = [(cell, *role_of(cell)) for cell in notebook["cells"]]
    return {name: cell["source"] for cell, role, name in cells if role == "test"}


def points_of(release: Notebook) -> dict[str, float]:
    """Return the points of each graded cell by grade_id."""
    cells = [cell for cell in release["cells"] if is_grade(cell) or is_task(cell)]
    return {grade_id(cell): float(nbgrader(cell)["points"]) for cell in cells}


def rebuild(release: Notebook, submitted: Sequence[Cell], whole: bool = True) -> Rebuilt:
    """Return the rebuilt notebook of a submission's cells (see the module's rules).

    If the file was not `whole`, nobody is to blame for a check that is missing.
    """
    return _Rebuilding(release["cells"], submitted, whole).result()


class _Rebuilding:
    def __init__(self, release: Sequence[Cell], submitted: Sequence[Cell], whole: bool) -> None:
        self.release = release
        self.submitted = submitted
        self.flags: list[Flag] = []
        self.missing: list[str] = []
        self.written_into: set[str] = set()  # locked texts that the student has changed
        self.place_of: dict[int, int] = {}  # index in the submission -> index in the release
        self.left_out: set[int] = set()
        self.by_grade_id: dict[str, list[int]] = defaultdict(list)
        self.by_id: dict[str, list[int]] = defaultdict(list)  # of cells without a grade_id
        self.by_source: dict[str, list[int]] = defaultdict(list)
        for index, cell in enumerate(submitted):
            if grade_id(cell):
                self.by_grade_id[grade_id(cell)].append(index)
                continue
            if cell["id"]:
                self.by_id[cell["id"]].append(index)
            self.by_source[cell["source"].strip()].append(index)
        known = {grade_id(cell) for cell in release if grade_id(cell)}
        # One check is soon deleted by mistake, or merged into a cell; all of them are not.
        checks = {grade_id(cell) for cell in release if role_of(cell)[0] == "check"}
        self.all_deleted = whole and not checks & set(self.by_grade_id)
        self.metadata_lost = bool(submitted) and not known & set(self.by_grade_id)
        if self.metadata_lost:
            reason = "The notebook has lost nbgrader's metadata; answers were found by name."
            self.flags.append(Flag("metadata lost", reason))
        for name in sorted(set(self.by_grade_id) - known):
            reason = f"A cell named {name[:60]!r}, which this lesson does not have."
            self.flags.append(Flag("unknown cell", reason))

    def result(self) -> Rebuilt:
        rebuilt = [self._place(index, cell) for index, cell in enumerate(self.release)]
        self._look_at_order()
        extras = self._extras()
        places: list[RebuiltCell] = []
        for index, place in enumerate(rebuilt):
            places += extras[index]
            places.append(place)
        places += extras[len(rebuilt)]
        if self.submitted:
            places = self._looked_for(places)
        return Rebuilt(tuple(places), tuple(self.flags), tuple(self.missing))

    def _looked_for(self, places: list[RebuiltCell]) -> list[RebuiltCell]:
        """For each empty answer, say whether it may be elsewhere."""
        found = []
        defined: set[str] = set()
        for index, place in enumerate(places):
            if place.touched and place.runs:
                defined |= defined_in(place.cell["source"])
            if place.role == "answer" and not place.touched and place.name in defined:
                # The stub would write over it.
                place = replace(place, elsewhere=True, runs=())
            elif place.role == "written" and not place.touched and self._may_be_near(places, index):
                place = replace(place, elsewhere=True)
                reason = f"The cell of {place.name} is empty, but its answer may stand beside it."
                self.flags.append(Flag("look", reason))
            found.append(place)
        return found

    def _may_be_near(self, places: list[RebuiltCell], index: int) -> bool:
        """Whether the student has written into or beside the question of an empty written answer."""
        if places[index].name in self.missing:
            return True
        before = index - 1
        while before >= 0 and places[before].role == "extra":
            before -= 1
        question = places[before] if before >= 0 else None
        beside = places[before + 1 : index] + places[index + 1 : index + 2]
        return any(place.role == "extra" for place in beside) or bool(
            question
            and question.role == "text"
            and (question.touched or question.name in self.written_into)
        )

    def _place(self, index: int, cell: Cell) -> RebuiltCell:
        role, name = role_of(cell)
        if role in ("answer", "written"):
            given = self._answer(index, cell, role, name)
            answer = {**cell, "source": given["source"], **_pictures(cell, given)}
            touched = given["source"].strip() != cell["source"].strip()
            return RebuiltCell(
                role, answer, name, touched, (given["source"],) if role == "answer" else ()
            )
        if grade_id(cell):
            self._look_at_locked(index, cell, name if role == "check" else "")
            if is_locked(cell):
                return _of_course(role, cell, name)
        found = self._unlocked(cell)
        if found is None:
            return _of_course(role, cell, name)
        self.place_of[found] = index
        return _of_course(role, cell, name, self.submitted[found])

    def _answer(self, index: int, cell: Cell, role: str, name: str) -> Cell:
        stub = cell["source"].strip()
        defines = re.compile(rf"^(async\s+)?def\s+{re.escape(name)}\b", re.MULTILINE)
        candidates = self.by_grade_id.get(name, [])
        duplicated = len(candidates) > 1
        if not candidates:
            candidates = self._by_content(cell, defines if role == "answer" else None)
            if candidates and not self.metadata_lost:
                reason = f"The cell of {name} has lost its metadata; it was found by its content."
                self.flags.append(Flag("metadata lost", reason))
        if not candidates:
            self.missing.append(name)
            if self.submitted and not self.metadata_lost:
                self.flags.append(Flag("answer deleted", f"The cell of {name} is missing."))
            return cell
        texts = {i: self.submitted[i]["source"] for i in candidates}
        written = [i for i in candidates if texts[i].strip() != stub]
        whole = [i for i in written if role == "written" or defines.search(texts[i])]
        chosen = (whole or written or candidates)[-1]
        if duplicated:
            reason = f"{len(candidates)} cells are named {name}; the last that answers was used."
            self.flags.append(Flag("duplicated", reason))
            stubs = [i for i in candidates if i not in written]
            self.left_out |= {*whole, *stubs} - {chosen}
        if self.submitted[chosen]["cell_type"] != cell["cell_type"]:
            self.flags.append(Flag("type changed", f"The cell of {name} was of another type."))
        self.place_of[chosen] = index
        return self.submitted[chosen]

    def _by_content(self, cell: Cell, defines: re.Pattern[str] | None) -> list[int]:
        """Find an answer whose metadata is lost: code by its definition, text by its cell id."""
        if defines is None:
            return self.by_id.get(cell.get("id") or "", [])
        code = [i for i, c in enumerate(self.submitted) if c["cell_type"] == "code"]
        own = [i for i in code if not grade_id(self.submitted[i])]
        return [i for i in own if defines.search(self.submitted[i]["source"])][:1]

    def _look_at_locked(self, index: int, cell: Cell, exercise: str) -> None:
        """Flag what was done to a locked cell; `exercise` is the name if it is a check."""
        name = grade_id(cell)
        found = self.by_grade_id.get(name, [])
        what = f"The check of {exercise}" if exercise else f"The locked cell {name}"
        if not found and self.submitted and not self.metadata_lost:
            reason = f"{what} was deleted; it was restored."
            self.flags.append(
                Flag("deleted", reason, deliberate=bool(exercise) and self.all_deleted)
            )
        if len(found) > 1:
            self.flags.append(Flag("duplicated", f"{what} is there {len(found)} times."))
        for i in found:
            other = self.submitted[i]
            changed = other["source"].strip() != cell["source"].strip()
            # Somebody may have answered in the text of the question: keep that, beside it.
            if not changed or "code" in (cell["cell_type"], other["cell_type"]):
                self.place_of[i] = index
                self.left_out.add(i)
            else:
                self.written_into.add(name)
            if changed:
                by_hand = cell["cell_type"] == "code" and not is_as_released(other)
                self.flags.append(
                    Flag("changed", f"{what} was changed; restored.", deliberate=by_hand)
                )
            if other["cell_type"] != cell["cell_type"]:
                self.flags.append(
                    Flag("type changed", f"{what} is no longer code.", deliberate=True)
                )
            points = nbgrader(cell).get("points")
            if nbgrader(other).get("points", points) != points:
                by_hand = not is_as_released(other)
                self.flags.append(
                    Flag("points changed", f"{what} had other points.", deliberate=by_hand)
                )
            if "skip-execution" in tags(other):
                self.flags.append(
                    Flag("skip tag", f"{what} was tagged skip-execution.", deliberate=True)
                )

    def _unlocked(self, cell: Cell) -> int | None:
        """Find the student's copy of a cell that students may change."""
        candidates = [
            *self.by_id.get(cell.get("id") or "", []),
            *self.by_source.get(cell["source"].strip(), []),
        ]
        for i in candidates:
            if i not in self.place_of and self.submitted[i]["cell_type"] == cell["cell_type"]:
                return i
        return None

    def _look_at_order(self) -> None:
        order = {self.place_of[i]: i for i in sorted(self.place_of, reverse=True)}
        seen: dict[str, int] = {}
        for index, cell in enumerate(self.release):
            role, name = role_of(cell)
            if role == "answer" and index in order:
                seen[name] = order[index]
            elif role == "check" and index in order and order[index] < seen.get(name, -1):
                reason = f"The check of {name} stood before the answer; put back."
                self.flags.append(Flag("moved", reason))

    def _extras(self) -> dict[int, list[RebuiltCell]]:
        """Return the student's own cells by the index of the course's cell that follows them."""
        locked = {cell["source"].strip() for cell in self.release if is_locked(cell)}
        extras: dict[int, list[RebuiltCell]] = defaultdict(list)
        following: dict[int, int] = {}
        upcoming = len(self.release)
        for i in reversed(range(len(self.submitted))):
            upcoming = self.place_of.get(i, upcoming)
            following[i] = upcoming
        after = 0
        for i, cell in enumerate(self.submitted):
            if i in self.place_of:
                after = self.place_of[i] + 1
            elif i not in self.left_out and cell["source"].strip() not in locked | {""}:
                # In a notebook whose order was changed, the earlier place: helpers come first.
                extras[min(after, following[i])].append(_extra(i, cell))
        return extras


def _of_course(role: str, cell: Cell, name: str, student: Cell | None = None) -> RebuiltCell:
    """Return a cell of the course's, with the student's text if it is the student's to change."""
    if student is None or student["source"] == cell["source"]:
        runs = (cell["source"],) if role == "course" else ()
        return RebuiltCell(role, cell, name, runs=runs)
    source = student["source"]
    parts = {"course": [imports_of(cell["source"]), source], "demo": [definitions_of(source)]}
    runs = tuple(filter(None, parts.get(role, [])))
    changed = {**cell, "source": source, **_pictures(cell, student)}
    return RebuiltCell(role, changed, name, True, runs)


def _pictures(cell: Cell, student: Cell) -> Cell:
    """Return the attachments of the student's text, if it is to be text here too."""
    found = student.get("attachments") if cell["cell_type"] == "markdown" else None
    return {"attachments": found} if found else {}


def _extra(number: int, cell: Cell) -> RebuiltCell:
    fresh: Cell = {
        "cell_type": "markdown" if cell["cell_type"] == "raw" else cell["cell_type"],
        "id": f"extra-{number}",
        "metadata": {},
        "source": cell["source"],
    }
    if fresh["cell_type"] == "code":
        fresh |= {"execution_count": None, "outputs": []}
        return RebuiltCell("extra", fresh, touched=True, runs=(cell["source"],))
    return RebuiltCell("extra", {**fresh, **_pictures(fresh, cell)}, touched=True)
