"""An answer that calls the course's own function is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_utils import reference
from course_utils.exercises import COURSE
from course_utils.key_use import borrowed as borrowed_from
from course_utils.lessons import Lesson, find

NEURON, FORWARD = find("02_neuron"), find("03_forward_propagation")


def borrowed(function: Callable[..., Any], lesson: Lesson) -> str:
    return borrowed_from(function, COURSE.key_modules(), COURSE.hidden_key_modules(lesson.id))


def written(source: str, name: str) -> Callable[..., Any]:
    space: dict[str, Any] = {"np": np, "reference": reference}
    exec(source, space)
    function: Callable[..., Any] = space[name]
    return function


@pytest.mark.parametrize(
    "source",
    [
        "def relu(z):\n    return reference.relu(z)",
        "def relu(z):\n    return reference.neuron.relu(z)",
        "from course_utils.reference.neuron import relu as theirs\ndef relu(z):\n    return theirs(z)",
        "from course_utils.reference.neuron import relu",
        "def helper(z):\n    return reference.relu(z)\ndef relu(z):\n    return helper(z)",
    ],
)
def test_the_course_s_own_answer_is_refused(source: str) -> None:
    assert "`relu`" in borrowed(written(source, "relu"), NEURON)


@pytest.mark.parametrize(
    "source",
    [
        "def relu(z):\n    return np.maximum(0, z)",
        "def relu(z):\n    return z * (reference.sigmoid(z) > 0.5)",
        "def linear(z):\n    return z\ndef relu(z):\n    return linear(z) * (reference.sigmoid(z) > 0.5)",
    ],
)
def test_own_code_and_earlier_lessons_may_be_used(source: str) -> None:
    assert borrowed(written(source, "relu"), NEURON) == ""


def test_what_an_earlier_lesson_defines_may_be_called_later() -> None:
    source = (
        "def forward(X, p, a):\n    g, _ = reference.activation_functions(a[0])\n    return g(X)"
    )
    assert borrowed(written(source, "forward"), FORWARD) == ""
    assert borrowed(len, FORWARD) == ""
