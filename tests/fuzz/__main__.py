"""Damaged messages, submissions and archives, for longer than the tests have time: ``make fuzz``.

``python -m tests.fuzz [MESSAGES [NOTEBOOKS [ARCHIVES]]]``; the seed is another one each time, and printed.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.archives import fuzz as fuzz_archives
from tests.fuzz.notebooks import fuzz as fuzz_notebooks
from tests.grading.sandbox.fuzz_codec import fuzz as fuzz_messages

PART = 100_000


def main(messages: int = 1_000_000, notebooks: int = 30_000, archives: int = 3_000) -> None:
    """Hunt, and print what was counted; the first fault ends it with a traceback."""
    seed = random.randrange(2**32)
    print(f"seed {seed}", flush=True)
    start = time.perf_counter()
    read = refused = 0
    for number in range(0, messages, PART):
        good, bad = fuzz_messages(min(PART, messages - number), seed + number)
        read, refused = read + good, refused + bad
    seconds = time.perf_counter() - start
    print(
        f"{read + refused:,} damaged messages in {seconds:.0f} s: {read:,} read, {refused:,} "
        "refused; no exception, none took more memory than its size allows",
        flush=True,
    )
    start = time.perf_counter()
    counts = fuzz_notebooks(notebooks, seed, run_every=10)
    seconds = time.perf_counter() - start
    print(
        f"{notebooks:,} damaged notebooks in {seconds:.0f} s: a verdict each; {_said(counts)}",
        flush=True,
    )
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        counts = fuzz_archives(archives, seed, Path(folder))
    seconds = time.perf_counter() - start
    print(
        f"{archives:,} archives in {seconds:.0f} s: nobody got another's work; {_said(counts)}",
        flush=True,
    )


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
