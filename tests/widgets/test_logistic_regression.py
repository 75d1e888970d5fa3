import numpy as np
import pytest

from course_utils import reference
from course_utils.figures.style import Picture
from course_utils.widgets.logistic_regression import EXTENT, boundary_explorer


def drawn(direction: float, length: float, intercept: float, separable: bool) -> Picture:
    picture: Picture = boundary_explorer().draw(direction, length, intercept, separable)[0]
    return picture


@pytest.mark.parametrize(
    ("direction", "length", "intercept"), [(0, 2, 0.5), (90, 3, -1), (10, 0, 2)]
)
def test_the_plane_is_shaded_by_the_probability(
    direction: float, length: float, intercept: float
) -> None:
    shown = np.asarray(drawn(direction, length, intercept, False).axes[0].images[0].get_array())
    angle = np.deg2rad(direction)
    for (row, column), corner in (((-1, -1), (1, 1)), ((0, -1), (1, -1)), ((-1, 0), (-1, 1))):
        along = EXTENT * (corner[0] * np.cos(angle) + corner[1] * np.sin(angle))
        expected = reference.sigmoid(length * along + intercept)
        np.testing.assert_allclose(shown[row, column], expected)


def test_a_legend_names_both_classes_and_the_boundary() -> None:
    legend = drawn(20, 1, 0, False).axes[0].get_legend()
    assert legend
    assert [text.get_text() for text in legend.get_texts()] == [
        "class 0",
        "class 1",
        "probability 0.5",
    ]


def test_the_reading_says_whether_a_best_length_exists() -> None:
    explorer = boundary_explorer()
    assert "lowest at a length of about" in explorer.draw(20, 1, 0.5, False)[1]
    readings = [explorer.draw(d, 1, 0.0, True)[1] for d in range(0, 180, 10)]
    assert any("a longer beta is always better" in reading for reading in readings)


def test_a_sigmoid_that_does_not_work_is_replaced() -> None:
    def sigmoid(z: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    explorer = boundary_explorer(sigmoid=sigmoid)
    assert explorer.first.axes[0].images
    assert "sigmoid" in explorer.box.children[-1].value
