"""Images of digits that are moved, turned and made from drawings."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from course_utils import datasets
from course_utils.figures.digits import from_drawing, moved, named, tiled, turned

X = datasets.load_digits().X


@pytest.mark.parametrize("shift", [(0, 0), (1, 0), (-3, 2), (0, -1), (8, 0)])
def test_moving_is_scipys_shift_by_whole_pixels(shift: tuple[int, int]) -> None:
    right, down = shift
    expected = [
        ndimage.shift(x.reshape(8, 8), (down, right), order=0, prefilter=False).ravel()
        for x in X[:, :5].T
    ]
    np.testing.assert_allclose(moved(X[:, :5], right, down).T, expected)


@pytest.mark.parametrize("degrees", [-45, -10, 30])
def test_turning_is_scipys_rotation(degrees: float) -> None:
    angle = np.deg2rad(degrees)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.full(2, 3.5)
    image = X[:, 3].reshape(8, 8)
    expected = ndimage.affine_transform(
        image, matrix, middle - matrix @ middle, order=1, mode="grid-constant"
    )
    np.testing.assert_allclose(turned(X[:, 3], degrees).reshape(8, 8), expected, atol=1e-9)


def test_a_quarter_turn_is_clockwise() -> None:
    image = X[:, 5].reshape(8, 8)
    np.testing.assert_allclose(turned(X[:, 5], 90).reshape(8, 8), np.rot90(image, -1), atol=1e-9)


def test_a_drawing_is_the_mean_of_blocks() -> None:
    ink = np.zeros((32, 32))
    ink[4:6, 8:12] = 1.0
    x = from_drawing(ink, centered=False).reshape(8, 8)
    assert x[1, 2] == 0.5
    assert x.sum() == 0.5
    assert not from_drawing(np.zeros((32, 32))).any()


def test_a_small_drawing_anywhere_fills_the_height_and_stands_in_the_middle() -> None:
    small = np.zeros((32, 32))
    small[20:28, 3:7] = 1.0  # 8 high, 4 wide
    x = from_drawing(small).reshape(8, 8)
    assert (x[:, 3:5] > 0.85).all()
    assert (x[:, [0, 1, 6, 7]] < 0.15).all()
    np.testing.assert_allclose(x, x[:, ::-1], atol=1e-9)
    elsewhere = np.roll(small, (-15, 20), axis=(0, 1))
    np.testing.assert_allclose(from_drawing(elsewhere), from_drawing(small), atol=1e-9)
    wide = np.zeros((32, 32))
    wide[10:14, 2:30] = 1.0  # a dash stays a dash
    rows = from_drawing(wide).reshape(8, 8).max(axis=1) > 0.1
    assert rows.sum() <= 2


def test_tiles_stand_in_rows_and_each_is_scaled_by_itself() -> None:
    sheet = tiled(np.vstack([np.full(64, 5.0), np.full(64, -0.1), np.zeros(64)]), columns=2)
    assert sheet.shape == (19, 19)
    assert (sheet[1:9, 1:9] == 1).all()
    assert (sheet[1:9, 10:18] == -1).all()
    assert (sheet[10:18, 1:9] == 0).all()
    assert np.isnan(sheet[10:18, 10:18]).all()
    assert np.isnan(sheet[0]).all()


def test_an_eight_has_another_article() -> None:
    assert [named(d) for d in (1, 8)] == ["a 1", "an 8"]
