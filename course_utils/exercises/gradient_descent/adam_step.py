"""Lesson 07: a step of Adam."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.checking.part_names import Layers
from course_utils.exercises.gradient_descent.inputs import each, pairs, widths
from course_utils.reference import gradient_descent as key


def _settings(rng: Rng) -> tuple[float, float, float]:
    """Draw a learning rate and the two betas, away from their defaults."""
    return tuple(float(rng.uniform(*span)) for span in ((0.1, 0.6), (0.6, 0.85), (0.93, 0.98)))  # type: ignore[return-value]


def _under_way(rng: Rng) -> tuple:
    """Draw a step well after the first: only then do wrong corrections show."""
    sizes = widths(rng)
    state = (pairs(rng, sizes), each(np.square, pairs(rng, sizes)), int(rng.integers(3, 10)))
    return pairs(rng, sizes, 2.0), pairs(rng, sizes), state, *_settings(rng), 1e-8


def _first_step(rng: Rng) -> tuple:
    """Draw a first step, the last three arguments left at their defaults."""
    sizes = widths(rng)
    parameters = pairs(rng, sizes)
    state = (key.zeros_like(parameters), key.zeros_like(parameters), 0)
    return parameters, pairs(rng, sizes), state, float(rng.uniform(0.1, 0.6))


@drawn
def _as_small_as(rng: Rng, epsilon: float) -> tuple:
    """Draw gradients no larger than epsilon, some of them 0 from the first step on."""
    sizes = widths(rng)
    first, gradients, root = (pairs(rng, sizes, epsilon / 2) for _ in range(3))
    second = each(np.square, root)
    for W, b in (*first, *second, *gradients):
        W[0, 0] = b[0, 0] = 0.0
    state = (first, second, int(rng.integers(3, 10)))
    return pairs(rng, sizes), gradients, state, *_settings(rng), epsilon


# A step of Adam as a student writes it: answers replace pieces of it.
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

ADAM_STEP = Exercise(
    reference=key.adam_step,
    returns=(
        ("the parameters", Layers(("W", "b"))),
        ("the state", (("`first`", Layers(("W", "b"))), ("`second`", Layers(("W", "b"))), "t")),
    ),
    # Where epsilon stands is for the last group to judge: before, it changes no digit that counts.
    atol=1e-6,
    groups=(
        Group("some steps after the first", _under_way, weight=3, count=3),
        Group("the first step, with the usual betas and epsilon", _first_step),
        Group(
            "gradients as small as epsilon, and of 0",
            [_as_small_as(2e-8), _as_small_as(0.6)],
            hint="Your answer is right for gradients of an ordinary size. Where does epsilon stand?",
        ),
    ),
    preconditions=("0 <= beta_1 < 1", "0 <= beta_2 < 1", "epsilon >= 0", "learning_rate >= 0"),
    mistakes=wrong_answers(
        """
## no bias correction
# Both averages start from 0 and are too small at first. Divide them by 1 - beta^t before they
# are used.
new_m / (1 - beta_1**t) -> new_m
new_v / (1 - beta_2**t) -> new_v
## 1 - beta * t instead of 1 - beta^t
# The correction is a power of beta, `beta**t`. Yours is right at t = 1 and nowhere else.
beta_1**t -> beta_1 * t
beta_2**t -> beta_2 * t
## always the correction of the first step
# You divide by 1 - beta, which is the correction of the first step. In step t it is 1 - beta^t.
beta_1**t -> beta_1
beta_2**t -> beta_2
## (1 - beta)^t instead of 1 - beta^t
# It is beta that is raised to the power t, before it is subtracted from 1: `1 - beta_1**t`.
new_m / (1 - beta_1**t) -> new_m / (1 - beta_1) ** t
new_v / (1 - beta_2**t) -> new_v / (1 - beta_2) ** t
## multiplied by the correction
# The averages are too small at first. Multiplying by 1 - beta^t, which is below 1, makes them
# smaller still: divide by it.
new_m / (1 - beta_1**t) -> new_m * (1 - beta_1**t)
new_v / (1 - beta_2**t) -> new_v * (1 - beta_2**t)
## t is counted up in every layer
# `t = t + 1` stands inside the loop over the layers, so the second layer is a step ahead of the
# first. Count once, before the loop.
first, second, t = state
moved, new_first, new_second = [], [], []
for p, g, m, v in zip(parameters, gradients, first, second):
    new, (new_m, new_v, _) = _right([p], [g], ([m], [v], t), learning_rate, beta_1, beta_2, epsilon)
    moved += new
    new_first += new_m
    new_second += new_v
    t = t + 1
