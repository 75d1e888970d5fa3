"""A picture that is shown again and again: its frame is drawn once, its content each time."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.transforms import Bbox

from course_utils.figures.style import Picture, styled, to_png

MOST_FRAMES = 16  # kept of the axes of a picture; about a megabyte each


class Stage:
    """Turns one picture after the other into PNG; much sooner if it is the same, drawn into again.

    Ticks, labels and titles take more than half of the time that drawing needs, and they seldom
    change. They are the frame, which is kept; everything else is drawn over it, an image over
    the grid too.

    Parameters
    ----------
    dpi : int
        Pixels per inch.
    """

    def __init__(self, dpi: int) -> None:
        self.dpi = dpi
        self._picture: Picture | None = None
        self._places: Sequence[Bbox] = ()
        self._frames: dict[Hashable, np.ndarray] = {}

    def png(self, picture: Picture) -> bytes:
        """Return the picture as PNG, its axes where those of the first picture stood."""
        with styled():
            canvas = picture.canvas_of(self.dpi)
            if picture is not self._picture:
                self._enter(picture, canvas)
            self._draw(picture, canvas)
            return to_png(canvas)

    def _enter(self, picture: Picture, canvas: FigureCanvasAgg) -> None:
        """Find the places of the axes, once for all pictures that have as many."""
        self._picture = picture
        self._frames.clear()
        if len(self._places) != len(picture.axes):
            canvas.draw()  # looks for a layout
            places = [ax.get_position() for ax in picture.axes]
            self._places = self._places or places
        else:
            places = list(self._places)
        picture.set_layout_engine("none")
        for ax, place in zip(picture.axes, places, strict=True):
            ax.set_position(place)

    def _draw(self, picture: Picture, canvas: FigureCanvasAgg) -> None:
        content = [artist for ax in picture.axes for artist in _content(ax)]
        with _hidden(content):
            frames = [self._frame(picture, canvas, ax) for ax in picture.axes]
        # All of them at once: what is darker, on white.
        np.asarray(canvas.buffer_rgba())[:] = np.minimum.reduce(frames)
        renderer = canvas.get_renderer()
        for artist in content:
            artist.draw(renderer)

    def _frame(self, picture: Picture, canvas: FigureCanvasAgg, ax: Axes) -> np.ndarray:
        """Return the canvas with nothing on it but the frame of these axes."""
        state = ax, picture.get_suptitle(), _state_of_frame(ax, canvas.get_renderer())
        if state not in self._frames:
            with _hidden([other for other in picture.axes if other is not ax]):
                canvas.draw()
            if len(self._frames) == MOST_FRAMES:
                del self._frames[next(iter(self._frames))]
            self._frames[state] = np.array(canvas.buffer_rgba())
        return self._frames[state]


def empty(*axes: Axes) -> None:
    """Take out what was drawn, so that axes can be drawn into again; their frames stay.

    New axes for each picture would take a third of its time. What is drawn must set the same limits,
    ticks and labels each time.
    """
    for ax in axes:
        # Texts last: contours take their labels with them.
        for kind in ("lines", "collections", "images", "patches", "texts"):
            for artist in list(getattr(ax, kind)):
                artist.remove()
        if legend := ax.get_legend():
            legend.remove()
        ax.set_prop_cycle(None)


def _content(ax: Axes) -> list[Artist]:
    """Return what is drawn over the frame, lowest first."""
    frame = {ax.xaxis, ax.yaxis, ax.title, ax.patch}
    if not ax.axison:
        frame |= set(ax.spines.values())  # not drawn at all
    content = [artist for artist in ax.get_children() if artist not in frame]
    return sorted(content, key=lambda artist: artist.get_zorder())


def _state_of_frame(ax: Axes, renderer: RendererBase) -> Hashable:
    """Return all that the look of the frame depends on; colors and sizes do not change."""
    locator: Any = ax.get_axes_locator()  # None but for a colorbar
    ax.apply_aspect(locator(ax, renderer) if locator else None)
    state: list[Hashable] = [ax.get_title(), *ax.get_position().bounds]
    for axis in (ax.xaxis, ax.yaxis) if ax.axison else ():
        ticks = [float(tick) for tick in axis.get_majorticklocs()]
        state += [axis.get_scale(), axis.label.get_text(), *axis.get_view_interval(), *ticks]
        state += [*axis.get_minorticklocs(), *axis.get_major_formatter().format_ticks(ticks)]
    return tuple(state)


@contextmanager
def _hidden(artists: Sequence[Artist]) -> Iterator[None]:
    shown = [artist for artist in artists if artist.get_visible()]
    for artist in shown:
        artist.set_visible(False)
    try:
        yield
    finally:
        for artist in shown:
            artist.set_visible(True)
