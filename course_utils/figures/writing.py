"""Many words in a picture that is drawn again and again: as outlines, sooner than texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

LINE = 1.3  # from one line to the next, in sizes of the font
ALIGNED = {"left": 0.0, "bottom": 0.0, "center": 0.5, "right": 1.0, "top": 1.0}


class Words(NamedTuple):
    """Words to write at (x, y), in the units of the axes; size in points.

    `across` and `up` say what of them is there: "left", "center" or "right"; "bottom", "center" or
    "top". They may have lines, and formulas between dollar signs.
    """

    x: float
    y: float
    words: str
    size: float = 8.5
    color: str = "black"
    across: str = "center"
    up: str = "center"
    upright: bool = False


class Written(PathCollection):
    """Words as one artist; `words` says which."""

    def __init__(self, ax: Axes, words: Sequence[Words]) -> None:
        super().__init__(
            [_outline(w.words, w.size, w.across, w.up, w.upright) for w in words],
            offsets=[(w.x, w.y) for w in words],
            offset_transform=ax.transData,
            facecolors=[w.color for w in words],
            linewidths=0,
            zorder=4,
        )
        self.words = [w.words for w in words]
        points = ax.get_figure(root=True).dpi_scale_trans  # type: ignore[union-attr]
        self.set_transform(Affine2D().scale(1 / 72) + points)


def write(ax: Axes, words: Sequence[Words]) -> None:
    """Write all words, over everything else; blanks are passed over."""
    words = [w for w in words if w.words.strip()]
    # Like texts, words may stand outside of the axes.
    ax.add_collection(Written(ax, words), autolim=False).set_clip_on(False)


@lru_cache(maxsize=4096)
def _outline(words: str, size: float, across: str, up: str, upright: bool) -> Path:
    """Return the outline of some words, in points, with the place where they stand at (0, 0)."""
    lines = [
        TextPath((0, -LINE * size * k), line, size) for k, line in enumerate(words.split("\n"))
    ]
    path = Path.make_compound_path(*(_shifted(line, 0, ALIGNED[across]) for line in lines))
    path = _shifted(path, 1, ALIGNED[up])
    return path.transformed(Affine2D().rotate_deg(90)) if upright else path


def _shifted(path: Path, axis: int, share: float) -> Path:
    """Move a path along an axis so that this share of its length lies before 0."""
    # The points themselves: where exactly curves end takes Matplotlib ten times as long to find.
    vertices = np.array(path.vertices)
    along = vertices[np.asarray(path.codes) != Path.CLOSEPOLY, axis]
    vertices[:, axis] -= along.min() + share * np.ptp(along)
    return Path(vertices, path.codes)
