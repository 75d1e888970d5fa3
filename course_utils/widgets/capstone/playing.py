"""Lesson 08's playground: train a small network with your own functions, and watch all of it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import fields
from typing import Any, ClassVar

import ipywidgets as ipw
import numpy as np

from course_utils.figures import playground as pictures
from course_utils.figures.style import Picture, placeholder, styled
from course_utils.widgets.canvas import PlaygroundCanvas
from course_utils.widgets.capstone.controls import (
    RATES,
    SPEED,
    arranged,
    controls_for,
    described,
    line_of_code,
    reading_of,
)
from course_utils.widgets.explorer import own_or_reference
from course_utils.widgets.training import FEATURES, PROBES, Run, Settings, Trouble

SLICE = 0.03  # seconds of training between two pictures
PERIOD = 0.045  # seconds from one picture to the next, at least
PATIENCE = 0.5  # seconds to wait for the browser to draw; a closed page never does
SPOKEN = 0.5  # seconds between two changes of the words below the picture while it trains
MOST_STEPS = 20_000  # then it pauses by itself


class Playground:
    """A network in training, with controls, a picture and a reading; see `playground`."""

    _in_motion: ClassVar[Playground | None] = None

    def __init__(
        self, own: dict[str, Callable[..., Any]], settings: Settings, steps: int = 0
    ) -> None:
        self.functions, note = own_or_reference({name: own.get(name) for name in PROBES}, PROBES)
        self.run: Run | None = None
        self.trouble = ""
        self.seed = settings.seed
        self.running = False
        self._settings = settings
        self._last_step = MOST_STEPS
        self._task: asyncio.Task | None = None
        # JupyterLab lets controls speak to the kernel in threads of their own.
        self._lock = threading.RLock()
        self._spoken = 0.0
        _stop_training()  # this cell may have been run again
        self.controls = controls_for(settings)
        self.canvas = PlaygroundCanvas()
        self.reading = ipw.HTML()
        self.share = ipw.HTML()
        self._restart()
        self._advance(steps)
        self._show()
        self.first = self._static()
        self.controls["strength"].disabled = settings.norm == "none"
        for name, control in self.controls.items():
            told = self._tell if name in (SPEED, "large") else self._changed
            control.observe(told, names="value")
        self.controls["optimizer"].observe(self._suit_the_rate, names="value")
        self.canvas.observe(self._clicked, names="large")
        self.buttons = {
            name: ipw.Button(description=words, tooltip=tip, layout=ipw.Layout(width="auto"))
            for name, words, tip in (
                ("run", "Run", "train until paused"),
                ("step", "Step", "take one step"),
                ("reset", "Reset", "start again from the same random numbers"),
                ("new", "New seed", "start again from other random numbers"),
            )
        }
        self.buttons["run"].on_click(lambda _: self.pause() if self.running else self.start())
        self.buttons["step"].on_click(lambda _: self.step())
        self.buttons["reset"].on_click(lambda _: self.reset())
        self.buttons["new"].on_click(lambda _: self.reset(self.seed + 1))
        self.note = ipw.HTML(f'<span style="opacity:0.8">{note.replace("Drawn", "Trained")}</span>')
        rows = arranged(self.controls, self.buttons)
        self.box = ipw.VBox([*rows, self.canvas, self.reading, self.share, self.note])

    def start(self) -> None:
        """Train until paused; only one playground trains at a time."""
        _stop_training()
        if self.run is None:
            return
        self.trouble = ""
        self._last_step = self.run.steps + MOST_STEPS
        self.running = True
        Playground._in_motion = self
        self.buttons["run"].description = "Pause"
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no event loop: a test, a plain script, which calls `step` itself
            return
        self._task = loop.create_task(self._train())

    def pause(self) -> None:
        """Stop training; what was learned stays."""
        self.running = False
        if Playground._in_motion is self:
            Playground._in_motion = None
        self.buttons["run"].description = "Run"

    def step(self, count: int = 1) -> None:
        """Take so many steps and draw."""
        self.pause()
        with self._lock:
            self._advance(count)
            self._show()

    def reset(self, seed: int | None = None) -> None:
        """Start again, with the same seed or another one; a running training goes on from there."""
        with self._lock:
            self.seed = self.seed if seed is None else seed
            self._settings = self._chosen()
            self._restart()
            self._show()

    async def _train(self) -> None:
        this = asyncio.current_task()
        while self.running and not self.trouble and self._task is this:
            start = time.perf_counter()
            with self._lock:
                count = self.controls[SPEED].value
                self._advance(count or MOST_STEPS, SLICE)
                if self.run and self.run.steps >= self._last_step:
                    self.trouble = f"Paused after {MOST_STEPS} steps; press Run for more."
                self._show(speak=bool(self.trouble))
            await asyncio.sleep(0)
            while time.perf_counter() - start < PATIENCE and self._early(start):
                await asyncio.sleep(0.004)
        if self._task is this:
            self.pause()
            self._show()

    def _early(self, start: float) -> bool:
        """Return whether to wait: for the browser, or because the last picture is so young."""
        # One picture may be on its way while the next is made.
        drawn = self.canvas.drawn >= self.canvas.scene.get("number", 0) - 1
        return not drawn or time.perf_counter() - start < PERIOD

    def _advance(self, count: int, seconds: float = np.inf) -> None:
        """Take up to so many steps, for so long."""
        if self.run is None:
            return
        self.trouble = ""
        start = time.perf_counter()
        try:
            for _ in range(count):
                self.run.step()
                if time.perf_counter() - start > seconds:
                    break
            self.run.record()
        except Trouble as trouble:
            self.trouble = f"{trouble} The picture shows the last step that was right."

    def _restart(self) -> None:
        self.trouble = ""
        self.run = None
        try:
            self.run = Run(self.functions, self._settings)
        except Trouble as trouble:
            self.trouble = str(trouble)
        neurons = _neurons(self._settings)
        self.controls["large"].options = neurons
        self.controls["large"].value = neurons[0][1]

    def _chosen(self) -> Settings:
        values = {f.name: c.value for f in fields(Settings) if (c := self.controls.get(f.name))}
        return Settings(**values, seed=self.seed)

    def _changed(self, _change: object) -> None:
        """Take over what the controls say; start again if the training cannot go on with it."""
        with self._lock:
            settings = self._chosen()
            self.controls["strength"].disabled = settings.norm == "none"
            before, self._settings = self._settings, settings
            if not settings.same_start(before):
                self._restart()
            elif self.run is not None:
                self.trouble = ""
                self.run.go_on_with(settings)
            self._show()

    def _suit_the_rate(self, change: Any) -> None:
        """Move the learning rate to where the other kind of optimizer works."""
        if RATES[change["new"]] != RATES[change["old"]]:
            self.controls["learning_rate"].value = RATES[change["new"]]

    def _clicked(self, change: Any) -> None:
        neuron = tuple(change["new"])
        # A click on a picture that is being replaced may name a neuron that is gone.
        if neuron in [place for _, place in self.controls["large"].options]:
            self.controls["large"].value = neuron

    def _tell(self, _change: object) -> None:
        with self._lock:
            self._show()

    def _show(self, speak: bool = True) -> None:
        """Send what there is to draw, and say it in words; while it trains, not at every picture."""
        run = self.run
        speak = speak or time.perf_counter() - self._spoken > SPOKEN
        try:
            if run is not None:
                self._send(run)
        except Trouble as trouble:
            self.trouble, run, speak = str(trouble), None, True
        if run is None:
            self.canvas.scene = {}
            self.canvas.alt = "There is nothing to draw yet: see the words below."
        if speak:
            self._spoken = time.perf_counter()
            warning = f"<b>{self.trouble}</b> " if self.trouble else ""
            said = ""
            if run:
                self.canvas.alt = _alt(run)
                large = _name_of(run.settings, self.controls["large"].value)
                said = f"{reading_of(run)}Shown large: {large}. "
            self.reading.value = (
                f'<div role="status" aria-live="polite" style="line-height:1.4">{warning}{said}'
                f"<br>{described(self._settings)} {_speed(self.controls[SPEED].value)}</div>"
            )
            self.share.value = line_of_code(self._settings)

    def _send(self, run: Run) -> None:
        shown, reach = self._outputs(run)
        large = self.controls["large"].value
        tiles = np.concatenate([layer.ravel() for layer in shown])
        last = run.records[-1]
        gradients = np.array([r.gradients for r in run.records])
        weights = [W for W, _ in run.parameters]
        lowest, highest = pictures.gradient_limits(gradients)
        costs = [(r.step, r.cost, r.unseen, *r.gradients) for r in run.records]
        points = [
            (*X.T[i], Y[0, i], seen)
            for X, Y, seen in ((run.X_unseen, run.Y_unseen, 0), (run.X, run.Y, 1))
            for i in range(X.shape[1])
        ]
        scene = {
            "number": self.canvas.scene.get("number", 0) + 1,
            "sizes": run.settings.layer_sizes,
            "names": _names(run.settings),
            "large": _name_of(run.settings, large),
            "reach": reach,
            "until": pictures.round_up(max(last.step, 1), 10),
            "costs": pictures.round_up(max(max(r.cost, r.unseen) for r in run.records), 1.0),
            "largest": pictures.round_up(max(float(np.abs(W).max()) for W in weights), 1.0),
            "gradients": [lowest, highest],
        }
        with self.canvas.hold_sync():
            self.canvas.tiles = np.uint8(np.rint(127.5 * (np.clip(tiles, -1, 1) + 1))).tobytes()
            self.canvas.weights = np.concatenate(
                [W.astype(np.float32).ravel() for W in weights]
            ).tobytes()
            self.canvas.records = np.array(costs, np.float32).tobytes()
            self.canvas.points = np.array(points, np.float32).tobytes()
            self.canvas.large = list(large)
            self.canvas.scene = scene

    def _outputs(self, run: Run) -> tuple[list[np.ndarray], float]:
        """Return what every neuron puts out over the plane, from -1 to 1, and the plane's reach."""
        points, reach = pictures.plane(np.hstack([run.X, run.X_unseen]))
        inputs, *outputs = run.outputs(points)
        shown = [_scaled(inputs, 1e-12)]
        shown += [_signed(A, run.settings.activation) for A in outputs[:-1]]
        return [*shown, 2 * outputs[-1] - 1], reach

    def _static(self) -> Picture:
        """Draw the present state once, for pages where no widget can live."""
        run = self.run
        try:
            if run is None:
                raise Trouble
            shown, reach = self._outputs(run)
        except Trouble:
            return placeholder("There is nothing to draw yet: see the words below.")
        with styled():
            picture, axes = pictures.new_picture()
            weights = [W for W, _ in run.parameters]
            pictures.plot_network(axes["network"], shown, weights, _names(run.settings))
            pictures.plot_plane(axes["plane"], shown[-1][0], reach, (run.X, run.Y), run.unseen)
            steps = [record.step for record in run.records]
            costs = [r.cost for r in run.records], [r.unseen for r in run.records]
            pictures.plot_costs(axes["cost"], steps, *costs)
            pictures.plot_weights(axes["weights"], weights)
            sizes = np.array([r.gradients for r in run.records])
            pictures.plot_gradients(axes["gradients"], steps, sizes)
        picture.alt = _alt(run)
        return picture

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the live widget, and its first picture for pages where no widget can live."""
        bundle = self.box._repr_mimebundle_(**kwargs) or {}
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle)
        data["text/html"] = self.first.to_html()
        data["text/plain"] = f"<interactive picture: {self.first.alt}>"
        return data


def _stop_training() -> None:
    """Pause the playground that trains, if one does."""
    if Playground._in_motion is not None:
        Playground._in_motion.pause()


def _speed(steps: int) -> str:
    return f"{steps} step{'s' * (steps > 1)} per picture." if steps else "At full speed."


def _names(settings: Settings) -> list[str]:
    """Return what stands above each column of neurons."""
    return ["inputs", *[f"layer {l}" for l in range(1, settings.hidden + 1)], "output"]


def _name_of(settings: Settings, neuron: tuple[int, int]) -> str:
    layer, unit = neuron
    if layer == len(settings.layer_sizes) - 1:
        return "the network's output"
    if layer == 0:
        return f"input {list(FEATURES)[unit]}"
    return f"neuron {unit + 1} of layer {layer}"


def _neurons(settings: Settings) -> list[tuple[str, tuple[int, int]]]:
    """Return all neurons that can be shown large, the output first."""
    last = len(settings.layer_sizes) - 1
    places = [(last, 0)]
    places += [(l, i) for l in range(last) for i in range(settings.layer_sizes[l])]
    return [(_name_of(settings, place), place) for place in places]


def _alt(run: Run) -> str:
    last = run.records[-1]
    return (
        f"A network with layer sizes {run.settings.layer_sizes} after {run.steps} steps on "
        f"{run.settings.data}: every neuron as a small image of what it puts out over the plane, "
        "joined by lines as thick as the weights; the plane with both classes and the boundary; cost, "
        f"weights and gradients of every layer. Cost {last.cost:.3f} on the points it learns from, "
        f"{last.unseen:.3f} on others, of which {run.accuracy:.0%} are on the right side."
    )


def _signed(A: np.ndarray, activation: str) -> np.ndarray:
    """Scale a layer's output to -1 ... 1."""
    if activation == "sigmoid":
        return 2 * A - 1
    return _scaled(A, 1.0 if activation == "tanh" else 1e-12)


def _scaled(A: np.ndarray, least: float) -> np.ndarray:
    return A / np.maximum(np.max(np.abs(A), axis=1, keepdims=True), least)


def playground(steps: int = 0, **own_and_settings: Any) -> Playground:
    """Train small networks on points in the plane with your own functions; watch all of it.

    Parameters
    ----------
    steps : int
        How many steps to take before it is first shown.
    **own_and_settings
        The student's own functions of lessons 03 to 07 by name, as in ``earlier_functions().written``. The
        course's stand in for others, and for those that do not run at all; a line says which.
        And any of the `Settings` to start with, such as ``data="spiral"``.

    Raises
    ------
    TypeError
        If a setting has no such name.
    """
    known = {field.name for field in fields(Settings)}
    settings = {name: value for name, value in own_and_settings.items() if name in known}
    own = {name: value for name, value in own_and_settings.items() if name in PROBES}
    for name, value in own_and_settings.items():
        if name not in known and not callable(value):
            raise TypeError(f"no setting {name!r}; there are {', '.join(sorted(known))}")
    return Playground(own, Settings(**settings), steps)
