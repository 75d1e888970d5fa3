"""Lesson 05's interactive picture: every layer's activations and gradients, on logarithmic scales."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as ipw
import numpy as np

from course_utils import reference
from course_utils.figures import style
from course_utils.figures.initialization import signal_sizes, widths_below
from course_utils.figures.stage import empty
from course_utils.figures.style import new_figure, styled
from course_utils.widgets.explorer import Explorer, own_or_reference

__all__ = ["initialization_explorer"]

Function = Callable[..., Any]
Network = list[tuple[np.ndarray, np.ndarray]]

FAN_OUT, FIXED = "he with fan-out (wrong)", "deviation 0.05 everywhere"
SCHEMES = ("xavier", "glorot", "he", FAN_OUT, FIXED)
EXAMPLES = 40
# Beyond these a signal is as good as gone, or out of hand; lines are cut off there.
LOWEST, HIGHEST = 1e-12, 1e12
TICKS = (1e-12, 1e-6, 1.0, 1e6, 1e12)
PROBE_NETWORK = [(np.array([[0.5, -0.5]]), np.zeros((1, 1)))]


def initialization_explorer(
    initialize: Function | None = None, activation_moments: Function | None = None
) -> Explorer:
    """Choose scheme, activation, depth and unequal widths; see the signals of every layer.

    The same seed draws the same numbers for every scheme, so that only the rule differs.

    Parameters
    ----------
    initialize, activation_moments : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    functions, note = own_or_reference(
        {"initialize": initialize, "activation_moments": activation_moments},
        {
            "initialize": ([3, 2], "he", np.random.default_rng(0)),
            "activation_moments": (np.ones((2, 3)), PROBE_NETWORK, ["tanh"]),
        },
    )

    picture, axes = new_figure(8.4, 3.3, 1, 2)
    labels = "activations E[a²], forward →", "gradients E[δ²], ← backward"
    with styled():
        for ax, label in zip(axes, labels, strict=True):
            ax.set(yscale="log", ylim=(LOWEST / 2, HIGHEST * 2), ylabel=label)
            # Plain text, and not too much of it: typeset formulas would double the time of a move.
            ax.set_yticks(TICKS, [f"{tick:g}" for tick in TICKS])
            ax.minorticks_off()

    def draw(
        scheme: str, activation: str, scale: float, depth: int, first: int, last: int, seed: int
    ) -> Any:
        sizes = [round(n) for n in np.geomspace(first, last, depth + 1)]
        X = np.random.default_rng([seed, 1]).normal(size=(sizes[0], EXAMPLES))
        delta = np.random.default_rng([seed, 2]).normal(size=(sizes[-1], EXAMPLES))
        try:
            parameters = _start(functions["initialize"], sizes, scheme, scale, seed)
            moments = np.asarray(
                functions["activation_moments"](X, parameters, [activation] * depth)
            )
            forth = moments[:, 1] + moments[:, 0] ** 2
            back = signal_sizes(X, parameters, [activation] * depth, delta)[1]
            trouble = ""
        except Exception as error:  # a student's unfinished function must not freeze the picture
            parameters = _start(reference.find("initialize"), sizes, scheme, scale, seed)
            forth, back = signal_sizes(X, parameters, [activation] * depth, delta)
            trouble = f" <i>Your functions stop here with {type(error).__name__}; the course's stand in.</i>"
        layers = np.arange(1, depth + 1)
        looks = (axes[0], forth, style.BLUE, "o"), (axes[1], back, style.VERMILION, "s")
        for ax, values, color, marker in looks:
            shown = np.clip(np.nan_to_num(values, posinf=HIGHEST), LOWEST, HIGHEST)
            empty(ax)
            ax.axhline(1, color="#888888", linewidth=1)
            ax.plot(layers, shown, color=color, marker=marker, markersize=4)
            ax.set_xlim(1 - 0.05 * depth, depth + 0.05 * depth)
            widths_below(ax, sizes, at_most=8)
        reading = _reading(forth, back)
        picture.alt = (
            f"{depth} {activation} layers, widths from {first} to {last}, {scheme}, weights times "
            f"{scale:.2f}: second moments of activations and gradients by layer. {reading}"
        )
        return picture, reading + trouble

    return Explorer(
        draw,
        {
            "scheme": ipw.Dropdown(options=SCHEMES, value="xavier", description="scheme"),
            "activation": ipw.Dropdown(
                options=("tanh", "relu", "sigmoid", "identity"),
                value="relu",
                description="activation",
            ),
            "scale": ipw.FloatLogSlider(
                value=1, base=2, min=-2, max=2, step=0.1, description="weights times"
            ),
            "depth": ipw.IntSlider(value=12, min=2, max=30, description="depth (layers)"),
            "first": ipw.IntSlider(value=160, min=10, max=160, step=10, description="first width"),
            "last": ipw.IntSlider(value=20, min=10, max=160, step=10, description="last width"),
            "seed": ipw.IntSlider(value=1, min=1, max=20, description="random seed"),
        },
        note,
    )


def _start(
    initialize: Function, sizes: Sequence[int], scheme: str, scale: float, seed: int
) -> Network:
    """Draw the weights; what is not one of the three schemes is made from one of them."""
    known = {FAN_OUT: "he", FIXED: "xavier"}.get(scheme, scheme)
    parameters = initialize(list(sizes), known, np.random.default_rng([seed, 3]))
    network = []
    for W, b in parameters:
        n_out, n_in = W.shape
        factor = {FAN_OUT: np.sqrt(n_in / n_out), FIXED: 0.05 * np.sqrt(n_in)}.get(scheme, 1.0)
        network.append((scale * factor * W, b))
    return network


def _reading(forth: np.ndarray, back: np.ndarray) -> str:
    """Say in words what becomes of the signals."""
    return (
        f"Forward, E[a²] goes from {forth[0]:.2g} in the first layer to {forth[-1]:.2g} in the "
        f"last: {_word(forth[0], forth[-1], len(forth))}. Backward, E[δ²] goes from {back[-1]:.2g} "
        f"in the last to {back[0]:.2g} in the first: {_word(back[-1], back[0], len(back))}."
    )


def _word(start: float, end: float, depth: int) -> str:
    if not (np.isfinite(start) and np.isfinite(end)):
        return "no number is left to compare"
    if start <= 0 or end <= 0:
        return "gone"
    factor = float((end / start) ** (1 / (depth - 1)))
    if factor < 0.75:
        return f"it vanishes, x {factor:.2g} a layer"
    if factor > 1.33:
        return f"it explodes, x {factor:.2g} a layer"
    return f"it holds, x {factor:.2g} a layer"
