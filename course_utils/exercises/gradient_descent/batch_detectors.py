"""How the mistakes in dealing mini-batches are told from each other: signs that all cases share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from course_utils.checking.compare import same
from course_utils.checking.exercise import Trial
from course_utils.checking.outcome import Foreign
from course_utils.exercises.gradient_descent.batch_laws import (
    EXACT,
    deaf_to_generator,
    dealt_by,
    examples_of,
    in_one_row,
    in_several,
    only_runs,
    order_of,
    pairs_of,
    unrepeatable,
)

Trials = Sequence[Trial]
Sign = Callable[[Trials], bool]


def _every(holds: Callable[[Trial], bool]) -> Sign:
    return lambda trials: bool(trials) and all(holds(trial) for trial in trials)


def _sizes(trial: Trial) -> list[int] | None:
    batches = pairs_of(trial)
    return None if batches is None else [X_b.shape[1] for X_b, _ in batches]


def _right_sizes(trial: Trial) -> list[int]:
    m, size = examples_of(trial), int(trial.arguments[2])
    return [min(size, m - start) for start in range(0, m, size)]


def _sized_as(rule: Callable[[int, int], list[int]]) -> Sign:
    """Make a sign of batch sizes that follow a wrong rule of (m, batch_size)."""

    def sign(trials: Trials) -> bool:
        wrong = [rule(examples_of(trial), int(trial.arguments[2])) for trial in trials]
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
    batches, (X, Y) = pairs_of(trial), trial.arguments[:2]
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
not_repeatable = _every(lambda trial: bool(dealt_by(trial)) and unrepeatable(trial) is not None)


def _all_dealt(trials: Trials) -> list[tuple[list[list[int]], list[list[int]]]]:
    """Return who stands where in every case that has batches."""
    return [dealt for dealt in map(dealt_by, trials) if dealt is not None]


def _complete(parts: list[list[int]]) -> bool:
    order = in_one_row(parts)
    return bool(order) and sorted(order) == list(range(len(order)))


def only_X_shuffled(trials: Trials) -> bool:
    """Whether the labels still stand in their old order, and the examples do not."""
    cases = _all_dealt(trials)
    return (
        len(cases) == len(trials)
        and all(_complete(x) and in_one_row(y) == sorted(in_one_row(y)) for x, y in cases)
        and all(x != y for x, y in cases)
    )


def only_Y_shuffled(trials: Trials) -> bool:
    """Whether the examples still stand in their old order, and the labels do not."""
    cases = _all_dealt(trials)
    return (
        len(cases) == len(trials)
        and all(_complete(x) and _complete(y) for x, y in cases)
        and all(in_one_row(x) == sorted(in_one_row(x)) for x, _ in cases)
        and all(x != y for x, y in cases)
    )


def features_torn(trials: Trials) -> bool:
    """Whether the features of an example have parted, each row of X being in an order of its own."""
    for trial in trials:
        batches = pairs_of(trial)
        if not batches or any(len(X_b) != len(trial.arguments[0]) for X_b, _ in batches):
            return False
        X = trial.arguments[0]
        if sum(X_b.shape[1] for X_b, _ in batches) != X.shape[1]:
            return False
        rows = np.hstack([X_b for X_b, _ in batches])
        if rows.shape != X.shape or not np.array_equal(np.sort(rows), np.sort(X)):
            return False
    return any(-1 in order_of(trial) for trial in trials)


def _more_than_one(trials: Trials) -> list[Trial]:
    """Leave out the cases where all examples fit into one batch, or each has its own."""
    return [trial for trial in trials if in_several(trial) and trial.arguments[2] > 1]


def _parts(trial: Trial) -> list[list[int]]:
    dealt = dealt_by(trial)
    return dealt[0] if dealt else []


def first_batch_only(trials: Trials) -> bool:
    """Whether the first batch is there and no other."""
    return all(_sizes(t) == _right_sizes(t)[:1] and -1 not in order_of(t) for t in trials) and bool(
        _more_than_one(trials)
    )


def every_batch_the_same(trials: Trials) -> bool:
    """Whether one batch comes again and again."""
    told = [_parts(trial) for trial in _more_than_one(trials)]
    return bool(told) and all(
        len(parts) > 1 and parts[0] and all(part == parts[0] for part in parts) for parts in told
    )


def starts_at_every_example(trials: Trials) -> bool:
    """Whether each batch starts one example after the one before."""
    told = [(_parts(trial), examples_of(trial)) for trial in _more_than_one(trials)]
    return bool(told) and all(
        len(parts) == m and all(later[:1] == part[1:2] for part, later in pairwise(parts))
        for parts, m in told
    )


def filled_up(trials: Trials) -> bool:
    """Whether the last batch is as long as the others, with examples that have come before."""
    sizes = [(_sizes(trial), _right_sizes(trial), int(trial.arguments[2])) for trial in trials]
    return (
        any(found != right for found, right, _ in sizes)
        and all(found == [size] * len(right) for found, right, size in sizes)
        and all(set(order_of(t)) == set(range(examples_of(t))) for t in trials)
    )


def shuffled_separately(trials: Trials) -> bool:
    """Whether everybody is there, on both sides, but not side by side."""
    cases = _all_dealt(trials)
    return len(cases) == len(trials) and all(
        _complete(x)
        and _complete(y)
        and x != y
        and all(in_one_row(side) != sorted(in_one_row(side)) for side in (x, y))
        for x, y in cases
    )


in_given_order = _every(lambda trial: order_of(trial) == list(range(examples_of(trial))))


def cut_before_shuffling(trials: Trials) -> bool:
    """Whether all batches are runs of neighbors, wherever that can be told."""
    told = [trial for trial in trials if in_several(trial) and trial.arguments[2] > 1]
    return bool(told) and all(only_runs(trial) for trial in told)


def repeats_within_batches(trials: Trials) -> bool:
    """Whether an example comes twice in one batch."""
    parts = [part for x, _ in _all_dealt(trials) for part in x]
    return not any(-1 in part for part in parts) and any(len(set(p)) < len(p) for p in parts)


def repeats_between_batches(trials: Trials) -> bool:
    """Whether an example comes in two batches."""
    dealt = [in_one_row(x) for x, _ in _all_dealt(trials) if len(x) > 1]
    return any(len(set(row)) < len(row) and -1 not in row for row in dealt)


ignores_generator = _every(
    lambda trial: (
        bool(dealt_by(trial)) and (not in_several(trial) or deaf_to_generator(trial) is not None)
    )
)


def arguments_changed(trials: Trials) -> bool:
    """Whether X or Y is another after the call."""
    return any(
        not same(now, before, EXACT)
        for trial in trials
        for before, now in zip(trial.arguments[:2], trial.outcome.arguments[:2], strict=False)
    )
