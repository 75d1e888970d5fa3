"""What lesson 00 says and does not show."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import nbformat
import pytest

from course_utils import check, reference
from course_utils.figures.neural_networks.training import HIDDEN, data, history
from course_utils.widgets import digit_explorer

NOTEBOOK = Path(__file__).parents[2] / "notebooks/00_neural_networks/00_neural_networks.ipynb"


def text_of(cell_id: str) -> str:
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    return next(cell.source for cell in cells if cell.id == cell_id)


def test_the_verdict_in_the_text_is_the_one_that_a_student_sees() -> None:
    def count_parameters(layer_sizes: list[int]) -> int:
        return sum(layer_sizes)

    shown = check(count_parameters)
    assert shown is not None
    seen = unescape(re.sub(r"<[^>]*>", " ", shown._repr_html_()))
    quoted = [line[2:] for line in text_of("check-text").splitlines() if line.startswith("> ")]
    assert len(quoted) == 6

    def words(text: str) -> list[str]:
        return re.sub(r"[`*]", " ", text).replace(" :", ":").replace(" .", ".").split()

    assert words(" ".join(quoted)) == words(seen)


def test_the_digit_networks_numbers() -> None:
    assert reference.count_parameters([64, HIDDEN, 10]) == 1210
    assert reference.count_parameters([64, 32, 10]) == 2410
    assert reference.count_parameters([4, 5, 3]) == 43
    assert f"{data().X.shape[1]} images" in text_of("play-text")


@pytest.mark.parametrize("image", [22, 35])
def test_the_hard_images_are_read_wrongly(image: int) -> None:
    _, reading = digit_explorer().draw(image, 0.0, 0, 200)
    assert "That is wrong" in reading


def test_the_loss_falls_on_while_unseen_digits_are_read_no_better() -> None:
    at_100, at_200 = history()[-2:]
    assert (at_100.steps, at_200.steps) == (100, 200)
    assert at_200.loss < at_100.loss / 2
    assert at_200.unseen <= at_100.unseen + 0.003
    text = text_of("learning-read")
    assert f"from {at_100.loss:.3f} to {at_200.loss:.3f}" in text
    assert f"{100 * at_100.unseen:.1f} %, then {100 * at_200.unseen:.1f} %" in text
    at_30 = history()[-3]
    assert at_30.steps == 30
    assert f"After 30 steps {100 * at_30.unseen:.0f} %" in text


def test_two_hidden_neurons_read_about_seventy_percent() -> None:
    assert 0.6 < history(2)[-1].unseen < 0.8
