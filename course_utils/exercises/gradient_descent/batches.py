"""Lesson 07: mini-batches. Right ones are not unique, so laws judge them; see `dealing`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.gradient_descent import dealing
from course_utils.exercises.gradient_descent.inputs import Array, Pairs
from course_utils.reference import gradient_descent as key

Case = tuple[Array, Array, int, Generator]
# (n_0, k, m, batch_size); n_0, k, batch_size and the number of batches all differ.
EXACT = ((3, 2, 24, 6), (4, 1, 35, 7))
# Batches of nearly even size would be others than full ones and a short one.
SHORT = ((3, 2, 22, 6), (4, 1, 32, 9))
SINGLE = ((3, 2, 14, 1), (4, 1, 17, 1))
WHOLE = ((3, 2, 13, 13), (4, 1, 14, 40))


def _case(choices: tuple[tuple[int, int, int, int], ...]) -> Callable[[Generator], Case]:
    def draw(rng: Generator) -> Case:
        n_0, k, m, batch_size = choices[int(rng.integers(len(choices)))]
        # Each example has labels of its own, so that a lost partner always shows.
        Y = rng.permuted(np.tile(np.arange(m), (k, 1)), axis=1)
        generator = np.random.default_rng(int(rng.integers(2**63)))
        return rng.normal(size=(n_0, m)), Y, batch_size, generator

    return draw


def _cut(order: Array, batch_size: int) -> list[Array]:
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def _dealt(
    order_X: Callable[[Generator, int], Array],
    order_Y: Callable[[Generator, int], Array] | None = None,
    cut: Callable[[Array, int], list[Array]] = _cut,
) -> Callable[..., Pairs]:
    """Return an answer from the order of X (and of Y, if it has its own) and how it is cut."""

    def mini_batches(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
        m = X.shape[1]
        of_X = order_X(rng, m)
        of_Y = order_Y(rng, m) if order_Y else of_X
        parts = zip(cut(of_X, batch_size), cut(of_Y, batch_size), strict=True)
        return [(X[:, i], Y[:, j]) for i, j in parts]

    return mini_batches


def _shuffled(rng: Generator, m: int) -> Array:
    return rng.permutation(m)


def _in_order(_rng: Generator, m: int) -> Array:
    return np.arange(m)


def _anew_each_batch(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    m, batches = X.shape[1], []
    for start in range(0, m, batch_size):
        chosen = rng.choice(m, min(batch_size, m - start), replace=False)
        batches.append((X[:, chosen], Y[:, chosen]))
    return batches


def _in_place(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    order = rng.permutation(X.shape[1])
    X[:], Y[:] = X[:, order], Y[:, order]
    return [(X[:, c], Y[:, c]) for c in _cut(np.arange(X.shape[1]), batch_size)]


def _counted_by_rows(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    return [(X[:, c], Y[:, c]) for c in _cut(rng.permutation(len(X)), batch_size)]


def _batch_rows(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    return [(X[c], Y[c]) for c in _cut(rng.permutation(X.shape[1]), batch_size)]


def _batches_shuffled(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    parts = sorted(_cut(np.arange(X.shape[1]), batch_size), key=lambda part: -len(part))
    full = [i for i, part in enumerate(parts) if len(part) == len(parts[0])]
    order = [*rng.permutation(full), *range(len(full), len(parts))]
    return [(X[:, parts[i]], Y[:, parts[i]]) for i in order]


def _transposed(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    return [(X_b.T, Y_b.T) for X_b, Y_b in key.mini_batches(X, Y, batch_size, rng)]


def _yielding(X: Array, Y: Array, batch_size: int, rng: Generator) -> Iterator[tuple[Array, Array]]:
    yield from key.mini_batches(X, Y, batch_size, rng)


def _stacked(X: Array, Y: Array, batch_size: int, rng: Generator) -> list[tuple[Any, Any]]:
    """Shuffle X and Y together, as the rows of one table."""
    table = np.vstack([X, Y]).T.copy()
    rng.shuffle(table)
    n_0 = len(X)
    return [
        (part[:, :n_0].T, part[:, n_0:].T.astype(Y.dtype))
        for part in (table[s : s + batch_size] for s in range(0, len(table), batch_size))
    ]


def _while_loop(X: Array, Y: Array, batch_size: int, rng: Generator) -> tuple:
    left = list(rng.permutation(X.shape[1]))
    batches = []
    while left:
        batch, left = left[:batch_size], left[batch_size:]
        batches.append([X[:, batch], Y[:, batch]])
    return tuple(batches)


MINI_BATCHES = Exercise(
    reference=key.mini_batches,
    groups=(
        Group("a batch size that divides m", _case(EXACT), weight=3, count=3),
        Group("a last batch that is shorter", _case(SHORT), weight=1.5),
        Group("one example a batch", _case(SINGLE), weight=0.5),
        Group("a batch size of m or more", _case(WHOLE), weight=0.5),
    ),
    unique=False,
    laws=dealing.LAWS,
    mistakes=(
        Mistake(
            "a generator instead of a list",
            "A function with `yield` returns a generator, which can be gone through once. A list is "
            "asked for: append to one and return it.",
            _yielding,
            sign=dealing.yields,
        ),
        Mistake(
            "two lists instead of pairs",
            "You return all X batches and all Y batches. What is asked is one list of pairs "
            "(X_b, Y_b): `zip` puts them together.",
            lambda *arguments: tuple(
                list(part) for part in zip(*key.mini_batches(*arguments), strict=True)
            ),
            sign=dealing.two_lists,
        ),
        Mistake(
            "the labels are left out",
            "Each batch is a pair (X_b, Y_b): without its labels an example is of no use.",
            lambda *arguments: [X_b for X_b, _ in key.mini_batches(*arguments)],
            sign=dealing.no_labels,
        ),
        Mistake(
            "the last short batch is dropped",
            "Examples that do not fill a batch are lost. The last batch may be shorter.",
            _dealt(
                _shuffled, cut=lambda order, size: [p for p in _cut(order, size) if len(p) == size]
            ),
            sign=dealing.short_batch_dropped,
        ),
        Mistake(
            "an empty batch at the end",
            "Where the batch size divides m, your last batch has no examples, and its mean would be "
            "nan. `range(0, m, batch_size)` gives the right starts in either case.",
            _dealt(
                _shuffled,
                cut=lambda order, size: [*_cut(order, size), order[:0]][: len(order) // size + 1],
            ),
            sign=dealing.empty_batch,
        ),
        Mistake(
            "batch_size batches instead of batches of that size",
            "`np.array_split(order, n)` makes n parts. `batch_size` says how many examples a part has.",
            _dealt(_shuffled, cut=lambda order, size: np.array_split(order, size)),
            sign=dealing.so_many_batches,
        ),
        Mistake(
            "batches of even size instead of full ones",
            "Your batches share the examples out evenly. Fill each with batch_size examples; only "
            "the last one may be shorter.",
            _dealt(
                _shuffled,
                cut=lambda order, size: np.array_split(order, -(-len(order) // size)),
            ),
            sign=dealing.even_sizes,
        ),
        Mistake(
            "an example is taken for a row",
            "Your batches have examples in rows. X is (n_0, m): batches are columns, X[:, ...].",
            _transposed,
            sign=dealing.transposed,
        ),
        Mistake(
            "examples are counted by rows",
            "`len(X)` and `X.shape[0]` count the features. The examples are the columns: "
            "`X.shape[1]`.",
            _counted_by_rows,
            sign=dealing.as_many_as_features,
        ),
        Mistake(
            "rows are picked out of X",
            "`X[batch]` picks rows, which are features. Columns are `X[:, batch]`.",
            _batch_rows,
            sign=dealing.index_error,
        ),
        Mistake(
            "np.random instead of the generator",
            "Your order comes from NumPy's global state, so nobody can repeat your run. Use the "
            "generator that is handed in: `rng.permutation(m)`.",
            _dealt(lambda rng, m: np.random.permutation(m)),
            sign=dealing.not_repeatable,
        ),
        Mistake(
            "X and Y are shuffled separately",
            "Each example has lost its label: X and Y are put in two different orders. Draw one order "
            "and use it for both.",
            _dealt(_shuffled, _shuffled),
            sign=dealing.shuffled_separately,
        ),
        Mistake(
            "only X is shuffled",
            "Y is still in the old order, so labels and examples no longer belong together.",
            _dealt(_shuffled, _in_order),
            sign=dealing.only_X_shuffled,
        ),
        Mistake(
            "not shuffled",
            "The examples come in the order in which they stand in X: draw an order first.",
            _dealt(_in_order),
            sign=dealing.in_given_order,
        ),
        Mistake(
            "only the order of the batches is shuffled",
            "Neighbors always end up in the same batch. Shuffle the examples first, then cut.",
            _batches_shuffled,
            sign=dealing.cut_before_shuffling,
        ),
        Mistake(
            "drawn with replacement",
            "Some examples come twice and others not at all. `rng.permutation(m)` has each once.",
            _dealt(lambda rng, m: rng.integers(0, m, m)),
            sign=dealing.repeats_within_batches,
        ),
        Mistake(
            "each batch is drawn from all examples anew",
            "Within a batch nobody comes twice, but batches overlap. Draw one order for all, and cut.",
            _anew_each_batch,
            sign=dealing.repeats_between_batches,
        ),
        Mistake(
            "a generator of its own, with a fixed seed",
            "Whatever `rng` is handed in, your order is the same. Do not make a generator inside.",
            _dealt(lambda rng, m: np.random.default_rng(42).permutation(m)),
            sign=dealing.ignores_generator,
        ),
        Mistake(
            "X and Y are changed in place",
            "The batches are right, but the caller's X and Y are shuffled too. Index with the order "
            "instead: X[:, order] is a new array.",
            _in_place,
            sign=dealing.arguments_changed,
        ),
    ),
    alternatives=(
        Alternative("X and Y as one table", _stacked),
        Alternative("a while loop; tuples and lists exchanged", _while_loop),
        Alternative(
            "np.split at the multiples",
            _dealt(
                _shuffled, cut=lambda order, size: np.split(order, range(size, len(order), size))
            ),
        ),
        Alternative(
            "an order from sorted random numbers", _dealt(lambda rng, m: np.argsort(rng.random(m)))
        ),
        Alternative(
            "each batch in the order of X",
            _dealt(
                _shuffled, cut=lambda order, size: [np.sort(part) for part in _cut(order, size)]
            ),
        ),
    ),
)
