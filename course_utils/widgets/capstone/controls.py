"""The playground's controls, and its settings and state in words and as a line of code."""

from __future__ import annotations

from dataclasses import fields
from html import escape
from typing import Any

import ipywidgets as ipw
import numpy as np

from course_utils.widgets.training import DATA, FEATURES, SCHEMES, SEEN, Run, Settings

SPEED = "speed"
OPTIMIZERS = {
    "gradient_descent_step": "gradient descent",
    "momentum_step": "momentum",
    "adam_step": "Adam",
}
# Where each optimizer works; places where the slider can stand.
RATES = {"gradient_descent_step": 10**-0.5, "momentum_step": 10**-0.5, "adam_step": 0.01}


def controls_for(start: Settings) -> dict[str, ipw.Widget]:
    """Return the controls by the name of the setting, and those of speed and the large picture."""

    def choice(label: str, options: Any, value: Any) -> ipw.Dropdown:
        return ipw.Dropdown(options=options, value=value, description=label)

    names = list(FEATURES)
    inputs = [(", ".join(names[:2]), 2), ("and squares", 4), ("and x₁x₂", 5), ("and sines", 7)]
    return {
        "data": choice("data", list(DATA), start.data),
        "noise": ipw.FloatSlider(value=start.noise, min=0, max=0.4, step=0.02, description="noise"),
        "seen": choice("learn from", [("20 points", 20), ("50", 50), ("150", SEEN)], start.seen),
        "inputs": choice("inputs", inputs, start.inputs),
        "hidden": ipw.IntSlider(value=start.hidden, min=0, max=4, description="hidden layers"),
        "width": ipw.IntSlider(value=start.width, min=1, max=8, description="neurons each"),
        "activation": choice(
            "activation", ["tanh", "relu", "sigmoid", "identity"], start.activation
        ),
        "scheme": choice("start", list(SCHEMES), start.scheme),
        "norm": choice("penalty", [("none", "none"), ("L1", "l1"), ("L2", "l2")], start.norm),
        "strength": ipw.FloatLogSlider(
            value=start.strength, min=-3, max=1, step=0.25, description="penalty's λ"
        ),
        "optimizer": choice(
            "optimizer", [(words, name) for name, words in OPTIMIZERS.items()], start.optimizer
        ),
        "learning_rate": ipw.FloatLogSlider(
            value=start.learning_rate, min=-3, max=1.5, step=0.1, description="learning rate"
        ),
        "batch_size": choice(
            "batch", [("10 points", 10), ("30 points", 30), ("all", SEEN)], start.batch_size
        ),
        SPEED: choice(
            "speed", [("1 step per picture", 1), ("10 steps per picture", 10), ("full", 0)], 10
        ),
        "large": choice("large", [("the network's output", None)], None),
    }


def arranged(controls: dict[str, ipw.Widget], buttons: dict[str, ipw.Widget]) -> list[ipw.Widget]:
    """Return the controls and the buttons in rows that use the cell's width."""
    for control in controls.values():
        control.layout.width = "21em"
        control.style.description_width = "8em"
    grid = ipw.HBox(list(controls.values()), layout=ipw.Layout(flex_flow="row wrap"))
    return [grid, ipw.HBox(list(buttons.values()))]


def reading_of(run: Run) -> str:
    """Say in words what the picture shows."""
    last = run.records[-1]
    first = run.parameters[0][0]
    different = len(np.unique(first.round(9), axis=0))
    said = (
        f"Step {run.steps}: cost {last.cost:.3f} on the points it learns from, {last.unseen:.3f} "
        f"on others, of which it gets {run.accuracy:.0%} right. "
    )
    if 1 < len(first) != different:
        plural = "s" * (different > 1)
        said += f"The {len(first)} neurons of layer 1 are {different} different one{plural}. "
    if max(last.gradients) == 0:
        still = all(np.all(db == 0) for _, db in run.gradients)
        said += "The gradient of every weight is 0: "
        said += "nothing can change. " if still else "only biases can change. "
    elif len(last.gradients) > 1:
        ratio = last.gradients[0] / max(last.gradients[-1], 1e-300)
        said += f"Layer 1's gradient is {ratio:.2g} times the last layer's. "
    return said


def described(s: Settings) -> str:
    """Say the settings in words."""
    penalty = "no penalty" if s.norm == "none" else f"{s.norm.upper()} with λ = {s.strength:.3g}"
    inputs = ", ".join(list(FEATURES)[: s.inputs])
    return (
        f"{s.data}, noise {s.noise:.2f}, {s.seen} points to learn from; inputs {inputs}; layer sizes "
        f"{s.layer_sizes}, {s.activation}, start {s.scheme}, seed {s.seed}; "
        f"{OPTIMIZERS[s.optimizer]} with learning rate {s.learning_rate:.3g}, batches of "
        f"{min(s.batch_size, s.seen)}, {penalty}."
    )


def line_of_code(settings: Settings) -> str:
    """Return, folded, the line of code that opens a playground with these settings."""
    usual = Settings()
    chosen = [
        f"{field.name}={_rounded(getattr(settings, field.name))!r}"
        for field in fields(Settings)
        if getattr(settings, field.name) != getattr(usual, field.name)
    ]
    code = f"widgets.playground({', '.join([*chosen, '**earlier.written'])})"
    return (
        "<details><summary>Share this setting as a line of code</summary>"
        f"<code>{escape(code)}</code></details>"
    )


def _rounded(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value
