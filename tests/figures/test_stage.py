"""A picture that is drawn into again: the same pixels as a new one, and sooner."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from course_utils.figures.stage import MOST_FRAMES, Stage, empty
from course_utils.figures.style import Picture, new_figure

Drawing = Callable[[Axes], object]


def straight(ax: Axes) -> None:
    ax.plot([0, 1], [0, 1], label="a line")
    ax.set(xlim=(0, 2), ylim=(0, 1), title="above", xlabel="below")


def curved(ax: Axes) -> None:
    x = np.linspace(0, 2, 30)
    ax.plot(x, np.sin(x))
    ax.text(1, 0.2, "sine")
    ax.set(xlim=(0, 2), ylim=(0, 1), title="above", xlabel="below")


def picture_of(*drawings: Drawing) -> tuple[Picture, Axes]:
    picture, ax = new_figure(3, 2)
    for drawing in drawings:
        empty(ax)
        drawing(ax)
    return picture, ax


@pytest.fixture
def frames_drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Hold a number for every drawing of a whole canvas."""
    drawn: list[int] = []
    draw = FigureCanvasAgg.draw

    def counted(canvas: FigureCanvasAgg) -> None:
        drawn.append(len(drawn))
        draw(canvas)

    monkeypatch.setattr(FigureCanvasAgg, "draw", counted)
    return drawn


def test_new_content_in_the_same_frame_is_as_in_a_new_picture(frames_drawn: list[int]) -> None:
    stage, (picture, ax) = Stage(72), picture_of(straight)
    first = stage.png(picture)
    before = len(frames_drawn)
    empty(ax)
    curved(ax)
    second = stage.png(picture)
    assert len(frames_drawn) == before
    assert first == Stage(72).png(picture_of(straight)[0])
    assert second == Stage(72).png(picture_of(curved)[0])
    assert first != second


def test_a_legend_that_is_kept_is_drawn_as_in_a_new_picture() -> None:
    stage, (picture, ax) = Stage(72), picture_of(straight)
    ax.legend(title="lines", loc="upper left")
    stage.png(picture)
    picture.canvas_of(150).draw()  # as the stored picture is drawn
    (line,) = ax.lines
    line.set_ydata([1, 0])
    again = stage.png(picture)
    new, new_ax = picture_of(straight)
    new_ax.lines[0].set_ydata([1, 0])
    new_ax.legend(title="lines", loc="upper left")
    assert again == Stage(72).png(new)


@pytest.mark.parametrize(
    "change",
    [
        lambda ax: ax.set_xlim(0, 3),
        lambda ax: ax.set_ylim(1, 0),
        lambda ax: ax.set_yscale("symlog"),
        lambda ax: ax.set_title("a title"),
        lambda ax: ax.figure.suptitle("over all"),
        lambda ax: ax.set_xlabel("x"),
        lambda ax: ax.set_xticks([0, 1]),
        lambda ax: ax.set_xticks([0, 1], ["none", "one"]),
        lambda ax: ax.set_xticks([0.6], minor=True),
        lambda ax: ax.set_axis_off(),
        lambda ax: ax.set_aspect("equal"),
    ],
)
def test_a_frame_that_changes_is_drawn_anew(change: Drawing) -> None:
    stage, (picture, ax) = Stage(72), picture_of(straight)
    unchanged = stage.png(picture)
    change(ax)
    changed = stage.png(picture)
    assert changed != unchanged
    new = picture_of(straight, straight)
    place = ax.get_position(original=True)
    new[0].set_layout_engine("none")
    change(new[1])
    new[1].set_position(place)
    assert np.array_equal(pixels(changed), pixels(whole(new[0])))


def whole(picture: Picture) -> bytes:
    """Draw a picture whose axes are placed already; one more takes the place of the search for a layout."""
    stage = Stage(72)
    stage._places = [ax.get_position(original=True) for ax in picture.axes]
    return stage.png(picture)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)))


def shaded(ax: Axes) -> None:
    ax.imshow(np.eye(2), extent=(0, 2, 0, 1))
    ax.plot([0, 2], [1, 0], clip_on=False)
    ax.text(0, 0, "corner")
    ax.plot([0, 2], [0, 1], label="a line")
    ax.legend()
    ax.set(xlim=(0, 2), ylim=(0, 1), title="above", xlabel="below")
    ax.grid(False)
    ax.spines[:].set_visible(True)
    ax.spines[:].set_linewidth(4)


@pytest.mark.parametrize("drawing", [straight, curved, shaded])
@pytest.mark.parametrize("axis_off", [False, True])
def test_frame_and_content_together_are_what_matplotlib_draws(
    drawing: Drawing, axis_off: bool
) -> None:
    picture, ax = picture_of(drawing)
    if axis_off:
        ax.set_axis_off()
    staged = Stage(144).png(picture)
    assert np.array_equal(pixels(staged), pixels(picture.png()))


def test_what_is_taken_out_is_gone() -> None:
    picture, ax = picture_of(straight)
    ax.legend()
    ax.contour(np.arange(9).reshape(3, 3))
    ax.bar([1], [0.5])
    ax.imshow(np.eye(2))
    empty(ax)
    curved(ax)
    ax.set_aspect("auto")
    again = Stage(72).png(picture)
    assert again == Stage(72).png(picture_of(curved)[0])


def test_the_axes_of_another_picture_stand_where_they_stood() -> None:
    stage = Stage(72)
    first, ax = picture_of(straight)
    stage.png(first)
    second, other = picture_of(straight)
    other.set_ylabel("a label that\nneeds room")
    stage.png(second)
    assert other.get_position().bounds == ax.get_position().bounds


def test_a_picture_with_other_axes_finds_places_of_its_own() -> None:
    stage = Stage(72)
    stage.png(picture_of(straight)[0])
    two, axes = new_figure(3, 2, 1, 2)
    stage.png(two)
    assert axes[0].get_position().x1 < axes[1].get_position().x0
    assert stage.png(picture_of(straight)[0]) == Stage(72).png(picture_of(straight)[0])


def test_only_so_many_frames_are_kept(frames_drawn: list[int]) -> None:
    stage, (picture, ax) = Stage(72), picture_of(straight)
    for right in range(MOST_FRAMES + 1):
        ax.set_xlim(0, right + 1)
        stage.png(picture)
    assert len(stage._frames) == MOST_FRAMES
    before = len(frames_drawn)
    stage.png(picture)
    assert len(frames_drawn) == before


def test_of_two_axes_only_the_one_that_changes_is_drawn_anew(frames_drawn: list[int]) -> None:
    picture, (left, right) = new_figure(4, 2, 1, 2)
    straight(left)
    curved(right)
    stage = Stage(144)
    stage.png(picture)
    before = len(frames_drawn)
    right.set(xlim=(0, 3), xlabel="wider")
    staged = stage.png(picture)
    assert len(frames_drawn) == before + 1
    assert np.array_equal(pixels(staged), pixels(picture.png()))
