"""Support for a course on neural networks from scratch in NumPy.

A notebook imports what it needs from here::

    from course_utils import check, datasets, figures, progress, reference, widgets

Everything but the few functions below is loaded when it is first used, so that importing this
package costs little more than importing NumPy.
"""

from __future__ import annotations

import importlib
from typing import Any

from course_utils.library import in_library
from course_utils.notebook import check, progress, when_written

_LAZY = ("datasets", "exercises", "figures", "reference", "widgets")

__all__ = [
    "check",
    "datasets",
    "figures",
    "in_library",
    "progress",
    "reference",
    "when_written",
    "widgets",
]


def __getattr__(name: str) -> Any:
    if name == "earlier_functions":
        return importlib.import_module(f"{__name__}.own_functions").earlier_functions
    if name in _LAZY:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_LAZY])
