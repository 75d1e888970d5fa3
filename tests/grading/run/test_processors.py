"""Workers that know nothing of each other spread over the processors."""

import os
from collections import Counter
from pathlib import Path

import pytest

from course_utils.grading.run.processors import Processor
from course_utils.grading.sandbox.sandbox import Sandbox
from tests.grading.conftest import LESSON

HERE = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
pytestmark = pytest.mark.skipif(not HERE, reason="this system binds no process to a processor")


def test_each_has_its_own_as_long_as_there_are_any_and_then_as_few_as_any(tmp_path: Path) -> None:
    workers = [Processor(tmp_path / "locks") for _ in range(3 * len(HERE))]
    given = [worker.number for worker in workers]
    assert given[: len(HERE)] == HERE
    assert set(Counter(given).values()) == {3}
    workers[0].release()
    workers.append(Processor(tmp_path / "locks"))
    assert workers[-1].number == given[0]
    for worker in workers:
        worker.release()


def test_a_folder_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs").chmod(0o777)
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    for name in ("theirs", "link", "none/at all"):
        assert Processor(tmp_path / name).number in HERE
    assert not list((tmp_path / "theirs").iterdir())


@pytest.mark.sandbox
@pytest.mark.usefixtures("needs_bubblewrap")
@pytest.mark.parametrize("isolation", ["bubblewrap", "process"])
def test_a_submission_stays_on_the_processor_of_its_worker(isolation: str) -> None:
    wanted = HERE[-1]
    with Sandbox(LESSON, isolation, processor=wanted) as box, box.open() as session:  # type: ignore[arg-type]
        session.run_cell("import os\ndef where(): return list(os.sched_getaffinity(0))")
        assert session.call("where", ()).value == [wanted]
