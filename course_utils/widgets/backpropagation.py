"""Lesson 04's interactive picture: delta is carried back layer by layer, and checked by nudging."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as ipw
import numpy as np
from matplotlib.axes import Axes

from course_utils import reference
from course_utils.figures.backpropagation_parts import (
    WIDE,
    draw_block,
    draw_equation,
    draw_network,
    short,
)
from course_utils.figures.stage import empty
from course_utils.figures.style import new_figure
from course_utils.figures.writing import Words, write
from course_utils.widgets.explorer import Explorer, own_or_reference

__all__ = ["backpropagation_explorer"]

Array = np.ndarray
SIZES = (2, 4, 3, 2, 1)
LAST = len(SIZES) - 1
X = np.array([[0.8], [-0.5]])
NUDGE = 1e-5
VIEWS = ("element-wise product", "full Jacobian")
NAMES = ("tanh", "sigmoid", "relu", "identity")


def backpropagation_explorer(
    output_delta: Callable[..., Any] | None = None,
    hidden_delta: Callable[..., Any] | None = None,
    activation_jacobian: Callable[..., Any] | None = None,
) -> Explorer:
    """Carry delta back through a 4-3-2-1 network; beside each entry stands the number measured by nudging.

    Parameters
    ----------
    output_delta, hidden_delta, activation_jacobian : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    column = np.array([[0.5], [-1.0], [2.0]])
    functions, note = own_or_reference(
        {
            "output_delta": output_delta,
            "hidden_delta": hidden_delta,
            "activation_jacobian": activation_jacobian,
        },
        {
            "output_delta": (np.array([[0.3]]), np.array([[1]])),
            "hidden_delta": (np.ones((1, 3)), np.array([[0.5]]), column, "tanh"),
            "activation_jacobian": (column[:, 0], "tanh"),
        },
    )
    rng = np.random.default_rng(63)
    start = [
        (rng.normal(0, 0.9, shape), rng.normal(0, 0.4, bias_shape))
        for shape, bias_shape in reference.parameter_shapes(SIZES)
    ]
    picture, (left, right) = new_figure(9.4, 3.4, 1, 2, width_ratios=(4, 5))

    def draw(layer: int, view: str, activation: str, y: int, scale: float) -> Any:
        parameters = [(scale * W, b) for W, b in start]
        names = [activation] * (LAST - 1) + ["sigmoid"]
        a, cache = reference.forward(X, parameters, names)
        complaints: list[str] = []

        def ask(name: str, shape: tuple[int, ...], *arguments: Any) -> Array:
            """Call a function; where its shape is wrong, say so and take the reference's value."""
            value = functions[name](*arguments)
            if isinstance(value, np.ndarray) and value.shape == shape:
                return value
            complaints.append(
                f"Your <code>{name}</code> gives shape {np.shape(value)} where {shape} is expected; "
                "the course's is drawn."
            )
            right: Array = reference.find(name)(*arguments)
            return right

        deltas = [ask("output_delta", (1, 1), a, np.array([[y]]))]
        for l in range(LAST - 1, layer - 1, -1):
            W, Z = parameters[l][0], cache[l - 1][1]
            deltas.insert(0, ask("hidden_delta", Z.shape, W, deltas[0], Z, activation))
        nudged = _nudged(layer, cache[layer - 1][1], parameters, names, y)

        empty(left, right)
        draw_network(left, SIZES[1:], [W for W, _ in parameters[1:]], deltas, marked=layer)
        if layer == LAST:
            _output_equation(right, float(a[0, 0]), y, deltas[0], nudged)
        else:
            z = cache[layer - 1][1][:, 0]
            J = ask("activation_jacobian", (len(z), len(z)), z, activation)
            arriving = parameters[layer][0].T @ deltas[1]
            whole = view == VIEWS[1]
            _hidden_equation(right, J, arriving, deltas[0], nudged, whole)
        reading = _reading(layer, view, deltas[0], nudged)
        reading = " ".join([reading, *dict.fromkeys(complaints)])
        picture.alt = (
            "Left, a network of 4, 3, 2 and 1 units with its deltas as far back as they are known. "
            f"Right, how that of layer {layer} is computed. {reading}"
        )
        return picture, reading

    return Explorer(
        draw,
        {
            "layer": ipw.IntSlider(
                value=LAST - 1, min=1, max=LAST, description="delta back to layer (number)"
            ),
            "view": ipw.ToggleButtons(options=VIEWS, description="shown as"),
            "activation": ipw.Dropdown(options=NAMES, description="hidden layers"),
            "y": ipw.Dropdown(options=(0, 1), description="class y"),
            "scale": ipw.FloatSlider(
                value=1, min=0, max=5, step=0.1, description="all weights (times)"
            ),
        },
        note,
    )


