"""The proofs of many exercises side by side, in a process per processor."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from course_utils.checking.exercise import Exercise
from course_utils.checking.verify import Proof, prove
from course_utils.commands.author_checks import Findings, findings_on
from course_utils.course import Course
from course_utils.grading.sandbox.limits import ONE_THREAD


class Proved(NamedTuple):
    """What is wrong with an exercise, and the proof of its check, if anything can be judged at all."""

    findings: Findings
    proof: Proof | None


def prove_one(exercise: Exercise) -> Proved:
    """Look at an exercise as its author should, and prove its check."""
    found = findings_on(exercise)
    return Proved(found, None if found.not_carried else prove(exercise))


def prove_side_by_side(load: Callable[[], Course], names: Sequence[str]) -> Iterator[Proved]:
    """Prove the exercises of these names, and yield the results in their order.

    Parameters
    ----------
    load : callable
        Returns the course. It is sent to other processes: a function of a module, or a `partial` of one.
    names : sequence of str
    """
    os.environ.update({**ONE_THREAD, **os.environ})  # for the new processes
    with ProcessPoolExecutor(
        mp_context=multiprocessing.get_context("spawn"),
        # Ctrl-C reaches them too, and ends them without a word.
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_DFL),
    ) as pool:
        yield from pool.map(partial(_prove_named, load), names)


def _prove_named(load: Callable[[], Course], name: str) -> Proved:
    return prove_one(load().find(name))
