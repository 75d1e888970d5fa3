"""Run a function once and record the types of its variables, and where it raises."""

from __future__ import annotations

import numbers
import sys
import traceback
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Seen:
    """What was seen of a function while it ran.

    Attributes
    ----------
    no_numbers : frozenset of str
        Names of local variables that hold neither a number nor an array.
    raised_at : frozenset of int
        Lines of its source on which an error came up.
    """

    no_numbers: frozenset[str] = frozenset()
    raised_at: frozenset[int] = frozenset()


def seen_in(function: Callable[..., Any], arguments: tuple, file_name: str) -> Seen:
    """Call a function and watch the code that was compiled under `file_name`.

    An error that the function raises is noted and not raised again.
    """
    held: dict[str, bool] = {}

    def note(frame: types.FrameType, event: str, _argument: object) -> None:
        if event == "return" and frame.f_code.co_filename == file_name:
            for name, value in frame.f_locals.items():
                held[name] = held.get(name, False) or _is_number(value)

    raised: frozenset[int] = frozenset()
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function(*arguments)
    except Exception as error:
        frames = traceback.walk_tb(error.__traceback__)
        raised = frozenset(line for f, line in frames if f.f_code.co_filename == file_name)
    finally:
        sys.setprofile(before)
    return Seen(frozenset(name for name, number in held.items() if not number), raised)


def _is_number(value: object) -> bool:
    return isinstance(value, (np.ndarray, np.generic, numbers.Number))
