"""Copy the package for the sandbox: without the answer key of the lesson and of later ones."""

from __future__ import annotations

import shutil
from pathlib import Path

from course_utils.course import Course

PACKAGE = Path(__file__).resolve().parents[2]

# What a notebook imports, and what runs inside the sandbox. Nothing else is copied.
SEEN = (
    "__init__.py",
    "library.py",
    "notebook.py",
    "checking/__init__.py",
    "checking/calling.py",
    "checking/display.py",
    "checking/outcome.py",
    "checking/probes.py",
    "checking/verdict.py",
    "grading/sandbox/codec.py",
    "grading/sandbox/limits.py",
    "grading/sandbox/messages.py",
    "grading/sandbox/inside",
    "datasets",
)
# Figures and widgets are replaced by stubs: nobody looks at them, and drawing takes time.
STUBBED = ("figures", "widgets")
STUB = PACKAGE / "grading" / "sandbox" / "inside" / "stub.py"


def copy_package(course: Course, lesson_id: str, folder: Path) -> None:
    """Copy into `folder` what submissions to a lesson may see of the package.

    Of the course that is what it declares itself; nothing, if it declares nothing.

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    target = folder / PACKAGE.name
    for name in (*SEEN, *course.seen(lesson_id)):
        source = PACKAGE / name
        if source.is_dir():
            without = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target / name, ignore=without)
        elif source.exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    # Empty: the originals may import what is not here.
    for package in ("grading", "grading/sandbox"):
        (target / package / "__init__.py").touch()
    for name in STUBBED:
        (target / name).mkdir()
        for module in {"__init__.py", *(path.name for path in (PACKAGE / name).glob("*.py"))}:
            shutil.copyfile(STUB, target / name / module)
    _open_to_all(folder)


def _open_to_all(folder: Path) -> None:
    """Let every user read it, whatever the umask: inside the sandbox another user does."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
