"""What an exercise is: one definition, from which the check, the grade and the proof are made."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from course_utils.checking.outcome import Call, Outcome

Function = Callable[..., object]


class ExerciseError(Exception):
    """An exercise contradicts itself: its own inputs do not fit its own reference."""


@dataclass(frozen=True)
class Trial:
    """One case: the arguments, what the reference gives on them, and what the answer gave.

    `call` calls the answer again, for laws that need more than one value; `rng` is the law's own.
    """

    arguments: tuple
    expected: Outcome
    outcome: Outcome
    call: Call
    rng: np.random.Generator
    group: str = ""

    @property
    def value(self) -> object:
        """The answer's value in this case."""
        return self.outcome.value


@dataclass(frozen=True)
class Group:
    """Cases that stand and fall together, and the share of the points that they bear.

    Parameters
    ----------
    title : str
        What the cases have in common, in words that a student reads.
    draw : callable
        ``draw(rng)`` returns the arguments of one case as a tuple. Called `count` times.
    weight : float
        Share of the points, relative to the other groups.
    count : int
        Number of cases; at least 2 for a mistake to be named by this group alone.
    silent : bool
        Whether a warning is a fault.
    hint : str
        Shown when this group fails and no known mistake explains it.
    refused : bool
        Whether these arguments are to be refused: the reference raises, and so has the answer to,
        with the same class of error.
    """

    title: str
    draw: Callable[[np.random.Generator], tuple]
    weight: float = 1.0
    count: int = 2
    silent: bool = False
    hint: str = ""
    refused: bool = False


@dataclass(frozen=True)
class Law:
    """What must hold of an answer that is not unique.

    ``broken(trial)`` returns nothing if the law holds, otherwise a sentence that says how not.
    """

    title: str
    broken: Callable[[Trial], str | None]


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that students give: the wrong formula as code, and the hint that names it.

    An answer has made this mistake if it behaves as `wrong` does. Where answers are random that
    cannot be compared, so ``sign(trials)`` tells instead.
    """

    name: str
    hint: str
    wrong: Function
    sign: Callable[[Sequence[Trial]], bool] | None = None


@dataclass(frozen=True)
class Alternative:
    """Another way to be right."""

    name: str
    right: Function


@dataclass(frozen=True)
class Exercise:
    """One exercise, defined once.

    Parameters
    ----------
    reference : callable
        The right answer; its name is the exercise's name.
    groups : sequence of Group
        The first is the substance of the exercise: an answer that fails it earns nothing.
    mistakes, alternatives, laws :
        See there. With `unique` false only the laws judge the values; type and shape still have to
        be those of the reference's answer.
    free_form : bool
        Whether not even the form of the answer is the reference's: a network of any depth is right.
        Then laws judge that too, the reference is not called, and every mistake needs a `sign`.
    rtol : float
        Relative tolerance. The absolute one is ``atol`` times the largest expected size, so that
        small gradients are judged as strictly as large ones.
    """

    reference: Function
    groups: tuple[Group, ...]
    mistakes: tuple[Mistake, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    laws: tuple[Law, ...] = ()
    unique: bool = True
    free_form: bool = False
    rtol: float = 1e-6
    atol: float = 1e-9
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", getattr(self.reference, "__name__", ""))
        if not self.groups:
            raise ValueError(f"exercise {self.name!r} has no groups of cases")
        if not self.unique and not self.laws:
            raise ValueError(f"exercise {self.name!r} is not unique, so it needs laws")
        if self.free_form and (self.unique or any(m.sign is None for m in self.mistakes)):
            raise ValueError(
                f"exercise {self.name!r} is free in form: laws and signs must judge it"
            )
        names = [m.name for m in self.mistakes]
        if len(set(names)) != len(names):
            raise ValueError(f"exercise {self.name!r} has two mistakes of one name")

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the arguments, in order."""
        return tuple(inspect.signature(self.reference).parameters)

    @property
    def signature(self) -> str:
        """The call as a student would write it, e.g. ``sigmoid(z)``."""
        return f"{self.name}({', '.join(self.parameters)})"
