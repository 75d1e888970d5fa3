"""Lesson 07: a step of gradient descent."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.checking.part_names import Layers
from course_utils.exercises.gradient_descent.inputs import DEEP, add_in_place, each, pairs
from course_utils.reference import gradient_descent as key


@drawn
def _step(rng: Rng, *layer_sizes: int) -> tuple:
    rate = float(rng.uniform(0.05, 0.6))
    return pairs(rng, layer_sizes), pairs(rng, layer_sizes, 2.0), rate


GRADIENT_DESCENT_STEP = Exercise(
    reference=key.gradient_descent_step,
    returns=Layers(("W", "b")),
    groups=(
        Group("networks of two or three layers", [_step(*sizes) for sizes in DEEP], weight=3),
        Group("a single layer", _step(4, 1)),
    ),
    preconditions=("learning_rate >= 0",),
    mistakes=wrong_answers("""
## uphill instead of downhill
# The gradient points uphill. Subtract it.
each(lambda p, g: p + learning_rate * g, parameters, gradients)
## arguments changed in place
# The values are right, but the caller's `parameters` have changed too: `W -= ...` and
# `parameters[l] = ...` write into what is the caller's. Build a new list of new arrays.
add_in_place(parameters, each(lambda g: -learning_rate * g, gradients))
## the biases do not move
# Your weights have moved, the biases stand where they were. They are parameters as well.
[(W - learning_rate * dW, b) for (W, b), (dW, _) in zip(parameters, gradients, strict=True)]
## the learning rate is left out
# Your step is the whole gradient. Multiply it by the learning rate.
each(lambda p, g: p - g, parameters, gradients)
## divided by the learning rate
# A larger learning rate makes a longer step: multiply by it.
each(lambda p, g: p - g / learning_rate, parameters, gradients)
## the parameters shrink before the step
# You multiply the parameters by the learning rate too. Mind the parentheses: only the gradient
# is multiplied.
each(lambda p, g: learning_rate * (p - g), parameters, gradients)
## the change instead of the new parameters
# You return what is to be added to the parameters. Return the parameters after the step.
each(lambda g: -learning_rate * g, gradients)
## it returns inside the loop, after the first layer
# Only the first layer comes back. The `return` is indented into the loop: move it out, under the
# `for`.
_right(parameters[:1], gradients[:1], learning_rate)
## a loop inside a loop
# Two loops, one inside the other, bring every layer together with every gradient. Walk through
# both lists side by side, with `zip`.
[(W - learning_rate * dW, b - learning_rate * db) for W, b in parameters for dW, db in gradients]
## parameters and gradients are exchanged
# You subtract the parameters from the gradients: the two lists are in the other order in your
# `zip` than in the names before it.
each(lambda p, g: g - learning_rate * p, parameters, gradients)
## the learning rate is left out of the biases' step
# Your weights are right. The biases move by the whole of db: multiply it by the learning rate as
# well.
[(W - learning_rate * dW, b - db) for (W, b), (dW, db) in zip(parameters, gradients, strict=True)]
## arrays in one long list, not in pairs
# The numbers are there, but W and b of a layer belong together: append the pair (W, b).
[array for pair in _right(parameters, gradients, learning_rate) for array in pair]
## nothing has moved
# The parameters come back as they went in. In `for W, b in parameters`, an assignment `W = W -
# ...` only gives a new array the name W; the list does not notice. Collect the new arrays in a
# new list.
parameters
"""),
    alternatives=right_answers("""
## by index, lists and tuples exchanged
new = []
for layer in range(len(parameters)):
    W, b = parameters[layer]
    new.append([W - learning_rate * gradients[layer][0], b - gradients[layer][1] * learning_rate])
return tuple(new)
## copies that are changed in place
copies = [(W.copy(), b.copy()) for W, b in parameters]
return add_in_place(copies, each(lambda g: -learning_rate * g, gradients))
"""),
)
