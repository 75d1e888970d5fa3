"""The data of a run: the job of grading one submission, its result, and the settings for a class."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from course_utils.checking.outcome import Outcome
from course_utils.checking.verdict import GRADER_FAILED, Verdict
from course_utils.grading.course_root import SECONDS
from course_utils.grading.notebook.cells import Notebook
from course_utils.grading.notebook.submission import Flag, Submission
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.preloaded import Isolation

# The kinds of failure that take the process with them, and what a report calls them.
ENDINGS = {"timeout": "time-out", "crash": "crash"}


@dataclass(frozen=True)
class Fingerprints:
    """Fingerprints of what the verdicts depend on.

    Attributes
    ----------
    submission : str
        Of what was handed in.
    everything : str
        Of all that each of the verdicts depends on: the submission, the grader's code, the release
        and the secret.
    exercises : dict
        By exercise: of its own code and data.
    """

    submission: str = ""
    everything: str = ""
    exercises: Mapping[str, str] = field(default_factory=dict)

    def changed_since(self, before: Fingerprints) -> list[str] | None:
        """Return the exercises that have changed; nothing if every exercise must be judged again."""
        if before.everything != self.everything:
            return None
        return [name for name, of in self.exercises.items() if before.exercises.get(name) != of]


@dataclass(frozen=True)
class Job:
    """Everything that is needed to grade one submission.

    Attributes
    ----------
    seeds : mapping
        By exercise: the seed of its inputs.
    fingerprints : Fingerprints
    kept : mapping
        By exercise: verdicts of an earlier run that still hold.
    new_version : bool
        Whether the student's work differs from what was graded before.
    data : tuple of pairs of str and bytes
        The names and contents of the files that lie beside the notebook.
    tests : mapping
        By grade_id: the notebook's own tests, with the hidden ones.
    seconds : float, optional
        What all cells and calls may take together, if that is less than the limits allow.
    """

    submission: Submission
    release: Notebook
    seeds: Mapping[str, int]
    fingerprints: Fingerprints = field(default_factory=Fingerprints)
    kept: Mapping[str, Verdict] = field(default_factory=dict)
    new_version: bool = True
    data: tuple[tuple[str, bytes], ...] = ()
    tests: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None


@dataclass(frozen=True)
class GradedSubmission:
    """The result of grading one submission.

    Attributes
    ----------
    notebook : bytes
        The rebuilt notebook as a file, with fresh outputs; each check shows its verdict and the
        points. Empty if this was read from a result file.
    verdicts : dict
        Verdict by exercise, in order.
    earned : dict
        Points by grade_id of every check and test. What has no mark yet is missing: a written question,
        unless it was left untouched (0), and a check on which the grader failed.
    unanswered : tuple of str
        Grade_ids of answers that are still the stub.
    reason : str
        Why the submission could not be read, if so.
    flags : tuple of Flag
        What the instructor should know about the submission.
    log : tuple of Flag
        What happened while it was graded: cells that did not end, faults of the grader.
    timestamp : str
        When it was handed in, as its ``timestamp.txt`` says.
    new_version : bool
        As in the job.
    cut : bool
        Whether the job's `seconds` were used up, so that the result says nothing.
    """

    student: str
    lesson: str
    notebook: bytes
    verdicts: dict[str, Verdict]
    earned: dict[str, float]
    unanswered: tuple[str, ...] = ()
    reason: str = ""
    flags: tuple[Flag, ...] = ()
    log: tuple[Flag, ...] = ()
    timestamp: str = ""
    fingerprints: Fingerprints = field(default_factory=Fingerprints)
    new_version: bool = field(default=True, compare=False)
    seconds: float = field(default=0.0, compare=False)
    cut: bool = field(default=False, compare=False)

    @property
    def suspicious(self) -> bool:
        """Whether it has a flag for something that hardly happens by accident."""
        return any(flag.deliberate for flag in self.flags)

    @property
    def failed(self) -> bool:
        """Whether the grader itself failed, so that the next run must try again."""
        return any(verdict.status == GRADER_FAILED for verdict in self.verdicts.values())

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The cells of the graded notebook."""
        cells: list[dict[str, Any]] = json.loads(self.notebook)["cells"]
        return cells

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the notebook as plain data, for JSON."""
        left_out = ("notebook", "new_version", "cut")
        data = {key: value for key, value in vars(self).items() if key not in left_out}
        data["flags"] = [asdict(flag) for flag in self.flags]
        data["log"] = [asdict(flag) for flag in self.log]
        data["fingerprints"] = asdict(self.fingerprints)
        data["verdicts"] = [verdict.to_dict() for verdict in self.verdicts.values()]
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> GradedSubmission:
        """Rebuild from `to_dict`'s data; the notebook stays empty, and the version is not new."""
        verdicts = [Verdict.from_dict(verdict) for verdict in data["verdicts"]]
        kept = dict(data)
        kept["verdicts"] = {verdict.exercise: verdict for verdict in verdicts}
        kept["fingerprints"] = Fingerprints(**data["fingerprints"])
        for name in ("flags", "log"):
            kept[name] = tuple(Flag(**flag) for flag in data[name])
        kept["unanswered"] = tuple(data["unanswered"])
        return cls(notebook=b"", new_version=False, **kept)


class CodeRunner(Protocol):
    """Runs the code of one submission: `Session` in the sandbox, or what stands in for it."""

    alive: bool

    @property
    def waited(self) -> float:
        """The seconds in which the machine kept it from running."""

    def run_cell(self, source: str, cell_id: str) -> Any:
        """Run a cell; the result has `outputs` and `failure`."""

    def call(self, function_name: str, arguments: tuple) -> Outcome:
        """Call a function that the cells have defined."""

    def restart(self) -> None:
        """Go on with a fresh process, in which nothing has run yet."""

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Allow a cell or a call no more than so many seconds while the block runs."""

    def close(self) -> None:
        """End the process."""


@dataclass(frozen=True)
class SandboxSettings:
    """How submissions are isolated, the folders hidden from them, and their limits."""

    isolation: Isolation = "bubblewrap"
    hidden: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    course: str | None = None  # the course's folder; without one, the installed course


@dataclass(frozen=True)
class RunSettings:
    """How a class is graded.

    Attributes
    ----------
    make_executor : callable
        Starts the processes.
    sandbox : SandboxSettings
    workers : int
        How many submissions are at work at any one time.
    force : bool
        Whether to grade again what has not changed.
    quick_seconds : float
        A submission that needs longer is put off until all others are graded.
    slow_seconds : float
        After so many seconds no further one of those is begun.
    """

    make_executor: Callable[[], Executor]
    sandbox: SandboxSettings
    workers: int
    force: bool = False
    quick_seconds: float = SECONDS["quick"]
    slow_seconds: float = SECONDS["slow"]


@dataclass
class RunSummary:
    """The results of a run on one lesson so far."""

    lesson: str
    total: int = 0
    unchanged: int = 0
    graded: int = 0
    again: set[str] = field(default_factory=set)  # exercises that have changed since the last run
    failed: list[str] = field(default_factory=list)  # student and reason
    too_slow: list[str] = field(default_factory=list)  # students whose turn did not come
    seconds: float = 0.0
