"""The closing cell of a lesson, "The same in a library": with the library, or with its stored output."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Optional packages: what a cell imports, and what it is called.
LIBRARIES = {"sklearn": "scikit-learn", "torch": "PyTorch"}
STORED = Path(__file__).parent / "datasets" / "library.json"
CELL = "library"  # the id of that cell in each notebook


@contextmanager
def in_library(lesson_id: str) -> Iterator[None]:
    """Run what is inside; where it imports a library that is not installed, show the stored output.

    Parameters
    ----------
    lesson_id : str
        Whose output to show, such as ``"05_initialization"``.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in LIBRARIES:
            raise
        print(
            f"{LIBRARIES[error.name]} is not installed here; it is optional. To get it:\n"
            "    pip install 'scikit-learn>=1.5' 'torch>=2.4'\n"
            f"With it, and with right answers, this cell prints:\n\n{stored(lesson_id)}",
            end="",
        )


def stored(lesson_id: str) -> str:
    """Return what a lesson's closing cell prints with the library; ``make notebooks`` stores it."""
    text: str = json.loads(STORED.read_text(encoding="utf-8"))[lesson_id]
    return text
