"""Judge one answer: call it on drawn inputs, stop at the first fault, and say what it is.

The order of the checks: defined, callable, runs, type, shape, dtype, finite, value, warnings (where
silence is asked for), laws, arguments left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from course_utils.checking.advice import advice_on
from course_utils.checking.branches import branch_advice
from course_utils.checking.calling import call_here
from course_utils.checking.compare import UNTOUCHED, Fault, find_fault, same
from course_utils.checking.diagnosis import name_mistake
from course_utils.checking.exercise import Exercise, ExerciseError, Group, Law, Mistake, Trial
from course_utils.checking.forms import form_advice, form_hint
from course_utils.checking.in_words import shape_of
from course_utils.checking.outcome import Call, Failure, Outcome
from course_utils.checking.verdict import GroupResult, Verdict

# After one of these no further call says more.
FINAL = ("missing", "not_callable", "not_started", "timeout", "crash")


def judge(exercise: Exercise, call: Call, rng: np.random.Generator) -> Verdict:
    """Judge the answer behind `call` on inputs drawn from `rng`.

    Parameters
    ----------
    exercise : Exercise
    call : callable
        ``call(arguments)`` returns an `Outcome`: the student's function here, or a message to the
        sandbox there. It hands on copies, and is never given what is expected.
    rng : numpy.random.Generator
        The same generator state draws the same inputs, whatever the answer does.

    Returns
    -------
    Verdict

    Raises
    ------
    ExerciseError
        If the reference raises where it should not, or the other way round. `course verify` finds
        such an exercise before a student does.
    """
    laws_rng = rng.spawn(1)[0]
    return judge_on(exercise, call, cases_of(exercise, rng), laws_rng)


def judge_on(
    exercise: Exercise, call: Call, cases: Iterable[Case], laws_rng: np.random.Generator
) -> Verdict:
    """Judge the answer behind `call` on these cases, which several answers may be judged on."""
    trials: list[Trial] = []
    lost: dict[str, float] = {}  # the share of its points that each group has lost
    first: tuple[Fault, Group, Trial] | None = None
    for case in cases:
        trial = try_case(case, call, laws_rng)
        trials.append(trial)
        failure = trial.outcome.failure
        if failure and _says_all(failure, trials):
            return _final(exercise, failure, trial, _seconds(trials))
        fault = fault_of(exercise, case.group, trial)
        if fault:
            lost[case.group.title] = max(
                lost.get(case.group.title, 0.0), 0.5 if fault.mild else 1.0
            )
            first = first or (fault, case.group, trial)
    results = tuple(
        GroupResult(g.title, g.weight, g.title not in lost, 1.0 - lost.get(g.title, 0.0))
        for g in exercise.groups
    )
    if not any(result.weight for result in results if not result.passed):
        # No group with points is wrong; a group without points leaves a remark.
        remark = first[1].hint if first else ""
        graded = tuple(result for result in results if result.weight)
        seconds = _seconds(trials)
        return Verdict(exercise.name, "right", 1.0, message=remark, groups=graded, seconds=seconds)
    assert first is not None
    return _wrong(exercise, first, trials, results)


def _says_all(failure: Failure, trials: Sequence[Trial]) -> bool:
    """Whether no further call says more. After a value, NotImplementedError is an error like others."""
    written = any(trial.outcome.failure is None for trial in trials)
    return failure.kind in FINAL and not (failure.kind == "not_started" and written)


@dataclass(frozen=True, eq=False)
class Case:
    """The arguments of one call, the group that they belong to, and what the reference gives.

    `of_mistakes` keeps what known mistakes give, for the next answer that is judged on the case.
    """

    group: Group
    arguments: tuple
    expected: Outcome
    of_mistakes: dict[Mistake, Outcome] = field(default_factory=dict)


def cases_of(exercise: Exercise, rng: np.random.Generator) -> Iterator[Case]:
    """Draw the cases of an exercise in order; errors as for `judge`."""
    for group in exercise.groups:
        for arguments in group.cases(rng):
            expected = Outcome()
            if not exercise.free_form:
                expected = call_here(exercise.reference, arguments)
                if bool(expected.failure) != group.refused:
                    does = (
                        "raises " + expected.failure.message
                        if expected.failure
                        else "does not raise"
                    )
                    raise ExerciseError(
                        f"{exercise.name}, group {group.title!r}: the reference {does}"
                    )
            yield Case(group, arguments, expected)


def try_case(case: Case, call: Call, laws_rng: np.random.Generator) -> Trial:
    """Call an answer on a case's arguments; a `Call` hands copies of them to the answer."""
    outcome = call(case.arguments)
    title = case.group.title
    return Trial(case.arguments, case.expected, outcome, call, laws_rng, title, case.of_mistakes)


