"""Pictures of lesson 08: digits, what softmax does to logits, and what a network misreads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course_utils.figures.digits import moved, named, tiled
from course_utils.figures.style import (
    BLUE,
    CLASSES,
    LINES,
    ORANGE,
    VERMILION,
    Picture,
    draws,
    new_figure,
    placeholder,
)

Read = Callable[[np.ndarray], np.ndarray]

__all__ = [
    "digit_confusion",
    "digit_gallery",
    "digit_misreadings",
    "digit_reading",
    "digit_shifts",
    "softmax_bars",
]


@draws
def digit_gallery(X: np.ndarray, labels: np.ndarray, count: int = 20) -> Picture:
    """Draw the first images, columns of `X` (64, m), each under its label."""
    picture, axes = new_figure(9.0, 2.7, 2, count // 2)
    for ax, pixels, label in zip(axes.flat, X.T, labels, strict=False):
        _image(ax, pixels, f"{label}", "#222222")
    picture.alt = (
        f"{count} small images of handwritten digits, 8 by 8 pixels each, in two rows; above each "
        f"stands what was written: {', '.join(str(label) for label in labels[:count])}."
    )
    return picture


def _image(ax: Axes, pixels: np.ndarray, title: str, color: str) -> None:
    ax.imshow(pixels.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[])
    ax.set_title(title, color=color, fontsize=9.5)
    ax.grid(False)
    ax.spines[:].set_visible(True)


@draws
def softmax_bars(
    softmax: Read,
    logits: Sequence[float] = (2.0, 1.0, 0.5, -1.0),
    scale: float = 1,
    shift: float = 0,
) -> Picture:
    """Draw logits and their probabilities; with a scale or a shift, both beside the plain ones."""
    z = np.array(logits, dtype=float)[:, np.newaxis]
    both = {"$z$": z}
    if scale != 1 or shift != 0:
        by = f"{scale:g} $z$" if scale != 1 else "$z$"
        both[by + (f" + {shift:g}" if shift else "")] = scale * z + shift
    picture, (left, right) = new_figure(6.4, 2.7, 1, 2)
    said = []
    for i, (name, values) in enumerate(both.items()):
        shares = softmax(values)[:, 0]
        style = {"color": (BLUE, ORANGE)[i], "hatch": ("", "///")[i], "width": 0.8 / len(both)}
        places = np.arange(len(z)) + 0.4 * i - 0.2 * (len(both) - 1)
        left.bar(places, values[:, 0], label=name, **style)
        right.bar(places, shares, **style)
        said.append(f"{name.replace('$', '')}: " + ", ".join(f"{share:.2f}" for share in shares))
    for ax, words in ((left, "logit"), (right, "probability")):
        ax.set(xlabel="class", ylabel=words, xticks=range(len(z)))
    left.axhline(0, color="#444444", linewidth=0.8)
    right.set_ylim(0, 1)
    if len(both) > 1:
        left.legend()
    picture.alt = (
        "Bars of the logits of four classes on the left and of their probabilities on the right. "
        f"Probabilities for {'; for '.join(said)}."
    )
    return picture


@draws
def digit_confusion(read: Read, X: np.ndarray, labels: np.ndarray) -> Picture:
    """Draw how often each digit is read as each other; ``read(X)`` returns ten rows of outputs."""
    said = np.argmax(read(X), axis=0)
    counts = confusion_of(said, labels)
    wrong = counts.sum() - counts.trace()
    picture, ax = new_figure(5.6, 5.0)
    plot_confusion(ax, counts)
    for (i, j), count in np.ndenumerate(counts):
        if count:
            weight = "normal" if i == j else "bold"
            ax.text(j, i, count, ha="center", va="center", color="#111111", weight=weight)
    pairs = [
        f"{named(int(i))} read as {j}: {counts[i, j]}" for i, j in np.argwhere(counts) if i != j
    ]
    picture.alt = (
        f"A table of ten by ten: written digits in rows, what was read in columns. {counts.trace()} "
        f"of {labels.size} lie on the diagonal, read correctly; {wrong} beside it. {'; '.join(pairs)}"
    )
    return picture


def confusion_of(said: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return how often each digit (row) was read as each (column)."""
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (labels, said), 1)
    return counts


def plot_confusion(ax: Axes, counts: np.ndarray) -> None:
    """Shade the table: blue what is read correctly, orange what is not, both as a share of the row."""
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    right = np.eye(10, dtype=bool)
    # A single misread digit of forty would hardly be seen: the root lifts small shares.
    signed = np.where(right, -0.6 * share, 0.35 * (share > 0) + 0.65 * np.sqrt(share))
    ax.imshow(signed, CLASSES, vmin=-1, vmax=1)
    for edge in np.arange(-0.5, 10):
        ax.axhline(edge, color="#d0d0d0", linewidth=0.6)
        ax.axvline(edge, color="#d0d0d0", linewidth=0.6)
    ax.set(xlabel="read as", ylabel="written", xticks=range(10), yticks=range(10))
    ax.grid(False)


