"""Lesson 05: how many different units a layer has."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Array, Exercise, Group, Rng
from course_utils.reference import initialization as key


def _many_rows(rng: Rng) -> tuple[Array]:
    """Draw n rows, of which some repeat others; two are the same numbers in another order.

    One row is another one shifted by the same number in every entry, and one is another one's
    opposite. Three rows begin alike and two end alike, so that a look at one entry is not enough. Equal rows
    stand side by side at the end and apart elsewhere. The entries have three decimals, so that a
    tolerance and rounding to it say the same. There are more different rows than columns, so that
    the rank says something else.
    """
    n, k, copies = ((11, 4, 4), (9, 3, 3), (13, 5, 5))[rng.integers(3)]
    own = rng.integers(-900, 900, size=(n - copies, k)) / 1000.0
    own[1] = own[0][::-1]
    own[3] = own[0] + 0.125
    own[[2, 4], 0], own[4, -1] = own[0, 0], own[3, -1]
    own[5] = -own[2]
    order = np.r_[np.arange(n - copies), rng.integers(n - copies, size=copies - 1)]
    order = rng.permutation(order)
    return (own[np.append(order, order[-1])],)


def _large(rng: Rng) -> tuple:
    """Draw weights so large that exp or an activation function would make them alike."""
    return (1e5 * _many_rows(rng)[0],)


def _rounding(rng: Rng) -> tuple:
    """Move the entries by so little that none differs by 1e-12, nor is rounded to another 12 digits."""
    (W,) = _many_rows(rng)
    signs = np.resize([1.0, -1.0], len(W))[:, np.newaxis] * rng.choice([-1.0, 1.0], size=W.shape[1])
    # Equal rows stand at places of both kinds: the last two are neighbors.
    return (W + rng.uniform(0.4e-12, 0.45e-12, size=W.shape) * signs,)


def _close(rng: Rng) -> tuple:
    """All rows a little different, by more than the tolerance allows."""
    row = rng.integers(1, 900, size=4) / 1000.0
    W = np.tile(row, (7, 1))
    W[:, 2] += 1.2e-12 * rng.permutation(7)
    return (W,)


DISTINCT_UNITS = Exercise(
    reference=key.distinct_units,
    groups=(
        Group("rows of which some repeat", [_many_rows, _large], weight=3),
        Group(
            "all rows the same",
            lambda rng: (np.full((int(rng.integers(5, 9)), 3), rng.uniform(0.1, 1.0)),),
            count=2,
        ),
        Group(
            "rows that differ by rounding only are the same",
            _rounding,
            count=2,
            hint="Two rows are the same if no entry differs by more than 1e-12: what counts is the "
            "largest difference, not the sum of all or the length of their row.",
        ),
        Group("rows that differ by more than rounding, if little, are different", _close, count=2),
    ),
    equivalent={"how a chain of near copies is counted is left open": ("W[::-1]",)},
    mistakes=wrong_answers("""
## columns are counted, not rows
# You count the different columns. Row i holds the weights into unit i, so units are rows.
np.unique(np.round(W.T, 12), axis=0).shape[0]
## the matrix rank
# The rank counts independent directions. Two rows of which one is twice the other are different
# units, and the rank can never pass the number of columns.
int(np.linalg.matrix_rank(W))
## different numbers are counted, not different rows
# `np.unique(W)` flattens the matrix first and counts numbers. A unit is a whole row.
int(np.unique(np.round(W, 12)).size)
## all rows are counted
# You return the number of rows. Rows that are equal count once.
len(W)
## the copies are counted
# You return how many rows are copies of an earlier one. Return how many are left without them.
len(W) - _right(W)
## only neighboring rows are compared
# Two equal rows need not stand next to each other: compare each row with all that came before
# it.
1 + int(np.sum(np.any(np.abs(np.diff(W, axis=0)) > 1e-12, axis=1)))
## one equal entry makes two rows the same
# Your rows count as different only if they differ in every entry. One entry is enough.
kept = []
for row in W:
    if all((np.min(np.abs(row - other)) > 1e-12 for other in kept)):
        kept.append(row)
return len(kept)
## the differences are taken without `np.abs`
# A row that is smaller has a negative difference, however large. Take `np.abs` of the difference
# before you look for its largest entry.
kept = []
for row in W:
    if all((np.max(row - other) > 1e-12 for other in kept)):
        kept.append(row)
return len(kept)
## a row has to differ from any other, not from all
# A row that differs from one of those met so far may still be a copy of another. It is new only
# if it differs from all of them.
kept = []
for row in W:
    if not kept or any((np.max(np.abs(row - other)) > 1e-12 for other in kept)):
        kept.append(row)
return len(kept)
## only the first entries are compared
# Two rows that begin alike can go on differently. Compare all entries.
int(np.unique(np.round(W[:, 0], 12)).size)
## rows are compared by their sums
# The same numbers in another order have the same sum, yet they are another unit. Compare entry
# by entry.
int(np.unique(np.round(W.sum(axis=1), 10)).size)
## compared exactly
# Two rows that differ by 1e-13, through rounding, are the same unit. Allow 1e-12.
int(np.unique(W, axis=0).shape[0])
## the tolerance is too wide
# `np.allclose` and `np.isclose` allow a relative 1e-5 unless told otherwise, so units that have
# just begun to differ look equal. Allow 1e-12.
distinct = []
for row in W:
    if not any((np.allclose(row, other) for other in distinct)):
        distinct.append(row)
return len(distinct)
"""),
    alternatives=right_answers("""
## unique after rounding
np.unique(np.round(W, 12), axis=0).shape[0]
## a set of tuples
len({tuple(np.round(row, 12)) for row in W})
## every pair at once
gaps = np.abs(W[:, None, :] - W[None, :, :]).max(axis=2)
return int(np.sum(~np.any(np.tril(gaps <= 1e-12, k=-1), axis=1)))
## recursion
0 if len(W) == 0 else 1 + distinct_units(W[np.any(np.abs(W - W[0]) > 1e-12, axis=1)])
"""),
)
