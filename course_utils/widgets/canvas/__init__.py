"""Live pictures that the browser draws: the kernel sends numbers, JavaScript beside this file draws."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


class PlaygroundCanvas(anywidget.AnyWidget):
    """The playground's picture; see playground.js for what each of these holds."""

    _esm = HERE / "playground.js"
    scene = traitlets.Dict().tag(sync=True)
    tiles = traitlets.Bytes().tag(sync=True)
    weights = traitlets.Bytes().tag(sync=True)
    records = traitlets.Bytes().tag(sync=True)
    points = traitlets.Bytes().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    large: traitlets.List[int] = traitlets.List().tag(sync=True)
    drawn = traitlets.Int().tag(sync=True)


class DigitCanvas(anywidget.AnyWidget):
    """A pad to draw a digit on, and the network that reads it; see digit.js for what these hold."""

    _esm = HERE / "digit.js"
    ink: traitlets.List[int] = traitlets.List().tag(sync=True)
    pixels = traitlets.Bytes().tag(sync=True)
    weights = traitlets.Bytes().tag(sync=True)
    hidden: traitlets.List[float] = traitlets.List().tag(sync=True)
    outputs: traitlets.List[float] = traitlets.List().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
