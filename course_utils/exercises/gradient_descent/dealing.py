"""Laws that mini-batches obey, and how the mistakes are told from each other.

Any order is as good as another, so a right answer cannot be compared entry by entry: every example
is looked up in X and Y by its numbers, which no other example has. A right answer breaks a law only
by chance: the order of 20 or more examples comes out as it was, or all batches as runs of
neighbors, or twice the same, each less than once in 10^9 gradings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils.checking.compare import Tolerance, same
from course_utils.checking.exercise import Law, Trial
from course_utils.checking.outcome import Foreign

Array = NDArray[Any]
Trials = Sequence[Trial]
Sign = Callable[[Trials], bool]
Batches = list[tuple[Array, Array]]
EXACT = Tolerance(0.0, 0.0)


def _batches(trial: Trial) -> Batches | None:
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


def _dealt(trial: Trial) -> tuple[list[list[int]], list[list[int]]] | None:
    """Return which examples stand in each batch, judged by X and judged by Y."""
    batches = _batches(trial)
    if batches is None:
        return None
    X, Y = trial.arguments[:2]
    return _places([X_b for X_b, _ in batches], X), _places([Y_b for _, Y_b in batches], Y)


def _flat(parts: list[list[int]]) -> list[int]:
    return [i for part in parts for i in part]


def _order(trial: Trial) -> list[int]:
    """Return the examples in the order of the answer, judged by X; empty if there is none."""
    dealt = _dealt(trial)
    return _flat(dealt[0]) if dealt else []


def _m(trial: Trial) -> int:
    return int(trial.arguments[0].shape[1])


def _several(trial: Trial) -> bool:
    """Whether there is more than one batch, so that the order matters."""
    return _m(trial) > int(trial.arguments[2])


def _is_run(part: list[int], m: int) -> bool:
    """Whether the examples are neighbors in X, the last one being a neighbor of the first."""
    held = set(part)
    return len(held) == len(part) and sum((i + 1) % m not in held for i in held) <= 1


def _only_runs(trial: Trial) -> bool:
    dealt = _dealt(trial)
    return dealt is not None and all(_is_run(part, _m(trial)) for part in dealt[0])


def not_each_once(trial: Trial) -> str | None:
    """Look for examples that are missing or come twice."""
    order, m = _order(trial), _m(trial)
    if -1 in order:
        return "Your batches hold columns that are not in X."
    if len(set(order)) == m:
        return None
    return (
        f"Of {m} examples only {len(set(order))} are in your batches; others come more than once."
    )


def pairs_torn(trial: Trial) -> str | None:
    """Look for an example beside another's label."""
    dealt = _dealt(trial)
    if dealt is None or dealt[0] == dealt[1]:
        return None
    torn = sum(i != j for i, j in zip(_flat(dealt[0]), _flat(dealt[1]), strict=True))
    return f"{torn} of {_m(trial)} examples stand beside a label that is not theirs."


def unshuffled(trial: Trial) -> str | None:
    """Look for the order of X in the batches."""
    if not _several(trial):
        return None
    if _order(trial) == list(range(_m(trial))):
        return "The examples come in the order in which they stand in X."
    if trial.arguments[2] > 1 and _only_runs(trial):
        return "Each of your batches is a run of neighbors in X: which examples meet is not random."
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
    if not _several(trial):
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


# Signs of the mistakes, from here on: what holds of every case of such an answer.


def _every(holds: Callable[[Trial], bool]) -> Sign:
    return lambda trials: bool(trials) and all(holds(trial) for trial in trials)


def _sizes(trial: Trial) -> list[int] | None:
    batches = _batches(trial)
    return None if batches is None else [X_b.shape[1] for X_b, _ in batches]


def _right_sizes(trial: Trial) -> list[int]:
    m, size = _m(trial), int(trial.arguments[2])
    return [min(size, m - start) for start in range(0, m, size)]


def _sized_as(rule: Callable[[int, int], list[int]]) -> Sign:
    """Make a sign of batch sizes that follow a wrong rule of (m, batch_size)."""

    def sign(trials: Trials) -> bool:
        wrong = [rule(_m(trial), int(trial.arguments[2])) for trial in trials]
        differs = any(w != _right_sizes(trial) for w, trial in zip(wrong, trials, strict=True))
        return differs and all(_sizes(t) == w for w, t in zip(wrong, trials, strict=True))

    return sign