return moved, (new_first, new_second, t)
## t is counted up twice
# Your correction uses t + 1 after t has been counted up already. Count once.
beta_1**t -> beta_1**(t + 1)
beta_2**t -> beta_2**(t + 1)
## t is counted up too late
# The first step is t = 1, but `state` says 0: the number of steps done. Yours divides by 1 -
# beta^0 = 0 there. Count up first.
beta_1**t -> beta_1**(t - 1)
beta_2**t -> beta_2**(t - 1)
## t is not counted up in the state
# The parameters are right, but the state you return has the old t. Every step would be taken for
# the same one.
(new_first, new_second, t) -> (new_first, new_second, t - 1)
## t is never counted up
# Neither the corrections nor the state you return have the new t. Count up first: t = t + 1.
t = t + 1 ->
## the corrected averages are kept
# The parameters are right. The state must hold the averages as they are, or they will be
# corrected again in the next step.
p - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), new_m, new_v -> p - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m_hat, v_hat
## only the first average is corrected
# The second average starts from 0 as well: divide it by 1 - beta_2^t.
new_v / (1 - beta_2**t) -> new_v
## only the second average is corrected
# The first average starts from 0 as well: divide it by 1 - beta_1^t.
new_m / (1 - beta_1**t) -> new_m
## both averages are corrected with beta_1
# Each average is corrected with its own beta: the second with beta_2.
beta_2**t -> beta_1**t
## the root is taken before the correction
# Correct the second average first and take the root then: the correction belongs under the root.
new_v / (1 - beta_2**t) -> np.sqrt(new_v) / (1 - beta_2**t)
np.sqrt(v_hat) -> v_hat
## no root
# The second average is of squares: take its root, so that it has the gradient's unit.
np.sqrt(v_hat) -> v_hat
## epsilon inside the root
# For gradients of an ordinary size that is the same. But the root of 1e-8 is 1e-4: small
# gradients are no longer brought up to size. Add epsilon after the root.
np.sqrt(v_hat) + epsilon -> np.sqrt(v_hat + epsilon)
## epsilon is left out
# Where a parameter has never had a gradient you divide 0 by 0. Add epsilon to the root, inside
# the parentheses: `a / (np.sqrt(s) + epsilon)`. In `a / np.sqrt(s) + epsilon` it is added to the
# quotient.
np.sqrt(v_hat) + epsilon -> np.sqrt(v_hat)
## the gradient in place of the first average
# The first average is computed and not used: the step goes along it, not along the gradient of
# the moment. (Yours is a method of its own, RMSProp with a correction.)
learning_rate * m_hat -> learning_rate * g
## the second average is of g, not of its square
# The second average is of the squares, g^2: the root of an average of signed numbers is often
# not a number.
g**2 -> g
## the second average is of |g|
# The second average is of the squares, g^2. Its root then has the size of a gradient.
g**2 -> np.abs(g)
## the second average is of the first one's square
# The second average takes in the square of the gradient, not of the first average.
g**2 -> new_m**2
## the factors 1 - beta are left out
# New gradients come in whole. Both are averages: beta times the old one, 1 - beta times the new.
(1 - beta_1) * g -> g
beta_2 * v + (1 - beta_2) * g**2 -> beta_2 * v + g**2
## beta and 1 - beta are exchanged
# beta says how much of the *old* average stays.
beta_1 * m -> (1 - beta_1) * m
(1 - beta_1) * g -> beta_1 * g
beta_2 * v -> (1 - beta_2) * v
(1 - beta_2) * g**2 -> beta_2 * g**2
## beta_1 and beta_2 are exchanged
# beta_1 belongs to the average of g, beta_2 to the average of g^2.
_right(parameters, gradients, state, learning_rate, beta_2, beta_1, epsilon)
## beta_1 for both averages
# The second average has a beta of its own: beta_2, in the average and in the correction.
beta_2 * v -> beta_1 * v
(1 - beta_2) * g**2 -> (1 - beta_1) * g**2
beta_2**t -> beta_1**t
## the learning rate is left out
# Your step is the whole direction. Multiply it by the learning rate.
p - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon) -> p - m_hat / (np.sqrt(v_hat) + epsilon)
## the old averages are used in the step
# Update both averages first, then move. Yours lags a step behind.
new_m / (1 - beta_1**t) -> m / (1 - beta_1**t)
new_v / (1 - beta_2**t) -> v / (1 - beta_2**t)
## uphill instead of downhill
# Subtract the direction: it is made of gradients, which point uphill.
p - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon) -> p + learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
## the biases take a plain step
# Your weights are right. The biases have averages too, and move by the same rule.
moved, new = _right(parameters, gradients, state, learning_rate, beta_1, beta_2, epsilon)
pairs = zip(moved, parameters, gradients)
return [(W, b - learning_rate * db) for (W, _), (_, b), (_, db) in pairs], new
## the betas are written into the code
# Your answer is right for the usual betas and no others. Use the arguments.
_right(parameters, gradients, state, learning_rate)
## the state in another order
# All is there, but the state is (first, second, t), in this order.
(new_first, new_second, t) -> (new_second, new_first, t)
## the state is not a tuple of its own
# All is there; the state belongs together: return parameters, (first, second, t).
(new_first, new_second, t) -> new_first, new_second, t
""",
        base=_STEP,
    ),
    alternatives=right_answers(
        """
## the length of the step is corrected
new_m / (1 - beta_1**t) -> np.sqrt(1 - beta_2**t) / (1 - beta_1**t) * new_m
new_v / (1 - beta_2**t) -> new_v
epsilon -> epsilon * np.sqrt(1 - beta_2**t)
## loops, and a list for the state
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
## averages moved by their difference
beta_1 * m -> m
(1 - beta_1) * g -> (1 - beta_1) * (g - m)
new_v = beta_2 * v + (1 - beta_2) * g**2 -> new_v = v + (1 - beta_2) * (g**2 - v)
""",
        base=_STEP,
    ),
)
