"""A film: the slider, the buttons and the play button walk over one run."""

from __future__ import annotations

from typing import Any

import ipywidgets as ipw

from course_utils.figures.style import new_figure
from course_utils.widgets.motion import INTERVAL, Film


def film(**settings: Any) -> Film:
    picture, ax = new_figure(2, 1, alt="a point that moves to the right")

    def draw(step: int, **others: Any) -> Any:
        ax.clear()
        ax.plot(step, 0, "o")
        ax.set_xlim(0, 100)
        return picture, f"at step {step} {others}"

    return Film(draw, 100, **settings)


def test_it_opens_on_the_last_picture_or_the_one_that_is_asked_for() -> None:
    assert "at step 100" in film().reading.value
    assert "at step 40" in film(shown=40).reading.value


def test_buttons_go_one_picture_and_stop_at_the_ends() -> None:
    made = film(every=10, shown=90)
    image = made.image.value
    made.buttons["Step"].click()
    assert "at step 100" in made.reading.value
    assert made.image.value != image
    made.buttons["Step"].click()
    assert "at step 100" in made.reading.value
    made.move(-3)
    assert "at step 70" in made.reading.value
    made.move(-30)
    assert "at step 0" in made.reading.value


def test_the_play_button_says_what_it_would_do() -> None:
    made = film()
    for playing, words in ((True, "Pause"), (False, "Play")):
        made.buttons["Play"].click()
        assert made.play.playing is playing
        assert made.buttons["Play"].description == words


def test_a_step_pauses_what_plays() -> None:
    made = film()
    made.play.playing = True
    made.buttons["Back"].click()
    assert not made.play.playing


def test_play_and_slider_cover_the_same_run_ten_times_a_second() -> None:
    made = film(every=5)
    for control in (made.play, made.slider):
        assert (control.min, control.max, control.step) == (0, 100, 5)
    assert INTERVAL <= 100
    assert made._link.source == (made.play, "value")
    assert made._link.target == (made.slider, "value")


def test_other_controls_stand_above_the_row_of_buttons() -> None:
    made = film(controls={"kind": ipw.Dropdown(options=["a", "b"])})
    assert "{'kind': 'a'}" in made.reading.value
    kinds = [type(part).__name__ for part in made.box.children]
    assert kinds[:3] == ["Dropdown", "HBox", "IntSlider"]
