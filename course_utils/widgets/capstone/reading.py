"""Lesson 08's reader: draw a digit, or take one of the test, and watch your own network read it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as ipw
import numpy as np

from course_utils import reference
from course_utils.figures.capstone import digit_reading
from course_utils.figures.digits import INK, from_drawing, moved, named, turned
from course_utils.widgets.canvas import DigitCanvas
from course_utils.widgets.explorer import own_or_reference

Array = np.ndarray
Parameters = list[tuple[Array, Array]]
TEST, DRAWING = "a test digit", "my drawing"


class DigitReader:
    """A pad, controls for those who do not draw, and the network at work; see `digit_reader`."""

    def __init__(
        self,
        network: Callable[[], Parameters],
        X: Array,
        labels: Array,
        forward: Callable[..., Any] | None,
    ) -> None:
        pair = [(np.full((1, 2), 0.1), np.zeros((1, 1)))]
        functions, note = own_or_reference(
            {"forward": forward}, {"forward": (np.ones((2, 3)), pair, ["identity"])}
        )
        self.forward = functions["forward"]
        self.X, self.labels = X, labels
        self.parameters, whose = _parameters_of(network)
        self.canvas = DigitCanvas()
        self.reading = ipw.HTML()
        self.note = ipw.HTML(f'<span style="opacity:0.8">{whose} {note}</span>')
        self.controls = _controls(X.shape[1])
        for name, control in self.controls.items():
            control.style.description_width = "10em"
            control.layout.width = "27em"
            control.observe(self._changed if name != "number" else self._taken, names="value")
        self.canvas.observe(self._drawn, names="ink")
        W = self.parameters[0][0] if len(self.parameters) > 1 else np.zeros((0, 64))
        scaled = W / np.maximum(np.abs(W).max(axis=1, keepdims=True, initial=0), 1e-12)
        self.canvas.weights = np.uint8(np.rint(127.5 * (scaled + 1))).tobytes()
        x, hidden, outputs = self._read()
        self.first = digit_reading(x, W, hidden, outputs, self._source())
        grid = ipw.HBox(list(self.controls.values()), layout=ipw.Layout(flex_flow="row wrap"))
        self.box = ipw.VBox([grid, self.canvas, self.reading, self.note])

    def image(self) -> Array:
        """Return the image (64,) that the network is given now."""
        values = {name: control.value for name, control in self.controls.items()}
        if values["source"] == DRAWING:
            ink = np.array(self.canvas.ink or [0] * INK**2, float).reshape(INK, INK)
            x = from_drawing(ink / 255, values["centered"])
        else:
            x = self.X[:, values["number"]]
        x = turned(x, values["turn"]) if values["turn"] else x
        x = moved(x[:, np.newaxis], values["right"], values["down"])[:, 0]
        noise = np.random.default_rng(0).normal(0, values["noise"], x.shape)
        return np.clip(x + noise, 0, 1)

    def _read(self) -> tuple[Array, Array, Array]:
        """Let the network read the image; show what happens, and say it."""
        self.controls["centered"].disabled = self.controls["source"].value != DRAWING
        x = self.image()
        names = ["relu"] * (len(self.parameters) - 1) + ["identity"]
        try:
            Z, cache = self.forward(x[:, np.newaxis], self.parameters, names)
            hidden = np.asarray(cache[1][0])[:, 0] if len(self.parameters) > 1 else np.zeros(0)
            outputs = reference.softmax(np.asarray(Z))[:, 0]
        except Exception as error:  # a student's own function
            what = escape(f"{type(error).__name__}: {error}".splitlines()[0][:120])
            self._say(f"<b><code>forward</code> stops with {what}</b>")
            return x, np.zeros(len(self.parameters[0][0])), np.full(10, 0.1)
        best, second = np.argsort(-outputs)[:2]
        said = (
            f"{self._source()} is read as <b>{best}</b>, with {outputs[best]:.0%}; next comes "
            f"{second}, with {outputs[second]:.0%}."
        )
        if len(hidden):
            said += f" {int(np.sum(hidden > 0))} of {len(hidden)} neurons of the first layer fire."
        self._say(said)
        self.canvas.alt = (
            "A pad to draw on; the image that the network is given; the weights of the first layer's "
            f"neurons as images, framed where they fire; ten bars. {said.replace('<b>', '')}"
        ).replace("</b>", "")
        with self.canvas.hold_sync():
            self.canvas.pixels = np.uint8(np.rint(255 * x)).tobytes()
            self.canvas.hidden = [float(f"{value:.4g}") for value in hidden]
            self.canvas.outputs = [float(f"{value:.4g}") for value in outputs]
        return x, hidden, outputs

    def _say(self, words: str) -> None:
        self.reading.value = f'<div role="status" aria-live="polite">{words}</div>'

    def _source(self) -> str:
        values = {name: control.value for name, control in self.controls.items()}
        if values["source"] == DRAWING:
            return "Your drawing" if any(self.canvas.ink) else "The empty pad"
        number = values["number"]
        changes = [
            f"moved {abs(values[name])} {words[values[name] < 0]}"
            for name, words in (("right", ("right", "left")), ("down", ("down", "up")))
            if values[name]
        ]
        changes += [f"turned by {values['turn']}°"] * bool(values["turn"])
        changes += [f"with noise {values['noise']:.2f}"] * bool(values["noise"])
        plain = f"Test digit {number}, {named(self.labels[number])}"
        return f"{plain}, {', '.join(changes)}," if changes else plain

    def _changed(self, _change: object) -> None:
        self._read()

    def _taken(self, _change: object) -> None:
        """Read the test digit that was chosen."""
        if self.controls["source"].value == TEST:
            self._read()
        else:
            self.controls["source"].value = TEST

    def _drawn(self, _change: object) -> None:
        """Read the drawing, as soon as there is something on the pad."""
        if self.controls["source"].value == DRAWING:
            self._read()
        else:
            self.controls["source"].value = DRAWING

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the live widget, and its first picture for pages where no widget can live."""
        bundle = self.box._repr_mimebundle_(**kwargs) or {}
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle)
        data["text/html"] = self.first.to_html()
        data["text/plain"] = f"<interactive picture: {self.first.alt}>"
        return data


