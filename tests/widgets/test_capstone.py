"""The playground, without a browser."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from html import unescape
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from course_utils import reference, widgets
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
    image, before = widget.canvas.tiles, widget.run.records[-1].cost
    widget.step(60)
    assert widget.run.steps == 60
    assert widget.run.records[-1].cost < 0.7 * before
    assert widget.canvas.tiles != image
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
        ("seen", 20, True),
        ("inputs", 7, True),
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
    note = widget.note.value
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
    reach = widget.canvas.scene["reach"]
    for points in (widget.run.X, widget.run.X_unseen):
        assert np.abs(points).max() < reach


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
    assert widget.canvas.scene["costs"] >= max(r.cost for r in widget.run.records)


def unpacked(widget: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what the browser is sent: tiles (neurons, points), weights, and records (k, 3 + L)."""
    sizes = widget.canvas.scene["sizes"]
    tiles = np.frombuffer(widget.canvas.tiles, np.uint8).reshape(sum(sizes), -1)
    weights = np.frombuffer(widget.canvas.weights, np.float32)
    records = np.frombuffer(widget.canvas.records, np.float32).reshape(-1, 2 + len(sizes))
    return tiles, weights, records


def test_the_browser_is_sent_the_networks_numbers() -> None:
    widget = playground(steps=25, hidden=1, width=3)
    tiles, weights, records = unpacked(widget)
    run, scene = widget.run, widget.canvas.scene
    side = int(np.sqrt(tiles.shape[1]))
    ticks = np.linspace(-scene["reach"], scene["reach"], side)
    plane = np.stack([part.ravel() for part in np.meshgrid(ticks, ticks)])
    Y_hat, _ = reference.forward(plane, run.parameters, run.settings.activations)
    np.testing.assert_allclose(tiles[-1] / 255, Y_hat[0], atol=1 / 255)
    # The first input grows to the right, the second upwards.
    first, second = (tiles[i].reshape(side, side).astype(int) for i in (0, 1))
    assert (np.diff(first, axis=1) > 0).all()
    assert (np.diff(second, axis=0) > 0).all()
    expected = np.concatenate([W.ravel() for W, _ in run.parameters])
    np.testing.assert_allclose(weights, expected, rtol=1e-6)
    last = run.records[-1]
    np.testing.assert_allclose(
        records[-1], [last.step, last.cost, last.unseen, *last.gradients], rtol=1e-6
    )
    points = np.frombuffer(widget.canvas.points, np.float32).reshape(-1, 4)
    np.testing.assert_allclose(points[points[:, 3] == 1][:, :2].T, run.X, rtol=1e-5)


def test_a_click_on_a_neuron_shows_it_large_and_says_so() -> None:
    widget = playground()
    assert "Shown large: the network's output" in widget.reading.value
    widget.canvas.large = [1, 4]
    assert widget.controls["large"].value == (1, 4)
    assert widget.canvas.scene["large"] == "neuron 5 of layer 1"
    assert "Shown large: neuron 5 of layer 1" in widget.reading.value
    widget.controls["width"].value = 2  # that neuron is gone
    assert widget.canvas.large == [3, 0]
    widget.canvas.large = [1, 4]  # a click that comes late
    widget.step()
    assert widget.canvas.large == [3, 0]


def test_adam_gets_a_learning_rate_that_suits_it_and_the_others_theirs() -> None:
    widget = playground()
    widget.controls["optimizer"].value = "adam_step"
    assert widget.controls["learning_rate"].value == 0.01
    widget.controls["optimizer"].value = "momentum_step"
    assert widget.controls["learning_rate"].value == pytest.approx(10**-0.5)


def test_with_its_own_rate_adam_learns_the_spiral() -> None:
    base = {"data": "spiral", "width": 8, "optimizer": "adam_step"}
    assert trained(2500, learning_rate=0.01, **base).records[-1].cost < 0.3
    assert trained(2500, learning_rate=10**-0.5, **base).records[-1].cost > 0.5


def test_with_squares_and_product_no_hidden_layer_is_needed_for_circles_and_xor() -> None:
    for data in ("circles", "XOR"):
        assert trained(1000, data=data, hidden=0).records[-1].cost > 0.6
        assert trained(1000, data=data, hidden=0, inputs=5).records[-1].cost < 0.25


def test_few_points_to_learn_from_leave_a_gap() -> None:
    base = {"noise": 0.3, "width": 8, "optimizer": "adam_step", "learning_rate": 0.01}
    gaps = []
    for seen in (20, SEEN):
        last = trained(2000, seen=seen, **base).records[-1]
        gaps.append(last.unseen - last.cost)
    assert gaps[0] > 2 * gaps[1] > 0


def test_the_line_of_code_opens_the_same_playground() -> None:
    widget = playground(data="spiral", seed=3, learning_rate=0.01, hidden=4)
    found = re.search(r"<code>(.*)</code>", widget.share.value)
    assert found
    code = unescape(found[1])
    made = eval(code, {"widgets": widgets, "earlier": SimpleNamespace(written={})})
    assert vars(made._settings) == vars(widget._settings)
    assert made.reading.value == widget.reading.value


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="no setting 'depth'; there are"):
        playground(depth=3)


def test_the_browser_is_waited_for_and_a_closed_page_is_not() -> None:
    async def run(answers: bool) -> int:
        widget = playground()
        if answers:
            widget.canvas.observe(
                lambda change: setattr(widget.canvas, "drawn", change["new"].get("number", 0)),
                names="scene",
            )
        first = widget.canvas.scene["number"]
        widget.start()
        while widget.canvas.scene["number"] < first + 3:
            await asyncio.sleep(0.005)
        drawn = widget.canvas.drawn
        widget.pause()
        return drawn - first

    assert asyncio.run(run(True)) == 3
    assert asyncio.run(run(False)) < 0


def sent(widget: Any) -> tuple[Any, ...]:
    """Return all that the browser is sent, but for the picture's number."""
    scene = {name: value for name, value in widget.canvas.scene.items() if name != "number"}
    canvas = widget.canvas
    return scene, canvas.tiles, canvas.weights, canvas.records, canvas.points, widget.reading.value


def test_a_control_that_is_moved_back_leaves_nothing_behind() -> None:
    widget = playground()
    before = sent(widget)
    for name, control in widget.controls.items():
        if control.disabled or name == "optimizer":  # that one moves the learning rate, too
            continue
        value = control.value
        options = list(getattr(control, "options", ()))
        other = options[-1] if options else control.max
        control.value = other[1] if isinstance(other, tuple) else other
        if control.value != value:
            assert sent(widget) != before, name
        control.value = value
        assert sent(widget) == before, name


def test_controls_that_speak_in_threads_of_their_own_leave_one_whole_picture() -> None:
    """JupyterLab gives the messages of each control a thread."""
    widget = playground()

    def drag(name: str) -> None:
        control = widget.controls[name]
        for number in range(10):
            control.value = control.min + number % 2

    threads = [threading.Thread(target=drag, args=(name,)) for name in ("hidden", "width")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    new = playground()
    for name in ("hidden", "width"):
        new.controls[name].value = widget.controls[name].value
    assert sent(widget) == sent(new)
