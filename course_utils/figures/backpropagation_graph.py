"""Lesson 04's picture of a computational graph in which one value is used twice."""

from __future__ import annotations

from course_utils.figures import style
from course_utils.figures.style import Picture, draws, new_figure

__all__ = ["value_used_twice"]

PLACES = {"a": (0.0, 0.0), "z_1": (1.5, 0.8), "z_2": (1.5, -0.8), "s": (3.0, 0.0)}


@draws
def value_used_twice(a: float = 4.0) -> Picture:
    """Draw the computational graph of s = z_1 z_2, where z_1 = 2a and z_2 = a + 1.

    Values stand in the nodes. Along each arrow stands its own derivative, in blue; below each node
    the derivative of s with respect to it, in orange.
    """
    z_1, z_2 = 2 * a, a + 1
    values = {"a": a, "z_1": z_1, "z_2": z_2, "s": z_1 * z_2}
    total = {"s": 1.0, "z_1": z_2, "z_2": z_1, "a": 2 * z_2 + z_1}
    local = {("a", "z_1"): 2.0, ("a", "z_2"): 1.0, ("z_1", "s"): z_2, ("z_2", "s"): z_1}
    rules = {"z_1": "$z_1 = 2a$", "z_2": "$z_2 = a + 1$", "s": "$s = z_1 z_2$", "a": "$a$"}
    picture, ax = new_figure(7.2, 3.4)
    ax.set_axis_off()
    for (start, end), slope in local.items():
        arrow = {"arrowstyle": "-|>", "color": "#555555", "shrinkA": 23, "shrinkB": 23}
        ax.annotate("", PLACES[end], PLACES[start], arrowprops={**arrow, "linewidth": 1.6})
        (x, y), (x_end, y_end) = PLACES[start], PLACES[end]
        lift = 0.16 if y + y_end > 0 else -0.16
        across = "right" if (y_end - y) * lift > 0 else "left"
        words = f"$\\times\\,{slope:g}$"
        ax.text(
            (x + x_end) / 2, (y + y_end) / 2 + lift, words, color=style.BLUE, ha=across, va="center"
        )
    for name, (x, y) in PLACES.items():
        ax.plot([x], [y], "o", markersize=40, color="#f2f2f2", markeredgecolor="#333333")
        ax.text(x, y, f"{values[name]:g}", ha="center", va="center", fontsize=12)
        ax.text(x, y + 0.38, rules[name], ha="center", va="bottom")
        letter = "\\partial s" if name == "s" else f"\\partial {name}"
        text = f"$\\partial s/{letter} = {total[name]:g}$"
        ax.text(x, y - 0.38, text, ha="center", va="top", color=style.VERMILION)
    ax.text(
        0,
        -0.64,
        f"$= {z_2:g}\\cdot 2 + {z_1:g}\\cdot 1$",
        ha="center",
        va="top",
        color=style.VERMILION,
    )
    ax.set(xlim=(-0.75, 3.75), ylim=(-1.55, 1.5))
    picture.alt = (
        f"A computational graph. Two arrows lead from a = {a:g} to z_1 = 2a = {z_1:g} and to "
        f"z_2 = a + 1 = {z_2:g}, and one from each of these to s = z_1 z_2 = {values['s']:g}. "
        f"Back through z_1 the derivative is {z_2:g} times 2 = {2 * z_2:g}, back through z_2 it is "
        f"{z_1:g} times 1 = {z_1:g}. Together ds/da = {total['a']:g}."
    )
    return picture
