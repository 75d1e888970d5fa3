"""Ways to deal mini-batches: wrong ones, and other right ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.exercises.gradient_descent.inputs import Array, Pairs
from course_utils.reference import gradient_descent as key


def cut(order: Array, batch_size: int) -> list[Array]:
    """Cut an order into batches."""
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def dealt(
    order_X: Callable[[Generator, int], Array],
    order_Y: Callable[[Generator, int], Array] | None = None,
    cut: Callable[[Array, int], list[Array]] = cut,
) -> Callable[..., Pairs]:
    """Return an answer from the order of X (and of Y, if it has its own) and how it is cut."""

    def mini_batches(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
        m = X.shape[1]
        of_X = order_X(rng, m)
        of_Y = order_Y(rng, m) if order_Y else of_X
        parts = zip(cut(of_X, batch_size), cut(of_Y, batch_size), strict=True)
        return [(X[:, i], Y[:, j]) for i, j in parts]

    return mini_batches


def shuffled(rng: Generator, m: int) -> Array:
    """Draw an order."""
    return rng.permutation(m)


def in_order(_rng: Generator, m: int) -> Array:
    """Leave the examples where they are."""
    return np.arange(m)


def anew_each_batch(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    """Draw each batch from all examples."""
    m, batches = X.shape[1], []
    for start in range(0, m, batch_size):
        chosen = rng.choice(m, min(batch_size, m - start), replace=False)
        batches.append((X[:, chosen], Y[:, chosen]))
    return batches


def in_place(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    """Shuffle the caller's arrays."""
    order = rng.permutation(X.shape[1])
    X[:], Y[:] = X[:, order], Y[:, order]
    return [(X[:, c], Y[:, c]) for c in cut(np.arange(X.shape[1]), batch_size)]


def counted_by_rows(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    """Take the number of rows for that of the examples."""
    return [(X[:, c], Y[:, c]) for c in cut(rng.permutation(len(X)), batch_size)]


def batch_rows(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    """Pick rows."""
    return [(X[c], Y[c]) for c in cut(rng.permutation(X.shape[1]), batch_size)]


def batches_shuffled(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    """Cut first, and shuffle the full batches then."""
    parts = sorted(cut(np.arange(X.shape[1]), batch_size), key=lambda part: -len(part))
    full = [i for i, part in enumerate(parts) if len(part) == len(parts[0])]
    order = [*rng.permutation(full), *range(len(full), len(parts))]
    return [(X[:, parts[i]], Y[:, parts[i]]) for i in order]


def transposed(X: Array, Y: Array, batch_size: int, rng: Generator) -> Pairs:
    """Return examples as rows."""
    return [(X_b.T, Y_b.T) for X_b, Y_b in key.mini_batches(X, Y, batch_size, rng)]


def yielding(X: Array, Y: Array, batch_size: int, rng: Generator) -> Iterator[tuple[Array, Array]]:
    """Yield the batches."""
    yield from key.mini_batches(X, Y, batch_size, rng)


def stacked(X: Array, Y: Array, batch_size: int, rng: Generator) -> list[tuple[Any, Any]]:
    """Shuffle X and Y together, as the rows of one table."""
    table = np.vstack([X, Y]).T.copy()
    rng.shuffle(table)
    n_0 = len(X)
    return [
        (part[:, :n_0].T, part[:, n_0:].T.astype(Y.dtype))
        for part in (table[s : s + batch_size] for s in range(0, len(table), batch_size))
    ]


def while_loop(X: Array, Y: Array, batch_size: int, rng: Generator) -> tuple:
    """Take batches from the front until none is left."""
    left = list(rng.permutation(X.shape[1]))
    batches = []
    while left:
        batch, left = left[:batch_size], left[batch_size:]
        batches.append([X[:, batch], Y[:, batch]])
    return tuple(batches)
