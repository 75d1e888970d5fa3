"""`course verify --mutants`: every single edit of a reference is refused, or there is a reason why not."""

from __future__ import annotations

import difflib
from collections import Counter
from itertools import chain

import numpy as np
from rich.console import Console

from course_utils.checking import equivalence as why
from course_utils.checking.answers import source_of
from course_utils.checking.calling import call_here
from course_utils.checking.equivalence import Equivalence, equivalence
from course_utils.checking.exercise import Exercise
from course_utils.checking.judge import cases_of
from course_utils.checking.mutants import Mutant, Trials, mutants_of
from course_utils.checking.wide_inputs import wide_inputs
from course_utils.commands.verify import chosen_lessons
from course_utils.course import Course, installed_course

LONG_SECONDS = 0.3  # that one call of a reference may take
WIDE_SEEDS = 3  # of whose cases wide inputs are made
REFUSED, LUCK, ERROR = "refused", "luck", "error"


def verify_mutants(course: Course, lessons: list[str], seeds: int) -> bool:
    """Judge every single edit of each reference and print the results.

    Returns whether no mark is luck and, for an exercise with preconditions, whether every edit that
    passes has a reason. The exercises of the installed course are held to that with or without.

    Raises
    ------
    CourseError
        If there is no such lesson.
    """
    console = Console()
    counts: Counter[str] = Counter()
    for lesson in chosen_lessons(course, lessons):
        for exercise in course.of_lesson(lesson.id):
            if _takes_long(exercise):
                console.print(f"{exercise.name}: one answer takes too long; left out")
                continue
            with console.status(f"Editing {exercise.name} ..."):
                survey = _Survey(exercise, seeds)
            strict = bool(exercise.preconditions) or course is installed_course()
            counts[ERROR] += survey.show(console, strict=strict)
            counts += survey.counts
    luck, errors = counts[LUCK], counts[ERROR]
    tried = counts.total() - errors
    console.print(
        f"{counts[REFUSED]} of {tried} edits are refused on all {seeds} seeds. {counts[why.SAME]} give the "
        f"same to the last bit,\n{counts[why.ROUNDED]} the same but for rounding, "
        f"{counts[why.NOT_ASKED]} another result only where nothing is asked; {counts[why.LISTED]} are right "
        f"for\na reason of their own, {counts[why.OPEN]} pass without a reason, {luck} by luck."
    )
    if luck:
        console.print(
            f"ERROR: {luck} edits are refused on some seeds only. Add cases that always show what "
            "they change:\nnumbers of both signs, a value of each kind, the limit itself."
        )
    if counts[why.OPEN]:
        console.print(
            "An edit without a reason changes nothing that is asked, or no case shows what it changes. "
            "If it is a\nmistake, add a group of cases that shows it; otherwise say in `preconditions` "
            "what the text asks, or in\n`equivalent` why it may pass."
        )
    return not errors


class _Survey:
    """What became of the edits of one exercise."""

    def __init__(self, exercise: Exercise, seeds: int) -> None:
        self.exercise, self.seeds = exercise, seeds
        trials = Trials(exercise, range(seeds))
        all_cases = list(trials.cases.values())
        self.unfair = {
            one
            for case in chain.from_iterable(all_cases)
            for one in exercise.broken_preconditions(case.arguments)
        }
        cases = list(chain.from_iterable(all_cases[:WIDE_SEEDS]))
        inputs = wide_inputs(exercise, cases)
        self.inputs = len(inputs)
        self.counts: Counter[str] = Counter()
        self.luck: list[tuple[str, Mutant]] = []
        self.passed: list[tuple[str, Equivalence]] = []
        for mutant in mutants_of(exercise, trials):
            if not mutant.passed:
                self.counts[REFUSED] += 1
                continue
            line = edited_line(exercise, mutant)
            if mutant.lucky:
                self.luck.append((line, mutant))
                self.counts[LUCK] += 1
                continue
            found = equivalence(exercise, mutant.function, line, inputs, max(trials.patience))
            self.passed.append((line, found))
            self.counts[found.kind] += 1

    def show(self, console: Console, *, strict: bool) -> int:
        """Print what was found, and return how many errors there are."""
        n = self.counts
        far = max((one.largest for _, one in self.passed if one.kind == why.ROUNDED), default=0.0)
        others = [
            f"{number} {words}"
            for number, words in (
                (n[why.SAME], "the same to the last bit"),
                (n[why.ROUNDED], f"the same but for rounding (at most {far:.0e})"),
                (n[why.NOT_ASKED], "other only where nothing is asked"),
                (n[why.LISTED], "right for a reason of their own"),
                (n[why.OPEN], "without a reason"),
                (n[LUCK], "refused on some seeds only"),
            )
            if number
        ]
        refused = f"{n.total()} edits, {n[REFUSED]} refused on all {self.seeds} seeds"
        compared = f" ({self.inputs} wide inputs)" if self.passed else ""
        said = ", ".join([refused, *others])
        console.print(f"{self.exercise.name}: {said}{compared}", soft_wrap=True)
        errors = [f"a case breaks the precondition `{one}`" for one in sorted(self.unfair)]
        errors += [
            f"{line}   right on {len(mutant.passed)} of {self.seeds} seeds: its mark is luck"
            for line, mutant in self.luck
        ]
        for line, found in self.passed:
            if found.kind == why.OPEN and strict:
                errors.append(f"{line}   right on all seeds: say why, or add a case that shows it")
            elif found.kind == why.OPEN:
                console.print(f"  right  {line}", style="dim", markup=False, soft_wrap=True)
            elif found.why:
                said = f"  passes  {line}   {found.why}"
                console.print(said, style="dim", markup=False, soft_wrap=True)
        for error in errors:
            console.print(f"  ERROR  {error}", style="red", markup=False, soft_wrap=True)
        return len(errors)


def edited_line(exercise: Exercise, mutant: Mutant) -> str:
    """Say how an edited reference differs from the reference."""
    before = source_of(exercise.reference).splitlines()
    lines = list(difflib.ndiff(before, mutant.source.splitlines()))
    old, new = ([line[2:].strip() for line in lines if line.startswith(sign)] for sign in "-+")
    return f"{' / '.join(old) or '(nothing)'}  ->  {' / '.join(new) or '(nothing)'}"


def _takes_long(exercise: Exercise) -> bool:
    """Whether the reference computes so long that its edits cannot all be tried."""
    case = next(cases_of(exercise, np.random.default_rng(0)))
    return call_here(exercise.reference, case.arguments).seconds > LONG_SECONDS
