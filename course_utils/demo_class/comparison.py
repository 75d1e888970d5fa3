"""The marks and named mistakes of the made-up class, compared with what is due."""

from __future__ import annotations

from dataclasses import dataclass, field

from course_utils.demo_class.made_up_class import MadeUpSubmission
from course_utils.grading.model import GradedSubmission
from course_utils.grading.notebook.cells import Notebook
from course_utils.grading.notebook.rebuild import CHECK, points_of

TOLERANCE = 1e-9


@dataclass
class Row:
    """One student in the demo's table; `wrong` says what is not as intended."""

    student: str
    about: str
    due: float
    answers: int
    earned: float = 0.0
    named: int = 0
    wrong: list[str] = field(default_factory=list)


def compare(
    student: MadeUpSubmission,
    graded: dict[str, GradedSubmission],
    release: Notebook,
    gradebook: dict[str, dict[str, float]],
) -> Row:
    """Compare what one student got, in the verdicts and in the gradebook, with what is due."""
    points = points_of(release)
    due = sum(points[CHECK + name] * d.share for name, d in student.due.items())
    row = Row(student.student, student.about, due, len(student.due))
    found = graded.get(student.student)
    if found is None:
        row.wrong.append("no verdict")
        return row
    marks = gradebook.get(student.student, {})
    for name, wanted in student.due.items():
        verdict = found.verdicts[name]
        mark = marks.get(name, -1.0)
        row.earned += mark
        row.named += bool(verdict.mistake) and verdict.mistake == wanted.mistake
        if abs(verdict.earned - wanted.share) > TOLERANCE:
            said = f"{verdict.status}, {verdict.earned:.0%} of the points. {verdict.message}"
            row.wrong.append(f"{name} should have {wanted.share:.0%} and is {said}")
        elif wanted.mistake and verdict.mistake != wanted.mistake:
            row.wrong.append(f"{name}: {wanted.mistake!r} is called {verdict.mistake!r}")
        if abs(mark - points[CHECK + name] * wanted.share) > TOLERANCE:
            row.wrong.append(f"{name} has {mark:g} points in the gradebook")
    if student.flagged and not found.suspicious:
        row.wrong.append("it is not flagged")
    return row
