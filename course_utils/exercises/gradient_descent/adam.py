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
            TODO(
                ways.by(
                    lambda f, s, g, t, beta_1, beta_2, epsilon: (
                        g / (np.sqrt(s / (1 - beta_2**t)) + epsilon)
                    )
                )
            ),  # TODO factory
            "The first average is computed and not used: the step goes along it, not along the "
            "gradient of the moment. (Yours is a method of its own, RMSProp with a correction.)",
        ),
        Mistake(
            "the second average is of g, not of its square",
            TODO(ways.by(size=lambda g, first: g)),  # TODO factory
            "The second average is of the squares, g^2: the root of an average of signed numbers is "
            "often not a number.",
        ),
        Mistake(
            "the second average is of |g|",
            TODO(ways.by(size=lambda g, first: np.abs(g))),  # TODO factory
            "The second average is of the squares, g^2. Its root then has the size of a gradient.",
        ),
        Mistake(
            "the second average is of the first one's square",
            TODO(ways.by(size=lambda g, first: first**2)),  # TODO factory
            "The second average takes in the square of the gradient, not of the first average.",
        ),
        Mistake(
            "the factors 1 - beta are left out",
            TODO(
                ways.by(
                    first_mean=lambda a, new, beta: beta * a + new,
                    second_mean=lambda a, new, beta: beta * a + new,
                )
            ),  # TODO factory
            "New gradients come in whole. Both are averages: beta times the old one, 1 - beta times "
            "the new.",
        ),
        Mistake(
            "beta and 1 - beta are exchanged",
            TODO(
                ways.by(
                    first_mean=lambda a, new, beta: (1 - beta) * a + beta * new,
                    second_mean=lambda a, new, beta: (1 - beta) * a + beta * new,
                )
            ),  # TODO factory
            "beta says how much of the *old* average stays.",
        ),
        Mistake(
            "beta_1 and beta_2 are exchanged",
            "_right(parameters, gradients, state, learning_rate, beta_2, beta_1, epsilon)",
            "beta_1 belongs to the average of g, beta_2 to the average of g^2.",
        ),
        Mistake(
            "beta_1 for both averages",
            "_right(parameters, gradients, state, learning_rate, beta_1, beta_1, epsilon)",
            "The second average has a beta of its own: beta_2, in the average and in the correction.",
        ),
        Mistake(
            "the learning rate is left out",
            "_right(parameters, gradients, state, 1.0, *settings, **named)",  # TODO SIGNATURE parameters, gradients, state, rate, *settings, **named, named, settings
            "Your step is the whole direction. Multiply it by the learning rate.",
        ),
        Mistake(
            "the old averages are used in the step",
            TODO(ways.by(averages="old")),  # TODO factory
            "Update both averages first, then move. Yours lags a step behind.",
        ),
        Mistake(
            "uphill instead of downhill",
            TODO(ways.by(lambda *arguments: -ways.right(*arguments))),  # TODO factory
            "Subtract the direction: it is made of gradients, which point uphill.",
        ),
        Mistake(
            "the biases take a plain step",
            TODO(ways.biases_plain),  # TODO factory
            "Your weights are right. The biases have averages too, and move by the same rule.",
        ),
        Mistake(
            "the betas are written into the code",
            TODO(ways.default_settings),  # TODO factory
            "Your answer is right for the usual betas and no others. Use the arguments.",
        ),
        Mistake(
            "the state in another order",
            TODO(ways.reordered),  # TODO factory
            "All is there, but the state is (first, second, t), in this order.",
        ),
        Mistake(
            "the state is not a tuple of its own",
            TODO(ways.flat),  # TODO factory
            "All is there; the state belongs together: return parameters, (first, second, t).",
        ),
        Mistake(
            "the state is not returned",
            "_right(*arguments)[0]",  # TODO SIGNATURE *arguments, arguments
            "The next step needs the new averages and t: return parameters, (first, second, t).",
        ),
        Mistake(
            "the state is changed in place",
            TODO(ways.in_place),  # TODO factory
            "The values are right, but the caller's averages have changed too. Build new arrays.",
        ),
        Mistake(
            "state and parameters are changed in place",
            TODO(ways.all_in_place),  # TODO factory
            "The values are right, but the caller's arrays have changed too. Build new arrays.",
        ),
    ),
    alternatives=(
        Alternative(
            "the length of the step is corrected",
            TODO(ways.by(ways.step_length_form)),  # TODO factory
        ),
        Alternative(
            "loops, and a list for the state",
            TODO(ways.by_loop),  # TODO factory
        ),
        Alternative(
            "averages moved by their difference",
            TODO(
                ways.by(
                    first_mean=lambda a, new, beta: a + (1 - beta) * (new - a),
                    second_mean=lambda a, new, beta: a + (1 - beta) * (new - a),
                )
            ),  # TODO factory
        ),
    ),
)
