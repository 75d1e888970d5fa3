"""Pictures of lesson 04: the way back through a network. Examples are columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course_utils.figures import style
from course_utils.figures.backpropagation_graph import value_used_twice
from course_utils.figures.backpropagation_parts import (
    WIDE,
    draw_block,
    draw_equation,
    draw_network,
    short,
)
from course_utils.figures.style import Picture, draws, new_figure
from course_utils.reference.logistic_regression import sigmoid

__all__ = [
    "analytic_against_numeric",
    "chain_shapes",
    "delta_of_two_losses",
    "error_by_step",
    "factors_of_output_delta",
    "jacobian_beside_product",
    "network_with_deltas",
    "value_used_twice",
]

Function = Callable[..., Any]
Array = np.ndarray
WAYS = ("chain rule", "element-wise", "Jacobian")


@draws
def network_with_deltas(
    layer_sizes: Sequence[int] = (3, 2, 1),
    weights: Sequence[Array] = (),
    deltas: Sequence[Array] = (),
) -> Picture:
    """Draw a network, and on the way back the delta of its units.

    Parameters
    ----------
    layer_sizes : sequence of int
        Units in each layer; the layers are named a^[1], a^[2], ...
    weights : sequence of (n_l, n_{l-1}) arrays, optional
        Drawn as lines: thick if large, dashed and orange if negative.
    deltas : sequence of (n_l, 1) arrays, optional
        Those of the last layers, as far back as they are known.
    """
    picture, ax = new_figure(6.4, 2.9)
    draw_network(ax, layer_sizes, weights, deltas)
    sizes = "-".join(str(n) for n in layer_sizes)
    picture.alt = f"A network with {sizes} units in its layers; every unit is connected with all units of the next layer. "
    if len(deltas):
        known = "; ".join(
            f"layer {len(layer_sizes) - i}: "
            + ", ".join(f"{d:.3f}" for d in np.ravel(deltas[len(deltas) - 1 - i]))
            for i in range(len(deltas))
        )
        picture.alt += f"Each unit holds its delta, from the output back: {known}."
    else:
        picture.alt += "The shapes of the weight matrices stand between the layers."
    return picture


@draws
def factors_of_output_delta(cross_entropy_derivative: Function, output_delta: Function) -> Picture:
    """Draw dL/da, da/dz and their product over the logit of a sigmoid output, for both classes."""
    z = np.linspace(-4, 4, 161)
    a = sigmoid(z)
    picture, axes = new_figure(8.0, 2.7, 1, 3)
    for y, color, dash in ((0, style.BLUE, "-"), (1, style.ORANGE, "--")):
        look = {"color": color, "linestyle": dash, "label": f"$y = {y}$"}
        labels = np.full(z.shape, y)
        axes[0].plot(z, cross_entropy_derivative(a, labels), **look)
        axes[2].plot(z, output_delta(a, labels), **look)
    axes[1].plot(z, a * (1 - a), color="black")
    axes[0].set(title="$\\partial \\mathcal{L}/\\partial a$", ylim=(-60, 60))
    axes[1].set(title="$\\partial a/\\partial z = a(1 - a)$", ylim=(0, 0.3))
    axes[2].set(title="their product, $\\partial \\mathcal{L}/\\partial z$", ylim=(-1.1, 1.1))
    for ax in axes:
        ax.set_xlabel("logit $z$")
    axes[0].legend()
    picture.alt = (
        "Three panels over the logit z from -4 to 4. The derivative of the loss by a reaches 56 for "
        "y = 0 and -56 for y = 1, where the prediction is sure and wrong; the sigmoid's slope falls to almost nothing at both ends; "
        "their product is a smooth curve between -1 and 1: a itself for y = 0, a - 1 for y = 1."
    )
    return picture


@draws
def delta_of_two_losses(output_delta: Function, logit: float = 8.0) -> Picture:
    """Draw delta at a sigmoid output for y = 0: cross-entropy against the squared error (a - y)^2."""
    z = np.linspace(-4, 10, 281)
    a, y = sigmoid(z), np.zeros(z.shape, dtype=int)
    at, no = sigmoid(np.array([logit])), np.zeros(1, dtype=int)
    entropy, squared = float(output_delta(at, no)[0]), float(2 * at[0] ** 2 * (1 - at[0]))
    picture, ax = new_figure(6.4, 2.9)
    ax.plot(z, output_delta(a, y), color=style.BLUE, label="cross-entropy: $a - y$")
    ax.plot(
        z,
        2 * a * a * (1 - a),
        "--",
        color=style.VERMILION,
        label="squared error: $2(a - y)\\,a(1 - a)$",
    )
    for value, color, lift in ((entropy, style.BLUE, -14), (squared, style.VERMILION, 8)):
        ax.plot([logit], [value], "o", color=color)
        ax.annotate(
            f"{value:.4f}", (logit, value), (0, lift), textcoords="offset points", ha="center"
        )
    ax.set(
        xlabel="logit $z$ of an example with $y = 0$",
        ylabel="$\\partial \\mathcal{L}/\\partial z$",
        ylim=(-0.1, 1.3),
    )
    ax.legend(loc="upper left", ncols=2)
    picture.alt = (
        "Delta over the logit of an example of class 0. With cross-entropy it rises to 1 and stays there. "
        "With the squared error it has a hump near z = 0.7 and falls back to 0. "
        f"At z = {logit:g} they are {entropy:.4f} and {squared:.4f}."
    )
    return picture


@draws
def chain_shapes(sizes: tuple[int, int, int] = (3, 2, 1), ways: Sequence[str] = WAYS) -> Picture:
    """Draw the factors of dL/dW^[2] as blocks of their shapes, and mark where shapes do not fit.

    Parameters
    ----------
    sizes : (n_1, n_2, n_3)
        Units of the three layers.
    ways : sequence of str
        Of ``"chain rule"`` (the factors as the chain rule lists them), ``"element-wise"`` and
        ``"Jacobian"``.
    """
    unknown = set(ways) - set(WAYS)
    if unknown:
        raise ValueError(f"unknown ways {sorted(unknown)}; known: {', '.join(WAYS)}")
    n_1, n_2, n_3 = sizes
    residual, a_1, W = "$a^{[3]}-y$", "$a^{[1]}$", "$W^{[3]}$"
    slope = "$g'(z^{[2]})$"
    factors: dict[str, list[tuple[str, int, int]]] = {
        "chain rule": [(residual, n_3, 1), (W, n_3, n_2), (slope, n_2, 1), (a_1, n_1, 1)],
        "element-wise": [
            (slope, n_2, 1),
            ("$W^{[3]\\top}$", n_2, n_3),
            (residual, n_3, 1),
            ("$a^{[1]\\top}$", 1, n_1),
        ],
        "Jacobian": [
            ("diag $g'(z^{[2]})$", n_2, n_2),
            ("$W^{[3]\\top}$", n_2, n_3),
            (residual, n_3, 1),
            ("$a^{[1]\\top}$", 1, n_1),
        ],
    }
    titles = {
        "chain rule": "as the chain rule lists them",
        "element-wise": "transposed and reordered; the first product is element-wise",
        "Jacobian": "the same with the Jacobian: matrix products only",
    }
    tall, gap = max(n_1, n_2, n_3), 1.7
    picture, axes = new_figure(7.2, len(ways) * (0.95 + 0.26 * tall), len(ways), 1, squeeze=False)
    said = []
    for ax, way in zip(axes[:, 0], ways, strict=True):
        row, fits, x = factors[way], [], 0.0
        for k, (name, rows, columns) in enumerate(row):
            if k:
                starred = way == "element-wise" and k == 1
                before = row[k - 1][2]
                fits.append(starred or before == rows)
                sign = "$\\circ$" if starred else ("$\\cdot$" if fits[-1] else "$\\times$")
                color = style.GREEN if fits[-1] else style.VERMILION
                ax.text(x + gap / 2, 0, sign, color=color, ha="center", va="center", fontsize=20)
                if not fits[-1]:
                    words = f"{before} meets {rows}"
                    ax.text(x + gap / 2, tall / 2, words, color=color, ha="right", fontsize=8)
                x += gap
            draw_block(ax, x + columns / 2, 0, np.full((rows, columns), np.nan), name)
            x += columns
        if all(fits):
            ax.text(x + gap / 2, 0, "=", ha="center", va="center", fontsize=15)
            x += gap + n_1 / 2
            draw_block(
                ax, x, 0, np.full((n_2, n_1), np.nan), "$\\partial \\mathcal{L}/\\partial W^{[2]}$"
            )
        ax.set_axis_off()
        ax.set_aspect("equal")
        # One width for all ways, so that blocks of all rows have one size.
        ax.set(
            xlim=(-0.6, 4 * gap + 2 * n_1 + n_2 + n_3 + 1.6), ylim=(-tall / 2 - 1.4, tall / 2 + 1.3)
        )
        ax.text(-0.5, tall / 2 + 0.6, titles[way], fontsize=10, weight="bold")
        said.append(
            f"{titles[way]}: "
            + " times ".join(f"{r} by {c}" for _, r, c in row)
            + (
                f" gives {n_2} by {n_1}, the shape of the weights"
                if all(fits)
                else ", which do not fit"
            )
        )
    picture.alt = "Blocks with the shapes of the factors. " + "; ".join(said) + "."
    return picture


@draws
def jacobian_beside_product(
    activation_jacobian: Function, z: Array, arriving: Array, activation: str
) -> Picture:
    """Draw the full Jacobian times what arrives, and below it the element-wise product.

    Parameters
    ----------
    z : ndarray, shape (n,)
        The layer's pre-activations.
    arriving : ndarray, shape (n,)
        W^T delta, with W and delta of the next layer.
    """
    J = np.asarray(activation_jacobian(z, activation))
    slopes = np.array([[J[i, i]] for i in range(len(z))])
    arriving = np.reshape(arriving, (-1, 1))
    n = len(z)
    picture, ax = new_figure(6.4, 1.6 + 0.55 * n)
    step = n + 1.9
    ax.set_axis_off()
    draw_equation(ax, step, J.T, arriving, J.T @ arriving, "Jacobian, transposed", "$\\cdot$")
    draw_equation(ax, 0, slopes, arriving, slopes * arriving, "slopes $g'(z)$", "$\\circ$")
    ax.set(xlim=(-WIDE * n / 2 - 0.5, WIDE * (n / 2 + 5) + 0.5))
    ax.set(ylim=(-n / 2 - 1.5, step + n / 2 + 0.3))
    products = ", ".join(short(float(v)) for v in np.ravel(slopes * arriving))
    picture.alt = (
        f"Above, the {n} by {n} Jacobian, with the slopes on its diagonal and zeros elsewhere, times a column. "
        f"Below, the column of slopes times the same column, element by element. Both give {products}."
    )
    return picture


@draws
def error_by_step(numerical_gradient: Function) -> Picture:
    """Draw the error of centered and one-sided differences against the step h, for a known gradient."""
    theta = np.array([0.3, -0.8, 1.1, 0.5])
    exact = np.exp(theta) + np.cos(theta)

    def f(t: Array) -> float:
        return float(np.sum(np.exp(t) + np.sin(t)))

    steps = 10.0 ** np.arange(-13, 0)
    centered = [np.linalg.norm(numerical_gradient(f, theta, h) - exact) for h in steps]
    one_sided = [
        np.linalg.norm([(f(theta + h * e) - f(theta)) / h for e in np.eye(4)] - exact)
        for h in steps
    ]
    length = float(np.linalg.norm(exact))
    picture, ax = new_figure(6.4, 3.1)
    ax.loglog(
        steps, np.array(centered) / length, "o-", color=style.BLUE, label="centered: your function"
    )
    ax.loglog(steps, np.array(one_sided) / length, "s--", color=style.VERMILION, label="one-sided")
    ax.axvline(1e-5, color="black", linewidth=1, linestyle=":")
    ax.text(1.4e-5, 3e-2, "$h = 10^{-5}$", fontsize=9)
    ax.set(xlabel="step $h$", ylabel="relative error", ylim=(1e-13, 1))
    ax.legend(loc="lower left")
    picture.alt = (
        "Relative error of a numerical gradient against the step h, both axes logarithmic. Both lines fall "
        "as h shrinks from 0.1 and rise again for very small h. The centered one falls twice as steeply and "
        "reaches about 1e-11 near h = 1e-5; the one-sided one is best near 1e-8, at about 1e-8."
    )
    return picture


@draws
def analytic_against_numeric(pairs: Mapping[str, tuple[Array, Array]]) -> Picture:
    """Draw each entry of a gradient against its numerical estimate, one panel per gradient.

    Parameters
    ----------
    pairs : mapping of title to (analytic (k,), numeric (k,))
    """
    picture, axes = new_figure(2.6 * len(pairs), 2.9, 1, len(pairs), squeeze=False)
    said = []
    for ax, (title, (analytic, numeric)) in zip(axes[0], pairs.items(), strict=True):
        side = 1.1 * max(float(np.max(np.abs(both))) for both in (analytic, numeric)) or 1.0
        ax.plot([-side, side], [-side, side], color=style.GREY, linewidth=1)
        ax.plot(numeric, analytic, "o", color=style.BLUE, markersize=4.5, alpha=0.75)
        ax.set(title=title, xlabel="numerical", xlim=(-side, side), ylim=(-side, side))
        ax.locator_params(nbins=4)
        off = np.linalg.norm(analytic - numeric) / (
            np.linalg.norm(analytic) + np.linalg.norm(numeric) or 1.0
        )
        said.append(f"{title}: " + ("all on the line" if off < 1e-6 else "off the line"))
    axes[0, 0].set_ylabel("your formula")
    picture.alt = (
        "Every entry of the gradient, by formula against numerical, with the line on which both agree. "
        + "; ".join(said)
        + "."
    )
    return picture
