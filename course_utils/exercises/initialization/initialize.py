"""Lesson 05: random weights of a scheme's variance. The laws that judge them are in `laws`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_utils.checking.compare import Layers
from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.initialization import detectors
from course_utils.exercises.initialization.inputs import NARROWING, WIDENING, misspelled, network
from course_utils.exercises.initialization.laws import LAWS
from course_utils.reference import initialization as key

Array = NDArray[Any]
Pairs = list[Any]
Shape = tuple[int, int]


_NORMAL = "rng.normal(0.0, std, size=(n_out, n_in))"


def _layers(
    W: str, b: str = "np.zeros((n_out, 1))", std: str = "weight_std(n_in, n_out, scheme)"
) -> str:
    """Return an answer from how a layer's weights and bias are drawn."""
    return f"""
parameters = []
for n_in, n_out in pairwise(layer_sizes):
    std = {std}
    parameters.append(({W}, {b}))
return parameters
"""


def _box_muller(rng: Generator, std: float, shape: Shape) -> Array:
    u, v = 1.0 - rng.random(shape), rng.random(shape)
    return std * np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v)


INITIALIZE = Exercise(
    reference=key.initialize,
    returns=Layers(("W", "b")),
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
            detect=detectors.lacks_output_layer,
        ),
        Mistake(
            "W is transposed",
            _layers("rng.normal(0.0, std, size=(n_in, n_out))"),
            "A layer multiplies from the left, Z = W A_prev: W has n_out rows and n_in columns.",
            detect=detectors.transposed,
        ),
        Mistake(
            "the bias is flat, shape (n,)",
            _layers(_NORMAL, b="np.zeros(n_out)"),
            "A bias is a column, so that it is added to every column of W A_prev: shape (n, 1).",
            detect=detectors.flat_biases,
        ),
        Mistake(
            "the biases are random",
            _layers(_NORMAL, b="0.1 * rng.normal(size=(n_out, 1))"),
            "Your biases are not 0. The weights alone have to differ to break the symmetry.",
            detect=detectors.nonzero_biases,
        ),
        Mistake(
            "one number for a whole layer",
            _layers("np.full((n_out, n_in), rng.normal(0.0, std))"),
            "Every weight of a layer is the same number: `np.full` repeats one, and a generator "
            "without `size=` draws only one. That is a constant start again.",
            detect=detectors.one_number_a_layer,
        ),
        Mistake(
            "another source of randomness than rng",
            _layers("np.random.normal(0.0, std, size=(n_out, n_in))"),
            "Your numbers come from `np.random` or from a new generator, so nobody can repeat your "
            "run. Draw from the generator that is handed in: `rng.normal(...)`.",
            detect=detectors.not_repeatable,
        ),
        Mistake(
            "a generator of its own, with a fixed seed",
            "_right(layer_sizes, scheme, np.random.default_rng(42))",
            "Whatever `rng` is handed in, your weights are the same. Do not make a generator inside: "
            "use `rng`.",
            detect=detectors.ignores_generator,
        ),
        Mistake(
            "one row for all units of a layer",
            _layers("np.tile(rng.normal(0.0, std, n_in), (n_out, 1))"),
            "Each layer's rows are all alike, so its units stay copies of each other. Draw an array "
            "of W's whole shape.",
            detect=detectors.one_row_a_layer,
        ),
        Mistake(
            "no weight is negative",
            _layers("std * rng.random((n_out, n_in))"),
            "All your weights pull in one direction. `rng.random` draws between 0 and 1; `rng.normal` "
            "is centered at 0, and its signs should stay.",
            detect=detectors.no_negative_weights,
        ),
        Mistake(
            "the deviation is passed as the mean",
            _layers("rng.normal(std, size=(n_out, n_in))"),
            "The first argument of `rng.normal` is the mean, the second the standard deviation. "
            "Write `scale=` or give both.",
            detect=detectors.deviation_as_mean,
        ),
        Mistake(
            "the same draw for every layer",
            """
            noise = rng.standard_normal((max(layer_sizes), max(layer_sizes)))
            parameters = []
            for n_in, n_out in pairwise(layer_sizes):
                std = weight_std(n_in, n_out, scheme)
                parameters.append((std * noise[:n_out, :n_in], np.zeros((n_out, 1))))
            return parameters
            """,
            "Your layers are cut from the same random numbers. Draw anew for each layer.",
            detect=detectors.repeated_layers,
        ),
        Mistake(
            "uniform between -std and std",
            _layers("rng.uniform(-std, std, size=(n_out, n_in))"),
            "Uniform numbers between -a and a have the standard deviation a / sqrt(3), so your "
            "weights are too small; and this exercise asks for normal ones.",
            detect=detectors.uniform_of_bound_std,
        ),
        Mistake(
            "uniform of the right variance",
            _layers("rng.uniform(-3 ** 0.5 * std, 3 ** 0.5 * std, size=(n_out, n_in))"),
            "Your weights have the right mean and variance, but they are uniformly distributed. That "
            "is the other version of the scheme; this exercise asks for the normal one.",
            detect=detectors.uniform_of_right_variance,
        ),
        Mistake(
            "the variance is passed for the deviation",
            _layers("rng.normal(0.0, std ** 2, size=(n_out, n_in))"),
            "`rng.normal` wants the standard deviation. You pass its square, so your weights are far "
            "too small.",
            detect=detectors.scaled_as(
                lambda sizes, l, scheme: detectors.right_std(sizes, l, scheme) ** 2
            ),
        ),
        Mistake(
            "the root is taken twice",
            _layers("rng.normal(0.0, std ** 0.5, size=(n_out, n_in))"),
            "`weight_std` returns the standard deviation already: a second root makes your weights "
            "too large.",
            detect=detectors.scaled_as(
                lambda sizes, l, scheme: detectors.right_std(sizes, l, scheme) ** 0.5
            ),
        ),
        Mistake(
            "divided by the deviation",
            _layers("rng.normal(size=(n_out, n_in)) / std"),
            "Your weights grow with the fan-in. Standard normal numbers are *multiplied* by the "
            "deviation.",
            detect=detectors.scaled_as(
                lambda sizes, l, scheme: 1 / detectors.right_std(sizes, l, scheme)
            ),
        ),
        Mistake(
            "the weights are not scaled",
            _layers("rng.standard_normal((n_out, n_in))"),
            "Your weights have the standard deviation 1 in every layer. Multiply by the scheme's.",
            detect=detectors.scaled_as(lambda sizes, l, scheme: 1.0),
        ),
        Mistake(
            "fan-in and fan-out exchanged",
            _layers(_NORMAL, std="weight_std(n_out, n_in, scheme)"),
            "`weight_std` takes the fan-in first, n_{l-1}, then the layer's own width n_l. Yours has "
            "them the other way round.",
            detect=detectors.scaled_as(
                lambda sizes, l, scheme: key.weight_std(sizes[l], sizes[l - 1], scheme)
            ),
        ),
        Mistake(
            "every layer scaled by the first one's fans",
            _layers(_NORMAL, std="weight_std(layer_sizes[0], layer_sizes[1], scheme)"),
            "Each layer has its own fan-in and fan-out, so ask for the deviation anew for each.",
            detect=detectors.scaled_as(
                lambda sizes, l, scheme: key.weight_std(sizes[0], sizes[1], scheme)
            ),
        ),
        Mistake(
            "another scheme's deviation",
            "_right(layer_sizes, 'he', rng)",
            "Your weights have the deviation of another scheme than the one asked for. Hand `scheme` on to "
            "`weight_std`, and leave what it returns as it is.",
            detect=detectors.one_scheme_for_all,
        ),
        Mistake(
            "an unknown scheme is a KeyError",
            _layers(
                _NORMAL,
                std="{s: weight_std(n_in, n_out, s) for s in ('xavier', 'glorot', 'he')}[scheme]",
            ),
            "Looking an unknown name up in a dict raises a KeyError. `weight_std` raises a "
            "ValueError that lists the known schemes: let it.",
            detect=detectors.key_error_for_unknown,
        ),
        Mistake(
            "an unknown scheme passes silently",
            """
            known = scheme if scheme in ('xavier', 'glorot', 'he') else 'xavier'
            return _right(layer_sizes, known, rng)
            """,
            "A misspelled scheme is treated as if it were one. Raise a ValueError that lists the "
            "known ones.",
            detect=detectors.silent_for_unknown,
        ),
        Mistake(
            "the same small factor in every layer",
            _layers("0.01 * rng.normal(size=(n_out, n_in))", std="weight_std(n_in, n_out, scheme)"),
            "All your weights have one and the same standard deviation, whatever the width. The "
            "scheme's depends on the fan-in: multiply by `weight_std(...)`, layer by layer.",
            detect=detectors.one_deviation_for_all,
        ),
    ),
    alternatives=(
        Alternative(
            "standard normal numbers, scaled",
            _layers("std * rng.standard_normal((n_out, n_in))"),
        ),
        Alternative(
            "entry by entry",
            _layers(
                "np.array([[rng.normal(0.0, std) for _ in range(n_in)] for _ in range(n_out)])"
            ),
        ),
        Alternative(
            "drawn the other way round",
            _layers("rng.normal(0.0, std, size=(n_in, n_out)).T"),
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
            _layers("_box_muller(rng, std, (n_out, n_in))"),
        ),
    ),
)
