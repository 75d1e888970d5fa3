"""Read a zip archive with files of students: file by file, within limits, never unpacked as a whole.

Nothing is extracted to where a file says. A file that escapes, links or explodes is refused by
itself, so that one student's upload cannot stop a class; an archive of such a size is refused
whole.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from course_utils.grading.course_root import CourseError
from course_utils.grading.notebook.submission import MAX_BYTES

MAX_ENTRIES = 50_000
MAX_TOTAL = 20_000_000_000
# A notebook shrinks to a tenth or so; a file of nothing but zeros to a thousandth.
MAX_RATIO = 200
SMALL = 1_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the time in a zip that has none


@dataclass(frozen=True)
class ArchivedFile:
    """A file of the archive; `refused` is the reason why its content must not be read."""

    name: str
    size: int
    time: datetime | None
    refused: str = ""


class Archive:
    """An open archive; a context manager.

    Raises
    ------
    CourseError
        On opening, if it is no zip, or holds too much.
    """

    def __init__(self, path: Path | BinaryIO) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise CourseError(
                f"{_shown(path)} is not a zip archive that can be read: {error}"
            ) from error
        infos = self.zip.infolist()
        self.infos = {_name(info): info for info in infos if info.filename and not info.is_dir()}
        total = sum(info.file_size for info in infos)
        if len(infos) > MAX_ENTRIES or total > MAX_TOTAL:
            self.zip.close()
            raise CourseError(
                f"{_shown(path)} holds {len(infos):,} files of {total / 1e9:,.1f} GB; at most "
                f"{MAX_ENTRIES:,} and {MAX_TOTAL / 1e9:,.0f} GB are taken."
            )

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()

    def files(self) -> Iterator[ArchivedFile]:
        """Yield the files in the archive's order."""
        for name, info in self.infos.items():
            yield ArchivedFile(name, info.file_size, _time(info), _refusal(info))

    def inner(self, file: ArchivedFile) -> Archive:
        """Open an archive in this one; errors as for an archive, and for reading a file."""
        return Archive(io.BytesIO(self.read(file)))

    def read(self, file: ArchivedFile) -> bytes:
        """Return a file's content.

        Raises
        ------
        ValueError
            If the file is refused, damaged, or not what it says that it is.
        """
        if file.refused:
            raise ValueError(file.refused)
        try:
            with self.zip.open(self.infos[file.name]) as stream:
                data = stream.read(MAX_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise ValueError(f"it is damaged: {error}") from error
        except (RuntimeError, NotImplementedError) as error:
            raise ValueError(f"it cannot be read: {error}") from error
        if len(data) != file.size:
            raise ValueError("its size is not the one that the archive says")
        return data


def _shown(path: Path | BinaryIO) -> str:
    return str(path) if isinstance(path, Path) else "it"


def _name(info: zipfile.ZipInfo) -> str:
    """Return a file's name; many programs write UTF-8 and do not say so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _refusal(info: zipfile.ZipInfo) -> str:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
        return "its path leads out of the archive"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "it is a link or a device, not a file"
    if info.file_size > MAX_BYTES:
        return f"it has more than {MAX_BYTES // 1_000_000} MB"
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
        return f"it grows to more than {MAX_RATIO} times its size"
    return ""


def _time(info: zipfile.ZipInfo) -> datetime | None:
    if info.date_time == _EPOCH:
        return None
    try:
        return datetime(*info.date_time)  # a zip knows no time zone
    except ValueError:
        return None
