import re
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from course_utils import reference
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.regularization import (
    generalization_explorer,
    overfitting_film,
    penalty_explorer,
    scale_explorer,
)

EXPLORERS: dict[str, Callable[[], Explorer]] = {
    "scale": scale_explorer,
    "penalty": penalty_explorer,
    "generalization": generalization_explorer,
    "film": overfitting_film,
}


def extremes(control: Any) -> tuple[Any, ...]:
    if hasattr(control, "base"):
        return control.base**control.min, control.base**control.max
    if hasattr(control, "options"):
        return tuple(value for _, value in control.options)
    return (control.min, control.max) if hasattr(control, "min") else (False, True)


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_extreme_is_drawn_with_a_finite_reading(name: str) -> None:
    explorer = EXPLORERS[name]()
    for values in product(*map(extremes, explorer.controls.values())):
        picture, reading = explorer.draw(**dict(zip(explorer.controls, values, strict=True)))
        assert picture.axes
        assert len(reading.split()) > 10
        assert not re.search(r"nan|inf\b|-0\.00", reading + picture.alt)


@pytest.mark.parametrize("name", EXPLORERS)
def test_moving_each_control_changes_the_picture_and_the_reading(name: str) -> None:
    for moved in EXPLORERS[name]().controls:
        explorer = EXPLORERS[name]()
        control = explorer.controls[moved]
        image, reading = explorer.image.value, explorer.reading.value
        control.value = next(v for v in extremes(control) if v != control.value)
        assert explorer.image.value != image
        assert explorer.reading.value != reading


def steps(explorer: Explorer, **values: Any) -> int:
    _, reading = explorer.draw(**{**explorer.values, **values})
    found = re.search(r"needs (\d+) steps", reading)
    assert found, reading
    return int(found[1])


def test_a_larger_scale_costs_steps_and_standardizing_saves_them() -> None:
    explorer = scale_explorer()
    assert steps(explorer, scale=1.0) < steps(explorer, scale=3.0) < steps(explorer, scale=6.0)
    assert steps(explorer, scale=15.0, standardized=True) == steps(explorer, scale=1.0)


def test_l1_gives_zeros_and_l2_does_not() -> None:
    explorer = penalty_explorer()
    setting = {"direction": 20.0, "distance": 2.0, "t": 0.8}
    assert "1 of 2 weights exactly 0" in explorer.draw(**setting, norm="l1")[1]
    assert "(1.04, 0.38): 0 of 2 weights exactly 0" in explorer.draw(**setting, norm="l2")[1]


def test_without_strength_the_penalty_changes_nothing_much() -> None:
    explorer = generalization_explorer()
    said, free = {}, 0.0
    for strength in (0.01, 1.0, 10**1.5):
        _, reading = explorer.draw(strength=strength, norm="l2")
        found = re.search(r"validation cost (\d\.\d+) \((\d\.\d+) without", reading)
        assert found, reading
        said[strength], free = float(found[1]), float(found[2])
    assert said[0.01] == pytest.approx(free, abs=0.02)
    assert said[1.0] < 0.75 * free
    assert said[10**1.5] > free


def test_own_functions_are_used_and_named() -> None:
    def soft_threshold(W: np.ndarray, t: float) -> np.ndarray:
        return np.full_like(W, 0.25)

    explorer = penalty_explorer(soft_threshold=soft_threshold)
    assert "(0.25, 0.25)" in explorer.draw(0.0, 2.0, 0.8, "l1")[1]
    note = explorer.box.children[-1].value
    assert "your own <code>soft_threshold</code>" in note


def test_the_reference_stands_in_for_what_is_not_written() -> None:
    def standardize(X_train: np.ndarray, X: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    explorer = scale_explorer(standardize=standardize)
    assert "course's <code>standardize</code>" in explorer.box.children[-1].value
    assert steps(explorer, scale=9.0, standardized=True) == steps(explorer, scale=1.0)


def test_training_uses_the_students_functions() -> None:
    called = []

    def regularized_gradients(*arguments: Any) -> Any:
        called.append(len(arguments))
        return reference.regularized_gradients(*arguments)

    explorer = generalization_explorer(regularized_gradients=regularized_gradients)
    before = len(called)
    explorer.draw(strength=3.0, norm="l2")
    once = len(called)
    explorer.draw(strength=3.0, norm="l2")
    assert before < once == len(called), "the same setting is trained once only"


def test_the_film_of_a_network_on_tumors_overfits_unless_penalized() -> None:
    film = overfitting_film()
    said = {}
    for lam in (0.0, 1.0):
        for step in (0, 400, 2000):
            found = re.search(
                r"training cost (\d\.\d+), validation cost (\d\.\d+); its lowest so far was (\d\.\d+)",
                film.draw(lam=lam, step=step)[1],
            )
            assert found
            said[lam, step] = tuple(map(float, found.groups()))
    free, held = said[0.0, 2000], said[1.0, 2000]
    assert free[1] > 2 * free[2]
    assert held[1] < 1.1 * held[2]
    assert free[0] < held[0]
    assert said[0.0, 0] == said[1.0, 0]
