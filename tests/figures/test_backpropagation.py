from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection

from course_utils import figures, reference
from course_utils.figures.backpropagation_parts import short
from course_utils.figures.style import Picture
from course_utils.figures.writing import Written

W_2, W_3 = np.array([[0.5, 1.0, 0.5], [-1.0, 0.5, 0.25]]), np.array([[2.0, -1.0]])
DELTA_2, DELTA_3 = np.array([[1.25], [-0.5]]), np.array([[0.75]])
Z, ARRIVING = np.array([0.6, -1.2]), np.array([1.4, -0.7])
RNG = np.random.default_rng(0)
PAIR = (RNG.normal(size=7), RNG.normal(size=7))

DRAWN: dict[str, Callable[[], Any]] = {
    "network_with_deltas": lambda: figures.network_with_deltas(
        (3, 2, 1), [W_2, W_3], [DELTA_2, DELTA_3]
    ),
    "value_used_twice": lambda: figures.value_used_twice(4),
    "factors_of_output_delta": lambda: figures.factors_of_output_delta(
        reference.cross_entropy_derivative, reference.output_delta
    ),
    "delta_of_two_losses": lambda: figures.delta_of_two_losses(reference.output_delta),
    "chain_shapes": lambda: figures.chain_shapes(),
    "jacobian_beside_product": lambda: figures.jacobian_beside_product(
        reference.activation_jacobian, Z, ARRIVING, "tanh"
    ),
    "error_by_step": lambda: figures.error_by_step(reference.numerical_gradient),
    "analytic_against_numeric": lambda: figures.analytic_against_numeric(
        {"right": (PAIR[0], PAIR[0]), "wrong": PAIR}
    ),
}


def not_written(*_: object) -> object:
    raise NotImplementedError


def texts(picture: Picture) -> list[str]:
    return [words for ax in picture.axes for words in texts_in(ax)]


def texts_in(ax: Axes) -> list[str]:
    written = [c for c in ax.collections if isinstance(c, Written)]
    return [t.get_text() for t in ax.texts] + [words for c in written for words in c.words]


def line(picture: Picture, ax: int, number: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = picture.axes[ax].lines[number].get_data()
    return np.asarray(x), np.asarray(y)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: figures.factors_of_output_delta(not_written, reference.output_delta),
        lambda: figures.delta_of_two_losses(not_written),
        lambda: figures.jacobian_beside_product(not_written, Z, ARRIVING, "tanh"),
        lambda: figures.error_by_step(not_written),
    ],
)
def test_an_answer_that_is_not_written_gives_a_placeholder(draw: Callable[[], Picture]) -> None:
    assert draw().alt == "not_written is not written yet: this picture waits for it."


@pytest.mark.parametrize("sizes", [(3, 2, 1), (5, 4), (2, 7, 3, 1)])
def test_a_network_has_its_units_edges_and_shapes(sizes: tuple[int, ...]) -> None:
    picture = figures.network_with_deltas(sizes)
    edges = [c for c in picture.axes[0].collections if isinstance(c, LineCollection)]
    drawn = [len(c.get_segments()) for c in edges]
    assert drawn == [n * m for n, m in pairwise(sizes)]
    shapes = [text for text in texts(picture) if text.startswith("$W")]
    assert shapes[0] == f"$W^{{[2]}}$ ({sizes[1]}, {sizes[0]})"
    assert len(shapes) == len(sizes) - 1


def test_the_units_of_a_layer_bear_its_number() -> None:
    said = texts(figures.network_with_deltas((3, 2)))
    assert {"$a_{3}^{[1]}$", "$a_{2}^{[2]}$"} <= set(said)


