"""The package as a submission may see it: without the answer key of its lesson and later ones."""

from __future__ import annotations

import shutil
from pathlib import Path

from course_utils.lessons import LESSONS, find

PACKAGE = Path(__file__).resolve().parent.parent

# What a notebook imports, and what runs behind the walls. What is not named here is not there.
SEEN = (
    "__init__.py",
    "lessons.py",
    "earlier.py",
    "library.py",
    "notebook.py",
    "checking/__init__.py",
    "checking/calling.py",
    "checking/outcome.py",
    "checking/probes.py",
    "checking/verdict.py",
    "grading/codec.py",
    "grading/limits.py",
    "grading/messages.py",
    "grading/inside",
    "datasets",
)
# Pictures and controls are for eyes. Each of their modules is there, and does nothing.
BLIND = ("figures", "widgets")
STAND_IN = PACKAGE / "grading" / "inside" / "stand_in.py"


def copy_package(lesson_id: str, folder: Path) -> None:
    """Copy the package into `folder`, as it may be seen by submissions to a lesson.

    Of the answer key it gets the lessons before this one.

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    target = folder / PACKAGE.name
    earlier = LESSONS[: LESSONS.index(find(lesson_id))]
    answers = [f"reference/{lesson.module}.py" for lesson in earlier]
    for name in (*SEEN, "reference/__init__.py", *answers):
        source = PACKAGE / name
        if source.is_dir():
            without = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target / name, ignore=without)
        elif source.exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    # The grading package's own introduction may load the whole of it.
    (target / "grading" / "__init__.py").touch()
    for name in BLIND:
        (target / name).mkdir()
        for module in {"__init__.py", *(path.name for path in (PACKAGE / name).glob("*.py"))}:
            shutil.copyfile(STAND_IN, target / name / module)
    _open_to_all(folder)


def _open_to_all(folder: Path) -> None:
    """Let another user read it, whatever the umask: behind the walls it is not ours."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
