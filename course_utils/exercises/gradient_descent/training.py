"""Lesson 07: the training loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from course_utils.checking.exercise import Alternative, Exercise, Group, Mistake
from course_utils.exercises.gradient_descent.inputs import Array, Pairs, add_in_place, each, pairs
from course_utils.reference import gradient_descent as key
from course_utils.reference.backpropagation import backward
from course_utils.reference.forward_propagation import cost, forward

Names = Sequence[str]
NETWORKS = (
    ((3, 4, 1), ("tanh", "sigmoid"), 7),
    ((2, 5, 3, 1), ("sigmoid", "tanh", "sigmoid"), 8),
)


def _problem(rng: Generator) -> tuple[Array, Array, Pairs, list[str], float, int]:
    sizes, names, m = NETWORKS[int(rng.integers(len(NETWORKS)))]
    m += 2 * int(rng.integers(2))
    X = rng.normal(size=(sizes[0], m))
    Y = rng.permutation(np.arange(m) % 3 == 0).astype(int)[np.newaxis]
    rate, steps = float(rng.uniform(0.3, 0.9)), int(rng.integers(4, 9))
    return X, Y, pairs(rng, sizes, 0.7), list(names), rate, steps


def _with_steps(steps: int) -> Callable[[Generator], tuple]:
    return lambda rng: (*_problem(rng)[:-1], steps)


def _training(
    change: Callable[[Pairs, float, int], Pairs] = lambda g, rate, m: each(lambda a: -rate * a, g),
    extra_steps: int = 0,
    recorded: str = "before",
    price: Callable[[Array, Array], float] = cost,
) -> Callable[..., tuple[Pairs, list[float]]]:
    """Return an answer from what is added to the parameters, and how often and when costs are taken."""

    def train(
        X: Array, Y: Array, parameters: Pairs, activations: Names, rate: float, steps: int
    ) -> tuple[Pairs, list[float]]:
        costs = []
        for _ in range(steps + extra_steps):
            Y_hat, cache = forward(X, parameters, activations)
            costs.append(price(Y_hat, Y))
            g = backward(Y_hat, Y, cache, parameters, activations)
            parameters = each(np.add, parameters, change(g, rate, X.shape[1]))
        last = price(forward(X, parameters, activations)[0], Y)
        return parameters, {"before": costs, "after": [*costs, last][1:], "both": [*costs, last]}[
            recorded
        ]

    return train


def _in_place(
    X: Array, Y: Array, parameters: Pairs, activations: Names, rate: float, steps: int
) -> tuple[Pairs, list[float]]:
    trained, costs = key.train(X, Y, parameters, activations, rate, steps)
    return add_in_place(parameters, each(np.subtract, trained, parameters)), costs


def _one_gradient(
    X: Array, Y: Array, parameters: Pairs, activations: Names, rate: float, steps: int
) -> tuple[Pairs, list[float]]:
    Y_hat, cache = forward(X, parameters, activations)
    g = backward(Y_hat, Y, cache, parameters, activations)
    costs = []
    for _ in range(steps):
        costs.append(cost(forward(X, parameters, activations)[0], Y))
        parameters = key.gradient_descent_step(parameters, g, rate)
    return parameters, costs


def _one_forward(
    X: Array, Y: Array, parameters: Pairs, activations: Names, rate: float, steps: int
) -> tuple[Pairs, list[float]]:
    Y_hat, cache = forward(X, parameters, activations)
    costs = []
    for _ in range(steps):
        costs.append(cost(Y_hat, Y))
        g = backward(Y_hat, Y, cache, parameters, activations)
        parameters = key.gradient_descent_step(parameters, g, rate)
    return parameters, costs


def _always_from_the_start(
    X: Array, Y: Array, parameters: Pairs, activations: Names, rate: float, steps: int
) -> tuple[Pairs, list[float]]:
    costs, new = [], parameters
    for _ in range(steps):
        Y_hat, cache = forward(X, parameters, activations)
        costs.append(cost(Y_hat, Y))
        g = backward(Y_hat, Y, cache, parameters, activations)
        new = key.gradient_descent_step(parameters, g, rate)
    return new, costs


def _start_returned(
    X: Array, Y: Array, parameters: Pairs, activations: Names, rate: float, steps: int
) -> tuple[Pairs, list[float]]:
    return parameters, key.train(X, Y, parameters, activations, rate, steps)[1]


def _first_step_only(
    X: Array, Y: Array, parameters: Pairs, activations: Names, rate: float, steps: int
) -> tuple[Pairs, list[float]]:
    return key.train(X, Y, parameters, activations, rate, min(steps, 1))


def _recursive(
    X: Array, Y: Array, parameters: Pairs, activations: Names, rate: float, steps: int
) -> Any:
    if steps == 0:
        return parameters, ()
    first, costs = key.train(X, Y, parameters, activations, rate, 1)
    last, later = _recursive(X, Y, first, activations, rate, steps - 1)
    return last, (*costs, *later)


TRAIN = Exercise(
    reference=key.train,
    groups=(
        Group("a few steps", _problem, weight=3, count=3),
        Group("a single step", _with_steps(1), weight=0.5),
        Group(
            "no step at all",
            _with_steps(0),
            weight=0.5,
            hint="With 0 steps the parameters come back as they are, and there are no costs: `[]`.",
        ),
    ),
    mistakes=(
        Mistake(
            "the cost is recorded after the step",
            "Your costs are one step late: costs[0] is the cost where training starts, before "
            "anything has moved.",
            _training(recorded="after"),
        ),
        Mistake(
            "one cost too many",
            "There are as many costs as steps: the last one is taken before the last step.",
            _training(recorded="both"),
        ),
        Mistake(
            "parameters changed in place",
            "The values are right, but the caller's `parameters` have changed too: with `W -= ...` "
            "a second training could not start from the same place. `gradient_descent_step` returns "
            "new ones.",
            _in_place,
        ),
        Mistake(
            "uphill instead of downhill",
            "Your costs rise: the gradient is added, or its sign is turned. `gradient_descent_step` "
            "subtracts it, and `backward` takes Y_hat first, then Y.",
            _training(lambda g, rate, m: each(lambda a: rate * a, g)),
        ),
        Mistake(
            "one step too many",
            "Your loop runs steps + 1 times.",
            _training(extra_steps=1),
        ),
        Mistake(
            "one step too few",
            "Your loop runs steps - 1 times: `range(1, steps)` leaves one out.",
            _training(extra_steps=-1),
        ),
        Mistake(
            "it returns inside the loop, after the first step",
            "The `return` is indented into the loop. Move it out, under the `for`.",
            _first_step_only,
        ),
        Mistake(
            "the gradients of the start are used in every step",
            "The slope changes with every step: forward and backward belong into the loop.",
            _one_gradient,
        ),
        Mistake(
            "the forward pass of the start is used in every step",
            "Your costs never change, because Y_hat and the cache are computed once. The forward "
            "pass belongs into the loop.",
            _one_forward,
        ),
        Mistake(
            "every step starts from the first parameters",
            "The step's result has a new name, and the next step does not use it. Give it the name "
            "`parameters`.",
            _always_from_the_start,
        ),
        Mistake(
            "the parameters of the start are returned",
            "The costs are right, but you return the parameters that came in.",
            _start_returned,
        ),
        Mistake(
            "divided by m once more",
            "Your steps are m times too short: `backward` returns means over the examples already.",
            _training(lambda g, rate, m: each(lambda a: -rate / m * a, g)),
        ),
        Mistake(
            "the learning rate is left out",
            "Your steps are whole gradients. Hand the learning rate on.",
            _training(lambda g, rate, m: each(lambda a: -a, g)),
        ),
        Mistake(
            "the biases do not move",
            "Only the weights are trained. The biases are parameters as well.",
            _training(lambda g, rate, m: [(-rate * dW, 0 * db) for dW, db in g]),
        ),
        Mistake(
            "the sum for the mean in the cost",
            "The parameters are right; the costs are m times too large. `reference.cost` is the mean.",
            _training(price=lambda Y_hat, Y: cost(Y_hat, Y) * Y.shape[1]),
        ),
        Mistake(
            "Y and Y_hat are exchanged in the cost",
            "The parameters are right. `reference.cost` takes the prediction first: "
            "`reference.cost(Y_hat, Y)`.",
            _training(price=lambda Y_hat, Y: cost(Y, Y_hat)),
        ),
        Mistake(
            "the step's result is thrown away",
            "Nothing has moved. `gradient_descent_step` returns new parameters and leaves the old "
            "ones alone: `parameters = gradient_descent_step(...)`.",
            _training(lambda g, rate, m: each(lambda a: 0 * a, g)),
        ),
        Mistake(
            "the list of costs starts anew in every step",
            "Only the last cost is left. `costs = []` stands inside the loop: move it above the `for`.",
            lambda *arguments: (key.train(*arguments)[0], key.train(*arguments)[1][-1:]),
        ),
        Mistake(
            "only the last cost",
            "All costs are asked for, one per step: collect them in a list.",
            lambda *arguments: (key.train(*arguments)[0], key.train(*arguments)[1][-1]),
        ),
        Mistake(
            "the costs are not returned",
            "Return both, (parameters, costs).",
            lambda *arguments: key.train(*arguments)[0],
        ),
        Mistake(
            "costs before parameters",
            "Both are right, in the wrong order: return (parameters, costs).",
            lambda *arguments: key.train(*arguments)[::-1],
        ),
        Mistake(
            "an array of costs",
            "The numbers are right. A list is asked for: `costs = []` and `costs.append(...)`, or "
            "`list(...)` of the array.",
            lambda *arguments: (key.train(*arguments)[0], np.array(key.train(*arguments)[1])),
        ),
    ),
    alternatives=(
        Alternative("written out", _training()),
        Alternative("recursion, and a tuple of costs", _recursive),
    ),
)
