"""Read a submission: any file becomes a list of cells, or a reason why it cannot be read.

Nothing here raises because of a submission, follows a symbolic link, or believes metadata.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from course_utils.grading.notebook.cells import Cell, grade_id, tags
from course_utils.grading.notebook.other_files import SAVE
from course_utils.grading.notebook.pictures import Pictures, taken_out
from course_utils.grading.notebook.rescue import read_file, text_of

MAX_BYTES = 100_000_000
MAX_BESIDE = 200  # of a file beside the notebook: its time, the exchange's secret
MAX_CELLS = 2_000
MAX_CELL_CHARACTERS = 200_000
MAX_CHARACTERS = 5_000_000  # of all cells
MENDED = "mended"
ASK = "Ask for the file again."
# Files that systems create beside others.
_LEFT = re.compile(r"\._.*|\.DS_Store|__MACOSX|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_SHADOWING = (
    "numpy",
    "scipy",
    "matplotlib",
    "IPython",
    "ipykernel",
    "course_utils",
    "sitecustomize",
)


@dataclass(frozen=True)
class Flag:
    """Something that the instructor should know about a submission.

    `deliberate` flags are for what hardly happens by accident; the others are notes.
    """

    kind: str
    reason: str
    deliberate: bool = False


@dataclass(frozen=True)
class Submission:
    """A submission as found on disk: the notebook's bytes, or the reason why there are none."""

    student: str
    lesson: str
    data: bytes = b""
    reason: str = ""
    timestamp: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A fingerprint of what was handed in, without the time."""
        digest = sha256(self.data)
        digest.update(repr((self.reason, self.flags)).encode("utf-8", "surrogateescape"))
        return digest.hexdigest()


@dataclass(frozen=True)
class Parsed:
    """The cells of a submission, or the reason why it cannot be read.

    `cut` is the reason if cells are missing at the end, and an answer is among them.
    """

    cells: tuple[Cell, ...] = ()
    reason: str = ""
    flags: tuple[Flag, ...] = ()
    cut: str = ""


def find_students(submitted: Path, lesson_id: str) -> list[str]:
    """Return the students with a submission of a lesson (however broken), sorted."""
    if not submitted.is_dir():
        return []
    return sorted(
        entry.name
        for entry in os.scandir(submitted)
        if not entry.name.startswith(".")
        and not _LEFT.fullmatch(entry.name)
        and (entry.is_symlink() or entry.is_dir())
        and os.path.lexists(Path(entry.path) / lesson_id)
    )


def read_submission(submitted: Path, student: str, lesson_id: str) -> Submission:
    """Read one submission's files from ``submitted/<student>/<lesson>/``."""
    try:
        folder = _open_folder(submitted, student, lesson_id)
        try:
            return _read_from(folder, student, lesson_id)
        finally:
            os.close(folder)
    except OSError:
        reason = f"submitted/{student}/{lesson_id} is not a folder that can be read."
        flags = _link_flags([submitted / student, submitted / student / lesson_id])
        return Submission(student, lesson_id, reason=reason, flags=flags)


def read_beside(submitted: Path, student: str, lesson_id: str, name: str) -> bytes:
    """Return a small file beside a submitted notebook; empty if there is none that can be read."""
    try:
        folder = _open_folder(submitted, student, lesson_id)
    except OSError:
        return b""
    try:
        return _read(folder, name, MAX_BESIDE)[0]
    finally:
        os.close(folder)


