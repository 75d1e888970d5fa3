"""Lesson 08's film and reader of digits, without a browser."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from course_utils import datasets, reference
from course_utils.figures.digits import named
from course_utils.widgets import digit_reader, digits_film

DIGITS = datasets.load_digits()
PARTS = datasets.split(DIGITS.labels.size, np.random.default_rng(0))
LEARNED, VALIDATION, TEST = ((DIGITS.X[:, part], DIGITS.labels[part]) for part in PARTS)


def fitted() -> list[tuple[np.ndarray, np.ndarray]]:
    """Return a network that reads: random hidden neurons, the output by least squares."""
    rng = np.random.default_rng(1)
    X, labels = LEARNED
    W = rng.normal(0, 0.2, (300, 64))
    b = -W @ X.mean(axis=1, keepdims=True)
    H = np.vstack([np.maximum(W @ X + b, 0), np.ones((1, X.shape[1]))])
    V = np.linalg.solve(H @ H.T + 0.1 * np.eye(301), H @ reference.one_hot(labels, 10).T).T
    return [(W, b), (V[:, :-1], V[:, -1:])]


def reader(**own: Any) -> Any:
    return digit_reader(fitted, *TEST, **own)


def said(widget: Any) -> int:
    found = re.search(r"is read as <b>(\d)</b>", widget.reading.value)
    assert found, widget.reading.value
    return int(found[1])


def test_the_film_ends_where_the_training_does_and_reads_better_and_better() -> None:
    film = digits_film(LEARNED, VALIDATION)
    shares = []
    for step in (0, 50, 500):
        reading = film.draw(step=step)[1]
        shares.append([float(n) for n in re.findall(r"(\d+\.\d)%", reading)])
    assert shares[0][1] < 30 < 70 < shares[1][1] < shares[2][1]
    assert shares[2][0] > 97
    # The same training, straight on.
    rng = np.random.default_rng(0)
    parameters = reference.initialize([64, 24, 10], "he", rng)
    zeros = [(np.zeros_like(W), np.zeros_like(b)) for W, b in parameters]
    state: Any = (zeros, zeros, 0)
    Y = reference.one_hot(LEARNED[1], 10)
    batches: list[Any] = []
    for _ in range(500):
        batches = batches or reference.mini_batches(LEARNED[0], Y, 64, rng)
        X_b, Y_b = batches.pop(0)
        Z, cache = reference.forward(X_b, parameters, ["relu", "identity"])
        gradients = reference.backward(
            reference.softmax(Z), Y_b, cache, parameters, ["relu", "identity"]
        )
        parameters, state = reference.adam_step(parameters, gradients, state, 0.003)
    Z, _ = reference.forward(VALIDATION[0], parameters, ["relu", "identity"])
    assert shares[2][1] == pytest.approx(100 * reference.accuracy(Z, VALIDATION[1]), abs=0.06)


def test_the_film_trains_with_the_functions_handed_over() -> None:
    calls = []

    def softmax(Z: np.ndarray) -> np.ndarray:
        calls.append(Z.shape)
        return reference.softmax(Z)

    film = digits_film(LEARNED, VALIDATION, softmax=softmax)
    assert calls.count((10, 64)) > 300
    assert "your own <code>softmax</code>" in film.box.children[-1].value


def test_a_function_that_fails_in_training_leaves_words() -> None:
    def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
        if len(labels) > 2:
            raise IndexError("out of bounds")
        return reference.one_hot(labels, classes)

    film = digits_film(LEARNED, VALIDATION, one_hot=one_hot)
    assert "Do the checks pass? (IndexError: out of bounds)" in film.reading.value


def test_the_reader_reads_what_the_network_reads() -> None:
    widget = reader()
    X, labels = TEST
    Z, _ = reference.forward(X, fitted(), ["relu", "identity"])
    for number in (0, 7, 100):
        widget.controls["number"].value = number
        assert said(widget) == np.argmax(Z[:, number])
        assert f"Test digit {number}, {named(labels[number])} is read" in widget.reading.value
        outputs = reference.softmax(Z[:, [number]])[:, 0]
        np.testing.assert_allclose(widget.canvas.outputs, outputs, rtol=1e-3, atol=1e-9)
    fires = int(np.sum(np.array(widget.canvas.hidden) > 0))
    assert f"{fires} of 300 neurons of the first layer fire" in widget.reading.value
    np.testing.assert_array_equal(
        np.frombuffer(widget.canvas.pixels, np.uint8), np.rint(255 * X[:, 100])
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("right", 1, "moved 1 right"),
        ("right", -2, "moved 2 left"),
        ("down", -1, "moved 1 up"),
        ("turn", 30, "turned by 30°"),
        ("noise", 0.4, "with noise 0.40"),
    ],
)
def test_a_control_changes_the_image_and_says_so(name: str, value: float, words: str) -> None:
    widget = reader()
    before = widget.canvas.pixels
    widget.controls[name].value = value
    assert widget.canvas.pixels != before
    assert words in widget.reading.value
    assert 0 <= widget.image().min() <= widget.image().max() <= 1
    widget.controls[name].value = 0
    assert widget.canvas.pixels == before


def drawing_of(x: np.ndarray) -> list[int]:
    """Draw an image half as large, into the lower right of the pad."""
    ink = np.zeros((32, 32), int)
    ink[14:30, 14:30] = 255 * (np.kron(x.reshape(8, 8), np.ones((2, 2))) > 0.4)
    return [int(value) for value in ink.ravel()]


def test_a_drawing_is_read_wherever_it_stands_once_it_is_centered() -> None:
    widget = reader()
    right: dict[bool, list[bool]] = {True: [], False: []}
    for number in range(0, 120, 3):
        widget.canvas.ink = drawing_of(TEST[0][:, number])
        assert widget.controls["source"].value == "my drawing"
        for centered in right:
            widget.controls["centered"].value = centered
            right[centered].append(said(widget) == TEST[1][number])
    assert np.mean(right[True]) > 0.8
    assert np.mean(right[False]) < 0.4


def test_the_pad_and_the_test_digits_take_turns() -> None:
    widget = reader()
    assert widget.controls["centered"].disabled
    widget.canvas.ink = drawing_of(TEST[0][:, 0])
    assert "Your drawing is read as" in widget.reading.value
    assert not widget.controls["centered"].disabled
    widget.controls["number"].value = 4
    assert "Test digit 4" in widget.reading.value
    widget.canvas.ink = [0] * 1024
    assert "The empty pad is read as" in widget.reading.value


def test_a_network_that_is_missing_or_cannot_read_is_stood_in_for() -> None:
    def missing() -> Any:
        raise NotImplementedError

    def wrong() -> Any:
        return reference.initialize([64, 5, 3], "he", np.random.default_rng(0))

    X, labels = TEST[0][:, :40], TEST[1][:40]
    for network in (missing, wrong):
        widget = digit_reader(network, X, labels)
        assert "A network of the course's reads" in widget.note.value
        assert said(widget) == labels[0]


def test_any_depth_reads() -> None:
    for sizes in ([64, 10], [64, 20, 15, 10]):
        parameters = reference.initialize(sizes, "he", np.random.default_rng(0))
        widget = digit_reader(lambda parameters=parameters: parameters, *TEST)
        assert "Read by your own network" in widget.note.value
        assert len(widget.canvas.hidden) == (sizes[1] if len(sizes) > 2 else 0)
        assert said(widget) in range(10)


def test_a_forward_that_breaks_later_does_not_freeze_the_reader() -> None:
    def forward(X: np.ndarray, parameters: Any, names: Any) -> Any:
        if len(parameters) > 1:
            raise IndexError("list index out of range")
        return reference.forward(X, parameters, names)

    widget = reader(forward=forward)
    assert "<code>forward</code> stops with IndexError" in widget.reading.value
    assert len(widget.first.alt) > 30


def test_the_stored_picture_says_what_is_read() -> None:
    widget = reader()
    html = widget._repr_mimebundle_()["text/html"]
    assert f"it reads {said(widget)} with" in html
