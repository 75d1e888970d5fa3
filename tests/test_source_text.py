"""Nothing of the text that the course is made from is lost.

One row a heading or displayed formula of that text, in its order: which lesson's cell teaches it, and a
piece of what has to stand there. Where the text was wrong, the piece is of the right statement.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"

# (what the text has, lesson's number, cell id, what stands in that cell)
TAUGHT: list[tuple[str, str, str, str]] = [
    ("Neural Networks", "00", "title", "# Neural Networks"),
    ("its key components", "00", "parts-text", "ropagation function"),
    ("its black box", "00", "box-text", "black box"),
    ("Logistic Regression as a specific case", "01", "title", "# Logistic Regression as a Neural"),
    ("y_hat = sigma(X beta + beta_0)", "01", "one-model", r"\hat{y} = \sigma(X\beta + \beta_0)"),
    ("sigma(z)", "01", "one-model", r"\sigma(z) = \frac{1}{1 + e^{-z}}"),
    ("argmax of the log-likelihood", "01", "likelihood-text", r"\arg\max_{\beta, \beta_0}"),
    ("argmin of the cross-entropy", "01", "likelihood-text", r"\arg\min_{\beta, \beta_0}"),
    ("strict convexity, put right", "01", "bowl-read", "at most one"),
    ("argmin f = argmax -f, put right", "01", "likelihood-text", "holds for every function"),
    ("Neuron", "02", "title", "# The Neuron"),
    ("Linear Function", "02", "linear-text", "linear function"),
    ("z = w_1 x_1 + ... + b", "02", "linear-text", r"z = w_1 x_1 + w_2 x_2 + \ldots + w_n x_n + b"),
    ("Activation Function", "02", "activation-text", "activation function"),
    ("Feed-Forward Neural Network", "03", "title", "Feed-Forward"),
    ("recurrent networks, put right", "03", "recurrent-text", "unrolling in time"),
    ("Forward Propagation", "03", "forward-text", r"Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}"),
    ("Backpropagation", "04", "title", "# Backpropagation"),
    ("one layer at a time", "04", "chain-text", "one layer at a time"),
    (
        "dL/dW3, put right",
        "04",
        "last-weights-text",
        r"(a^{[3]} - y)}_{1 \times 1}\ \underbrace{a^{[2]\top}",
    ),
    ("dL/dW2 by the chain", "04", "jacobian-heading", r"\frac{\partial a^{[3]}}{\partial z^{[3]}}"),
    (
        "(a3 - y) is dL/dz3, put right",
        "04",
        "cancel-text",
        r"it is $\partial \mathcal{L}/\partial z$",
    ),
    (
        "Why element wise multiplication?",
        "04",
        "jacobian-heading",
        "## Why element-wise multiplication?",
    ),
    (
        "the shapes that do not fit",
        "04",
        "jacobian-heading",
        r"\underbrace{g'(z^{[2]})}_{2 \times 1}\ \underbrace{a^{[1]}}_{3 \times 1}",
    ),
    ("the shapes that fit", "04", "jacobian-read", r"\underbrace{a^{[1]\top}}_{1 \times 3}"),
    ("delta", "04", "delta-heading", "## delta"),
    ("Initialization Techniques", "05", "title", "# Initialization"),
    (
        "relu(alpha x_1 + alpha x_2)",
        "05",
        "two-units-text",
        r"\text{relu}(\alpha x_1 + \alpha x_2)",
    ),
    ("identical gradients, put right", "05", "two-units-read", "identical, one row per unit"),
    ("any constant, put right", "05", "copies-read", "too strong"),
    ("Vanishing / Exploding Gradient", "05", "deep-text", "## Many layers deep"),
    (
        "y_hat = W^[L] ... W^[1] x",
        "05",
        "deep-algebra",
        r"W^{[L]} W^{[L-1]} W^{[L-2]} \cdots W^{[3]} W^{[2]} W^{[1]} x",
    ),
    ("too large: 1.5", "05", "deep-algebra", r"1.5 & 0 \\ 0 & 1.5"),
    ("too small: 0.5", "05", "deep-algebra", r"0.5 & 0 \\ 0 & 0.5"),
    (
        "Finding appropriate initialization values",
        "05",
        "rules-text",
        "## What should stay the same?",
    ),
    ("forward propagation, layer l", "05", "rules-text", r"z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}"),
    (
        "equal means and variances",
        "05",
        "rules-text",
        r"\text{Var}(a^{[l-1]}) = \text{Var}(a^{[l]})",
    ),
    ("Xavier and Glorot", "05", "schemes-text", r"\mathcal{N}\Bigl(0, \frac{1}{n^{[l-1]}}\Bigr)"),
    ("He, put right: fan-in, a variance", "05", "schemes-text", r"\frac{2}{n^{[l-1]}}"),
    ("Justification for Xavier", "05", "justify-forward", "## The justification"),
    ("Justification for He", "05", "justify-backward", "ReLU"),
    ("Normalization", "06", "normal-text", r"\frac{x - \min}{\max - \min}"),
    ("Regularization, L1 and L2", "06", "penalty-text", r"J_{L1} = J + \frac{\lambda}{m}"),
    ("Optimizations: Gradient Descent", "07", "title", "# Gradient Descent"),
]


@pytest.mark.parametrize(("what", "lesson", "cell_id", "piece"), TAUGHT)
def test_it_is_taught(what: str, lesson: str, cell_id: str, piece: str) -> None:
    path = next(NOTEBOOKS.glob(f"{lesson}_*/*.ipynb"))
    cells = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
    assert cell_id in cells, f"{path.name} has no cell {cell_id!r} any more: where is {what!r}?"
    assert _plain(piece) in _plain(cells[cell_id]), f"{path.name}, {cell_id}: where is {what!r}?"


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


# What the text has and the course must not repeat.
SLIPS = [
    r"\mathcal{N}\left(0, \sqrt{\frac{2}{n^{[l]}}}\right)",
    "dicult",
    "Active Function",
    "therms",
    "will perform very poorly",
    "Strict convexity implies that there is a single minimum",
]


@pytest.mark.parametrize("slip", SLIPS)
def test_no_slip_is_repeated(slip: str) -> None:
    for path in NOTEBOOKS.glob("*/*.ipynb"):
        assert _plain(slip) not in _plain(path.read_text(encoding="utf-8").replace("\\\\", "\\")), (
            path.name
        )
    assert not [
        p.name
        for p in NOTEBOOKS.glob("*/*.ipynb")
        if re.search("[\uac00-\ud7a3]", p.read_text("utf-8"))
    ]
