"""Lesson 07: the training loop."""

from collections.abc import Sequence

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.compare import Tolerance, same
from course_utils.checking.detectors import every
from course_utils.checking.exercise import Exercise, Group, Rng, Trial, drawn
from course_utils.checking.part_names import Layers
from course_utils.exercises.gradient_descent.inputs import pairs
from course_utils.reference import gradient_descent as key

NETWORKS = (((3, 4, 1), ("tanh", "sigmoid"), 7), ((2, 5, 3, 1), ("sigmoid", "tanh", "sigmoid"), 8))


@drawn
def _problem(rng: Rng, /, **fixed: float) -> tuple:
    sizes, names, m = NETWORKS[int(rng.integers(len(NETWORKS)))]
    m += 2 * int(rng.integers(2))
    X = rng.normal(size=(sizes[0], m))
    Y = rng.permutation(np.arange(m) % 3 == 0).astype(int)[np.newaxis]
    rate, steps = float(rng.uniform(0.3, 0.9)), int(rng.integers(4, 9))
    parameters = pairs(rng, sizes, 0.7)
    return X, Y, parameters, list(names), fixed.get("rate", rate), fixed.get("steps", steps)


@drawn
def _falling(rng: Rng) -> tuple:
    """Draw a problem whose cost falls in every step."""
    while True:
        case = _problem()(rng)
        if np.all(np.diff(key.train(*case)[1]) < 0):
            return case


def _rising(rng: Rng) -> tuple:
    """Draw a learning rate so large that the cost rises on the way, and is not lowest at the end."""
    while True:
        X, Y, parameters, names, _, _ = _problem()(rng)
        _, costs = key.train(X, Y, parameters, names, 6.0, 9)
        if costs[1] > costs[0] and costs[8] > min(costs[:8]):
            return X, Y, parameters, names, 6.0, 8


def _long(rng: Rng) -> tuple:
    """Draw a single neuron, small enough to be trained for more than a hundred steps."""
    X, Y = rng.normal(size=(2, 4)), rng.permutation([[0, 1, 0, 1]], axis=1)
    return X, Y, pairs(rng, (2, 1), 0.7), ["sigmoid"], 0.5, 104


def _has_right_parameters(trial: Trial) -> bool:
    return same([*map(tuple, trial.value[0])], trial.expected.value[0], Tolerance())


def _has_some_costs(trial: Trial) -> bool:
    """Whether the costs are some of the right ones, the first among them, in order."""
    costs, right = trial.value[1], trial.expected.value[1]
    rest = iter(right)
    in_order = all(any(np.isclose(c, r, rtol=1e-9) for r in rest) for c in costs)
    return in_order and np.allclose(costs[:1], right[:1])


def _short(trials: Sequence[Trial]) -> list[Trial]:
    return [trial for trial in trials if len(trial.value[1]) < len(trial.expected.value[1])]


def _records_some(trials: Sequence[Trial]) -> bool:
    """Whether costs are missing, but no step."""
    recorded = any(trial.value[1] for trial in trials)
    return (
        recorded
        and bool(_short(trials))
        and all(_has_right_parameters(t) and _has_some_costs(t) for t in trials)
    )


def _stops_early(trials: Sequence[Trial]) -> bool:
    """Whether the first costs are there, later ones are missing, and so are their steps."""
    return every(
        lambda trial: (
            len(costs := trial.value[1]) > 1
            and np.allclose(costs, trial.expected.value[1][: len(costs)], rtol=1e-9)
            and not _has_right_parameters(trial)
        )
    )(_short(trials))


