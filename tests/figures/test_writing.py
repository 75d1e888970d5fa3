"""Words as outlines stand where they should."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.figures.style import new_figure
from course_utils.figures.writing import Words, Written, write


def ink(words: Words) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows, from below, and columns of the dark pixels on a canvas of 200 by 100."""
    picture, ax = new_figure(2, 1)
    picture.set_layout_engine("none")
    ax.set_position((0, 0, 1, 1))
    ax.set(xlim=(0, 200), ylim=(0, 100))
    ax.set_axis_off()
    write(ax, [words])
    canvas = picture.canvas_of(100)
    canvas.draw()
    rows, columns = np.nonzero(np.asarray(canvas.buffer_rgba())[::-1, :, 0] < 128)
    return rows, columns


@pytest.mark.parametrize("words", ["0.123", "nudged\n(2, 1)", "$W^{[2]}$"])
def test_words_stand_around_or_beside_their_place(words: str) -> None:
    rows, columns = ink(Words(100, 50, words))
    assert abs(columns.min() + columns.max() - 200) <= 3
    assert abs(rows.min() + rows.max() - 100) <= 3
    rows, columns = ink(Words(100, 50, words, across="left", up="bottom"))
    assert (columns.min(), rows.min()) == (pytest.approx(100, abs=2), pytest.approx(50, abs=2))
    rows, columns = ink(Words(100, 50, words, across="right", up="top"))
    assert (columns.max(), rows.max()) == (pytest.approx(100, abs=2), pytest.approx(50, abs=2))


def test_lines_stand_below_each_other_each_centered() -> None:
    rows, columns = ink(Words(100, 50, "xxxxxxxx\nx"))
    above, below = columns[rows > 50], columns[rows < 50]
    assert np.ptp(below) < np.ptp(above) / 4
    assert abs(np.mean(below) - np.mean(above)) <= 2


def test_upright_words_are_taller_than_wide_and_end_at_their_place() -> None:
    rows, columns = ink(Words(100, 50, "n = 4", up="bottom", upright=True))
    assert np.ptp(rows) > 2 * np.ptp(columns)
    assert abs(columns.max() - 100) <= 2


def test_a_blank_is_nothing() -> None:
    assert ink(Words(100, 50, " "))[0].size == 0


def test_words_may_stand_outside_of_the_axes_and_can_be_read_back() -> None:
    picture, ax = new_figure(2, 1)
    picture.set_layout_engine("none")
    ax.set_position((0.4, 0.4, 0.2, 0.2))
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.set_axis_off()
    write(ax, [Words(0.5, 2, "above"), Words(0.5, -1, "below")])
    canvas = picture.canvas_of(100)
    canvas.draw()
    rows, _ = np.nonzero(np.asarray(canvas.buffer_rgba())[:, :, 0] < 128)
    assert (rows < 40).any()
    assert (rows > 60).any()
    (written,) = [c for c in ax.collections if isinstance(c, Written)]
    assert written.words == ["above", "below"]
