"""The shorter hunt; `make fuzz` is the longer one."""

from pathlib import Path

import pytest

from tests.fuzz.archives import fuzz as fuzz_archives
from tests.fuzz.notebooks import fuzz as fuzz_notebooks
from tests.grading.sandbox.fuzz_codec import fuzz as fuzz_messages


def test_damaged_messages_are_wrong_answers() -> None:
    read, refused = fuzz_messages(10_000, seed=1)
    assert read + refused == 10_000
    assert min(read, refused) > 400  # damage that is always seen, or never, would test nothing


@pytest.mark.sandbox
@pytest.mark.usefixtures("needs_bubblewrap")
def test_damaged_notebooks_get_a_verdict_each() -> None:
    counts = fuzz_notebooks(1_200, seed=1, run_every=12)
    assert counts["run"] + counts["read"] == 1_200
    assert min(counts["refused"], counts["taken"], counts["flagged"]) > 240, counts
    assert counts["earned points"] > 10, counts  # what is hardly damaged is still marked


def test_of_odd_archives_nobody_gets_the_work_of_another(tmp_path: Path) -> None:
    counts = fuzz_archives(60, 1, tmp_path)
    assert counts["new"] > 100, counts
    assert min(counts["refused"], counts["nobody's"], counts["nothing"]) > 2, counts
