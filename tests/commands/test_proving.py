"""Proofs side by side are those of one process, in the order that was asked for."""

from __future__ import annotations

from dataclasses import astuple

from course_utils import exercises
from course_utils.commands.proving import prove_one, prove_side_by_side
from course_utils.course import installed_course


def test_side_by_side_is_as_one_after_the_other() -> None:
    names = ("softmax", "sigmoid", "relu")
    found = list(prove_side_by_side(installed_course, names))
    expected = [prove_one(exercises.find(name)) for name in names]
    assert [astuple(one) for one in found] == [astuple(one) for one in expected]
    assert [one.proof and one.proof.exercise for one in found] == list(names)
