"""Grade one submission: bytes in, executed notebook and verdicts out.

A pure function of its `Job`: it reads no file of the course, so that it can run in any process or
on any machine. The answers run in the sandbox; what they return is judged here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Protocol

import numpy as np

from course_utils.checking.exercise import Exercise
from course_utils.checking.judge import judge
from course_utils.checking.outcome import Failure, Outcome
from course_utils.checking.verdict import Verdict
from course_utils.grading.notebook.cells import Notebook, grade_id
from course_utils.grading.notebook.rebuild import Place, Rebuilt, exercises_of, points_of, rebuild
from course_utils.grading.notebook.safe_outputs import (
    Output,
    defused,
    harmless,
    notice,
    verdict_outputs,
)
from course_utils.grading.notebook.submission import Flag, HandedIn, Parsed, parse
from course_utils.grading.notebook.tampering import suspicions

# An answer or a cell that hangs or crashes takes its process with it; the rest is still marked.
RESTARTS = 8
SECONDS = 120.0
DEADLY = ("timeout", "crash")
# Characters of output in a graded notebook: of a few hundred cells that write all that they may.
MAX_OUTPUT = 16_000_000
# The stage of a verdict that is none, because the judge itself failed.
JUDGE = "judge"


class Session(Protocol):
    """One submission's process in the sandbox; see `course_utils.grading.sandbox.session`."""

    alive: bool

    def run_cell(self, source: str, cell_id: str) -> Any:
        """Run a cell; the result has `outputs` and `failure`."""

    def call(self, function_name: str, arguments: tuple) -> Outcome:
        """Call a function that the cells have defined."""

    def restart(self) -> None:
        """Go on with a fresh process, in which nothing has run yet."""

    def close(self) -> None:
        """End the process."""


@dataclass(frozen=True)
class Job:
    """All that is needed to grade one submission.

    `seeds` holds one number per exercise; `kept` the verdicts of an earlier run that still hold.
    """

    handed_in: HandedIn
    release: Notebook
    seeds: Mapping[str, int]
    kept: Mapping[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True)
class GradedSubmission:
    """What came of one submission.

    Attributes
    ----------
    notebook : dict
        The rebuilt notebook with fresh outputs; each check shows its verdict and the points.
    verdicts : dict
        Verdict by exercise, in order.
    earned : dict
        Points by grade_id of every check; a written question is missing here, unless it was left
        untouched (0).
    unanswered : tuple of str
        Grade_ids of answers that are still the stub.
    reason : str
        Why the submission could not be read, if so.
    """

    student: str
    lesson: str
    notebook: Notebook
    verdicts: dict[str, Verdict]
    earned: dict[str, float]
    unanswered: tuple[str, ...] = ()
    reason: str = ""
    flags: tuple[Flag, ...] = ()
    log: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    @property
    def suspicious(self) -> bool:
        """Whether something was done to it that hardly happens by accident."""
        return any(flag.deliberate for flag in self.flags)

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the notebook as plain data, for JSON."""
        data = {
            key: value for key, value in vars(self).items() if key not in ("notebook", "verdicts")
        }
        data["flags"] = [asdict(flag) for flag in self.flags]
        data["verdicts"] = [verdict.to_dict() for verdict in self.verdicts.values()]
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> GradedSubmission:
        """Rebuild from `to_dict`'s data; the notebook stays empty."""
        verdicts = [Verdict.from_dict(verdict) for verdict in data["verdicts"]]
        kept = dict(data)
        kept["verdicts"] = {verdict.exercise: verdict for verdict in verdicts}
        kept["flags"] = tuple(Flag(**flag) for flag in data["flags"])
        for name in ("unanswered", "log"):
            kept[name] = tuple(data[name])
        return cls(notebook={}, **kept)


def grade(
    job: Job, open_session: Callable[[], Session], find: Callable[[str], Exercise]
) -> GradedSubmission:
    """Grade one submission.

    Parameters
    ----------
    job : Job
    open_session : callable
        Opens a fresh process of the sandbox for this submission.
    find : callable
        Returns the exercise of a name.
    """
    start = time.perf_counter()
    handed_in = job.handed_in
    parsed = Parsed(reason=handed_in.reason) if handed_in.reason else parse(handed_in.data)
    rebuilt = rebuild(job.release, parsed.cells)
    own = [p.cell["source"] for p in rebuilt.places if p.touched and p.cell["cell_type"] == "code"]
    run = _Run(job, rebuilt, open_session, find)
    notebook = run.skip(parsed.reason) if parsed.reason else run.run()
    return GradedSubmission(
        student=handed_in.student,
        lesson=handed_in.lesson,
        notebook=notebook,
        verdicts=run.verdicts,
        earned=run.earned,
        unanswered=tuple(
            p.name for p in rebuilt.places if p.role in ("answer", "written") and not p.touched
        ),
        reason=parsed.reason,
        flags=(*handed_in.flags, *parsed.flags, *rebuilt.flags, *suspicions(own)),
        log=tuple(run.log),
        seconds=time.perf_counter() - start,
    )


