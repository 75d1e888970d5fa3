"""Lesson 05: random weights of a scheme's variance. The laws that judge them are in `laws`."""

import math
from itertools import pairwise

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group
from course_utils.checking.part_names import Layers
from course_utils.exercises.initialization import detectors, laws
from course_utils.exercises.initialization.detectors import breaks, every_layer, scaled_as, shaped
from course_utils.exercises.initialization.inputs import NARROWING, ONE_INPUT, WIDENING, network
from course_utils.reference import initialization as key

# Weights drawn as a student does it: answers replace pieces of it.
_LAYERS = """
parameters = []
for n_in, n_out in pairwise(layer_sizes):
    std = weight_std(n_in, n_out, scheme)
    parameters.append((rng.normal(0.0, std, size=(n_out, n_in)), np.zeros((n_out, 1))))
return parameters
"""


INITIALIZE = Exercise(
    reference=key.initialize,
    returns=Layers(("W", "b")),
    groups=(
        Group("he, widths that shrink", network("he", NARROWING), weight=3, count=1),
        Group("glorot, widths that grow and shrink", network("glorot", WIDENING), count=1),
        Group("xavier, one input into a wide layer", network("xavier", ONE_INPUT), count=1),
        Group(
            "an unknown scheme is a ValueError",
            [network(name, (7, 5, 2)) for name in ("lecun", "orthogonal", "h")],
            count=1,
            refused=True,
        ),
    ),
    unique=False,
    laws=laws.LAWS,
    preconditions=("len(layer_sizes) > 1",),
    equivalent={"other draws are as good": ("(-rng.normal", "[::-1]")},
    mistakes=wrong_answers(
        """
## the output layer is left out
# `layer_sizes` has L + 1 numbers, n_0 to n_L, and L layers have weights: the output layer too.
_right(layer_sizes[:-1], scheme, rng)
## W is transposed
# A layer multiplies from the left, Z = W A_prev: W has n_out rows and n_in columns.
(n_out, n_in) -> (n_in, n_out)
## the bias is flat, shape (n,)
# A bias is a column, so that it is added to every column of W A_prev: shape (n, 1).
(n_out, 1) -> n_out
## the biases are random
# Your biases are not 0. The weights alone have to differ to break the symmetry.
np.zeros -> 0.1 * rng.normal
(n_out, 1) -> size=(n_out, 1)
## one number for a whole layer
# Every weight of a layer is the same number: `np.full` repeats one, and a generator without
# `size=` draws only one. That is a constant start again.
rng.normal(0.0, std, size=(n_out, n_in)) -> np.full((n_out, n_in), rng.normal(0.0, std))
## another source of randomness than rng
# Your numbers come from `np.random` or from a new generator, so nobody can repeat your run. Draw
# from the generator that is handed in: `rng.normal(...)`.
rng -> np.random
## a generator of its own, with a fixed seed
# Whatever `rng` is handed in, your weights are the same. Do not make a generator inside: use
# `rng`.
_right(layer_sizes, scheme, np.random.default_rng(42))
## one row for all units of a layer
# Each layer's rows are all alike, so its units stay copies of each other. Draw an array of W's
# whole shape.
rng.normal(0.0, std, size=(n_out, n_in)) -> np.tile(rng.normal(0.0, std, n_in), (n_out, 1))
## no weight is negative
# All your weights pull in one direction. `rng.random` draws between 0 and 1; `rng.normal` is
# centered at 0, and its signs should stay.
rng.normal -> std * rng.random
0.0, std, size=(n_out, n_in) -> (n_out, n_in)
## the deviation is passed as the mean
# The first argument of `rng.normal` is the mean, the second the standard deviation. Write
# `scale=` or give both.
0.0, std, size=(n_out, n_in) -> std, size=(n_out, n_in)
## the same draw for every layer
# Your layers are cut from the same random numbers. Draw anew for each layer.
noise = rng.standard_normal((max(layer_sizes), max(layer_sizes)))
parameters = []
for n_in, n_out in pairwise(layer_sizes):
    std = weight_std(n_in, n_out, scheme)
    parameters.append((std * noise[:n_out, :n_in], np.zeros((n_out, 1))))
return parameters
## uniform between -std and std
# Uniform numbers between -a and a have the standard deviation a / sqrt(3), so your weights are
# too small; and this exercise asks for normal ones.
rng.normal -> rng.uniform
0.0 -> -std
## uniform of the right variance
# Your weights have the right mean and variance, but they are uniformly distributed. That is the
# other version of the scheme; this exercise asks for the normal one.
rng.normal -> rng.uniform
0.0, std, size=(n_out, n_in) -> -3 ** 0.5 * std, 3 ** 0.5 * std, size=(n_out, n_in)
## the variance is passed for the deviation
# `rng.normal` wants the standard deviation. You pass its square, so your weights are far too
# small.
0.0, std, size=(n_out, n_in) -> 0.0, std ** 2, size=(n_out, n_in)
## the root is taken twice
# `weight_std` returns the standard deviation already: a second root makes your weights too
# large.
0.0, std, size=(n_out, n_in) -> 0.0, std ** 0.5, size=(n_out, n_in)
## divided by the deviation
# Your weights grow with the fan-in. Standard normal numbers are *multiplied* by the deviation.
rng.normal(0.0, std, size=(n_out, n_in)) -> rng.normal(size=(n_out, n_in)) / std
## the weights are not scaled
# Your weights have the standard deviation 1 in every layer. Multiply by the scheme's.
rng.normal -> rng.standard_normal
0.0, std, size=(n_out, n_in) -> (n_out, n_in)
## fan-in and fan-out exchanged
# `weight_std` takes the fan-in first, n_{l-1}, then the layer's own width n_l. Yours has them
# the other way round.
n_in, n_out, scheme -> n_out, n_in, scheme
## every layer scaled by the first one's fans
# Each layer has its own fan-in and fan-out, so ask for the deviation anew for each.
n_in, n_out, scheme -> layer_sizes[0], layer_sizes[1], scheme
## another scheme's deviation
# Your weights have the deviation of another scheme than `scheme`. Hand `scheme` on to
# `weight_std`, and leave what it returns as it is.
_right(layer_sizes, 'he', rng)
## the same small factor in every layer
# All your weights have one and the same standard deviation, whatever the width. The scheme's
# depends on the fan-in: multiply by `weight_std(...)`, layer by layer.
rng -> 0.01 * rng
0.0, std, size=(n_out, n_in) -> size=(n_out, n_in)
""",
        base=_LAYERS,
        detectors={
            "the output layer is left out": shaped(
                0, lambda sizes: [(n, n_prev) for n_prev, n in pairwise(sizes[:-1])]
            ),
            "W is transposed": shaped(0, lambda sizes: list(pairwise(sizes))),
            "the bias is flat, shape (n,)": shaped(1, lambda sizes: [(n,) for n in sizes[1:]]),
            "the biases are random": breaks(laws.nonzero_biases),
            "one number for a whole layer": every_layer(lambda layer: np.unique(layer.W).size == 1),
            "another source of randomness than rng": breaks(laws.not_repeatable.broken),
            "a generator of its own, with a fixed seed": breaks(laws.ignores_generator),
            "one row for all units of a layer": every_layer(
                lambda layer: bool(np.all(layer.W[0] == layer.W))
            ),
            "no weight is negative": every_layer(lambda layer: bool(np.all(layer.W >= 0))),
            "the deviation is passed as the mean": every_layer(detectors.has_mean_std),
            "the same draw for every layer": breaks(laws.repeated_layers),
            "uniform between -std and std": every_layer(
                lambda layer: detectors.is_uniform(layer.W, layer.std)
            ),
            "uniform of the right variance": every_layer(
                lambda layer: detectors.is_uniform(layer.W, math.sqrt(3.0) * layer.std)
            ),
            "the variance is passed for the deviation": scaled_as(lambda layer: layer.std**2),
            "the root is taken twice": scaled_as(lambda layer: layer.std**0.5),
            "divided by the deviation": scaled_as(lambda layer: 1 / layer.std),
            "the weights are not scaled": scaled_as(lambda layer: 1.0),
            "fan-in and fan-out exchanged": scaled_as(
                lambda layer: key.weight_std(len(layer.W), len(layer.W.T), layer.scheme)
            ),
            "every layer scaled by the first one's fans": scaled_as(
                lambda layer: key.weight_std(layer.sizes[0], layer.sizes[1], layer.scheme)
            ),
            "another scheme's deviation": detectors.one_scheme_for_all,
            "the same small factor in every layer": detectors.one_deviation_for_all,
        },
    ),
    alternatives=right_answers(
        """
## standard normal numbers, scaled
rng.normal -> std * rng.standard_normal
0.0, std, size=(n_out, n_in) -> (n_out, n_in)
## entry by entry
rng.normal(0.0, std, size=(n_out, n_in)) -> np.array([[rng.normal(0.0, std) for _ in range(n_in)] for _ in range(n_out)])
## drawn the other way round
rng.normal(0.0, std, size=(n_out, n_in)) -> rng.normal(0.0, std, size=(n_in, n_out)).T
## all layers from one vector, and tuples
shapes = [(n, n_prev) for n_prev, n in pairwise(layer_sizes)]
ends = np.cumsum([rows * columns for rows, columns in shapes])
parts = np.split(rng.standard_normal(int(ends[-1])), ends[:-1])
return tuple(([w.reshape(shape) * weight_std(shape[1], shape[0], scheme), np.zeros((shape[0], 1))] for w, shape in zip(parts, shapes, strict=True)))
## from the last layer to the first
reverse = [(rng.normal(0.0, weight_std(n_in, n_out, scheme), (n_out, n_in)), np.zeros((n_out, 1))) for n_in, n_out in reversed(list(pairwise(layer_sizes)))]
return reverse[::-1]
## normal numbers made by hand, after Box and Muller
rng.normal(0.0, std, size=(n_out, n_in)) -> std * np.sqrt(-2 * np.log(1 - rng.random((n_out, n_in)))) * np.cos(2 * np.pi * rng.random((n_out, n_in)))
""",
        base=_LAYERS,
    ),
)
