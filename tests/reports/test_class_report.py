"""The class report: what it counts, whom it names, and that it is text and no more."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from html.parser import HTMLParser

import numpy as np
import pytest

from course_utils.checking.calling import caller_of
from course_utils.checking.judge import judge
from course_utils.checking.verdict import GRADER_FAILED, Verdict
from course_utils.exercises import of_lesson
from course_utils.grading.notebook.submission import Flag
from course_utils.reports.alike import Alike, Pair
from course_utils.reports.class_data import Flagged
from course_utils.reports.class_report import class_report
from course_utils.reports.page import code, policy
from tests.reports.classes import LESSON, class_of, handed, typical_class

EVIL = "</td></table><script>evil()</script><img src=x onerror=evil()>'\""
FLIPPED = "the sign of the exponent is flipped"
FRACTION = "parentheses missing under the fraction bar"


class Page(HTMLParser):
    """The tables of a page as text by caption, all tags, and all attributes' names and values."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.caption = ""
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "table":
            self.rows: list[list[str]] = []
            self.caption = ""
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        if tag in ("caption", "td", "th", "script", "style"):
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.tables[self.caption.strip()] = self.rows
            self.inside = ""
        elif tag in ("caption", "tr"):
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.caption += data
        elif self.inside in ("td", "th"):
            self.rows[-1][-1] += data.strip()

    def rows_of(self, caption: str) -> list[list[str]]:
        """Return a table's rows without its headings; the caption by its beginning."""
        found = [rows for title, rows in self.tables.items() if title.startswith(caption)]
        assert len(found) == 1, (caption, list(self.tables))
        return found[0][1:]


def test_mistakes_are_counted_now_and_over_the_versions() -> None:
    data = class_of(
        handed("ada", {"sigmoid": FLIPPED}, {"sigmoid": "right"}),
        handed("bob", {"sigmoid": FLIPPED}),
        handed("cyd", {"sigmoid": FRACTION}, {"sigmoid": FLIPPED}),
        handed("dan", {"sigmoid": "wrong"}),
        handed("eva", {"sigmoid": "right"}),
    )
    page = Page(class_report(data, Alike()))
    rows = {row[1].split(".")[0]: row for row in page.rows_of("sigmoid, 2 points")}
    flipped = next(row for name, row in rows.items() if name.startswith(FLIPPED))
    fraction = next(row for name, row in rows.items() if name.startswith(FRACTION.split("`")[0]))
    assert (flipped[0], flipped[2:]) == ("a", ["2", "3", "1"])
    assert (fraction[0], fraction[2:]) == ("b", ["0", "1", "1"])
    unnamed = next(row for row in rows.values() if row[0] == "?")
    assert unnamed[1:3] == ["none that is known; the checks that failed: shape (1)", "1"]
    common = page.rows_of("The most common mistakes")
    assert [row[1:3] for row in common] == [["2", "3"]]


def test_the_mistakes_counted_are_the_mistakes_put_in() -> None:
    exercises = of_lesson(LESSON)
    most = max(len(e.mistakes) for e in exercises)
    made: Counter[tuple[str, str]] = Counter()
    submissions = []
    for number in range(2 * most):
        verdicts = {}
        for exercise in exercises:
            mistake = exercise.mistakes[number % len(exercise.mistakes)]
            call = caller_of(exercise.function(mistake))
            verdicts[exercise.name] = judge(exercise, call, np.random.default_rng(number))
            made[exercise.name, str(code(mistake.name))] += 1
        one = handed(f"s{number:02}", {})
        graded = dataclasses.replace(one.graded, verdicts=verdicts)
        submissions.append(dataclasses.replace(one, graded=graded))
    text = class_report(class_of(*submissions), Alike())
    page = Page(text)
    for exercise in exercises:
        shown = {row[1]: int(row[2]) for row in page.rows_of(f"{exercise.name}, ")}
        for mistake in exercise.mistakes:
            words = f"{mistake.name}{mistake.hint}".replace("`", "")
            # A hint to an error says in the end that other slips have the same one.
            found = [
                n
                for cell, n in shown.items()
                if cell.replace(" ", "").startswith(words.replace(" ", ""))
            ]
            assert found == [made[exercise.name, str(code(mistake.name))]], mistake.name
        assert sum(shown.values()) == len(submissions)


