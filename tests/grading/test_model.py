"""A result as data: what has changed since, whether the grader failed, and what JSON keeps of it."""

import json
from dataclasses import replace

import pytest

from course_utils.checking.verdict import GRADER_FAILED, STATUSES, GroupResult, Verdict
from course_utils.grading.model import Fingerprints, GradedSubmission
from course_utils.grading.notebook.submission import Flag

BEFORE = Fingerprints("work", "everything", {"sigmoid": "1", "classify": "2"})
WRONG = Verdict(
    "sigmoid",
    "wrong",
    0.5,
    stage="value",
    picture=(("=", "++"),),
    groups=(GroupResult("ordinary numbers", 1.0, passed=False, share=0.5),),
)
GRADED = GradedSubmission(
    "ada",
    "01_logistic_regression",
    b'{"cells": [{"source": "1"}]}',
    {"sigmoid": WRONG},
    {"check_sigmoid": 1.0},
    unanswered=("why",),
    flags=(Flag("changed", "A check was changed.", deliberate=True),),
    log=(Flag("crash", "The cell of sigmoid ended the process."),),
    timestamp="2026-01-02 10:00:00 UTC",
    fingerprints=BEFORE,
    seconds=1.5,
)


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        (BEFORE, []),
        (replace(BEFORE, exercises={"sigmoid": "1", "classify": "3"}), ["classify"]),
        (replace(BEFORE, exercises={**BEFORE.exercises, "as_network": "1"}), ["as_network"]),
        (replace(BEFORE, everything="other"), None),
    ],
)
def test_what_has_changed_is_judged_again(now: Fingerprints, changed: list[str] | None) -> None:
    assert now.changed_since(BEFORE) == changed


def test_json_keeps_all_but_the_notebook() -> None:
    read = GradedSubmission.from_dict(json.loads(json.dumps(GRADED.to_dict())))
    assert read == replace(GRADED, notebook=b"")
    assert read.seconds == GRADED.seconds
    assert not read.new_version


@pytest.mark.parametrize("status", STATUSES)
def test_only_a_fault_of_the_grader_is_tried_again(status: str) -> None:
    graded = replace(GRADED, verdicts={"sigmoid": Verdict("sigmoid", status)})
    assert graded.failed == (status == GRADER_FAILED)


def test_notes_are_not_suspicious() -> None:
    assert GRADED.suspicious
    assert not replace(GRADED, flags=(Flag("renamed", "It has another name."),)).suspicious


def test_the_cells_are_those_of_the_notebook() -> None:
    assert GRADED.cells == [{"source": "1"}]
