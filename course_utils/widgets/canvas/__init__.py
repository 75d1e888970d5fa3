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
    large = traitlets.List().tag(sync=True)
    drawn = traitlets.Int().tag(sync=True)
