"""Lesson 00: what the network that reads digits has learned, and when, and with how many neurons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from course_utils.figures.neural_networks.training import HIDDEN, data, history
from course_utils.figures.style import (
    BLUE,
    DIVERGING,
    GREEN,
    VERMILION,
    Picture,
    draws,
    new_figure,
)


@draws
def learning_curve() -> Picture:
    """Draw loss and accuracy of the trained network against the steps of its training."""
    moments = history()
    places = range(len(moments))
    steps = [str(moment.steps) for moment in moments]
    picture, (left, right) = new_figure(6.8, 2.9, 1, 2)
    left.plot(places, [m.loss for m in moments], "o-", color=BLUE)
    left.set(ylabel="mean loss (nats, log axis)", yscale="log", ylim=(0.003, 5))
    right.plot(
        places, [100 * m.seen for m in moments], "s--", color=GREEN, label="digits it learns from"
    )
    right.plot(
        places,
        [100 * m.unseen for m in moments],
        "o-",
        color=VERMILION,
        label="digits it never saw",
    )
    right.set(ylabel="read correctly (%)", ylim=(0, 104))
    right.legend(loc="lower right", fontsize=8.5)
    for ax in (left, right):
        ax.set_xticks(places, steps)
        ax.set_xlabel("training steps")
    first, before, last = moments[0], moments[-2], moments[-1]
    picture.alt = (
        f"Left, on a logarithmic axis, the loss falls from {first.loss:.2f} before training to "
        f"{before.loss:.3f} after {before.steps} steps and {last.loss:.3f} after {last.steps}. Right, the share of digits read correctly rises from "
        f"{first.unseen:.0%} to {before.unseen:.1%} after {before.steps} steps and {last.unseen:.1%} "
        f"after {last.steps} for digits the network never saw, and to {last.seen:.0%} for those it "
        "learns from."
    )
    return picture


@draws
def hidden_widths(widths: Sequence[int] = (2, 4, 8, 16)) -> Picture:
    """Draw how well networks read digits they never saw, by the width of their hidden layer."""
    shares = [100 * history(width)[-1].unseen for width in widths]
    picture, ax = new_figure(5.4, 2.9)
    bars = ax.bar([str(width) for width in widths], shares, color=BLUE, width=0.6)
    ax.bar_label(bars, [f"{share:.0f} %" for share in shares], padding=2)
    ax.axhline(10, color=VERMILION, linestyle="--", label="guessing: 10 %")
    ax.set(
        xlabel="neurons in the hidden layer",
        ylabel="unseen digits read correctly (%)",
        ylim=(0, 112),
    )
    ax.grid(False, axis="x")
    ax.legend(loc="upper left")
    picture.alt = "Unseen digits read correctly, by the width of the hidden layer: " + ", ".join(
        f"{share:.0f} % with {width}" for width, share in zip(widths, shares, strict=True)
    )
    return picture


@draws
def hidden_features() -> Picture:
    """Draw each hidden neuron's weights as an image, and the training digit that drives it most.

    That is the digit for which the neuron's weighted sum, and so its output, is largest.
    """
    W, b = history()[-1].parameters[0]
    X, labels = data().X, data().labels
    strongest = np.argmax(W @ X + b, axis=1)
    # Every third column is narrow and stays empty: it keeps the pairs apart.
    ratios = {"width_ratios": [1, 1, 0.2] * 4}
    picture, axes = new_figure(7.6, 4.3, HIDDEN // 4, 12, gridspec_kw=ratios)
    for gap in axes[:, 2::3].flat:
        gap.remove()
    # A few pixels that are hardly ever dark have huge weights, which would pale all others.
    limit = float(np.quantile(np.abs(W), 0.97))
    pairs = axes.reshape(HIDDEN, 3)[:, :2]
    for k, (left, right) in enumerate(pairs):
        shown = left.imshow(W[k].reshape(8, 8), cmap=DIVERGING, vmin=-limit, vmax=limit)
        right.imshow(X[:, strongest[k]].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        left.set_title(f"neuron {k + 1}", fontsize=9)
        right.set_title(f"a {labels[strongest[k]]}".replace("a 8", "an 8"), fontsize=9)
        for ax in (left, right):
            ax.set(xticks=[], yticks=[])
            ax.grid(False)
            ax.spines[:].set_visible(True)
    picture.colorbar(shown, ax=pairs, label="weight", fraction=0.02)
    picture.alt = (
        f"{HIDDEN} pairs of small images of 8 by 8 pixels, one pair for each hidden neuron. Left the "
        "weights: red where a dark pixel makes the neuron's output larger, blue where it makes it "
        "smaller. A few look like strokes; most look like no digit at all. Right the training digit "
        "for which the neuron's output is largest: "
        f"{', '.join(str(labels[image]) for image in strongest)}."
    )
    return picture
