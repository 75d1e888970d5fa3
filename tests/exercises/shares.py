"""What an answer earns that fails some groups of cases, computed from their weights."""

from __future__ import annotations

from course_utils.checking.exercise import Exercise


def share_without(exercise: Exercise, *titles: str) -> float:
    """Return what an answer earns that fails these groups alone."""
    assert {group.title for group in exercise.groups} >= set(titles)
    kept = sum(group.weight for group in exercise.groups if group.title not in titles)
    return kept / sum(group.weight for group in exercise.groups)