def fault_of(exercise: Exercise, group: Group, trial: Trial) -> Fault | None:
    """Return the first fault of an answer in one case, or None if it is right there."""
    outcome, expected = trial.outcome, trial.expected
    if expected.failure:
        return _expected_error_fault(outcome, expected.failure)
    if outcome.failure:
        return _failure_fault(outcome.failure)
    tolerance = exercise.tolerance(group.title)
    if not exercise.free_form:
        fault = find_fault(
            outcome.value,
            expected.value,
            tolerance,
            values=exercise.unique,
            names=exercise.returns,
        )
        if fault:
            return fault
    if group.silent and outcome.warnings:
        return Fault("warnings", f"The value is right, but Python warns: {outcome.warnings[0]}.")
    for law in exercise.laws:
        said = _broken(exercise, law, trial)
        if said:
            return Fault("law", said)
    return _arguments_fault(exercise, trial)


def _broken(exercise: Exercise, law: Law, trial: Trial) -> str | None:
    try:
        return law.broken(trial)
    except Exception as error:
        raise ExerciseError(
            f"{exercise.name}: the law {law.title!r} stops with {type(error).__name__}: {error}"
        ) from error


def is_right(exercise: Exercise, case: Case, call: Call, laws_rng: np.random.Generator) -> bool:
    """Whether an answer has no fault in one case: where it has, that is seen faster without its name."""
    trial = try_case(case, call, laws_rng)
    expected, outcome = case.expected, trial.outcome
    if exercise.unique and not expected.failure and not outcome.failure:
        tolerance = exercise.tolerance(case.group.title)
        if not same(outcome.value, expected.value, tolerance, whole_as_float=True):
            return False
    return fault_of(exercise, case.group, trial) is None


def _failure_fault(failure: Failure) -> Fault:
    if failure.kind == "unreadable":
        return Fault("type", "What your function returned cannot be read as numbers or arrays.")
    if failure.kind == "not_started":
        return Fault("runs", "It stops with NotImplementedError: this case is not written yet.")
    where = f"\n    {failure.line}" if failure.line else ""
    return Fault("runs", f"It stops with {failure.error_type}: {failure.message}{where}")


def _expected_error_fault(outcome: Outcome, wanted: Failure) -> Fault | None:
    """Compare with a reference that refuses its arguments: the same class of error is right."""
    if outcome.failure is None:
        return Fault("runs", f"A {wanted.error_type} should be raised here, and none was.")
    if outcome.failure.error_type != wanted.error_type:
        raised = outcome.failure.error_type or "NotImplementedError"
        message = f"A {wanted.error_type} should be raised here; {raised} was."
        return Fault("runs", message)
    return None


def _arguments_fault(exercise: Exercise, trial: Trial) -> Fault | None:
    after = trial.outcome.arguments
    for name, before, now in zip(exercise.parameters, trial.arguments, after, strict=False):
        if callable(before) or isinstance(before, np.random.Generator):
            continue
        if not same(now, before, UNTOUCHED):
            message = f"The value is right, but your function changes its argument `{name}`."
            return Fault("arguments", message)
    return None


def _final(exercise: Exercise, failure: Failure, trial: Trial, seconds: float) -> Verdict:
    name = exercise.name
    inputs = _inputs(exercise, trial)
    if failure.kind == "not_started":
        return Verdict(name, "not started", stage="runs", message="Not started yet.")
    messages = {
        "missing": ("defined", f"There is no function named `{name}`. {failure.message}".strip()),
        "not_callable": (
            "callable",
            f"`{name}` is not a function but {_article(failure.message)}: has the name been reused?",
        ),
        "timeout": ("runs", f"It did not end in time. {failure.message}".strip()),
        "crash": ("runs", f"It ended the Python process. {failure.message}".strip()),
    }
    stage, message = messages[failure.kind]
    return Verdict(
        name,
        "error",
        stage=stage,
        message=message,
        inputs=inputs,
        seconds=seconds,
        failure=failure.kind,
    )


def _wrong(
    exercise: Exercise,
    first: tuple[Fault, Group, Trial],
    trials: Sequence[Trial],
    results: tuple[GroupResult, ...],
) -> Verdict:
    fault, group, trial = first
    mistake = (
        name_mistake(exercise, trials, group.title)
        or form_advice(exercise, trial, fault.stage)
        or advice_on(trial.outcome.failure)
        or branch_advice(exercise, trials)
    )
    total = sum(r.weight for r in results)
    # An answer that fails the first group has not solved the exercise: what else is right is luck.
    earned = sum(r.weight * r.share for r in results) / total if results[0].share else 0.0
    return Verdict(
        exercise.name,
        "wrong",
        earned=earned,
        stage=fault.stage,
        message=fault.message,
        mistake=mistake.name if mistake else "",
        hint=mistake.hint if mistake else group.hint or form_hint(trial),
        inputs=_inputs(exercise, trial),
        picture=fault.picture,
        groups=results,
        seconds=_seconds(trials),
    )


def _inputs(exercise: Exercise, trial: Trial) -> str:
    pairs = zip(exercise.parameters, trial.arguments, strict=False)
    return ", ".join(f"{name} {shape_of(value)}" for name, value in pairs)


def _seconds(trials: Sequence[Trial]) -> float:
    return sum(t.outcome.seconds for t in trials)


def _article(word: str) -> str:
    return f"an {word}" if word[:1].lower() in "aeiou" else f"a {word}"
