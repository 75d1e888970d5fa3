"""What a file costs the grader outside the sandbox: processor time and memory of the reader."""

from __future__ import annotations

import os
from pathlib import Path

from course_utils.grading.notebook.student_version import student_version
from course_utils.grading.notebook.submission import Submission
from course_utils.grading.run.reader import Reader
from tests.grading.conftest import LESSON, source_notebook
from tests.grading.costly import FILES


def tell(size: int) -> None:
    """Print a line for each kind of costly file, of so many bytes, and the worst of all."""
    print(f"\nReading files of {size / 1e6:g} MB, each in a fresh process:")
    release = student_version(source_notebook())
    most_seconds = most_memory = 0.0
    for name, make in FILES.items():
        with Reader() as reader:
            reader.read(release, Submission("ada", LESSON, b"{}"))
            begun, _ = _spent(reader)
            found = reader.read(release, Submission("ada", LESSON, make(size)))
            ended = (0.0, 0.0) if reader._process is None else _spent(reader)
        seconds, memory = ended[0] - begun, ended[1]
        most_seconds, most_memory = max(most_seconds, seconds), max(most_memory, memory)
        said = found.reason.partition(". ")[0] or "read"
        print(f"  {name:32} {seconds:5.2f} s {memory:4.0f} MiB  {said}")
    print(f"  the worst: {most_seconds:.2f} s, {most_memory:.0f} MiB")


def _spent(reader: Reader) -> tuple[float, float]:
    """Return the processor time that a reader has used, and its memory at most in MiB."""
    assert reader._process is not None
    folder = Path(f"/proc/{reader._process.pid}")
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    status = (folder / "status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return seconds, int(peak.split()[1]) / 1024
