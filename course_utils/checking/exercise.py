"""The definition of an exercise, from which the check, the grade and the proof are made."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec

import numpy as np
from numpy.typing import NDArray

from course_utils.checking.answers import NOWHERE, Code, Function, Source, cell_of, function_of
from course_utils.checking.compare import Tolerance
from course_utils.checking.outcome import Call, Outcome
from course_utils.checking.part_names import Names

Rng = np.random.Generator
Draw = Callable[[Rng], tuple]
# Arguments that are drawn: numbers, and a network's parameters, a pair (W, b) per layer.
Array = NDArray[Any]
Pairs = list[tuple[Array, Array]]
P = ParamSpec("P")


class ExerciseError(Exception):
    """An exercise contradicts itself: its own inputs do not fit its own reference."""


@dataclass(frozen=True)
class Trial:
    """One case: the arguments, what the reference gives on them, and what the answer gave.

    `call` calls the answer again, for laws that need more than one value; `rng` is the law's own.
    `of_mistakes` keeps what wrong formulas have given on these arguments.
    """

    arguments: tuple
    expected: Outcome
    outcome: Outcome
    call: Call
    rng: Rng
    group: str = ""
    of_mistakes: dict[Mistake, Outcome] = field(default_factory=dict, compare=False)

    @property
    def value(self) -> Any:
        """The answer's value in this case."""
        return self.outcome.value

    @property
    def error(self) -> str:
        """Class and message of the error with which the answer stopped, as Python shows them, or nothing."""
        failure = self.outcome.failure
        return f"{failure.error_type}: {failure.message}" if failure else ""


@dataclass(frozen=True)
class Group:
    """Cases that earn their share of the points only together.

    Parameters
    ----------
    title : str
        What the cases have in common, in words that a student reads.
    draw : callable or sequence of callables
        ``draw(rng)`` returns the arguments of one case as a tuple. Of several, each draws a case in
        turn: so the cases walk through all values of an argument that has only a few.
    weight : float
        Share of the points, relative to the other groups. A group of weight 0 costs nothing: an
        answer that fails there alone is right, and its verdict shows the group's `hint`.
    count : int
        How often each `draw` is called. A mistake can be named by this group alone if there are at
        least 2 cases in all.
    silent : bool
        Whether a warning is a fault.
    hint : str
        Shown when this group fails and no known mistake explains it.
    refused : bool
        Whether these arguments are to be refused: the reference raises, and so has the answer to,
        with the same class of error.
    rtol : float, optional
        Relative tolerance of these cases, by default the exercise's.
    """

    title: str
    draw: Draw | Sequence[Draw]
    weight: float = 1.0
    count: int = 2
    silent: bool = False
    hint: str = ""
    refused: bool = False
    rtol: float | None = None

    def cases(self, rng: Rng) -> Iterator[tuple]:
        """Yield the arguments of each case, drawn from `rng` one after the other."""
        draws = (self.draw,) if callable(self.draw) else self.draw
        for _ in range(self.count):
            for draw in draws:
                yield draw(rng)


def drawn(case: Callable[Concatenate[Rng, P], tuple]) -> Callable[P, Draw]:
    """Turn ``case(rng, *settings)`` into a function that takes the settings and returns a draw."""
    return lambda *settings, **named: lambda rng: case(rng, *settings, **named)


def fixed(*cases: tuple) -> tuple[Draw, ...]:
    """Return what a `Group` draws if its cases are always the same: the arguments of each."""
    return tuple(lambda rng, case=case: deepcopy(case) for case in cases)


@dataclass(frozen=True)
class Law:
    """A condition that every right answer fulfills, where there are many right answers.

    ``broken(trial)`` returns nothing if the law holds, otherwise a sentence that says how not.
    """

    title: str
    broken: Callable[[Trial], str | None]


@dataclass(frozen=True, eq=False)
class Mistake:
    """A wrong answer that students give, and the hint that explains it.

    An answer has made this mistake if it behaves as the wrong code does. Where answers are random,
    or many codes are the same mistake, ``detect(trials)`` tells instead.

    Parameters
    ----------
    name : str
        What is wrong, in a few words: the student reads "This looks like: <name>".
    code : str or dict of str to str
        The wrong code as a student would hand it in: an expression, the body of the function, whole
        definitions, or a dict of replacements in the reference's own source. It may use the names
        that the reference may use.
    hint : str
        One or two sentences: the cause, and where to look; never the answer.
    detect : callable, optional
        ``detect(trials)`` says whether the answer behind these trials has made the mistake. If it
        raises, the answer has not.
    """

    name: str
    code: Code
    hint: str
    detect: Callable[[Sequence[Trial]], bool] | None = None
    place: Source = field(default=NOWHERE, repr=False)


