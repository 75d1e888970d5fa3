"""Ways through a step of Adam: wrong ones, and other right ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.exercises.gradient_descent.inputs import Array, Pairs, add_in_place, each
from course_utils.reference import gradient_descent as key

State = tuple[Pairs, Pairs, int]
# A direction from the two averages, the gradient, the number t of this step, the two betas, epsilon.
Direction = Callable[[Array, Array, Array, int, float, float, float], Array]
Average = Callable[[Array, Array, float], Array]


def mean(average: Array, new: Array, beta: float) -> Array:
    """Update an exponential moving average."""
    return beta * average + (1 - beta) * new


def right(
    first: Array, second: Array, _g: Array, t: int, beta_1: float, beta_2: float, epsilon: float
) -> Array:
    """Return the direction of Adam."""
    return first / (1 - beta_1**t) / (np.sqrt(second / (1 - beta_2**t)) + epsilon)


def by(
    direction: Direction = right,
    first_mean: Average = mean,
    second_mean: Average = mean,
    size: Callable[[Array, Array], Array] = lambda g, first: g**2,
    keep: Callable[[Array, float, int], Array] = lambda average, beta, t: average,
    used: int = 1,
    counted: int = 1,
    averages: str = "new",
) -> Callable[..., Any]:
    """Return an answer that departs from Adam in one of these.

    `size` is what the second average is of; `keep` what becomes of an average in the state; `used`
    and `counted` what is added to t for the corrections and in the state.
    """

    def adam_step(
        parameters: Pairs,
        gradients: Pairs,
        state: State,
        learning_rate: float,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> tuple[Pairs, State]:
        old_first, old_second, t = state
        first = each(lambda f, g: first_mean(f, g, beta_1), old_first, gradients)
        sizes = each(size, gradients, first)
        second = each(lambda s, n: second_mean(s, n, beta_2), old_second, sizes)
        taken = (first, second) if averages == "new" else (old_first, old_second)
        moved = each(
            lambda p, f, s, g: (
                p - learning_rate * direction(f, s, g, t + used, beta_1, beta_2, epsilon)
            ),
            parameters,
            *taken,
            gradients,
        )
        kept_first = each(lambda f: keep(f, beta_1, t + 1), first)
        kept_second = each(lambda s: keep(s, beta_2, t + 1), second)
        return moved, (kept_first, kept_second, t + counted)

    return adam_step


def in_place(
    parameters: Pairs, gradients: Pairs, state: State, *settings: float
) -> tuple[Pairs, State]:
    """Write the new averages into the caller's arrays."""
    moved, new = key.adam_step(parameters, gradients, state, *settings)
    for old, average in zip(state[:2], new[:2], strict=True):
        add_in_place(old, each(np.subtract, average, old))
    return moved, new


def all_in_place(
    parameters: Pairs, gradients: Pairs, state: State, *settings: float
) -> tuple[Pairs, State]:
    """Write averages and parameters into the caller's arrays."""
    moved, new = in_place(parameters, gradients, state, *settings)
    return add_in_place(parameters, each(np.subtract, moved, parameters)), new


def biases_plain(
    parameters: Pairs, gradients: Pairs, state: State, learning_rate: float, *settings: float
) -> tuple[Pairs, State]:
    """Let the biases take a plain step."""
    moved, new = key.adam_step(parameters, gradients, state, learning_rate, *settings)
    return [
        (W, b - learning_rate * db)
        for (W, _), (_, b), (_, db) in zip(moved, parameters, gradients, strict=True)
    ], new


def counted_in_every_layer(
    parameters: Pairs, gradients: Pairs, state: State, *settings: float
) -> tuple[Pairs, State]:
    """Count t up once for each layer."""
    first, second, t = state
    layers = [
        key.adam_step(p, g, (f, s, t + l), *settings)
        for l, (p, g, f, s) in enumerate(
            zip(
                *([[pair] for pair in x] for x in (parameters, gradients, first, second)),
                strict=True,
            )
        )
    ]
    moved, averages = zip(*layers, strict=True)
    return [m[0] for m in moved], (
        [a[0][0] for a in averages],
        [a[1][0] for a in averages],
        averages[-1][2],
    )


def default_settings(
    parameters: Pairs, gradients: Pairs, state: State, learning_rate: float, *_settings: float
) -> tuple[Pairs, State]:
    """Ignore the betas and epsilon that are handed in."""
    return key.adam_step(parameters, gradients, state, learning_rate)


def reordered(*arguments: Any) -> tuple[Pairs, tuple]:
    """Return the averages in the other order."""
    parameters, (first, second, t) = key.adam_step(*arguments)
    return parameters, (second, first, t)


def flat(*arguments: Any) -> tuple:
    """Return everything in one tuple."""
    parameters, state = key.adam_step(*arguments)
    return parameters, *state


def step_length_form(
    f: Array, s: Array, _g: Array, t: int, beta_1: float, beta_2: float, epsilon: float
) -> Array:
    """Correct the length of the step instead of the averages, as the end of the paper's section 2."""
    root = np.sqrt(1 - beta_2**t)
    return root / (1 - beta_1**t) * f / (np.sqrt(s) + epsilon * root)


def by_loop(
    parameters: Pairs,
    gradients: Pairs,
    state: State,
    learning_rate: float,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-8,
) -> Any:
    """Go through layers and arrays one by one; return a list for the state."""
    first, second, t = state
    t += 1
    moved, new_first, new_second = [], [], []
    for layer in range(len(parameters)):
        new_pair, first_pair, second_pair = [], [], []
        for i in (0, 1):
            g = gradients[layer][i]
            f = first[layer][i] * beta_1 + g * (1 - beta_1)
            s = second[layer][i] * beta_2 + g * g * (1 - beta_2)
            f_hat, s_hat = f / (1 - np.power(beta_1, t)), s / (1 - np.power(beta_2, t))
            new_pair.append(parameters[layer][i] - learning_rate * f_hat / (s_hat**0.5 + epsilon))
            first_pair.append(f)
            second_pair.append(s)
        moved.append(tuple(new_pair))
        new_first.append(tuple(first_pair))
        new_second.append(tuple(second_pair))
    return moved, [new_first, new_second, np.int64(t)]
