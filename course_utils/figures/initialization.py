"""Pictures of lesson 05: copies, and signals that grow or fade from layer to layer.

Examples are columns: X is (n_0, m). A signal's size is its second moment, the mean of its squares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure
from course_utils.reference import backward, cost, forward, hidden_delta

__all__ = [
    "copies_while_training",
    "deep_linear_growth",
    "moments_by_layer",
    "predicted_and_measured",
    "signal_sizes",
    "signals_by_layer",
    "vanishing_exploding_gradient",
]

Array = np.ndarray
Network = list[tuple[Array, Array]]
Function = Callable[..., Any]


def signal_sizes(
    X: Array, parameters: Network, activations: Sequence[str], delta: Array
) -> tuple[Array, Array]:
    """Measure a network's signals on the way forward and on the way back.

    Parameters
    ----------
    X : ndarray, shape (n_0, m)
    parameters : list of L pairs (W, b)
    activations : list of L names
    delta : ndarray, shape (n_L, m)
        The gradient dL/dZ at the last layer, sent back from there.

    Returns
    -------
    forward : ndarray, shape (L,)
        E[a^2] of every layer, over all of its units and examples.
    backward : ndarray, shape (L,)
        E[delta^2] of every layer.
    """
    Y_hat, cache = forward(X, parameters, activations)
    outputs = [A_prev for A_prev, _ in cache[1:]] + [Y_hat]
    deltas = [delta]
    for layer in range(len(parameters) - 1, 0, -1):
        W, Z = parameters[layer][0], cache[layer - 1][1]
        deltas.append(hidden_delta(W, deltas[-1], Z, activations[layer - 1]))
    return (
        np.array([np.mean(A**2) for A in outputs]),
        np.array([np.mean(d**2) for d in reversed(deltas)]),
    )


@draws
def vanishing_exploding_gradient(
    layer_sizes: Sequence[int] = (2, 2, 2, 2, 2, 2, 2, 1), scales: Sequence[float] = (0.5, 1.0, 1.5)
) -> Picture:
    """Draw a network, and under each layer the gradient there if every layer multiplies by a scale.

    Parameters
    ----------
    layer_sizes : sequence of int
        ``[n_0, ..., n_L]``; the layers before the last have identity activations and scale * I.
    scales : sequence of float
    """
    L = len(layer_sizes) - 1
    picture, (top, bottom) = new_figure(
        6.6, 4.4, 2, 1, sharex=True, gridspec_kw={"height_ratios": [1.2, 2]}
    )
    _network(top, layer_sizes)
    layers = np.arange(1, L + 1)
    said = []
    for scale, color, dash, marker in zip(
        scales, style.CYCLE, style.LINES, style.MARKERS, strict=False
    ):
        # From delta^[L] = 1 back to delta^[1] lie W_last (here of size 1) and L - 2 scales.
        sizes = float(scale) ** np.maximum(L - 1 - layers, 0)
        bottom.plot(
            layers,
            sizes,
            color=color,
            linestyle=dash,
            marker=marker,
            label=f"every hidden layer x {scale:g}",
        )
        said.append(f"x {scale:g}: {sizes[0]:.3g} at layer 1")
    bottom.set(
        yscale="log", xlabel="layer $l$", ylabel="gradient $|\\delta^{[l]}|$", xticks=range(L + 1)
    )
    bottom.legend(fontsize=9)
    picture.alt = (
        f"Above, a network of {L} layers with an arrow that runs back from the output. Below, the "
        "size of the gradient at each layer on a logarithmic scale, 1 at the output: "
        f"{'; '.join(said)}. Each hidden layer on the way back multiplies it by the same factor."
    )
    return picture


def _network(ax: Axes, layer_sizes: Sequence[int], at_most: int = 5) -> None:
    """Draw each layer as a column of discs; of a wide layer some, and a dot for the others."""
    places = []
    for layer, width in enumerate(layer_sizes):
        shown = min(width, at_most)
        heights = np.linspace((shown - 1) / 2, -(shown - 1) / 2, shown)
        places.append([(layer, h) for h in heights])
    for left, right in pairwise(places):
        for x0, y0 in left:
            for x1, y1 in right:
                ax.plot([x0, x1], [y0, y1], color="#999999", linewidth=0.7, zorder=1)
    for layer, column in enumerate(places):
        ends = layer in (0, len(places) - 1)
        ax.scatter(
            [x for x, _ in column],
            [y for _, y in column],
            s=150,
            c=style.ORANGE if ends else style.SKY,
            edgecolors="#333333",
            zorder=3,
        )
        if layer_sizes[layer] > at_most:
            ax.text(layer, -(at_most / 2) - 0.2, str(layer_sizes[layer]), ha="center", va="top")
    most = max(len(column) for column in places)
    ax.annotate(
        "",
        (0.6, most / 2 + 0.3),
        (len(places) - 1, most / 2 + 0.3),
        arrowprops={"arrowstyle": "->", "color": style.VERMILION, "linewidth": 1.8},
    )
    ax.text(len(places) / 2, most / 2 + 0.4, "gradient", ha="center", color=style.VERMILION)
    ax.text(-0.3, 0, "$x$", ha="right", va="center", fontsize=12)
    ax.text(len(places) - 0.7, 0, "$\\hat y$", ha="left", va="center", fontsize=12)
    ax.set(ylim=(-most / 2 - 0.6, most / 2 + 1.2))
    ax.set_axis_off()


def trained_from(
    parameters: Network,
    X: Array,
    Y: Array,
    activations: Sequence[str],
    learning_rate: float,
    steps: int,
) -> tuple[list[Network], list[float]]:
    """Take so many plain steps; return the parameters and the cost before each and after the last."""
    run, costs = [parameters], []
    for _ in range(steps + 1):
        Y_hat, cache = forward(X, run[-1], activations)
        costs.append(cost(Y_hat, Y))
        gradients = backward(Y_hat, Y, cache, run[-1], activations)
        run.append(
            [
                (W - learning_rate * dW, b - learning_rate * db)
                for (W, b), (dW, db) in zip(run[-1], gradients, strict=True)
            ]
        )
    return run[:-1], costs


@draws
def copies_while_training(
    starts: Mapping[str, Callable[[], Network]],
    distinct_units: Callable[[Array], int],
    X: Array,
    Y: Array,
    activations: Sequence[str],
    learning_rate: float,
    steps: int,
) -> Picture:
    """Train from each start; draw the cost, and how many different units the first layer has.

    Parameters
    ----------
    starts : mapping of name to a function that returns the parameters to start from
    """
    picture, (left, right) = new_figure(7.0, 3.0, 1, 2)
    said = []
    for (name, start), color, dash in zip(starts.items(), style.CYCLE, style.LINES, strict=False):
        run, costs = trained_from(start(), X, Y, activations, learning_rate, steps)
        counts = [distinct_units(parameters[0][0]) for parameters in run]
        left.plot(costs, color=color, linestyle=dash, label=name)
        right.plot(counts, color=color, linestyle=dash, label=name)
        said.append(f"{name}: cost {costs[-1]:.2f}, {counts[-1]} different units in the end")
    left.set(xlabel="step", ylabel="cost $J$ (nats)", ylim=(0, None))
    n = starts[next(iter(starts))]()[0][0].shape[0]
    right.set(xlabel="step", ylabel="different hidden units", ylim=(0, n + 0.5))
    right.set_yticks(range(n + 1))
    left.legend(fontsize=8.5, loc="lower left")
    picture.alt = (
        "Left, the cost; right, the number of different hidden units; both against the training "
        f"step. {'; '.join(said)}."
    )
    return picture


@draws
def deep_linear_growth(
    deep_linear_output: Function,
    scales: Sequence[float] = (1.5, 1.1, 1.0, 0.9, 0.5),
    deepest: int = 50,
) -> Picture:
    """Draw the output of a deep linear network for x = 1 and W_last = 1 against its depth L."""
    x, W_last = np.ones((1, 1)), np.ones((1, 1))
    depths = np.arange(1, deepest + 1)
    picture, ax = new_figure(6.2, 3.2)
    said = []
    for scale, color, dash in zip(scales, style.CYCLE, style.LINES, strict=False):
        outputs = [abs(deep_linear_output(x, W_last, scale, int(L))[0, 0]) for L in depths]
        ax.plot(depths, outputs, color=color, linestyle=dash, label=f"{scale:g}")
        said.append(f"{outputs[-1]:.2g} for {scale:g}")
    ax.set(yscale="log", xlabel="depth $L$ (layers)", ylabel="output $\\hat y$ for $x = 1$")
    ax.legend(title="scale", fontsize=9)
    picture.alt = (
        "The output against the number of layers, on a logarithmic scale: a straight line for each "
        f"scale. At {deepest} layers it is {', '.join(said)}."
    )
    return picture


@draws
def moments_by_layer(
    activation_moments: Function,
    X: Array,
    networks: Mapping[str, tuple[Callable[[int], Network], Sequence[str]]],
    draws_of_weights: int = 20,
) -> Picture:
    """Draw mean and second moment of every layer's activations, a line per network.

    Each is the average over several draws of the weights: a single draw is off by a third.

    Parameters
    ----------
    networks : mapping of name to (start, activations)
        ``start(seed)`` draws the parameters.
    """
    picture, (left, right) = new_figure(7.0, 3.0, 1, 2)
    said = []
    for (name, (start, activations)), color, dash, marker in zip(
        networks.items(), style.CYCLE, style.LINES, style.MARKERS, strict=False
    ):
        moments = np.array(
            [activation_moments(X, start(seed), activations) for seed in range(draws_of_weights)]
        )
        mean = moments[:, :, 0].mean(axis=0)
        second = (moments[:, :, 1] + moments[:, :, 0] ** 2).mean(axis=0)
        layers = np.arange(1, len(mean) + 1)
        look = {"color": color, "linestyle": dash, "marker": marker, "markersize": 5, "label": name}
        left.plot(layers, mean, **look)
        right.plot(layers, second, **look)
        said.append(f"{name}: mean {mean[-1] + 0:.2f}, second moment {second[-1]:.2f} in the end")
    left.axhline(0, color="#888888", linewidth=0.8)
    left.set(xlabel="layer $l$", ylabel="mean $E[a]$")
    right.set(xlabel="layer $l$", ylabel="second moment $E[a^2]$", ylim=(0, None))
    left.legend(fontsize=8.5)
    picture.alt = (
        "Left, the mean of each layer's activations; right, their second moment; averages over "
        f"{draws_of_weights} draws of the weights. {'; '.join(said)}."
    )
    return picture


@draws
def predicted_and_measured(cases: Sequence[tuple[str, Array, Array]]) -> Picture:
    """Draw measured against predicted values on logarithmic axes; on the diagonal they agree.

    Parameters
    ----------
    cases : sequence of (name, predicted, measured)
    """
    picture, ax = new_figure(4.6, 3.8)
    everything = np.concatenate([np.concatenate([p, m]) for _, p, m in cases])
    ends = np.array([everything.min() / 2, everything.max() * 2])
    ax.plot(ends, ends, color="#888888", linewidth=1, label="as predicted")
    worst = 0.0
    for (name, predicted, measured), color, marker in zip(
        cases, style.CYCLE, style.MARKERS, strict=False
    ):
        ax.plot(predicted, measured, marker, color=color, label=name, fillstyle="none", mew=1.6)
        worst = max(worst, float(np.max(np.abs(measured / predicted - 1))))
    ax.set(xscale="log", yscale="log", xlabel="predicted", ylabel="measured")
    ax.legend(fontsize=9)
    picture.alt = (
        "Measured against predicted sizes of signals. All points lie on the diagonal; none is off by more "
        f"than {worst:.0%}."
    )
    return picture


@draws
def signals_by_layer(
    starts: Mapping[str, Callable[[], Network]],
    activation: str,
    X: Array,
    rng_seed: int = 0,
) -> Picture:
    """Draw E[a^2] and E[delta^2] of every layer, a line per start, as the same numbers go through.

    Parameters
    ----------
    starts : mapping of name to a function that returns the parameters
        All of the same layer sizes.
    activation : str
        Of every layer.
    rng_seed : int
        Of the standard normal delta that is sent back from the last layer.
    """
    picture, (left, right) = new_figure(8.4, 3.5, 1, 2)
    said = []
    for (name, start), color, dash, marker in zip(
        starts.items(), style.CYCLE, style.LINES, style.MARKERS, strict=False
    ):
        parameters = start()
        L, n_last = len(parameters), parameters[-1][0].shape[0]
        delta = np.random.default_rng(rng_seed).normal(size=(n_last, X.shape[1]))
        forth, back = signal_sizes(X, parameters, [activation] * L, delta)
        layers = np.arange(1, L + 1)
        look = {"color": color, "linestyle": dash, "marker": marker, "markersize": 4, "label": name}
        left.plot(layers, forth, **look)
        right.plot(layers, back, **look)
        said.append(f"{name}: {forth[-1]:.1e} at the last layer, {back[0]:.1e} back at the first")
        sizes = [X.shape[0], *(W.shape[0] for W, _ in parameters)]
    for ax, words, arrow in (
        (left, "activations $E[a^2]$", "forward $\\rightarrow$"),
        (right, "gradients $E[\\delta^2]$", "$\\leftarrow$ backward"),
    ):
        ax.axhline(1, color="#888888", linewidth=0.8)
        ax.set(yscale="log", ylabel=words, title=arrow)
        widths_below(ax, sizes)
    left.legend(fontsize=8)
    picture.alt = (
        f"Second moments of the activations (left) and gradients (right) of {L} {activation} "
        f"layers of widths {sizes[1:]}, on logarithmic scales. {'; '.join(said)}."
    )
    return picture


def widths_below(ax: Axes, sizes: Sequence[int], at_most: int = 13) -> None:
    """Write layers' numbers and widths under the axis: all, or every so many if there are many."""
    L = len(sizes) - 1
    ticks = range(1, L + 1, -(-L // at_most))
    ax.set_xticks(ticks, [f"{layer}\n{sizes[layer]}" for layer in ticks], fontsize=8)
    ax.set_xlabel("layer, and below it its width (units)")
