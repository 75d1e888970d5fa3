"""The frame of the interactive pictures, and the question before a picture."""

from __future__ import annotations

import asyncio
import threading
import time

import ipywidgets as ipw
import numpy as np
import pytest

from course_utils import widgets
from course_utils.figures.style import Picture, new_figure
from course_utils.widgets.explorer import PAUSE, Explorer, own_or_reference
from course_utils.widgets.prediction import predict

drawn: list[int] = []


def draw(level: int) -> tuple[Picture, str]:
    drawn.append(level)
    picture, ax = new_figure(2, 1, alt=f"level {level}")
    ax.plot([0, level])
    ax.set_ylim(0, 10)
    return picture, f"The level is {level}."


def make() -> Explorer:
    drawn.clear()
    return Explorer(draw, {"level": ipw.IntSlider(value=1, min=0, max=9, description="level")})


def test_a_moved_control_changes_picture_and_words() -> None:
    explorer = make()
    before = explorer.image.value
    explorer.controls["level"].value = 5
    assert explorer.image.value != before
    assert "The level is 5." in explorer.reading.value


def test_dragging_fast_draws_the_newest_value_only() -> None:
    explorer = make()

    async def drag() -> None:
        for level in range(2, 10):
            explorer.controls["level"].value = level
        await asyncio.sleep(5 * PAUSE)

    asyncio.run(drag())
    assert drawn == [1, 9]
    assert "The level is 9." in explorer.reading.value


def test_where_no_widget_lives_its_first_picture_stands() -> None:
    data = make()._repr_mimebundle_()
    assert 'alt="level 1"' in data["text/html"]
    assert "level 1" in data["text/plain"]


def test_the_students_function_is_used_where_it_works() -> None:
    def mine(z: np.ndarray) -> np.ndarray:
        return z

    def unwritten(z: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    probe = {"sigmoid": (np.zeros(2),), "relu": (np.zeros(2),), "classify": (np.zeros(2),)}
    chosen, note = own_or_reference({"sigmoid": mine, "relu": unwritten, "classify": None}, probe)
    assert chosen["sigmoid"] is mine
    assert chosen["relu"].__module__ == "course_utils.reference.neuron"
    assert "your own <code>sigmoid</code>" in note
    assert "<code>relu</code>, <code>classify</code> stand in" in note


@pytest.mark.parametrize("in_a_thread", [False, True])
def test_a_function_that_never_ends_for_some_settings_is_ended(
    in_a_thread: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def picture(level: int) -> tuple[Picture, str]:
        while level == 5:
            pass
        return draw(level)

    explorer = Explorer(picture, {"level": ipw.IntSlider(value=1, min=0, max=9)})
    monkeypatch.setattr("course_utils.widgets.explorer.DRAWING_SECONDS", 0.1)

    def move(level: int) -> None:
        explorer.controls["level"].value = level

    for level, words in ((5, "still at work after 0.1 seconds"), (6, "The level is 6.")):
        if in_a_thread:
            thread = threading.Thread(target=move, args=(level,))
            thread.start()
            thread.join()
        else:
            move(level)
        assert words in explorer.reading.value


def test_prediction_is_asked_before_the_picture_is_drawn() -> None:
    shown: list[int] = []

    def picture() -> Picture:
        shown.append(1)
        return draw(3)[0]

    question = predict("Up or down?", ["up", "down"], 0, picture, "It rises.")
    assert shown == []
    question.buttons[1].click()
    assert shown == [1]
    assert (
        "You predicted: <b>down</b>. It is: <b>up</b>, not as predicted. It rises."
        in question.shown.value
    )
    question.buttons[0].click()
    assert question.predicted == 1
    assert shown == [1]
    with pytest.raises(ValueError, match="not the number of one"):
        predict("?", ["a"], 1, picture)


@pytest.mark.parametrize(
    "name",
    [
        "digit_explorer",
        "network_explorer",
        "boundary_explorer",
        "neuron_explorer",
        "layer_explorer",
        "backpropagation_explorer",
        "initialization_explorer",
        "scale_explorer",
        "penalty_explorer",
        "generalization_explorer",
        "learning_rate_explorer",
    ],
)
def test_a_picture_that_is_drawn_into_again_keeps_nothing_of_the_last(name: str) -> None:
    explorer = getattr(widgets, name)()
    explorer.redraw()
    shown, reading = explorer.image.value, explorer.reading.value
    for control in explorer.controls.values():
        if control.disabled:
            continue
        before = control.value
        if isinstance(control, ipw.Checkbox):
            control.value = not before
        elif hasattr(control, "options"):
            control.index = (control.index + 1) % len(control.options)
        elif isinstance(control, ipw.FloatLogSlider):
            control.value = control.base**control.max
        else:
            control.value = control.max if before < control.max else control.min
        assert (explorer.image.value, explorer.reading.value) != (shown, reading)
        control.value = before
        assert explorer.image.value == shown
        assert explorer.reading.value == reading


@pytest.mark.parametrize("name", ["initialization_explorer", "layer_explorer"])
def test_controls_that_speak_in_threads_of_their_own_do_not_draw_into_each_other(name: str) -> None:
    """JupyterLab gives the messages of each control a thread."""
    explorer = getattr(widgets, name)()
    controls = [c for c in explorer.controls.values() if hasattr(c, "min")][:2]
    other = [explorer.controls[n] for n in ("scheme", "slip") if n in explorer.controls]

    def drag(control: ipw.Widget) -> None:
        for number in range(12):
            if hasattr(control, "options"):
                control.index = number % len(control.options)
            else:
                low, high = int(control.min), int(control.max)
                control.value = low + number % (high - low + 1)

    threads = [threading.Thread(target=drag, args=(c,)) for c in (*controls, *other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    new = getattr(widgets, name)()
    for control, value in explorer.values.items():
        new.controls[control].value = value
    explorer.redraw()
    new.redraw()
    assert explorer.reading.value == new.reading.value
    assert explorer.image.value == new.image.value


def test_a_function_that_never_returns_or_is_slow_does_not_draw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("course_utils.widgets.explorer.PATIENCE", 0.4)

    def endless(z: np.ndarray) -> np.ndarray:
        while True:
            pass

    def slow(z: np.ndarray) -> np.ndarray:
        time.sleep(0.4)
        return z

    probe = {"sigmoid": (np.zeros(2),), "relu": (np.zeros(2),)}
    chosen, note = own_or_reference({"sigmoid": endless, "relu": slow}, probe)
    assert {f.__module__.split(".")[1] for f in chosen.values()} == {"reference"}
    for name in probe:
        assert f"<code>{name}</code> stands in: yours takes too long" in note


def test_pictures_have_their_own_size_whatever_came_first() -> None:
    failing = [True]

    def drawn(level: int) -> tuple[Picture, str]:
        if failing[0]:
            raise SystemExit
        return draw(level)

    explorer = Explorer(drawn, {"level": ipw.IntSlider(value=1, max=9)})
    assert "SystemExit" in explorer.reading.value
    failing[0] = False
    explorer.controls["level"].value = 2
    assert (explorer.image.layout.width, explorer.image.layout.height) == ("144px", "72px")
    failing[0] = True
    explorer.controls["level"].value = 3
    assert (explorer.image.layout.width, explorer.image.layout.height) == ("144px", "72px")