def test_how_the_class_moved_is_counted() -> None:
    moves = {
        "kept": ("right", "right"),
        "became": ("wrong", "right"),
        "stayed": ("wrong", FLIPPED),
        "lost": ("right", "wrong"),
    }
    both = [handed(name, {"sigmoid": a}, {"sigmoid": b}) for name, (a, b) in moves.items()]
    page = Page(class_report(class_of(*both, handed("once", {"sigmoid": "right"})), Alike()))
    moved = page.rows_of("From the first version to the newest, of 4 students")
    assert moved[0] == ["sigmoid", "1", "1", "1", "1"]


def test_each_student_has_a_line_with_a_sign_an_exercise() -> None:
    kinds = {"sigmoid": FLIPPED, "predict_proba": "right", "classify": "error"}
    kinds |= {"as_network": "not started", "cross_entropy": "wrong"}
    page = Page(class_report(class_of(handed("ada", kinds)), Alike()))
    (row,) = page.rows_of("Newest answers in")
    # sigmoid, predict_proba, cross_entropy, two not there, classify, one not there, as_network
    assert row == ["ada", "a", "✓", "?", "", "", "!", "", "○", "2", "1"]


def test_numbers_of_a_lesson_are_those_of_its_students() -> None:
    data = class_of(
        handed("ada", {"sigmoid": "right", "classify": "right"}),
        handed("bob", {"sigmoid": "right", "classify": "wrong"}),
        missing=("cyd",),
    )
    page = Page(class_report(data, Alike()))
    (row,) = page.rows_of("All answers")
    assert row[1:] == ["75 %", "2", "1", "3 of 16"]
    assert [r[1:] for r in page.rows_of("Exercises")[:1]] == [["2", "0", "0", "0"]]


def test_students_to_look_at_are_named_with_a_reason() -> None:
    flag = Flag("changed", "The check of sigmoid was changed; restored.", deliberate=True)
    often = [{"sigmoid": "wrong"}] * 3
    data = class_of(
        handed("ada", {"sigmoid": "right"}, flags=(flag,), written=("why_convex",)),
        handed("bob", *often),
        handed("cyd", {"sigmoid": "error"}),
        handed("dan", {"sigmoid": "error"}, reason="The file is empty."),
        handed("eva", *often[:2]),
        missing=("fay",),
    )
    text = class_report(data, Alike(), "https://hub.example/formgrader/")
    page = Page(text)
    (waiting,) = page.rows_of("Answers that wait")
    assert waiting == ["ada", "Logistic Regression as a Neural Network", "why_convex", "open"]
    assert ("href", "https://hub.example/formgrader/submissions/id-of-3") in page.attributes
    stuck = {row[0]: row[3] for row in page.rows_of("Exercises that are not right")}
    assert set(stuck) == {"bob", "cyd"}
    assert stuck["bob"] == "not right in 3 versions"
    flagged = {(row[0], row[2], row[3]) for row in page.rows_of("What was noticed")}
    assert ("ada", "changed", "deliberate") in flagged
    assert ("cyd", "time-out", "note") in flagged
    assert ("dan", "unreadable", "note") not in flagged
    assert re.search(r'<li class="said">fay</li>', text)


def test_files_to_ask_for_again_are_on_one_list_with_addresses() -> None:
    mended = Flag("mended", "The text is in UTF-16. Ask for the file again.")
    data = class_of(
        handed("ada", {"sigmoid": "right"}, flags=(mended,)),
        handed("bob", {"sigmoid": "right"}),
        handed("cyd", {"sigmoid": "error"}, reason="The file is empty."),
    )
    people = tuple(dataclasses.replace(p, email=f"{p.id}@example.org") for p in data.students)
    text = class_report(dataclasses.replace(data, students=people), Alike())
    rows = Page(text).rows_of("Files that could not be read")
    assert [row[:2] + row[3:] for row in rows] == [
        ["cyd", "cyd@example.org", "0 for now", "The file is empty."],
        ["ada", "ada@example.org", "graded as mended", mended.reason],
    ]
    assert "Addresses: cyd@example.org, ada@example.org<" in text


