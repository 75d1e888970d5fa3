"""Lesson 08's pictures."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.collections import LineCollection

from course_utils import datasets, figures, reference
from course_utils.figures import playground as pictures

digits = datasets.load_digits()
X, labels = digits.X[:, :60], digits.labels[:60]


def right(images: np.ndarray) -> np.ndarray:
    """Read every image rightly, as long as it is one of the shipped."""
    known = {column.tobytes(): i for i, column in enumerate(digits.X.T)}
    said = [digits.labels[known[c.tobytes()]] if c.tobytes() in known else 0 for c in images.T]
    return reference.one_hot(np.array(said), 10)


def test_gallery_says_what_is_written() -> None:
    picture = figures.digit_gallery(X, labels)
    assert len(picture.axes) == 20
    assert "0, 1, 2, 3, 4" in picture.alt


def test_softmax_bars_give_the_probabilities() -> None:
    picture = figures.softmax_bars(reference.softmax, scale=3)
    assert "0.61, 0.22" in picture.alt
    assert "3 z: 0.94" in picture.alt
    heights = [bar.get_height() for bar in picture.axes[1].patches]
    assert sum(heights[:4]) == pytest.approx(1)


def test_confusion_counts_every_digit_once() -> None:
    def sevens(images: np.ndarray) -> np.ndarray:
        return reference.one_hot(np.full(images.shape[1], 7), 10)

    assert "60 of 60" in figures.digit_confusion(right, X, labels).alt
    count = int(np.sum(labels == 7))
    alt = figures.digit_confusion(sevens, X, labels).alt
    assert f"{count} of 60 lie on the diagonal" in alt
    assert f"an 8 read as 7: {int(np.sum(labels == 8))}" in alt


def test_misreadings_are_those_that_are_wrong() -> None:
    def careless(images: np.ndarray) -> np.ndarray:
        outputs = right(images)
        outputs[:, 0] = reference.one_hot(np.array([5]), 10)[:, 0]
        return outputs

    picture = figures.digit_misreadings(careless, X, labels)
    assert picture.alt.endswith("a 0 read as 5 (5 with 100 %, 0 with 0 %, 2 with 0 %)")
    assert picture.axes[0].get_title() == "a 0, read as 5"
    assert "Not one" in figures.digit_misreadings(right, X, labels).alt


def test_shifts_show_the_unmoved_images_at_zero() -> None:
    assert "100 % at 0" in figures.digit_shifts(right, X, labels).alt


def test_a_function_that_is_not_written_gives_a_placeholder() -> None:
    def read(_images: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    for draw in (figures.digit_confusion, figures.digit_misreadings, figures.digit_shifts):
        assert draw(read, X, labels).alt.startswith("read is not written yet")


def test_the_plane_surrounds_the_points() -> None:
    points, reach = pictures.plane(np.array([[0.5, -2.0], [1.0, 0.0]]))
    assert points.shape == (2, pictures.GRID**2)
    assert points.max() == reach > 2


def test_every_weight_is_a_line() -> None:
    _, axes = pictures.new_picture()
    values = [np.zeros((n, pictures.GRID**2)) for n in (2, 3, 1)]
    pictures.plot_network(axes["network"], values, [np.ones((3, 2)), np.zeros((1, 3))], "abc")
    lines, rims = [c for c in axes["network"].collections if isinstance(c, LineCollection)]
    assert len(lines.get_paths()) == 9
    assert len(rims.get_paths()) == 6


def test_a_reading_frames_the_neurons_that_fire() -> None:
    rng = np.random.default_rng(0)
    hidden = np.array([0.0, 2.0, 0.5, 0.0, 0.0])
    outputs = reference.softmax(np.eye(10)[:, [3]] * 4)[:, 0]
    picture = figures.digit_reading(X[:, 0], rng.normal(size=(5, 64)), hidden, outputs, "a zero")
    assert len(picture.axes[1].patches) == 2
    assert "2 fire" in picture.alt
    assert "it reads 3 with 86 %" in picture.alt
