"""Name the mistake: find the known wrong formula that an answer agrees with.

A mistake is named only if the answer behaves as the wrong formula does, and not as the right one, in
at least two independently drawn cases, and in no case of its group behaves as neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from course_utils.checking.calling import call_here
from course_utils.checking.compare import UNTOUCHED, Tolerance, same
from course_utils.checking.exercise import Exercise, Mistake, Trial
from course_utils.checking.outcome import Failure, Outcome
from course_utils.checking.part_names import Where, words_for
from course_utils.checking.slips import slips_of

WITNESSES = 2
MOST_PARTS = 3
PRODUCTS = ("@", "dot", "matmul", "inner", "einsum", "tensordot")


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
        # Each wrong formula meets each case several times: call it once.
        self.called: dict[tuple[int, int], Outcome] = {}
        self.right = {id(trial): self._is_right(trial.outcome, trial) for trial in trials}

    def name(self) -> Mistake | None:
        for mistakes in (self.exercise.mistakes, slips_of(self.exercise)):
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
        """Whether in each case both are right or both are wrong alike, the latter often enough."""
        if mistake.detect is not None:
            return _detected(mistake.detect, trials)
        witnesses = 0
        for trial in trials:
            if self.right[id(trial)]:
                if not self._is_right(self._outcome_of(mistake, trial), trial):
                    return False
            elif self._is_like(mistake, trial, in_part):
                witnesses += 1
            else:
                return False
        return witnesses >= WITNESSES

    def _fits(
        self, mistake: Mistake, chosen: Sequence[Trial], rest: Sequence[Trial], in_part: bool
    ) -> bool:
        """Whether the cases of the other groups do not speak against a mistake.

        Where the answer is right there, the mistake has to be. Where both are wrong it may be another
        mistake that shows, if `chosen` is evidence enough: numbers that are not whole, or a changed
        argument. An error, a True or a 1 can be like the mistake's by chance. What is refused says nothing: whether arguments are checked
        is a question of its own.
        """
        if mistake.detect is not None:
            return True
        strong = any(
            _has_fractions(trial.outcome.value)
            or not _arguments_alike(trial.outcome, trial.expected)
            for trial in chosen
            if not self.right[id(trial)]
        )
        for trial in rest:
            if trial.expected.failure is not None:
                continue
            if self.right[id(trial)]:
                if not self._is_right(self._outcome_of(mistake, trial), trial):
                    return False
            elif not strong and not self._is_like(mistake, trial, in_part):
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
        """Name the parts of the first wrong answer that are not right."""
        trial = next(trial for trial in trials if not self.right[id(trial)])
        tolerance = self.exercise.tolerance(trial.group)
        wrong = list(_where_wrong(trial.value, trial.expected.value, tolerance))
        words = [words_for(where, self.exercise.returns) for where in wrong[:MOST_PARTS]]
        return " and ".join([*words, "others"] if len(wrong) > MOST_PARTS else words)

    def _outcome_of(self, mistake: Mistake, trial: Trial) -> Outcome:
        key = id(mistake), id(trial)
        if key not in self.called:
            self.called[key] = call_here(self.exercise.function(mistake), trial.arguments)
        return self.called[key]

    def _is_right(self, outcome: Outcome, trial: Trial) -> bool:
        tolerance = self.exercise.tolerance(trial.group)
        return Likeness(tolerance, warnings=trial.group in self.silent).between(
            outcome, trial.expected
        )

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
            in_part and _mixed(trial.outcome, wrong, trial.expected, tolerance)
        )


def _where_wrong(
    got: object, expected: object, tolerance: Tolerance, where: Where = ()
) -> Iterator[Where]:
    """Yield where the parts of an answer are that are not right, innermost parts if they fit."""
    if same(got, expected, tolerance, whole_as_float=True):
        return
    inside = isinstance(got, (tuple, list)) and isinstance(expected, (tuple, list))
    if inside and len(got) == len(expected):  # type: ignore[arg-type]
        for i, (g, e) in enumerate(zip(got, expected, strict=True)):  # type: ignore[call-overload]
            yield from _where_wrong(g, e, tolerance, (*where, i))
    else:
        yield where


def _has_fractions(value: object) -> bool:
    """Whether a value holds a number that is not whole."""
    if isinstance(value, (tuple, list)):
        return any(map(_has_fractions, value))
    if not isinstance(value, (np.ndarray, np.generic, float)):
        return False
    numbers = np.asarray(value)
    if numbers.dtype.kind != "f":
        return False
    finite = numbers[np.isfinite(numbers)]
    return bool(np.any(finite != np.round(finite)))


def _detected(detect: Callable[[Sequence[Trial]], bool], trials: Sequence[Trial]) -> bool:
    """Whether a detector says so. If it raises, it did not match: an answer may be anything."""
    try:
        return detect(trials)
    except Exception:
        return False


@dataclass(frozen=True)
class Likeness:
    """When two outcomes are alike.

    Attributes
    ----------
    tolerance : Tolerance
    warnings : bool
        Whether a warning counts.
    messages : bool
        Whether two errors of one class also have to say the same: many different slips end in a
        ValueError.
    whole_as_float : bool
        Whether an array of whole numbers may stand for one of floats.
    """

    tolerance: Tolerance
    warnings: bool = False
    messages: bool = False
    whole_as_float: bool = False

    def between(self, a: Outcome, b: Outcome) -> bool:
        """Whether two calls went the same way: value or error, arguments afterwards, warnings."""
        if a.failure or b.failure:
            if a.failure is None or b.failure is None or a.failure.kind != b.failure.kind:
                return False
            says = not self.messages or (
                _said(a.failure.message) == _said(b.failure.message)
                and _stop_alike(a.failure, b.failure)
            )
            return a.failure.error_type == b.failure.error_type and says
        if self.warnings and bool(a.warnings) != bool(b.warnings):
            return False
        values = same(a.value, b.value, self.tolerance, whole_as_float=self.whole_as_float)
        return values and _arguments_alike(a, b)


def _stop_alike(got: Failure, wrong: Failure) -> bool:
    """Whether a matrix product stands where an answer stops, if one stands where the wrong formula does.

    Many calls end in a product that does not fit; a sentence about a product speaks of the answer's own.
    """

    def multiplies(failure: Failure) -> bool:
        line = failure.line.partition("\n")[0]
        return not line or any(sign in line for sign in PRODUCTS)

    return _said(wrong.message)[0] != "product" or multiplies(got) or not multiplies(wrong)


def _is_float(expected: object) -> bool:
    return (
        isinstance(expected, (np.ndarray, np.generic, float))
        and np.asarray(expected).dtype.kind == "f"
    )


def _said(message: str) -> tuple[str, ...]:
    """Return what an error says, the same for `@` and `np.dot`, whose texts differ.

    A product of matrices that do not fit is known by the two sizes, a broadcast by its shapes in any
    order; of other errors the numbers are left out.
    """
    by_matmul = re.search(r"matmul: .*\(size (\d+) is different from (\d+)\)", message)
    if by_matmul:
        return ("product", by_matmul[2], by_matmul[1])
    by_dot = re.search(r"not aligned: (\d+) \(dim \d+\) != (\d+) \(dim \d+\)", message)
    if by_dot:
        return ("product", by_dot[1], by_dot[2])
    if "could not be broadcast" in message:
        # A leading size of 1 makes no difference to broadcasting.
        shapes = re.findall(r"\((?:1,)*(\d[\d,]*)\)", message)
        return ("broadcast", *sorted(shape.rstrip(",") for shape in shapes))
    return (re.sub(r"[\d(),\s]+", " ", message),)


def _arguments_alike(a: Outcome, b: Outcome) -> bool:
    plain = (x for x in zip(a.arguments, b.arguments, strict=False) if _is_data(x[0]))
    return all(same(x, y, UNTOUCHED) for x, y in plain)


def _is_data(argument: object) -> bool:
    """Tell data from generators, which move on when used, and functions, which do not compare."""
    return not callable(argument) and type(argument).__name__ != "Generator"


def _mixed(got: Outcome, wrong: Outcome, right: Outcome, tolerance: Tolerance) -> bool:
    """Whether each part of a tuple or list is the wrong formula's or the right one, and one is wrong."""
    values = (got.value, wrong.value, right.value)
    if got.failure or wrong.failure or not all(isinstance(v, (tuple, list)) for v in values):
        return False
    g, w, r = (list(v) for v in values)  # type: ignore[call-overload]
    if not len(g) == len(w) == len(r):
        return False
    from_right = [same(a, b, tolerance) for a, b in zip(g, r, strict=True)]
    from_wrong = [same(a, b, tolerance) for a, b in zip(g, w, strict=True)]
    explained = all(a or b for a, b in zip(from_right, from_wrong, strict=True))
    return explained and not all(from_right)
