"""Lesson 07: mini-batches. Right ones are not unique, so laws judge them; see `dealing` and `dealing_signs`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.gradient_descent import dealing_signs as signs
from course_utils.exercises.gradient_descent import dealing_ways as ways
from course_utils.exercises.gradient_descent.dealing import LAWS
from course_utils.exercises.gradient_descent.inputs import Array
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


MINI_BATCHES = Exercise(
    reference=key.mini_batches,
    groups=(
        Group("a batch size that divides m", _case(EXACT), weight=3, count=3),
        Group("a last batch that is shorter", _case(SHORT), weight=1.5),
        Group("one example a batch", _case(SINGLE), weight=0.5),
        Group("a batch size of m or more", _case(WHOLE), weight=0.5),
    ),
    unique=False,
    laws=LAWS,
    mistakes=(
        Mistake(
            "a generator instead of a list",
            TODO(ways.yielding),  # TODO factory
            "A function with `yield` returns a generator, which can be gone through once. A list is "
            "asked for: append to one and return it.",
            detect=signs.yields,
        ),
        Mistake(
            "two lists instead of pairs",
            "tuple((list(part) for part in zip(*_right(*arguments), strict=True)))",  # TODO SIGNATURE *arguments, arguments
            "You return all X batches and all Y batches. What is asked is one list of pairs "
            "(X_b, Y_b): `zip` puts them together.",
            detect=signs.two_lists,
        ),
        Mistake(
            "the labels are left out",
            "[X_b for X_b, _ in _right(*arguments)]",  # TODO SIGNATURE *arguments, arguments
            "Each batch is a pair (X_b, Y_b): without its labels an example is of no use.",
            detect=signs.no_labels,
        ),
        Mistake(
            "the last short batch is dropped",
            TODO(
                ways.dealt(
                    ways.shuffled,
                    cut=lambda order, size: [p for p in ways.cut(order, size) if len(p) == size],
                )
            ),  # TODO factory
            "Examples that do not fill a batch are lost. The last batch may be shorter.",
            detect=signs.short_batch_dropped,
        ),
        Mistake(
            "an empty batch at the end",
            TODO(
                ways.dealt(
                    ways.shuffled,
                    cut=lambda order, size: [*ways.cut(order, size), order[:0]][
                        : len(order) // size + 1
                    ],
                )
            ),  # TODO factory
            "Where the batch size divides m, your last batch has no examples, and its mean would be "
            "nan. `range(0, m, batch_size)` gives the right starts in either case.",
            detect=signs.empty_batch,
        ),
        Mistake(
            "batch_size batches instead of batches of that size",
            TODO(
                ways.dealt(ways.shuffled, cut=lambda order, size: np.array_split(order, size))
            ),  # TODO factory
            "`np.array_split(order, n)` makes n parts. `batch_size` says how many examples a part has.",
            detect=signs.so_many_batches,
        ),
        Mistake(
            "batches of even size instead of full ones",
            TODO(
                ways.dealt(
                    ways.shuffled,
                    cut=lambda order, size: np.array_split(order, -(-len(order) // size)),
                )
            ),  # TODO factory
            "Your batches share the examples out evenly. Fill each with batch_size examples; only "
            "the last one may be shorter.",
            detect=signs.even_sizes,
        ),
        Mistake(
            "an example is taken for a row",
            TODO(ways.transposed),  # TODO factory
            "Your batches have examples in rows. X is (n_0, m): batches are columns, X[:, ...].",
            detect=signs.transposed,
        ),
        Mistake(
            "examples are counted by rows",
            TODO(ways.counted_by_rows),  # TODO factory
            "`len(X)` and `X.shape[0]` count the features. The examples are the columns: "
            "`X.shape[1]`.",
            detect=signs.as_many_as_features,
        ),
        Mistake(
            "rows are picked out of X",
            TODO(ways.batch_rows),  # TODO factory
            "`X[batch]` picks rows, which are features. Columns are `X[:, batch]`.",
            detect=signs.index_error,
        ),
        Mistake(
            "another source of randomness than rng",
            TODO(ways.dealt(lambda rng, m: np.random.permutation(m))),  # TODO factory
            "Your order comes from `np.random` or from a new generator, so nobody can repeat your "
            "run. Use the generator that is handed in: `rng.permutation(m)`.",
            detect=signs.not_repeatable,
        ),
        Mistake(
            "X and Y are shuffled separately",
            TODO(ways.dealt(ways.shuffled, ways.shuffled)),  # TODO factory
            "Each example has lost its label: X and Y are put in two different orders. Draw one order "
            "and use it for both.",
            detect=signs.shuffled_separately,
        ),
        Mistake(
            "only X is shuffled",
            TODO(ways.dealt(ways.shuffled, ways.in_order)),  # TODO factory
            "Y is still in the old order, so labels and examples no longer belong together.",
            detect=signs.only_X_shuffled,
        ),
        Mistake(
            "only Y is shuffled",
            TODO(ways.dealt(ways.in_order, ways.shuffled)),  # TODO factory
            "X is still in the old order, so labels and examples no longer belong together.",
            detect=signs.only_Y_shuffled,
        ),
        Mistake(
            "each feature is shuffled on its own",
            "_right(rng.permuted(X, axis=1), Y, batch_size, rng)",
            "`rng.permuted` shuffles every row by itself, so no column is an example any more. Draw "
            "one order of the columns.",
            detect=signs.features_torn,
        ),
        Mistake(
            "it returns inside the loop, after the first batch",
            "_right(*arguments)[:1]",  # TODO SIGNATURE *arguments, arguments
            "Only one batch comes back. Is the `return` indented into the loop? Collect all batches "
            "in a list first.",
            detect=signs.first_batch_only,
        ),
        Mistake(
            "every batch is the same",
            TODO(
                ways.dealt(
                    ways.shuffled,
                    cut=lambda order, size: [order[:size] for _ in range(0, len(order), size)],
                )
            ),  # TODO factory
            "One batch comes again and again: the slice does not move with the loop. It goes from "
            "`start` to `start + batch_size`.",
            detect=signs.every_batch_the_same,
        ),
        Mistake(
            "a batch starts at every example",
            TODO(
                ways.dealt(
                    ways.shuffled,
                    cut=lambda order, size: [order[i : i + size] for i in range(len(order))],
                )
            ),  # TODO factory
            "Each batch starts one example after the one before, so they overlap. Go in steps of the "
            "batch size: `range(0, m, batch_size)`.",
            detect=signs.starts_at_every_example,
        ),
        Mistake(
            "the last batch is filled up",
            TODO(
                ways.dealt(
                    ways.shuffled,
                    cut=lambda order, size: ways.cut(
                        np.resize(order, -(-len(order) // size) * size), size
                    ),
                )
            ),  # TODO factory
            "Your last batch is as long as the others, with examples that have come before. Leave it "
            "shorter: each example comes once.",
            detect=signs.filled_up,
        ),
        Mistake(
            "not shuffled",
            TODO(ways.dealt(ways.in_order)),  # TODO factory
            "The examples come in the order in which they stand in X: draw an order first.",
            detect=signs.in_given_order,
        ),
        Mistake(
            "only the order of the batches is shuffled",
            TODO(ways.batches_shuffled),  # TODO factory
            "Neighbors always end up in the same batch. Shuffle the examples first, then cut.",
            detect=signs.cut_before_shuffling,
        ),
        Mistake(
            "drawn with replacement",
            TODO(ways.dealt(lambda rng, m: rng.integers(0, m, m))),  # TODO factory
            "Some examples come twice and others not at all. `rng.permutation(m)` has each once.",
            detect=signs.repeats_within_batches,
        ),
        Mistake(
            "each batch is drawn from all examples anew",
            TODO(ways.anew_each_batch),  # TODO factory
            "Within a batch nobody comes twice, but batches overlap. Draw one order for all, and cut.",
            detect=signs.repeats_between_batches,
        ),
        Mistake(
            "a generator of its own, with a fixed seed",
            TODO(
                ways.dealt(lambda rng, m: np.random.default_rng(42).permutation(m))
            ),  # TODO factory
            "Whatever `rng` is handed in, your order is the same. Do not make a generator inside.",
            detect=signs.ignores_generator,
        ),
        Mistake(
            "X and Y are changed in place",
            TODO(ways.in_place),  # TODO factory
            "The batches are right, but the caller's X and Y are shuffled too. Index with the order "
            "instead: X[:, order] is a new array.",
            detect=signs.arguments_changed,
        ),
    ),
    alternatives=(
        Alternative(
            "X and Y as one table",
            TODO(ways.stacked),  # TODO factory
        ),
        Alternative(
            "a while loop; tuples and lists exchanged",
            TODO(ways.while_loop),  # TODO factory
        ),
        Alternative(
            "np.split at the multiples",
            TODO(
                ways.dealt(
                    ways.shuffled,
                    cut=lambda order, size: np.split(order, range(size, len(order), size)),
                )
            ),  # TODO factory
        ),
        Alternative(
            "an order from sorted random numbers",
            TODO(ways.dealt(lambda rng, m: np.argsort(rng.random(m)))),  # TODO factory
        ),
        Alternative(
            "each batch in the order of X",
            TODO(
                ways.dealt(
                    ways.shuffled,
                    cut=lambda order, size: [np.sort(part) for part in ways.cut(order, size)],
                )
            ),  # TODO factory
        ),
    ),
)
