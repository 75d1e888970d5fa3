"""Lesson 05: random weights of a scheme's variance. The laws that judge them are in `laws`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.initialization import signs
from course_utils.exercises.initialization.inputs import NARROWING, WIDENING, misspelled, network
from course_utils.exercises.initialization.laws import LAWS
from course_utils.reference import initialization as key

Array = NDArray[Any]
Pairs = list[Any]
Shape = tuple[int, int]


def _drawn(
    weights: Callable[[Generator, float, Shape], Array],
    bias: Callable[[Generator, int], Array] = lambda _rng, n: np.zeros((n, 1)),
    std: Callable[[int, int, str], float] = key.weight_std,
) -> Callable[[Sequence[int], str, Generator], Pairs]:
    """Build an initializer from how a layer's weights are drawn, its bias, and the deviation."""

    def initialize(layer_sizes: Sequence[int], scheme: str, rng: Generator) -> Pairs:
        return [
            (weights(rng, std(n_in, n_out, scheme), (n_out, n_in)), bias(rng, n_out))
            for n_in, n_out in pairwise(layer_sizes)
        ]

    return initialize


def _normal(rng: Generator, std: float, shape: Shape) -> Array:
    return rng.normal(0.0, std, size=shape)


def _global_state(_rng: Generator, std: float, shape: Shape) -> Array:
    return np.random.normal(0.0, std, size=shape)


def _box_muller(rng: Generator, std: float, shape: Shape) -> Array:
    u, v = 1.0 - rng.random(shape), rng.random(shape)
    return std * np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v)