@dataclass(frozen=True, eq=False)
class Alternative:
    """Another right answer: its name, and its code as for a `Mistake`."""

    name: str
    code: Code
    place: Source = field(default=NOWHERE, repr=False)


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise, defined once.

    Parameters
    ----------
    reference : callable
        The right answer; its name is the exercise's name.
    groups : sequence of Group
        The first is the substance of the exercise: an answer that fails it earns nothing.
    mistakes, alternatives :
        As `answer_tables.wrong_answers` and `right_answers` make them.
    laws :
        See there. With `unique` false only the laws judge the values; type and shape still have to
        be those of the reference's answer.
    free_form : bool
        Whether not even the form of the answer is the reference's: a network of any depth is right.
        Then laws judge that too, the reference is not called, and every mistake needs `detect`.
    signs : callable, optional
        Of answers that are not unique: ``signs(trials)`` is what can be told of one. An answer has
        made a mistake if it has the signs of the wrong code on the same cases.
    rtol : float
        Relative tolerance. The absolute one is ``atol`` times the largest expected size, so that
        small gradients are judged as strictly as large ones.
    returns : tuple of str, or Layers
        The names of what is returned, for messages: ``("A", "Z")``, ``Layers(("dW", "db"))``, or
        ``("Y_hat", ("the cache", Layers(("A_prev", "Z"))))``.
    preconditions : tuple of str
        What the text says of the arguments, as expressions in their names: ``("lam >= 0",)``. Nothing
        is asked of an answer where one does not hold, or cannot be computed.
    equivalent : dict of str to tuple of str
        Reasons why an edit of the reference may pass, and pieces of the lines that have such an edit:
        `course verify --mutants` names the edits that need a reason.
    """

    reference: Function
    groups: tuple[Group, ...]
    mistakes: tuple[Mistake, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    laws: tuple[Law, ...] = ()
    unique: bool = True
    free_form: bool = False
    signs: Callable[[Sequence[Trial]], object] | None = None
    rtol: float = 1e-6
    atol: float = 1e-9
    returns: Names | None = None
    preconditions: tuple[str, ...] = ()
    equivalent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    name: str = field(init=False)
    _functions: dict[int, Function] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", getattr(self.reference, "__name__", ""))
        for listed, kind in (("groups", Group), ("laws", Law), ("preconditions", str)):
            if isinstance(getattr(self, listed), kind):
                raise ValueError(
                    f"exercise {self.name!r}: {listed} is a tuple. With one {kind.__name__} in it, "
                    f"write {listed}=({kind.__name__}(...),) with a comma at its end."
                )
        if not self.groups:
            raise ValueError(f"exercise {self.name!r} has no groups of cases")
        if not self.unique and not self.laws:
            raise ValueError(f"exercise {self.name!r} is not unique, so it needs laws")
        if self.free_form and (self.unique or any(m.detect is None for m in self.mistakes)):
            raise ValueError(
                f"exercise {self.name!r} is free in form: laws and detectors must judge it"
            )
        names = [m.name for m in self.mistakes]
        if len(set(names)) != len(names):
            raise ValueError(f"exercise {self.name!r} has two mistakes of one name")

    def tolerance(self, group: str = "") -> Tolerance:
        """Return the tolerance of the cases of a group, by its title."""
        rtol = next((g.rtol for g in self.groups if g.title == group and g.rtol), self.rtol)
        return Tolerance(rtol, self.atol)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the arguments, in order."""
        return tuple(inspect.signature(self.reference).parameters)

    @property
    def signature(self) -> str:
        """The call as a student would write it, e.g. ``sigmoid(z)``."""
        return f"{self.name}({', '.join(self.parameters)})"

    def broken_preconditions(self, arguments: tuple) -> tuple[str, ...]:
        """Return the preconditions that do not hold of some arguments."""
        bound = inspect.signature(self.reference).bind(*arguments)
        bound.apply_defaults()
        names = {"np": np, **bound.arguments}

        def holds(condition: str) -> bool:
            try:
                return bool(eval(condition, dict(names)))
            except Exception:
                return False

        with np.errstate(all="ignore"):
            return tuple(one for one in self.preconditions if not holds(one))

    def function(self, answer: Mistake | Alternative) -> Function:
        """Return an answer as a function; errors as for `answers.function_of`."""
        known = self._functions
        if id(answer) not in known:
            known[id(answer)] = function_of(answer.code, self.reference, answer.place)
        return known[id(answer)]

    def cell(self, answer: Mistake | Alternative | None = None) -> str:
        """Return an answer, by default the reference, as a notebook cell that needs no other."""
        if answer is None:
            return cell_of({}, self.reference)
        return cell_of(answer.code, self.reference, answer.place[2])
