"""Lesson 08's film: the first layer's weights, what is misread, and the accuracy, while it trains."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from course_utils.figures.capstone import confusion_of, plot_confusion, plot_weights
from course_utils.figures.digits import named
from course_utils.figures.stage import empty
from course_utils.figures.style import BLUE, VERMILION, new_figure, styled
from course_utils.widgets.explorer import own_or_reference
from course_utils.widgets.motion import Film
from course_utils.widgets.training import PROBES

Array = np.ndarray
NEURONS, STEPS, EVERY, BATCH, RATE = 24, 500, 5, 64, 0.003
ACTIVATIONS = ["relu", "identity"]
USED = ("initialize", "forward", "backward", "mini_batches", "adam_step")


def digits_film(
    learned: tuple[Array, Array], validation: tuple[Array, Array], **own: Callable[..., Any]
) -> Film:
    """Watch a network with 24 hidden neurons learn to read digits.

    Parameters
    ----------
    learned, validation : pairs of arrays
        Images (64, m), and labels (m,): those to learn from, and those to read meanwhile.
    **own : callables
        The student's own `softmax` and `one_hot`, and functions of earlier lessons, by name; the
        course's stand in for others.
    """
    probes = {
        "softmax": (np.eye(3),),
        "one_hot": (np.array([0, 1]), 3),
        **{name: PROBES[name] for name in USED},
    }
    functions, note = own_or_reference({name: own.get(name) for name in probes}, probes)
    # Within `draw`, which may fail where a student's function does.
    run = cache(lambda: _trained(functions, learned, validation))
    labels = validation[1]

    picture, (left, middle, right) = new_figure(
        11.2, 4.0, 1, 3, gridspec_kw={"width_ratios": [1.35, 1.1, 1]}
    )
    with styled():
        left.set_title("each neuron's weights, 8 by 8")
        middle.set_title("validation digits; orange: misread")
        right.set_title("read correctly (%)")
        right.set(xlabel="step", xlim=(-0.02 * STEPS, 1.02 * STEPS), ylim=(0, 102))

    def draw(step: int) -> Any:
        moments, accuracies = run()
        now = step // EVERY
        W, said = moments[now]
        empty(left, middle, right)
        plot_weights(left, W, columns=6)
        counts = confusion_of(said, labels)
        plot_confusion(middle, counts)
        steps = EVERY * np.arange(now + 1)
        for column, (color, dash, marker, name) in enumerate(
            ((BLUE, "-", "o", "learned from"), (VERMILION, "--", "s", "validation"))
        ):
            shares = 100 * accuracies[: now + 1, column]
            right.plot(steps, shares, dash, color=color, label=name)
            right.plot(step, shares[-1], marker, color=color)
        right.legend(loc="lower right")
        reading = (
            f"Step {step}: {accuracies[now, 0]:.1%} of the digits that it learns from are read "
            f"correctly, and {accuracies[now, 1]:.1%} of the validation digits.{_most(counts)}"
        )
        picture.alt = (
            f"The weights of {NEURONS} hidden neurons as images of 8 by 8 pixels, orange positive and "
            "blue negative; a table of written and read digits; the share read correctly by step. "
            f"{reading}"
        )
        return picture, reading

    return Film(draw, STEPS, note=note.replace("Drawn", "Trained"), every=EVERY)


def _most(counts: Array) -> str:
    """Say which digit is most often taken for another."""
    wrong = counts - np.diag(np.diag(counts))
    written, said = np.unravel_index(np.argmax(wrong), wrong.shape)
    most = int(wrong[written, said])
    if most == 0:
        return ""
    times = f"{most} times" if most > 1 else "once"
    return f" Most often, {times}, {named(int(written))} is read as {said}."


def _trained(
    functions: dict[str, Callable[..., Any]],
    learned: tuple[Array, Array],
    validation: tuple[Array, Array],
) -> tuple[list[tuple[Array, Array]], Array]:
    """Train; every few steps keep the first weights and what is read, and both shares read rightly."""
    f = functions
    X, labels = learned
    rng = np.random.default_rng(0)
    Y = f["one_hot"](labels, 10)
    parameters = f["initialize"]([len(X), NEURONS, 10], "he", rng)
    zeros = [(np.zeros_like(W), np.zeros_like(b)) for W, b in parameters]
    state: Any = (zeros, zeros, 0)
    moments, accuracies = [], []
    batches: list[Any] = []
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            said = [
                np.argmax(f["forward"](images, parameters, ACTIVATIONS)[0], axis=0)
                for images in (X, validation[0])
            ]
            moments.append((parameters[0][0], said[1]))
            accuracies.append([np.mean(said[0] == labels), np.mean(said[1] == validation[1])])
        batches = batches or list(f["mini_batches"](X, Y, BATCH, rng))
        X_b, Y_b = batches.pop(0)
        logits, cache = f["forward"](X_b, parameters, ACTIVATIONS)
        gradients = f["backward"](f["softmax"](logits), Y_b, cache, parameters, ACTIVATIONS)
        parameters, state = f["adam_step"](parameters, gradients, state, RATE)
    return moments, np.array(accuracies)
