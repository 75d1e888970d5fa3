"""Lesson 00's interactive pictures: a network that reads digits, and a network of any sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as ipw
import numpy as np

from course_utils.figures.neural_networks import network
from course_utils.figures.neural_networks.training import MOMENTS, data, history, probabilities
from course_utils.figures.stage import empty
from course_utils.figures.style import BLUE, DIVERGING, GREEN, new_figure
from course_utils.widgets.explorer import Explorer, own_or_reference

__all__ = ["digit_explorer", "network_explorer"]

IMAGES = 60  # how many of the unseen digits there are to choose from


def digit_explorer() -> Explorer:
    """Show a digit to a trained network, add noise or shift it, and see what the network reads."""
    X, labels = data().X_unseen[:, :IMAGES], data().labels_unseen[:IMAGES]
    # Each image has its own noise, which grows with the slider and does not flicker.
    noise_of = np.random.default_rng(1).normal(size=X.shape)
    trained = {moment.steps: moment.parameters for moment in history()}
    picture, axes = new_figure(7.6, 2.8, 1, 3, gridspec_kw={"width_ratios": [1, 0.32, 1.25]})

    def draw(image: int, noise: float, shift: int, steps: int) -> Any:
        pixels = np.clip(X[:, image] + noise * noise_of[:, image], 0, 1).reshape(8, 8)
        pixels = _shifted(pixels, shift)
        hidden, outputs = probabilities(pixels.reshape(64, 1), trained[steps])
        empty(*axes)
        left, middle, right = axes
        left.imshow(pixels, cmap="gray_r", vmin=0, vmax=1)
        left.set(title="64 pixels", xticks=[], yticks=[])
        middle.imshow(hidden.reshape(-1, 2), cmap=DIVERGING, vmin=-1, vmax=1, aspect="auto")
        middle.set(title="16 neurons", xticks=[], yticks=[])
        said = int(np.argmax(outputs))
        bars = right.bar(range(10), 100 * outputs[:, 0], color=BLUE)
        bars[labels[image]].set(facecolor=GREEN, hatch="///", edgecolor="white")
        right.set(title="10 probabilities", xticks=range(10), yticks=(0, 50, 100), ylim=(0, 100))
        right.set(xlabel="digit (striped: what was written)", ylabel="probability (%)")
        for ax in (left, middle):
            ax.grid(False)
            ax.spines[:].set_visible(True)
        reading = _verdict(said, float(outputs[said, 0]), int(labels[image]), steps)
        picture.alt = (
            "Left, a handwritten digit of 8 by 8 pixels; in the middle, the outputs of the 16 hidden "
            f"neurons; right, a bar for each of the ten digits. {reading}"
        )
        return picture, reading

    return Explorer(
        draw,
        {
            "image": ipw.IntSlider(
                value=7, min=0, max=IMAGES - 1, description="image (none was learned from)"
            ),
            "noise": ipw.FloatSlider(
                value=0, min=0, max=1, step=0.05, description="noise on every pixel"
            ),
            "shift": ipw.IntSlider(
                value=0, min=-3, max=3, description="shift to the right (pixels)"
            ),
            "steps": ipw.SelectionSlider(
                options=MOMENTS,
                value=MOMENTS[-1],
                description="training (steps)",
            ),
        },
    )


def _shifted(pixels: np.ndarray, shift: int) -> np.ndarray:
    """Move an image sideways; white comes in from the edge."""
    moved = np.zeros_like(pixels)
    if shift >= 0:
        moved[:, shift:] = pixels[:, : 8 - shift]
    else:
        moved[:, :shift] = pixels[:, -shift:]
    return moved


def _verdict(said: int, probability: float, label: int, steps: int) -> str:
    """Say in words which digit the network reads, how sure it is, and whether it is right."""
    after = "Untrained" if steps == 0 else f"After {steps} training step{'s' * (steps > 1)}"
    right = "That is right" if said == label else f"That is wrong: somebody wrote a {label}"
    sure = "more than 99 %" if probability > 0.99 else f"{100 * probability:.0f} %"
    return f"{after}, the network says {said} and is {sure} sure. {right}."


def network_explorer(count_parameters: Callable[..., Any] | None = None) -> Explorer:
    """Change the layer sizes of a network; see it drawn, and its parameters counted.

    Parameters
    ----------
    count_parameters : callable, optional
        The student's own; the reference stands in if it does not work yet.
    """
    functions, note = own_or_reference(
        {"count_parameters": count_parameters}, {"count_parameters": ([3, 4, 2],)}
    )

    def draw(inputs: int, hidden: int, width: int, outputs: int) -> Any:
        sizes = [inputs, *[width] * hidden, outputs]
        picture = network(sizes)
        count = functions["count_parameters"](list(sizes))
        reading = f"<code>count_parameters({sizes})</code> is {count}."
        picture.alt = f"{picture.alt} It has {count} parameters."
        return picture, reading

    def slider(value: int, low: int, high: int, words: str) -> ipw.IntSlider:
        return ipw.IntSlider(value=value, min=low, max=high, description=words)

    return Explorer(
        draw,
        {
            "inputs": slider(6, 1, 12, "inputs (numbers)"),
            "hidden": slider(2, 0, 3, "hidden layers"),
            "width": slider(4, 1, 12, "neurons in each of them"),
            "outputs": slider(2, 1, 12, "outputs (neurons)"),
        },
        note,
    )
