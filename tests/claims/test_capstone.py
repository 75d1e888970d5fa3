"""What lesson 08's text says of the playground, tried with the course's functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils import reference
from course_utils.exercises.capstone import networks
from course_utils.exercises.capstone.digits import to_learn
from course_utils.widgets.training import PROBES, Run, Settings

COURSE = {name: reference.find(name) for name in PROBES}


def trained(steps: int, **settings: Any) -> Run:
    run = Run(COURSE, Settings(**settings))
    for _ in range(steps):
        run.step()
    run.record()
    return run


def test_a_line_does_no_better_than_guessing_on_xor() -> None:
    for settings in ({"hidden": 0}, {"hidden": 1, "activation": "identity"}):
        assert trained(1000, data="XOR", **settings).records[-1].cost > 0.66
    assert trained(1000, data="XOR", hidden=1).records[-1].cost < 0.2


def test_equal_starts_stay_equal() -> None:
    run = trained(500, scheme="all 0.5")
    W = run.parameters[0][0]
    np.testing.assert_allclose(W, np.broadcast_to(W[0], W.shape), atol=1e-12)
    assert not np.allclose(W, 0.5)


def test_sigmoids_shrink_the_first_layers_gradient_far_more_than_tanh() -> None:
    ratios = []
    for activation in ("sigmoid", "tanh"):
        first = trained(0, hidden=4, activation=activation).records[0].gradients
        ratios.append(first[0] / first[-1])
    assert ratios[0] < 0.01 < 0.03 < ratios[1]


def test_noisy_moons_are_learned_by_heart_unless_penalized() -> None:
    base = {"noise": 0.4, "hidden": 3, "width": 8, "optimizer": "adam_step", "learning_rate": 0.03}
    free = trained(1500, **base).records[-1]
    held = trained(1500, norm="l2", strength=1.0, **base).records[-1]
    assert free.unseen > 2 * free.cost
    assert held.unseen < free.unseen
    assert held.unseen < 1.3 * held.cost


def test_softmax_of_two_is_a_sigmoid_of_the_difference(rng: np.random.Generator) -> None:
    Z = rng.normal(0, 3, (2, 9))
    np.testing.assert_allclose(reference.softmax(Z)[0], reference.sigmoid(Z[0] - Z[1]))


def test_squares_make_circles_a_line_and_the_spiral_needs_two_layers() -> None:
    assert trained(1500, data="circles", hidden=0).accuracy < 0.7
    assert trained(1500, data="circles", hidden=0, inputs=4).accuracy > 0.98
    adam = {"optimizer": "adam_step", "learning_rate": 0.01, "noise": 0.0}
    assert trained(6000, data="spiral", width=5, **adam).accuracy > 0.94


def test_at_the_upper_end_of_the_learning_rate_no_optimizer_learns() -> None:
    for optimizer in ("gradient_descent_step", "adam_step"):
        run = trained(1000, learning_rate=10**1.5, optimizer=optimizer)
        assert run.records[-1].cost > 2 > run.records[0].cost


def test_hint_2_of_train_digits_has_a_margin_on_digits_drawn_anew() -> None:
    """Each draw has other digits to learn from, another orientation and other names."""
    for seed in range(4):
        X, labels, rng = to_learn(np.random.default_rng(500 + seed), m=1250)
        Y, activations = reference.one_hot(labels, 10), ["relu", "identity"]
        parameters = reference.initialize([64, 128, 10], "he", rng)
        zeros = reference.zeros_like(parameters)
        state = (zeros, zeros, 0)
        for _ in range(40):
            for X_b, Y_b in reference.mini_batches(X, Y, 64, rng):
                Z, cache = reference.forward(X_b, parameters, activations)
                delta = reference.softmax(Z)
                gradients = reference.backward(delta, Y_b, cache, parameters, activations)
                parameters, state = reference.adam_step(parameters, gradients, state, 0.003)
        assert networks.unseen_accuracy(parameters, X, labels) > 0.955
