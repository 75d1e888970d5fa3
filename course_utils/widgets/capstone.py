"""Lesson 08's playground: train a small network with your own functions, and watch all of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, ClassVar

import ipywidgets as ipw
import numpy as np

from course_utils.figures import playground as pictures
from course_utils.figures.style import Picture, placeholder, styled
from course_utils.widgets.explorer import Explorer, own_or_reference
from course_utils.widgets.training import DATA, PROBES, SCHEMES, SEEN, Run, Settings, Trouble

__all__ = ["playground"]

SLICE = 0.05  # seconds of training between two pictures
REST = 0.05  # seconds in which the notebook can answer to other things
MOST_STEPS = 20_000  # then it pauses by itself


class Playground(Explorer):
    """A network in training, with controls, a picture and a reading; see `playground`."""

    dpi = 72  # five panels, several times a second: a pixel of the screen each, no finer
    _in_motion: ClassVar[Playground | None] = None

    def __init__(self, own: dict[str, Callable[..., Any]], steps: int = 0) -> None:
        self.functions, note = own_or_reference({name: own.get(name) for name in PROBES}, PROBES)
        self.run: Run | None = None
        self.trouble = ""
        self.seed = 0
        self.running = False
        self._last_step = MOST_STEPS
        self._task: asyncio.Task | None = None
        self._settings = Settings()
        self._picture, self._axes = pictures.new_picture()
        _stop_training()  # this cell may have been run again
        self._restart()
        self._advance(steps)
        super().__init__(self._drawn_with, _controls(), note.replace("Drawn", "Trained"))
        self.controls["strength"].disabled = True
        self.buttons = {
            name: ipw.Button(description=words, tooltip=tip, layout=ipw.Layout(width="auto"))
            for name, words, tip in (
                ("run", "Run", "train until paused"),
                ("step", "Step", "take one step"),
                ("reset", "Reset", "start anew from the same random numbers"),
                ("new", "New seed", "start anew from other random numbers"),
            )
        }
        self.buttons["run"].on_click(lambda _: self.pause() if self.running else self.start())
        self.buttons["step"].on_click(lambda _: self.step())
        self.buttons["reset"].on_click(lambda _: self.reset())
        self.buttons["new"].on_click(lambda _: self.reset(self.seed + 1))
        self.box = self._arranged(note=self.box.children[-1])

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
        with styled():
            self._advance(count)
            self.redraw()

    def reset(self, seed: int | None = None) -> None:
        """Start anew, with the same seed or another one; a running training goes on from there."""
        with styled():
            self.seed = self.seed if seed is None else seed
            self._restart()
            self.redraw()

    async def _train(self) -> None:
        this = asyncio.current_task()
        while self.running and not self.trouble and self._task is this:
            with styled():
                self._advance(MOST_STEPS, seconds=SLICE)
                if self.run and self.run.steps >= self._last_step:
                    self.trouble = f"Paused after {MOST_STEPS} steps; press Run for more."
                self.redraw()
            await asyncio.sleep(REST)
        if self._task is this:
            self.pause()

    def _advance(self, count: int, seconds: float = np.inf) -> None:
        """Take up to so many steps, for so long."""
        if self.run is None:
            return
        self.trouble = ""
        start = time.perf_counter()
        try:
            for _ in range(count):
                self.run.step()
                passed = time.perf_counter() - start
                if passed > seconds:
                    break
            self.run.record()
        except Trouble as trouble:
            self.trouble = f"{trouble} The picture shows the last step that was right."

    def _restart(self) -> None:
        self.trouble = ""
        self.run = None
        try:
            self.run = Run(self.functions, self._with_seed(self._settings))
        except Trouble as trouble:
            self.trouble = str(trouble)

    def _with_seed(self, settings: Settings) -> Settings:
        return Settings(**{**vars(settings), "seed": self.seed})

    def _drawn_with(self, **values: Any) -> tuple[Picture, str]:
        """Draw for the controls' values, after a new start if they ask for one."""
        settings = self._with_seed(Settings(**values))
        if hasattr(self, "controls"):
            self.controls["strength"].disabled = settings.norm == "none"
        if not settings.same_start(self._with_seed(self._settings)):
            self._settings = settings
            self._restart()
        elif settings != self._settings and self.run is not None:
            self.trouble = ""
            self.run.go_on_with(settings)
        self._settings = settings
        if self.run is None:
            return self._nothing()
        try:
            return self._draw(self.run), self._reading()
        except Trouble as trouble:
            self.trouble = str(trouble)
            return self._nothing()

    def _draw(self, run: Run) -> Picture:
        points, reach = pictures.plane(np.hstack([run.X, run.X_unseen]))
        outputs = run.outputs(points)
        weights = [W for W, _ in run.parameters]
        shown = [points / reach, *(_signed(A, run.settings.activation) for A in outputs[:-1])]
        shown.append(2 * outputs[-1] - 1)
        picture, axes = self._picture, self._axes
        pictures.plot_network(axes["network"], shown, weights)
        pictures.plot_plane(axes["plane"], shown[-1][0], reach, (run.X, run.Y), run.unseen)
        steps = [record.step for record in run.records]
        pictures.plot_costs(
            axes["cost"], steps, [r.cost for r in run.records], [r.unseen for r in run.records]
        )
        pictures.plot_weights(axes["weights"], weights)
        pictures.plot_gradients(
            axes["gradients"], steps, np.array([r.gradients for r in run.records])
        )
        last = run.records[-1]
        picture.alt = (
            f"A network with layer sizes {run.settings.layer_sizes} after {run.steps} steps on "
            f"{run.settings.data}: every neuron as a small image of what it puts out over the plane, "
            "joined by lines as thick as the weights; the plane with both classes and the boundary; cost, "
            f"weights and gradients of every layer. Cost {last.cost:.3f} on the points it learns from, "
            f"{last.unseen:.3f} on others, of which {run.accuracy:.0%} are on the right side."
        )
        return picture

    def _nothing(self) -> tuple[Picture, str]:
        words = "There is nothing to draw yet: see the words below."
        size = self._picture.get_size_inches()
        return placeholder(words, *size), f"<b>{self.trouble}</b> {_described(self._settings)}"

    def _reading(self) -> str:
        run = self.run
        assert run is not None
        last = run.records[-1]
        first = run.parameters[0][0]
        different = len(np.unique(first.round(9), axis=0))
        said = (
            f"Step {run.steps}: cost {last.cost:.3f} on the points it learns from, {last.unseen:.3f} "
            f"on others, of which it gets {run.accuracy:.0%} right. "
        )
        if 1 < len(first) != different:
            said += f"The {len(first)} neurons of layer 1 are {different} different one{'s' * (different > 1)}. "
        if max(last.gradients) == 0:
            still = all(np.all(db == 0) for _, db in run.gradients)
            said += "The gradient of every weight is 0: "
            said += "nothing can change. " if still else "only biases can change. "
        elif len(last.gradients) > 1:
            ratio = last.gradients[0] / max(last.gradients[-1], 1e-300)
            said += f"Layer 1's gradient is {ratio:.2g} times the last layer's. "
        warning = f"<b>{self.trouble}</b> " if self.trouble else ""
        return f"{warning}{said}<br>{_described(run.settings)}"

    def _arranged(self, note: ipw.Widget) -> ipw.VBox:
        for control in self.controls.values():
            control.layout.width = "22em"  # two beside each other are as wide as the picture
            control.style.description_width = "8em"
        grid = ipw.HBox(
            list(self.controls.values()), layout=ipw.Layout(flex_flow="row wrap", max_width="48em")
        )
        row = ipw.HBox(list(self.buttons.values()))
        return ipw.VBox([grid, row, self.image, self.reading, note])