def ungraded(job: Job, reason: str) -> GradedSubmission:
    """Return the result of a submission that cannot be graded: no points, and the reason."""

    def never() -> Session:
        raise AssertionError("a submission with a reason is not run")

    hopeless = HandedIn(job.handed_in.student, job.handed_in.lesson, reason=reason)
    return grade(Job(hopeless, job.release, job.seeds), never, lambda name: None)  # type: ignore[arg-type,return-value]


class _Run:
    """One submission's way through the sandbox, with a fresh process where one has died."""

    def __init__(
        self,
        job: Job,
        rebuilt: Rebuilt,
        open_session: Callable[[], Session],
        find: Callable[[str], Exercise],
    ) -> None:
        self.job = job
        self.places = rebuilt.places
        self.open_session = open_session
        self.find = find
        self.points = points_of(job.release)
        self.verdicts: dict[str, Verdict] = {}
        self.earned: dict[str, float] = {
            p.name: 0.0 for p in self.places if p.role == "written" and not p.touched
        }
        self.log: list[str] = []
        self.session: Session | None = None
        self.done: list[tuple[str, str]] = []  # what a fresh process must run again
        self.restarts = 0
        self.room = MAX_OUTPUT
        self.deadline = time.monotonic() + SECONDS

    def skip(self, reason: str) -> Notebook:
        """Give every exercise the same verdict, without running anything."""
        for name in exercises_of(self.job.release):
            self._note(Verdict(name, "error", stage="submission", message=reason))
        return self._notebook([])

    def run(self) -> Notebook:
        """Run the cells in order, and judge at each check."""
        outputs: list[list[Output]] = []
        try:
            for place in self.places:
                outputs.append(self._run_place(place))
        finally:
            if self.session is not None:
                self.session.close()
        return self._notebook(outputs)

    def _run_place(self, place: Place) -> list[Output]:
        if place.role == "check":
            self._note(self.job.kept.get(place.name) or self._judge(place.name))
            return []
        if place.cell["cell_type"] != "code" or place.role == "demo":
            return []
        source, cell_id = place.cell["source"], str(place.cell.get("id", ""))
        session = self._live_session()
        if session is None:
            return [notice("This cell was not run: the time for this submission was used up.")]
        result = session.run_cell(source, cell_id)
        failure: Failure | None = result.failure
        if failure and failure.kind in DEADLY:
            what = "did not end in time" if failure.kind == "timeout" else "ended the process"
            self.log.append(
                f"The cell of {place.name or cell_id} {what}. {failure.message}".strip()
            )
            return [*self._kept(result), notice(f"This cell {what}; it was left out.")]
        self.done.append((source, cell_id))
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
            return Verdict(name, "error", stage="runs", message=message)
        generator = np.random.default_rng(self.job.seeds[name])
        try:
            return judge(self.find(name), partial(session.call, name), generator)
        except Exception as error:  # a fault of ours: never a mark, never the end of the batch
            self.log.append(f"The judge failed on {name}: {type(error).__name__}: {error}")
            message = "This answer could not be judged. That is a fault of the grader, not yours."
            return Verdict(name, "error", stage=JUDGE, message=message)

    def _live_session(self) -> Session | None:
        """Return a live process in which all cells so far have run; nothing if there is no time."""
        if self.session is None:
            self.session = self.open_session()
        while time.monotonic() < self.deadline:
            if self.session.alive:
                return self.session
            if self.restarts == RESTARTS:
                break
            self.restarts += 1
            self.session.restart()
            self._run_again(self.session)
        return None

    def _run_again(self, session: Session) -> None:
        for position, (source, cell_id) in enumerate(self.done):
            failure = session.run_cell(source, cell_id).failure
            if failure and failure.kind in DEADLY:
                del self.done[position]
                return

    def _note(self, verdict: Verdict) -> None:
        self.verdicts[verdict.exercise] = verdict
        check = f"check_{verdict.exercise}"
        self.earned[check] = min(1.0, max(0.0, verdict.earned)) * self.points[check]

    def _notebook(self, outputs: list[list[Output]]) -> Notebook:
        cells = []
        for number, place in enumerate(self.places):
            cell = deepcopy(place.cell)
            if place.role == "check":
                points = self.earned[grade_id(cell)]
                cell["outputs"] = verdict_outputs(self.verdicts[place.name], points, number)
                cell["execution_count"] = number
            elif cell["cell_type"] == "code" and outputs:
                cell["outputs"] = outputs[number]
            elif cell["cell_type"] == "markdown" and place.touched:
                cell["source"] = defused(cell["source"])
            cells.append(cell)
        return {**self.job.release, "cells": cells}
