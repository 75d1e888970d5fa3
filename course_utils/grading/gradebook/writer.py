"""Write results into nbgrader's gradebook: many submissions in one transaction.

nbgrader's own `Gradebook` opens the database and defines its tables; its methods commit at each
call, so the rows are written here. What a person has entered in formgrader is never changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any

from sqlalchemy import bindparam, case

from course_utils.grading.course_root import CourseError, CourseRoot
from course_utils.grading.gradebook.connection import open_gradebook, when_unlocked
from course_utils.grading.gradebook.lateness import parse_timestamp, penalize
from course_utils.grading.model import GradedSubmission

NO_RESPONSE = "No response."


@dataclass
class _Stored:
    """What the gradebook holds of one student's submission: ids, and scores by grade_id."""

    submission: str
    notebook: str
    timestamp: datetime | None
    penalty: float = 0.0
    grades: dict[str, str] = field(default_factory=dict)
    scores: dict[str, float | None] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


@dataclass
class _Rows:
    """Rows to be written, by nbgrader's table."""

    new: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))


class GradebookWriter:
    """Writes one lesson's results; a context manager.

    Raises
    ------
    CourseError
        On entering, if the lesson has not been released into this gradebook.
    """

    def __init__(self, root: CourseRoot, lesson_id: str) -> None:
        self.root = root
        self.lesson_id = lesson_id

    def __enter__(self) -> GradebookWriter:
        from nbgrader import api

        self.api = api
        when_unlocked(self._open)
        return self

    def _open(self) -> None:
        self.gradebook = open_gradebook(self.root.db_url())
        try:
            self._load()
        except BaseException:
            self.gradebook.close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.gradebook.close()

    def _load(self) -> None:
        api, db = self.api, self.gradebook.db
        try:
            notebook = self.gradebook.find_notebook(self.lesson_id, self.lesson_id)
        except api.MissingEntry:
            raise CourseError(
                f"{self.lesson_id} is not in the gradebook. Run: course release {self.lesson_id}"
            ) from None
        self.notebook_id, self.assignment_id = notebook.id, notebook.assignment_id
        self.duedate = notebook.assignment.duedate
        tasks = {cell.name: cell.id for cell in notebook.task_cells}
        self.grade_cells = {cell.name: cell.id for cell in notebook.grade_cells} | tasks
        self.solution_cells = {cell.name: cell.id for cell in notebook.solution_cells} | tasks
        self.students = {row[0] for row in db.query(api.Student.id)}
        self.known: dict[str, _Stored] = {}
        by_notebook: dict[str, _Stored] = {}
        submissions = (
            db.query(
                api.SubmittedAssignment.id,
                api.SubmittedAssignment.student_id,
                api.SubmittedAssignment.timestamp,
                api.SubmittedNotebook.id,
                api.SubmittedNotebook.late_submission_penalty,
            )
            .join(
                api.SubmittedNotebook,
                api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id,
            )
            .filter(api.SubmittedNotebook.notebook_id == self.notebook_id)
        )
        for submission, student, timestamp, submitted, penalty in submissions:
            known = _Stored(submission, submitted, timestamp, float(penalty or 0))
            self.known[student] = known
            by_notebook[submitted] = known
        for table, cells in ((api.Grade, self.grade_cells), (api.Comment, self.solution_cells)):
            names = {cell: name for name, cell in cells.items()}
            value = table.auto_score if table is api.Grade else table.auto_comment
            rows = db.query(table.id, table.cell_id, table.notebook_id, value)
            for row, cell, submitted, what in rows:
                if cell not in names or submitted not in by_notebook:
                    continue
                known = by_notebook[submitted]
                if table is api.Grade:
                    known.grades[names[cell]] = row
                    known.scores[names[cell]] = what
                else:
                    known.comments[names[cell]] = row
        db.rollback()

    def has(self, graded: GradedSubmission) -> bool:
        """Whether the gradebook already holds exactly this result."""
        known = self.known.get(graded.student)
        if known is None or set(known.grades) != set(self.grade_cells):
            return False
        wanted = {name: graded.earned.get(name) for name in self.grade_cells}
        return known.scores == wanted and known.timestamp == parse_timestamp(graded.timestamp)

    def write(self, results: Sequence[GradedSubmission]) -> None:
        """Write the results of several submissions, all or none.

        A gradebook that another program has locked is waited for.

        Raises
        ------
        CourseError
            If it stays locked.
        """
        when_unlocked(partial(self._write_or_roll_back, results))

    def _write_or_roll_back(self, results: Sequence[GradedSubmission]) -> None:
        try:
            self._write(results)
        except BaseException:
            self.gradebook.db.rollback()
            self._load()  # an interrupt may come when all is written already
            raise

    def _write(self, results: Sequence[GradedSubmission]) -> None:
        api, db = self.api, self.gradebook.db
        rows = _Rows()
        fresh = {graded.student: self._rows_of(graded, rows) for graded in results}
        for table in (
            api.Student,
            api.SubmittedAssignment,
            api.SubmittedNotebook,
            api.Grade,
            api.Comment,
        ):
            if rows.new[table]:
                db.execute(table.__table__.insert(), rows.new[table])
        for table, values in self._updates():
            if rows.changed[table]:
                own = table.__table__
                statement = own.update().where(own.c.id == bindparam("row")).values(values)
                db.connection().execute(statement, rows.changed[table])
        if self.duedate:
            late = [(s, k.submission, k.notebook) for s, k in fresh.items() if k.timestamp]
            penalize(self.gradebook, late, self.root)
        db.commit()
        self.known |= fresh
        self.students |= set(fresh)

    def refresh_penalties(self) -> None:
        """Work out anew what lateness costs: due dates and marks by hand may have changed.

        Raises
        ------
        CourseError
            If the gradebook stays locked.
        """
        late = [
            (student, known.submission, known.notebook)
            for student, known in self.known.items()
            if known.penalty
            or (known.timestamp and self.duedate and known.timestamp > self.duedate)
        ]
        if late:
            when_unlocked(partial(self._penalize, late))

    def _penalize(self, late: Sequence[tuple[str, str, str]]) -> None:
        try:
            penalize(self.gradebook, late, self.root)
            self.gradebook.db.commit()
        except BaseException:
            self.gradebook.db.rollback()
            raise

    def _updates(self) -> list[tuple[Any, dict[str, Any]]]:
        """Return for each table what changes in a row that is there already."""
        api = self.api
        grade = api.Grade.__table__
        needs_look = case((grade.c.manual_score.is_not(None), True), else_=bindparam("unmarked"))
        score = {"auto_score": bindparam("score"), "needs_manual_grade": needs_look}
        return [
            (api.SubmittedAssignment, {"timestamp": bindparam("time")}),
            (api.SubmittedNotebook, {"flagged": True}),
            # A mark that a person gave to other work wants another look, as in nbgrader.
            (api.Grade, score),
            (api.Comment, {"auto_comment": bindparam("text")}),
        ]

    def _rows_of(self, graded: GradedSubmission, rows: _Rows) -> _Stored:
        """Note the rows of one submission; return what the gradebook will hold of it."""
        api, student = self.api, graded.student
        timestamp = parse_timestamp(graded.timestamp)
        known = self.known.get(student)
        if known is None:
            known = _Stored(api.new_uuid(), api.new_uuid(), None)
            if student not in self.students:
                rows.new[api.Student].append({"id": student})
            rows.new[api.SubmittedAssignment].append(
                {
                    "id": known.submission,
                    "assignment_id": self.assignment_id,
                    "student_id": student,
                    "timestamp": timestamp,
                }
            )
            rows.new[api.SubmittedNotebook].append(
                {
                    "id": known.notebook,
                    "notebook_id": self.notebook_id,
                    "assignment_id": known.submission,
                    "flagged": graded.suspicious,
                }
            )
        else:
            time_of = {"row": known.submission, "time": timestamp}
            rows.changed[api.SubmittedAssignment].append(time_of)
            if graded.new_version and graded.suspicious:
                rows.changed[api.SubmittedNotebook].append({"row": known.notebook})
        after = _Stored(known.submission, known.notebook, timestamp)
        for name, cell in self.grade_cells.items():
            score = after.scores[name] = graded.earned.get(name)
            row = known.grades.get(name)
            after.grades[name] = row or api.new_uuid()
            if row is None:
                rows.new[api.Grade].append(
                    {
                        "id": after.grades[name],
                        "cell_id": cell,
                        "notebook_id": known.notebook,
                        "auto_score": score,
                        "needs_manual_grade": score is None,
                    }
                )
            elif graded.new_version or known.scores[name] != score:
                rows.changed[api.Grade].append(
                    {"row": row, "score": score, "unmarked": score is None}
                )
        for name, cell in self.solution_cells.items():
            text = NO_RESPONSE if name in graded.unanswered else None
            row = known.comments.get(name)
            after.comments[name] = row or api.new_uuid()
            if row is None:
                rows.new[api.Comment].append(
                    {
                        "id": after.comments[name],
                        "cell_id": cell,
                        "notebook_id": known.notebook,
                        "auto_comment": text,
                    }
                )
            elif graded.new_version:
                rows.changed[api.Comment].append({"row": row, "text": text})
        return after
