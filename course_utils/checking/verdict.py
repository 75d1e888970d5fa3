"""The result of judging one answer, as data. `display` shows it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

# The grader itself failed, so that nothing is known of the answer.
GRADER_FAILED = "grader failed"
STATUSES = ("right", "wrong", "not started", "error", GRADER_FAILED)


@dataclass(frozen=True)
class GroupResult:
    """The result of one group of cases.

    Attributes
    ----------
    title : str
    weight : float
        The group's points, relative to the other groups.
    passed : bool
        Whether all its cases passed.
    share : float
        The share of its points that is earned, 0 to 1.
    """

    title: str
    weight: float
    passed: bool
    share: float


@dataclass(frozen=True)
class Place:
    """Where an answer goes wrong.

    Attributes
    ----------
    lines : tuple of int
        Lines of the answer's source, from 1.
    kind : str
        What to look at there, e.g. "the axis of this `sum`".
    code : tuple of str
        These lines as the student wrote them.
    """

    lines: tuple[int, ...]
    kind: str
    code: tuple[str, ...] = ()

    def __str__(self) -> str:
        several = len(self.lines) > 1
        numbers = " and ".join(map(str, self.lines))
        start = f"Lines {numbers} are" if several else f"Line {numbers} is"
        return f"{start} where it goes wrong: look at {self.kind}."


@dataclass(frozen=True)
class Verdict:
    """The judge's result for one answer.

    Attributes
    ----------
    exercise : str
    status : str
        One of `STATUSES`; ``"error"`` is an answer that could not be judged (time, crash, missing).
    earned : float
        Share of the exercise's points, 0 to 1.
    stage : str
        The check that failed first ("shape", "value", ...); empty if all passed.
    message : str
        What is wrong, in words; never an expected number.
    mistake, hint : str
        Name and hint of the known mistake that the answer agrees with, if any.
    inputs : str
        The arguments' shapes in the failed case.
    picture : tuple of tuples of str
        Where an array differs, in the signs of `compare.picture_of`.
    groups : tuple of GroupResult
    seconds : float
        Time inside the student's function.
    failure : str
        The kind of failure that an "error" comes from, as in `outcome.Failure` ("timeout", "crash",
        "missing", ...); empty if there was none.
    place : Place or None
        Where in its source the answer goes wrong, if no mistake explains it and one was found.
    """

    exercise: str
    status: str
    earned: float = 0.0
    stage: str = ""
    message: str = ""
    mistake: str = ""
    hint: str = ""
    inputs: str = ""
    picture: tuple[tuple[str, ...], ...] = ()
    groups: tuple[GroupResult, ...] = ()
    seconds: float = 0.0
    failure: str = ""
    place: Place | None = None

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"unknown status {self.status!r}; known: {STATUSES}")

    @property
    def passed(self) -> bool:
        """Whether the answer has full marks."""
        return self.status == "right"

    @property
    def cause(self) -> str:
        """What the class report counts: the name of the mistake, or what to look at in the answer."""
        if self.mistake or self.place is None:
            return self.mistake
        return f"wrong at {self.place.kind}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Verdict:
        """Rebuild a verdict from `to_dict`'s data; unknown keys are ignored."""
        known = {f.name for f in fields(cls)}
        kept = {key: value for key, value in data.items() if key in known}
        kept["groups"] = tuple(GroupResult(**g) for g in kept.get("groups", ()))
        if place := kept.get("place"):
            kept["place"] = Place(tuple(place["lines"]), place["kind"], tuple(place["code"]))
        kept["picture"] = tuple(tuple(row) for row in kept.get("picture", ()))
        return cls(**kept)
