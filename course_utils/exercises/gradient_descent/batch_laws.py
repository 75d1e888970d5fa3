"""Laws that mini-batches obey. How the mistakes are told from each other is in `batch_detectors`.

Any order is as good as another, so a right answer cannot be compared entry by entry: every example
is looked up in X and Y by its numbers, which no other example has. A right answer breaks a law only
by chance: the order of 20 or more examples comes out as it was, or all batches as runs of
neighbors, or twice the same, each less than once in 10^9 gradings. Of shuffled examples about two
pairs of neighbors stay together, nearly as by a Poisson distribution, and `NEIGHBORS` of them with
probability 2^18 / 18! < 5e-11 at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.checking.compare import Tolerance, same
from course_utils.checking.exercise import Law, Trial

Array = NDArray[Any]
Batches = list[tuple[Array, Array]]
EXACT = Tolerance(0.0, 0.0)
NEIGHBORS = 18


def pairs_of(trial: Trial) -> Batches | None:
    """Return the answer as pairs of matrices, or None if it is nothing of that kind."""
    value = trial.value
    if trial.outcome.failure or not isinstance(value, (list, tuple)):
        return None
    for pair in value:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return None
        if not all(isinstance(array, np.ndarray) and array.ndim == 2 for array in pair):
            return None
    return [(X_b, Y_b) for X_b, Y_b in value]


def _places(found: Sequence[Array], all_columns: Array) -> list[list[int]]:
    """Return, batch by batch, which columns of `all_columns` stand there; -1 for none of them."""
    number = {tuple(column): i for i, column in enumerate(all_columns.T.tolist())}
    return [[number.get(tuple(column), -1) for column in part.T.tolist()] for part in found]


def dealt_by(trial: Trial) -> tuple[list[list[int]], list[list[int]]] | None:
    """Return which examples stand in each batch, judged by X and judged by Y.

    None also stands for far more than all examples once for each of them, which comes of no slip:
    an array without rows, for instance, may have any number of columns, and going through them
    takes the judge's memory.
    """
    batches, (X, Y) = pairs_of(trial), trial.arguments[:2]
    if batches is None:
        return None
    most = 2 * examples_of(trial) * (X.size + Y.size)
    if sum(a.size + a.shape[1] for pair in batches for a in pair) > most:
        return None
    return _places([X_b for X_b, _ in batches], X), _places([Y_b for _, Y_b in batches], Y)


def in_one_row(parts: list[list[int]]) -> list[int]:
    """Put the batches one behind the other."""
    return [i for part in parts for i in part]


def order_of(trial: Trial) -> list[int]:
    """Return the examples in the order of the answer, judged by X; empty if there is none."""
    dealt = dealt_by(trial)
    return in_one_row(dealt[0]) if dealt else []


def examples_of(trial: Trial) -> int:
    """Return m."""
    return int(trial.arguments[0].shape[1])


def in_several(trial: Trial) -> bool:
    """Whether there is more than one batch, so that the order matters."""
    return examples_of(trial) > int(trial.arguments[2])


def _is_run(part: list[int], m: int) -> bool:
    """Whether the examples are neighbors in X, the last one being a neighbor of the first."""
    held = set(part)
    return len(held) == len(part) and sum((i + 1) % m not in held for i in held) <= 1


def only_runs(trial: Trial) -> bool:
    """Whether each batch is a run of neighbors in X."""
    dealt = dealt_by(trial)
    return dealt is not None and all(_is_run(part, examples_of(trial)) for part in dealt[0])


def not_each_once(trial: Trial) -> str | None:
    """Look for examples that are missing or come twice."""
    order, m = order_of(trial), examples_of(trial)
    if -1 in order:
        return "Your batches hold columns that are not in X."
    if len(set(order)) == m:
        return None
    return (
        f"Of {m} examples only {len(set(order))} are in your batches; others come more than once."
    )


def pairs_torn(trial: Trial) -> str | None:
    """Look for an example beside another's label."""
    dealt = dealt_by(trial)
    if dealt is None or dealt[0] == dealt[1]:
        return None
    torn = sum(i != j for i, j in zip(in_one_row(dealt[0]), in_one_row(dealt[1]), strict=True))
    return f"{torn} of {examples_of(trial)} examples stand beside a label that is not theirs."


def unshuffled(trial: Trial) -> str | None:
    """Look for the order of X in the batches."""
    if not in_several(trial):
        return None
    order, m = np.array(order_of(trial)), examples_of(trial)
    if np.array_equal(order, np.arange(m)):
        return "The examples come in the order in which they stand in X."
    if trial.arguments[2] > 1 and only_runs(trial):
        return "Each of your batches is a run of neighbors in X: which examples meet is not random."
    if np.isin(np.diff(order) % m, (1, m - 1)).sum() >= NEIGHBORS:
        return "Most examples still stand beside their neighbors in X: a few have changed places."
    return None


def unrepeatable(trial: Trial) -> str | None:
    """Call again with the generator in the same state."""
    again = trial.call(trial.arguments)
    if again.failure is None and same(again.value, trial.value, EXACT):
        return None
    return (
        "Called twice with the generator in the same state, your function gives two different "
        "answers. Randomness has to come from `rng`, and from nowhere else."
    )


def deaf_to_generator(trial: Trial) -> str | None:
    """Call again with a generator in another state."""
    if not in_several(trial):
        return None
    other = np.random.default_rng(int(trial.rng.integers(2**63)))
    again = trial.call((*trial.arguments[:3], other))
    if again.failure is None and not same(again.value, trial.value, EXACT):
        return None
    return (
        "With a generator in another state the batches are the same: the order is not from `rng`."
    )


LAWS = (
    Law("every example comes once", not_each_once),
    Law("every example keeps its labels", pairs_torn),
    Law("the examples are shuffled", unshuffled),
    Law("the same state gives the same batches", unrepeatable),
    Law("another state gives others", deaf_to_generator),
)