TRAIN = Exercise(
    reference=key.train,
    returns=(("the parameters", Layers(("W", "b"))), "costs"),
    groups=(
        Group("a few steps", _falling(), weight=3, count=3),
        Group("a single step", _problem(steps=1), weight=0.5),
        Group(
            "a tiny learning rate, or many steps: every step is taken all the same",
            [_problem(rate=1e-7), _long],
            weight=0.5,
            count=1,
            hint="Is there a condition in your loop that ends it early? Take all of `steps` steps.",
        ),
        Group(
            "a learning rate so large that the cost rises",
            _rising,
            weight=0.5,
            hint="The cost rises on the way. Go on with the same learning rate, take all of `steps` "
            "steps, and return the last parameters, not the best.",
        ),
        Group(
            "no step at all",
            _problem(steps=0),
            weight=0.5,
            hint="With 0 steps the parameters come back as they are, and there are no costs: `[]`.",
        ),
    ),
    preconditions=("set(Y.flat) <= {0, 1}", "activations[-1] == 'sigmoid'", "learning_rate >= 0"),
    mistakes=wrong_answers(
        """
## costs are recorded in some steps only
# The parameters are right, but you record a cost only every so many steps. Every step has one:
# `costs[k]` is the cost before step k.
costs = []
for i in range(steps):
    Y_hat, cache = forward(X, parameters, activations)
    if i % 100 == 0:
        costs.append(cost(Y_hat, Y))
    gradients = backward(Y_hat, Y, cache, parameters, activations)
    parameters = gradient_descent_step(parameters, gradients, learning_rate)
return parameters, costs
## training stops early
# Your loop ends before all steps are done, by a `break` or a `return` in it. Take all `steps`
# steps.
costs = []
for i in range(steps):
    Y_hat, cache = forward(X, parameters, activations)
    costs.append(cost(Y_hat, Y))
    if i == 2:
        break
    gradients = backward(Y_hat, Y, cache, parameters, activations)
    parameters = gradient_descent_step(parameters, gradients, learning_rate)
return parameters, costs
## the cost is recorded after the step
# Your costs are one step late: costs[0] is the cost where training starts, before anything has
# moved.
costs = []
for _ in range(steps):
    Y_hat, cache = forward(X, parameters, activations)
    gradients = backward(Y_hat, Y, cache, parameters, activations)
    parameters = gradient_descent_step(parameters, gradients, learning_rate)
    costs.append(cost(forward(X, parameters, activations)[0], Y))
return parameters, costs
## one cost too many
# There are as many costs as steps: the last one is taken before the last step.
costs = [cost(forward(X, parameters, activations)[0], Y)]
for _ in range(steps):
    Y_hat, cache = forward(X, parameters, activations)
    gradients = backward(Y_hat, Y, cache, parameters, activations)
    parameters = gradient_descent_step(parameters, gradients, learning_rate)
    costs.append(cost(forward(X, parameters, activations)[0], Y))
return parameters, costs
## uphill instead of downhill
# Your costs rise: the gradient is added, or its sign is flipped. `gradient_descent_step`
# subtracts it, and `backward` takes Y_hat first, then Y.
gradient_descent_step(parameters, gradients, learning_rate) -> gradient_descent_step(parameters, gradients, -learning_rate)
## one step too many
# Your loop runs steps + 1 times.
range(steps) -> range(steps + 1)
## one step too few
# Your loop runs steps - 1 times: `range(1, steps)` leaves one out.
range(steps) -> range(steps - 1)
## it returns inside the loop, after the first step
# The `return` is indented into the loop. Move it out, under the `for`.
_right(X, Y, parameters, activations, learning_rate, min(steps, 1))
## the gradients of the start are used in every step
# The slope changes with every step: forward and backward belong in the loop.
Y_hat, cache = forward(X, parameters, activations)
g = backward(Y_hat, Y, cache, parameters, activations)
costs = []
for _ in range(steps):
    costs.append(cost(forward(X, parameters, activations)[0], Y))
    parameters = gradient_descent_step(parameters, g, learning_rate)
return (parameters, costs)
## the forward pass of the start is used in every step
# Your costs never change, because Y_hat and the cache are computed once. The forward pass
# belongs in the loop.
Y_hat, cache = forward(X, parameters, activations)
costs = []
for _ in range(steps):
    costs.append(cost(Y_hat, Y))
    g = backward(Y_hat, Y, cache, parameters, activations)
    parameters = gradient_descent_step(parameters, g, learning_rate)
return (parameters, costs)
## every step starts from the first parameters
# The step's result has a new name, and the next step does not use it. Give it the name
# `parameters`.
costs, new = ([], parameters)
for _ in range(steps):
    Y_hat, cache = forward(X, parameters, activations)
    costs.append(cost(Y_hat, Y))
    g = backward(Y_hat, Y, cache, parameters, activations)
    new = gradient_descent_step(parameters, g, learning_rate)
return (new, costs)
## the parameters of the start are returned
# The costs are right, but you return the parameters that came in.
(parameters, _right(X, Y, parameters, activations, learning_rate, steps)[1])
## divided by m once more
# Your steps are m times too short: `backward` returns means over the examples already.
gradient_descent_step(parameters, gradients, learning_rate) -> gradient_descent_step(parameters, gradients, learning_rate / X.shape[1])
## the learning rate is left out
# Your steps are whole gradients. Hand the learning rate on.
gradient_descent_step(parameters, gradients, learning_rate) -> gradient_descent_step(parameters, gradients, 1.0)
## the biases do not move
# Only the weights are trained. The biases are parameters as well.
gradient_descent_step(parameters, gradients, learning_rate) -> gradient_descent_step(parameters, [(dW, 0 * db) for dW, db in gradients], learning_rate)
## the sum for the mean in the cost
# The parameters are right; the costs are m times too large. `reference.cost` is the mean.
cost(Y_hat, Y) -> cost(Y_hat, Y) * Y.shape[1]
## Y and Y_hat are exchanged in the cost
# The parameters are right. `reference.cost` takes the prediction first: `reference.cost(Y_hat,
# Y)`.
cost(Y_hat, Y) -> cost(Y, Y_hat)
## the step's result is thrown away
# Nothing has moved. `gradient_descent_step` returns new parameters and leaves the old ones
# alone: `parameters = gradient_descent_step(...)`.
gradient_descent_step(parameters, gradients, learning_rate) -> gradient_descent_step(parameters, gradients, 0.0)
## the list of costs starts anew in every step
# Only the last cost is left. `costs = []` stands inside the loop: move it above the `for`.
costs.append(cost(Y_hat, Y)) -> costs = [cost(Y_hat, Y)]
## only the last cost
# Return all costs, one per step: collect them in a list.
(_right(X, Y, parameters, activations, learning_rate, steps)[0], _right(X, Y, parameters, activations, learning_rate, steps)[1][-1])
## an array of costs
# The numbers are right, but they should be in a list: `costs = []` and `costs.append(...)`, or
# `list(...)` of the array.
(_right(X, Y, parameters, activations, learning_rate, steps)[0], np.array(_right(X, Y, parameters, activations, learning_rate, steps)[1]))
""",
        detectors={
            "costs are recorded in some steps only": _records_some,
            "training stops early": _stops_early,
        },
    ),
    alternatives=right_answers("""
## written out
costs = []
for _ in range(steps):
    Y_hat, cache = forward(X, parameters, activations)
    costs += [cost(Y_hat, Y)]
    gradients = backward(Y_hat, Y, cache, parameters, activations)
    pairs = zip(parameters, gradients)
    parameters = [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in pairs]
return parameters, costs
## recursion, and a tuple of costs
if steps == 0:
    return (parameters, ())
first, costs = _right(X, Y, parameters, activations, learning_rate, 1)
last, later = train(X, Y, first, activations, learning_rate, steps - 1)
return (last, (*costs, *later))
"""),
)
