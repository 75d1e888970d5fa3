"""The playground, without a browser."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils import reference
from course_utils.widgets import playground
from course_utils.widgets.training import PROBES, SCHEMES, SEEN, Run, Settings, Trouble

COURSE = {name: reference.find(name) for name in PROBES}


def trained(steps: int, **settings: Any) -> Run:
    run = Run(COURSE, Settings(**settings))
    for _ in range(steps):
        run.step()
    run.record()
    return run


def test_steps_lower_the_cost_and_change_the_picture() -> None:
    widget = playground()
    image, before = widget.image.value, widget.run.records[-1].cost
    widget.step(60)
    assert widget.run.steps == 60
    assert widget.run.records[-1].cost < 0.7 * before
    assert widget.image.value != image
    assert "Step 60:" in widget.reading.value


def test_first_picture_can_be_of_a_trained_network() -> None:
    widget = playground(steps=30)
    assert "after 30 steps" in widget.first.alt
    assert "after 30 steps" in widget._repr_mimebundle_()["text/html"]


def test_reset_repeats_and_a_new_seed_does_not() -> None:
    widget = playground()
    widget.step(5)
    reading = widget.reading.value
    widget.reset()
    assert widget.run.steps == 0
    widget.step(5)
    assert widget.reading.value == reading
    widget.buttons["new"].click()
    widget.step(5)
    assert widget.reading.value != reading
    assert "seed 1" in widget.reading.value


@pytest.mark.parametrize(
    ("control", "value", "anew"),
    [
        ("data", "spiral", True),
        ("noise", 0.4, True),
        ("noise", 0.0, True),
        ("hidden", 0, True),
        ("hidden", 4, True),
        ("width", 1, True),
        ("width", 8, True),
        ("activation", "relu", True),
        ("scheme", "5 times too large", True),
        ("norm", "l1", False),
        ("optimizer", "adam_step", False),
        ("learning_rate", 10**1.5, False),
        ("learning_rate", 0.001, False),
        ("batch_size", SEEN, False),
    ],
)
def test_a_control_starts_anew_or_goes_on(control: str, value: Any, anew: bool) -> None:
    widget = playground(steps=3)
    reading = widget.reading.value
    widget.controls[control].value = value
    assert widget.run.steps == (0 if anew else 3)
    assert widget.reading.value != reading
    widget.step(3)
    assert not re.search(r"nan|inf\b", widget.reading.value)
    assert widget.run.steps == (3 if anew else 6)


def test_the_strength_can_be_moved_where_there_is_a_penalty() -> None:
    widget = playground()
    assert widget.controls["strength"].disabled
    widget.controls["norm"].value = "l2"
    assert not widget.controls["strength"].disabled


def test_running_trains_until_paused_and_leaves_the_notebook_room() -> None:
    async def run() -> tuple[int, int, int]:
        widget, other = playground(), playground()
        widget.start()
        ours = 0
        while widget.run.steps == 0:
            ours += 1
            await asyncio.sleep(0.005)
        assert widget.buttons["run"].description == "Pause"
        other.start()  # only one at a time
        assert not widget.running
        paused = widget.run.steps
        await asyncio.sleep(0.2)
        other.pause()
        return paused, widget.run.steps, ours

    paused, later, ours = asyncio.run(run())
    assert paused == later > 0
    assert ours > 0


def test_it_trains_with_the_functions_handed_over() -> None:
    calls = []

    def gradient_descent_step(parameters: Any, gradients: Any, learning_rate: float) -> Any:
        calls.append(learning_rate)
        return reference.gradient_descent_step(parameters, gradients, learning_rate)

    widget = playground(gradient_descent_step=gradient_descent_step)
    note = widget.box.children[-1].value
    assert "your own <code>gradient_descent_step</code>" in note
    assert "The course's" in note
    calls.clear()
    widget.step(4)
    assert len(calls) == 4


def broken_backward(*arguments: Any) -> Any:
    if arguments[0].shape[1] > 3:
        raise IndexError("list index out of range")
    return reference.backward(*arguments)


def writing_step(parameters: Any, gradients: Any, learning_rate: float) -> Any:
    for (W, _), (dW, _) in zip(parameters, gradients, strict=True):
        W -= learning_rate * dW
    return parameters


def exploding_step(parameters: Any, gradients: Any, learning_rate: float) -> Any:
    return [(1e3 * W, b) for W, b in parameters]


def nan_step(parameters: Any, gradients: Any, learning_rate: float) -> Any:
    return [(W * np.nan, b) for W, b in parameters]


def flat_step(parameters: Any, gradients: Any, learning_rate: float) -> Any:
    return [(W, b[:, 0]) for W, b in parameters]


def half_written_batches(*_: Any) -> Any:
    yield from ()
    raise NotImplementedError


@pytest.mark.parametrize(
    ("name", "function", "words"),
    [
        ("gradient_descent_step", writing_step, "tries to change the arrays"),
        ("gradient_descent_step", exploding_step, "diverged"),
        ("gradient_descent_step", nan_step, "nan or inf"),
        ("gradient_descent_step", flat_step, "the shape should be"),
        ("gradient_descent_step", lambda *_: [], "one pair of arrays for each layer"),
        ("mini_batches", lambda *_: [], "no batch"),
        ("mini_batches", lambda *_: [1], "pairs (X_b, Y_b)"),
        ("mini_batches", lambda *_: 3, "stops with TypeError"),
        ("mini_batches", half_written_batches, "not written for this case"),
        ("mini_batches", lambda X, Y, *_: [(X.tolist(), Y.tolist())], "gives list"),
        ("mini_batches", lambda X, Y, *_: [([[1.0, 2.0], [3.0]], Y)], "gives list"),
        ("mini_batches", lambda X, Y, *_: [(X[:, :0], Y[:, :0])], "a batch without examples"),
        ("mini_batches", lambda X, Y, *_: [(X * np.nan, Y)], "nan or inf"),
        ("mini_batches", lambda X, Y, *_: [(X[:, :5], Y)], "the shape should be (1, 5)"),
        ("gradient_descent_step", lambda P, *_: [(W + 0j, b) for W, b in P], "of complex128"),
    ],
)
def test_a_bug_stops_the_training_with_its_name(
    name: str, function: Callable[..., Any], words: str
) -> None:
    widget = playground(**{name: function})
    widget.step(20)
    said = widget.reading.value
    assert f"<code>{name}</code>" in said
    assert words in said
    assert not re.search(r"[: ](nan|inf),", said)
    assert all(np.isfinite(W).all() for W, _ in widget.run.parameters)


def test_a_bug_at_the_start_leaves_words_in_the_pictures_place() -> None:
    widget = playground(backward=broken_backward)
    assert widget.run is None
    assert "<code>backward</code> stops with IndexError" in widget.reading.value
    widget.start()
    widget.step()
    assert not widget.running
    assert "<code>backward</code> stops with IndexError" in widget.reading.value


def test_a_running_training_ends_at_a_bug() -> None:
    async def run() -> Any:
        widget = playground(gradient_descent_step=exploding_step)
        widget.start()
        while widget.running:
            await asyncio.sleep(0.005)
        return widget

    assert "diverged" in asyncio.run(run()).reading.value


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_starts_from_the_same_numbers(scheme: str) -> None:
    runs = [Run(COURSE, Settings(scheme=s)) for s in (scheme, "he")]
    np.testing.assert_array_equal(runs[0].X, runs[1].X)
    W, V = (run.parameters[0][0] for run in runs)
    if scheme in ("xavier", "glorot", "5 times too large"):
        np.testing.assert_allclose(W / V, np.full(W.shape, W[0, 0] / V[0, 0]))


def test_records_stay_few() -> None:
    run = trained(0)
    run._every = 1
    for _ in range(450):
        run.step()
    assert len(run.records) <= 400
    assert run.records[0].step == 0


def test_trouble_keeps_the_last_right_parameters() -> None:
    run = Run({**COURSE, "gradient_descent_step": nan_step}, Settings())
    before = run.parameters
    with pytest.raises(Trouble, match="gradient_descent_step"):
        run.step()
    assert run.parameters is before
    assert run.steps == 0


def test_a_changed_setting_takes_the_last_warning_away() -> None:
    widget = playground(gradient_descent_step=nan_step)
    widget.step()
    assert "nan or inf" in widget.reading.value
    widget.controls["learning_rate"].value = 0.001
    assert "nan or inf" not in widget.reading.value


def test_a_bias_that_can_change_is_not_denied() -> None:
    widget = playground()
    widget.controls["scheme"].value = "all zero"
    widget.step()
    assert "weight is 0: only biases can change" in widget.reading.value


@pytest.mark.parametrize("seed", [16, 25])
def test_no_point_lies_outside_of_the_plane(seed: int) -> None:
    widget = playground()
    widget.controls["noise"].value = {16: 0.1, 25: 0.4}[seed]
    widget.reset(seed)
    low, high = widget._axes["plane"].get_xlim()
    for points in (widget.run.X, widget.run.X_unseen):
        assert low < points.min() < points.max() < high


def test_a_playground_that_is_made_again_stops_the_one_before() -> None:
    async def run() -> bool:
        first = playground()
        first.start()
        await asyncio.sleep(0)
        playground()
        return first.running

    assert not asyncio.run(run())


def test_costs_are_drawn_however_large() -> None:
    widget = playground()
    for name, value in (("data", "XOR"), ("hidden", 4), ("width", 8), ("activation", "relu")):
        widget.controls[name].value = value
    widget.controls["scheme"].value = "5 times too large"
    assert max(r.cost for r in widget.run.records) > 5
    assert widget._axes["cost"].get_ylim()[1] >= max(r.cost for r in widget.run.records)
