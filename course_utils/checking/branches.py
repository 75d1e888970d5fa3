"""Advice where one argument is a name, such as `activation`: which of its branches is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from course_utils.checking.advice import Advice
from course_utils.checking.calling import call_here
from course_utils.checking.compare import same
from course_utils.checking.exercise import Exercise, Trial


def branch_advice(exercise: Exercise, trials: Sequence[Trial]) -> Advice | None:
    """Return advice on the names for which an answer is always wrong, if it is right for all others.

    Or, for whatever names it is wrong, if each wrong value is the right one for another name.
    """
    judged = [trial for trial in trials if trial.expected.failure is None]
    if not exercise.unique or any(trial.outcome.failure for trial in judged):
        return None
    for place in range(len(exercise.parameters)):
        given = [t.arguments[place] for t in judged if len(t.arguments) > place]
        if len(given) == len(judged) and all(isinstance(name, str) for name in given):
            advice = _on_argument(exercise, judged, place)
            if advice:
                return advice
    return None


def _on_argument(exercise: Exercise, trials: Sequence[Trial], place: int) -> Advice | None:
    tolerance = exercise.tolerance()
    names = sorted({trial.arguments[place] for trial in trials})
    wrong = [t for t in trials if not same(t.value, t.expected.value, tolerance)]
    bad = sorted({trial.arguments[place] for trial in wrong})
    good = [name for name in names if name not in bad]
    taken = [_taken_for(exercise, trial, place, names) for trial in wrong]
    if len(wrong) > 1 and all(taken):
        others = sorted({name for name in taken if name})
        return Advice(
            f"for {_listed(bad)} the answer of {_listed(others)}",
            f"For {_listed(bad)} you return what is right for {_listed(others)}. Compare each branch "
            f"with its name, and look whether `{exercise.parameters[place]}` is used at all.",
        )
    always = len(wrong) == sum(trial.arguments[place] in bad for trial in trials)
    if not good or not bad or not always:
        return None
    return Advice(
        f"only {_listed(bad)} is wrong",
        f"Your answer is right for {_listed(good)}. Look at what your code does for {_listed(bad)}.",
    )


def _taken_for(exercise: Exercise, trial: Trial, place: int, names: Sequence[str]) -> str:
    """Return another name for which the value would be right, or nothing."""
    before, own, after = (
        trial.arguments[:place],
        trial.arguments[place],
        trial.arguments[place + 1 :],
    )
    for name in names:
        right = call_here(exercise.reference, (*before, name, *after)) if name != own else None
        if right and not right.failure and same(trial.value, right.value, exercise.tolerance()):
            return name
    return ""


def _listed(names: Sequence[str]) -> str:
    return " and ".join(map(repr, names))
