"""Pictures of lesson 06: what the L1 and the L2 penalty do to weights."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Patch, Polygon

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure

Array = np.ndarray
NORM_LOOKS = {"l1": (style.VERMILION, "--"), "l2": (style.BLUE, "-")}


@draws
def penalty_slopes(penalty_gradient: Callable[..., Array]) -> Picture:
    """Draw what one weight costs, and how hard it is pushed, for L1 and L2 with lam / m = 1."""
    w = np.linspace(-2, 2, 401)
    picture, (left, right) = new_figure(5.4, 2.4, 1, 2)
    for norm, penalty in (("l1", np.abs(w)), ("l2", w**2 / 2)):
        color, dash = NORM_LOOKS[norm]
        left.plot(w, penalty, color=color, linestyle=dash, label=norm.upper())
        # A break at 0, where the slope of |w| jumps, instead of a steep line that is not there.
        slope = penalty_gradient(w.reshape(1, -1), 1.0, 1, norm)[0].astype(float)
        for side in (w < 0, w > 0):
            right.plot(w[side], slope[side], color=color, linestyle=dash)
    left.set(xlabel="weight $w$", ylabel="penalty (nats)")
    right.set(xlabel="weight $w$", ylabel="slope (nats per unit of $w$)", ylim=(-2.1, 2.1))
    left.legend()
    picture.alt = (
        "Left: the L1 penalty is a V, the L2 penalty a parabola. Right: their slopes. That of L2 "
        "fades to 0 as the weight does; that of L1 is 1 or -1 however small the weight is."
    )
    return picture


@draws
def shrinkage_curves(soft_threshold: Callable[..., Array], t: float = 1.0) -> Picture:
    """Draw what becomes of a weight under L1 (`soft_threshold`) and under L2."""
    picture, ax = new_figure(4.2, 2.5)
    plot_shrinkage(ax, soft_threshold, t)
    ax.legend()
    picture.alt = (
        f"The weight afterwards against the weight before, for t = {t:g}. Without a penalty: the "
        f"diagonal. L1: flat at 0 from -{t:g} to {t:g}, then parallel to the diagonal, {t:g} nearer "
        "to 0. L2: a straight line through 0 that is less steep, and 0 only at 0."
    )
    return picture


def plot_shrinkage(ax: Axes, soft_threshold: Callable[..., Array], t: float) -> None:
    """Draw both rules of shrinking from -3 to 3."""
    w = np.linspace(-3, 3, 241)
    ax.plot(w, w, color=style.GREY, linestyle=":", linewidth=1.4, label="no penalty")
    ax.plot(w, w / (1 + t), color=style.BLUE, label="L2: $w / (1 + t)$")
    ax.plot(
        w,
        soft_threshold(w.reshape(1, -1), t)[0],
        "--",
        color=style.VERMILION,
        label="L1: soft threshold",
    )
    ax.set(xlabel="weight before", ylabel="weight after", xlim=(-3, 3), ylim=(-3, 3))


@draws
def penalty_shapes(
    soft_threshold: Callable[..., Array], bottom: tuple[float, float] = (1.8, 0.7), t: float = 0.9
) -> Picture:
    """Draw a round bowl's `bottom`, and where either penalty moves it."""
    picture, axes = new_figure(5.2, 2.7, 1, 2)
    said = []
    for ax, norm in zip(axes, ("l1", "l2"), strict=True):
        point = plot_shape(ax, soft_threshold, np.array(bottom), t, norm)
        ax.set_title(f"{norm.upper()}: ({point[0]:.2f}, {point[1]:.2f})")
        said.append(f"{norm.upper()} moves it to ({point[0]:.2f}, {point[1]:.2f})")
    axes[0].legend(loc="lower left", fontsize=8)
    picture.alt = (
        f"Two panels with circles around the cost's bottom at {bottom}. {'; '.join(said)}. "
        "The L1 diamond is touched at a corner, where one weight is 0; the L2 disc on its round side."
    )
    return picture


def plot_shape(
    ax: Axes, soft_threshold: Callable[..., Array], bottom: Array, t: float, norm: str
) -> Array:
    """Draw contours around `bottom`, and the penalty's contour that they touch; return where."""
    if norm == "l1":
        point = soft_threshold(bottom.reshape(1, 2), t)[0]
        size = float(np.abs(point).sum())
        corners = size * np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
        shape: Patch = Polygon(corners, facecolor=style.VERMILION, alpha=0.25)
    else:
        point = bottom / (1 + t)
        shape = Circle((0, 0), float(np.hypot(*point)), facecolor=style.BLUE, alpha=0.25)
    ax.add_patch(shape)
    touching = float(np.hypot(*(point - bottom)))
    for radius in (touching / 2, touching, 1.5 * touching):
        ring = Circle(tuple(bottom), radius, fill=False, color=style.GREY, linewidth=1.2)
        ax.add_patch(ring)
    ax.axhline(0, color="#222222", linewidth=0.8)
    ax.axvline(0, color="#222222", linewidth=0.8)
    ax.plot(*bottom, "*", color=style.BLUE, markersize=12, label="without a penalty")
    ax.plot(*point, "o", color=style.VERMILION, markersize=8, label="with it")
    ax.set(xlabel="weight $w_1$", ylabel="weight $w_2$", aspect="equal")
    ax.set(xlim=(-2.6, 2.6), ylim=(-2.6, 2.6))
    return point
