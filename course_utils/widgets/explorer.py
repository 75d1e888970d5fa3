"""The frame that every interactive picture shares: controls, a picture, a reading in words.

Moving a control redraws the picture with the newest values only. Values in between are skipped, so
that dragging fast cannot pile up work.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from typing import Any

import ipywidgets as ipw

from course_utils.checking.here import SECONDS, TooLate, caller_within, time_limit
from course_utils.figures.stage import Stage
from course_utils.figures.style import Picture, placeholder, styled, waits_for

Draw = Callable[..., tuple[Picture, str]]
PATIENCE = 2.0  # seconds of work in which a function has to return at all
SLOWEST = 0.3  # seconds that it may take, where a picture calls it once and more
DRAWING_SECONDS = SECONDS  # of work that one picture may take
PAUSE = 0.001  # seconds in which further changes are gathered before drawing


class Explorer:
    """An interactive picture.

    Parameters
    ----------
    draw : callable
        ``draw(**values)``, one keyword a control, returns a `Picture` and a reading: a sentence of
        HTML that says in words what the picture shows. It must return for every setting.
    controls : mapping of name to ipywidgets control
        Their descriptions are the labels, with units.
    note : str
        Which functions are the student's own (see `own_or_reference`).
    """

    dpi = 100  # of the live picture: fewer pixels answer sooner; a stored picture has more

    def __init__(self, draw: Draw, controls: Mapping[str, ipw.Widget], note: str = "") -> None:
        self.draw = draw
        self.controls = dict(controls)
        self._stage = Stage(self.dpi)
        self._size: tuple[float, float] | None = None  # inches of the pictures, once there is one
        self.image = ipw.Image(format="png")
        self.reading = ipw.HTML()
        with styled():
            self.first, reading = self._drawn()
            self._show(self.first, reading)
        for control in self.controls.values():
            control.observe(self._changed, names="value")
            _arrange(control)
        parts = [*self.controls.values(), self.image, self.reading]
        if note:
            parts.append(ipw.HTML(value=f'<span style="opacity:0.8">{note}</span>'))
        self.box = ipw.VBox(parts)
        self._waiting = False

    @property
    def values(self) -> dict[str, Any]:
        """The controls' present values by name."""
        return {name: control.value for name, control in self.controls.items()}

    def redraw(self) -> None:
        """Draw the picture for the present values."""
        self._waiting = False
        # From the values to the page without another thread between.
        with styled(), _no_collection():
            self._show(*self._drawn())

    def _show(self, picture: Picture, reading: str) -> None:
        # A fixed size keeps the page still while pictures change.
        width, height = (f"{round(72 * inches)}px" for inches in picture.get_size_inches())
        self.image.layout.width, self.image.layout.height = width, height
        self.reading.layout.max_width = width
        self.image.value = self._stage.png(picture)
        self.reading.value = _reading(reading)

    def _drawn(self) -> tuple[Picture, str]:
        # A student's function may work, or end, for some settings only.
        try:
            with time_limit(DRAWING_SECONDS):
                picture, reading = self.draw(**self.values)
        except TooLate:
            seconds = f"{DRAWING_SECONDS:g} seconds"
            return self._not_drawn(f"still at work after {seconds}: a loop that never ends?")
        except NotImplementedError as error:
            return placeholder("Nothing to draw yet.", *(self._size or ())), waits_for(error)
        except (Exception, SystemExit) as error:
            return self._not_drawn(f"{type(error).__name__}: {error}")
        width, height = picture.get_size_inches()
        self._size = float(width), float(height)
        return picture, reading

    def _not_drawn(self, why: str) -> tuple[Picture, str]:
        what = escape(why.splitlines()[0][:120])
        picture = placeholder("This picture could not be drawn.", *(self._size or ()))
        return picture, f"Do the checks pass? ({what})"

    def _changed(self, _change: object) -> None:
        if self._waiting:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no event loop, so nobody is dragging: a test, a plain script
            self.redraw()
            return
        self._waiting = True
        loop.call_later(PAUSE, self.redraw)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Return the live widget, and its first picture for pages without live widgets."""
        bundle = self.box._repr_mimebundle_(**kwargs) or {}
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle)
        data["text/html"] = self.first.to_html()
        data["text/plain"] = f"<interactive picture: {self.first.alt}>"
        return data


@contextmanager
def _no_collection() -> Iterator[None]:
    """Collect no garbage in the meantime: it takes long in a kernel that has run a lesson."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _arrange(control: ipw.Widget) -> None:
    """Give every label and every choice enough room."""
    control.style.description_width = "16em"
    control.layout.width = "36em"
    if isinstance(control, ipw.ToggleButtons):
        control.style.button_width = "auto"
        control.layout = ipw.Layout(width="auto", display="flex")  # the label beside the buttons
        control.add_class("widget-inline-hbox")  # and where other labels stand
    if hasattr(control, "continuous_update"):
        control.continuous_update = True


def own_or_reference(
    own: Mapping[str, Callable[..., Any] | None], probe: Mapping[str, tuple]
) -> tuple[dict[str, Callable[..., Any]], str]:
    """Choose, function by function, the student's own or the reference's.

    Parameters
    ----------
    own : mapping of exercise name to function or None
    probe : mapping of exercise name to arguments
        A function is taken if it is handed over and returns something on these arguments, soon
        enough for a picture that moves.

    Returns
    -------
    functions : dict of name to function
    note : str
        A sentence of HTML that says which is whose.
    """
    from course_utils import reference

    chosen: dict[str, Callable[..., Any]] = {}
    names: dict[str, list[str]] = {"own": [], "slow": [], "missing": []}
    for name, function in own.items():
        how = _tried(function, probe[name]) if function else "missing"
        names[how].append(name)
        chosen[name] = function if function and how == "own" else reference.find(name)
    parts = [
        f"The course's {_codes([name])} stands in: yours takes too long for a picture that moves."
        for name in names["slow"]
    ]
    if names["own"]:
        parts.append(f"Drawn with your own {_codes(names['own'])}.")
    if missing := names["missing"]:
        words = "stand in until yours work" if len(missing) > 1 else "stands in until yours works"
        parts.append(f"The course's {_codes(missing)} {words}.")
    return chosen, " ".join(parts)


def _tried(function: Callable[..., Any], arguments: tuple) -> str:
    """Return whether a function can draw: "own" if so, else "slow" or "missing"."""
    call = caller_within(function, seconds=PATIENCE)
    outcome = call(arguments)
    if outcome.seconds > SLOWEST and not outcome.failure:
        outcome = call(arguments)  # the machine may have had other work
    if outcome.seconds > SLOWEST:
        return "slow"
    return "missing" if outcome.failure or outcome.value is None else "own"


def _codes(names: list[str]) -> str:
    return ", ".join(f"<code>{name}</code>" for name in names)


def _reading(text: str) -> str:
    return f'<div role="status" aria-live="polite" style="line-height:1.4">{text}</div>'
