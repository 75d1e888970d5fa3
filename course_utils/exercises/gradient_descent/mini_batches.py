"""Lesson 07: mini-batches. Right ones are not unique, so laws judge them: see `batch_laws`."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.checking.part_names import Layers
from course_utils.checking.randomness import fresh
from course_utils.exercises.gradient_descent.batch_laws import LAWS, overlap, signs
from course_utils.reference import gradient_descent as key


@drawn
def _case(rng: Rng, n_0: int, k: int, m: int, batch_size: int) -> tuple:
    # Each example has labels of its own, so that a lost partner always shows. They are floats, as
    # they come out of X and Y shuffled as one table, and of both signs.
    Y = rng.permuted(np.tile(np.arange(m) - m / 2, (k, 1)), axis=1)
    generator = fresh(rng)
    return rng.normal(size=(n_0, m)), Y, batch_size, generator


MINI_BATCHES = Exercise(
    reference=key.mini_batches,
    returns=Layers(("X", "Y"), "batch"),
    # n_0, k, batch_size and the number of batches all differ.
    groups=(
        Group(
            "a batch size that divides m",
            [_case(3, 2, m=24, batch_size=6), _case(4, 1, m=35, batch_size=7)],
            weight=3,
        ),
        Group(
            "a last batch that is shorter",
            # Batches of nearly even size would be others than full ones and a short one.
            [_case(3, 2, m=22, batch_size=6), _case(4, 1, m=32, batch_size=9)],
            weight=1.5,
            count=1,
        ),
        Group(
            "one example per batch",
            [_case(3, 2, m=14, batch_size=1), _case(4, 1, m=17, batch_size=1)],
            weight=0.5,
            count=1,
        ),
        Group(
            "a batch size of m or more",
            [_case(3, 2, m=13, batch_size=13), _case(4, 1, m=14, batch_size=40)],
            weight=0.5,
            count=1,
        ),
    ),
    unique=False,
    laws=LAWS,
    signs=signs,
    preconditions=("X.shape[1] == Y.shape[1]",),
    equivalent={"any order is right": ("-rng.perm", "[::-1]", "1 - rng", "-order[", "1 - order")},
    mistakes=wrong_answers(
        """
