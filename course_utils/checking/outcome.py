"""The outcome of calling an answer, as plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NOT_A_VALUE = (
    "missing",
    "not_callable",
    "not_started",
    "exception",
    "timeout",
    "crash",
    "unreadable",
)


@dataclass(frozen=True)
class Failure:
    """Why a call gave no value.

    Attributes
    ----------
    kind : str
        One of `NOT_A_VALUE`. ``"exception"`` is the student's code raising; ``"timeout"``,
        ``"crash"`` and ``"unreadable"`` come only from the sandbox.
    message, error_type : str
        Text and class name of the exception.
    line, line_number :
        The student's own source line that raised, where it is known.
    """

    kind: str
    message: str = ""
    error_type: str = ""
    line: str = ""
    line_number: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in NOT_A_VALUE:
            raise ValueError(f"unknown kind of failure {self.kind!r}; known: {NOT_A_VALUE}")


@dataclass(frozen=True)
class Foreign:
    """Stands for a value that is neither a number, an array, text nor a container of these."""

    type_name: str


@dataclass(frozen=True)
class Outcome:
    """One call of one answer.

    `arguments` are the arguments as the function left them, so that a changed one can be seen.
    """

    value: Any = None
    failure: Failure | None = None
    arguments: tuple = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


Call = Callable[[tuple], Outcome]
