import re
from itertools import product
from typing import Any

import numpy as np
import pytest

from course_utils import reference
from course_utils.widgets.gradient_descent import (
    Problem,
    learning_rate_explorer,
    regime,
    walks_film,
)

TUMORS = Problem.of_tumors()


def numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)]


def test_every_extreme_is_drawn_with_a_finite_reading() -> None:
    explorer = learning_rate_explorer()
    ends = [(c.min, c.max) for c in explorer.controls.values()]
    rates = [10.0**end for end in ends[0]]
    for values in product(rates, *ends[1:]):
        picture, reading = explorer.draw(*values)
        assert picture.png().startswith(b"\x89PNG")
        assert len(reading.split()) > 15
        assert not re.search(r"nan|inf\b", reading + picture.alt)


@pytest.mark.parametrize(
    ("control", "value"),
    [("learning_rate", 20.0), ("scale", 2.5), ("momentum", 0.9), ("start", -2.0), ("steps", 3)],
)
def test_moving_a_control_changes_the_picture_and_the_reading(control: str, value: float) -> None:
    explorer = learning_rate_explorer()
    image, reading = explorer.image.value, explorer.reading.value
    explorer.controls[control].value = value
    assert explorer.image.value != image
    assert explorer.reading.value != reading


@pytest.mark.parametrize(
    ("of_limit", "word"), [(0.2, "monotone"), (0.8, "alternating"), (1.2, "divergent")]
)
def test_the_reading_names_the_regime(of_limit: float, word: str) -> None:
    explorer = learning_rate_explorer()
    limit = 2 / TUMORS.curvature(1.5)
    _, reading = explorer.draw(of_limit * limit, 1.5, 0.0, 1.0, 30)
    assert f"<b>{word}</b>" in reading
    assert f"<b>{2 * of_limit:.2f}</b>" in reading


def spectral_radius(learning_rate_times_h: float, beta: float) -> float:
    a = (1 - beta) * learning_rate_times_h
    return float(np.max(np.abs(np.roots([1.0, -(1 + beta - a), beta]))))


@pytest.mark.parametrize("beta", [0.3, 0.8, 0.95])
def test_regimes_with_momentum_agree_with_the_eigenvalues(beta: float) -> None:
    for x in np.geomspace(0.001, 200, 60):
        roots = np.roots([1.0, -(1 + beta - (1 - beta) * x), beta])
        said = regime(float(x), beta)
        if spectral_radius(float(x), beta) > 1:
            assert "divergent" in said
        elif np.abs(roots.imag).max() > 0:
            assert "swings" in said
            assert abs(roots[0]) == pytest.approx(beta**0.5)
        else:
            assert ("monotone" if roots.real.min() > 0 else "alternating") in said


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0])
def test_slope_and_curvature_are_the_costs_derivatives(scale: float) -> None:
    def cost(error: float) -> float:
        return float(TUMORS.cost(np.array([error]), scale)[0])

    for error in (-2.0, 0.7):
        numeric = (cost(error + 1e-5) - cost(error - 1e-5)) / 2e-5
        assert TUMORS.slope(error, scale) == pytest.approx(numeric, rel=1e-6)
    assert abs(TUMORS.slope(0.0, scale)) < 1e-12
    assert cost(0.0) == 0
    numeric = (TUMORS.slope(1e-5, scale) - TUMORS.slope(-1e-5, scale)) / 2e-5
    assert TUMORS.curvature(scale) == pytest.approx(numeric, rel=1e-6)


def test_curvature_goes_with_the_square_of_the_scale() -> None:
    assert TUMORS.curvature(3.0) == pytest.approx(9 * TUMORS.curvature(1.0))


def test_own_functions_are_used_and_named() -> None:
    steps: list[float] = []

    def gradient_descent_step(parameters: Any, gradients: Any, learning_rate: float) -> Any:
        steps.append(learning_rate)
        return reference.gradient_descent_step(parameters, gradients, learning_rate)

    def momentum_step(*_: object) -> object:
        raise NotImplementedError

    explorer = learning_rate_explorer(
        gradient_descent_step=gradient_descent_step, momentum_step=momentum_step
    )
    explorer.draw(3.25, 1.0, 0.0, 1.0, 7)
    assert steps.count(3.25) == 14  # on both costs
    note = explorer.box.children[-1].value
    assert "your own <code>gradient_descent_step</code>" in note
    assert "<code>momentum_step</code>, <code>largest_stable_learning_rate</code> stand" in note


def test_an_error_that_the_walk_ends_with_is_in_the_reading() -> None:
    explorer = learning_rate_explorer()
    _, reading = explorer.draw(0.5, 1.0, 0.0, 2.0, 10)
    error = 2.0
    for _ in range(10):
        error -= 0.5 * TUMORS.slope(error, 1.0)
    assert round(error, 2) in numbers(reading)


@pytest.mark.parametrize("wrong", ["shape", "overflow"])
def test_a_wrong_step_neither_stops_nor_spoils_the_picture(wrong: str) -> None:
    def momentum_step(parameters: Any, gradients: Any, velocity: Any, *_: float) -> Any:
        if wrong == "shape":
            return parameters
        return [(W * -1e200, b) for W, b in parameters], velocity

    explorer = learning_rate_explorer(momentum_step=momentum_step)
    picture, reading = explorer.draw(4.0, 1.0, 0.5, 1.0, 40)
    assert picture.png().startswith(b"\x89PNG")
    assert not re.search(r"nan|inf\b", reading)
    assert ("the course's stands in" in reading) == (wrong == "shape")


def test_beyond_the_limit_the_reading_says_back_and_forth_and_below_it_at_rest() -> None:
    explorer = learning_rate_explorer()
    assert "back and forth, between -0.50 and 0.88" in explorer.reading.value
    assert "at rest" in explorer.draw(10.0, 1.0, 0.0, 1.0, 60)[1]
    assert "on its way" in explorer.draw(0.5, 1.0, 0.0, 1.0, 20)[1]
    assert "on its way" in explorer.draw(0.5, 1.0, 0.0, 1.0, 1)[1]


def distances(reading: str) -> list[float]:
    return [float(said.split(" ")[-1].rstrip(".")) for said in reading.split(": ")[1].split("; ")]


def test_only_adam_minds_how_the_valley_lies() -> None:
    film = walks_film()
    straight, diagonal = (distances(film.draw(diagonal=d, step=20)[1]) for d in (False, True))
    assert straight[:2] == diagonal[:2]
    assert diagonal[2] > 8 * straight[2]


def test_the_film_walks_with_the_students_steps() -> None:
    def still(parameters: Any, *_: object) -> Any:
        return parameters

    film = walks_film(gradient_descent_step=still)
    assert "your own <code>gradient_descent_step</code>" in film.box.children[-1].value
    assert distances(film.draw(diagonal=False, step=60)[1])[0] == pytest.approx(9.1, abs=0.05)
    # With the course's, the plain walk is a product of factors.
    left = walks_film().draw(diagonal=False, step=30)[1]
    factors = np.array([1 - 0.95 * 2 / 25, 1 - 1.9]) ** 30
    assert distances(left)[0] == pytest.approx(np.linalg.norm(factors * [9, 1.5]), rel=0.06)