@pytest.mark.parametrize("a", [4.0, -1.5, 0.25])
def test_where_a_value_is_used_twice_both_ways_are_added(a: float) -> None:
    def s(a: float) -> float:
        return (2 * a) * (a + 1)

    h = 1e-6
    picture = figures.value_used_twice(a)
    numeric = (s(a + h) - s(a - h)) / (2 * h)
    assert float(picture.alt.split("ds/da = ")[1].rstrip(".")) == pytest.approx(numeric, abs=1e-6)
    shown = [words for words in texts(picture) if words.startswith("$\\partial s/\\partial a")]
    assert shown == [f"$\\partial s/\\partial a = {round(numeric, 6):g}$"]


def test_deltas_stand_in_the_units_of_the_last_layers() -> None:
    said = texts(figures.network_with_deltas((3, 2, 1), [W_2, W_3], [DELTA_2, DELTA_3]))
    assert {"1.250", "-0.500", "0.750"} <= set(said)
    assert "$a^{[1]}$ (3, 1)" in said
    assert "$\\delta^{[2]}$ (2, 1)" in said


def test_the_product_of_the_drawn_factors_is_the_drawn_product() -> None:
    picture = DRAWN["factors_of_output_delta"]()
    for number in (0, 1):
        product = line(picture, 0, number)[1] * line(picture, 1, 0)[1]
        np.testing.assert_allclose(line(picture, 2, number)[1], product, atol=1e-12)


def test_the_squared_errors_curve_is_its_derivative() -> None:
    z, slope = line(DRAWN["delta_of_two_losses"](), 0, 1)
    h = 1e-5
    numeric = (reference.sigmoid(z + h) ** 2 - reference.sigmoid(z - h) ** 2) / (2 * h)
    np.testing.assert_allclose(slope, numeric, atol=1e-9)


@pytest.mark.parametrize("sizes", [(3, 2, 1), (4, 3, 2)])
def test_only_the_chain_rules_own_order_does_not_fit(sizes: tuple[int, int, int]) -> None:
    picture = figures.chain_shapes(sizes)
    by_way = [texts_in(ax) for ax in picture.axes]
    assert f"1 meets {sizes[0]}" in by_way[0]
    assert ["=" in row for row in by_way] == [False, True, True]
    assert not [t for row in by_way[1:] for t in row if "meets" in t]
    cells = [
        sum(len(c.get_paths()) for c in ax.collections if isinstance(c, PatchCollection))
        for ax in picture.axes
    ]
    n_1, n_2, n_3 = sizes
    assert cells[0] == n_3 + n_3 * n_2 + n_2 + n_1
    assert cells[2] == n_2 * n_2 + n_2 * n_3 + n_3 + n_1 + n_2 * n_1


def test_an_unknown_way_is_refused() -> None:
    assert "known: chain rule" in figures.chain_shapes(ways=["another"]).alt


def test_matrix_and_element_wise_product_show_the_same_numbers() -> None:
    said = texts(DRAWN["jacobian_beside_product"]())
    for number in (1 - np.tanh(Z) ** 2) * ARRIVING:
        assert said.count(short(float(number))) == 2


def test_a_zero_column_is_drawn() -> None:
    picture = figures.jacobian_beside_product(
        reference.activation_jacobian, -np.abs(Z), ARRIVING, "relu"
    )
    assert picture.png().startswith(b"\x89PNG")
    assert "Both give 0, 0." in picture.alt


def test_centered_differences_are_best_near_1e_5_and_better_than_one_sided_ones() -> None:
    picture = DRAWN["error_by_step"]()
    steps, centered = line(picture, 0, 0)
    _, one_sided = line(picture, 0, 1)
    assert 1e-7 < steps[np.argmin(centered)] < 1e-3
    assert centered.min() < 1e-9 < one_sided.min()


def test_only_an_equal_pair_is_said_to_lie_on_the_line() -> None:
    assert "right: all on the line; wrong: off the line" in DRAWN["analytic_against_numeric"]().alt


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1.23456, "1.235"), (-0.5, "-0.500"), (2.5e-7, "2e-7")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert short(value) == text
