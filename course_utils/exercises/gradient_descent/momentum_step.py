"""Lesson 07: a step along an average of the gradients so far."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.checking.part_names import Layers
from course_utils.exercises.gradient_descent.inputs import each, pairs, widths
from course_utils.reference import gradient_descent as key


def _under_way(rng: Rng) -> tuple:
    sizes = widths(rng)
    rate, beta = float(rng.uniform(0.05, 0.6)), float(rng.uniform(0.6, 0.85))
    return pairs(rng, sizes), pairs(rng, sizes, 2.0), pairs(rng, sizes, 1.5), rate, beta


def _first_step(rng: Rng) -> tuple:
    parameters, gradients, velocity, rate, beta = _under_way(rng)
    return parameters, gradients, key.zeros_like(velocity), rate, beta


def _default_beta(rng: Rng) -> tuple:
    parameters, gradients, velocity = (pairs(rng, (4, 1)) for _ in range(3))
    return parameters, gradients, velocity, float(rng.uniform(0.05, 0.6))


# A step as a student writes it: answers replace pieces of it.
_STEP = """
def moved(p, g, v):
    new_v = beta * v + (1 - beta) * g
    return p - learning_rate * new_v, new_v

layers = [
    [moved(*arrays) for arrays in zip(*pairs)] for pairs in zip(parameters, gradients, velocity)
]
parameters, velocity = ([tuple(array[i] for array in pair) for pair in layers] for i in (0, 1))
return parameters, velocity
"""


MOMENTUM_STEP = Exercise(
    reference=key.momentum_step,
    returns=(("the parameters", Layers(("W", "b"))), ("the velocity", Layers(("W", "b")))),
    groups=(
        Group("under way, with a velocity", _under_way, weight=3, count=3),
        Group("the first step, from a velocity of 0", _first_step),
        Group(
            "beta left at 0.9",
            _default_beta,
            weight=0.5,
            hint="Called without beta, it has to be 0.9: `beta=0.9` in the line of the `def`.",
        ),
    ),
    preconditions=("0 <= beta < 1", "learning_rate >= 0"),
    mistakes=wrong_answers(
        """
## the factor 1 - beta is left out
# The new gradient comes in whole. With 1 - beta in front of it, v is an average of gradients;
# without, v is up to 1 / (1 - beta) times longer (a convention that other books have, with a
# smaller learning rate).
beta * v + (1 - beta) * g -> beta * v + g
## beta and 1 - beta are exchanged
# beta says how much of the *old* velocity stays. With 0.9 your velocity forgets 90 % in each
# step.
beta * v -> (1 - beta) * v
(1 - beta) * g -> beta * g
## `1 - beta * g` without parentheses
# Python reads `1 - beta * g` as 1 - (beta * g). Put the factor in parentheses: `(1 - beta) * g`.
(1 - beta) * g -> 1 - beta * g
## the step is taken along the old velocity
# Update the velocity first, then move along the new one. Yours lags a step behind.
learning_rate * new_v -> learning_rate * v
## the step is taken along the gradient
# The velocity is right, but the parameters do not use it.
learning_rate * new_v -> learning_rate * g
## the old velocity is returned
# The parameters are right. Return the new velocity, or the next step starts with none.
p - learning_rate * new_v, new_v -> p - learning_rate * new_v, v
## the learning rate is inside the velocity
# The velocity is an average of gradients. The learning rate comes in once, where the parameters
# move.
new = each(lambda v, g: beta * v + learning_rate * g, velocity, gradients)
return (each(np.subtract, parameters, new), new)
## the learning rate is inside the average
# Your velocity holds gradients times the learning rate. Keep it an average of gradients, and
# multiply where the parameters move.
new = each(lambda v, g: beta * v + (1 - beta) * learning_rate * g, velocity, gradients)
return (each(np.subtract, parameters, new), new)
## the learning rate counts twice
# You multiply by the learning rate where the parameters move, and somewhere before.
learning_rate -> learning_rate ** 2
## the learning rate is left out
# Your step is the whole velocity. Multiply it by the learning rate.
p - learning_rate * new_v -> p - new_v
## uphill instead of downhill
# Your parameters move along the velocity, which is an average of gradients: uphill. Subtract it.
p - learning_rate * new_v -> p + learning_rate * new_v
## the gradient enters with a minus
# Your velocity points downhill. Here v is an average of the gradients themselves, and the minus
# stands in the step.
beta * v + (1 - beta) * g -> beta * v - (1 - beta) * g
p - learning_rate * new_v -> p + learning_rate * new_v
## the biases have no momentum
# Your weights are right. The biases move along their plain gradient: they have a velocity too.
moved, new = _right(parameters, gradients, velocity, learning_rate, beta)
return ([(W, b - learning_rate * db) for (W, _), (_, b), (_, db) in zip(moved, parameters, gradients, strict=True)], [(v_W, v_b) for (v_W, _), (_, v_b) in zip(new, velocity, strict=True)])
## beta is written into the code
# Your answer is right for beta = 0.9 and no other. Use the argument.
_right(parameters, gradients, velocity, learning_rate, 0.9)
## the old velocity is left out
# Your velocity is (1 - beta) g alone, so nothing of the past stays. Add beta times the old
# velocity.
new_v = beta * v + (1 - beta) * g -> new_v = (1 - beta) * g
## the factor 1 - beta counts twice
# 1 - beta is in the velocity already. The parameters move by the learning rate times the
# velocity.
p - learning_rate * new_v -> p - (1 - beta) * learning_rate * new_v
## the factor 1 - beta counts twice, and the step is along the old velocity
# Update the velocity first and move along the new one; 1 - beta is in it already.
learning_rate * new_v -> (1 - beta) * learning_rate * v
## the learning rate is inside the velocity, and the step goes uphill
# Your velocity holds the learning rate, and you add it. Here v is an average of gradients, and
# the step is p - learning_rate * v.
(1 - beta) * g -> learning_rate * g
p - learning_rate * new_v -> p + new_v
## the velocity of other books: v = beta v - learning_rate g, p + v
# This is another convention: the velocity holds the minus and the learning rate. Here v is an
# average of gradients, v = beta v + (1 - beta) g, and the step is p - learning_rate * v.
beta * v + (1 - beta) * g -> beta * v - learning_rate * g
p - learning_rate * new_v -> p + new_v
## Nesterov's step
# You look one step ahead, as Nesterov's method does. Here the step goes along the new velocity
# itself.
learning_rate * new_v -> learning_rate * (beta * new_v + (1 - beta) * g)
""",
        base=_STEP,
    ),
    alternatives=right_answers(
        """
## v + (1 - beta) (g - v)
beta * v -> v
(1 - beta) * g -> (1 - beta) * (g - v)
## a loop over the layers
new_parameters, new_velocity = ([], [])
for layer, (W, b) in enumerate(parameters):
    v_W = beta * velocity[layer][0] + (1 - beta) * gradients[layer][0]
    v_b = beta * velocity[layer][1] + (1 - beta) * gradients[layer][1]
    new_velocity.append((v_W, v_b))
    new_parameters.append((W - learning_rate * v_W, b - learning_rate * v_b))
return [new_parameters, tuple(new_velocity)]
""",
        base=_STEP,
    ),
)
