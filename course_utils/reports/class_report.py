"""The class report: one page that shows what to explain again, and which students need a look."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from markupsafe import Markup

from course_utils.checking.verdict import GRADER_FAILED, Verdict
from course_utils.grading.notebook.submission import MENDED
from course_utils.reports.alike import Alike
from course_utils.reports.class_data import UNREADABLE, ClassData, Flagged, LessonClass, StudentWork
from course_utils.reports.page import policy, template, text_of

FORMGRADER = "http://localhost:8888/formgrader"
MOST_COMMON = 12
SOME = 3

# By status: the class of the style sheet, the sign and the word.
SHOWN = {
    "right": ("right", "\N{CHECK MARK}", "right"),
    "wrong": ("wrong", "?", "wrong"),
    "error": ("error", "!", "not judged"),
    GRADER_FAILED: ("failed", "!!", "grader failed"),
    "not started": ("empty", "\N{WHITE CIRCLE}", "not started"),
}
MOVED = {
    "right": "right from the start",
    "became": "became right",
    "wrong": "still not right",
    "worse": "no longer right",
}


@dataclass(frozen=True)
class MistakeRow:
    """One known mistake: who makes it now, who ever did, and who got over it."""

    sign: str
    name: str
    hint: str
    now: int
    ever: int
    over: int
    bar: Markup
    lesson: str = ""
    exercise: str = ""


@dataclass(frozen=True)
class ExerciseView:
    """One exercise on the page."""

    name: str
    points: float
    counts: dict[str, int]
    bar: Markup
    moved: dict[str, int]
    moved_bar: Markup
    mistakes: tuple[MistakeRow, ...]
    unnamed: int
    stages: str


@dataclass(frozen=True)
class FileRow:
    """A file to ask for again: whose it is, and why. A mended one has been graded."""

    student: str
    address: str
    lesson: str
    graded: str
    reason: str


@dataclass(frozen=True)
class StudentRow:
    """One student's line in a lesson's table of students by exercises."""

    student: str
    link: str
    cells: Markup
    earned: float
    versions: int


@dataclass(frozen=True)
class LessonView:
    """One lesson on the page."""

    id: str
    title: str
    possible: float
    mean: float
    bar: Markup
    counts: dict[str, int]
    exercises: tuple[ExerciseView, ...]
    rows: tuple[StudentRow, ...]
    missing: tuple[str, ...]
    resubmitted: int
    tests: tuple[str, ...] = ()


def class_report(data: ClassData, alike: Alike, formgrader: str = FORMGRADER) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    data : ClassData
    alike : Alike
        What came of comparing the answers of different students.
    formgrader : str
        Address of nbgrader's formgrader, for links to what a person has to mark.
    """
    style, script = text_of("page.css"), text_of("tables.js.j2")
    lessons = [_lesson_view(lesson, formgrader) for lesson in data.lessons]
    mistakes = [row for view in lessons for e in view.exercises for row in e.mistakes if row.now]
    mistakes.sort(key=lambda row: -row.now)
    handed = [(lesson, one) for lesson in data.lessons for one in lesson.handed]
    # The grader hardly ever fails; the page has this status only if it did.
    failed = any(view.counts[GRADER_FAILED] for view in lessons)
    shown = {key: look for key, look in SHOWN.items() if failed or key != GRADER_FAILED}
    page: str = template("class_report.html.j2").render(
        policy=policy(style, script),
        style=Markup(style),
        script=Markup(script),
        students=len(data.students),
        submissions=len(handed),
        lessons=lessons,
        mistakes=mistakes[:MOST_COMMON],
        others=len(mistakes[MOST_COMMON:]),
        files=list(_files(data)),
        waiting=[
            (lesson.lesson, one, _link(one, formgrader)) for lesson, one in handed if one.written
        ],
        flagged=[
            (lesson.lesson, one.student, flag, _link(one, formgrader))
            for lesson, one in handed
            for flag in _gathered(one)
        ],
        stuck=[
            (lesson.lesson, one.student, name, why, _link(one, formgrader))
            for lesson, one in handed
            for name, why in one.stuck_on()
        ],
        alike=alike,
        shown=shown,
        moved=MOVED,
    )
    return page


def _files(data: ClassData) -> Iterator[FileRow]:
    """Yield the files to ask for again: those that could not be read, then those that were mended."""
    addresses = {person.id: person.email for person in data.students}
    for unread in (True, False):
        for lesson in data.lessons:
            for one in lesson.handed:
                reasons = [f.reason for f in one.graded.flags if f.kind == MENDED]
                reason = one.graded.reason if unread else " ".join(reasons)
                if reason and not one.graded.failed and unread == bool(one.graded.reason):
                    graded = "0 for now" if unread else "graded as mended"
                    title, address = lesson.lesson.title, addresses.get(one.student, "")
                    yield FileRow(one.student, address, title, graded, reason)