def test_many_flags_of_a_kind_are_one_line_and_deliberate_ones_come_first() -> None:
    flags = [Flag("extra file", "A file a; not used.")]
    flags += [Flag("deleted", f"The check of f{n} was deleted.", deliberate=True) for n in range(5)]
    data = class_of(handed("ada", {"sigmoid": "right"}, flags=tuple(flags)))
    rows = Page(class_report(data, Alike())).rows_of("What was noticed")
    assert [row[2:4] for row in rows] == [["deleted", "deliberate"], ["extra file", "note"]]
    assert rows[0][4].endswith("The check of f2 was deleted. And 2 more of the kind.")


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("The cell of sigmoid did not end in time. 10 s.", "time-out"),
        ("The cell of sigmoid ended the process. Signal 11.", "crash"),
        ("The judge failed on sigmoid: ValueError", "grader"),
    ],
)
def test_what_the_grader_noted_is_flagged_by_its_kind(message: str, kind: str) -> None:
    one = handed("ada", {"sigmoid": "right"})
    object.__setattr__(one.graded, "log", (Flag(kind, message),))
    assert list(one.flagged()) == [Flagged(kind, message)]


def test_only_a_grader_that_failed_is_spoken_of() -> None:
    one = handed("ada", {"sigmoid": "right"})
    assert "grader failed" not in class_report(class_of(one), Alike())
    failed = Verdict("sigmoid", GRADER_FAILED, message="Not your fault.")
    one.graded.verdicts["sigmoid"] = failed
    assert "grader failed" in class_report(class_of(one), Alike())
    assert list(one.stuck_on()) == []


def test_an_empty_report_says_so() -> None:
    text = class_report(class_of(handed("ada", {"sigmoid": "right"})), Alike(silent=("sigmoid",)))
    for words in ("No known mistake", "Nothing waits", "Nothing was flagged", "Nobody is"):
        assert words in text
    assert "Nothing can be concluded from: <code>sigmoid</code>;" in text


def test_pairs_alike_are_shown_with_what_chance_gives() -> None:
    pair = Pair("ada", "bob", (("sigmoid", 2), ("classify", 3)), 0.00213)
    page = Page(class_report(class_of(handed("ada", {})), Alike((pair,))))
    (row,) = page.rows_of("Pairs whose")
    assert row == ["ada", "bob", "sigmoid(2),classify(3)", "0.002 such pairs in this class"]


def test_nothing_that_somebody_wrote_is_markup() -> None:
    clean = Page(
        class_report(class_of(handed("ada", {"sigmoid": "error"}, written=("w",))), Alike())
    )
    one = handed(EVIL, {"sigmoid": "error"}, flags=(Flag(EVIL, EVIL),), written=(EVIL,), reason="")
    object.__setattr__(one.graded, "log", (Flag(EVIL, EVIL),))
    object.__setattr__(one.graded.verdicts["sigmoid"], "message", EVIL)
    object.__setattr__(one.graded.verdicts["sigmoid"], "mistake", EVIL)
    object.__setattr__(one.graded.verdicts["sigmoid"], "hint", EVIL)
    alike = Alike((Pair(EVIL, EVIL, ((EVIL, 2),), 0.001),), (EVIL,), EVIL)
    text = class_report(class_of(one, missing=(EVIL,)), alike)
    page = Page(text)
    assert page.tags.count("script") == clean.tags.count("script") == 1
    assert not {"img", "iframe", "object", "link", "base", "form"} & set(page.tags)
    names = {name for name, _ in page.attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "style")]


def test_the_policy_allows_our_style_and_script_alone() -> None:
    text = class_report(typical_class(3, np.random.default_rng(2)), Alike())
    said = next(v for n, v in Page(text).attributes if n == "content" and "default-src" in v)
    assert said.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in said
    assert "http" not in said
    # An independent value: printf x | openssl dgst -sha256 -binary | base64
    assert "'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='" in policy("x")


def test_backticks_become_code_after_escaping() -> None:
    assert code("use `a < b` <b>") == "use <code>a &lt; b</code> &lt;b&gt;"
