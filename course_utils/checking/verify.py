"""Prove that an exercise's check is sound.

Right answers pass, the empty one earns nothing, every known mistake is caught and called by its own
name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from course_utils.checking.answers import Function
from course_utils.checking.calling import caller_of
from course_utils.checking.closure import AnswerError
from course_utils.checking.exercise import Exercise, ExerciseError, Mistake
from course_utils.checking.judge import Case, cases_of, fault_of, judge_on, try_case
from course_utils.checking.slips import slips_of
from course_utils.checking.verdict import Verdict

SEEDS = tuple(range(1, 6))
Drawn = dict[int, list[Case]]  # the cases of each seed


@dataclass
class Proof:
    """What was tried on one exercise; `problems` is empty if all went well."""

    exercise: str
    alternatives: int = 0
    mistakes: int = 0
    slips: int = 0
    reference_passed: bool = False
    alternatives_passed: int = 0
    empty_earned: float = 0.0
    caught: int = 0
    named: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything was as it should be."""
        return not self.problems


def verify(exercises: Iterable[Exercise], seeds: Iterable[int] = SEEDS) -> Iterator[Proof]:
    """Yield the proof of each exercise, every claim tried with each seed."""
    seeds = tuple(seeds)
    for exercise in exercises:
        yield prove(exercise, seeds)


def prove(exercise: Exercise, seeds: tuple[int, ...] = SEEDS) -> Proof:
    """Prove one exercise."""
    proof = Proof(exercise.name, len(exercise.alternatives), len(exercise.mistakes))
    try:
        _prove(exercise, seeds, proof)
    except (ExerciseError, AnswerError) as error:
        proof.problems.append(str(error).removeprefix(f"{exercise.name}: "))
    return proof


def _prove(exercise: Exercise, seeds: tuple[int, ...], proof: Proof) -> None:
    # Each answer is judged on the same cases, which are drawn once.
    drawn = {seed: list(cases_of(exercise, np.random.default_rng(seed))) for seed in seeds}
    proof.reference_passed = _passes(exercise, exercise.reference, drawn, "the reference", proof)
    for alternative in exercise.alternatives:
        label = f"the right alternative {alternative.name!r}"
        proof.alternatives_passed += _passes(
            exercise, exercise.function(alternative), drawn, label, proof
        )
    for seed, cases in drawn.items():
        for empty in (_not_written, _returns_none):
            verdict = _judged(exercise, empty, seed, cases)
            proof.empty_earned = max(proof.empty_earned, verdict.earned)
    if proof.empty_earned > 0:
        proof.problems.append(f"the empty answer earns {proof.empty_earned:.0%}")
    for slip in slips_of(exercise):
        _prove_slip(exercise, slip, drawn, proof)
    for mistake in exercise.mistakes:
        verdicts = [_judged(exercise, exercise.function(mistake), *one) for one in drawn.items()]
        caught = all(v.status == "wrong" and v.earned < 1 for v in verdicts)
        named = all(v.mistake == mistake.name for v in verdicts)
        stops = verdicts[0].stage == "runs"
        typo = _typo_in(exercise, mistake, drawn[seeds[0]]) if stops else ""
        if typo:
            proof.problems.append(
                f"the mistake {mistake.name!r} stops with {typo}. Correct its code."
            )
        marks = sorted({v.earned for v in verdicts})
        # Training on other data gives a slightly better or worse network each time.
        if len(marks) > 1 and not exercise.free_form:
            proof.problems.append(f"the mark of {mistake.name!r} depends on the inputs: {marks}")
        proof.caught += caught
        proof.named += named
        if not caught:
            proof.problems.append(f"the mistake {mistake.name!r} passes")
        elif not named:
            called = sorted({repr(v.mistake) if v.mistake else "nothing" for v in verdicts})
            why = _too_few(exercise, mistake, drawn) if "nothing" in called else ""
            proof.problems.append(
                f"the mistake {mistake.name!r} is called {', '.join(called)}{why}"
            )


def _too_few(exercise: Exercise, mistake: Mistake, drawn: Drawn) -> str:
    """Say so if a mistake has no name because it shows in one case only."""
    call = caller_of(exercise.function(mistake))
    for seed, cases in drawn.items():
        laws_rng = _laws_rng(seed)
        trials = [(c.group, try_case(c, call, laws_rng)) for c in cases]
        if sum(fault_of(exercise, group, trial) is not None for group, trial in trials) == 1:
            return (
                ": one case only tells it from a right answer, and a name needs two. Give that group "
                "count=2 or more"
            )
    return ""


def _typo_in(exercise: Exercise, mistake: Mistake, cases: list[Case]) -> str:
    """Return the error of a mistake's code that uses a name that exists nowhere."""
    call = caller_of(exercise.function(mistake))
    for case in cases:
        failure = call(case.arguments).failure
        error = f"{failure.error_type}: {failure.message}" if failure else ""
        if error.startswith(("NameError: ", "AttributeError: module ")):
            return error
    return ""


def _prove_slip(exercise: Exercise, slip: Mistake, drawn: Drawn, proof: Proof) -> None:
    """Prove that a slip, unless it changes nothing here, is caught and has a name."""
    verdicts = [_judged(exercise, exercise.function(slip), *one) for one in drawn.items()]
    if any(v.passed for v in verdicts):
        return
    proof.slips += 1
    nameless = [v for v in verdicts if not v.mistake]
    if nameless and len(nameless) < len(verdicts):
        proof.problems.append(f"the slip {slip.name!r} has a name on some seeds only")


def _judged(exercise: Exercise, function: Function, seed: int, cases: list[Case]) -> Verdict:
    return judge_on(exercise, caller_of(function), cases, _laws_rng(seed))


def _laws_rng(seed: int) -> np.random.Generator:
    """Return the random numbers that `judge` gives to the laws."""
    return np.random.default_rng(seed).spawn(1)[0]


def _passes(exercise: Exercise, function: Function, drawn: Drawn, label: str, proof: Proof) -> bool:
    for seed, cases in drawn.items():
        verdict = _judged(exercise, function, seed, cases)
        if not verdict.passed:
            proof.problems.append(f"{label} is refused (seed {seed}): {verdict.message}")
            return False
    return True


def _not_written(*_arguments: object) -> object:
    raise NotImplementedError


def _returns_none(*_arguments: object) -> object:
    return None
