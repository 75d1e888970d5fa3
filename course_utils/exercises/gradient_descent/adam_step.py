"""Lesson 07: a step of Adam."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from course_utils.checking.answers import Code, edited
from course_utils.checking.compare import Layers
from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake

# Used in answers.
from course_utils.exercises.gradient_descent.inputs import add_in_place as add_in_place
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


# A step of Adam as a student writes it; answers replace pieces of it.
_STEP = """
first, second, t = state
t = t + 1

def moved(p, g, m, v):
    new_m = beta_1 * m + (1 - beta_1) * g
    new_v = beta_2 * v + (1 - beta_2) * g**2
    m_hat = new_m / (1 - beta_1**t)
    v_hat = new_v / (1 - beta_2**t)
    return p - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), new_m, new_v

layers = [
    [moved(*arrays) for arrays in zip(*pairs)]
    for pairs in zip(parameters, gradients, first, second)
]
new_parameters, new_first, new_second = (
    [tuple(array[i] for array in pair) for pair in layers] for i in (0, 1, 2)
)
return new_parameters, (new_first, new_second, t)
"""
_M, _V = "beta_1 * m + (1 - beta_1) * g", "beta_2 * v + (1 - beta_2) * g**2"
_M_HAT, _V_HAT = "new_m / (1 - beta_1**t)", "new_v / (1 - beta_2**t)"


def _edited(edits: dict[str, str]) -> Code:
    return edited(_STEP, edits)


ADAM_STEP = Exercise(
    reference=key.adam_step,
    returns=(
        ("the parameters", Layers(("W", "b"))),
        ("the state", (("m", Layers(("W", "b"))), ("v", Layers(("W", "b"))), "t")),
    ),
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
        Mistake(
            "no bias correction",
            _edited({_M_HAT: "new_m", _V_HAT: "new_v"}),
            "Both averages start from 0 and are too small at first. Divide them by 1 - beta^t "
            "before they are used.",
        ),
        Mistake(
            "1 - beta * t instead of 1 - beta^t",
            _edited({"**t": " * t"}),
            "The correction is a power of beta, `beta**t`. Yours is right at t = 1 and nowhere "
            "else.",
        ),
        Mistake(
            "always the correction of the first step",
            _edited({"**t": ""}),
            "You divide by 1 - beta, which is the correction of the first step. In step t it is 1 - "
            "beta^t.",
        ),
        Mistake(
            "(1 - beta)^t instead of 1 - beta^t",
            _edited({_M_HAT: "new_m / (1 - beta_1) ** t", _V_HAT: "new_v / (1 - beta_2) ** t"}),
            "It is beta that is raised to the power t, before it is subtracted from 1: `1 - "
            "beta_1**t`.",
        ),
        Mistake(
            "multiplied by the correction",
            _edited({"new_m / (": "new_m * (", "new_v / (": "new_v * ("}),
            "The averages are too small at first. Multiplying by 1 - beta^t, which is below 1, "
            "makes them smaller still: divide by it.",
        ),
        Mistake(
            "t is counted up in every layer",
            """
            first, second, t = state
            moved, new_first, new_second = [], [], []
            for p, g, m, v in zip(parameters, gradients, first, second):
                new, (new_m, new_v, _) = _right([p], [g], ([m], [v], t), learning_rate, beta_1, beta_2, epsilon)
                moved += new
                new_first += new_m
                new_second += new_v
                t = t + 1
            return moved, (new_first, new_second, t)
            """,
            "`t = t + 1` stands inside the loop over the layers, so the second layer is a step "
            "ahead of the first. Count once, before the loop.",
        ),
        Mistake(
            "t is counted up twice",
            _edited({"**t": "**(t + 1)"}),
            "Your correction uses t + 1 after t has been counted up already. Count once.",
        ),
        Mistake(
            "t is counted up too late",
            _edited({"**t": "**(t - 1)"}),
            "The first step is t = 1, but `state` says 0: the number of steps done. Yours divides "
            "by 1 - beta^0 = 0 there. Count up first.",
        ),
        Mistake(
            "t is not counted up in the state",
            _edited({"new_second, t)": "new_second, t - 1)"}),
            "The parameters are right, but the state you return has the old t. Every step would be "
            "taken for the same one.",
        ),
        Mistake(
            "t is never counted up",
            _edited({"t = t + 1": ""}),
            "Neither the corrections nor the state you return have the new t. Count up first: t = t "
            "+ 1.",
        ),
        Mistake(
            "the corrected averages are kept",
            _edited({"epsilon), new_m, new_v": "epsilon), m_hat, v_hat"}),
            "The parameters are right. The state must hold the averages as they are, or they will "
            "be corrected again in the next step.",
        ),
        Mistake(
            "only the first average is corrected",
            _edited({_V_HAT: "new_v"}),
            "The second average starts from 0 as well: divide it by 1 - beta_2^t.",
        ),
        Mistake(
            "only the second average is corrected",
            _edited({_M_HAT: "new_m"}),
            "The first average starts from 0 as well: divide it by 1 - beta_1^t.",
        ),
        Mistake(
            "both averages are corrected with beta_1",
            _edited({"beta_2**t": "beta_1**t"}),
            "Each average is corrected with its own beta: the second with beta_2.",
        ),
        Mistake(
            "the root is taken before the correction",
            _edited({_V_HAT: "np.sqrt(new_v) / (1 - beta_2**t)", "np.sqrt(v_hat)": "v_hat"}),
            "Correct the second average first and take the root then: the correction belongs under "
            "the root.",
        ),
        Mistake(
            "no root",
            _edited({"np.sqrt(v_hat)": "v_hat"}),
            "The second average is of squares: take its root, so that it has the gradient's unit.",
        ),
        Mistake(
            "epsilon inside the root",
            _edited({"np.sqrt(v_hat) + epsilon": "np.sqrt(v_hat + epsilon)"}),
            "For gradients of an ordinary size that is the same. But the root of 1e-8 is 1e-4: "
            "small gradients are no longer brought up to size. Add epsilon after the root.",
        ),
        Mistake(
            "epsilon is left out",
            _edited({"np.sqrt(v_hat) + epsilon": "np.sqrt(v_hat)"}),
            "Where a parameter has never had a gradient you divide 0 by 0. Add epsilon to the root, "
            "inside the parentheses: `a / (np.sqrt(s) + epsilon)`. In `a / np.sqrt(s) + epsilon` it "
            "is added to the quotient.",
        ),
        Mistake(
            "the gradient in place of the first average",
            _edited({"m_hat / (": "g / ("}),
            "The first average is computed and not used: the step goes along it, not along the "
            "gradient of the moment. (Yours is a method of its own, RMSProp with a correction.)",
        ),
        Mistake(
            "the second average is of g, not of its square",
            _edited({"g**2": "g"}),
            "The second average is of the squares, g^2: the root of an average of signed numbers is "
            "often not a number.",
        ),
        Mistake(
            "the second average is of |g|",
            _edited({"g**2": "np.abs(g)"}),
            "The second average is of the squares, g^2. Its root then has the size of a gradient.",
        ),
        Mistake(
            "the second average is of the first one's square",
            _edited({"g**2": "new_m**2"}),
            "The second average takes in the square of the gradient, not of the first average.",
        ),
        Mistake(
            "the factors 1 - beta are left out",
            _edited({"(1 - beta_1) * g": "g", "(1 - beta_2) * g": "g"}),
            "New gradients come in whole. Both are averages: beta times the old one, 1 - beta times "
            "the new.",
        ),
        Mistake(
            "beta and 1 - beta are exchanged",
            _edited({_M: "(1 - beta_1) * m + beta_1 * g", _V: "(1 - beta_2) * v + beta_2 * g**2"}),
            "beta says how much of the *old* average stays.",
        ),
        Mistake(
            "beta_1 and beta_2 are exchanged",
            "_right(parameters, gradients, state, learning_rate, beta_2, beta_1, epsilon)",
            "beta_1 belongs to the average of g, beta_2 to the average of g^2.",
        ),
        Mistake(
            "beta_1 for both averages",
            _edited({"beta_2": "beta_1"}),
            "The second average has a beta of its own: beta_2, in the average and in the "
            "correction.",
        ),
        Mistake(
            "the learning rate is left out",
            _edited({"learning_rate * m_hat": "m_hat"}),
            "Your step is the whole direction. Multiply it by the learning rate.",
        ),
        Mistake(
            "the old averages are used in the step",
            _edited({"m_hat = new_m": "m_hat = m", "v_hat = new_v": "v_hat = v"}),
            "Update both averages first, then move. Yours lags a step behind.",
        ),
        Mistake(
            "uphill instead of downhill",
            _edited({"p - learning_rate": "p + learning_rate"}),
            "Subtract the direction: it is made of gradients, which point uphill.",
        ),
        Mistake(
            "the biases take a plain step",
            """
            moved, new = _right(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)
            pairs = zip(moved, parameters, gradients)
            return [(W, b - learning_rate * db) for (W, _), (_, b), (_, db) in pairs], new
            """,
            "Your weights are right. The biases have averages too, and move by the same rule.",
        ),
        Mistake(
            "the betas are written into the code",
            "_right(parameters, gradients, state, learning_rate)",
            "Your answer is right for the usual betas and no others. Use the arguments.",
        ),
        Mistake(
            "the state in another order",
            _edited({"(new_first, new_second, t)": "(new_second, new_first, t)"}),
            "All is there, but the state is (first, second, t), in this order.",
        ),
        Mistake(
            "the state is not a tuple of its own",
            _edited({"(new_first, new_second, t)": "new_first, new_second, t"}),
            "All is there; the state belongs together: return parameters, (first, second, t).",
        ),
        Mistake(
            "the state is not returned",
            _edited({", (new_first, new_second, t)": ""}),
            "The next step needs the new averages and t: return parameters, (first, second, t).",
        ),
        Mistake(
            "the state is changed in place",
            """
            moved, new = _right(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)
            for old, average in zip(state[:2], new[:2]):
                add_in_place(old, each(np.subtract, average, old))
            return moved, new
            """,
            "The values are right, but the caller's averages have changed too. Build new arrays.",
        ),
        Mistake(
            "state and parameters are changed in place",
            """
            moved, new = _right(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)
            for old, average in zip((parameters, *state[:2]), (moved, *new[:2])):
                add_in_place(old, each(np.subtract, average, old))
            return parameters, new
            """,
            "The values are right, but the caller's arrays have changed too. Build new arrays.",
        ),
    ),
    alternatives=(
        Alternative(
            "the length of the step is corrected",
            _edited(
                {
                    _M_HAT: "np.sqrt(1 - beta_2**t) / (1 - beta_1**t) * new_m",
                    _V_HAT: "new_v",
                    "+ epsilon": "+ epsilon * np.sqrt(1 - beta_2**t)",
                }
            ),
        ),
        Alternative(
            "loops, and a list for the state",
            """
            first, second, t = state
            t += 1
            moved, new_first, new_second = [], [], []
            for layer in range(len(parameters)):
                new_pair, first_pair, second_pair = [], [], []
                for i in (0, 1):
                    g = gradients[layer][i]
                    m = first[layer][i] * beta_1 + g * (1 - beta_1)
                    v = second[layer][i] * beta_2 + g * g * (1 - beta_2)
                    m_hat, v_hat = m / (1 - np.power(beta_1, t)), v / (1 - np.power(beta_2, t))
                    new_pair.append(parameters[layer][i] - learning_rate * m_hat / (v_hat**0.5 + epsilon))
                    first_pair.append(m)
                    second_pair.append(v)
                moved.append(tuple(new_pair))
                new_first.append(tuple(first_pair))
                new_second.append(tuple(second_pair))
            return moved, [new_first, new_second, np.int64(t)]
            """,
        ),
        Alternative(
            "averages moved by their difference",
            _edited({_M: "m + (1 - beta_1) * (g - m)", _V: "v + (1 - beta_2) * (g**2 - v)"}),
        ),
    ),
)
