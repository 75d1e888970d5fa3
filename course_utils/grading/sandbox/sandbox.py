"""The sandbox: a folder, a pre-loaded process behind walls, and a session for each submission."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from course_utils.course import Course, installed_course
from course_utils.grading.sandbox import bubblewrap
from course_utils.grading.sandbox.limits import Limits
from course_utils.grading.sandbox.package_copy import copy_package
from course_utils.grading.sandbox.preloaded import (
    ADVICE,
    COURSE,
    DATA,
    FONTS,
    SCRATCH,
    Isolation,
    Preloaded,
    SandboxUnavailable,
)
from course_utils.grading.sandbox.session import Session


def unavailable(isolation: str) -> str:
    """Return why this system has no such isolation and what to do, or an empty string."""
    if isolation == "bubblewrap" and (missing := bubblewrap.missing()):
        return f"{missing}. {ADVICE}"
    if not hasattr(os, "fork"):
        return "Grading needs Linux or macOS: this system cannot fork."
    return ""


class Sandbox:
    """Runs the submissions to one lesson, one after the other.

    Parameters
    ----------
    lesson_id : str
        The answer key of this lesson and of later ones is out of reach.
    isolation : {"bubblewrap", "process"}
        Walls and limits, or limits alone.
    limits : Limits
        What each submission may use.
    hidden : iterable of Path
        Folders that must not be seen even if they lie within the system's, such as the course root.
    processor : int, optional
        The one processor that submissions run on, whatever they start: so they slow nobody beside.
    course : Course, optional
        The course of the lesson, by default the installed one.
    data : iterable of pairs of str and bytes, optional
        Names and contents of the files that each submission finds beside its notebook.

    Raises
    ------
    SandboxUnavailable
        On entering, if the walls cannot be built.
    ValueError
        If there is no such lesson.

    Notes
    -----
    Enter it in the thread that uses it, in a process that stays: when that thread ends, the kernel
    ends the sandbox.
    """

    def __init__(
        self,
        lesson_id: str,
        isolation: Isolation = "bubblewrap",
        limits: Limits | None = None,
        hidden: Iterable[Path] = (),
        processor: int | None = None,
        course: Course | None = None,
        data: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        self.course = course or installed_course()
        self.lesson_id = self.course.lesson(lesson_id).id
        self.isolation = isolation
        self.limits = limits or Limits()
        self.hidden = tuple(hidden)
        self.processor = processor
        self.data = tuple(data)
        self.preloaded: Preloaded | None = None
        self._folder: Path | None = None

    def __enter__(self) -> Sandbox:
        if reason := unavailable(self.isolation):
            raise SandboxUnavailable(reason)
        self._folder = Path(tempfile.mkdtemp(prefix="course-"))
        try:
            course = self._folder / COURSE
            _copy_font_list(course / FONTS)
            (course / DATA).mkdir()
            for name, content in self.data:
                (course / DATA / name).write_bytes(content)
            copy_package(self.course, self.lesson_id, course)
            (self._folder / SCRATCH).mkdir()
            self.preloaded = Preloaded(
                self._folder,
                self.isolation,
                self.limits,
                self.course.key_files(self.lesson_id),
                self.hidden,
                self.processor,
            )
            self.preloaded.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self, limits: Limits | None = None) -> Session:
        """Return a session for one submission. Close it before the next one is opened.

        `limits` are the sandbox's own, or tighter ones on times.
        """
        if self.preloaded is None:
            raise RuntimeError("the sandbox is used outside of its `with` statement")
        return Session(self.preloaded, limits or self.limits)

    def close(self) -> None:
        """End everything that runs in the sandbox, and remove what it stood on."""
        if self.preloaded is not None:
            self.preloaded.stop()
            self.preloaded = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _copy_font_list(folder: Path) -> None:
    """Copy Matplotlib's list of fonts, which each submission would take seconds to draw up anew."""
    folder.mkdir(parents=True)
    lists = list(_font_cache().glob("fontlist-*.json"))
    if not lists:
        # Matplotlib draws it up where this user's own would be, and finds it there ever after.
        program = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(program, capture_output=True, check=False)
        lists = list(_font_cache().glob("fontlist-*.json"))
    for path in lists:
        shutil.copy(path, folder)


def _font_cache() -> Path:
    if own := os.environ.get("MPLCONFIGDIR"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
