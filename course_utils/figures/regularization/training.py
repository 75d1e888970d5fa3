"""Pictures of lesson 06: training with and without a penalty. X is (p, m), Y is (1, m)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from course_utils.figures import style
from course_utils.figures.style import CLASSES, Picture, draws, new_figure, plot_classes

Array = np.ndarray
# A way to train: the penalty's name (None for no penalty) and its strength.
Setting = tuple[str | None, float]


@draws
def training_curves(
    history: Callable[[str | None, float], Array], settings: Mapping[str, Setting]
) -> Picture:
    """Draw training and validation cost against steps, one panel per setting.

    Parameters
    ----------
    history : callable
        ``history(norm, lam)`` returns an array (k, 3): step, training cost, validation cost.
    """
    picture, axes = new_figure(1.9 * len(settings) + 1.1, 2.4, 1, len(settings), sharey=True)
    said = []
    for ax, (title, setting) in zip(np.atleast_1d(axes), settings.items(), strict=True):
        steps, training, validation = history(*setting).T
        plot_costs(ax, steps, training, validation)
        ax.set(title=title)
        said.append(
            f"{title}: in the end {training[-1]:.3f} in training and {validation[-1]:.3f} in "
            f"validation, whose lowest was {validation.min():.3f}"
        )
    np.atleast_1d(axes)[0].set(ylabel="cost (nats)")
    np.atleast_1d(axes)[0].legend()
    picture.alt = f"Training and validation cost against steps. {'; '.join(said)}."
    return picture


def plot_costs(
    ax: Axes, steps: Array, training: Array, validation: Array, last: float | None = None
) -> None:
    """Draw the two curves of one training, on an axis that ends at step `last`."""
    last = steps[-1] if last is None else last
    ax.plot(steps, training, color=style.BLUE, label="training")
    ax.plot(steps, validation, "--", color=style.VERMILION, label="validation")
    ax.set(xlabel="steps", ylim=(0, 0.4), xlim=(-0.04 * last, 1.04 * last))


@draws
def cost_by_strength(
    costs: Callable[[str | None, float], Array], strengths: Mapping[str, Sequence[float]]
) -> Picture:
    """Draw training and validation cost against a penalty's strength, one panel per norm.

    Parameters
    ----------
    costs : callable
        ``costs(norm, lam)`` returns an array (splits, 2): training and validation cost, one row per split.
    strengths : mapping of norm to values of lam, ascending
    """
    picture, axes = new_figure(5.6, 2.5, 1, len(strengths), sharex=True, sharey=True)
    unpenalized = costs(None, 0.0)
    said = [f"no penalty: validation {unpenalized[:, 1].mean():.3f}"]
    for ax, (norm, values) in zip(np.atleast_1d(axes), strengths.items(), strict=True):
        found = np.array([costs(norm, lam) for lam in values])  # (strengths, splits, 2)
        for part, name in enumerate(("training", "validation")):
            color, dash, marker = style.CYCLE[part], style.LINES[part], style.MARKERS[part]
            mean = found[:, :, part].mean(axis=1)
            ax.plot(values, mean, color=color, linestyle=dash, marker=marker, label=name)
            low, high = found[:, :, part].min(axis=1), found[:, :, part].max(axis=1)
            ax.fill_between(values, low, high, color=color, alpha=0.15, linewidth=0)
        level = unpenalized[:, 1].mean()
        ax.axhline(level, color=style.GREY, linestyle=":", label="validation, no penalty")
        best = int(found[:, :, 1].mean(axis=1).argmin())
        ax.set(xscale="log", xlabel="strength $\\lambda$", title=norm.upper(), ylim=(0, 0.4))
        said.append(
            f"{norm.upper()}: validation is lowest, {found[best, :, 1].mean():.3f}, at lambda "
            f"{values[best]:g}"
        )
    np.atleast_1d(axes)[0].set(ylabel="cost (nats)")
    np.atleast_1d(axes)[0].legend(loc="upper left")
    picture.alt = (
        "Cost against the strength of the penalty, one panel per norm. Training cost only rises; "
        f"validation cost falls first, then rises. {'; '.join(said)}."
    )
    return picture


@draws
def tumor_boundaries(
    probability: Callable[[Array, str | None, float], Array],
    settings: Mapping[str, Setting],
    X: Array,
    Y: Array,
    names: Sequence[str],
) -> Picture:
    """Draw the probability over the plane of two features, one panel per setting.

    Parameters
    ----------
    probability : callable
        ``probability(points, norm, lam)``, points (2, k), returns (1, k).
    """
    picture, axes = new_figure(3.5 * len(settings), 3.1, 1, len(settings), sharey=True)
    first, second, points = plane_of(X)
    for ax, (title, setting) in zip(np.atleast_1d(axes), settings.items(), strict=True):
        p = probability(points, *setting).reshape(first.shape)
        shade = plot_boundary(ax, first, second, p, X, Y)
        ax.set(title=title, xlabel=names[0])
    np.atleast_1d(axes)[0].set(ylabel=names[1])
    picture.colorbar(shade, ax=axes, label="probability of malignant", ticks=[0, 0.5, 1])
    picture.alt = (
        f"The plane of {names[0]} and {names[1]} with the training tumors, a panel for each of: "
        f"{', '.join(settings)}. Without a penalty the boundary bends around single tumors; with "
        "it the boundary is smooth and the probability changes gently across it."
    )
    return picture


def plane_of(X: Array, points: int = 90) -> tuple[Array, Array, Array]:
    """Return a grid around the examples `X` (2, m): both coordinates, and its points as columns."""
    ticks = [np.linspace(row.min() - 0.4, row.max() + 0.4, points) for row in X]
    first, second = np.meshgrid(*ticks)
    return first, second, np.vstack([first.ravel(), second.ravel()])


def plot_boundary(ax: Axes, first: Array, second: Array, p: Array, X: Array, Y: Array) -> Any:
    """Draw probabilities over the plane, the boundary at one half, and the examples."""
    box = (first.min(), first.max(), second.min(), second.max())
    shade = ax.imshow(
        p, CLASSES, vmin=0, vmax=1, origin="lower", extent=box, aspect="auto", alpha=0.75
    )
    if p.min() < 0.5 < p.max():
        ax.contour(first, second, p, levels=[0.5], colors="black", linewidths=1.8)
    plot_classes(ax, X.T, Y[0], size=18)
    ax.grid(False)
    return shade


@draws
def early_stopping(
    history: Callable[[str | None, float], Array], settings: Mapping[str, Setting]
) -> Picture:
    """Draw the validation cost of each setting against steps, with its lowest point marked."""
    picture, ax = new_figure(5.4, 2.9)
    said = []
    for (title, setting), color, dash in zip(
        settings.items(), (style.VERMILION, style.BLUE, style.GREEN), style.LINES, strict=False
    ):
        steps, _, validation = history(*setting).T
        best = int(np.argmin(validation))
        ax.plot(steps, validation, color=color, linestyle=dash, label=title)
        ax.plot(steps[best], validation[best], "*", color=color, markersize=13)
        ax.plot(steps[-1], validation[-1], "o", color=color, markersize=6)
        said.append(
            f"{title}: lowest, {validation[best]:.3f}, at step {steps[best]:.0f}; "
            f"{validation[-1]:.3f} at the last step"
        )
    ax.set(xlabel="steps", ylabel="validation cost (nats)", ylim=(0, 0.4))
    ax.set_title("star: lowest; dot: last step", fontsize=9.5)
    ax.legend()
    picture.alt = f"Validation cost against steps. {'; '.join(said)}."
    return picture
