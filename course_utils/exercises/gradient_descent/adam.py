"""Lesson 07: a step of Adam. What goes wrong with its corrections is in `adam_corrections`."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.gradient_descent import adam_ways as ways
from course_utils.exercises.gradient_descent.adam_corrections import CORRECTIONS
from course_utils.exercises.gradient_descent.inputs import each, pairs, widths
from course_utils.reference import gradient_descent as key


def _settings(rng: Generator) -> tuple[float, float, float]:
    """Draw a learning rate and the two betas, away from their defaults."""
    return tuple(float(rng.uniform(*span)) for span in ((0.1, 0.6), (0.6, 0.85), (0.93, 0.98)))  # type: ignore[return-value]


def _under_way(rng: Generator) -> tuple:
    """Draw a step well after the first: only then do wrong corrections show."""
    sizes = widths(rng)
    state = (pairs(rng, sizes), each(np.square, pairs(rng, sizes)), int(rng.integers(3, 10)))
    return pairs(rng, sizes, 2.0), pairs(rng, sizes), state, *_settings(rng), 1e-8


def _first_step(rng: Generator) -> tuple:
    """Draw a first step, the last three arguments left at their defaults."""
    sizes = widths(rng)
    parameters = pairs(rng, sizes)
    state = (key.zeros_like(parameters), key.zeros_like(parameters), 0)
    return parameters, pairs(rng, sizes), state, float(rng.uniform(0.1, 0.6))


def _tiny(rng: Generator) -> tuple:
    """Draw gradients no larger than epsilon, some of them 0 from the first step on."""
    sizes = widths(rng)
    first, gradients = pairs(rng, sizes, 1e-8), pairs(rng, sizes, 1e-8)
    second = each(np.square, pairs(rng, sizes, 1e-8))
    for W, b in (*first, *second, *gradients):
        W[0, 0] = b[0, 0] = 0.0
    state = (first, second, int(rng.integers(3, 10)))
    return pairs(rng, sizes), gradients, state, *_settings(rng), 2e-8


ADAM_STEP = Exercise(
    reference=key.adam_step,
    # Where epsilon stands is for the last group to judge: before, it changes no digit that counts.
    atol=1e-6,
    groups=(
        Group("some steps after the first", _under_way, weight=3, count=3),
        Group("the first step, with the usual betas and epsilon", _first_step),
        Group(
            "gradients as small as epsilon, and of 0",
            _tiny,
            hint="Your answer is right for gradients of an ordinary size. Where does epsilon stand?",
        ),
    ),
    mistakes=(
        *CORRECTIONS,
        Mistake(
            "the gradient in place of the first average",
            "The first average is computed and not used: the step goes along it, not along the "
            "gradient of the moment. (Yours is a method of its own, RMSProp with a correction.)",
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    g / (np.sqrt(s / (1 - beta_2**t)) + epsilon)
                )
            ),
        ),
        Mistake(
            "the second average is of g, not of its square",
            "The second average is of the squares, g^2: the root of an average of signed numbers is "
            "often not a number.",
            ways.by(size=lambda g, first: g),
        ),
        Mistake(
            "the second average is of |g|",
            "The second average is of the squares, g^2. Its root then has the size of a gradient.",
            ways.by(size=lambda g, first: np.abs(g)),
        ),
        Mistake(
            "the second average is of the first one's square",
            "The second average takes in the square of the gradient, not of the first average.",
            ways.by(size=lambda g, first: first**2),
        ),
        Mistake(
            "the factors 1 - beta are left out",
            "New gradients come in whole. Both are averages: beta times the old one, 1 - beta times "
            "the new.",
            ways.by(
                first_mean=lambda a, new, beta: beta * a + new,
                second_mean=lambda a, new, beta: beta * a + new,
            ),
        ),
        Mistake(
            "beta and 1 - beta are exchanged",
            "beta says how much of the *old* average stays.",
            ways.by(
                first_mean=lambda a, new, beta: (1 - beta) * a + beta * new,
                second_mean=lambda a, new, beta: (1 - beta) * a + beta * new,
            ),
        ),
        Mistake(
            "beta_1 and beta_2 are exchanged",
            "beta_1 belongs to the average of g, beta_2 to the average of g^2.",
            lambda parameters, gradients, state, rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8: (
                key.adam_step(parameters, gradients, state, rate, beta_2, beta_1, epsilon)
            ),
        ),
        Mistake(
            "beta_1 for both averages",
            "The second average has a beta of its own: beta_2, in the average and in the correction.",
            lambda parameters, gradients, state, rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8: (
                key.adam_step(parameters, gradients, state, rate, beta_1, beta_1, epsilon)
            ),
        ),
        Mistake(
            "the learning rate is left out",
            "Your step is the whole direction. Multiply it by the learning rate.",
            lambda parameters, gradients, state, rate, *settings, **named: key.adam_step(
                parameters, gradients, state, 1.0, *settings, **named
            ),
        ),
        Mistake(
            "the old averages are used in the step",
            "Update both averages first, then move. Yours lags a step behind.",
            ways.by(averages="old"),
        ),
        Mistake(
            "uphill instead of downhill",
            "Subtract the direction: it is made of gradients, which point uphill.",
            ways.by(lambda *arguments: -ways.right(*arguments)),
        ),
        Mistake(
            "the biases take a plain step",
            "Your weights are right. The biases have averages too, and move by the same rule.",
            ways.biases_plain,
        ),
        Mistake(
            "the betas are written into the code",
            "Your answer is right for the usual betas and no others. Use the arguments.",
            ways.default_settings,
        ),
        Mistake(
            "the state in another order",
            "All is there, but the state is (first, second, t), in this order.",
            ways.reordered,
        ),
        Mistake(
            "the state is not a tuple of its own",
            "All is there; the state belongs together: return parameters, (first, second, t).",
            ways.flat,
        ),
        Mistake(
            "the state is not returned",
            "The next step needs the new averages and t: return parameters, (first, second, t).",
            lambda *arguments: key.adam_step(*arguments)[0],
        ),
        Mistake(
            "the state is changed in place",
            "The values are right, but the caller's averages have changed too. Build new arrays.",
            ways.in_place,
        ),
        Mistake(
            "state and parameters are changed in place",
            "The values are right, but the caller's arrays have changed too. Build new arrays.",
            ways.all_in_place,
        ),
    ),
    alternatives=(
        Alternative("the length of the step is corrected", ways.by(ways.step_length_form)),
        Alternative("loops, and a list for the state", ways.by_loop),
        Alternative(
            "averages moved by their difference",
            ways.by(
                first_mean=lambda a, new, beta: a + (1 - beta) * (new - a),
                second_mean=lambda a, new, beta: a + (1 - beta) * (new - a),
            ),
        ),
    ),
)
