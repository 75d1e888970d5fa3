"""What a file costs to read ends with the process that reads it."""

import os
from collections.abc import Iterator

import pytest

from course_utils.grading.notebook import reading
from course_utils.grading.notebook.cells import as_json
from course_utils.grading.notebook.submission import Submission
from course_utils.grading.run.reader import Reader, ReaderError
from tests.grading.conftest import LESSON, RIGHT, Notebook, fill_in
from tests.grading.costly import FILES


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """Give a reader for all tests of this module."""
    with Reader() as one:
        yield one


def handed_in(data: bytes, reason: str = "") -> Submission:
    return Submission("ada", LESSON, data, reason)


def test_a_reader_finds_what_reading_here_finds(reader: Reader, release: Notebook) -> None:
    lies = RIGHT | {"imports": "import numpy as np\nnp.allclose = print"}
    for work in (as_json(fill_in(release, lies)), b"%PDF", b""):
        submission = handed_in(work)
        assert reader.read(release, submission) == reading.read(release, submission)
    there_is_none = handed_in(b"", "There is no notebook.")
    assert reader.read(release, there_is_none).reason == "There is no notebook."


@pytest.mark.parametrize("name", FILES)
def test_a_costly_file_is_read_or_refused(reader: Reader, release: Notebook, name: str) -> None:
    submission = handed_in(FILES[name](200_000))
    found = reader.read(release, submission)
    assert found == reading.read(release, submission)
    assert len(found.places) >= len(release["cells"])


@pytest.mark.parametrize(("seconds", "memory"), [(0.03, 2**28), (10.0, 0)])
def test_too_much_time_or_memory_costs_the_submission_alone(
    release: Notebook, seconds: float, memory: int
) -> None:
    honest = as_json(fill_in(release, RIGHT))
    with Reader(seconds, memory) as reader:
        found = reader.read(release, handed_in(FILES["dictionaries"](3_000_000)))
        assert "took more than" in found.reason
        assert [place.cell for place in found.places] == release["cells"]
        reader.seconds, reader.memory = 10.0, 2**28
        assert not reader.read(release, handed_in(honest)).reason


def test_a_fault_of_ours_is_no_reason(reader: Reader) -> None:
    with pytest.raises(ReaderError, match="KeyError"):
        reader.read({}, handed_in(b"%PDF"))


def test_a_closed_reader_has_no_process(release: Notebook) -> None:
    reader = Reader()
    reader.close()
    reader.read(release, handed_in(b""))
    assert reader._process is not None
    pid = reader._process.pid
    reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