## a generator instead of a list
# A function with `yield` returns a generator, which a loop can use only once. Return a list:
# `append` each batch to it.
yield from _right(X, Y, batch_size, rng)
## two lists instead of pairs
# You return all X batches and all Y batches. Return one list of pairs (X_b, Y_b): `zip` puts
# them together.
tuple((list(part) for part in zip(*_right(X, Y, batch_size, rng), strict=True)))
## the labels are left out
# Each batch is a pair (X_b, Y_b): without its labels an example is of no use.
[X_b for X_b, _ in _right(X, Y, batch_size, rng)]
## the last short batch is dropped
# Examples that do not fill a batch are lost. The last batch may be shorter.
in batches] -> in batches if batch.size == batch_size]
## an empty batch at the end
# Where the batch size divides m, your last batch has no examples, and its mean would be nan.
# `range(0, m, batch_size)` gives the right starts in either case.
range(0, order.size, batch_size) -> range(0, order.size + 1, batch_size)
## batch_size batches instead of batches of that size
# `np.array_split(order, n)` makes n parts. `batch_size` says how many examples a part has.
[order[start : start + batch_size] for start in range(0, order.size, batch_size)] -> np.array_split(order, batch_size)
## batches of even size instead of full ones
# Your batches share the examples out evenly. Fill each with batch_size examples; only the last
# one may be shorter.
[order[start : start + batch_size] for start in range(0, order.size, batch_size)] -> np.array_split(order, -(-order.size // batch_size))
## an example is taken for a row
# Your batches have examples in rows. X is (n_0, m): batches are columns, X[:, ...].
[(X_b.T, Y_b.T) for X_b, Y_b in _right(X, Y, batch_size, rng)]
## examples are counted by rows
# `len(X)` and `X.shape[0]` count the features. The examples are the columns: `X.shape[1]`.
rng.permutation(X.shape[1]) -> rng.permutation(len(X))
## rows are picked out of X
# `X[batch]` picks rows, which are features. Columns are `X[:, batch]`.
X[:, batch], Y[:, batch] -> X[batch], Y[batch]
## another source of randomness than rng
# Your order comes from `np.random` or from a new generator, so nobody can repeat your run. Use
# the generator that is handed in: `rng.permutation(m)`.
rng.permutation(X.shape[1]) -> np.random.permutation(X.shape[1])
## X and Y are shuffled separately
# Each example has lost its label: X and Y are put in two different orders. Draw one order and
# use it for both.
order, labels = rng.permutation(X.shape[1]), rng.permutation(X.shape[1])
starts = range(0, X.shape[1], batch_size)
return [(X[:, order[s : s + batch_size]], Y[:, labels[s : s + batch_size]]) for s in starts]
## only X is shuffled
# Y is still in the old order, so labels and examples no longer belong together.
order, labels = rng.permutation(X.shape[1]), np.arange(X.shape[1])
starts = range(0, X.shape[1], batch_size)
return [(X[:, order[s : s + batch_size]], Y[:, labels[s : s + batch_size]]) for s in starts]
## the last batch is cut from the unshuffled arrays
# The other batches come from the shuffled arrays. Cut the rest from the same ones.
m, order = X.shape[1], rng.permutation(X.shape[1])
full = m // batch_size * batch_size
parts = [order[s : s + batch_size] for s in range(0, full, batch_size)]
parts += [np.arange(full, m)] if full < m else []
return [(X[:, part], Y[:, part]) for part in parts]
## only Y is shuffled
# X is still in the old order, so labels and examples no longer belong together.
order, labels = np.arange(X.shape[1]), rng.permutation(X.shape[1])
starts = range(0, X.shape[1], batch_size)
return [(X[:, order[s : s + batch_size]], Y[:, labels[s : s + batch_size]]) for s in starts]
## each feature is shuffled on its own
# `rng.permuted` shuffles every row by itself, so no column is an example any more. Draw one
# order of the columns.
_right(rng.permuted(X, axis=1), Y, batch_size, rng)
## it returns inside the loop, after the first batch
# Only one batch comes back. Is the `return` indented into the loop? Collect all batches in a
# list first.
_right(X, Y, batch_size, rng)[:1]
## every batch is the same
# One batch comes again and again: the slice does not move with the loop. It goes from `start` to
# `start + batch_size`.
[order[start : start + batch_size] for start in range(0, order.size, batch_size)] -> [order[:batch_size] for start in range(0, order.size, batch_size)]
## a batch starts at every example
# Each batch starts one example after the one before, so they overlap. Go in steps of the batch
# size: `range(0, m, batch_size)`.
range(0, order.size, batch_size) -> range(order.size)
## the last batch is filled up
# Your last batch is as long as the others, with examples that have come before. Leave it
# shorter: each example comes once.
order = rng.permutation(X.shape[1])
filled = np.resize(order, -(-order.size // batch_size) * batch_size)
return [(X[:, batch], Y[:, batch]) for batch in filled.reshape(-1, batch_size)]
## not shuffled
# The examples come in the order in which they stand in X: draw an order first.
rng.permutation(X.shape[1]) -> np.arange(X.shape[1])
## only the order of the batches is shuffled
# Neighbors always end up in the same batch. Shuffle the examples first, then cut.
m = X.shape[1]
batches = [np.arange(m)[s : s + batch_size] for s in range(0, m, batch_size)]
full = m // batch_size
order = [*rng.permutation(full), *range(full, len(batches))]
return [(X[:, batches[i]], Y[:, batches[i]]) for i in order]
## drawn with replacement
# Some examples come twice and others not at all. `rng.permutation(m)` has each once.
rng.permutation(X.shape[1]) -> rng.integers(0, X.shape[1], X.shape[1])
## batches overlap
# An example comes in two batches. Is each batch drawn from all examples anew, or is a slice longer
# than the step to the next? Draw one order for all, and cut it.
m, batches = X.shape[1], []
for start in range(0, m, batch_size):
    chosen = rng.choice(m, min(batch_size, m - start), replace=False)
    batches.append((X[:, chosen], Y[:, chosen]))
return batches
## a generator of its own, with a fixed seed
# Whatever `rng` is handed in, your order is the same. Do not make a generator inside.
rng.permutation(X.shape[1]) -> np.random.default_rng(42).permutation(X.shape[1])
## X and Y are changed in place
# The caller's X and Y are shuffled too. (And `rng.shuffle(X)` moves the rows, which are features.)
# Index with the order instead: X[:, order] is a new array.
order = rng.permutation(X.shape[1])
X[:], Y[:] = X[:, order], Y[:, order]
starts = range(0, X.shape[1], batch_size)
return [(X[:, s : s + batch_size], Y[:, s : s + batch_size]) for s in starts]
""",
        detectors={"batches overlap": overlap},
    ),
    alternatives=right_answers("""
## X and Y as one table
table = np.vstack([X, Y]).T.copy()
rng.shuffle(table)
n_0 = len(X)
parts = [table[s : s + batch_size] for s in range(0, len(table), batch_size)]
return [(part[:, :n_0].T, part[:, n_0:].T.astype(Y.dtype)) for part in parts]
## a while loop; tuples and lists exchanged
left = list(rng.permutation(X.shape[1]))
batches = []
while left:
    batch, left = left[:batch_size], left[batch_size:]
    batches.append([X[:, batch], Y[:, batch]])
return tuple(batches)
## np.split at the multiples
[order[start : start + batch_size] for start in range(0, order.size, batch_size)] -> np.split(order, range(batch_size, order.size, batch_size))
## an order from sorted random numbers
rng.permutation(X.shape[1]) -> np.argsort(rng.random(X.shape[1]))
## each batch in the order of X
in batches] -> in map(np.sort, batches)]
"""),
)
