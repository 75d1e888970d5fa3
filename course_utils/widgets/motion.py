"""A training run that can be watched: a play button, steps forward and back, a slider over the run."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as ipw

from course_utils.widgets.explorer import Draw, Explorer

INTERVAL = 80  # milliseconds from one picture to the next: a dozen a second


class Film(Explorer):
    """An explorer over a run that was recorded: its last control, `step`, moves by itself.

    Parameters
    ----------
    draw : callable
        As for `Explorer`; called with ``step`` and the values of the other controls.
    last : int
        The run's last step.
    every : int
        Steps from one picture to the next.
    shown : int, optional
        The step of the first picture, which is also the stored one; the last one if not given.
    label : str
        The slider's label.
    """

    def __init__(
        self,
        draw: Draw,
        last: int,
        controls: Mapping[str, ipw.Widget] | None = None,
        note: str = "",
        *,
        every: int = 1,
        shown: int | None = None,
        label: str = "step",
    ) -> None:
        shown = last if shown is None else shown
        run = {"min": 0, "max": last, "step": every, "value": shown}
        self.slider = ipw.IntSlider(**run, description=label)
        super().__init__(draw, {**(controls or {}), "step": self.slider}, note)
        # It keeps time in the browser; its own buttons have no names that a screen reader could say.
        self.play = ipw.Play(**run, interval=INTERVAL, layout=ipw.Layout(display="none"))
        # Linked in the browser: the slider follows even while the kernel draws.
        self._link = ipw.jslink((self.play, "value"), (self.slider, "value"))
        self.buttons = {
            name: ipw.Button(description=name, tooltip=tip, layout=ipw.Layout(width="auto"))
            for name, tip in (
                ("Play", "play the run, from its start if it has ended"),
                ("Back", "one picture back"),
                ("Step", "one picture forward"),
            )
        }
        self.buttons["Play"].on_click(lambda _: self._toggle())
        self.play.observe(self._name_the_button, names="playing")
        self.buttons["Back"].on_click(lambda _: self.move(-1))
        self.buttons["Step"].on_click(lambda _: self.move(1))
        row = ipw.HBox([self.play, *self.buttons.values()])
        parts = list(self.box.children)
        parts.insert(parts.index(self.slider), row)
        self.box.children = parts

    def _toggle(self) -> None:
        self.play.playing = not self.play.playing

    def _name_the_button(self, _change: object) -> None:
        self.buttons["Play"].description = "Pause" if self.play.playing else "Play"

    def move(self, pictures: int) -> None:
        """Pause, and go so many pictures forward; back if negative."""
        self.play.playing = False
        step = self.slider.value + pictures * self.slider.step
        self.slider.value = min(max(step, 0), self.slider.max)
