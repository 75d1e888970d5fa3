"""Pictures of lesson 08: digits, what softmax does to logits, and what a network misreads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes

from course_utils.figures.style import (
    BLUE,
    GREEN,
    LINES,
    ORANGE,
    VERMILION,
    Picture,
    draws,
    new_figure,
    placeholder,
)

Read = Callable[[np.ndarray], np.ndarray]

__all__ = ["digit_confusion", "digit_gallery", "digit_misreadings", "digit_shifts", "softmax_bars"]


@draws
def digit_gallery(X: np.ndarray, labels: np.ndarray, count: int = 20) -> Picture:
    """Draw the first images, columns of `X` (64, m), each under its label."""
    picture, axes = new_figure(6.8, 2.0, 2, count // 2)
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
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (labels, said), 1)
    wrong = counts * (1 - np.eye(10, dtype=int))
    picture, ax = new_figure(4.6, 3.9)
    ax.imshow(wrong, cmap="Oranges", vmin=0, vmax=max(3, int(wrong.max())))
    for (i, j), count in np.ndenumerate(counts):
        if count:
            ax.text(j, i, count, ha="center", va="center", color=GREEN if i == j else "#222222")
    ax.set(xlabel="read as", ylabel="written", xticks=range(10), yticks=range(10))
    ax.grid(False)
    picture.alt = (
        f"A table of ten by ten: written digits in rows, what was read in columns. {counts.trace()} "
        f"of {labels.size} lie on the diagonal, read correctly; {wrong.sum()} beside it."
    )
    return picture


@draws
def digit_misreadings(read: Read, X: np.ndarray, labels: np.ndarray, most: int = 8) -> Picture:
    """Draw the images that are misread, the surest first, each with what was read and written."""
    outputs = read(X)
    said = np.argmax(outputs, axis=0)
    wrong = np.flatnonzero(said != labels)
    if wrong.size == 0:
        return placeholder("Not one of these digits is misread.")
    wrong = wrong[np.argsort(-outputs.max(axis=0)[wrong])][:most]
    picture, axes = new_figure(6.8, 1.35, 1, most)
    for ax in axes:
        ax.set_axis_off()
    for ax, i in zip(axes, wrong, strict=False):
        ax.set_axis_on()
        _image(ax, X[:, i], f"{said[i]}, not {labels[i]}", VERMILION)
    picture.alt = "Images of misread digits: " + "; ".join(
        f"a {labels[i]} read as {said[i]}" for i in wrong
    )
    return picture


@draws
def digit_shifts(read: Read, X: np.ndarray, labels: np.ndarray) -> Picture:
    """Draw the accuracy on images that are moved sideways, against how far they are moved."""
    shifts = range(-3, 4)
    shares = [100 * float(np.mean(np.argmax(read(_moved(X, s)), axis=0) == labels)) for s in shifts]
    picture, ax = new_figure(5.4, 2.8)
    ax.plot(shifts, shares, "o-", color=BLUE, label="digits not seen")
    ax.axhline(10, color=VERMILION, linestyle=LINES[1], label="guessing: 10 %")
    ax.set(xlabel="shift to the right (pixels)", ylabel="read correctly (%)", ylim=(0, 104))
    ax.legend(loc="upper right", fontsize=8.5)
    picture.alt = "Share of unseen digits read correctly against a sideways shift: " + ", ".join(
        f"{share:.0f} % at {s}" for s, share in zip(shifts, shares, strict=True)
    )
    return picture


def _moved(X: np.ndarray, shift: int) -> np.ndarray:
    """Move images, columns of `X`, to the right by whole pixels; white comes in from the edge."""
    images = X.T.reshape(-1, 8, 8)
    moved = np.zeros_like(images)
    if shift >= 0:
        moved[:, :, shift:] = images[:, :, : 8 - shift]
    else:
        moved[:, :, :shift] = images[:, :, -shift:]
    return moved.reshape(-1, 64).T
