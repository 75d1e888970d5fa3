"""The interactive pictures: one module per lesson, found by the function's name when first used.

A widget takes the student's own functions by keyword and says which it uses; for one that is not
handed over or not written yet, the reference stands in.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from course_utils.lessons import LESSONS


def __getattr__(name: str) -> Any:
    if name == "predict":
        return import_module(f"{__name__}.prediction").predict
    if not name.startswith("_"):
        # A module of this package first: no lesson needs to be loaded to find it.
        if find_spec(f"{__name__}.{name}"):
            return import_module(f"{__name__}.{name}")
        for lesson in LESSONS:
            if not find_spec(f"{__name__}.{lesson.module}"):
                continue  # a lesson need not have any
            module = import_module(f"{__name__}.{lesson.module}")
            if name in getattr(module, "__all__", ()):
                return getattr(module, name)
    raise AttributeError(f"course_utils.widgets has no widget named {name!r}")
