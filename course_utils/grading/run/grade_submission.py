"""Grade one submission: from the submitted bytes to the executed notebook and the verdicts.

This depends on the `Job` alone and reads no file of the course, so it can run in any process or on
any machine. The answers run in the sandbox; what they return is judged here.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from copy import deepcopy
from dataclasses import replace
from functools import partial
from typing import Any, NoReturn

import numpy as np

from course_utils.checking.exercise import Exercise
from course_utils.checking.judge import judge
from course_utils.checking.outcome import Failure
from course_utils.checking.own_merits import on_own_merits
from course_utils.checking.verdict import GRADER_FAILED, Verdict
from course_utils.grading.model import ENDINGS, CodeRunner, GradedSubmission, Job
from course_utils.grading.notebook.cells import Notebook, grade_id, is_grade, is_solution
from course_utils.grading.notebook.parts import definitions_of
from course_utils.grading.notebook.reading import Reading, read, unread
from course_utils.grading.notebook.rebuild import RebuiltCell, exercises_of, points_of
from course_utils.grading.notebook.safe_outputs import (
    Output,
    defused,
    harmless,
    notice,
    points_output,
    share_of_test,
    verdict_outputs,
)
from course_utils.grading.notebook.submission import Flag, Submission
from course_utils.grading.run.find_places import place_in
from course_utils.grading.sandbox.limits import Limits

# An answer or a cell that hangs or crashes takes its process with it; the rest is still marked.
RESTARTS = 8
SECONDS = Limits().submission_seconds
# The share of these that cells may take which the student has added: judging has time of its own.
OWN = 0.5
SLOW = 5.0
# Characters of output in a graded notebook: of a few hundred cells that write all that they may.
MAX_OUTPUT = 16_000_000


def grade(
    job: Job,
    open_session: Callable[[], CodeRunner],
    find: Callable[[str], Exercise],
    read: Callable[[Notebook, Submission], Reading] = read,
    seconds: float = SECONDS,
) -> GradedSubmission:
    """Grade one submission.

    Parameters
    ----------
    job : Job
    open_session : callable
        Opens a fresh process of the sandbox for this submission.
    find : callable
        Returns the exercise of a name.
    read : callable
        Reads the submission: here, or as `reader.Reader` does, in a process with limits.
    seconds : float
        What all cells and calls may take together, unless the job says less.
    """
    reading = read(job.release, job.submission)
    run = _Run(job, reading, open_session, find, seconds)
    if reading.reason:
        return run.without_running("error", reading.reason)
    return run.run()


def not_graded(job: Job, reason: str) -> GradedSubmission:
    """Return the result of a submission that was not graded: no marks, which is not 0, and the reason."""

    def nothing(*_: object) -> NoReturn:
        raise AssertionError("nothing of this submission is run or judged")

    run = _Run(job, unread(job.release, reason), nothing, nothing)
    return replace(run.without_running(GRADER_FAILED, reason), earned={})


def is_empty(place: RebuiltCell) -> bool:
    """Whether an answer is still the stub, and stands nowhere else."""
    return not place.touched and not place.elsewhere


class _Run:
    """Runs one submission in the sandbox, with a new process if one has died."""

    def __init__(
        self,
        job: Job,
        reading: Reading,
        open_session: Callable[[], CodeRunner],
        find: Callable[[str], Exercise],
        seconds: float = SECONDS,
    ) -> None:
        self.start = time.perf_counter()
        self.job = job
        self.flags = reading.flags
        self.places = reading.places
        self.open_session = open_session
        self.find = find
        self.points = points_of(job.release)
        self.verdicts: dict[str, Verdict] = {}
        # What a person would mark is 0 if it was left empty; a test earns nothing before it has run.
        self.earned: dict[str, float] = {
            p.name: 0.0
            for p in self.places
            if p.role == "test" or (is_solution(p.cell) and is_grade(p.cell) and is_empty(p))
        }
        self.log: list[Flag] = []
        self.session: CodeRunner | None = None
        self.broken: list[tuple[str, Failure]] = []  # cells that stopped, and with which error
        self.done: list[tuple[str, str]] = []  # what a fresh process must run again
        self.restarts = 0
        self.own_left = OWN * seconds
        self.room = MAX_OUTPUT
        # A verdict never rests on what the job allows: if that is used up, the result is `cut`.
        self.deadline = time.monotonic() + min(seconds, job.seconds or seconds)

    def without_running(self, status: str, reason: str) -> GradedSubmission:
        """Give every exercise the same verdict."""
        for name in exercises_of(self.job.release):
            self._note(Verdict(name, status, stage="submission", message=reason))
        return self._graded(self._notebook([]), reason)

    def run(self) -> GradedSubmission:
        """Run the cells in order, and judge at each check."""
        outputs: list[list[Output]] = []
        try:
            for place in self.places:
                outputs.append(self._run_place(place))
            self._judge_on_own_merits()
            self._find_places()
            self._run_tests(outputs)
        finally:
            if self.session is not None:
                self.session.close()
        return self._graded(self._notebook(outputs))

    def _graded(self, notebook: Notebook, reason: str = "") -> GradedSubmission:
        submission = self.job.submission
        file = json.dumps(notebook, ensure_ascii=False, sort_keys=True)
        return GradedSubmission(
            student=submission.student,
            lesson=submission.lesson,
            notebook=f"{file}\n".encode(),
            verdicts=self.verdicts,
            earned=self.earned,
            unanswered=tuple(
                place.name
                for place in self.places
                if place.role in ("answer", "written") and is_empty(place)
            ),
            reason=reason,
            flags=(*submission.flags, *self.flags),
            log=tuple(self.log),
            timestamp=submission.timestamp,
            fingerprints=self.job.fingerprints,
            new_version=self.job.new_version,
            seconds=time.perf_counter() - self.start,
            cut=bool(self.job.seconds and self.session and self._is_late(self.session)),
        )

    def _run_place(self, place: RebuiltCell) -> list[Output]:
        if place.role == "check":
            self._note(self.job.kept.get(place.name) or self._judge(place.name))
            return []
        outputs: list[Output] = []
        for source in place.runs:
            outputs += self._run_code(place, source)
        return outputs

    def _run_tests(self, outputs: list[list[Output]]) -> None:
        """Run the notebook's own tests, each after the cells above it, and mark them.

        That is done last, in a fresh process: they may hold answers, and no check is judged there.
        """
        if not any(place.role == "test" for place in self.places):
            return
        ran, self.done = self.done, []
        if self.session is not None:
            self.session.restart()
        for number, place in enumerate(self.places):
            if place.role == "test":
                whole = self.job.tests.get(place.name, place.cell["source"])  # hidden tests too
                outputs[number] = self._run_code(place, whole)
            for source, cell_id in ran:
                session = self._live_session() if cell_id == place.cell.get("id") else None
                if session is not None:
                    session.run_cell(source, cell_id)
                    self.done.append((source, cell_id))

    def _run_code(self, place: RebuiltCell, source: str) -> list[Output]:
        cell_id = str(place.cell.get("id", ""))
        own = place.role == "extra"
        if own and self.own_left <= 0:
            source = definitions_of(source)
        session = self._live_session()
        if session is None:
            return [notice("This cell was not run: the time for this submission was used up.")]
        began = time.monotonic() - session.waited
        with session.within(self.own_left) if own and self.own_left > 0 else nullcontext():
            result = session.run_cell(source, cell_id)
        seconds = time.monotonic() - session.waited - began
        if place.role == "test":  # decided in there: nothing of it is judged here
            points = share_of_test(result.outputs, self.points[place.name])
            self.earned[place.name] = 0.0 if result.failure else points
        again = source
        if own:
            self.own_left -= seconds
            if seconds > SLOW:  # a fresh process needs what it defines, and not the time
                again = definitions_of(source)
        failure: Failure | None = result.failure
        if failure and failure.kind in ENDINGS:
            what = "did not end in time" if failure.kind == "timeout" else "ended the process"
            said = f"The cell of {place.name or cell_id} {what}. {failure.message}".strip()
            self.log.append(Flag(ENDINGS[failure.kind], said))
            if own and failure.kind == "timeout" and (kept := definitions_of(source)):
                self.done.append((kept, cell_id))
            return [*self._kept(result), notice(f"This cell {what}; it was left out.")]
        if failure:
            self.broken.append((source, failure))
            if failure.error_type == "ModuleNotFoundError":
                said = f"{failure.message}, in the cell of {place.name or cell_id}."
                self.log.append(Flag("missing module", said))
        self.done.append((again, cell_id))
        return self._kept(result)

    def _kept(self, result: Any) -> list[Output]:
        """Return the outputs of a cell, if the notebook has room for them."""
        outputs = harmless(result.outputs)
        size = len(json.dumps(outputs))
        if size > self.room:
            return [notice("This cell's output was left out: the notebook has written too much.")]
        self.room -= size
        return outputs

    def _judge(self, name: str) -> Verdict:
        session = self._live_session()
        if session is None:
            message = "The time for this submission was used up before this exercise."
            return Verdict(name, "error", stage="runs", message=message, failure="timeout")
        generator = np.random.default_rng(self.job.seeds[name])
        try:
            verdict = judge(self.find(name), partial(session.call, name), generator)
            return self._with_cause(verdict)
        except Exception as error:  # a fault of ours: never a mark, never the end of the batch
            said = f"The judge failed on {name}: {type(error).__name__}: {error}"
            self.log.append(Flag("grader", said))
            message = "This answer could not be judged. That is a fault of the grader, not yours."
            return Verdict(name, GRADER_FAILED, message=message)

    def _with_cause(self, verdict: Verdict) -> Verdict:
        """If a function does not exist, say which error stopped its cell."""
        defines = re.compile(rf"\bdef\s+{re.escape(verdict.exercise)}\b")
        causes = [failure for source, failure in self.broken if defines.search(source)]
        if verdict.failure != "missing" or not causes:
            return verdict
        cause = causes[-1]
        where = f", in line {cause.line_number}" if cause.line_number else ""
        line = f"\n    {cause.line}" if cause.line else ""
        said = f"Your cell stops with {cause.error_type}: {cause.message}{where}.{line}"
        return replace(verdict, message=f"{said}\n{verdict.message}")

    def _judge_on_own_merits(self) -> None:
        """Judge what failed once more, with the course's functions for wrong helpers.

        Each time a fresh process runs the submission's cells, and then gets the course's answers to
        exercises that stand before the one under judgment: these have been judged, and none of them
        says what this one asks for.
        """
        failed = [name for name, v in self.verdicts.items() if v.status in ("wrong", "not started")]
        failed += [n for n, v in self.verdicts.items() if v.failure in ("timeout", "crash")]
        order = list(self.verdicts)
        for name in sorted(set(failed) - set(self.job.kept), key=order.index):
            before = [n for n in order[: order.index(name)] if n in failed]
            helpers = [helper for helper in before if self._is_mentioned(helper)]
            if helpers and self._is_answered(name):
                with self._logged(f"{name} with good helpers"):  # else the first verdict stands
                    self._judge_with(name, helpers)

    def _is_answered(self, name: str) -> bool:
        return any(p.role == "answer" and p.name == name and not is_empty(p) for p in self.places)

    def _is_mentioned(self, name: str) -> bool:
        """Whether code of the student's, other than its own answer, uses this name."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        return any(
            place.touched
            and place.cell["cell_type"] == "code"
            and place.name != name
            and word.search(place.cell["source"])
            for place in self.places
        )

    def _judge_with(self, name: str, helpers: Sequence[str]) -> None:
        session = self._fresh_session(helpers)
        if session is not None:
            generator = np.random.default_rng(self.job.seeds[name])
            good = judge(self.find(name), partial(session.call, name), generator)
            self._note(on_own_merits(self.verdicts[name], good, helpers))

    def _find_places(self) -> None:
        """Look for the place of each mistake that has no name, in a fresh process each time."""
        order = list(self.verdicts)
        nameless = {n for n, v in self.verdicts.items() if v.status == "wrong" and not v.mistake}
        for cell in self.places:
            name = cell.name
            if cell.role != "answer" or name not in nameless or name in self.job.kept:
                continue
            before = order[: order.index(name)]
            wrong = [n for n in before if not self.verdicts[n].passed and self._is_mentioned(n)]
            with self._logged(f"the place in {name}"):  # else the verdict stands without a place
                session = self._fresh_session(wrong)
                if session is None:
                    return
                found = place_in(session, self.find(name), cell.cell["source"])
                self.verdicts[name] = replace(self.verdicts[name], place=found)

    def _fresh_session(self, helpers: Sequence[str]) -> CodeRunner | None:
        """Return a process in which the cells have run, and then the course's answers to `helpers`.

        Nothing if there is no time for it.
        """
        session = self.session
        if session is None or self._is_late(session):
            return None
        session.restart()
        self._run_again(session)
        for helper in helpers:
            session.run_cell(self.find(helper).cell(), helper)
        return session

    @contextmanager
    def _logged(self, what: str) -> Iterator[None]:
        """Record a fault of the grader for the instructor, and go on."""
        try:
            yield
        except Exception as error:
            self.log.append(Flag("grader", f"{what}: {type(error).__name__}: {error}"))

    def _is_late(self, session: CodeRunner) -> bool:
        return time.monotonic() >= self.deadline + session.waited

    def _live_session(self) -> CodeRunner | None:
        """Return a live process in which all cells so far have run; nothing if there is no time."""
        if self.session is None:
            self.session = self.open_session()
        while not self._is_late(self.session):
            if self.session.alive:
                return self.session
            if self.restarts == RESTARTS:
                break
            self.restarts += 1
            self.session.restart()
            self._run_again(self.session)
        return None

    def _run_again(self, session: CodeRunner) -> None:
        for position, (source, cell_id) in enumerate(self.done):
            failure = session.run_cell(source, cell_id).failure
            if failure and failure.kind in ENDINGS:
                del self.done[position]
                return

    def _note(self, verdict: Verdict) -> None:
        self.verdicts[verdict.exercise] = verdict
        check = f"check_{verdict.exercise}"
        self.earned.pop(check, None)
        if verdict.status != GRADER_FAILED:  # then nobody knows what it earns
            self.earned[check] = min(1.0, max(0.0, verdict.earned)) * self.points[check]

    def _notebook(self, outputs: list[list[Output]]) -> Notebook:
        cells = []
        for number, place in enumerate(self.places):
            cell = deepcopy(place.cell)
            if place.role == "check":
                points = self.earned.get(grade_id(cell), 0.0)
                cell["outputs"] = verdict_outputs(self.verdicts[place.name], points, number)
                cell["execution_count"] = number
            elif cell["cell_type"] == "code" and outputs:
                cell["outputs"] = outputs[number]
                if place.role == "test":
                    cell["outputs"] += [points_output(self.earned.get(place.name, 0.0), number)]
            elif cell["cell_type"] == "markdown" and place.touched:
                cell["source"] = defused(cell["source"])
            cells.append(cell)
        return {**self.job.release, "cells": cells}
