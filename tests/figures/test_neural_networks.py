from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils import figures, reference
from course_utils.figures.neural_networks import training

DRAWN: dict[str, Callable[[], Any]] = {
    "network": lambda: figures.network([3, 4, 2]),
    "parameter_growth": lambda: figures.parameter_growth(reference.count_parameters),
    "hidden_features": lambda: figures.hidden_features(),
    "hidden_widths": lambda: figures.hidden_widths((2, 8)),
    "learning_curve": lambda: figures.learning_curve(),
}


def not_written(*_: object) -> int:
    raise NotImplementedError


def test_an_answer_that_is_not_written_gives_a_placeholder() -> None:
    picture = figures.parameter_growth(not_written)
    assert "not_written is not written yet" in picture.alt.replace("`", "")


@pytest.mark.parametrize("sizes", [[4, 5, 3], [2, 1], [8, 8, 8, 8, 1]])
def test_every_unit_and_every_connection_is_drawn(sizes: list[int]) -> None:
    lines, *layers = figures.network(sizes).axes[0].collections
    assert [len(layer.get_offsets()) for layer in layers] == sizes
    weights = sum(np.prod(shape) for shape, _ in reference.parameter_shapes(sizes))
    assert len(lines.get_paths()) == weights


def test_of_a_large_layer_some_units_stand_for_all() -> None:
    picture = figures.network([64, 16, 10])
    _, *layers = picture.axes[0].collections
    assert [len(layer.get_offsets()) for layer in layers] == [8, 8, 8]
    texts = [text.get_text() for text in picture.axes[0].texts]
    assert texts.count("$\\vdots$") == 3
    assert "hidden layer\n16 neurons" in texts


@pytest.mark.parametrize("sizes", [[], [3], [3, 0, 1]])
def test_what_is_no_network_is_refused(sizes: list[int]) -> None:
    assert "inputs and at least one layer" in figures.network(sizes).alt


def test_one_hidden_layer_grows_in_a_line_and_two_do_not() -> None:
    one, two = figures.parameter_growth(reference.count_parameters).axes[0].lines
    slopes = [np.diff(line.get_ydata()) / np.diff(line.get_xdata()) for line in (one, two)]
    np.testing.assert_allclose(slopes[0], 64 + 1 + 10)
    assert np.all(np.diff(slopes[1]) > 0)


def test_the_network_learns_what_the_lesson_says() -> None:
    moments = training.history()
    assert [moment.steps for moment in moments] == list(training.MOMENTS)
    assert np.all(np.diff([moment.loss for moment in moments]) < 0)
    assert moments[0].unseen < 0.25
    assert moments[-1].unseen > 0.96
    assert moments[-1].seen > 0.99


def test_beside_each_neuron_stands_the_digit_that_drives_it_most() -> None:
    X, labels, *_ = training.data()
    outputs, _ = training.probabilities(X, training.history()[-1].parameters)
    axes = figures.hidden_features().axes
    for k in range(training.HIDDEN):
        shown = np.ravel(axes[2 * k + 1].images[0].get_array())
        (image,) = np.flatnonzero((shown == X.T).all(axis=1))[:1]
        assert outputs[k, image] == pytest.approx(outputs[k].max(), abs=1e-12)
        assert axes[2 * k + 1].get_title().split()[-1] == str(labels[image])


def test_the_loss_has_a_logarithmic_axis_on_which_its_last_steps_can_be_seen() -> None:
    left, _ = figures.learning_curve().axes
    assert left.get_yscale() == "log"
    heights = left.transAxes.inverted().transform(
        left.transData.transform(left.lines[0].get_xydata())
    )
    assert heights[-2, 1] - heights[-1, 1] > 0.1
    assert heights[-1, 1] > 0


def test_unseen_digits_are_not_among_the_seen() -> None:
    X, labels, X_unseen, labels_unseen = training.data()
    assert X.shape[1] == len(labels) > X_unseen.shape[1] == len(labels_unseen) > 300
    seen = {column.tobytes() for column in X.T}
    assert not [1 for column in X_unseen.T if column.tobytes() in seen]
