"""What is written out as a student's cell behaves as the function that it was written from."""

from typing import Any

import numpy as np
import pytest

from course_utils import exercises
from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise
from course_utils.checking.judge import judge
from course_utils.commands.standalone import standalone
from course_utils.lessons import LESSONS

ALL = [e for lesson in LESSONS for e in exercises.of_lesson(lesson.id)]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_answers_alternatives_and_mistakes_are_judged_alike(exercise: Exercise) -> None:
    functions = [exercise.reference]
    functions += [alternative.right for alternative in exercise.alternatives]
    functions += [mistake.wrong for mistake in exercise.mistakes]
    for function in functions:
        names: dict[str, Any] = {}
        exec(standalone(function, exercise.name), names)
        verdicts = [
            judge(exercise, caller_of(f), np.random.default_rng(5))
            for f in (function, names[exercise.name])
        ]
        status = {(v.status, v.mistake, v.earned) for v in verdicts}
        assert len(status) == 1, standalone(function, exercise.name)


def test_docstrings_are_left_out() -> None:
    text = standalone(exercises.find("backward").reference, "backward")
    assert "def backward(" in text
    assert '"""' not in text


def test_what_cannot_be_written_out_is_named() -> None:
    unwritable = object()

    def uses(x: object) -> object:
        return x, unwritable

    with pytest.raises(ValueError, match="cannot be written out"):
        standalone(uses, "answer")
    with pytest.raises(ValueError, match="not a function"):
        standalone(len, "answer")
