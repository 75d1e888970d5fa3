"""Lesson 07: how the bias corrections of Adam, its root and its epsilon go wrong."""

from __future__ import annotations

import numpy as np

from course_utils.checking.exercise import Mistake
from course_utils.exercises.gradient_descent import adam_ways as ways

CORRECTIONS = (
    Mistake(
        "no bias correction",
        TODO(
            ways.by(lambda f, s, g, t, beta_1, beta_2, epsilon: f / (np.sqrt(s) + epsilon))
        ),  # TODO factory
        "Both averages start from 0 and are too small at first. Divide them by 1 - beta^t before "
        "they are used.",
    ),
    Mistake(
        "1 - beta * t instead of 1 - beta^t",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (1 - beta_1 * t) / (np.sqrt(s / (1 - beta_2 * t)) + epsilon)
                )
            )
        ),  # TODO factory
        "The correction is a power of beta, `beta**t`. Yours is right at t = 1 and nowhere else.",
    ),
    Mistake(
        "always the correction of the first step",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (1 - beta_1) / (np.sqrt(s / (1 - beta_2)) + epsilon)
                )
            )
        ),  # TODO factory
        "You divide by 1 - beta, which is the correction of the first step. In step t it is "
        "1 - beta^t.",
    ),
    Mistake(
        "(1 - beta)^t instead of 1 - beta^t",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (1 - beta_1) ** t / (np.sqrt(s / (1 - beta_2) ** t) + epsilon)
                )
            )
        ),  # TODO factory
        "It is beta that is raised to the power t, before it is subtracted from 1: "
        "`1 - beta_1**t`.",
    ),
    Mistake(
        "multiplied by the correction",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f * (1 - beta_1**t) / (np.sqrt(s * (1 - beta_2**t)) + epsilon)
                )
            )
        ),  # TODO factory
        "The averages are too small at first. Multiplying by 1 - beta^t, which is below 1, makes "
        "them smaller still: divide by it.",
    ),
    Mistake(
        "t is counted up in every layer",
        TODO(ways.counted_in_every_layer),  # TODO factory
        "`t = t + 1` stands inside the loop over the layers, so the second layer is a step ahead "
        "of the first. Count once, before the loop.",
    ),
    Mistake(
        "t is counted up twice",
        TODO(ways.by(used=2)),  # TODO factory
        "Your correction uses t + 1 after t has been counted up already. Count once.",
    ),
    Mistake(
        "t is counted up too late",
        TODO(ways.by(used=0)),  # TODO factory
        "The first step is t = 1, but `state` says 0: the number of steps done. Yours divides by "
        "1 - beta^0 = 0 there. Count up first.",
    ),
    Mistake(
        "t is not counted up in the state",
        TODO(ways.by(counted=0)),  # TODO factory
        "The parameters are right, but the state you return has the old t. Every step would be "
        "taken for the same one.",
    ),
    Mistake(
        "t is never counted up",
        TODO(ways.by(used=0, counted=0)),  # TODO factory
        "Neither the corrections nor the state you return have the new t. Count up first: "
        "t = t + 1.",
    ),
    Mistake(
        "the corrected averages are kept",
        TODO(ways.by(keep=lambda average, beta, t: average / (1 - beta**t))),  # TODO factory
        "The parameters are right. The state must hold the averages as they are, or they will be "
        "corrected again in the next step.",
    ),
    Mistake(
        "only the first average is corrected",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (1 - beta_1**t) / (np.sqrt(s) + epsilon)
                )
            )
        ),  # TODO factory
        "The second average starts from 0 as well: divide it by 1 - beta_2^t.",
    ),
    Mistake(
        "only the second average is corrected",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (np.sqrt(s / (1 - beta_2**t)) + epsilon)
                )
            )
        ),  # TODO factory
        "The first average starts from 0 as well: divide it by 1 - beta_1^t.",
    ),
    Mistake(
        "both averages are corrected with beta_1",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (1 - beta_1**t) / (np.sqrt(s / (1 - beta_1**t)) + epsilon)
                )
            )
        ),  # TODO factory
        "Each average is corrected with its own beta: the second with beta_2.",
    ),
    Mistake(
        "the root is taken before the correction",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (1 - beta_1**t) / (np.sqrt(s) / (1 - beta_2**t) + epsilon)
                )
            )
        ),  # TODO factory
        "Correct the second average first and take the root then: the correction belongs under "
        "the root.",
    ),
    Mistake(
        "no root",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (1 - beta_1**t) / (s / (1 - beta_2**t) + epsilon)
                )
            )
        ),  # TODO factory
        "The second average is of squares: take its root, so that it has the gradient's unit.",
    ),
    Mistake(
        "epsilon inside the root",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (1 - beta_1**t) / np.sqrt(s / (1 - beta_2**t) + epsilon)
                )
            )
        ),  # TODO factory
        "For gradients of an ordinary size that is the same. But the root of 1e-8 is 1e-4: small "
        "gradients are no longer brought up to size. Add epsilon after the root.",
    ),
    Mistake(
        "epsilon is left out",
        TODO(
            ways.by(
                lambda f, s, g, t, beta_1, beta_2, epsilon: (
                    f / (1 - beta_1**t) / np.sqrt(s / (1 - beta_2**t))
                )
            )
        ),  # TODO factory
        "Where a parameter has never had a gradient you divide 0 by 0. Add epsilon to the root, "
        "inside the parentheses: `a / (np.sqrt(s) + epsilon)`. In `a / np.sqrt(s) + epsilon` it "
        "is added to the quotient.",
    ),
)
