"""Laws for answers that draw random numbers from the generator they are given."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course_utils.checking.compare import Tolerance, same
from course_utils.checking.exercise import Law, Trial

EXACT = Tolerance(0.0, 0.0)


def fresh(rng: np.random.Generator) -> np.random.Generator:
    """Draw a generator."""
    return np.random.default_rng(int(rng.integers(2**63)))


def repeatable(trial: Trial) -> bool:
    """Whether the answer gives the same value again with the generator in the same state."""
    again = trial.call(trial.arguments)
    return again.failure is None and same(again.value, trial.value, EXACT)


def with_another_generator(trial: Trial) -> object:
    """Call the answer with its generators in other states; return its value, None if it fails."""
    arguments = tuple(
        fresh(trial.rng) if isinstance(argument, np.random.Generator) else argument
        for argument in trial.arguments
    )
    again = trial.call(arguments)
    return None if again.failure else again.value


def uses_generator(trial: Trial) -> bool:
    """Whether the answer gives another value with a generator in another state."""
    value = with_another_generator(trial)
    return value is not None and not same(value, trial.value, EXACT)


def laws(matters: Callable[[Trial], bool] = lambda trial: True) -> tuple[Law, Law]:
    """Return the two laws of every answer that draws from a generator.

    Parameters
    ----------
    matters : callable
        ``matters(trial)`` says whether another state has to give another value in this case.
    """

    def not_repeatable(trial: Trial) -> str | None:
        if repeatable(trial):
            return None
        return (
            "Called twice with the generator in the same state, your function gives two different "
            "answers. All random numbers must come from `rng`."
        )

    def ignores_generator(trial: Trial) -> str | None:
        if not matters(trial) or uses_generator(trial):
            return None
        return (
            "With a generator in another state your function gives the same answer: its random "
            "numbers do not come from `rng`."
        )

    return (
        Law("the same state gives the same answer", not_repeatable),
        Law("another state gives another answer", ignores_generator),
    )