def _open_folder(submitted: Path, *names: str) -> int:
    """Open a folder step by step, so that no step can be a symbolic link."""
    descriptor = os.open(submitted, os.O_RDONLY | os.O_DIRECTORY)
    for name in names:
        try:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
            deeper = os.open(name, flags, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = deeper
    return descriptor


def _link_flags(paths: list[Path]) -> tuple[Flag, ...]:
    links = [path for path in paths if path.is_symlink()]
    return tuple(
        Flag("link", f"{p.name} is a symbolic link; not followed.", deliberate=True) for p in links
    )


def _read_from(folder: int, student: str, lesson_id: str) -> Submission:
    names = sorted(name for name in os.listdir(folder) if not _LEFT.fullmatch(name))
    chosen = f"{lesson_id}.ipynb"
    # Some browsers and editors give a notebook a second ending.
    notebooks = [n for n in names if re.search(r"\.ipynb(\.txt|\.json)?$", n) and n[0] != "."]
    flags: list[Flag] = []
    if chosen not in names and len(notebooks) == 1:
        chosen = notebooks[0]
        flags.append(Flag("renamed", f"The notebook is named {chosen}; it was graded."))
    used = (chosen, "timestamp.txt", "submission_secret.txt", ".ipynb_checkpoints")
    flags += [flag for name in names if (flag := _file_flag(folder, name, name in used))]
    if chosen not in names:
        reason = _nothing_to_read(chosen, names)
        return Submission(student, lesson_id, reason=reason, flags=tuple(flags))
    data, reason = _read(folder, chosen, MAX_BYTES)
    timestamp = ""
    if "timestamp.txt" in names:
        timestamp = _read(folder, "timestamp.txt", MAX_BESIDE)[0].decode("utf-8", "replace").strip()
    return Submission(student, lesson_id, data, reason, timestamp, tuple(flags))


def _nothing_to_read(chosen: str, names: list[str]) -> str:
    if f".{chosen}.icloud" in names:
        return (
            f"There is only the placeholder of iCloud, and not {chosen}. Download the notebook from "
            "iCloud to your computer, and hand that file in."
        )
    others = [_shown(name) for name in names if name != "timestamp.txt"]
    here = f" There is {', '.join(others[:5])}." if others else ""
    return f"There is no notebook {chosen}.{here} {SAVE}"


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode()[:100]


def _file_flag(folder: int, name: str, used: bool) -> Flag | None:
    if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        return Flag("link", f"{name} is a symbolic link; not followed.", deliberate=True)
    if name.partition(".")[0] in _SHADOWING:
        return Flag(
            "shadowing", f"A file {name} that would hide a package; not used.", deliberate=True
        )
    return None if used else Flag("extra file", f"A file {name}; not used.")


def _read(folder: int, name: str, limit: int) -> tuple[bytes, str]:
    try:
        # Without O_NONBLOCK, opening a pipe would wait forever.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        with open(os.open(name, flags, dir_fd=folder), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return b"", f"{name} is not a file."
            data = file.read(limit + 1)
    except OSError as error:
        return b"", f"{name} cannot be read: {error.strerror}."
    if len(data) > limit:
        return b"", f"{name} has more than {limit // 1_000_000} MB. Clear its outputs."
    return data, ""


def parse(data: bytes) -> Parsed:
    """Turn a notebook's bytes into cells with `cell_type`, `source`, `metadata` and `id` alone.

    Text may have `attachments` too, which are pictures and nothing else.
    """
    found = read_file(data)
    if found.reason:
        return Parsed(reason=found.reason)
    notebook = found.notebook
    flags = [Flag(MENDED, f"{what} {ASK}") for what in found.mended]
    version = notebook.get("nbformat")
    if isinstance(version, str) and version.strip() in ("1", "2", "3", "4"):
        version = int(version)
        flags.append(Flag(MENDED, f"The format's number is text. {ASK}"))
    elif version is None and isinstance(notebook.get("cells"), list):
        version = 4
        flags.append(Flag(MENDED, f"The format's number is missing. {ASK}"))
    if version in (1, 2, 3):
        cells: Any = _upgraded(notebook, version) or None
        flags.append(Flag("old format", f"Notebook format {version}; upgraded."))
    elif version == 4:
        cells = notebook.get("cells")
    else:
        return Parsed(reason=f"The notebook's format is {version!r:.40}; 4 is known. {SAVE}")
    if not isinstance(cells, list):
        return Parsed(reason=f"The file has no cells, so it is not a notebook. {SAVE}")
    if len(cells) > MAX_CELLS:
        flags.append(Flag("many cells", f"{len(cells)} cells; the first {MAX_CELLS} were used."))
    return Parsed(tuple(_cells(cells[:MAX_CELLS], flags)), flags=tuple(flags), cut=found.cut)


def _upgraded(notebook: dict[str, Any], version: int) -> list[Any]:
    """Return the cells of a notebook in an old format.

    nbformat can do it too, but it also looks at all that may be wrong there, for minutes.
    """
    sheets = [notebook] if version == 1 else notebook.get("worksheets")
    holders = sheets if isinstance(sheets, list) else []
    found = [holder.get("cells") for holder in holders if isinstance(holder, dict)]
    cells = [cell for some in found if isinstance(some, list) for cell in some]
    return [_upgraded_cell(cell) if isinstance(cell, dict) else cell for cell in cells]


def _upgraded_cell(cell: dict[str, Any]) -> dict[str, Any]:
    kind = cell.get("cell_type")
    if kind == "code":
        return {**cell, "source": cell.get("input", cell.get("code"))}
    if kind == "heading":
        level = cell.get("level")
        signs = "#" * (level if type(level) is int and 0 < level < 7 else 1)
        return {**cell, "cell_type": "markdown", "source": f"{signs} {_text(cell)}"}
    if kind in ("html", "text"):
        return {**cell, "cell_type": "markdown", "source": cell.get("source", cell.get("text"))}
    return cell


def _text(cell: dict[str, Any]) -> str:
    text = text_of(cell.get("source"))
    return text if isinstance(text, str) else ""


def _cells(cells: list[Any], flags: list[Flag]) -> Iterator[Cell]:
    room = MAX_CHARACTERS
    for number, cell in enumerate(cells, 1):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        source = text_of(cell.get("source")) if isinstance(cell, dict) else None
        if kind not in ("code", "markdown", "raw") or not isinstance(source, str):
            flags.append(Flag("broken cell", f"Cell {number} is damaged; left out."))
            continue
        pictures: Pictures = {}
        if kind == "markdown":
            source, pictures = taken_out(source, cell.get("attachments"))
        if len(source) > min(MAX_CELL_CHARACTERS, room):
            flags.append(Flag("long cell", f"Cell {number} is too long; left out."))
            continue
        room -= len(source)
        metadata = cell.get("metadata")
        yield {
            "cell_type": kind,
            # A lone surrogate cannot be written to a file.
            "source": source.encode("utf-8", "replace").decode(),
            "metadata": metadata if isinstance(metadata, dict) else {},
            "id": cell.get("id") if isinstance(cell.get("id"), str) else "",
            **({"attachments": pictures} if pictures else {}),
        }


def skip_tagged(cells: tuple[Cell, ...]) -> list[str]:
    """Return the ids of graded cells that are tagged so that nbgrader would not run them."""
    return [grade_id(cell) for cell in cells if "skip-execution" in tags(cell) and grade_id(cell)]
