"""Every exercise's check, proved: right answers pass, each known mistake is caught and named."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from course_utils import exercises
from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Exercise
from course_utils.checking.judge import cases_of, judge_on
from course_utils.checking.verify import prove
from course_utils.commands.author_checks import Findings, findings_on
from course_utils.lessons import LESSONS

FOLDER = Path(exercises.__file__).parent
ALL = [e for lesson in LESSONS for e in exercises.of_lesson(lesson.id)]


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_the_check_is_sound(exercise: Exercise) -> None:
    proof = prove(exercise, seeds=(101,))  # `make verify` takes others, and more
    assert proof.problems == []
    assert proof.named == len(exercise.mistakes) > 0
    assert proof.alternatives_passed == len(exercise.alternatives) > 0


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_there_is_something_to_prove(exercise: Exercise) -> None:
    assert exercise.mistakes
    assert exercise.alternatives


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_an_author_would_have_nothing_to_mend(exercise: Exercise) -> None:
    assert findings_on(exercise) == Findings(())


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_an_answer_as_a_cell_is_what_it_is_as_a_function(exercise: Exercise) -> None:
    cases = list(cases_of(exercise, np.random.default_rng(5)))
    for answer in (None, *exercise.alternatives, *exercise.mistakes):
        space: dict[str, object] = {}
        exec(exercise.cell(answer), space)
        function = space[exercise.name]
        assert callable(function)
        verdict = judge_on(exercise, caller_of(function), cases, np.random.default_rng(6))
        if answer in exercise.mistakes:
            assert answer is not None
            assert verdict.mistake == answer.name, exercise.cell(answer)
        else:
            assert verdict.passed, exercise.cell(answer)


FILES = {path: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*/*.py"))}


def words_of(text: str) -> Counter[str]:
    """Count the words of code and of answers; hints are prose."""
    return Counter(re.findall(r"\w+", re.sub("^#.*", "", text, flags=re.MULTILINE)))


WORDS = {path: words_of(text) for path, text in FILES.items()}
ALL_WORDS = sum(WORDS.values(), Counter())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_file_imports_is_used_in_its_code_or_in_its_answers(path: Path) -> None:
    nodes = ast.walk(ast.parse(FILES[path]))
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    for name in (alias.asname or alias.name for node in imports for alias in node.names):
        assert WORDS[path][name.partition(".")[0]] > 1, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_helper_is_used(path: Path) -> None:
    for node in ast.parse(FILES[path]).body:
        if isinstance(node, ast.FunctionDef):
            assert ALL_WORDS[node.name] > 1, node.name
