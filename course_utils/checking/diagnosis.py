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
    called: dict[tuple[int, int], Outcome] = {}

    def outcome_of(mistake: Mistake, trial: Trial) -> Outcome:
        # Each wrong formula meets each case up to four times below: call it once.
        key = id(mistake), id(trial)
        if key not in called:
            called[key] = call_here(exercise.function(mistake), trial.arguments)
        return called[key]

    failed_alone = [trial for trial in trials if trial.group == failed]
    others = [trial for trial in trials if trial.group != failed]
    stages: list[tuple[list[Trial], list[Trial]]] = [(list(trials), [])]
    if not all(isinstance(t.expected.value, (bool, np.bool_)) for t in trials):
        # A few cases of yes and no are little evidence.
        stages.append((failed_alone, others))
    for mistakes in (exercise.mistakes, slips_of(exercise)):
        for chosen, rest in stages:
            # A mistake that explains the whole answer goes before one that explains a part of it.
            for in_part in (False, True):
                for mistake in mistakes:
                    if _explains(mistake, chosen, exercise, in_part, outcome_of) and all(
                        _allows(mistake, trial, exercise, outcome_of) for trial in rest
                    ):
                        return _of_a_part(mistake, chosen, exercise) if in_part else mistake
    return None


def _of_a_part(mistake: Mistake, trials: Sequence[Trial], exercise: Exercise) -> Mistake:
    """Return a mistake whose hint says of which parts of the answer it speaks."""
    wrong = next(parts for t in trials if (parts := _wrong_parts(t, exercise)))
    words = [words_for(where, exercise.returns) for where in wrong[:MOST_PARTS]]
    words += ["others"] if len(wrong) > MOST_PARTS else []
    hint = f"This is about {' and '.join(words)}; the rest is right. {mistake.hint}"
    return replace(mistake, hint=hint)


def _wrong_parts(trial: Trial, exercise: Exercise) -> list[Where]:
    """Return where the parts of an answer are that are not right, innermost parts if they fit."""
    tolerance = exercise.tolerance(trial.group)

    def wrong(got: object, expected: object, where: Where) -> Iterator[Where]:
        if same(got, expected, tolerance, whole_as_float=True):
            return
        inside = isinstance(got, (tuple, list)) and isinstance(expected, (tuple, list))
        if inside and len(got) == len(expected):  # type: ignore[arg-type]
            for i, (g, e) in enumerate(zip(got, expected, strict=True)):  # type: ignore[call-overload]
                yield from wrong(g, e, (*where, i))
        else:
            yield where

    return list(wrong(trial.value, trial.expected.value, ()))


def _allows(
    mistake: Mistake,
    trial: Trial,
    exercise: Exercise,
    outcome_of: Callable[[Mistake, Trial], Outcome],
) -> bool:
    """Whether a case does not speak against a mistake: the answer is wrong in it, or both are right.

    What is refused says nothing: whether arguments are checked is a question of its own.
    """
    if mistake.detect is not None or trial.expected.failure is not None:
        return True
    silent = any(group.silent for group in exercise.groups if group.title == trial.group)
    right = Likeness(exercise.tolerance(trial.group), warnings=silent)
    return not right.between(trial.outcome, trial.expected) or right.between(
        outcome_of(mistake, trial), trial.expected
    )


def _explains(
    mistake: Mistake,
    trials: Sequence[Trial],
    exercise: Exercise,
    in_part: bool,
    outcome_of: Callable[[Mistake, Trial], Outcome],
) -> bool:
    if mistake.detect is not None:
        return _detected(mistake.detect, trials)
    silent = {group.title for group in exercise.groups if group.silent}
    witnesses = 0
    for trial in trials:
        wrong = outcome_of(mistake, trial)
        tolerance = exercise.tolerance(trial.group)
        right = Likeness(tolerance, warnings=trial.group in silent)
        if right.between(trial.outcome, trial.expected):
            if not right.between(wrong, trial.expected):
                return False
            continue
        # Where floats are expected, 1 and 1.0 are the same mistake, as they are the same answer.
        whole = _is_float(trial.expected.value)
        likeness = replace(right, messages=True, whole_as_float=whole)
        if likeness.between(trial.outcome, wrong) or (
            in_part and _mixed(trial.outcome, wrong, trial.expected, tolerance)
        ):
            witnesses += 1
        else:
            return False
    return witnesses >= WITNESSES


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
