"""Lesson 03's pictures: they draw what they are given, say so in words, and wait for what is missing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection

from course_utils import figures
from course_utils.figures.forward_propagation import __all__ as public
from course_utils.figures.forward_propagation.connections import recurrent, recurrent_unrolled
from course_utils.figures.forward_propagation.layers import MOST_DRAWN
from course_utils.figures.style import Picture
from course_utils.reference import forward_propagation as key

rng = np.random.default_rng(11)
CHAIN = np.eye(4, k=1, dtype=bool)
LOOP = CHAIN.copy()
LOOP[3, 1] = True
PARAMETERS = [(rng.normal(size=(n, k)), rng.normal(size=(n, 1))) for k, n in pairwise([3, 4, 2, 1])]
LAYER = (rng.normal(size=(3, 4)), rng.normal(size=(2, 3)), rng.normal(size=(2, 1)), "relu")
CURVES = {
    "two": [(rng.normal(size=(n, k)), rng.normal(size=(n, 1))) for k, n in pairwise([1, 5, 1])]
}


def unwritten(*_: object) -> Any:
    raise NotImplementedError


Draw = Callable[[Callable[..., Any]], Picture]
NEED_AN_ANSWER: dict[str, tuple[Callable[..., Any], Draw]] = {
    "connections": (
        key.is_feed_forward,
        lambda f: figures.connections(f, {"chain": CHAIN, "loop": LOOP}),
    ),
    "unrolled_in_time": (key.is_feed_forward, lambda f: figures.unrolled_in_time(f, 4)),
    "layer_as_blocks": (key.layer_forward, lambda f: figures.layer_as_blocks(f, *LAYER)),
    "forward_pass": (
        key.forward,
        lambda f: figures.forward_pass(f, rng.normal(size=(3, 1)), PARAMETERS, ["relu"] * 3),
    ),
    "deep_curves": (key.forward, lambda f: figures.deep_curves(f, CURVES, ["identity", "tanh"])),
    "xor_folded": (key.xor_parameters, lambda f: figures.xor_folded(key.forward, f)),
}


@pytest.mark.parametrize("name", NEED_AN_ANSWER)
def test_draws_with_an_answer_and_waits_without_one(name: str) -> None:
    answer, draw = NEED_AN_ANSWER[name]
    drawn, waiting = draw(answer), draw(unwritten)
    assert drawn.png() != waiting.png()
    assert len(drawn.alt) > 60
    assert "unwritten" in waiting.alt
    assert "not written yet" in waiting.alt


def test_every_public_picture_is_reached_by_its_name() -> None:
    assert set(public) == {*NEED_AN_ANSWER, "feed_forward_network", "added_bias"}
    assert all(callable(getattr(figures, name)) for name in public)


@pytest.mark.parametrize("sizes", [(3, 4, 2, 1), (2, 1), (5, 3, 3, 3, 4)])
def test_every_neuron_and_every_connection_is_drawn(sizes: tuple[int, ...]) -> None:
    picture = figures.feed_forward_network(sizes)
    (ax,) = picture.axes
    lines = [c for c in ax.collections if isinstance(c, LineCollection)]
    assert [np.size(discs.get_xdata()) for discs in ax.lines] == list(sizes)
    assert [len(c.get_segments()) for c in lines] == [k * n for k, n in pairwise(sizes)]
    for k, n in pairwise(sizes):
        assert f"{n} by {k}" in picture.alt


def test_of_a_wide_layer_the_middle_is_left_out() -> None:
    (ax,) = figures.feed_forward_network((64, 32, 10)).axes
    assert [np.size(discs.get_xdata()) for discs in ax.lines] == [MOST_DRAWN - 1] * 3
    assert sum(text.get_text() == "$\\vdots$" for text in ax.texts) == 3


def test_the_verdicts_are_those_of_the_answer() -> None:
    networks = {"chain": CHAIN, "loop": LOOP}
    right = figures.connections(key.is_feed_forward, networks).alt
    wrong = figures.connections(lambda A: not key.is_feed_forward(A), networks).alt
    assert "chain: feed-forward; loop: not feed-forward" in right
    assert "chain: not feed-forward; loop: feed-forward" in wrong


@pytest.mark.parametrize("steps", [1, 3, 6])
def test_unrolling_takes_the_cycle_away_and_keeps_the_connections(steps: int) -> None:
    assert not key.is_feed_forward(recurrent())
    unrolled = recurrent_unrolled(steps)
    assert unrolled.shape == (3 * steps, 3 * steps)
    assert key.is_feed_forward(unrolled)
    # x feeds h and h feeds y at each moment; h feeds h between moments.
    assert unrolled.sum() == 2 * steps + steps - 1


def test_numbers_in_the_neurons_are_the_activations() -> None:
    x = np.array([[0.5], [-1.0], [2.0]])
    names = ["tanh", "relu", "sigmoid"]
    picture = figures.forward_pass(key.forward, x, PARAMETERS, names)
    written = {text.get_text() for text in picture.axes[0].texts}
    y_hat, cache = key.forward(x, PARAMETERS, names)
    for A in (*(A_prev for A_prev, _ in cache), y_hat):
        assert {f"{a:.2f}" for a in A.ravel()} <= written


def test_identity_layers_draw_straight_lines_and_relu_does_not() -> None:
    picture = figures.deep_curves(key.forward, CURVES, ["identity", "relu"])
    straight, bent = (np.abs(np.diff(ax.lines[0].get_ydata(), 2)).max() for ax in picture.axes)
    assert straight < 1e-9 < bent


def test_unsolved_xor_is_drawn_too() -> None:
    nothing = [(np.zeros((2, 2)), np.zeros((2, 1))), (np.zeros((1, 2)), np.zeros((1, 1)))]
    assert figures.xor_folded(key.forward, lambda: nothing).png()


def test_the_two_biases_are_each_others_transpose() -> None:
    b = np.array([[1.0], [-2.0], [3.0], [0.5]])
    column, flat = (np.asarray(ax.collections[0].get_array()) for ax in figures.added_bias(b).axes)
    np.testing.assert_array_equal(column, flat.T)
    np.testing.assert_array_equal(column[:, 0], b[:, 0])
