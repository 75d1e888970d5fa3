"""One look for every picture of the course, and a figure that shows itself with a text alternative."""

from __future__ import annotations

import base64
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from html import escape
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from PIL import Image

# Okabe and Ito's colors: told apart by color-blind eyes, and by their lightness in greyscale.
BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE, YELLOW, GREY = "#56B4E9", "#CC79A7", "#F0E442", "#7f7f7f"
CYCLE = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P")
# Two classes are told apart by marker as well as by color; class 0 first.
CLASS_COLORS, CLASS_MARKERS = (BLUE, ORANGE), ("o", "^")
# From one class's color through white to the other's: the output of a network over a plane.
CLASSES = LinearSegmentedColormap.from_list("classes", [BLUE, "white", ORANGE])
# Diverging and sequential maps that survive color blindness.
DIVERGING, SEQUENTIAL = "RdBu_r", "cividis"

# Any: Matplotlib types every key of these by name.
RC: Any = {
    # A white ground of its own makes a picture legible in the dark theme too.
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": 10.0,
    "axes.titlesize": 10.5,
    "axes.titley": 1.0,  # above the axes: where to put it need not be found out for each picture
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "lines.linewidth": 2.0,
    "legend.frameon": False,
    "svg.hashsalt": "course",
    "svg.fonttype": "none",
}

# A renderer's parser caches the formulas that it has read: one for all pictures reads each once.
_FORMULAS = RendererAgg(1, 1, 72).mathtext_parser

_ONE_AT_A_TIME = threading.RLock()
_depth = 0  # how often `styled` is entered, by the thread that has the lock

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Picture(Figure):
    """A Matplotlib figure with a text alternative, which Jupyter shows as an image that has it."""

    alt: str = ""

    def png(self, colors: int = 0) -> bytes:
        """Return the picture as PNG, at twice the screen's resolution; `colors` as for `to_png`."""
        with styled():
            canvas = self.canvas_of(144)
            # One drawing, where `savefig` would make two.
            canvas.draw()
            return to_png(canvas, colors)

    def canvas_of(self, dpi: int) -> FigureCanvasAgg:
        """Return a canvas to draw on, of so many pixels per inch."""
        # What was measured of a text holds for its canvas and resolution: keep both if possible.
        if self.dpi != dpi:
            self.set_dpi(dpi)
        canvas = self.canvas
        if not isinstance(canvas, FigureCanvasAgg):
            canvas = FigureCanvasAgg(self)
        canvas.get_renderer().mathtext_parser = _FORMULAS
        return canvas

    def to_html(self) -> str:
        """Return the picture as an HTML image with its text alternative."""
        data = base64.b64encode(self.png(colors=128)).decode()
        width = round(self.get_figwidth() * 72)
        return (
            f'<img alt="{escape(self.alt, quote=True)}" style="width:{width}px;max-width:100%" '
            f'src="data:image/png;base64,{data}">'
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.to_html(), "text/plain": f"<picture: {self.alt}>"}


def to_png(canvas: FigureCanvasAgg, colors: int = 0) -> bytes:
    """Return what was drawn on a canvas as PNG.

    With `colors`, no more than so many different ones: less than half the bytes, for pages that are
    stored.
    """
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    if colors:
        image = image.quantize(colors, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", compress_level=9 if colors else 1)
    return buffer.getvalue()


def new_figure(
    width: float = 6.4,
    height: float = 3.6,
    rows: int = 1,
    columns: int = 1,
    alt: str = "",
    **subplots: Any,
) -> tuple[Picture, Any]:
    """Return a `Picture` of that size in inches, and its axes as `Figure.subplots` gives them.

    Set `alt`, or ``picture.alt`` later, to what a reader who does not see the picture needs to know.
    """
    with styled():
        figure = Picture(figsize=(width, height), layout="constrained")
        axes = figure.subplots(rows, columns, **subplots)
    figure.alt = alt
    return figure, axes


def plot_classes(ax: Axes, X: np.ndarray, y: np.ndarray, size: float = 26.0) -> None:
    """Scatter two-dimensional examples, rows of `X` (n, 2), by class `y` (n,): color and marker."""
    for label in np.unique(y).astype(int):
        chosen = y == label
        ax.plot(
            X[chosen, 0],
            X[chosen, 1],
            CLASS_MARKERS[label % 2],
            color=CLASS_COLORS[label % 2],
            markersize=size**0.5,
            markeredgecolor="#222222",
            markeredgewidth=0.5,
            label=f"class {label}",
            zorder=3,
        )


def draws(function: Callable[Parameters, Result]) -> Callable[Parameters, Result | Picture]:
    """Decorate a figure: where a function handed to it is not written yet, draw a place-holder.

    Where one raises something else, or returns what cannot be drawn, the place-holder says that:
    its check, not a picture, is the place to find out why.
    """

    @wraps(function)
    def drawn(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result | Picture:
        try:
            with styled():
                return function(*args, **kwargs)
        except NotImplementedError as error:
            return placeholder(waits_for(error))
        except Exception as error:
            what = f"{type(error).__name__}: {error}".splitlines()[0][:90]
            return placeholder(f"This picture could not be drawn.\nDo the checks pass?  ({what})")

    return drawn


@contextmanager
def styled() -> Iterator[None]:
    """Draw in the course's style, one thread at a time.

    Matplotlib's settings are one for all threads, and JupyterLab lets controls speak to a kernel in
    threads of their own. Inside of itself it does nothing: to copy all settings takes a while.
    """
    global _depth
    with _ONE_AT_A_TIME, nullcontext() if _depth else mpl.rc_context(RC):
        _depth += 1
        try:
            yield
        finally:
            _depth -= 1


def placeholder(message: str, width: float = 6.4, height: float = 1.4) -> Picture:
    """Return a picture that only says `message`."""
    figure, ax = new_figure(width, height, alt=message)
    ax.set_axis_off()
    ax.text(0.5, 0.5, message, ha="center", va="center", color="#444444", size=12)
    return figure


def waits_for(error: BaseException) -> str:
    """Say which function is not written yet: the one that raised this error."""
    trace = error.__traceback__
    name = "a function"
    while trace is not None:
        name = trace.tb_frame.f_code.co_name
        trace = trace.tb_next
    return f"{name} is not written yet: this picture waits for it."
