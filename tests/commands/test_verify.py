"""`course verify --mutants` shows the edits of a reference that no case shows to be wrong."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from course_utils.cli import app

MODULE = """
from course_utils.checking.exercise import Exercise, Group


def larger(a, b):
    if a > b:
        return a
    return b


LARGER = Exercise(larger, (Group("whole numbers", lambda rng: tuple(rng.permutation(4)[:2]), count=9),))
"""


def test_an_edit_that_passes_is_shown_as_it_differs(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "01_larger.py").write_text(MODULE)
    result = CliRunner().invoke(app, ["verify", "--mutants", "3", "--root", str(tmp_path)])
    shown = [one for one in result.output.splitlines() if one.startswith("  right")]
    assert shown == ["  right  if a > b:  ->  if a >= b:"]
    assert "no case shows what it changes" in " ".join(result.output.split())


def test_an_edit_whose_mark_is_luck_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    often = MODULE.replace("permutation(4)[:2]), count=9", "integers(2, size=2)), count=1")
    (tmp_path / "checks" / "01_larger.py").write_text(often)
    result = CliRunner().invoke(app, ["verify", "--mutants", "6", "--root", str(tmp_path)])
    assert result.exit_code == 1
    (line,) = (one for one in result.output.splitlines() if "if a < b" in one)
    assert line.startswith("  ERROR  if a > b:  ->  if a < b:   right on ")
    assert line.endswith(" of 6 seeds: its mark is luck")


def test_no_mark_in_a_new_course_is_luck(tmp_path: Path) -> None:
    for command in (["new", str(tmp_path)], ["verify", "--mutants", "12", "--root", str(tmp_path)]):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, result.output
