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
def test_answers_alternatives_and_mistakes_stay_what_they_are(exercise: Exercise) -> None:
    functions = {alternative.right: "" for alternative in exercise.alternatives}
    functions |= {exercise.reference: ""}
    functions |= {mistake.wrong: mistake.name for mistake in exercise.mistakes}
    for function, mistake in functions.items():
        names: dict[str, Any] = {}
        exec(standalone(function, exercise.name), names)
        verdict = judge(exercise, caller_of(names[exercise.name]), np.random.default_rng(5))
        said = verdict.status, verdict.mistake
        assert said == ("wrong" if mistake else "right", mistake), standalone(
            function, exercise.name
        )


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