def _nudged(
    layer: int, Z: Array, parameters: Sequence[tuple[Array, Array]], names: Sequence[str], y: int
) -> Array:
    """Measure dL/dz of a layer, shape (n, 1): nudge each pre-activation both ways, and run forward from it."""

    def loss(Z: Array) -> float:
        for (W, b), before in zip(parameters[layer:], names[layer - 1 :], strict=False):
            g, _ = reference.activation_functions(before)
            Z = W @ g(Z) + b
        # From the logit, so that a sure and wrong output still has a slope.
        return float(reference.cross_entropy_from_logits(np.array([y]), Z[:, 0]))

    moves = NUDGE * np.eye(len(Z))[:, :, np.newaxis]
    slopes = [(loss(Z + move) - loss(Z - move)) / (2 * NUDGE) for move in moves]
    return np.array(slopes)[:, np.newaxis]


def _output_equation(ax: Axes, a: float, y: int, delta: Array, nudged: Array) -> None:
    ax.set_axis_off()
    step = 2 * WIDE
    values, titles = (
        ([[a]], [[float(y)]], delta, nudged),
        ("$a$", "$y$", "$\\partial \\mathcal{L}/\\partial z$", "nudged"),
    )
    for k, (value, title) in enumerate(zip(values, titles, strict=True)):
        draw_block(ax, k * step, 0, np.asarray(value), title, width=WIDE)
    write(ax, [Words(0.5 * step, 0, "$-$", 15), Words(1.5 * step, 0, "=", 15)])
    ax.set(xlim=(-WIDE, 3 * step + WIDE), ylim=(-3.4, 3.0))


def _hidden_equation(
    ax: Axes, J: Array, arriving: Array, delta: Array, nudged: Array, whole: bool
) -> None:
    ax.set_axis_off()
    n = len(delta)
    if whole:
        scale = draw_equation(ax, 0, J.T, arriving, delta, "Jacobian, transposed", "$\\cdot$")
    else:
        slopes = np.diag(J)[:, np.newaxis]
        scale = draw_equation(ax, 0, slopes, arriving, delta, "slopes $g'(z)$", "$\\circ$")
    place = WIDE * (n / 2 + 5.1)
    draw_block(ax, place, 0, nudged, "nudged", scale=scale, width=WIDE)
    ax.set(xlim=(-WIDE * (n / 2 + 0.1), place + WIDE), ylim=(-n / 2 - 1.4, n / 2 + 1.0))


def _reading(layer: int, view: str, delta: Array, nudged: Array) -> str:
    """Say in words what delta is, and whether nudging says the same."""
    n = len(delta)
    gap = float(np.max(np.abs(delta - nudged)))
    agree = gap <= 1e-5 * max(1.0, float(np.max(np.abs(nudged))))
    words = "the two agree" if agree else "<b>the two do not agree</b>"
    text = f"Layer {layer}: delta = ({_listed(delta)}); nudging each pre-activation by {NUDGE:g} gives ({_listed(nudged)}): {words}."
    if layer == LAST:
        return text + " At the output it is prediction minus class."
    if view == VIEWS[1]:
        return f"{text} The Jacobian holds {n * n} numbers, and {n * n - n} of them are always 0."
    return f"{text} The element-wise product needs only {n} slopes."


def _listed(values: Array) -> str:
    return ", ".join(short(float(v)) for v in np.ravel(values))