def _split(m: int, parts: int) -> list[int]:
    return [len(part) for part in np.array_split(np.arange(m), parts)]


short_batch_dropped = _sized_as(lambda m, size: [size] * (m // size))
empty_batch = _sized_as(lambda m, size: [min(size, m - i * size) for i in range(m // size + 1)])
so_many_batches = _sized_as(_split)
even_sizes = _sized_as(lambda m, size: _split(m, -(-m // size)))


def _is_generator(trial: Trial) -> bool:
    value = trial.value
    name = value.type_name if isinstance(value, Foreign) else type(value).__name__
    return trial.outcome.failure is None and name == "generator"


def _matrices(value: object, rows: int) -> bool:
    return (
        isinstance(value, (list, tuple))
        and bool(value)
        and all(isinstance(a, np.ndarray) and a.ndim == 2 and len(a) == rows for a in value)
    )


def _is_two_lists(trial: Trial) -> bool:
    value, (X, Y) = trial.value, trial.arguments[:2]
    return (
        isinstance(value, (list, tuple))
        and len(value) == 2
        and _matrices(value[0], len(X))
        and _matrices(value[1], len(Y))
    )


def _is_transposed(trial: Trial) -> bool:
    batches, (X, Y) = _batches(trial), trial.arguments[:2]
    shapes = [((size, len(X)), (size, len(Y))) for size in _right_sizes(trial)]
    return batches is not None and [(X_b.shape, Y_b.shape) for X_b, Y_b in batches] == shapes


yields = _every(_is_generator)
two_lists = _every(_is_two_lists)
no_labels = _every(lambda trial: _matrices(trial.value, len(trial.arguments[0])))
transposed = _every(_is_transposed)
as_many_as_features = _every(lambda trial: sum(_sizes(trial) or []) == len(trial.arguments[0]))
index_error = _every(
    lambda trial: (
        trial.outcome.failure is not None and trial.outcome.failure.error_type == "IndexError"
    )
)
not_repeatable = _every(lambda trial: unrepeatable(trial) is not None)


def _all_dealt(trials: Trials) -> list[tuple[list[list[int]], list[list[int]]]]:
    """Return who stands where in every case that has batches."""
    return [dealt for dealt in map(_dealt, trials) if dealt is not None]


def _complete(parts: list[list[int]]) -> bool:
    order = _flat(parts)
    return bool(order) and sorted(order) == list(range(len(order)))


def only_X_shuffled(trials: Trials) -> bool:
    """Whether the labels still stand in their old order, and the examples do not."""
    cases = _all_dealt(trials)
    return (
        len(cases) == len(trials)
        and all(_complete(x) and _flat(y) == sorted(_flat(y)) for x, y in cases)
        and all(x != y for x, y in cases)
    )


def shuffled_separately(trials: Trials) -> bool:
    """Whether everybody is there, on both sides, but not side by side."""
    cases = _all_dealt(trials)
    return len(cases) == len(trials) and all(
        _complete(x) and _complete(y) and x != y and _flat(y) != sorted(_flat(y)) for x, y in cases
    )


in_given_order = _every(lambda trial: _order(trial) == list(range(_m(trial))))


def cut_before_shuffling(trials: Trials) -> bool:
    """Whether all batches are runs of neighbors, wherever that can be told."""
    told = [trial for trial in trials if _several(trial) and trial.arguments[2] > 1]
    return bool(told) and all(_only_runs(trial) for trial in told)


def repeats_within_batches(trials: Trials) -> bool:
    """Whether an example comes twice in one batch."""
    return any(len(set(part)) < len(part) for x, _ in _all_dealt(trials) for part in x)


def repeats_between_batches(trials: Trials) -> bool:
    """Whether an example comes in two batches."""
    return any(len(set(_flat(x))) < len(_flat(x)) for x, _ in _all_dealt(trials))


ignores_generator = _every(
    lambda trial: not _several(trial) or deaf_to_generator(trial) is not None
)


def arguments_changed(trials: Trials) -> bool:
    """Whether X or Y is another after the call."""
    return any(
        not same(now, before, EXACT)
        for trial in trials
        for before, now in zip(trial.arguments[:2], trial.outcome.arguments[:2], strict=False)
    )