def _stop_training() -> None:
    """Pause the playground that trains, if one does."""
    if Playground._in_motion is not None:
        Playground._in_motion.pause()


def _controls() -> dict[str, ipw.Widget]:
    start = Settings()

    def choice(label: str, options: Any, value: Any) -> ipw.Dropdown:
        return ipw.Dropdown(options=options, value=value, description=label)

    optimizers = [
        ("gradient descent", "gradient_descent_step"),
        ("momentum", "momentum_step"),
        ("Adam", "adam_step"),
    ]
    return {
        "data": choice("data", list(DATA), start.data),
        "noise": ipw.FloatSlider(value=start.noise, min=0, max=0.4, step=0.02, description="noise"),
        "hidden": ipw.IntSlider(value=start.hidden, min=0, max=4, description="hidden layers"),
        "width": ipw.IntSlider(value=start.width, min=1, max=8, description="neurons each"),
        "activation": choice(
            "activation", ["tanh", "relu", "sigmoid", "identity"], start.activation
        ),
        "scheme": choice("start", list(SCHEMES), start.scheme),
        "norm": choice("penalty", [("none", "none"), ("L1", "l1"), ("L2", "l2")], start.norm),
        "strength": ipw.FloatLogSlider(
            value=start.strength, min=-3, max=1, step=0.25, description="penalty's λ"
        ),
        "optimizer": choice("optimizer", optimizers, start.optimizer),
        "learning_rate": ipw.FloatLogSlider(
            value=start.learning_rate, min=-3, max=1.5, step=0.1, description="learning rate"
        ),
        "batch_size": choice(
            "batch", [("10 points", 10), ("30 points", 30), (f"all {SEEN}", SEEN)], start.batch_size
        ),
    }


def _described(s: Settings) -> str:
    names = {"gradient_descent_step": "gradient descent", "momentum_step": "momentum"}
    penalty = "no penalty" if s.norm == "none" else f"{s.norm.upper()} with λ = {s.strength:.3g}"
    return (
        f"{s.data}, noise {s.noise:.2f}; layer sizes {s.layer_sizes}, {s.activation}, start {s.scheme}, "
        f"seed {s.seed}; {names.get(s.optimizer, 'Adam')} with learning rate {s.learning_rate:.3g}, "
        f"batches of {s.batch_size}, {penalty}."
    )


def _signed(A: np.ndarray, activation: str) -> np.ndarray:
    """Scale a layer's output to -1 ... 1."""
    if activation == "sigmoid":
        return 2 * A - 1
    largest = np.max(np.abs(A), axis=1, keepdims=True)
    return A / np.maximum(largest, 1.0 if activation == "tanh" else 1e-12)


def playground(steps: int = 0, **own: Callable[..., Any]) -> Playground:
    """Train small networks on points in the plane with your own functions; watch all of it.

    Parameters
    ----------
    steps : int
        How many steps to take before it is first shown.
    own : callables
        The student's own functions of lessons 03 to 07 by name, as in ``earlier.written``. The
        course's stand in for others, and for those that do not run at all; a line says which.
    """
    return Playground({name: own[name] for name in own if name in PROBES}, steps)