def _controls(digits: int) -> dict[str, ipw.Widget]:
    return {
        "source": ipw.Dropdown(options=[TEST, DRAWING], value=TEST, description="read"),
        "number": ipw.IntSlider(value=0, min=0, max=digits - 1, description="test digit number"),
        "right": ipw.IntSlider(value=0, min=-3, max=3, description="move right (pixels)"),
        "down": ipw.IntSlider(value=0, min=-3, max=3, description="move down (pixels)"),
        "turn": ipw.IntSlider(value=0, min=-45, max=45, step=5, description="turn (degrees)"),
        "noise": ipw.FloatSlider(value=0, min=0, max=0.6, step=0.05, description="noise"),
        "centered": ipw.Checkbox(value=True, description="center and scale it"),
    }


def _parameters_of(network: Callable[[], Parameters]) -> tuple[Parameters, str]:
    """Return the student's network, or one of the course's if there is none that can read."""
    try:
        parameters = [(np.asarray(W, float), np.asarray(b, float)) for W, b in network()]
        reads, _ = reference.forward(
            np.zeros((64, 1)), parameters, ["relu"] * (len(parameters) - 1) + ["identity"]
        )
        if reads.shape == (10, 1) and np.isfinite(reads).all():
            return parameters, "Read by your own network."
    except Exception:
        pass
    from course_utils.datasets import load_digits

    digits = load_digits()
    parameters = reference.train_digits(digits.X, digits.labels, np.random.default_rng(0))
    return parameters, "A network of the course's reads until <code>train_digits</code> gives one."


def digit_reader(
    network: Callable[[], Parameters],
    X: Array,
    labels: Array,
    forward: Callable[..., Any] | None = None,
) -> DigitReader:
    """Draw a digit, or take one of the test, and watch a network read it.

    Parameters
    ----------
    network : callable
        Returns the parameters: ReLU in hidden layers, 64 inputs, ten outputs.
    X, labels : ndarray, shapes (64, m) and (m,)
        Digits to choose from instead of drawing.
    forward : callable, optional
        The student's own; the reference stands in for one that does not work yet.
    """
    return DigitReader(network, X, labels, forward)
