"""Name the mistake: find the known wrong formula that an answer agrees with.

A mistake is named only if the answer behaves as the wrong formula does, and not as the right one, in
at least two independently drawn cases, and in no case of its group behaves as neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from course_utils.checking.calling import call_here, caller_of
from course_utils.checking.detectors import Detector
from course_utils.checking.exercise import Exercise, Mistake, Trial
from course_utils.checking.likeness import (
    Likeness,
    arguments_alike,
    has_fractions,
    is_mixed,
    wrong_parts,
)
from course_utils.checking.outcome import Outcome
from course_utils.checking.part_names import words_for
from course_utils.checking.slips import slips_of

WITNESSES = 2
MOST_PARTS = 3


def name_mistake(exercise: Exercise, trials: Sequence[Trial], failed: str) -> Mistake | None:
    """Return the known mistake that explains `trials`, or None.

    First a mistake that explains every case is looked for, then one that explains the group of
    title `failed`, where the answer first went wrong: another mistake may hide in the others. A
    mistake that goes wrong where the answer is right is never the one.
    """
    return _Diagnosis(exercise, trials, failed).name()


class _Diagnosis:
    def __init__(self, exercise: Exercise, trials: Sequence[Trial], failed: str) -> None:
        self.exercise = exercise
        self.trials = list(trials)
        self.failed = [trial for trial in trials if trial.group == failed]
        self.others = [trial for trial in trials if trial.group != failed]
        self.silent = {group.title for group in exercise.groups if group.silent}
        self.right = {id(trial): self._is_right(trial.outcome, trial) for trial in trials}

    def name(self) -> Mistake | None:
        own = _told_by_signs(self.exercise) if self.exercise.signs else self.exercise.mistakes
        for mistakes in (own, slips_of(self.exercise)):
            for chosen, rest in ((self.trials, []), (self.failed, self.others)):
                # A mistake that explains the whole answer goes before one that explains a part of it.
                for in_part in (False, True):
                    for mistake in mistakes:
                        if self._explains(mistake, chosen, in_part) and self._fits(
                            mistake, chosen, rest, in_part
                        ):
                            return self._as_sure_as_it_is(mistake, chosen, in_part)
        return None

    def _explains(self, mistake: Mistake, trials: Sequence[Trial], in_part: bool) -> bool:
        """Whether in each case both are right or both are wrong in the same way, the latter often enough."""
        if mistake.detect is not None:
            return _detected(mistake.detect, trials)
        witnesses = 0
        for trial in trials:
            if self.right[id(trial)]:
                if not self._is_right(self._outcome_of(mistake, trial), trial):
                    return False
            elif self._is_wrong_like(mistake, trial, in_part):
                witnesses += 1
            else:
                return False
        return witnesses >= WITNESSES

    def _fits(
        self, mistake: Mistake, chosen: Sequence[Trial], rest: Sequence[Trial], in_part: bool
    ) -> bool:
        """Whether the cases of the other groups are compatible with a mistake.

        Where the answer is right there, the mistake has to be. Where both are wrong it may be another
        mistake that shows, if `chosen` is evidence enough: numbers that are not whole, or a changed
        argument. An error, a True or a 1 can be like the mistake's by chance. What is
        refused says nothing: whether arguments are checked
        is a question of its own.
        """
        if mistake.detect is not None:
            return True
        strong = any(
            has_fractions(trial.outcome.value) or not arguments_alike(trial.outcome, trial.expected)
            for trial in chosen
            if not self.right[id(trial)]
        )
        for trial in rest:
            if trial.expected.failure is not None:
                continue
            if self.right[id(trial)]:
                if not self._is_right(self._outcome_of(mistake, trial), trial):
                    return False
            elif not strong and not self._is_wrong_like(mistake, trial, in_part):
                return False
        return True

    def _as_sure_as_it_is(
        self, mistake: Mistake, trials: Sequence[Trial], in_part: bool
    ) -> Mistake:
        """Return the mistake; its hint says whether it explains a part alone, or only an error."""
        if mistake.detect is not None:
            return mistake
        hint = mistake.hint
        if in_part:
            hint = f"This is about {self._wrong_parts(trials)}; the rest is right. {hint}"
        wrong = [trial for trial in trials if not self.right[id(trial)]]
        if all(trial.outcome.failure and not trial.expected.failure for trial in wrong):
            hint = (
                f"{hint} Other slips can end in the same error: begin with the line where it stops."
            )
        return replace(mistake, hint=hint)

    def _wrong_parts(self, trials: Sequence[Trial]) -> str:
        """Say which parts of the answer are wrong, in the first case in which one is."""
        trial = next(trial for trial in trials if not self.right[id(trial)])
        tolerance = self.exercise.tolerance(trial.group)
        wrong = list(wrong_parts(trial.value, trial.expected.value, tolerance))
        words = [words_for(where, self.exercise.returns) for where in wrong[:MOST_PARTS]]
        return " and ".join([*words, *(["others"] if len(wrong) > MOST_PARTS else [])])

    def _outcome_of(self, mistake: Mistake, trial: Trial) -> Outcome:
        # Each wrong formula meets each case several times: call it once.
        if mistake not in trial.of_mistakes:
            function = self.exercise.function(mistake)
            trial.of_mistakes[mistake] = call_here(function, trial.arguments)
        return trial.of_mistakes[mistake]

    def _is_right(self, outcome: Outcome, trial: Trial) -> bool:
        tolerance = self.exercise.tolerance(trial.group)
        likeness = Likeness(
            tolerance,
            warnings=trial.group in self.silent,
            whole_as_float=_is_float(trial.expected.value),
        )
        return likeness.between(outcome, trial.expected)

    def _is_wrong_like(self, mistake: Mistake, trial: Trial, in_part: bool) -> bool:
        """Whether a mistake shows in a case, and as it does in the answer."""
        is_like = self._is_like(mistake, trial, in_part)
        return is_like and not self._is_right(self._outcome_of(mistake, trial), trial)

    def _is_like(self, mistake: Mistake, trial: Trial, in_part: bool) -> bool:
        tolerance, wrong = self.exercise.tolerance(trial.group), self._outcome_of(mistake, trial)
        # Where floats are expected, 1 and 1.0 are the same mistake, as they are the same answer.
        likeness = Likeness(
            tolerance,
            warnings=trial.group in self.silent,
            messages=True,
            whole_as_float=_is_float(trial.expected.value),
        )
        return likeness.between(trial.outcome, wrong) or (
            in_part and is_mixed(trial.outcome, wrong, trial.expected, tolerance)
        )


def _told_by_signs(exercise: Exercise) -> tuple[Mistake, ...]:
    """Return the mistakes of an exercise, each with a detector that looks for the wrong code's signs."""
    signs = exercise.signs
    known: dict[
        tuple[int, ...], object
    ] = {}  # needed for the answer's own signs, which may call it

    def detector_of(mistake: Mistake) -> Detector:
        call = caller_of(exercise.function(mistake))

        def detect(trials: Sequence[Trial]) -> bool:
            assert signs is not None
            these = tuple(map(id, trials))
            if these not in known:
                known[these] = signs(trials)
            wrong = [replace(t, outcome=call(t.arguments), call=call) for t in trials]
            return known[these] == signs(wrong)

        return detect

    return tuple(replace(m, detect=m.detect or detector_of(m)) for m in exercise.mistakes)


def _detected(detect: Detector, trials: Sequence[Trial]) -> bool:
    """Whether a detector says so. If it raises, it did not match: an answer may be anything."""
    try:
        with np.errstate(all="ignore"):
            return detect(trials)
    except Exception:
        return False


def _is_float(expected: object) -> bool:
    return (
        isinstance(expected, (np.ndarray, np.generic, float))
        and np.asarray(expected).dtype.kind == "f"
    )
