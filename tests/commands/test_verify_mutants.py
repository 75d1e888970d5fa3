"""`course verify --mutants` shows the edits of a reference that pass without a reason."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from course_utils.cli import app

MODULE = """
from itertools import permutations

from course_utils.checking.exercise import Exercise, Group, fixed


def larger(a, b):
    if a > b:
        return a
    return b


PAIRS = fixed(*permutations((-2.0, 0.5, 2.0, 3.0), 2))
LARGER = Exercise(larger, (Group("pairs", PAIRS, count=1),))
"""
SHARE = """
from course_utils.checking.exercise import Exercise, Group


def share(a, b):
    return abs(a) / b


SHARE = Exercise(share, (Group("positive", lambda rng: tuple(rng.uniform(1, 2, 2))),), MORE)
"""


def verified(tmp_path: Path, module: str, seeds: int) -> Result:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "01_larger.py").write_text(module)
    command = ["verify", "--mutants", str(seeds), "--root", str(tmp_path)]
    return CliRunner().invoke(app, command)


def test_an_edit_that_changes_nothing_is_only_counted(tmp_path: Path) -> None:
    result = verified(tmp_path, MODULE, 6)
    assert result.exit_code == 0
    assert "the same to the last bit" in result.output
    assert "if a >= b:" not in result.output


def test_an_edit_that_passes_without_a_reason_is_shown(tmp_path: Path) -> None:
    result = verified(tmp_path, SHARE.replace("MORE", ""), 3)
    assert result.exit_code == 0
    assert "  right  return abs(a) / b  ->  return a / b" in result.output.splitlines()
    assert "no case shows what it changes" in " ".join(result.output.split())


def test_with_preconditions_every_edit_needs_a_reason(tmp_path: Path) -> None:
    result = verified(tmp_path, SHARE.replace("MORE", 'preconditions=("b > 0",)'), 3)
    assert result.exit_code == 1
    line = (
        "  ERROR  return abs(a) / b  ->  return a / b   right on all seeds: say why, or add a case"
    )
    assert line in result.output


def test_a_precondition_is_a_reason(tmp_path: Path) -> None:
    result = verified(tmp_path, SHARE.replace("MORE", 'preconditions=("b > 0", "a > 0")'), 3)
    assert result.exit_code == 0
    line = "  passes  return abs(a) / b  ->  return a / b   the text says a > 0"
    assert line in result.output.splitlines()


def test_a_reason_of_its_own_is_shown(tmp_path: Path) -> None:
    more = 'preconditions=("b > 0",), equivalent={"no share is negative": ("(a)", "return a /")}'
    result = verified(tmp_path, SHARE.replace("MORE", more), 3)
    assert "return a / b   no share is negative" in result.output


def test_a_case_that_breaks_a_precondition_is_an_error(tmp_path: Path) -> None:
    result = verified(tmp_path, SHARE.replace("MORE", 'preconditions=("b > 1.5",)'), 3)
    assert result.exit_code == 1
    assert "a case breaks the precondition `b > 1.5`" in result.output


def test_an_edit_whose_mark_is_luck_is_an_error(tmp_path: Path) -> None:
    often = MODULE.replace("PAIRS,", "lambda rng: tuple(1.0 * rng.integers(2, size=2)),")
    result = verified(tmp_path, often, 6)
    assert result.exit_code == 1
    (line,) = (one for one in result.output.splitlines() if "if a < b" in one)
    assert line.startswith("  ERROR  if a > b:  ->  if a < b:   right on ")
    assert line.endswith(" of 6 seeds: its mark is luck")


def test_no_mark_in_a_new_course_is_luck(tmp_path: Path) -> None:
    for command in (["new", str(tmp_path)], ["verify", "--mutants", "12", "--root", str(tmp_path)]):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, result.output
