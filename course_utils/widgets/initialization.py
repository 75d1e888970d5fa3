"""Lesson 05's interactive pictures: hidden units in training, and every layer's signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import cycle
from typing import Any

import ipywidgets as ipw
import numpy as np

from course_utils import reference
from course_utils.figures import style
from course_utils.figures.initialization import signal_sizes, trained_from, widths_below
from course_utils.figures.stage import empty
from course_utils.figures.style import new_figure, styled
from course_utils.widgets.explorer import Explorer, own_or_reference
from course_utils.widgets.motion import Film

__all__ = ["initialization_explorer", "units_film"]

Function = Callable[..., Any]
Network = list[tuple[np.ndarray, np.ndarray]]

FAN_OUT, FIXED = "he with fan-out", "deviation 0.05 everywhere"
SCHEMES = ("xavier", "glorot", "he", FAN_OUT, FIXED)
EXAMPLES = 40
# Beyond these a signal is as good as gone, or out of hand; lines are cut off there.
LOWEST, HIGHEST = 1e-6, 1e6
TICKS = (1e-6, 1e-3, 1.0, 1e3, 1e6)
PROBE_NETWORK = [(np.array([[0.5, -0.5]]), np.zeros((1, 1)))]


def initialization_explorer(
    initialize: Function | None = None, activation_moments: Function | None = None
) -> Explorer:
    """See the signals of every layer under every scheme at once, one of them in bold.

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

    picture, axes = new_figure(9.2, 3.7, 1, 2)
    labels = "activations E[a²], forward →", "gradients E[δ²], ← backward"
    with styled():
        for ax, label in zip(axes, labels, strict=True):
            ax.set(yscale="log", ylim=(LOWEST / 2, HIGHEST * 2), ylabel=label)
            # Plain text, and not too much of it: typeset formulas would double the time of a move.
            ax.set_yticks(TICKS, ["10⁻⁶", "10⁻³", "1", "1000", "10⁶"])
            ax.minorticks_off()
            ax.axhline(1, color="#888888", linewidth=1)
        # The same lines for each picture: new ones would take a third of its time.
        lines = [
            [
                ax.plot(
                    [],
                    [],
                    color=style.CYCLE[number],
                    marker=style.MARKERS[number],
                    label=name,
                )[0]
                for ax in axes
            ]
            for number, name in enumerate(SCHEMES)
        ]
    bold = ""

    def bring_out(scheme: str) -> None:
        """Draw the lines of this scheme in bold, in the legend too."""
        nonlocal bold
        if scheme == bold:
            return
        bold = scheme
        for number, name in enumerate(SCHEMES):
            chosen = name == scheme
            for line in lines[number]:
                line.set(
                    linestyle="-" if chosen else style.LINES[1 + number % 4],
                    markersize=6 if chosen else 3.5,
                    linewidth=3 if chosen else 1.2,
                    zorder=3 if chosen else 2,
                )
        axes[0].legend(fontsize=7.5, loc="upper left", ncols=2)

    def signals(scheme: str, sizes: list[int], activation: str, scale: float, seed: int) -> Any:
        """Return both directions' signals, and the name of the error if the student's stop."""
        names = [activation] * (len(sizes) - 1)
        X = np.random.default_rng([seed, 1]).normal(size=(sizes[0], EXAMPLES))
        delta = np.random.default_rng([seed, 2]).normal(size=(sizes[-1], EXAMPLES))
        try:
            parameters = _start(functions["initialize"], sizes, scheme, scale, seed)
            moments = np.asarray(functions["activation_moments"](X, parameters, names))
            forth = moments[:, 1] + moments[:, 0] ** 2
            return forth, signal_sizes(X, parameters, names, delta)[1], ""
        except Exception as error:  # a student's unfinished function must not freeze the picture
            parameters = _start(reference.find("initialize"), sizes, scheme, scale, seed)
            return *signal_sizes(X, parameters, names, delta), type(error).__name__

    def draw(
        scheme: str, activation: str, scale: float, depth: int, first: int, last: int, seed: int
    ) -> Any:
        sizes = [round(n) for n in np.geomspace(first, last, depth + 1)]
        layers = np.arange(1, depth + 1)
        bring_out(scheme)
        said, stopped = "", ""
        for number, name in enumerate(SCHEMES):
            forth, back, error = signals(name, sizes, activation, scale, seed)
            stopped = stopped or error
            if name == scheme:
                said = _reading(forth, back)
            for line, values in zip(lines[number], (forth, back), strict=True):
                shown = np.clip(np.nan_to_num(values, posinf=HIGHEST), LOWEST, HIGHEST)
                line.set_data(layers, shown)
        for ax in axes:
            ax.set_xlim(1 - 0.05 * depth, depth + 0.05 * depth)
            widths_below(ax, sizes, at_most=8)
        trouble = ""
        if stopped:
            trouble = f" <i>Your functions stop here with {stopped}; the course's stand in.</i>"
        reading = f"{scheme}: {said}"
        picture.alt = (
            f"{depth} {activation} layers, widths from {first} to {last}, weights times {scale:.2f}: "
            "second moments of activations and gradients by layer, a line for each of "
            f"{', '.join(SCHEMES)}. In bold, {reading}"
        )
        return picture, reading + trouble

    return Explorer(
        draw,
        {
            "scheme": ipw.Dropdown(options=SCHEMES, value="he", description="in bold"),
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


def units_film(
    starts: Mapping[str, Callable[[], Network]],
    X: np.ndarray,
    Y: np.ndarray,
    activations: Sequence[str],
    learning_rate: float,
    steps: int,
) -> Film:
    """Watch the hidden units of a network with two inputs while it trains: copies, or not.

    Parameters
    ----------
    starts : mapping of name to a function that returns the parameters to start from
    """
    picture, (left, right) = new_figure(8.2, 3.5, 1, 2)
    with styled():
        left.set(
            xlabel="weight from x₁", ylabel="weight from x₂", title="the hidden units' weights"
        )
        right.set(xlabel="step", ylabel="cost (nats)", title="the cost")
        right.set(xlim=(-0.02 * steps, 1.02 * steps), ylim=(0, 0.9))

    @cache
    def run_from(start: str) -> tuple[np.ndarray, list[float]]:
        run, costs = trained_from(starts[start](), X, Y, activations, learning_rate, steps)
        return np.array([parameters[0][0] for parameters in run]), costs  # (steps + 1, units, 2)

    @cache
    def reach() -> float:
        """Return how far any start comes: one frame for all, as they are compared."""
        return float(np.ceil(2.1 * max(np.abs(run_from(start)[0]).max() for start in starts)) / 2)

    def draw(start: str, step: int) -> Any:
        paths, costs = run_from(start)
        left.set(xlim=(-reach(), reach()), ylim=(-reach(), reach()))
        empty(left, right)
        looks = zip(range(paths.shape[1]), cycle(style.CYCLE), cycle(style.MARKERS), strict=False)
        for unit, color, marker in looks:
            path = paths[: step + 1, unit]
            left.plot(*path.T, color=color, linewidth=1, alpha=0.7)
            left.plot(
                *path[-1], marker, color=color, markersize=11 - unit, markeredgecolor="#222222"
            )
        right.plot(costs, color="#bbbbbb", linewidth=1)
        right.plot(costs[: step + 1], color=style.BLUE)
        right.plot(step, costs[step], "o", color=style.BLUE)
        different = len(np.unique(paths[step].round(12), axis=0))
        plural = "s" * (different > 1)
        reading = (
            f"{start}, step {step}: {different} different hidden unit{plural} of {paths.shape[1]}, "
            f"cost {costs[step]:.3f}."
        )
        picture.alt = (
            "Left, each hidden unit as a point: its two incoming weights, with the way they came. "
            f"Right, the cost up to this step. {reading}"
        )
        return picture, reading

    names = list(starts)
    choice = ipw.Dropdown(options=names, value=names[-1], description="start")
    return Film(draw, steps, {"start": choice}, every=2)


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
        return f"it vanishes, x {factor:.2g} per layer"
    if factor > 1.33:
        return f"it explodes, x {factor:.2g} per layer"
    return f"it holds, x {factor:.2g} per layer"