INITIALIZE = Exercise(
    reference=key.initialize,
    groups=(
        Group("he, widths that shrink", network("he", NARROWING), weight=3, count=1),
        Group("glorot, widths that grow and shrink", network("glorot", WIDENING), count=1),
        Group("xavier, widths that grow and shrink", network("xavier", WIDENING), count=1),
        Group("an unknown scheme is a ValueError", misspelled, count=2, refused=True),
    ),
    unique=False,
    laws=LAWS,
    mistakes=(
        Mistake(
            "the output layer is left out",
            "_right(layer_sizes[:-1], scheme, rng)",
            "`layer_sizes` has L + 1 numbers, n_0 to n_L, and L layers have weights: the output "
            "layer too.",
            detect=signs.lacks_output_layer,
        ),
        Mistake(
            "W is transposed",
            TODO(
                _drawn(lambda rng, std, shape: rng.normal(0.0, std, size=shape[::-1]))
            ),  # TODO factory
            "A layer multiplies from the left, Z = W A_prev: W has n_out rows and n_in columns.",
            detect=signs.transposed,
        ),
        Mistake(
            "the bias is flat, shape (n,)",
            TODO(_drawn(_normal, bias=lambda _rng, n: np.zeros(n))),  # TODO factory
            "A bias is a column, so that it is added to every column of W A_prev: shape (n, 1).",
            detect=signs.flat_biases,
        ),
        Mistake(
            "the biases are random",
            TODO(
                _drawn(_normal, bias=lambda rng, n: 0.1 * rng.normal(size=(n, 1)))
            ),  # TODO factory
            "Your biases are not 0. The weights alone have to differ to break the symmetry.",
            detect=signs.nonzero_biases,
        ),
        Mistake(
            "one number for a whole layer",
            TODO(
                _drawn(lambda rng, std, shape: np.full(shape, rng.normal(0.0, std)))
            ),  # TODO factory
            "Every weight of a layer is the same number: `np.full` repeats one, and a generator "
            "without `size=` draws only one. That is a constant start again.",
            detect=signs.one_number_a_layer,
        ),
        Mistake(
            "another source of randomness than rng",
            TODO(_drawn(_global_state)),  # TODO factory
            "Your numbers come from `np.random` or from a new generator, so nobody can repeat your "
            "run. Draw from the generator that is handed in: `rng.normal(...)`.",
            detect=signs.not_repeatable,
        ),
        Mistake(
            "a generator of its own, with a fixed seed",
            "_right(layer_sizes, scheme, np.random.default_rng(42))",
            "Whatever `rng` is handed in, your weights are the same. Do not make a generator inside: "
            "use `rng`.",
            detect=signs.ignores_generator,
        ),
        Mistake(
            "one row for all units of a layer",
            TODO(
                _drawn(
                    lambda rng, std, shape: np.tile(rng.normal(0.0, std, shape[1]), (shape[0], 1))
                )
            ),  # TODO factory
            "Each layer's rows are all alike, so its units stay copies of each other. Draw an array "
            "of W's whole shape.",
            detect=signs.one_row_a_layer,
        ),
        Mistake(
            "no weight is negative",
            TODO(_drawn(lambda rng, std, shape: std * rng.random(shape))),  # TODO factory
            "All your weights pull in one direction. `rng.random` draws between 0 and 1; `rng.normal` "
            "is centered at 0, and its signs should stay.",
            detect=signs.no_negative_weights,
        ),
        Mistake(
            "the deviation is passed as the mean",
            TODO(_drawn(lambda rng, std, shape: rng.normal(std, size=shape))),  # TODO factory
            "The first argument of `rng.normal` is the mean, the second the standard deviation. "
            "Write `scale=` or give both.",
            detect=signs.deviation_as_mean,
        ),
        Mistake(
            "the same draw for every layer",
            """
            noise = rng.standard_normal((max(layer_sizes), max(layer_sizes)))
            return _drawn(lambda _rng, std, shape: std * noise[:shape[0], :shape[1]])(layer_sizes, scheme, rng)
            """,
            "Your layers are cut from the same random numbers. Draw anew for each layer.",
            detect=signs.repeated_layers,
        ),
        Mistake(
            "uniform between -std and std",
            TODO(
                _drawn(lambda rng, std, shape: rng.uniform(-std, std, size=shape))
            ),  # TODO factory
            "Uniform numbers between -a and a have the standard deviation a / sqrt(3), so your "
            "weights are too small; and this exercise asks for normal ones.",
            detect=signs.uniform_of_bound_std,
        ),
        Mistake(
            "uniform of the right variance",
            TODO(
                _drawn(
                    lambda rng, std, shape: rng.uniform(-(3**0.5) * std, 3**0.5 * std, size=shape)
                )
            ),  # TODO factory
            "Your weights have the right mean and variance, but they are uniformly distributed. That "
            "is the other version of the scheme; this exercise asks for the normal one.",
            detect=signs.uniform_of_right_variance,
        ),
        Mistake(
            "the variance is passed for the deviation",
            TODO(
                _drawn(lambda rng, std, shape: rng.normal(0.0, std**2, size=shape))
            ),  # TODO factory
            "`rng.normal` wants the standard deviation. You pass its square, so your weights are far "
            "too small.",
            detect=signs.scaled_as(lambda sizes, l, scheme: signs.right_std(sizes, l, scheme) ** 2),
        ),
        Mistake(
            "the root is taken twice",
            TODO(
                _drawn(lambda rng, std, shape: rng.normal(0.0, std**0.5, size=shape))
            ),  # TODO factory
            "`weight_std` returns the standard deviation already: a second root makes your weights "
            "too large.",
            detect=signs.scaled_as(
                lambda sizes, l, scheme: signs.right_std(sizes, l, scheme) ** 0.5
            ),
        ),
        Mistake(
            "divided by the deviation",
            TODO(_drawn(lambda rng, std, shape: rng.normal(size=shape) / std)),  # TODO factory
            "Your weights grow with the fan-in. Standard normal numbers are *multiplied* by the "
            "deviation.",
            detect=signs.scaled_as(lambda sizes, l, scheme: 1 / signs.right_std(sizes, l, scheme)),
        ),
        Mistake(
            "the weights are not scaled",
            TODO(_drawn(lambda rng, _std, shape: rng.standard_normal(shape))),  # TODO factory
            "Your weights have the standard deviation 1 in every layer. Multiply by the scheme's.",
            detect=signs.scaled_as(lambda sizes, l, scheme: 1.0),
        ),
        Mistake(
            "fan-in and fan-out exchanged",
            TODO(
                _drawn(_normal, std=lambda n_in, n_out, scheme: key.weight_std(n_out, n_in, scheme))
            ),  # TODO factory
            "`weight_std` takes the fan-in first, n_{l-1}, then the layer's own width n_l. Yours has "
            "them the other way round.",
            detect=signs.scaled_as(
                lambda sizes, l, scheme: key.weight_std(sizes[l], sizes[l - 1], scheme)
            ),
        ),
        Mistake(
            "every layer scaled by the first one's fans",
            """
            std = weight_std(layer_sizes[0], layer_sizes[1], scheme)
            return _drawn(lambda g, _std, shape: g.normal(0.0, std, size=shape))(layer_sizes, scheme, rng)
            """,
            "Each layer has its own fan-in and fan-out, so the deviation has to be asked anew for "
            "each.",
            detect=signs.scaled_as(
                lambda sizes, l, scheme: key.weight_std(sizes[0], sizes[1], scheme)
            ),
        ),
        Mistake(
            "another scheme's deviation",
            "_right(layer_sizes, 'he', rng)",
            "Your weights have the deviation of another scheme than the one asked for. Hand `scheme` on to "
            "`weight_std`, and leave what it returns as it is.",
            detect=signs.one_scheme_for_all,
        ),
        Mistake(
            "an unknown scheme is a KeyError",
            """
            def std(n_in, n_out, scheme):
                return {s: weight_std(n_in, n_out, s) for s in ('xavier', 'glorot', 'he')}[scheme]
            return _drawn(_normal, std=std)(layer_sizes, scheme, rng)
            """,
            "Looking an unknown name up in a dict raises a KeyError. `weight_std` raises a "
            "ValueError that lists the known schemes: let it.",
            detect=signs.key_error_for_unknown,
        ),
        Mistake(
            "an unknown scheme passes silently",
            """
            known = scheme if scheme in ('xavier', 'glorot', 'he') else 'xavier'
            return _right(layer_sizes, known, rng)
            """,
            "A misspelled scheme is treated as if it were one. Raise a ValueError that lists the "
            "known ones.",
            detect=signs.silent_for_unknown,
        ),
    ),
    alternatives=(
        Alternative(
            "standard normal numbers, scaled",
            TODO(_drawn(lambda rng, std, shape: std * rng.standard_normal(shape))),  # TODO factory
        ),
        Alternative(
            "entry by entry",
            TODO(
                _drawn(
                    lambda rng, std, shape: np.array(
                        [[rng.normal(0.0, std) for _ in range(shape[1])] for _ in range(shape[0])]
                    )
                )
            ),  # TODO factory
        ),
        Alternative(
            "drawn the other way round",
            TODO(
                _drawn(lambda rng, std, shape: rng.normal(0.0, std, size=shape[::-1]).T)
            ),  # TODO factory
        ),
        Alternative(
            "all layers from one vector, and tuples",
            """
            shapes = [(n, n_prev) for n_prev, n in pairwise(layer_sizes)]
            ends = np.cumsum([rows * columns for rows, columns in shapes])
            parts = np.split(rng.standard_normal(int(ends[-1])), ends[:-1])
            return tuple(([w.reshape(shape) * weight_std(shape[1], shape[0], scheme), np.zeros((shape[0], 1))] for w, shape in zip(parts, shapes, strict=True)))
            """,
        ),
        Alternative(
            "from the last layer to the first",
            """
            reverse = [(rng.normal(0.0, weight_std(n_in, n_out, scheme), (n_out, n_in)), np.zeros((n_out, 1))) for n_in, n_out in reversed(list(pairwise(layer_sizes)))]
            return reverse[::-1]
            """,
        ),
        Alternative(
            "normal numbers made by hand, after Box and Muller",
            TODO(_drawn(_box_muller)),  # TODO factory
        ),
    ),
)