def _gathered(one: StudentWork) -> Iterator[Flagged]:
    """Yield one flag per kind, the deliberate ones first, with its first reasons."""
    kinds: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for flag in one.flagged():
        if flag.kind in (UNREADABLE, MENDED):
            continue  # they have a table of their own
        kinds[not flag.deliberate, flag.kind].append(flag.reason)
    for (note, kind), reasons in sorted(kinds.items()):
        more = len(reasons) - SOME
        rest = [f"And {more} more of the kind."] if more > 0 else []
        yield Flagged(kind, " ".join([*reasons[:SOME], *rest]), not note)


def _lesson_view(lesson: LessonClass, formgrader: str) -> LessonView:
    exercises = tuple(_exercise_view(lesson, name) for name in lesson.exercises)
    signs = {(e.name, row.name): row.sign for e in exercises for row in e.mistakes}
    counts: Counter[str] = Counter()
    for view in exercises:
        counts.update(view.counts)
    possible = lesson.possible
    earned = sum(one.earned for one in lesson.handed)
    return LessonView(
        lesson.lesson.id,
        lesson.lesson.title,
        possible,
        earned / len(lesson.handed),
        _stacked(counts),
        counts,
        exercises,
        tuple(
            StudentRow(
                one.student,
                _link(one, formgrader),
                Markup("").join(_cell(one.verdicts.get(name), signs) for name in lesson.exercises),
                one.earned,
                max(1, len(one.versions)),
            )
            for one in lesson.handed
        ),
        lesson.missing,
        sum(len(one.versions) > 1 for one in lesson.handed),
        lesson.tests,
    )


def _exercise_view(lesson: LessonClass, name: str) -> ExerciseView:
    verdicts = [one.verdicts[name] for one in lesson.handed if name in one.verdicts]
    counts = Counter(verdict.status for verdict in verdicts)
    unnamed = [v for v in verdicts if v.status == "wrong" and not v.cause]
    stages = Counter(verdict.stage for verdict in unnamed)
    moved = Counter(_movement(one, name) for one in lesson.handed if len(one.versions) > 1)
    return ExerciseView(
        name,
        lesson.points.get(f"check_{name}", 0.0),
        {status: counts[status] for status in SHOWN},
        _stacked(counts),
        {key: moved[key] for key in MOVED},
        _stacked(moved, tuple(MOVED)),
        tuple(_mistakes(lesson, name, verdicts)),
        len(unnamed),
        ", ".join(f"{stage} ({count})" for stage, count in stages.most_common()),
    )


def _mistakes(
    lesson: LessonClass, exercise: str, verdicts: Sequence[Verdict]
) -> Iterator[MistakeRow]:
    now = Counter(verdict.cause for verdict in verdicts if verdict.cause)
    hints = {verdict.cause: verdict.hint for verdict in verdicts if verdict.cause}
    ever: Counter[str] = Counter()
    over: Counter[str] = Counter()
    for one in lesson.handed:
        newest = one.verdicts.get(exercise)
        current = {newest.cause} - {""} if newest else set()
        made = {v.mistakes[exercise] for v in one.versions if exercise in v.mistakes} | current
        ever.update(made)
        over.update(made - current)
    ordered = sorted(ever, key=lambda mistake: (-now[mistake], -ever[mistake], mistake))
    for place, mistake in enumerate(ordered):
        yield MistakeRow(
            ascii_lowercase[place] if place < len(ascii_lowercase) else str(place),
            mistake,
            hints.get(mistake, ""),
            now[mistake],
            ever[mistake],
            over[mistake],
            _bar([("wrong", now[mistake]), ("over", over[mistake])], len(lesson.handed)),
            lesson.lesson.id,
            exercise,
        )


def _movement(one: StudentWork, exercise: str) -> str:
    first = one.versions[0].statuses.get(exercise) == "right"
    newest = one.verdicts[exercise].status == "right" if exercise in one.verdicts else False
    if newest:
        return "right" if first else "became"
    return "worse" if first else "wrong"


def _cell(verdict: Verdict | None, signs: dict[tuple[str, str], str]) -> Markup:
    if verdict is None:
        return Markup("<td>")
    css, sign, _ = SHOWN[verdict.status]
    # Of a verdict only signs of ours go into the table; the mistakes' names stand in its legend.
    return Markup(f"<td class={css}>{signs.get((verdict.exercise, verdict.cause), sign)}")


def _stacked(counts: Counter[str], order: Sequence[str] = tuple(SHOWN)) -> Markup:
    parts = [(SHOWN[key][0] if key in SHOWN else key, counts[key]) for key in order]
    return _bar(parts, sum(count for _, count in parts))


def _bar(parts: Sequence[tuple[str, int]], total: int) -> Markup:
    """Draw one bar; the numbers stand beside it as text, so it is hidden from screen readers."""
    rects, x = [], 0.0
    for css, count in parts:
        width = 100 * count / total if total else 0.0
        if width:
            rects.append(f'<rect class="{css}" x="{x:.2f}" width="{width:.2f}" height="8"/>')
        x += width
    head = '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    return Markup(f"{head}{''.join(rects)}</svg>")


def _link(one: StudentWork, formgrader: str) -> str:
    return f"{formgrader.rstrip('/')}/submissions/{one.notebook}" if one.notebook else ""
