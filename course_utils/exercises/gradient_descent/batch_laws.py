"""Laws that mini-batches obey, and signs by which the mistakes in dealing them are told from each other.

Any order is as good as another, so a right answer cannot be compared entry by entry: every example
is looked up in X and Y by its numbers, which no other example has. A right answer breaks a law only
by chance: the order of 20 or more examples comes out as it was, or all batches as runs of
neighbors, or twice the same, each less than once in 10^9 gradings. Of shuffled examples about two
pairs of neighbors stay together, nearly as by a Poisson distribution, and `NEIGHBORS` of them with
probability 2^18 / 18! < 5e-11 at most.
"""

from collections.abc import Sequence

import numpy as np

from course_utils.checking.compare import UNTOUCHED, same
from course_utils.checking.exercise import Array, Law, Trial
from course_utils.checking.outcome import Foreign
from course_utils.checking.randomness import laws, repeatable, uses_generator

Parts = list[list[int]]  # which examples stand in each batch
NEIGHBORS = 18


def _places(found: Sequence[Array], all_columns: Array) -> Parts:
    """Return, batch by batch, which columns of `all_columns` stand there; -1 for none of them."""
    number = {tuple(column): i for i, column in enumerate(all_columns.T.tolist())}
    return [[number.get(tuple(column), -1) for column in part.T.tolist()] for part in found]


def _dealt_by(trial: Trial) -> tuple[Parts, Parts] | None:
    """Return which examples stand in each batch, judged by X and judged by Y.

    None stands for what is no list of pairs of matrices, and for far more than all examples once for
    each of them, which comes of no slip: an array without rows, for instance, may have any number of
    columns, and going through them takes the judge's memory.
    """
    X, Y, _, _ = trial.arguments
    batches = trial.value
    if not isinstance(batches, (list, tuple)):
        return None
    if not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in batches):
        return None
    arrays = [array for pair in batches for array in pair]
    if not all(isinstance(array, np.ndarray) and array.ndim == 2 for array in arrays):
        return None
    if sum(a.size + a.shape[1] for a in arrays) > 2 * X.shape[1] * (X.size + Y.size):
        return None
    return _places(arrays[::2], X), _places(arrays[1::2], Y)


def _in_one_row(parts: Parts) -> list[int]:
    return [i for part in parts for i in part]


def _order_of(trial: Trial) -> list[int]:
    """Return the examples in the order of the answer, judged by X; empty if there is none."""
    dealt = _dealt_by(trial)
    return _in_one_row(dealt[0]) if dealt else []


def _in_several(trial: Trial) -> bool:
    """Whether there is more than one batch, so that the order matters."""
    X, _, batch_size, _ = trial.arguments
    return X.shape[1] > batch_size


def _is_run(part: list[int], m: int) -> bool:
    """Whether the examples are neighbors in X, the last one being a neighbor of the first."""
    held = set(part)
    return len(held) == len(part) and sum((i + 1) % m not in held for i in held) <= 1


def _only_runs(trial: Trial) -> bool:
    """Whether each batch of more than one example is a run of neighbors in X."""
    dealt, (X, _, batch_size, _) = _dealt_by(trial), trial.arguments
    return dealt is not None and batch_size > 1 and all(_is_run(p, X.shape[1]) for p in dealt[0])


def _not_each_once(trial: Trial) -> str | None:
    order, m = _order_of(trial), trial.arguments[0].shape[1]
    if -1 in order:
        return "Your batches hold columns that are not in X."
    if len(set(order)) == m:
        return None
    return (
        f"Of {m} examples only {len(set(order))} are in your batches; others come more than once."
    )


def _pairs_torn(trial: Trial) -> str | None:
    dealt = _dealt_by(trial)
    if dealt is None or dealt[0] == dealt[1]:
        return None
    torn = sum(i != j for i, j in zip(*map(_in_one_row, dealt), strict=True))
    return (
        f"{torn} of {trial.arguments[0].shape[1]} examples stand beside a label that is not theirs."
    )


def _unshuffled(trial: Trial) -> str | None:
    if not _in_several(trial):
        return None
    order, m = np.array(_order_of(trial)), trial.arguments[0].shape[1]
    if np.array_equal(order, np.arange(m)):
        return "The examples come in the order in which they stand in X."
    if _only_runs(trial):
        return "Each of your batches is a run of neighbors in X: which examples meet is not random."
    if np.isin(np.diff(order) % m, (1, m - 1)).sum() >= NEIGHBORS:
        return "Most examples still stand beside their neighbors in X: a few have changed places."
    return None


LAWS = (
    Law("every example comes once", _not_each_once),
    Law("every example keeps its labels", _pairs_torn),
    Law("the examples are shuffled", _unshuffled),
    *laws(_in_several),
)


def _form_of(value: object) -> object:
    """Return the shapes of the arrays in lists and tuples, or the type of what is none of these."""
    if isinstance(value, np.ndarray):
        return value.shape
    if isinstance(value, (list, tuple)):
        return sorted(map(_form_of, value), key=str)
    return value.type_name if isinstance(value, Foreign) else type(value).__name__


def _right_form(trial: Trial) -> object:
    X, Y, batch_size, _ = trial.arguments
    starts = range(0, X.shape[1], batch_size)
    return _form_of([(X[:, s : s + batch_size], Y[:, s : s + batch_size]) for s in starts])


def signs(trials: Sequence[Trial]) -> tuple:
    """Tell of an answer what it returns, who stands where, and where its order comes from.

    If the form of the batches is wrong, that alone is told, and whether every example is there.
    """
    forms = [trial.error.partition(":")[0] or _form_of(trial.value) for trial in trials]
    each_once = [sorted(_order_of(t)) == list(range(t.arguments[0].shape[1])) for t in trials]
    several = [trial for trial in trials if _in_several(trial)]
    dealt = [_dealt_by(trial) for trial in several]
    if forms != [_right_form(trial) for trial in trials] or None in dealt:
        return forms, each_once
    orders = [tuple(map(_in_one_row, parts)) for parts in dealt if parts]
    return (
        each_once,
        all(x == sorted(x) for x, _ in orders),
        all(y == sorted(y) for _, y in orders),
        all(x == y for x, y in orders),
        any(-1 in x for x, _ in orders),
        any(len(set(part)) < len(part) for parts in dealt if parts for part in parts[0]),
        any(map(_only_runs, several)),
        all(same(list(t.outcome.arguments[:2]), list(t.arguments[:2]), UNTOUCHED) for t in trials),
        all(map(repeatable, several)),
        any(map(uses_generator, several)),
    )


def overlap(trials: Sequence[Trial]) -> bool:
    """Whether an example comes in two batches, however long they are."""
    orders = [_order_of(trial) for trial in trials if _in_several(trial)]
    return any(len(set(order)) < len(order) and -1 not in order for order in orders)