@draws
def digit_misreadings(read: Read, X: np.ndarray, labels: np.ndarray, most: int = 6) -> Picture:
    """Draw the images that are misread, the surest first, and what the network thought of each."""
    outputs = read(X)
    said = np.argmax(outputs, axis=0)
    wrong = np.flatnonzero(said != labels)
    if wrong.size == 0:
        return placeholder("Not one of these digits is misread.")
    wrong = wrong[np.argsort(-outputs.max(axis=0)[wrong])][:most]
    columns = max(len(wrong), 4)  # a single one keeps its size
    picture, axes = new_figure(
        1.55 * columns + 0.4, 3.0, 2, columns, gridspec_kw={"height_ratios": [1.5, 1]}
    )
    thought = []
    for column in range(columns):
        top, bottom = axes[:, column]
        if column >= len(wrong):
            top.set_axis_off()
            bottom.set_axis_off()
            continue
        i = wrong[column]
        _image(top, X[:, i], f"{named(labels[i])}, read as {said[i]}", VERMILION)
        best = np.argsort(-outputs[:, i])[:3]
        colors = [BLUE if digit == labels[i] else ORANGE for digit in best]
        bottom.barh(range(3), 100 * outputs[best, i], color=colors)
        bottom.set(yticks=range(3), yticklabels=best, xlim=(0, 100), xticks=(0, 50, 100))
        bottom.set_xlabel("share (%)", fontsize=9)
        bottom.invert_yaxis()
        shares = ", ".join(f"{digit} with {100 * outputs[digit, i]:.0f} %" for digit in best)
        thought.append(f"{named(labels[i])} read as {said[i]} ({shares})")
    picture.alt = (
        "Images of misread digits, the surest first, and below each its three largest outputs: "
        + "; ".join(thought)
    )
    return picture


@draws
def digit_shifts(read: Read, X: np.ndarray, labels: np.ndarray) -> Picture:
    """Draw the accuracy on images that are moved sideways, against how far they are moved."""
    shifts = range(-3, 4)
    shares = [100 * float(np.mean(np.argmax(read(moved(X, s)), axis=0) == labels)) for s in shifts]
    picture, ax = new_figure(5.4, 2.8)
    ax.plot(shifts, shares, "o-", color=BLUE, label="digits not seen")
    ax.axhline(10, color=VERMILION, linestyle=LINES[1], label="guessing: 10 %")
    ax.set(xlabel="shift to the right (pixels)", ylabel="read correctly (%)", ylim=(0, 104))
    ax.legend(loc="upper right", fontsize=8.5)
    picture.alt = "Share of unseen digits read correctly against a sideways shift: " + ", ".join(
        f"{share:.0f} % at {s}" for s, share in zip(shifts, shares, strict=True)
    )
    return picture


def digit_reading(
    x: np.ndarray, W: np.ndarray, hidden: np.ndarray, outputs: np.ndarray, title: str = ""
) -> Picture:
    """Draw one digit on its way through a network.

    Parameters
    ----------
    x : ndarray, shape (64,)
    W : ndarray, shape (n, 64)
        The first layer's weights.
    hidden : ndarray, shape (n,)
        What its neurons put out.
    outputs : ndarray, shape (10,)
        Probabilities.
    """
    picture, (left, middle, right) = new_figure(
        9.6, 3.4, 1, 3, gridspec_kw={"width_ratios": [1, 1.9, 1]}
    )
    _image(left, x, title, "#222222")
    columns = 16 if len(W) > 36 else 6
    plot_weights(middle, W, columns)
    middle.set_title("first layer's weights; framed: neurons that fire")
    largest = max(float(hidden.max(initial=0)), 1e-12)
    for number, value in enumerate(hidden):
        if value > 0:
            top, left_edge = (9 * place + 0.2 for place in divmod(number, columns))
            frame = Rectangle((left_edge, top), 8.6, 8.6, fill=False, color=VERMILION)
            frame.set(linewidth=0.4 + 2.2 * value / largest)
            middle.add_patch(frame)
    best = int(np.argmax(outputs))
    right.barh(range(10), 100 * outputs, color=[ORANGE if d == best else BLUE for d in range(10)])
    right.set(yticks=range(10), xlim=(0, 100), xlabel="probability (%)", title=f"reads: {best}")
    right.invert_yaxis()
    picture.alt = (
        f"{title}: the image of 8 by 8 pixels; the weights of {len(W)} first-layer neurons as images "
        f"of 8 by 8, of which {int(np.sum(hidden > 0))} fire; ten bars: it reads {best} with "
        f"{100 * outputs[best]:.0f} %."
    )
    return picture


def plot_weights(ax: Axes, W: np.ndarray, columns: int) -> None:
    """Draw the weights of each neuron, rows of `W` (n, 64), as an image: orange positive."""
    ax.imshow(np.ma.masked_invalid(tiled(W, columns)), CLASSES, vmin=-1, vmax=1)
    ax.set_axis_off()
