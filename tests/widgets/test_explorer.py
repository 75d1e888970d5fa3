"""The frame of the interactive pictures, and the question before a picture."""

from __future__ import annotations

import asyncio

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
        "playground",
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
