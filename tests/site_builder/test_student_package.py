"""The browser's wheel: what a student's notebook imports, and nothing of grading."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from site_builder.student_package import build_wheel


def test_the_wheel_works_alone_and_has_nothing_of_grading(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path)
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site-packages")
    parts = {name.split("/")[1] for name in names if name.startswith("course_utils/")}
    assert {"checking", "exercises", "figures", "widgets", "reference", "datasets"} <= parts
    assert not parts & {"grading", "reports", "demo_class", "commands", "new_course", "cli.py"}
    assert "course_utils/datasets/digits.csv.gz" in names
    assert [name for name in names if name.endswith(".js")]
    code = (
        "import sys, course_utils; from course_utils import check, earlier_functions, widgets;"
        "assert 'site-packages' in course_utils.__file__.split('/')[-3];"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('nbgrader', 'typer', 'rich')))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path / "site-packages",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")
