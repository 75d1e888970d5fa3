"""How long a check takes in a notebook: right answers, and wrong ones until the verdict is there."""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np

from course_utils.checking.exercise import Exercise
from course_utils.checking.here import judge_here
from course_utils.exercises import COURSE

MISTAKES = 5  # of each exercise, evenly taken from its list


def checks() -> None:
    """Print the milliseconds of the checks of all exercises, and which take longest."""
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    for what, answers in (("right answers", _right), ("wrong answers", _wrong)):
        taken = [
            (_milliseconds(exercise, answer), exercise.name)
            for lesson in COURSE.lessons
            for exercise in COURSE.of_lesson(lesson.id)
            for answer in answers(exercise)
        ]
        times = sorted(milliseconds for milliseconds, _ in taken)
        slowest = ", ".join(f"{name} {time:.0f}" for time, name in sorted(taken)[:-6:-1])
        print(
            f"  {len(times)} {what}: median {statistics.median(times):.1f} ms, 95 % under "
            f"{times[int(0.95 * len(times))]:.1f} ms; slowest: {slowest}",
            flush=True,
        )


def _right(exercise: Exercise) -> Iterator[Callable[..., object]]:
    yield exercise.reference
    yield from map(exercise.function, exercise.alternatives)


def _wrong(exercise: Exercise) -> Iterator[Callable[..., object]]:
    step = max(1, len(exercise.mistakes) // MISTAKES)
    yield from map(exercise.function, exercise.mistakes[::step])


def _milliseconds(exercise: Exercise, answer: Callable[..., object]) -> float:
    """Return the shorter of two checks: the first one may load what the second one has."""
    times = []
    for _ in range(2):
        start = time.perf_counter()
        judge_here(exercise, answer)
        times.append(time.perf_counter() - start)
    return 1000 * min(times)
